"""Do two reports tell of the same event? A symmetric comparison: a table of weights, a score, and its reasons.

Which reports meet at all is said in `filing.py`.
"""

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kg.iri import sha256
from kg.lexicon import table
from kg.vocab import Iri

WEIGHTS: Mapping[str, tuple[float, str]] = {
    "parties equal": (0.35, "both name the same parties on the same sides"),
    "parties overlap": (0.20, "each side shares a party; times the share that both name"),
    "day equal": (0.35, "both give the same day"),
    "published near": (0.20, "one gives no date and was published within three days after the other's day"),
    "month overlaps": (0.15, "one or both give a span of time, and the spans overlap"),
    "day beside": (0.10, "a day apart: time zones, and 'on Monday' of a dispatch dated Tuesday"),
    "undated": (0.05, "neither says when"),
    "place equal": (0.20, "the same place"),
    "place near": (0.10, "places within 50 km of one another"),
    "place apart": (-0.35, "places further apart than 50 km"),
    "mode equal": (0.05, "the same mode of the act"),
    "mode differs": (-0.15, "different modes of the act"),
    "trigger equal": (0.10, "the same head word"),
    "wording": (0.30, "the share of the shorter sentence's content words that stand in the other, too"),
    "one text": (0.10, "an article comes back to a meeting that it told of ('the talks'); of attacks it tells one after the other"),
    "rare": (0.20, "two acts of this type between the same parties in one day are rare: CONSULT, RETREAT, SANCTION, COOPERATE"),
}
"""Each feature with its weight and what it means. Set by hand on pairs of the sample articles; `tests/test_same.py` holds their verdicts."""
THRESHOLD = 0.85
"""From this score on two reports tell of the same event: parties and day alone (0.70) are not enough, save for acts that are rare."""
COPIED = 0.8
"""From this share of common word triples on, one sentence is a copy of the other (a syndicated text), not a second voice."""
NEAR_KM = 50.0
WIDEST = 366
"""Days that a time may span; a longer one ("after March 2014" in an article of 2016) says as little as none, save what it rules out."""
_RARE = frozenset({"CONSULT", "RETREAT", "SANCTION", "COOPERATE"})
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types of which "A with B" and "A and B" say the same, so that it does not matter who is on which side."""
PUBLISHED = 3
"""Days within which an undated report is taken to speak of a dated event before it."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(row["word"] for row in table("small_words"))


@dataclass(frozen=True, kw_only=True)
class Report:
    """One event as one article tells it, as far as comparison and promotion look at it; ids are IRIs.

    `principals` lifts a party to the state or organisation that it acts for, as valid in that article; `first` and `last` are the first and
    the last possible day; `deniers` are those whose denial of it the article reports.
    """

    id: Iri
    version: Iri
    graph: Iri
    kind: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Iri, ...] = ()
    recipients: tuple[Iri, ...] = ()
    reciprocal: bool = False
    principals: Mapping[Iri, Iri] = field(default_factory=dict)
    date: str | None = None
    first: str | None = None
    last: str | None = None
    place: Iri | None = None
    point: tuple[float, float] | None = None
    intensity: str | None = None
    status: str = "asserted"
    certainty: str = "certain"
    polarity: str = "positive"
    claimant: Iri | None = None
    relays: tuple[Iri, ...] = ()
    deniers: tuple[Iri, ...] = ()
    sentence: tuple[Iri, int, int, str] = (Iri(""), 0, 0, "")
    trigger: tuple[Iri, int, int, str] = (Iri(""), 0, 0, "")
    published: str | None = None
    publisher: Iri | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of its sentence, without their commonest endings and without names, which the parties share anyway."""
        return frozenset(_stem(word) for word in _WORD.findall(self.sentence[3]) if word[0].islower() and word not in _SMALL)

    @cached_property
    def triples(self) -> frozenset[tuple[str, ...]]:
        """The runs of three words of its sentence."""
        words = _WORD.findall(self.sentence[3].lower())
        return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset({tuple(words)})

    @cached_property
    def is_dated(self) -> bool:
        """Whether its words give a time with a beginning and an end, near enough to one another to tell it from others."""
        if self.first is None or self.last is None:
            return False
        first, last = (datetime.date.fromisoformat(day) for day in (self.first, self.last))
        return (last - first).days <= WIDEST

    @property
    def says_no(self) -> bool:
        """Whether its words say that the act was not done."""
        return self.status in ("negated", "denied") or self.polarity == "negative"

    @property
    def lies_ahead(self) -> bool:
        """Whether its words speak of what may yet be done, and not of what was done or not done."""
        return self.status in ("planned", "hypothetical", "demanded", "threatened")

    def sides(self) -> tuple[frozenset[Iri], frozenset[Iri]]:
        """The principals of both sides; of a reciprocal act all of them on both."""
        left = frozenset(self.principals.get(a, a) for a in self.actors)
        right = frozenset(self.principals.get(a, a) for a in self.recipients)
        return (left | right, left | right) if self.reciprocal else (left, right)

    def order(self) -> tuple[str, str]:
        """Earlier reports first: by the day of publication, undated ones last, then by id."""
        return (self.published or "9999", self.id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparison says of two reports: `same` event, and whether they `contrast`; the score and its reasons."""

    same: bool
    contrast: bool
    score: float
    why: str


NO = Verdict(False, False, 0.0, "")


