"""Actors without an identity -> Wikidata ids, by a reconciliation service that the user names; names and kinds are all that is sent.

Speaks the W3C Reconciliation Service API 0.2: the manifest by GET, batches of queries by POST. The class that stands for a kind of actor
is asked of the service too (its type suggestions), so that no id is written here. Unsure is unlinked: taken is only a candidate that the
service itself calls a match, at or above a score, with no other candidate beside it.

    found = reconcile(unlinked(store), service)
    path.write_text(as_turtle(v for v in found if v.wikidata))

What is found is an actors file for `--actors`: the graph stays what its articles, word lists and actors files make of it.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.gazetteer import world
from kg.gazetteer.turtle import BASE
from kg.link.service import CLASSES, Service, one_line
from kg.rdf.terms import node, text
from kg.store import Store, plain
from kg.store.convert import written
from kg.vocab import KG, SCHEMA, SEM, SKOS, WIKIDATA, Iri

MIN_SCORE = 90.0
"""Of 100, the usual scale of services; below it they offer names that are merely like the one asked for."""
__all__ = ["MIN_SCORE", "Service", "Unlinked", "Verdict", "as_turtle", "ids", "judge", "reconcile", "unlinked"]
_ENTITY = re.compile(r"Q[1-9]\d{0,11}")


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An actor that some article names and that has no `schema:sameAs`; `id` is relative (`actor/dmitry-peskov`).

    `code` and `affiliation` (an id) are those of the gazetteer, which the file of links would else take the place of.
    """

    id: str
    name: str
    kind: str
    code: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an actor: its Wikidata id with the label that it has there, or None; and why."""

    actor: Unlinked
    wikidata: str | None
    label: str
    why: str


def unlinked(store: Store) -> tuple[Unlinked, ...]:
    """The actors of a store that articles call by a name and that are linked to nothing, in the order of their ids.

    Actors that are only described ("a senior official"), populations, and actors of one article are left out: they have no name to ask for.
    """
    query = f"""SELECT ?a (MIN(?n) AS ?name) (MIN(?k) AS ?kind) WHERE {{
        GRAPH ?g {{ ?a a <{SEM.Actor}> ; <{SKOS.prefLabel}> ?n ; <{KG.kind}> ?k . ?m <{KG.refersTo}> ?a ; <{KG.how}> "name" }}
        FILTER NOT EXISTS {{ GRAPH ?h {{ ?a <{SCHEMA.sameAs}> ?other }} }}
    }} GROUP BY ?a"""
    rows = [tuple(plain(term) or "" for term in row) for row in store.query(query)]
    found = (_unlinked(a.removeprefix(store.base), name, kind) for a, name, kind in rows)
    return tuple(sorted((f for f in found if f.kind in CLASSES and f.id.count("/") == 1), key=lambda f: f.id))


def _unlinked(id: str, name: str, kind: str) -> Unlinked:
    known = world().actor(id)
    if known is None:
        return Unlinked(id, name, kind)
    return Unlinked(id, known.name, known.kind, known.code or "", known.affiliation.id if known.affiliation else "")


def reconcile(actors: Iterable[Unlinked], service: Service, *, min_score: float = MIN_SCORE) -> Iterator[Verdict]:
    """Ask a service who these actors are, batch by batch; a verdict for each, in their order.

    Raises:
        ServiceError: out of reach, too slow, or an answer that is not of the protocol; verdicts that were yielded stand.
    """
    left = iter(actors)
    while batch := list(islice(left, service.batch)):
        for actor, candidates in zip(batch, service.ask([(a.name, a.kind) for a in batch]), strict=True):
            yield judge(actor, candidates, min_score=min_score, typed=bool(service.type_of(actor.kind)))


def judge(actor: Unlinked, candidates: list[Any], *, min_score: float = MIN_SCORE, typed: bool = True) -> Verdict:
    """Take a candidate or none.

    The service must call it a match, it must reach `min_score`, and no other may be called a match or score as much; where the service does
    not know the class of the actor's kind (`typed` is false), no other may reach `min_score` either.

    >>> one = {"id": "Q1", "name": "Anna Grant", "score": 100, "match": True}
    >>> anna = Unlinked("actor/anna-grant", "Anna Grant", "person")
    >>> judge(anna, [one]).wikidata, judge(anna, [one, one | {"id": "Q2"}]).why
    ('Q1', 'several match: Q1, Q2')
    """
    known = [_candidate(c) for c in candidates]
    valid = sorted((c for c in known if c is not None), key=lambda c: -c.score)
    if not valid:
        return Verdict(actor, None, "", "nobody of that name" if not candidates else "no candidate with a Wikidata id")
    best, others = valid[0], valid[1:]
    rivals = [c for c in others if c.match or c.score >= (best.score if typed else min_score)]
    if not best.match:
        why = f"not called a match: {best.id}, score {best.score:g}"
    elif best.score < min_score:
        why = f"score {best.score:g} of {best.id} is below {min_score:g}"
    elif rivals:
        why = f"several match: {', '.join(c.id for c in [best, *rivals][:5])}"
    else:
        return Verdict(actor, best.id, best.name, f"score {best.score:g}{'' if typed else ', whatever its class'}")
    return Verdict(actor, None, best.name, why)


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    name: str
    score: float
    match: bool


def _candidate(said: Any) -> _Candidate | None:
    """A candidate of an answer; None where it is not of the protocol, or not an item of Wikidata."""
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        return None
    id, score = said["id"].rpartition("/")[2], said.get("score")
    number = float(score) if isinstance(score, int | float) and abs(score) < 1e9 else math.nan
    if not _ENTITY.fullmatch(id) or not math.isfinite(number):
        return None
    return _Candidate(id, one_line(said.get("name")), number, said.get("match") is True)


def as_turtle(verdicts: Iterable[Verdict]) -> str:
    """Linked actors as an actors file, in the form of `ontology/actors.ttl`.

    >>> print(as_turtle([Verdict(Unlinked("actor/anna-grant", "Anna Grant", "person"), "Q1", "Anna Grant", "score 100")]))
    <urn:kg:actor/anna-grant> a <http://semanticweb.cs.vu.nl/2009/11/sem/Actor> ;  # Anna Grant, score 100
        <http://www.w3.org/2004/02/skos/core#prefLabel> "Anna Grant" ; <urn:kg:ontology#kind> "person" ;
        <https://schema.org/sameAs> <http://www.wikidata.org/entity/Q1> .
    <BLANKLINE>
    """
    return "".join(_block(v.actor, v) for v in verdicts if v.wikidata)


def _block(actor: Unlinked, verdict: Verdict) -> str:
    more = f"<{KG.ploverCode}> {written(text(actor.code))} ; " if actor.code else ""
    more += f"<{KG.affiliation}> {written(node(actor.affiliation, BASE))} ; " if actor.affiliation else ""
    return (
        f"{written(node(actor.id, BASE))} a <{SEM.Actor}> ;  # {verdict.label}, {verdict.why}\n"
        f"    <{SKOS.prefLabel}> {written(text(actor.name))} ; <{KG.kind}> {written(text(actor.kind))} ;\n"
        f"    {more}<{SCHEMA.sameAs}> <{WIKIDATA}{verdict.wikidata}> .\n"
    )


def ids(store: Store) -> dict[str, Iri]:
    """The actors of a store by the Wikidata ids that they have already."""
    return {str(o).removeprefix(WIKIDATA): s for s, _, o, _ in store.quads(p=SCHEMA.sameAs)}
