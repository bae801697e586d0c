"""SHACL constraints as plain functions over the values of a path; `shapes.py` compiles shapes to them.

Each builder in `BUILDERS` takes the shapes graph and what the shape says after `sh:<name>`, and gives the test.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg.rdf.terms import Lit, Quad, Term
from kg.vocab import RDF, XSD, Iri

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SH = "http://www.w3.org/ns/shacl#"


class Data:
    """Quads by subject and property, whatever their graphs."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index quads; each is counted once, whatever graphs it stands in."""
        self.nodes: dict[Iri, dict[Iri, list[Term]]] = {}
        for s, p, o, _ in quads:
            values = self.nodes.setdefault(s, {}).setdefault(p, [])
            if o not in values:
                values.append(o)

    def values(self, subject: Term, path: Sequence[Iri]) -> list[Term]:
        """What a node's path leads to, each once."""
        if len(path) == 1:
            node = self.nodes.get(subject) if not isinstance(subject, Lit) else None
            return node.get(path[0], []) if node is not None else []
        step = [value for middle in self.values(subject, path[:1]) for value in self.values(middle, path[1:])]
        return list(dict.fromkeys(step))

    def is_a(self, value: Term, kind: Iri) -> bool:
        """True where a node is said to be of a class."""
        return kind in self.values(value, (RDF.type,))


Test = Callable[[Data, Iri, list[Term]], Iterable[tuple[str, Term | None]]]
"""One constraint on the values of a path: the name of the constraint and each value that breaks it."""


def sh(name: str) -> "Node":
    """A term of SHACL as an rdflib node."""
    from rdflib import URIRef

    return URIRef(SH + name)


def _term(node: "Node") -> Term:
    from rdflib import Literal

    if isinstance(node, Literal):
        return Lit(str(node), Iri(node.datatype or XSD.string), node.language)
    return Iri(str(node))


def _each(constraint: str, good: Callable[[Data, Term], bool]) -> Test:
    """A constraint that each value meets or breaks by itself."""

    def test(data: Data, _: Iri, values: list[Term]) -> list[tuple[str, Term | None]]:
        return [(constraint, value) for value in values if not good(data, value)]

    return test


def _count(constraint: str, good: Callable[[int], bool]) -> Test:
    def test(_: Data, __: Iri, values: list[Term]) -> tuple[tuple[str, Term | None], ...]:
        return () if good(len(values)) else ((constraint, None),)

    return test


def _pairs(constraint: str, other: Iri, good: Callable[[Decimal | date, Decimal | date], bool]) -> Test:
    """A constraint on a value and each value of another property of the node; what cannot be compared breaks it."""

    def test(data: Data, focus: Iri, values: list[Term]) -> Iterator[tuple[str, Term | None]]:
        for value in values:
            for against in data.values(focus, (other,)):
                left, right = _comparable(value), _comparable(against)
                if left is None or right is None or type(left) is not type(right) or not good(left, right):
                    yield constraint, value

    return test


def _in(graph: "Graph", value: "Node") -> Test:
    allowed = frozenset(_term(item) for item in graph.items(value))
    return _each("In", lambda _, v: v in allowed)


def _or(graph: "Graph", value: "Node") -> Test:
    kinds = frozenset(Iri(str(graph.value(item, sh("datatype")))) for item in graph.items(value))
    return _each("Or", lambda _, v: isinstance(v, Lit) and v.datatype in kinds and _well_formed(v))


def _datatype(_: "Graph", value: "Node") -> Test:
    kind = Iri(str(value))
    return _each("Datatype", lambda _, v: isinstance(v, Lit) and v.datatype == kind and _well_formed(v))


def _node_kind(_: "Graph", value: "Node") -> Test:
    literal = str(value) == SH + "Literal"
    return _each("NodeKind", lambda _, v: isinstance(v, Lit) is literal)


def _class(_: "Graph", value: "Node") -> Test:
    kind = Iri(str(value))
    return _each("Class", lambda data, v: data.is_a(v, kind))


def _pattern(_: "Graph", value: "Node") -> Test:
    pattern = re.compile(str(value))
    return _each("Pattern", lambda _, v: pattern.search(_lexical(v)) is not None)


def _bound(constraint: str, good: Callable[[Decimal, Decimal], bool]) -> Callable[["Graph", "Node"], Test]:
    def build(_: "Graph", value: "Node") -> Test:
        limit = Decimal(str(value))
        return _each(constraint, lambda _, v: isinstance(number := _comparable(v), Decimal) and good(number, limit))

    return build


def _sized(constraint: str, good: Callable[[int, int], bool]) -> Callable[["Graph", "Node"], Test]:
    def build(_: "Graph", value: "Node") -> Test:
        limit = int(str(value))
        return _count(constraint, lambda n: good(n, limit))

    return build


def _min_length(_: "Graph", value: "Node") -> Test:
    limit = int(str(value))
    return _each("MinLength", lambda _, v: len(_lexical(v)) >= limit)


BUILDERS: dict[str, Callable[["Graph", "Node"], Test]] = {
    "minCount": _sized("MinCount", lambda n, limit: n >= limit),
    "maxCount": _sized("MaxCount", lambda n, limit: n <= limit),
    "minLength": _min_length,
    "minInclusive": _bound("MinInclusive", lambda number, limit: number >= limit),
    "maxInclusive": _bound("MaxInclusive", lambda number, limit: number <= limit),
    "lessThan": lambda _, v: _pairs("LessThan", Iri(str(v)), lambda a, b: a < b),  # type: ignore[operator]
    "lessThanOrEquals": lambda _, v: _pairs("LessThanOrEquals", Iri(str(v)), lambda a, b: a <= b),  # type: ignore[operator]
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "class": _class,
    "pattern": _pattern,
    "in": _in,
    "or": _or,
}


def _lexical(value: Term) -> str:
    return value.value if isinstance(value, Lit) else value


_NUMBERS = {XSD.integer: re.compile(r"[+-]?\d+"), XSD.decimal: re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")}
_YEARS = {XSD.gYear: re.compile(r"\d{4}"), XSD.gYearMonth: re.compile(r"\d{4}-(0[1-9]|1[0-2])"), XSD.boolean: re.compile(r"true|false|1|0")}


def _well_formed(value: Lit) -> bool:
    """True where a literal's lexical form is one of its datatype's."""
    if value.datatype == XSD.string:
        return True
    form = _NUMBERS.get(value.datatype) or _YEARS.get(value.datatype)
    if form is not None:
        return form.fullmatch(value.value) is not None
    if value.datatype in (XSD.date, XSD.dateTime):
        return _comparable(value) is not None
    return True


def _comparable(value: Term) -> Decimal | date | None:
    """A number or day that can be compared; None for all else."""
    if not isinstance(value, Lit):
        return None
    try:
        if value.datatype in _NUMBERS:
            return Decimal(value.value)
        if value.datatype == XSD.date:
            return date.fromisoformat(value.value)
        if value.datatype == XSD.dateTime:
            return datetime.fromisoformat(value.value)
    except (ValueError, InvalidOperation):
        return None
    return None
