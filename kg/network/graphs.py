"""Acts -> NetworkX graphs."""

import itertools
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx

from kg.model import Actor, Extraction
from kg.network.acts import Act, acts, quad, score, speaks_for
from kg.network.storage import stored

if TYPE_CHECKING:
    from kg.store import Store

Source: TypeAlias = "Extraction | Store | Iterable[Extraction | Act]"
Period = tuple[str | None, str | None]


def relations(
    source: Source,
    *,
    period: Period | None = None,
    undated: bool = False,
    types: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
    world: str | None = None,
    place: str | None = None,
    kinds: Collection[str] | None = None,
    facts_only: bool = False,
    alone: bool = True,
    fold: bool = False,
    around: str | None = None,
    rejected: bool = False,
) -> nx.MultiDiGraph:
    """The graph of who did what to whom: actors as nodes, acts as edges from actor to recipient.

    Args:
        source: a store, an extraction, several, or acts (see `kg.network.acts`).
        period: first and last date, ISO prefixes, both inclusive, None for open ("2016-04", None).
        undated: keep acts without a date when a period is given.
        types: PLOVER types to keep ("ACCUSE").
        statuses: statuses to keep ("asserted", "claimed").
        world: a claimant's id or name: the facts that it does not deny, and what it or its officials assert.
        place: a place's name.
        kinds: kinds of actors to keep ("state"); an edge stays where both ends do.
        facts_only: keep only what is promoted to fact.
        alone: keep acts with one side as loops.
        fold: let officials and organs stand as the state or organisation that they belong to.
        around: keep only what the actor of this id (`actor/russia`) has a part in; of a store nothing else is read.
        rejected: keep what people rejected in the ledger; such an edge says by whom and why.

    Node attributes: `name`, `kind`, `code`, `affiliation` (a name), `affiliation_id`, `wikidata`.
    Edge attributes: `event`, `kind`, `mode`, `quad` (1-4), `intensity` (PLOVER score, -10 to 10), `date` (ISO prefix or ""), `earliest` and
    `latest` (the first and the last possible day, or ""), `place`, `status`, `certainty`, `fact`, `claimants` (who relays before who is
    relayed, joined by " > "; who say it together, by " + "), `claimant_ids` (joined by " " and "+"), `disputed`, `disputed_by`,
    `rejected_by`, `rejected_why`, `reciprocal`, `alone`, `weight` (the edge's share of its act), and of the first report `quote`, `start`,
    `end`, `offset`, `article`, `title`, `publisher`, `published`, `url`, `rule`, `confidence`, `report`; `reports` holds further reports as
    JSON, "" for none. The key of an edge is its event's id.

    >>> from kg.model import Actor
    >>> from kg.network import Act
    >>> r, n = (Actor(id=f"actor/{x.lower()}", name=x, kind="state") for x in ("Russia", "Norway"))
    >>> g = relations([Act(id="e1", kind="ACCUSE", actors=(r,), recipients=(n,), evidence=())])
    >>> [(a, b, d["quad"], d["intensity"]) for a, b, d in g.edges(data=True)]
    [('actor/russia', 'actor/norway', 3, -3)]
    """
    graph = nx.MultiDiGraph()
    for act in _acts(source, around):
        if (
            (types is None or act.kind in types)
            and (statuses is None or act.status in statuses)
            and (place is None or act.place == place)
            and (not facts_only or act.fact)
            and (rejected or not act.rejected_by)
            and (period is None or in_period(act.date, period, undated=undated))
            and (world is None or in_world(act, world))
        ):
            _add(graph, act, kinds=kinds, alone=alone, fold=fold)
    return graph


def _acts(source: Source, around: str | None) -> Iterator[Act]:
    if isinstance(source, Extraction):
        source = [source]
    elif not isinstance(source, Iterable):  # a store; its module is not imported for a question that an extraction answers
        yield from stored(source, around=around)
        return
    for item in source:
        for act in [item] if isinstance(item, Act) else acts(item):
            if around is None or any(actor.id == around for actor in (*act.actors, *act.recipients)):
                yield act


