"""Reports that tell of one event -> what we take to have happened: only what all of them agree on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.facts.links import groups
from kg.facts.policy import Policy
from kg.facts.rulings import Rulings
from kg.facts.same import MUTUAL, Report, compare, copied, opposed
from kg.iri import sha256
from kg.model import Actor, Span, When, Where
from kg.rdf.happening import Evidence, Happening, happening_triples
from kg.rdf.nodes import facts_graph
from kg.rdf.terms import Lit, Quad, Term, Triple, integer
from kg.vocab import GEO, KG, PROV, SCHEMA, Iri

Describe = Callable[[Iri, Iri], Iterable[tuple[Iri, Term]]]
"""What an article's graph says of a node: `(graph, node) -> (property, value)`."""


@dataclass(frozen=True)
class Component:
    """The promoted reports that tell of one event, earliest first, and all reports that tell of it, promoted or not."""

    promoted: tuple[Report, ...]
    telling: tuple[Report, ...]

    @property
    def id(self) -> str:
        """The relative id of its happening: from its earliest promoted report."""
        return "happening/" + sha256(self.promoted[0].id)[:16]


def components(reports: Mapping[Iri, Report], promoted: set[Iri], edges: Mapping[Iri, set[Iri]], ruled: Rulings) -> Iterator[Component]:
    """The components of the promoted reports under `edges` (same event) and the decisions to put together or keep apart.

    A component that holds reports which cannot be of one event (a day each, joined by one that gives only the month) is cut: its closest
    pairs are put together first, and no two that are opposed or kept apart come together.
    """
    telling = {a: {b for b in others if (min(a, b), max(a, b)) not in ruled.apart} for a, others in edges.items()}
    joined = {a: {b for b in others if b in promoted} for a, others in telling.items() if a in promoted}
    for a, b in ruled.together:
        if a in promoted and b in promoted:
            joined.setdefault(a, set()).add(b)
            joined.setdefault(b, set()).add(a)
    for whole in groups(promoted & reports.keys(), joined):
        for group in _cut(whole, joined, reports, ruled):
            own = tuple(sorted((reports[r] for r in group), key=Report.order))
            others = {b for a in group for b in telling.get(a, ()) if b in reports and b not in promoted}
            if not ruled.vetoed & {*group, *others}:
                yield Component(own, (*own, *(reports[r] for r in sorted(others))))


def _cut(whole: list[Iri], joined: Mapping[Iri, set[Iri]], reports: Mapping[Iri, Report], ruled: Rulings) -> list[list[Iri]]:
    """The parts of a component in which no two reports are opposed; the same whatever order its reports came in."""

    def against(a: Iri, b: Iri) -> bool:
        pair = (min(a, b), max(a, b))
        return pair in ruled.apart or (pair not in ruled.together and opposed(reports[a], reports[b]))

    if not any(against(a, b) for a, b in combinations(whole, 2)):
        return [whole]
    pairs = sorted({(min(a, b), max(a, b)) for a in whole for b in joined.get(a, ())})
    pairs.sort(key=lambda pair: (pair not in ruled.together, -compare(reports[pair[0]], reports[pair[1]]).score))
    part = {r: [r] for r in whole}
    for a, b in pairs:
        mine, theirs = part[a], part[b]
        if mine is not theirs and ((a, b) in ruled.together or not any(against(x, y) for x in mine for y in theirs)):
            mine.extend(theirs)
            part.update((r, mine) for r in theirs)
    return [sorted(p) for p in {id(p): p for p in part.values()}.values()]


def tellings(reports: Iterable[Report]) -> list[list[Report]]:
    """The reports by voice: those of one article are one, and so are copies of one text."""
    known = {r.id: r for r in reports}
    edges: dict[Iri, set[Iri]] = {}
    for a, b in combinations(known.values(), 2):
        if a.graph == b.graph or copied(a, b):
            edges.setdefault(a.id, set()).add(b.id)
            edges.setdefault(b.id, set()).add(a.id)
    return [[known[r] for r in group] for group in groups(known, edges)]


def independent(reports: Iterable[Report]) -> int:
    """How many independent sources tell of it: voices of different publishers, each publisher once."""
    voices = tellings(reports)
    return len({min((r.publisher or r.version) for r in voice) for voice in voices})


def fact_quads(component: Component, rule: Policy, describe: Describe, base: str) -> Iterator[Quad]:
    """All quads of the facts graph that rest on a component; none where the policy wants more sources."""
    if independent(component.promoted) < rule.sources.get(component.promoted[0].kind or "", 1):
        return
    happening = _happening(component, base)
    if not happening.actors and not happening.recipients:
        return  # its reports agree on no party: there is no one to say it of
    graph = facts_graph(base)
    me = Iri(base + happening.id)
    triples: dict[Triple, None] = {}
    for s, p, o in happening_triples(happening, base=base):
        if p == KG.reportCount:
            o = integer(len(tellings(component.promoted)))
        if s == me or not _described(s, p, base):
            triples[s, p, o] = None
    for triple in _descriptions(component, happening, describe, base):
        triples[triple] = None
    yield from ((s, p, o, graph) for s, p, o in triples)


def _described(subject: Iri, predicate: Iri, base: str) -> bool:
    """Whether a triple describes an actor or a place: what their articles say of them is taken from there, and edges are no descriptions."""
    shared = subject.startswith((base + "actor/", base + "place/"))
    return shared and not (predicate.startswith(KG.iri) and predicate.rpartition("#")[2].isupper())


