"""Does anything else in the facts still rest on a triple? Asked when the happenings that a change touches no longer bring it."""

from collections.abc import Iterable, Iterator, Set
from itertools import islice

from kg.facts.view import View
from kg.plover import TYPES, edge_iri
from kg.rdf.terms import TRUE, Lit, Quad, Term
from kg.store import Store
from kg.store.convert import written
from kg.store.embedded import Embedded
from kg.vocab import GEO, KG, NIF, PLOVER, PROV, SCHEMA, SEM, Iri

EDGES = frozenset(edge_iri(kind) for kind in TYPES)
"""The properties of the direct edges between actors."""


def resting(store: Store, happenings: Iterable[Iri]) -> Iterator[Quad]:
    """The quads of the facts graph that these happenings brought, and perhaps others, too."""
    seen: set[Iri] = set()
    for happening in happenings:
        own = list(store.quads(store.facts, s=happening))
        yield from own
        parties = {o for _, p, o, _ in own if p == SEM.hasActor}
        edge = next((edge_iri(str(o).rpartition("#")[2]) for _, p, o, _ in own if p == SEM.eventType), None)
        for s, p, o, g in [q for party in parties for q in store.quads(store.facts, s=Iri(str(party)), p=edge)]:
            if o in parties:
                yield s, p, o, g
        yield from _around(store, [o for _, p, o, _ in own if not isinstance(o, Lit) and p != KG.report], seen)


_NAMED = (SEM.hasActor, SEM.hasPlace, KG.disputedBy)
_FIRST = 20
"""Happenings looked at before all articles that say a thing are: of an actor who is often named, one of the first nearly always serves."""
_FURTHER = frozenset(
    {KG.affiliation, GEO.hasGeometry, NIF.referenceContext, PROV.specializationOf, SCHEMA.publisher, KG.speaksFor}
)  # what is described along with a node


def _around(store: Store, nodes: Iterable[Iri], seen: set[Iri]) -> Iterator[Quad]:
    """What the facts say of these nodes and of those described along with them, without edges between actors."""
    left = list(nodes)
    while left:
        node = left.pop()
        if node in seen:
            continue
        seen.add(node)
        for s, p, o, g in store.quads(store.facts, s=node):
            if p not in EDGES:
                yield s, p, o, g
            if p in _FURTHER and not isinstance(o, Lit):
                left.append(o)