def in_period(date: str, period: Period, *, undated: bool = False) -> bool:
    """True where an ISO prefix and a period may overlap: "2016-04" lies in ("2016-04-10", None).

    >>> in_period("2016-04", ("2016-04-10", None)), in_period("2016-05-01", (None, "2016-04")), in_period("", ("2016", None))
    (True, False, False)
    """
    since, until = period
    if not date:
        return undated
    late_enough = since is None or date[: len(since)] >= since[: len(date)]
    return late_enough and (until is None or date[: len(until)] <= until[: len(date)])


def in_world(act: Act, claimant: str) -> bool:
    """True where an act belongs to what a claimant says is true: a fact that it does not dispute, or what it alone is the source of."""
    if act.fact:
        return not any(_is(actor, claimant) for actor in act.disputed_by)
    return len(act.levels) == 1 and act.status != "denied" and any(_is(one, claimant) for one in act.levels[0])


def _is(actor: Actor, claimant: str) -> bool:
    behind = speaks_for(actor)
    return claimant in (actor.id, actor.name, behind.id, behind.name)


def _add(graph: nx.MultiDiGraph, act: Act, *, kinds: Collection[str] | None, alone: bool, fold: bool) -> None:
    actors, recipients = _folded(act.actors, fold), _folded(act.recipients, fold)
    pairs = _pairs(actors, recipients, act.reciprocal)
    loops = not pairs
    if loops and alone:
        pairs = [(actor, actor) for actor in actors or recipients]
    attributes = _attributes(act, "" if not loops else "actor" if actors else "recipient")
    for one, other in pairs:
        if kinds is None or (one.kind in kinds and other.kind in kinds):
            for actor in (one, other):
                graph.add_node(actor.id, **_described(actor))
            graph.add_edge(one.id, other.id, key=act.id, **attributes, weight=1 / len(pairs))


def _folded(actors: tuple[Actor, ...], fold: bool) -> tuple[Actor, ...]:
    if not fold:
        return actors
    return tuple({a.id: a for a in map(_behind, actors)}.values())


def _behind(actor: Actor) -> Actor:
    of = actor.affiliation
    if of is None:
        return actor
    return Actor(id=of.id, name=of.name, kind="igo" if of.code == "IGO" else "state", code=of.code)


def _pairs(actors: tuple[Actor, ...], recipients: tuple[Actor, ...], reciprocal: bool) -> list[tuple[Actor, Actor]]:
    if reciprocal:
        sides = sorted({a.id: a for a in (*actors, *recipients)}.values(), key=lambda a: a.id)
        return list(itertools.combinations(sides, 2))
    return [(a, r) for a in actors for r in recipients if a.id != r.id]


def _described(actor: Actor) -> dict[str, str]:
    of = actor.affiliation
    belongs = {"affiliation": of.name, "affiliation_id": of.id} if of else {"affiliation": "", "affiliation_id": ""}
    return {"name": actor.name, "kind": actor.kind, "code": actor.code or "", **belongs, "wikidata": actor.wikidata or ""}


def _attributes(act: Act, alone: str) -> dict[str, Any]:
    first, *more = [asdict(e) for e in act.evidence] or [{}]
    return {
        "event": act.id,
        "kind": act.kind,
        "mode": act.mode,
        "quad": quad(act.kind),
        "intensity": score(act.kind, act.mode) if act.intensity is None else act.intensity,
        "date": act.date,
        "earliest": act.earliest,
        "latest": act.latest,
        "place": act.place,
        "status": act.status,
        "certainty": act.certainty,
        "fact": act.fact,
        "claimants": " > ".join(" + ".join(c.name for c in level) for level in act.levels),
        "claimant_ids": " ".join("+".join(c.id for c in level) for level in act.levels),
        "disputed": bool(act.disputed_by),
        "disputed_by": ", ".join(actor.name for actor in act.disputed_by),
        "rejected_by": act.rejected_by,
        "rejected_why": act.rejected_why,
        "reciprocal": act.reciprocal,
        "alone": alone,
        **first,
        "reports": json.dumps(more, ensure_ascii=False) if more else "",
    }