def _descriptions(component: Component, happening: Happening, describe: Describe, base: str) -> Iterator[Triple]:
    """What the articles say of the actors and the place, and of the promoted reports' articles and publishers."""
    named = [Iri(base + a.id) for a in (*happening.actors, *happening.recipients, *happening.disputed_by)]
    named += [Iri(base + happening.place.id)] if happening.place else []
    for graph in sorted({r.graph for r in component.telling}):
        for entity in dict.fromkeys(named):
            yield from _entity(graph, entity, describe)
    for graph, version in sorted({(r.graph, r.version) for r in component.promoted}):
        yield from _article(graph, version, describe)


def _entity(graph: Iri, entity: Iri, describe: Describe) -> Iterator[Triple]:
    for p, o in describe(graph, entity):
        yield entity, p, o
        if p in (KG.affiliation, GEO.hasGeometry) and not isinstance(o, Lit):
            yield from ((o, p2, o2) for p2, o2 in describe(graph, o))


def _article(graph: Iri, version: Iri, describe: Describe) -> Iterator[Triple]:
    for p, o in describe(graph, version):
        yield version, p, o
        if p == PROV.specializationOf and not isinstance(o, Lit):
            for p2, o2 in describe(graph, o):
                yield o, p2, o2
                if p2 == SCHEMA.publisher and not isinstance(o2, Lit):
                    yield from _publisher(graph, o2, describe)


def _publisher(graph: Iri, publisher: Iri, describe: Describe) -> Iterator[Triple]:
    for p, o in describe(graph, publisher):
        yield publisher, p, o
        if p == KG.speaksFor and not isinstance(o, Lit):
            yield from ((o, p2, o2) for p2, o2 in describe(graph, o))


def _happening(component: Component, base: str) -> Happening:
    own = component.promoted
    kind = own[0].kind or ""
    reciprocal = all(r.reciprocal for r in own)
    sides = [(r.actors, r.recipients) for r in own]
    if kind in MUTUAL and not reciprocal and any(r.reciprocal for r in own):  # one may tell who came to whom, another only that they met
        reciprocal, sides = True, [((*r.actors, *r.recipients),) * 2 for r in own]
    actors, recipients = (_common(own, [side[n] for side in sides]) for n in (0, 1))
    mode, place, intensity = (_agreed(getattr(r, name) for r in own) for name in ("mode", "place", "intensity"))
    contexts = frozenset.intersection(*(frozenset(r.contexts) for r in own))
    deniers = sorted({d for r in component.telling for d in r.deniers})
    return Happening(
        id=component.id,
        kind=kind,
        evidence=tuple(_evidence(r, base) for r in own),
        mode=mode,
        contexts=tuple(sorted(contexts)),
        actors=tuple(_actor(a, base) for a in actors),
        recipients=tuple(_actor(a, base) for a in recipients),
        reciprocal=reciprocal,
        date=_when(own),
        place=None if place is None else Where(id=place.removeprefix(base), name=""),
        intensity=None if intensity is None else float(intensity),
        disputed_by=tuple(_actor(a, base) for a in deniers),
    )


def _agreed(values: Iterable[str | None]) -> str | None:
    """The one value that all reports give which give one; None where they differ."""
    given = {value for value in values if value is not None}
    return given.pop() if len(given) == 1 else None


def _common(own: Iterable[Report], sides: Iterable[Iterable[Iri]]) -> tuple[Iri, ...]:
    """The parties of a side that all reports which name one agree on: the actor itself, else the state or organisation that it acts for."""
    lifted = [({*side, *(r.principals.get(a, a) for a in side)}, r) for r, side in zip(own, map(tuple, sides), strict=True) if side]
    if not lifted:
        return ()
    common = set.intersection(*(names for names, _ in lifted))
    covered = {r.principals.get(a, a) for _, r in lifted for a in common if r.principals.get(a, a) != a}
    return tuple(sorted(common - covered))


def _when(own: Iterable[Report]) -> When | None:
    """The coarsest date that the dated reports have in common, and the span of days that they leave open."""
    known = [r for r in own if r.first or r.last or r.date]
    dated = [r for r in known if r.date or r.is_dated] or known  # "by the dateline" takes nothing from a day that another report gives
    if not dated:
        return None
    value = _prefix([r.date for r in dated])
    first = min((r.first for r in dated if r.first), default=None) if all(r.first for r in dated) else None
    last = max((r.last for r in dated if r.last), default=None) if all(r.last for r in dated) else None
    return When(value=value, earliest=first, latest=last) if value or first or last else None


def _prefix(values: list[str | None]) -> str | None:
    """The longest ISO prefix (day, month, year) that all values share."""
    if any(value is None for value in values):
        return None
    for length in (10, 7, 4):
        cut = {(value or "")[:length] for value in values}
        if len(cut) == 1 and len(next(iter(cut))) == length:
            return cut.pop()
    return None


def _actor(actor: Iri, base: str) -> Actor:
    """An actor by its id alone: what is known of it is taken from the articles."""
    return Actor(id=actor.removeprefix(base), name="", kind="unknown")


def _evidence(r: Report, base: str) -> Evidence:
    (_, s0, s1, sentence), (_, t0, t1, trigger) = r.sentence, r.trigger
    version = r.version.removeprefix(base)
    return Evidence(report=r.id.removeprefix(base), version=version, sentence=Span(s0, s1, sentence), trigger=Span(t0, t1, trigger))
