"""Reports read back from the graphs of their articles, as the values that comparison and promotion look at."""

import re
from collections.abc import Iterable, Iterator

from kg.facts.same import Report
from kg.rdf.terms import Lit, Quad, Term, days
from kg.store import Store, plain
from kg.store.reading import Node, first, texts
from kg.vocab import GEO, KG, NIF, PROV, RDF, SCHEMA, Iri

Nodes = dict[Node, dict[Iri, list[Term]]]
"""What is said of each node in each graph: `(graph, subject) -> property -> values`."""
_POINT = re.compile(r"POINT\(([-\d.]+) ([-\d.]+)\)")
_BESIDE = frozenset({KG.evidence, KG.trigger, KG.saidActor, KG.saidRecipient, KG.saidPlace, KG.inArticle})
_AGAINST = frozenset({"denies", "rejects"})
_BEHIND = frozenset({PROV.specializationOf, GEO.hasGeometry})


def fetch(store: Store, ids: Iterable[Iri]) -> dict[Iri, Report]:
    """The reports of these ids that the store holds, by id; looked up term by term, so that it costs the same in a store of any size."""
    wanted = set(ids)
    own = [q for q in store.each((r, None, None, None) for r in sorted(wanted)) if q[3] != store.links]
    beside = list(store.each(_nodes(own, _BESIDE)))
    behind = list(store.each(_nodes(beside, _BEHIND)))
    about = list(store.each((None, KG.about, r, None) for r in sorted(wanted)))
    stances = store.each(dict.fromkeys((c, KG.stance, None, g) for c, _, _, g in about))
    against = store.each((c, None, None, g) for c, _, stance, g in stances if plain(stance) in _AGAINST)
    return {r.id: r for r in reports([*own, *beside, *behind, *against]) if r.id in wanted}


def _nodes(quads: Iterable[Quad], terms: frozenset[Iri]) -> dict[tuple[Iri, None, None, Iri], None]:
    """The patterns of the nodes that these quads lead to by some terms, in the same graphs."""
    return {(o, None, None, g): None for _, p, o, g in quads if p in terms and not isinstance(o, Lit)}


def reports(quads: Iterable[Quad]) -> Iterator[Report]:
    """Yield the reports that stand in the quads of one or more article graphs, in the order of their ids."""
    return reports_in(nodes_of(dict.fromkeys(quads)))


def nodes_of(quads: Iterable[Quad]) -> Nodes:
    """Distinct quads by graph and subject."""
    nodes: Nodes = {}
    for s, p, o, g in quads:
        nodes.setdefault((g, s), {}).setdefault(p, []).append(o)
    return nodes


def reports_in(nodes: Nodes) -> Iterator[Report]:
    """Yield the reports among these nodes, in the order of their ids."""
    denials = _denials(nodes)
    told = [key for key, said in nodes.items() if KG.ReportedEvent in said.get(RDF.type, ())]
    for graph, node in sorted(told, key=lambda key: key[1]):
        yield _Node(nodes, graph, node).report(denials.get((graph, node), frozenset()))


def _denials(nodes: Nodes) -> dict[tuple[Iri, Iri], frozenset[Iri]]:
    """Who denies or rejects what: the claims of these stances that are nobody else's relay."""
    found: dict[tuple[Iri, Iri], set[Iri]] = {}
    for (graph, _), said in nodes.items():
        stance, source = said.get(KG.stance, [None])[0], said.get(KG.claimant, [None])[0]
        if source is not None and KG.withinClaim not in said and plain(stance) in _AGAINST:
            for report in said.get(KG.about, ()):
                found.setdefault((graph, Iri(str(report))), set()).add(Iri(str(source)))
    return {key: frozenset(actors) for key, actors in found.items()}


_NOTHING: dict[Iri, list[Term]] = {}


class _Node:
    """One node of a graph and what is said of it and of the nodes beside it."""

    def __init__(self, nodes: Nodes, graph: Iri, me: Iri) -> None:
        """Nothing is read yet."""
        self.nodes, self.graph, self.me = nodes, graph, me
        self.said = nodes.get((graph, me)) or _NOTHING

    def beside(self, node: Iri | None) -> "_Node":
        return _Node(self.nodes, self.graph, node or Iri(""))

    def all(self, term: Iri) -> tuple[Iri, ...]:
        """The IRIs or texts under a property, sorted."""
        return tuple(texts(self.said.get(term, ())))

    def one(self, term: Iri) -> Iri | None:
        """The IRI or text under a property, the first of several."""
        return first(self.said.get(term, ()))

    def span(self, term: Iri) -> tuple[Iri, int, int, str]:
        span = self.beside(self.one(term))
        return span.me, int(span.one(NIF.beginIndex) or 0), int(span.one(NIF.endIndex) or 0), span.one(NIF.anchorOf) or ""

    def report(self, deniers: frozenset[Iri]) -> Report:
        parties = (*self.all(KG.saidActor), *self.all(KG.saidRecipient))
        article = self.beside(self.beside(self.one(KG.inArticle)).one(PROV.specializationOf))
        published = article.one(SCHEMA.datePublished)
        place, claimant, status = self.one(KG.saidPlace), self.one(KG.claimedBy), self.one(KG.status) or "asserted"
        if status == "denied" and claimant and not self.all(KG.relayedBy):
            deniers |= {claimant}
        return Report(
            id=self.me,
            version=self.one(KG.inArticle) or Iri(""),
            graph=self.graph,
            kind=_local(self.one(KG.saidType)),
            mode=_local(self.one(KG.saidMode)),
            contexts=tuple(_local(c) or "" for c in self.all(KG.saidContext)),
            actors=self.all(KG.saidActor),
            recipients=self.all(KG.saidRecipient),
            reciprocal=self.one(KG.saidReciprocal) == "true",
            principals={party: self.beside(party).one(KG.affiliation) or party for party in parties},
            date=self.one(KG.saidDate),
            first=self.one(KG.saidEarliest),
            last=self.one(KG.saidLatest),
            place=place,
            point=_point(self.beside(self.beside(place).one(GEO.hasGeometry)).one(GEO.asWKT)),
            intensity=self.one(KG.saidIntensity),
            status=status,
            certainty=self.one(KG.certainty) or "certain",
            polarity=self.one(KG.polarity) or "positive",
            claimant=claimant,
            relays=self.all(KG.relayedBy),
            deniers=tuple(sorted(deniers)),
            sentence=self.span(KG.evidence),
            trigger=self.span(KG.trigger),
            published=published[:10] if published and days(published) else None,
            publisher=article.one(SCHEMA.publisher),
        )


def _local(term: Iri | None) -> str | None:
    """The PLOVER name in a term: `CONSULT` of `plover:CONSULT`, `visit` of `plover:CONSULT-visit`, `legal` of `plover:context-legal`."""
    if term is None:
        return None
    name = term.rpartition("#")[2]
    return name.partition("-")[2] or name


def _point(wkt: Iri | None) -> tuple[float, float] | None:
    found = _POINT.fullmatch(wkt or "")
    return None if found is None else (float(found[2]), float(found[1]))
