"""Reports read back from the graphs of their articles, as the values that comparison and promotion look at."""

import re
from collections.abc import Iterable, Iterator

from kg.same import Report
from kg.store import Store, plain
from kg.store.convert import written
from kg.terms import Lit, Quad, Term, days
from kg.vocab import GEO, KG, NIF, PROV, RDF, SCHEMA, Iri

_BATCH = 200
"""Reports asked for at a time, so that a query stays of a size that every server takes."""
_POINT = re.compile(r"POINT\(([-\d.]+) ([-\d.]+)\)")
_ABOUT = """SELECT DISTINCT ?s ?p ?o ?g WHERE {
  VALUES ?r { %s }
  GRAPH ?g {
    ?r a kg:ReportedEvent .
    { BIND(?r AS ?s) } UNION { ?r ?q ?s } UNION { ?r kg:saidPlace/geo:hasGeometry ?s }
    UNION { ?r kg:inArticle/prov:specializationOf ?s } UNION { ?s kg:about ?r }
    ?s ?p ?o
  }
}"""


def fetch(store: Store, ids: Iterable[Iri]) -> dict[Iri, Report]:
    """The reports of these ids that the store holds, by id."""
    wanted = sorted(set(ids))
    found: dict[Iri, Report] = {}
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        rows = store.query(_ABOUT % " ".join(written(r) for r in batch))
        keep = set(batch)
        quads = ((Iri(str(s)), Iri(str(p)), o or Lit(""), Iri(str(g))) for s, p, o, g in rows)
        found.update((r.id, r) for r in reports(quads) if r.id in keep)
    return found


def reports(quads: Iterable[Quad]) -> Iterator[Report]:
    """Yield the reports that stand in the quads of one or more article graphs, in the order of their ids."""
    nodes: dict[tuple[Iri, Iri], dict[Iri, list[Term]]] = {}
    for s, p, o, g in quads:
        nodes.setdefault((g, s), {}).setdefault(p, []).append(o)
    denials = _denials(nodes)
    for (graph, node), said in sorted(nodes.items(), key=lambda item: item[0][1]):
        if KG.ReportedEvent in said.get(RDF.type, ()):
            yield _Node(nodes, graph, node).report(denials.get((graph, node), frozenset()))


def _denials(nodes: dict[tuple[Iri, Iri], dict[Iri, list[Term]]]) -> dict[tuple[Iri, Iri], frozenset[Iri]]:
    """Who denies or rejects what: the claims of these stances that are nobody else's relay."""
    found: dict[tuple[Iri, Iri], set[Iri]] = {}
    for (graph, _), said in nodes.items():
        stance, source = said.get(KG.stance, [None])[0], said.get(KG.claimant, [None])[0]
        if source is not None and KG.withinClaim not in said and plain(stance) in ("denies", "rejects"):
            for report in said.get(KG.about, ()):
                found.setdefault((graph, Iri(str(report))), set()).add(Iri(str(source)))
    return {key: frozenset(actors) for key, actors in found.items()}


class _Node:
    """One node of a graph and what is said of it and of the nodes beside it."""

    def __init__(self, nodes: dict[tuple[Iri, Iri], dict[Iri, list[Term]]], graph: Iri, me: Iri) -> None:
        """Nothing is read yet."""
        self.nodes, self.graph, self.me = nodes, graph, me

    def beside(self, node: Iri | None) -> "_Node":
        return _Node(self.nodes, self.graph, node or Iri(""))

    def all(self, term: Iri) -> tuple[Iri, ...]:
        """The IRIs or texts under a property, sorted."""
        return tuple(sorted(Iri(str(plain(o))) for o in self.nodes.get((self.graph, self.me), {}).get(term, ())))

    def one(self, term: Iri) -> Iri | None:
        return next(iter(self.all(term)), None)

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