def compare(one: Report, other: Report) -> Verdict:
    """Compare two reports; the order of the two makes no difference.

    Two reports are kept apart, whatever else agrees, where their types differ, a side shares no party, their times do not meet,
    or one speaks of what may yet be done.
    """
    if one.kind is None or one.kind != other.kind or one.lies_ahead != other.lies_ahead:
        return NO
    time, parties = _time(one, other), _parties(one, other)
    swapped = parties is None and one.sides() == other.sides()[::-1]
    if time is None or (parties is None and not swapped):
        return NO
    marks = [parties or ("parties equal", 1.0), time, *_place(one, other), *_wording(one, other)]
    score = round(sum(WEIGHTS[name][0] * share for name, share in marks), 4)
    if score < THRESHOLD:
        return Verdict(False, False, score, "")
    why = "; ".join(f"{name} {WEIGHTS[name][0] * share:+.2f}" for name, share in marks)
    differ = ["each side is said to have done it to the other"] if swapped else list(_differences(one, other))
    return Verdict(not swapped, bool(differ), min(score, 1.0), "; ".join([why, *differ]))


def opposed(one: Report, other: Report) -> bool:
    """Whether two reports cannot tell of the same event, whatever a third one, less exact, has in common with both."""
    times = one.is_dated and other.is_dated and _time(one, other) is None
    return bool(times) or _parties(one, other) is None or ("place apart", 1.0) in _place(one, other)


def copied(one: Report, other: Report) -> bool:
    """Whether the sentence of one is that of the other, near enough: a syndicated copy is no second voice."""
    both = len(one.triples & other.triples)
    return both >= COPIED * len(one.triples | other.triples)


@lru_cache(maxsize=4096)
def days_from(day: str, before: int, after: int) -> tuple[str, ...]:
    """The days from so many before (negative) to so many after a day; none where it is no day."""
    try:
        start = datetime.date.fromisoformat(day)
    except ValueError:
        return ()
    return tuple((start + datetime.timedelta(days=n)).isoformat() for n in range(before, after + 1))


def _parties(one: Report, other: Report) -> tuple[str, float] | None:
    """How the parties agree, None where a side that both name has no party in common."""
    mine, theirs = one.sides(), other.sides()
    if {one.kind, other.kind} <= MUTUAL and one.reciprocal != other.reciprocal:
        mine, theirs = ((s[0] | s[1],) * 2 for s in (mine, theirs))
    if mine == theirs:
        return "parties equal", 1.0
    share = 1.0
    for left, right in zip(mine, theirs, strict=True):
        if left and right:
            if not left & right:
                return None
            share *= len(left & right) / len(left | right)
    return "parties overlap", share


def _time(one: Report, other: Report) -> tuple[str, float] | None:
    """How the times agree, None where they cannot be the same. One bound alone ("by the dateline") only rules times out."""
    a, b = sorted((one, other), key=lambda r: (not r.is_dated, r.first or "", r.last or ""))
    if not b.is_dated and ((a.last or "9999") < (b.first or "") or (b.last or "9999") < (a.first or "")):
        return None
    if not a.is_dated:
        near = a.published and b.published and b.published in days_from(a.published[:10], -PUBLISHED, PUBLISHED)
        return ("undated", 1.0) if near or one.version == other.version or a.published == b.published else None
    if not b.is_dated:
        within = a.first is not None and a.first == a.last and b.published is not None and b.published[:10] in days_from(a.first, 0, PUBLISHED)
        return ("published near", 1.0) if within else ("undated", 1.0) if one.version == other.version else None
    if a.first == b.first and a.last == b.last and a.first == a.last:
        return "day equal", 1.0
    if (a.last or "") >= (b.first or "") and (b.last or "") >= (a.first or ""):
        return "month overlaps", 1.0
    return ("day beside", 1.0) if a.first is not None and a.first == a.last and b.first == b.last and b.first in days_from(a.first, 1, 1) else None


def _place(one: Report, other: Report) -> Iterator[tuple[str, float]]:
    if one.place and one.place == other.place:
        yield "place equal", 1.0
    elif one.place and other.place and one.point and other.point:
        yield ("place near" if _km(one.point, other.point) <= NEAR_KM else "place apart"), 1.0


def _wording(one: Report, other: Report) -> Iterator[tuple[str, float]]:
    if one.kind in _RARE:
        yield "rare", 1.0
    if one.mode and other.mode:
        yield ("mode equal" if one.mode == other.mode else "mode differs"), 1.0
    if _stem(one.trigger[3].lower()) == _stem(other.trigger[3].lower()):
        yield "trigger equal", 1.0
    shorter = min(len(one.words), len(other.words))
    if shorter and one.sentence[0] != other.sentence[0]:  # two acts of one sentence share its words for nothing
        yield "wording", round(len(one.words & other.words) / shorter, 4)
    if one.version == other.version and one.kind in _RARE:
        yield "one text", 1.0


def _differences(one: Report, other: Report) -> Iterator[str]:
    """Where two reports of the same event say different things."""
    if one.says_no != other.says_no:
        yield "one says that it was not done"
    if one.place and other.place and one.place != other.place:
        yield "they give different places"
    if one.mode and other.mode and one.mode != other.mode:
        yield "they give different modes"
    if one.first and other.first and not (one.first <= (other.last or "9999") and other.first <= (one.last or "9999")):
        yield "they give different days"


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points (latitude, longitude) on the globe, in kilometres."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x) for x in point) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 6371.0 * 2 * math.asin(min(1.0, math.sqrt(h)))


def _stem(word: str) -> str:
    """A word without its commonest English endings; 'met' stays apart from 'meet'.

    >>> [_stem(w) for w in ("meetings", "claimed", "claims", "met")]
    ['meet', 'claim', 'claim', 'met']
    """
    for ending in ("ings", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def pair_id(one: str, other: str) -> str:
    """The relative id of the link between two reports, whatever their order."""
    return "link/" + sha256("\n".join(sorted((one, other))))[:16]
