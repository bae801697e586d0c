"""The store as it will be: its article graphs with some of them replaced or taken away, and its reports as the ledger's decisions see them."""

from collections.abc import Iterable, Iterator, Mapping

from kg.facts.prepared import Prepared, of_all
from kg.facts.reports import fetch, nodes_of, reports
from kg.facts.rulings import Rulings, finder, rulings
from kg.facts.same import Report
from kg.ledger import Anchor, Decision
from kg.rdf.terms import Lit, Term, text
from kg.store import Store, plain
from kg.vocab import KG, PROV, RDF, SCHEMA, SEM, SKOS, Iri

_OWN = frozenset({SCHEMA.sameAs, SKOS.prefLabel, SKOS.altLabel})
"""What stays with the actor that another one is told apart from: its Wikidata id, and the names by which people ask for it."""


class View:
    """What a plan looks at. `changed` maps the graphs of articles to what they will hold, None for one that is taken away."""

    def __init__(self, store: Store, changed: Mapping[Iri, Prepared | None], decisions: Iterable[Decision], texts: Mapping[str, str]) -> None:
        """`texts` are those of changed articles by slug, which the store does not keep yet."""
        self.store, self.changed, self.texts = store, changed, texts
        new = [article for article in changed.values() if article is not None]
        self._nodes = of_all(new)
        self._fresh = {r.id: r for article in new for r in article.reports}
        self._known: dict[Iri, Report | None] = {}
        self.promotable_fresh = {r for article in new for r in article.promotable}
        self.ruled: Rulings = rulings(decisions, self.find, store.base, lambda graph, actor: bool(self.said(graph, actor)))
        self._sources = {graph: _turned(self.ruled.known(graph)) for graph in self.ruled.parted}
        self._everywhere = _turned(self.ruled.aliases)

    def find(self, anchor: Anchor) -> Iri | None:
        """The report that an anchor of the ledger means; a method, for a view that held it as a value would hold itself, and all it has read."""
        return finder(self.told_in, self.exists, self.text_of, self.store.base)(anchor)

    @property
    def fresh(self) -> dict[Iri, Report]:
        """The reports of the changed articles as they will be."""
        return {r: self.ruled.effective(report) for r, report in self._fresh.items()}

    def reports(self, ids: Iterable[Iri]) -> dict[Iri, Report]:
        """The reports of these ids that there will be."""
        wanted = set(ids)
        missing = [r for r in wanted if r not in self._fresh and r not in self._known]
        stored = fetch(self.store, missing)
        self._known.update({r: stored.get(r) for r in missing})
        found = {r: self._fresh.get(r) or self._known.get(r) for r in wanted}
        return {r: self.ruled.effective(report) for r, report in found.items() if report is not None and self._stands(report)}

    def _stands(self, report: Report) -> bool:
        return report.id in self._fresh or report.graph not in self.changed

    def promoted(self, ids: Iterable[Iri]) -> set[Iri]:
        """Those of these reports that may become fact."""
        there = self.reports(ids)
        old = (r for r in sorted(there) if r not in self._fresh)
        marked = {r for r, *_ in self.store.each((r, KG.promotable, None, self.store.links) for r in old)}
        found = self.ruled.promoted(marked | (self.promotable_fresh & there.keys()))
        return {r for r in found if r in there and there[r].kind is not None}

    def describe(self, graph: Iri, entity: Iri) -> Iterator[tuple[Iri, Term]]:
        """What an article's graph will say of a node, with merged actors as one, and nothing of an actor who is another one there."""
        known, parted = self.ruled.known(graph), self.ruled.parted.get(graph, {})
        for p, o in self.said(graph, entity) if entity not in parted else ():
            yield p, o if isinstance(o, Lit) else known.get(o, o)
        name = text(self.ruled.names.get(entity, entity))
        for gone in self._sources.get(graph, self._everywhere).get(entity, ()):
            for p, o in self.said(graph, gone):
                if gone in parted and p in _OWN:
                    continue
                if p != SKOS.prefLabel or o != name:
                    yield SKOS.altLabel if p == SKOS.prefLabel else p, o if isinstance(o, Lit) else known.get(o, o)
                yield RDF.type, SEM.Actor
                yield SKOS.prefLabel, name

    def said(self, graph: Iri, entity: Iri) -> list[tuple[Iri, Term]]:
        """What an article's graph itself will say of a node."""
        key = (graph, entity)
        if graph not in self.changed and key not in self._nodes:
            self._nodes[key] = nodes_of(self.store.quads(graph, s=entity)).get(key, {})
        return [(p, o) for p, values in self._nodes.get(key, {}).items() for o in values]

    def exists(self, report: Iri) -> bool:
        """Whether a report will be there."""
        return report in self._fresh or any(g not in self.changed for *_, g in self.store.quads(s=report, p=KG.status))

    def told_in(self, slug: str) -> dict[Iri, Report]:
        """The reports of an article as it will be, as its graph has them."""
        graph = self.store.graph(slug)
        if graph in self.changed:
            return {r.id: r for r in self._fresh.values() if r.graph == graph}
        return {r.id: r for r in reports(self.store.quads(graph))}

    def text_of(self, slug: str) -> str | None:
        """The text of an article as it will be."""
        if slug in self.texts:
            return self.texts[slug]
        graph = self.store.graph(slug)
        if graph in self.changed and self.changed[graph] is None:
            return None
        versions = [s for s, _, _, _ in self.store.quads(graph, p=PROV.specializationOf)]
        digest = next((plain(o) for v in versions for _, _, o, _ in self.store.quads(graph, s=v, p=SCHEMA.sha256)), None)
        return None if digest is None else self.store.beside.text(digest)


def _turned(known: Mapping[Iri, Iri]) -> dict[Iri, list[Iri]]:
    """Each actor that others are now, with those others."""
    found: dict[Iri, list[Iri]] = {}
    for gone, kept in known.items():
        found.setdefault(kept, []).append(gone)
    return found
