"""What a query answers: columns and rows of terms, read through before they are handed out."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.rdf.terms import Lit, Term
from kg.vocab import XSD

Row = tuple[Term | None, ...]
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: `kind` is `select`, `ask` (one row `true` or `false`) or `graph` (rows subject, predicate, object).

    `truncated` says that the row limit cut it off.

    >>> rows = Rows("select", ("n",), ((Lit("7"),), (None,)))
    >>> list(rows.dicts()), len(rows)
    ([{'n': '7'}, {'n': None}], 2)
    """

    kind: Literal["select", "ask", "graph"]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """The rows, each a tuple of terms in the order of the columns, None where unbound."""
        return iter(self.rows)

    def __bool__(self) -> bool:
        """Whether there is an answer: for ASK its truth, else whether there is a row."""
        return self.rows[0][0] == ASK_TRUE if self.kind == "ask" else bool(self.rows)

    def dicts(self) -> Iterator[dict[str, str | None]]:
        """Each row as `{column: text}`: IRIs and the lexical forms of literals."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.columns, row, strict=True)}

    def values(self) -> Iterator[dict[str, Value]]:
        """Each row as `{column: value}` for JSON: numbers and truth values as such, all else as text."""
        for row in self.rows:
            yield {name: native(term) for name, term in zip(self.columns, row, strict=True)}


ASK_TRUE = Lit("true")
_WHOLE = frozenset({XSD.integer, *(XSD.iri + name for name in ("int", "long", "short", "nonNegativeInteger", "positiveInteger"))})
_NUMBER = frozenset({XSD.decimal, *(XSD.iri + name for name in ("double", "float"))})


def native(term: Term | None) -> Value:
    """The value of a term in Python: numbers and truth values as such; what JSON has no number for (INF, NaN) and all else as text.

    >>> native(Lit("3", XSD.integer)), native(Lit("2.5", XSD.decimal)), native(Lit("true", XSD.boolean)), native(Lit("2016", XSD.gYear))
    (3, 2.5, True, '2016')
    """
    if not isinstance(term, Lit):
        return term
    if term.datatype == XSD.boolean:
        return term.value in ("true", "1")
    try:
        if term.datatype in _WHOLE:
            return int(term.value)
        if term.datatype in _NUMBER and math.isfinite(number := float(term.value)):
            return number
    except ValueError:  # no number, whatever its datatype says
        pass
    return term.value


def plain(term: Term | None) -> str | None:
    """The text of a term: an IRI as it is, a literal without its datatype."""
    return term.value if isinstance(term, Lit) else term


def each_once(rows: Iterable[Row]) -> Iterator[Row]:
    """A graph is a set: what a template or a description brings twice is there once."""
    seen: set[Row] = set()
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row
