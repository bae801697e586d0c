"""Who holds which office from when to when, as a user's actors file says it, and who is in office on a day."""

import calendar
import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import LexiconError
from kg.gazetteer.rows import ActorRow, OfficeRow
from kg.vocab import KG, ORG, RDF, SCHEMA

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
FIRST, LAST = "0000-00-00", "9999-99-99"
"""The bounds of an office that has none."""
WEIGHT = ("state", "igo", "government", "military")
"""Kinds of organisations for which somebody acts rather than for others that he holds an office of: a president is the state's, then the party's."""


def read(graph: "Graph", base: str, name: str) -> list[OfficeRow]:
    """The offices of a Turtle graph: each `org:Membership` with its person, organisation, office and dates.

    Raises:
        LexiconError: one without a person, organisation or office, with a date that is none, or that ends before it begins.
    """
    from rdflib import URIRef

    return sorted(_office(graph, node, base, name) for node in graph.subjects(URIRef(RDF.type), URIRef(ORG.Membership)))


PARTS = {"org:member": ORG.member, "org:organization": ORG.organization, "kg:office": KG.office}
BOUNDS = {"schema:startDate": SCHEMA.startDate, "schema:endDate": SCHEMA.endDate}


def _office(graph: "Graph", node: "Node", base: str, name: str) -> OfficeRow:
    from rdflib import URIRef

    told: dict[str, str] = {}
    for what, term in (*PARTS.items(), *BOUNDS.items()):
        values = sorted(str(v).removeprefix(base) for v in graph.objects(node, URIRef(term)))
        if len(values) > 1:
            raise LexiconError(f"{name}: an office has {len(values)} values of {what} ({', '.join(values)}); write an org:Membership for each")
        told[what] = values[0] if values else ""
    called = " ".join(f"{what} {told[what]!r}" for what in PARTS if told[what]) or f"{node}"
    if missing := [what for what in PARTS if not told[what]]:
        raise LexiconError(f"{name}: the org:Membership with {called} has no {missing[0]}; each has {', '.join(PARTS)}")
    for what in BOUNDS:
        if told[what] and not DATE.fullmatch(told[what]):
            raise LexiconError(f"{name}: the office with {called} has {what} {told[what]!r}; write a year, month or day: 2013, 2013-05 or 2013-05-17")
    first, last = (told[what] for what in BOUNDS)
    if first and last and _bounds(last)[1] < _bounds(first)[0]:
        raise LexiconError(f"{name}: the office with {called} ends on {last}, before it begins on {first}; swap or correct the two")
    return (told["org:member"], told["kg:office"], told["org:organization"], first, last)


def check(offices: Sequence[OfficeRow], actors: Mapping[str, ActorRow], own: Collection[str], name: str) -> None:
    """See that the offices are of known persons and organisations.

    Raises:
        LexiconError: an actor that is in neither the file nor the shipped lists, no person, or with an affiliation beside its offices.
    """
    for person, office, organisation, _, _ in offices:
        for id in (person, organisation):
            if id not in actors:
                near = get_close_matches(id, actors, 1, 0.8)
                meant = f" (meant: {near[0].replace('/', ':', 1)}?)" if near else ""
                raise LexiconError(f"{name}: the office {office!r} names {id}, which neither this file nor the shipped actors have{meant}; add it")
        if actors[person][2] != "person":
            raise LexiconError(f"{name}: {actors[person][1]} holds the office {office!r} but is of kind {actors[person][2]}; allowed is person")
        if actors[person][4] and person in own:
            raise LexiconError(f"{name}: {actors[person][1]} has kg:affiliation and offices; drop kg:affiliation, for offices say when it holds")


def held(offices: Sequence[OfficeRow], day: str | None) -> tuple[OfficeRow, ...]:
    """The offices that are surely held on a day, month or year (an ISO prefix); without one, those that have no bounds.

    A bound is as wide as it is written: from 2013 is from its first day, to 2013 is to its last. Of a day on which one leaves and
    another comes, the one who comes holds it.

    >>> [o[1] for o in held([("p", "premier", "x", "2013-10", "2017"), ("p", "envoy", "x", "2018", "")], "2017-12-31")]
    ['premier']
    """
    first, last = _bounds(day) if day else (FIRST, LAST)
    inside = [o for o in offices if (_bounds(o[3])[0] if o[3] else FIRST) <= first and last <= (_bounds(o[4])[1] if o[4] else LAST)]
    return tuple(o for o in inside if not any(_comes_after(x, o) for x in inside))


def _comes_after(x: OfficeRow, o: OfficeRow) -> bool:
    """True where somebody takes an office over on the day on which another leaves it."""
    return x[0] != o[0] and x[1:3] == o[1:3] and bool(o[4]) and x[3] == o[4]


def _bounds(day: str) -> tuple[str, str]:
    """The first and the last day of an ISO prefix.

    >>> _bounds("2016-02")
    ('2016-02-01', '2016-02-29')
    """
    year, month, _ = f"{day}--".split("-", 2)
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    length = calendar.monthrange(int(year), int(month))[1] if int(year) else 31
    return (day, day) if len(day) > len("2016-02") else (f"{day}-01", f"{day}-{length}")


def acted_for(person: str, offices: Sequence[OfficeRow], actors: Mapping[str, ActorRow]) -> str:
    """The organisation that a person acts for by the offices held: a state before a party, the latest of equals; "" without one."""
    mine = sorted((o for o in offices if o[0] == person), key=lambda o: o[3], reverse=True)
    kinds = {o[2]: actors[o[2]][2] for o in mine}
    return min((o[2] for o in mine), key=lambda i: WEIGHT.index(kinds[i]) if kinds[i] in WEIGHT else len(WEIGHT), default="")
