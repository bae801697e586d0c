"""Records against gold records of the same form: how good is an extraction, for a user's own gold.

Gold is JSON lines as `kg extract` prints them (so the quickest way to a gold file is to correct an extraction). An event is
found where a record of the same article overlaps its trigger; it is right where type, actors and recipients agree as well
(for a reciprocal act on whichever side). A claim is found where source and at least half of the content's characters agree
(intersection over union). Pairs are made one to one, best overlap first, so that a copy earns nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.errors import SourceError
from kg.iri import slug

Record = dict[str, Any]
HALF = 0.5  # of the characters of both contents together; PolNeAR's annotators agree at this share in 79 of 100 claims
BINS = 5  # of the reliability table


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure: how many are in gold, how many were found, how many of those agree."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the found ones that are right, in percent."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold ones that were found right, in percent."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Evaluation:
    """What `evaluate` measured.

    `scores` by measure (`events`, `events with parties`, `claims`, `roles`, `mentions`), `types` by PLOVER type, `status` counts
    (gold, found) pairs of matched events, `leaks` are the gold ids of events that are not asserted and were found so,
    `reliability` has (mean confidence, share right, n) for each bin of confidence.
    """

    scores: dict[str, Score]
    types: dict[str, Score]
    status: Counter[tuple[str, str]]
    leaks: tuple[str, ...]
    reliability: tuple[tuple[float, float, int], ...] = field(default=())


def records(lines: Iterable[str], name: str = "gold") -> Iterator[Record]:
    """Parse JSON lines of records.

    Raises:
        SourceError: a line is no record; names the line.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as e:
                raise SourceError(f"{name}:{number}: not JSON ({e.msg}); gold is JSON lines as kg extract prints them") from e
            if not isinstance(record, dict) or "record" not in record or "article" not in record:
                raise SourceError(f"{name}:{number}: no record; each line needs `record` and `article`, as kg extract prints them")
            yield record


def evaluate(gold: Iterable[Record], found: Iterable[Record]) -> Evaluation:
    """Measure found records against gold records.

    Raises:
        SourceError: gold and found have no article in common.

    >>> event = {"record": "event", "article": "a", "id": "e", "kind": "AID", "status": "asserted", "confidence": 0.9, "actors": [],
    ...          "recipients": [], "trigger": {"start": 0, "end": 4, "text": "fund"}}
    >>> evaluate([event], [event]).scores["events"].f1
    100.0
    """
    wanted, given = list(gold), list(found)
    _comparable({g["article"] for g in wanted}, {f["article"] for f in given})
    want, got = _by_kind(wanted), _by_kind(given)
    pairs = _pairs(_typed(want["event"]), _typed(got["event"]), _trigger_overlap)
    same_type = [(g, f) for g, f in pairs if g["kind"] == f["kind"]]
    complete = [(g, f) for g, f in same_type if _same_parties(g, f)]
    n_gold, n_found = len(_typed(want["event"])), len(_typed(got["event"]))
    return Evaluation(
        scores={
            "events": Score(n_gold, n_found, len(same_type)),
            "events with parties": Score(n_gold, n_found, len(complete)),
            "claims": _score(want["claim"], got["claim"], _same_claim),
            "roles": _score(want["role"], got["role"], _same_role),
            "mentions": _score(want["mention"], got["mention"], _same_mention),
        },
        types=_types(want["event"], got["event"], same_type),
        status=Counter((g["status"], f["status"]) for g, f in same_type),
        leaks=tuple(g.get("id", "?") for g, f in same_type if f["status"] == "asserted" != g["status"]),
        reliability=_reliability(_typed(got["event"]), {id(f) for _, f in complete}),
    )


def _comparable(gold: set[str], found: set[str]) -> None:
    if gold & found:
        return
    if not gold or not found:
        raise SourceError(f"{'gold' if not gold else 'what was found'} holds no records, so that there is nothing to compare")
    raise SourceError(
        f"gold and found have no article in common: gold has {_some(gold)}, found has {_some(found)}; "
        "`article` must be the same label in both, a row's id or a file's name without its ending"
    )


