"""Reports -> matters: one for all reports that tell of the same thing."""

from collections.abc import Iterable

from kg.rdf.terms import Term, text
from kg.store import Store, plain
from kg.vocab import KG, RDF, SKOS, Iri
from kg.who import decided
from kg.worlds.values import Matter

_SIDES = (KG.saidActor, KG.saidRecipient)


def matters(store: Store, reports: Iterable[str] | None = None, *, told: bool = True) -> tuple[dict[str, Matter], dict[str, str]]:
    """The matters that these reports (all of a store's where none are given) tell of, and the matter of each report.

    Of a large store only what is asked for is read: the reports, those linked to them, and what both say; without `told` no dates and parties.
    """
    some = reports if reports is not None else (s for s, *_ in store.quads(p=RDF.type, o=KG.ReportedEvent))
    home = _homes(store, map(Iri, some))
    said = _said(store, home, (KG.saidType, KG.saidDate, *_SIDES) if told else (KG.saidType,))
    facts = {Iri(str(o)): s for s, _, o, _ in store.each((None, KG.report, report, store.facts) for report in sorted(home))}
    found: dict[str, Matter] = {}
    for report in sorted(said):
        about, id_ = said[report], home[report]
        kind = next(iter(about.get(KG.saidType, ())), None)
        if kind is None:
            continue
        old = found.get(id_)
        doers, targets = (tuple(sorted({str(plain(name)) for name in about.get(side, ())})) for side in _SIDES)
        date = next((plain(o) for o in about.get(KG.saidDate, ())), None)
        new = old or Matter(id=id_, type=str(kind).rpartition("#")[2], actors=doers, recipients=targets, date=date, fact=None)
        fact = new.fact or facts.get(report)
        found[id_] = Matter(id=id_, type=new.type, actors=new.actors, recipients=new.recipients, date=new.date, fact=fact)
    return found, {str(report): id_ for report, id_ in home.items() if id_ in found}


def _said(store: Store, reports: Iterable[Iri], terms: Iterable[Iri]) -> dict[Iri, dict[Iri, list[Term]]]:
    """What each report says under these properties, of parties their names."""
    decisions, terms = decided(store), tuple(terms)
    said: dict[Iri, dict[Iri, list[Term]]] = {}
    parties: dict[tuple[Iri, Iri], list[tuple[Iri, Iri]]] = {}
    for s, p, o, g in store.each((report, term, None, None) for report in sorted(reports) for term in terms):
        if p in _SIDES:
            parties.setdefault((g, Iri(str(o))), []).append((s, p))
        else:
            said.setdefault(s, {}).setdefault(p, []).append(o)
    for actor, _, name, g in store.each((actor, SKOS.prefLabel, None, g) for g, actor in sorted(parties)):
        for report, side in parties[g, actor]:
            called = decisions.name(g, actor)
            said.setdefault(report, {}).setdefault(side, []).append(text(called) if called else name)
    return said


def _homes(store: Store, reports: Iterable[Iri]) -> dict[Iri, str]:
    """The matter of each of these reports and of those that tell of the same event: the smallest id among them."""
    same: dict[Iri, set[Iri]] = {report: set() for report in reports}
    new = set(same)
    while new:
        pairs = [(s, Iri(str(o))) for s, _, o, _ in store.each((report, KG.sameEventAs, None, store.links) for report in sorted(new))]
        for one, other in pairs:
            same[one].add(other)
        new = {other for _, other in pairs} - same.keys()
        same.update((report, set()) for report in new)
    home: dict[Iri, str] = {}
    for report in sorted(same):  # the first of a component to be met is its smallest
        left = [] if report in home else [report]
        while left:
            at = left.pop()
            if at not in home:
                home[at] = str(report)
                left.extend(same[at])
    return home