def bipartite(graph: nx.MultiDiGraph) -> nx.DiGraph:
    """Actors and acts as two sorts of nodes (`bipartite` 0 and 1): actor -> act -> recipient, reciprocal parties all -> act.

    Act nodes carry the attributes of the act's edges; actor nodes their own. An act with one side has one edge.
    """
    flat = nx.DiGraph()
    for node, attributes in graph.nodes(data=True):
        flat.add_node(node, **attributes, bipartite=0)
    for one, other, event, attributes in graph.edges(keys=True, data=True):
        own = {name: value for name, value in attributes.items() if name != "weight"}
        flat.add_node(event, **own, bipartite=1)
        if attributes["alone"] != "recipient":
            flat.add_edge(one, event)
        if attributes["reciprocal"]:
            flat.add_edge(other, event)
        elif attributes["alone"] != "actor":
            flat.add_edge(event, other)
    return flat


DONE = frozenset({"asserted", "claimed"})
"""The statuses of acts that somebody says were done; the others are denied, negated, planned, demanded, threatened, tried or supposed."""


def dyads(graph: nx.MultiDiGraph, *, statuses: Collection[str] = DONE) -> nx.DiGraph:
    """One edge for each ordered pair of actors between whom something is said to have been done.

    Acts of other `statuses` are left out: what Russia denies to have done to Ukraine is no act of Russia's. What is only
    claimed counts; `relations(source, facts_only=True)` gives the dyads of what is taken as fact.

    Attributes: `acts` (sum of weights), `q1`-`q4` (acts by quad class), `mean` and `total` intensity, `sign` (-1, 0, 1),
    `first` and `last` date.
    A reciprocal act counts one half in each direction, so that the sum of `acts` over all edges is the number of acts.
    """
    pairs = nx.DiGraph()
    pairs.add_nodes_from(graph.nodes(data=True))
    for one, other, attributes in graph.edges(data=True):
        if attributes["alone"] or attributes["status"] not in statuses:
            continue
        share = attributes["weight"] / (2 if attributes["reciprocal"] else 1)
        _tally(pairs, one, other, attributes, share)
        if attributes["reciprocal"]:
            _tally(pairs, other, one, attributes, share)
    for _, _, sums in pairs.edges(data=True):
        sums["mean"] = sums["total"] / sums["acts"]
        sums["sign"] = (sums["total"] > 0) - (sums["total"] < 0)
    return pairs


def _tally(pairs: nx.DiGraph, one: str, other: str, attributes: dict[str, Any], share: float) -> None:
    if not pairs.has_edge(one, other):
        pairs.add_edge(one, other, acts=0.0, q1=0.0, q2=0.0, q3=0.0, q4=0.0, total=0.0, first="", last="")
    sums = pairs[one][other]
    sums["acts"] += share
    sums["total"] += share * attributes["intensity"]
    if attributes["quad"]:
        sums[f"q{attributes['quad']}"] += share
    if date := attributes["date"]:
        sums["first"] = min(sums["first"] or date, date)
        sums["last"] = max(sums["last"], date)


def slices(graph: nx.MultiDiGraph, *, by: int = 7) -> dict[str, nx.MultiDiGraph]:
    """The graph cut by time: period -> the acts dated in it, in order of time; `by` is the length of the ISO prefix (4 year, 7 month, 10 day).

    An act whose date is coarser than the slices stands under its own prefix, an undated one under "".
    """
    periods = sorted({data["date"][:by] for _, _, data in graph.edges(data=True)})
    return {
        period: graph.edge_subgraph([(a, b, k) for a, b, k, data in graph.edges(keys=True, data=True) if data["date"][:by] == period]).copy()
        for period in periods
    }
