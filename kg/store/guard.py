"""What a user's SPARQL may hold: one read-only query, no SERVICE (it opens sockets), no update.

The text is cut into tokens as the SPARQL grammar does, so that a word inside a string, an IRI or a comment counts for nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.errors import QueryError

SKIP = re.compile(
    r"""(?x)
    \#[^\n\r]*                                              # comment
    | <[^<>"{}|^`\\\x00-\x20]*>                             # IRI
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'         # strings
    """,
    re.DOTALL,
)
_WORD = re.compile(r"(?<![\w:?$@.\-])[A-Za-z]+(?![\w:\-])")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_DECLARED = re.compile(r"(?i)\bPREFIX\s+([\w.\-]*):")
_PREFIX = re.compile(r"(?<![\w?$@:.\-\\%])([A-Za-z][\w.\-]*|):")
_PLACE = re.compile(r"(?s)(.*?)error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)")
_NOT_OFFERED = frozenset({"LATERAL", "SERVICE"})
_CLUELESS = "something before it is missing or too much (a triple has subject, predicate and object; each bracket its other one)"
_EXPECTED = 8
"""Words that an error names as those that could have stood there; the grammar often has dozens, and the first tell enough."""
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_KEPT = 8
"""Queries whose words are kept, for each is looked at several times, and many are asked again; few, for one may be a megabyte."""
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})


@lru_cache(_KEPT)
def keywords(sparql: str) -> tuple[str, ...]:
    """The bare words of a query in upper case, without those in comments, strings, IRIs, variables and prefixed names.

    >>> keywords("SELECT ?from { ?s <urn:service> 'SERVICE' } # LOAD")
    ('SELECT',)
    """
    return tuple(word.upper() for word in _WORD.findall(_bare(sparql)))


def form(sparql: str) -> str:
    """The form of a read-only query: `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises:
        QueryError: it is an update, calls SERVICE, or is no query at all.
    """
    words, escaped = keywords(sparql), _unescaped(sparql)
    everything = words if escaped == sparql else {*words, *keywords(escaped)}
    first = next((word for word in words if word in _FORMS or word in _UPDATES), None)
    if first is None:
        raise QueryError("no SPARQL query: it must be a SELECT, ASK, CONSTRUCT or DESCRIBE")
    if first in _UPDATES:
        raise QueryError(f"{first} is an update; queries here only read (SELECT, ASK, CONSTRUCT, DESCRIBE)")
    if "SERVICE" in everything:
        raise QueryError("SERVICE is not allowed: a query here never opens a connection; ask the other endpoint on its own")
    return first


def unknown_prefixes(sparql: str, known: Iterable[str]) -> list[str]:
    """The prefixes that a query uses and neither declares nor finds among those known.

    >>> unknown_prefixes("PREFIX ex: <urn:x> SELECT * { ?s ex:p ?o ; foaf:name 'dc:title' ; sem:hasActor ?a }", {"sem"})
    ['foaf']
    """
    return sorted(_undeclared(sparql).difference(known))


@lru_cache(_KEPT)
def _undeclared(sparql: str) -> frozenset[str]:
    """The prefixes that a query uses and does not declare."""
    bare = _bare(sparql)
    return frozenset(_PREFIX.findall(bare)).difference(_DECLARED.findall(bare))


@lru_cache(_KEPT)
def _bare(sparql: str) -> str:
    """The text without comments, strings and IRIs."""
    return SKIP.sub(" ", sparql)


def located(message: str, sparql: str, shift: int) -> str:
    """An engine's syntax error with the place in the user's own text, `shift` characters of prologue less in the first line, and the words there."""
    found = _PLACE.fullmatch(message)
    if found is None:
        return message
    said, line, column, expected = found[1], int(found[2]), int(found[3]), found[4].strip()
    column -= shift if line == 1 else 0
    rest = (sparql.splitlines() or [""])[line - 1][max(column - 1, 0) :].strip() if line <= len(sparql.splitlines()) else ""
    words = [word for word in expected.split(", ") if word not in _NOT_OFFERED and not word.startswith("[")]  # [...]: a class of characters
    prose = next((word for word in words if word.count(" ") > 2), None)
    hint = prose or f"expected {' or '.join(words[:_EXPECTED])}{' or others' if len(words) > _EXPECTED else ''}"
    where = f"{said}line {line}, column {max(column, 1)}, {f'at {rest[:40]!r}' if rest else 'at the end of the line'}"
    return f"{where}: {hint if words else _CLUELESS}"


def names_dataset(sparql: str) -> bool:
    """True where the query says with FROM which graphs it reads."""
    return "FROM" in keywords(sparql)


def _unescaped(sparql: str) -> str:
    """The text with code point escapes resolved, as some engines do before they read the tokens."""
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), sparql)
