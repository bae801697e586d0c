"""The graph of links: under which block keys each report is filed, which reports tell of the same event, which contradict one another, and why."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from kg.facts.filing import block_keys, near_keys
from kg.facts.same import Report, Verdict, compare, pair_id
from kg.rdf.nodes import links_graph
from kg.rdf.terms import TRUE, Lit, Quad, decimal, node, text
from kg.store import Store
from kg.vocab import KG, RDF, Iri

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


def filing_quads(reports: Iterable[Report], promotable: Container[Iri], base: str) -> Iterator[Quad]:
    """The quads that file each report under its keys, and say whether the policy lets it become fact."""
    graph = links_graph(base)
    for report in reports:
        if report.id in promotable:
            yield report.id, KG.promotable, TRUE, graph
        for key in sorted(block_keys(report)):
            yield report.id, KG.block, Lit(key), graph


def stored(store: Store, reports: Iterable[Iri]) -> list[Quad]:
    """All quads of the links graph that speak of these reports."""
    ids = sorted(set(reports))
    found = list(store.each([*((r, None, None, store.links) for r in ids), *((None, None, r, store.links) for r in ids)]))
    nodes = dict.fromkeys(s for s, p, _, _ in found if p == KG.report)
    return [*found, *store.each((s, None, None, store.links) for s in nodes)]


def neighbours(store: Store, reports: Iterable[Iri]) -> dict[Iri, set[Iri]]:
    """The reports that the store takes to tell of the same event as each of these."""
    found: dict[Iri, set[Iri]] = {}
    for a, _, b, _ in store.each((r, KG.sameEventAs, None, store.links) for r in sorted(set(reports))):
        found.setdefault(a, set()).add(Iri(str(b)))
    return found


def candidates(store: Store, reports: Iterable[Report]) -> set[Iri]:
    """The reports of the store that are filed near these ones."""
    keys = {key for report in reports for key in near_keys(report)}
    return {r for r, *_ in store.each((None, KG.block, Lit(key), store.links) for key in sorted(keys))}


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
