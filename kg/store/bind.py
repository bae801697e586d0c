"""Values bound into a query as terms: in its VALUES blocks, where the query's author wants them, and nowhere else.

A query says where with a block of UNDEFs, which any engine takes as "any": `VALUES ?actor { UNDEF }` or `VALUES (?since ?until) { (UNDEF UNDEF) }`.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product

from kg.errors import QueryError
from kg.rdf.terms import Term
from kg.store.convert import written

_BLOCK = re.compile(r"VALUES\s+(?:\?(\w+)|\(((?:\s*\?\w+)+)\s*\))\s*\{\s*(?:UNDEF|\((?:\s*UNDEF)+\s*\))\s*\}")


def slots(sparql: str) -> tuple[str, ...]:
    """The variables that can be bound, in the order of the query; each may have several blocks, all of which are filled."""
    return tuple(dict.fromkeys(name for block in _BLOCK.finditer(sparql) for name in _names(block)))


def bind(sparql: str, values: Mapping[str, Iterable[Term]], conditions: Mapping[str, str] | None = None) -> str:
    """The query with these terms for its variables: several terms of one variable are alternatives; a variable without stays free.

    `conditions` are patterns that hold beside the values of a variable.

    >>> from kg.vocab import Iri
    >>> bind("SELECT * { VALUES ?a { UNDEF } ?e kg:actor ?a }", {"a": [Iri("urn:kg:actor/russia")]})
    'SELECT * { VALUES (?a) { (<urn:kg:actor/russia>) } ?e kg:actor ?a }'
    >>> bind("SELECT * { VALUES ?a { UNDEF } ?e kg:actor ?a }", {})
    'SELECT * {  ?e kg:actor ?a }'

    Raises:
        QueryError: the query has no slot for a variable.
    """
    given = {name: tuple(terms) for name, terms in values.items()}
    unknown = sorted(given.keys() - set(slots(sparql)))
    if unknown:
        raise QueryError(f"no slot for {', '.join(unknown)} in the query; it has {', '.join(slots(sparql)) or 'none'}")

    def block(found: re.Match[str]) -> str:
        names = [name for name in _names(found) if name in given]
        if not names:
            return ""
        rows = " ".join(f"({' '.join(map(written, row))})" for row in product(*(given[name] for name in names)))
        more = "".join(f" {text}" for name in names if (text := (conditions or {}).get(name)))
        return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {rows} }}{more}"

    return _BLOCK.sub(block, sparql)


def _names(block: re.Match[str]) -> list[str]:
    return [block[1]] if block[1] else [name.lstrip("?") for name in block[2].split()]