class Support:
    """Answers for triples whether happenings outside of those touched still bring them; the store is as before the change."""

    def __init__(self, view: View, touched: Set[Iri]) -> None:
        """`touched` are the happenings that are worked out anew."""
        self.view, self.store, self.touched = view, view.store, touched
        self.facts = view.store.facts
        self._derived = {view.store.facts, view.store.links, view.store.runs}

    def __call__(self, quad: Quad) -> bool:
        """Whether a quad of the facts graph is still brought by a happening outside."""
        s, p, o, _ = quad
        base = self.store.base
        if p in EDGES:
            return self._edge(s, p, Iri(str(o)))
        if s.startswith(base + "happening/"):
            return False
        if "#span-" in s:
            return any(True for _ in self._outside(q[0] for q in self.store.quads(self.facts, o=s)))
        if s.startswith(PLOVER):
            return any(True for _ in self._outside(q[0] for q in self.store.quads(self.facts, p=SEM.eventType, o=s)))
        if s.startswith((base + "article/", base + "publisher/")):
            return any(True for graph in self._graphs_with(quad) for _ in self._told(graph, promoted=True))
        return self._entity(quad)

    def _outside(self, happenings: Iterable[Iri]) -> Iterator[Iri]:
        return (h for h in happenings if h not in self.touched and h.startswith(self.store.base + "happening/"))

    def _edge(self, one: Iri, edge: Iri, other: Iri) -> bool:
        kind = Iri(PLOVER + edge.rpartition("#")[2])
        if isinstance(self.store.backend, Embedded):
            return any(self._joins(h, one, other) for h in self._outside(self._shared(one, other)) if self._has(h, SEM.eventType, kind))
        a, b = written(one), written(other)
        either = f"{{ ?h kg:actor {a} ; kg:recipient {b} }} UNION {{ ?h sem:hasActor {a}, {b} ; kg:reciprocal true }}"
        rows = self.store.query(f"SELECT DISTINCT ?h WHERE {{ {either} ?h sem:eventType <{kind}> }} LIMIT {len(self.touched) + 1}")
        return any(True for _ in self._outside(Iri(str(row[0])) for row in rows))

    def _shared(self, one: Iri, other: Iri) -> Iterator[Iri]:
        """Happenings of one or of the other, in turn, so that all that both are in have come when the shorter list ends.

        A join in a query would read all happenings of both; of two actors that often meet, one of the first few is enough.
        """
        each = (self.store.quads(self.facts, p=SEM.hasActor, o=actor) for actor in (one, other))
        return (quad[0] for pair in zip(*each, strict=False) for quad in pair)

    def _joins(self, happening: Iri, one: Iri, other: Iri) -> bool:
        if self._has(happening, KG.actor, one) and self._has(happening, KG.recipient, other):
            return True
        return self._has(happening, KG.reciprocal, TRUE) and self._has(happening, SEM.hasActor, one) and self._has(happening, SEM.hasActor, other)

    def _has(self, s: Iri, p: Iri, o: Term, graph: Iri | None = None) -> bool:
        return next(self.store.quads(graph or self.facts, s=s, p=p, o=o), None) is not None

    def _graphs_with(self, quad: Quad) -> Iterator[Iri]:
        """The graphs of articles, as they will be, that say what this quad says."""
        s, p, o, _ = quad
        for *_, graph in self.store.quads(s=s, p=p, o=o):
            if graph not in self._derived and graph not in self.view.changed:
                yield graph

    def _told(self, graph: Iri, *, promoted: bool) -> Iterator[Iri]:
        """The happenings outside that rest on a report of this graph, or, unless `promoted`, of which one of its reports tells."""
        for report, *_ in self.store.quads(graph, p=KG.status):
            yield from self._outside(q[0] for q in self.store.quads(self.facts, p=KG.report, o=report))
            if not promoted:
                yield from self._outside(q[0] for twin in self._twins(report) for q in self.store.quads(self.facts, p=KG.report, o=twin))

    def _twins(self, report: Iri) -> list[Iri]:
        """The reports of the same event that a report tells of without being promoted itself."""
        linked = [Iri(str(q[2])) for q in self.store.quads(self.store.links, s=report, p=KG.sameEventAs)]
        apart = self.view.ruled.apart
        twins = [twin for twin in linked if (min(report, twin), max(report, twin)) not in apart]
        return [] if twins and self.view.promoted([report]) else twins  # few have twins, and what is promoted has to be fetched

    def _entity(self, quad: Quad) -> bool:
        """Whether a happening outside that names this actor or place, or one that leads to it, has an article that says this of it."""
        if any(self._says(happening, quad) for happening in islice(self._outside(self._naming(quad[0])), _FIRST)):
            return True
        # many graphs can say this of a well-known actor: they are looked at one by one, and the first that serves ends it
        if any(self._names(happening, quad[0], graph) for graph in self._saying(quad) for happening in self._told(graph, promoted=False)):
            return True
        voices = (graph for graph in self._saying(quad) if next(self.store.quads(graph, p=KG.speaksFor, o=quad[0]), None))
        return any(True for graph in voices for _ in self._told(graph, promoted=True))

    def _naming(self, entity: Iri) -> Iterator[Iri]:
        """The happenings that name an actor or a place."""
        return (h for p in _NAMED for h, *_ in self.store.quads(self.facts, p=p, o=entity))

    def _says(self, happening: Iri, quad: Quad) -> bool:
        """Whether a happening rests on a report whose article says this."""
        if {quad[0], quad[2]} & self.view.ruled.renamed:
            return False
        reports = [Iri(str(q[2])) for q in self.store.quads(self.facts, s=happening, p=KG.report)]
        graphs = {g for r in reports for *_, g in self.store.quads(s=r, p=KG.status)}
        return any(self._has(*quad[:3], g) for g in graphs - self.view.changed.keys())

    def _saying(self, quad: Quad) -> Iterator[Iri]:
        """The graphs that say this of an entity; where people merged or split actors, as the graph of each is read then."""
        ruled = self.view.ruled
        entity, p, o, _ = quad
        if not {entity, o} & ruled.renamed:
            yield from self._graphs_with(quad)
            return
        known = [ruled.aliases, *(ruled.known(graph) for graph in ruled.parted)]
        names = dict.fromkeys([entity, *(gone for pairs in known for gone, kept in pairs.items() if kept == entity)])
        for graph in dict.fromkeys(q[3] for name in names for q in self.store.quads(s=name)):
            if graph not in self._derived and graph not in self.view.changed and (p, o) in set(self.view.describe(graph, entity)):
                yield graph

    def _names(self, happening: Iri, entity: Iri, graph: Iri) -> bool:
        named = {o for _, p, o, _ in self.store.quads(self.facts, s=happening) if p in _NAMED}
        if entity in named:
            return True
        return any(o == entity for n in named for p, o in self.view.describe(graph, Iri(str(n))) if p in (KG.affiliation, GEO.hasGeometry))
