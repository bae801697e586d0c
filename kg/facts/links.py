"""The graph of links: under which block keys each report is filed, which reports tell of the same event, which contradict one another, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.nodes import links_graph
from kg.same import Report, Verdict, block_keys, compare, near_keys, pair_id
from kg.store import Store
from kg.store.convert import written
from kg.terms import Lit, Quad, decimal, node, text
from kg.vocab import KG, RDF, Iri

_BATCH = 500
Pair = tuple[Iri, Iri]


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports, the smaller id first, and what comparison says of them."""

    one: Iri
    other: Iri
    verdict: Verdict


def links(fresh: Iterable[Report], others: Iterable[Report] = ()) -> list[Link]:
    """The links among fresh reports and from them to others; pairs that comparison keeps apart give none."""
    new, old = _untwinned(fresh), list(others)
    filed: dict[str, list[Report]] = {}
    for report in [*new, *old]:
        for key in block_keys(report):
            filed.setdefault(key, []).append(report)
    texts: dict[Iri, list[Report]] = {}
    for report in new:
        texts.setdefault(report.version, []).append(report)
    known = {report.id: report for report in [*old, *new]}
    pairs: set[Pair] = set()
    for report in new:
        near = (other.id for key in near_keys(report) for other in filed.get(key, ()))
        pairs.update((min(report.id, other), max(report.id, other)) for other in near if other != report.id)
    for told in texts.values():
        pairs.update((min(a.id, b.id), max(a.id, b.id)) for a, b in combinations(told, 2))
    compared = ((a, b, compare(known[a], known[b])) for a, b in sorted(pairs))
    return [Link(a, b, verdict) for a, b, verdict in compared if verdict.same or verdict.contrast]


def _untwinned(reports: Iterable[Report]) -> list[Report]:
    return list({report.id: report for report in reports}.values())


def link_quads(found: Iterable[Link], base: str) -> Iterator[Quad]:
    """The quads of links: both directions of the relation, and a node with the reason and the score."""
    graph = links_graph(base)
    for link in found:
        me = node(pair_id(link.one, link.other), base)
        terms = [*([KG.sameEventAs] if link.verdict.same else []), *([KG.contradicts] if link.verdict.contrast else [])]
        for term in terms:
            yield link.one, term, link.other, graph
            yield link.other, term, link.one, graph
        yield me, RDF.type, KG.Link, graph
        yield me, KG.report, link.one, graph
        yield me, KG.report, link.other, graph
        yield me, KG.why, text(link.verdict.why), graph
        yield me, KG.confidence, decimal(link.verdict.score), graph


def block_quads(reports: Iterable[Report], base: str) -> Iterator[Quad]:
    """The quads that file each report under its keys."""
    graph = links_graph(base)
    for report in reports:
        for key in sorted(block_keys(report)):
            yield report.id, KG.block, Lit(key), graph


def stored(store: Store, reports: Iterable[Iri]) -> list[Quad]:
    """All quads of the links graph that speak of these reports."""
    found: list[Quad] = []
    for report in sorted(set(reports)):
        found += store.quads(store.links, s=report)
        for quad in store.quads(store.links, o=report):
            found.append(quad)
            if quad[1] == KG.report:
                found += store.quads(store.links, s=quad[0])
    return list(dict.fromkeys(found))


def neighbours(store: Store, reports: Iterable[Iri]) -> dict[Iri, set[Iri]]:
    """The reports that the store takes to tell of the same event as each of these."""
    wanted = sorted(set(reports))
    found: dict[Iri, set[Iri]] = {}
    for start in range(0, len(wanted), _BATCH):
        values = " ".join(map(written, wanted[start : start + _BATCH]))
        query = f"SELECT ?a ?b WHERE {{ GRAPH <{store.links}> {{ VALUES ?a {{ {values} }} ?a kg:sameEventAs ?b }} }}"
        for a, b in store.query(query):
            found.setdefault(Iri(str(a)), set()).add(Iri(str(b)))
    return found


def candidates(store: Store, reports: Iterable[Report]) -> set[Iri]:
    """The reports of the store that are filed near these ones."""
    keys = sorted({key for report in reports for key in near_keys(report)})
    found: set[Iri] = set()
    for start in range(0, len(keys), _BATCH):
        values = " ".join(written(Lit(key)) for key in keys[start : start + _BATCH])
        query = f"SELECT DISTINCT ?r WHERE {{ GRAPH <{store.links}> {{ VALUES ?key {{ {values} }} ?r kg:block ?key }} }}"
        found.update(Iri(str(row[0])) for row in store.query(query))
    return found


def groups(nodes: Iterable[Iri], edges: Mapping[Iri, Iterable[Iri]]) -> list[list[Iri]]:
    """The connected components of nodes, each sorted, in the order of their first node."""
    left, found = set(nodes), []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        group, frontier = [start], [start]
        while frontier:
            for other in edges.get(frontier.pop(), ()):
                if other in left:
                    left.discard(other)
                    group.append(other)
                    frontier.append(other)
        found.append(sorted(group))
    return found
