"""Decisions of people about events and actors: written into the ledger, applied to the facts at once, undone by another line."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from kg.errors import QueryError, StoreError
from kg.facts.keeping import Outcome, rebuild, redo
from kg.facts.reports import fetch
from kg.facts.same import Report
from kg.iri import sha8
from kg.iri import slug as slug_of
from kg.ledger import VERBS, Anchor, Decision, anchor, decisions, line, undone
from kg.plover import TYPES
from kg.rdf.terms import node
from kg.store import Store, plain
from kg.store.naming import named
from kg.vocab import KG, SKOS, Iri


def decide(
    store: Store, verb: str, event: str, *others: str, value: str | None = None, who: str, why: str = "", when: str | None = None
) -> tuple[Decision, Outcome]:
    """Write a decision and apply it.

    `merge A B` makes two events or two actors one (the first stays); `split EVENT REPORT...` takes reports out of an event, or, without
    any, all its reports apart; `split ACTOR ARTICLE...` says that in these articles the actor is another one, whose name or id is `value` (a
    known one or else a new one; without it a new one of the same name); `accept REPORT` makes it a fact; `reject EVENT` unmakes one, whoever
    reports it, and `reject REPORT` takes one report's word away; `retype EVENT` gives it the PLOVER type `value`. Events and reports are
    named as `kg.store.naming.named` takes them, actors by IRI, relative id or name. `when` is now unless given (an ISO time).

    Raises:
        QueryError: an unknown verb, type, event or actor, or a report whose text is not kept.
    """
    if verb not in VERBS or verb == "undo":
        raise QueryError(f"unknown decision {verb!r}; there are {', '.join(v for v in VERBS if v != 'undo')}")
    if verb == "retype" and value not in TYPES:
        raise QueryError(f"unknown type {value!r}; the PLOVER types are {', '.join(TYPES)}")
    stamp = when or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    blank = Decision(verb=verb, who=who, when=stamp, why=why, value=value)  # type: ignore[arg-type]
    if verb in ("merge", "split") and not _is_event(store, event):
        decision = _of_actors(store, blank, (event, *others)) if verb == "merge" else _parted(store, blank, event, others)
    else:
        decision = _of_events(store, blank, event, others)
    store.beside.append(line(decision))
    return decision, _apply(store, decision)


def undo(store: Store, decision: str, *, who: str, why: str = "", when: str | None = None) -> tuple[Decision, Outcome]:
    """Undo a decision by its id (of an undo, too); the ledger keeps both lines.

    Raises:
        QueryError: no such decision, or one that is undone already.
    """
    known = {d.id: d for d in decisions(store.beside.lines())}
    if decision not in known:
        raise QueryError(f"no decision {decision!r} in the ledger; there are {', '.join(known) or 'none'}")
    if decision in undone(known.values()):
        raise QueryError(f"decision {decision!r} is undone already")
    stamp = when or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    line_ = Decision(verb="undo", who=who, when=stamp, why=why, value=decision)
    store.beside.append(line(line_))
    meant = known[decision]
    while meant.verb == "undo" and meant.value in known:
        meant = known[meant.value]
    return line_, _apply(store, meant)


def log(store: Store) -> tuple[tuple[Decision, bool], ...]:
    """Every line of the ledger, oldest first, each with whether it stands."""
    every = decisions(store.beside.lines())
    off = undone(every)
    return tuple((d, d.id not in off) for d in every)


def _apply(store: Store, decision: Decision) -> Outcome:
    if decision.actors or decision.parted or not store.quads(store.runs):
        return rebuild(store)
    return redo(store, _now(store, (*decision.event, *decision.other)))


def _now(store: Store, anchors: Iterable[Anchor]) -> set[Iri]:
    """The reports of the articles that a decision is about: where one was corrected, all of its reports, for any of them may be meant."""
    found: set[Iri] = set()
    for one in anchors:
        found.update(r for r, *_ in store.quads(store.graph(one.article), p=KG.status))
    return found


def _is_event(store: Store, name: str) -> bool:
    me = named(store, name)
    return me.startswith(store.base + "happening/") or "#event-" in me


def _of_events(store: Store, blank: Decision, event: str, others: tuple[str, ...]) -> Decision:
    own, whole = _reports(store, event)
    other = {r.id: r for name in others for r in _reports(store, name)[0].values()}
    if blank.verb == "split" and blank.value:
        raise QueryError(f"{blank.value!r}: an event that is split off takes no name; that is for actors (split ACTOR ARTICLE...)")
    if blank.verb == "merge" and not other:
        raise QueryError("merge needs two events, or two actors")
    if blank.verb == "split":
        own = {r: report for r, report in own.items() if r not in other}
    here, there = _anchors(store, own.values()), _anchors(store, other.values())
    return replace(blank, event=here, other=there, whole=blank.verb == "reject" and whole)


def _reports(store: Store, name: str) -> tuple[dict[Iri, Report], bool]:
    """The reports of an event, and whether it is a happening and not a report itself."""
    me = named(store, name)
    happening = me.startswith(store.base + "happening/")
    ids = [Iri(str(o)) for _, _, o, _ in store.quads(store.facts, s=me, p=KG.report)] if happening else [me]
    found = fetch(store, ids)
    if not found:
        raise QueryError(f"no event {name!r} in {store.location}; name a happening (its hash, as tables show it) or a report (LABEL#event-5-8)")
    return found, happening


def _anchors(store: Store, reports: Iterable[Report]) -> tuple[Anchor, ...]:
    made = []
    for report in sorted(reports, key=lambda r: r.id):
        slug = report.graph.removeprefix(store.base + "graph/article/")
        text = store.text(slug)
        if text is None:
            raise StoreError(f"article {slug}: its text is not kept beside the store, so that no decision can hold on to its words")
        _, start, end, _ = report.trigger
        made.append(anchor(slug, report.id.removeprefix(store.base), report.kind, text, start, end))
    return tuple(made)


def _of_actors(store: Store, blank: Decision, names: tuple[str, ...]) -> Decision:
    if len(names) != 2:
        raise QueryError("merge needs two events, or two actors")
    (kept, label), (gone, _) = (_actor(store, name) for name in names)
    if kept == gone:
        raise QueryError(f"{names[0]!r} and {names[1]!r} are one actor already")
    return replace(blank, actors=(kept.removeprefix(store.base), gone.removeprefix(store.base)), value=label)


def _parted(store: Store, blank: Decision, name: str, articles: tuple[str, ...]) -> Decision:
    """An actor who is another one in some articles."""
    if not articles:
        raise QueryError(f"split {name!r} needs the articles in which it is another actor (an event is named by its hash or as LABEL#event-5-8)")
    old, label = _actor(store, name)
    slugs = tuple(dict.fromkeys(_article(store, article) for article in articles))
    for slug in slugs:
        if next(store.quads(store.graph(slug), s=old), None) is None:
            raise QueryError(f"article {slug} does not name {label!r} ({old.removeprefix(store.base)}), so that it cannot be another one there")
    other = blank.value or label
    known = _actors(store, other) if blank.value else []
    if len(known) > 1:
        raise QueryError(f"{other!r} names {', '.join(a for a, _ in known)}; name an id (actor/...) or give a new name")
    new, called = known[0] if known else (node(f"actor/{slug_of(other)}{'' if blank.value else '-' + sha8(slugs[0])}", store.base), other)
    if new == old:
        raise QueryError(f"{other!r} is that actor itself; give the name of the other one")
    ids = tuple(actor.removeprefix(store.base) for actor in (old, new))
    return replace(blank, parted=ids, articles=slugs, value=called)


def _article(store: Store, name: str) -> str:
    try:
        return store.article(name).slug
    except StoreError as e:
        raise QueryError(str(e)) from e


def _actor(store: Store, name: str) -> tuple[Iri, str]:
    """An actor's IRI and name, from either."""
    found = _actors(store, name)
    if len({a for a, _ in found}) != 1:
        some = f"; it names {', '.join(a for a, _ in found)}" if found else ""
        raise QueryError(f"no one actor {name!r} in {store.location}{some}; name an id (actor/...)")
    return found[0]


def _actors(store: Store, name: str) -> list[tuple[Iri, str]]:
    """The actors of a name or id, each with its name."""
    from kg.rdf.terms import Lit
    from kg.store.convert import written

    by_id = f"VALUES ?actor {{ {written(node(name, store.base))} }}" if name.startswith(("actor/", store.base)) else ""
    by_name = "" if by_id else f"FILTER(LCASE(STR(?name)) = {written(Lit(name.lower()))})"
    query = f"SELECT DISTINCT ?actor ?name WHERE {{ {by_id} GRAPH ?g {{ ?actor a sem:Actor ; <{SKOS.prefLabel}> ?name }} {by_name} }}"
    return sorted({(Iri(str(a)), plain(n) or "") for a, n in store.query(query)})
