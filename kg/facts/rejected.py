"""What people took back: the reports that a standing rejection is about, each with the decision, for those who show reports."""

from collections.abc import Iterable

from kg.facts.view import View
from kg.ledger import Decision, decisions, standing
from kg.store import Store
from kg.vocab import KG, Iri


def rejections(store: Store) -> dict[Iri, Decision]:
    """The reports that people rejected, each with the decision that holds; the later of two decisions about a report does.

    Where a happening was rejected, whoever reports it, a report that came later and tells of it in its article's own voice is rejected,
    too. What somebody only claims is not: that it was said stays true.
    """
    made = standing(decisions(store.beside.lines()))
    if not any(decision.verb == "reject" for decision in made):
        return {}
    find = View(store, {}, made, {}).find
    found: dict[Iri, Decision] = {}
    for decision in made:
        placed = [report for anchor in decision.event if (report := find(anchor)) is not None]
        if decision.verb == "reject":
            found |= dict.fromkeys(placed, decision)
        elif decision.verb == "accept":
            found = {report: held for report, held in found.items() if report not in placed}
    return found | {later: found[first] for first, later in _alike(store, (r for r, d in found.items() if d.whole)) if later not in found}


def _alike(store: Store, reports: Iterable[Iri]) -> list[tuple[Iri, Iri]]:
    """Pairs of one of these reports and another that tells of the same event and would be promoted."""
    pairs = [(s, Iri(str(o))) for s, _, o, _ in store.each((report, KG.sameEventAs, None, store.links) for report in sorted(reports))]
    own = {s for s, *_ in store.each((other, KG.promotable, None, store.links) for other in sorted({b for _, b in pairs}))}
    return [(a, b) for a, b in pairs if b in own]
