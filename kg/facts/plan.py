"""What a change of articles or decisions does to the facts: only the components that its reports touch, before and after, are worked out anew."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.facts.happenings import Component, components, fact_quads
from kg.facts.links import Link, candidates, filing_quads, link_quads, links, neighbours, stored
from kg.facts.policy import Policy, promotable
from kg.facts.prepared import Prepared
from kg.facts.reports import reports
from kg.facts.same import Report
from kg.facts.support import Support, resting
from kg.facts.view import View
from kg.ledger import Decision
from kg.rdf.terms import Quad
from kg.store import Change, Store, difference
from kg.store.embedded import Embedded
from kg.vocab import KG, Iri


@dataclass(frozen=True)
class Plan:
    """A change of the facts and the links, and the decisions that could not be placed."""

    change: Change
    lost: tuple[str, ...] = ()


def plan(
    store: Store,
    changed: Mapping[str, Prepared | None],
    *,
    rule: Policy,
    decisions: Iterable[Decision] = (),
    texts: Mapping[str, str] | None = None,
    touched: Iterable[Iri] = (),
) -> Plan:
    """Work out what follows for facts and links when articles (by slug; None for one that goes) change, or decisions about `touched` reports."""
    graphs = {store.graph(slug): article for slug, article in changed.items()}
    view = View(store, graphs, decisions, texts or {})
    again = {g for report in touched for *_, g in store.quads(s=report, p=KG.status)} - graphs.keys()
    redone = view.reports(r for graph in again for r, *_ in store.quads(graph, p=KG.status))
    gone = {r for graph in graphs for r, *_ in store.quads(graph, p=KG.status)} | redone.keys()
    fresh = {**view.fresh, **redone}
    others = view.reports(candidates(store, fresh.values()) - gone)
    found = links(fresh.values(), others.values())
    marked = {r for r in redone if next(store.quads(store.links, s=r, p=KG.promotable), None)} | view.promotable_fresh
    filed = [*link_quads(found, store.base), *filing_quads(fresh.values(), marked, store.base)]
    region = _Region(view, gone, found, {*fresh, *gone})
    facts = {q for c in region.components() for q in fact_quads(c, rule, view.describe, store.base)}
    return Plan(difference(stored(store, gone), filed).and_(_facts_change(view, facts, region.happenings)), view.ruled.lost)


def _facts_change(view: View, facts: set[Quad], happenings: set[Iri]) -> Change:
    old = set(resting(view.store, happenings))
    supported = Support(view, happenings)
    new = facts - old
    if isinstance(view.store.backend, Embedded):  # a server takes what it has already for nothing
        new = {q for q in new if _own(q, view.store.base) or next(view.store.quads(q[3], s=q[0], p=q[1], o=q[2]), None) is None}
    return difference((q for q in old - facts if not supported(q)), new)


def _own(quad: Quad, base: str) -> bool:
    """Whether a quad speaks of what hardly any other happening brings, itself or its stretches of text: looking for it costs more than it saves."""
    return "#span-" in quad[0] or quad[0].startswith(base + "happening/")


class _Region:
    """The reports whose happenings may change: closed under the links as they will be and the happenings as they are."""

    def __init__(self, view: View, gone: set[Iri], found: Iterable[Link], seeds: set[Iri]) -> None:
        """`gone` are reports whose links in the store no longer hold, `found` the links that take their place."""
        self.view, self.gone = view, gone
        self.new: dict[Iri, set[Iri]] = {}
        for link in found:
            if link.verdict.same:
                self.new.setdefault(link.one, set()).add(link.other)
                self.new.setdefault(link.other, set()).add(link.one)
        self.edges: dict[Iri, set[Iri]] = {}
        self.happenings: set[Iri] = set()
        left = {b for others in neighbours(view.store, gone).values() for b in others}
        self.nodes = self._closed(seeds, left)

    def components(self) -> Iterable[Component]:
        """The components of the region as they will be."""
        there = self.view.reports(self.nodes)
        return components(there, self.view.promoted(self.nodes), self.edges, self.view.ruled)

    def _closed(self, seeds: set[Iri], left: set[Iri]) -> set[Iri]:
        nodes: set[Iri] = set()
        frontier = seeds | left
        while frontier:
            nodes |= frontier
            expand = frontier if frontier <= seeds | left else self.view.promoted(frontier)
            reached = self._members(frontier) | {b for a in expand for b in self.view.ruled.partners(a)}
            self.edges.update(self._after(frontier))
            reached |= {b for a in expand for b in self.edges.get(a, ())}
            frontier = reached - nodes
        return nodes

    def _after(self, ids: set[Iri]) -> dict[Iri, set[Iri]]:
        """The links of these reports as they will be."""
        old = neighbours(self.view.store, ids - self.gone)
        return {a: (old.get(a, set()) - self.gone) | self.new.get(a, set()) for a in ids}

    def _members(self, ids: set[Iri]) -> set[Iri]:
        """The reports of every happening that one of these reports belongs to now."""
        store = self.view.store
        happenings = {h for h, *_ in store.each((None, KG.report, r, store.facts) for r in sorted(ids))}
        self.happenings |= happenings
        return {Iri(str(r)) for _, _, r, _ in store.each((h, KG.report, None, store.facts) for h in sorted(happenings))}


def whole(store: Store, *, rule: Policy, decisions: Iterable[Decision] = (), keep: Callable[[Component], bool] | None = None) -> Plan:
    """Work out all facts and links of a store from its articles alone; `keep` leaves out the components that it is false of."""
    view = View(store, {}, decisions, {})
    every: dict[Iri, Report] = {}
    for graph in store.article_graphs():
        every.update((r.id, view.ruled.effective(r)) for r in reports(store.quads(graph)))
    found = links(every.values())
    edges: dict[Iri, set[Iri]] = {}
    for link in found:
        if link.verdict.same:
            edges.setdefault(link.one, set()).add(link.other)
            edges.setdefault(link.other, set()).add(link.one)
    marked = promotable(store, rule)
    promoted = {r for r in view.ruled.promoted(marked) if r in every and every[r].kind is not None}
    chosen = (c for c in components(every, promoted, edges, view.ruled) if keep is None or keep(c))
    facts = {q for c in chosen for q in fact_quads(c, rule, view.describe, store.base)}
    filed = [*link_quads(found, store.base), *filing_quads(every.values(), marked, store.base)]
    change = difference(store.quads(store.facts), facts).and_(difference(store.quads(store.links), filed))
    return Plan(change, view.ruled.lost)
