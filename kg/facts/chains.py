"""Who says what a report tells: the claimants one within the other, and at each level those who say it together."""

from collections.abc import Iterable, Mapping

from kg.rdf.terms import Term
from kg.store import Store
from kg.vocab import KG, Iri

Levels = tuple[tuple[Iri, ...], ...]
"""Claimants, outermost level first; those of one level say it side by side, the one that the report names first."""

_ABOUT_CLAIMS = (KG.claimant, KG.content, KG.withinClaim)


def chains(store: Store, reports: Iterable[tuple[Iri, Iri]]) -> dict[Iri, Levels]:
    """The levels of each report (given as its graph and its id) that somebody claims; a report in the article's own voice has none.

    "Kyiv and Riga say that Moscow admitted it" has two levels, of which the outer has two claimants.
    """
    wanted = sorted(set(reports))
    named: dict[Iri, Iri] = {s: Iri(str(o)) for s, _, o, _ in store.each((r, KG.claimedBy, None, g) for g, r in wanted)}
    about: dict[Iri, set[Iri]] = {}
    homes: dict[Iri, Iri] = {}
    for claim, _, report, graph in store.each((None, KG.about, r, g) for g, r in wanted if r in named):
        about.setdefault(Iri(str(report)), set()).add(claim)
        homes[claim] = graph
    said = _said(store, homes)
    told = {report: levels for report, first in sorted(named.items()) if (levels := _levels(first, about.get(report, set()), said))}
    relays: dict[Iri, set[Iri]] = {report: set() for report in named if report not in told}  # no claim is there that would tell more
    for report, _, relay, _ in store.each((r, KG.relayedBy, None, g) for g, r in wanted if r in relays):
        relays[report].add(Iri(str(relay)))
    return told | {report: (*((one,) for one in sorted(by)), (named[report],)) for report, by in relays.items()}


def _said(store: Store, homes: dict[Iri, Iri]) -> dict[Iri, dict[Iri, frozenset[Term]]]:
    """Whose claims are, in which words, and inside which others, of which the same is read."""
    said: dict[Iri, dict[Iri, frozenset[Term]]] = {}
    left = dict(homes)
    while left:
        found: dict[Iri, dict[Iri, set[Term]]] = {claim: {} for claim in left}
        for s, p, o, _ in store.each((claim, term, None, graph) for claim, graph in sorted(left.items()) for term in _ABOUT_CLAIMS):
            found[s].setdefault(p, set()).add(o)
        said |= {claim: {p: frozenset(terms) for p, terms in each.items()} for claim, each in found.items()}
        outer = {Iri(str(o)): left[claim] for claim, each in found.items() for o in each.get(KG.withinClaim, ())}
        left = {claim: graph for claim, graph in outer.items() if claim not in said}
    return said


def _levels(first: Iri, about: set[Iri], said: Mapping[Iri, Mapping[Iri, frozenset[Term]]]) -> Levels:
    def by(claim: Iri) -> Iri | None:
        return next((Iri(str(o)) for o in sorted(said[claim].get(KG.claimant, ()), key=str)), None)

    def together(claim: Iri) -> tuple[Iri, ...]:
        content = said[claim].get(KG.content)
        alike = sorted(c for c in about | {claim} if said[c].get(KG.content) == content)
        return tuple(dict.fromkeys(who for c in (claim, *alike) if (who := by(c)) is not None))

    def outer(claim: Iri) -> Iri | None:
        return next((Iri(str(o)) for o in said[claim].get(KG.withinClaim, ()) if Iri(str(o)) in said), None)

    paths = []
    for claim in sorted(c for c in about if by(c) == first):
        path = [claim]
        while (up := outer(path[-1])) is not None and up not in path:
            path.append(up)
        paths.append(path)
    longest: list[Iri] = max(paths, key=len, default=[])
    return tuple(level for claim in reversed(longest) if (level := together(claim)))
