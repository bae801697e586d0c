"""The values that flow through the whole: frozen, ordered by the text, knowing nothing of parsers, RDF or storage.

    Article -> Extraction(mentions, times, places, claims, events, roles, passed)

Every finding carries its words (`Span`s, made by `Article.span`, the one gate) and the rule that made it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from kg.errors import EvidenceError
from kg.iri import sha8, sha256, slug

ActorKind = Literal[
    "state",  # a country or its government as a whole
    "territory",  # a region, disputed land or city that acts or is acted on
    "igo",  # NATO, the United Nations, the European Union
    "bloc",  # the West, Western countries: several states without an office of their own
    "government",  # an organ of a state: ministry, court, parliament, police
    "military",  # armed forces and their units
    "armed_group",  # rebels, militias, terror groups
    "party",  # political parties and movements
    "ngo",
    "company",
    "media",
    "organisation",  # an organisation whose kind is not known
    "person",
    "population",  # Russian-speakers, civilians, protesters, refugees, migrants
    "vessel",
    "aircraft",
    "unknown",
]
How = Literal["name", "metonym", "demonym", "title", "pronoun", "description"]
Status = Literal["asserted", "claimed", "negated", "denied", "hypothetical", "planned", "demanded", "threatened", "attempted"]
Stance = Literal["asserts", "denies", "rejects", "questions", "demands", "promises", "threatens"]
ClaimKind = Literal["direct", "indirect", "mixed"]
Certainty = Literal["certain", "probable", "possible"]
Polarity = Literal["positive", "negative"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article: half-open Unicode code point offsets of `article.text`, and the words that stand there."""

    start: int
    end: int
    text: str

    def overlaps(self, other: "Span") -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """True where the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, kw_only=True)
class Article:
    """One text with what its source says about it; never altered.

    `id` is a label (a file's stem, a row's id); the identity of the article is its canonical `url`, else its text.
    `date` is the dateline, an ISO prefix (`2016-04-20`). `source` is the publisher.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    language: str = "en"
    format: Literal["text", "markdown"] = "text"
    notes: tuple[str, ...] = ()  # what its reader has to say of it: half an article, a feed's summary

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text."""
        return sha256(self.text)

    @cached_property
    def slug(self) -> str:
        """What names this article in IRIs: from its canonical URL, else from its text."""
        if not self.url:
            return "text-" + self.sha256[:16]
        bare = self.url.split("://", 1)[-1].split("#", 1)[0].rstrip("/")
        return f"{slug(bare)[-60:].strip('-')}-{sha8(bare)}"

    @cached_property
    def version(self) -> str:
        """The id of this text of this article: `article/<slug>/<sha8 of the text>`."""
        return f"article/{self.slug}/{self.sha256[:8]}"

    def span(self, start: int, end: int) -> Span:
        """The words between two offsets; the one gate through which all evidence comes.

        Raises:
            EvidenceError: the offsets do not enclose words of this text.
        """
        if not 0 <= start < end <= len(self.text):
            raise EvidenceError(f"offsets {start}-{end} lie outside article {self.id!r} of {len(self.text)} characters")
        return Span(start, end, self.text[start:end])

    def fragment(self, kind: str, start: int, end: int) -> str:
        """The id of something found at these offsets: `article/<slug>/<sha8>#<kind>-<start>-<end>`."""
        return f"{self.version}#{kind}-{start}-{end}"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The state or organisation that an actor belongs to, as valid at the article's date."""

    id: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that acts: `id` is `actor/<slug>`, `code` a PLOVER actor code (`RUS`, `IGO`, ...) where known."""

    id: str
    name: str
    kind: ActorKind
    code: str | None = None
    affiliation: Affiliation | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where the text names an actor or stands for it; `why` is the rule or the link's reason.

    `head` is the offset of the head word's first character, by which extractors look a mention up.
    A phrase that stands for several actors ("the two sides") gives several mentions at the same place.
    """

    actor: Actor
    span: Span
    how: How
    head: int
    why: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in a finding, with the words that name it there (None where it is understood from the discourse)."""

    actor: Actor
    mention: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as the text gives it: `value` is an ISO prefix, never padded to a false day; bounds where the text gives only those."""

    value: str | None
    mention: Span | None = None
    earliest: str | None = None
    latest: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place as the text gives it; `precision` says what the coordinates stand for."""

    id: str
    name: str
    lat: float | None = None
    lon: float | None = None
    precision: Literal["city", "region", "country", "sea", "area", "unknown"] = "unknown"
    mention: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody's words in an article: source, cue, content, stance, the events inside and the claim that it stands inside."""

    id: str
    source: Party | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: ClaimKind
    stance: Stance
    about: tuple[str, ...] = ()
    within: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act as one article tells it.

    `kind` is a PLOVER 2.0 type, or None for an act that the lexicon cannot type. `trigger` holds the head words, `evidence`
    the sentence. `claimed_by` is the chain of sources, outermost first, () in the article's own voice; it is filled
    whatever the status. `reciprocal` acts have every party on both sides.
    """

    id: str
    kind: str | None
    trigger: Span
    evidence: Span
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    reciprocal: bool = False
    date: When | None = None
    place: Where | None = None
    status: Status = "asserted"
    claimed_by: tuple[Party, ...] = ()
    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    intensity: float | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Person - office - organisation, as the text states it."""

    person: Party
    role: str
    organisation: Party | None
    evidence: Span
    rule: str = ""
    confidence: float = 1.0

    @property
    def id(self) -> str:
        """What tells this role from others of its article: person, office and place."""
        return f"role-{self.evidence.start}-{self.evidence.end}-{self.person.actor.id}-{slug(self.role)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Words that look like an act or a claim and were passed over, with the reason; shown by `--explain`."""

    span: Span
    why: str


def _merge(old: tuple[Any, ...], new: Iterable[Any]) -> tuple[Any, ...]:
    """Old and new findings, where a new one of the same id takes the place of the old one."""
    by_id = {item.id: item for item in old}
    by_id.update((item.id, item) for item in new)
    return tuple(by_id.values())


@dataclass(frozen=True, kw_only=True)
class Extraction:
    """All that was found in one article; stages add to it with `plus` and never write on it."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    times: tuple[When, ...] = ()
    places: tuple[Where, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    roles: tuple[Role, ...] = ()
    passed: tuple[Passed, ...] = ()
    provenance: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def mentioned(self) -> dict[int, tuple[Mention, ...]]:
        """The mentions by the offset of their head word."""
        out: dict[int, tuple[Mention, ...]] = {}
        for m in self.mentions:
            out[m.head] = (*out.get(m.head, ()), m)
        return out

    def plus(self, findings: Iterable[object]) -> "Extraction":
        """This extraction and the findings; a claim, event or role of an id that is already here supersedes the older one."""
        found: dict[type, list[Any]] = {}
        for item in findings:
            found.setdefault(type(item), []).append(item)
        return replace(
            self,
            mentions=tuple(sorted({*self.mentions, *found.get(Mention, ())}, key=lambda m: (m.span, m.actor.id))),
            times=(*self.times, *found.get(When, ())),
            places=(*self.places, *found.get(Where, ())),
            claims=_merge(self.claims, found.get(Claim, ())),
            events=_merge(self.events, found.get(Event, ())),
            roles=_merge(self.roles, found.get(Role, ())),
            passed=(*self.passed, *found.get(Passed, ())),
        )