def _some(names: set[str]) -> str:
    return ", ".join(sorted(map(str, names))[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def unmatched(gold: Iterable[Record], found: Iterable[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The articles of gold that nothing was found of, and those found that gold does not have; the latter's records all count as wrong.

    >>> unmatched([{"article": "a"}, {"article": "b"}], [{"article": "b"}, {"article": "c"}])
    (('a',), ('c',))
    """
    wanted, given = {g["article"] for g in gold}, {f["article"] for f in found}
    return tuple(sorted(wanted - given)), tuple(sorted(given - wanted))


def _by_kind(items: Iterable[Record]) -> dict[str, list[Record]]:
    out: dict[str, list[Record]] = {"event": [], "claim": [], "role": [], "mention": []}
    for item in items:
        out.setdefault(item["record"], []).append(item)
    return out


def _typed(events: list[Record]) -> list[Record]:
    return [e for e in events if e.get("kind")]


def _pairs(gold: list[Record], found: list[Record], overlap: Callable[[Record, Record], float]) -> list[tuple[Record, Record]]:
    """One to one, the best overlap first; ties in the order of the records."""
    near: dict[str, list[int]] = {}
    for j, f in enumerate(found):
        near.setdefault(f["article"], []).append(j)
    scored = sorted((-overlap(g, found[j]), i, j) for i, g in enumerate(gold) for j in near.get(g["article"], ()))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    out = []
    for score, i, j in scored:
        if score < 0 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            out.append((gold[i], found[j]))
    return out


def _score(gold: list[Record], found: list[Record], overlap: Callable[[Record, Record], float]) -> Score:
    return Score(len(gold), len(found), len(_pairs(gold, found, overlap)))


def _types(gold: list[Record], found: list[Record], right: list[tuple[Record, Record]]) -> dict[str, Score]:
    want, got, hit = Counter(e["kind"] for e in _typed(gold)), Counter(e["kind"] for e in _typed(found)), Counter(g["kind"] for g, _ in right)
    return {kind: Score(want[kind], got[kind], hit[kind]) for kind in sorted(want | got)}


def _trigger_overlap(g: Record, f: Record) -> float:
    shared = _shared(g["trigger"], f["trigger"])
    return shared + 0.5 * (g["kind"] == f["kind"]) if shared else 0.0  # of two at the same words, the one of the same type


def _shared(a: Record, b: Record) -> float:
    return float(max(0, min(a["end"], b["end"]) - max(a["start"], b["start"])))


def _names(parties: list[Record]) -> set[str]:
    return {slug(p["name"]) for p in parties}


def _same_parties(g: Record, f: Record) -> bool:
    if g["kind"] in ("CONSULT", "AGREE", "COOPERATE") and _names(g["actors"]) == _names(g["recipients"]):
        return _names(g["actors"]) == _names(f["actors"] + f["recipients"])
    return _names(g["actors"]) == _names(f["actors"]) and _names(g["recipients"]) == _names(f["recipients"])


def _same_claim(g: Record, f: Record) -> float:
    shared = sum(_shared(a, b) for a in g["content"] for b in f["content"])
    whole = sum(s["end"] - s["start"] for s in (*g["content"], *f["content"])) - shared
    same_source = _names([g["source"]] if g.get("source") else []) == _names([f["source"]] if f.get("source") else [])
    return shared / whole if same_source and whole and shared / whole >= HALF else 0.0


def _same_role(g: Record, f: Record) -> float:
    return float(_names([g["person"]]) == _names([f["person"]]) and slug(g["role"]) == slug(f["role"]))


def _same_mention(g: Record, f: Record) -> float:
    return _shared(g, f) if _names([g["actor"]]) == _names([f["actor"]]) else 0.0


def _reliability(found: list[Record], right: set[int]) -> tuple[tuple[float, float, int], ...]:
    """Events by confidence, in bins of equal width: a well-calibrated extractor is right as often as it is sure."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for event in found:
        sure = float(event.get("confidence", 1.0))
        bins[min(BINS - 1, int(sure * BINS))].append((sure, id(event) in right))
    return tuple((sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b)
