"""What people call a node: by IRI, by relative id, or by the short names that tables show, which can be pasted back."""

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError, StoreError
from kg.rdf.terms import node, text
from kg.store.convert import written
from kg.store.rows import plain
from kg.vocab import Iri

if TYPE_CHECKING:
    from kg.store.facade import Store

_HASH = re.compile(r"[0-9a-f]{6,16}")
"""A happening's hash or its beginning; six digits tell thousands of happenings apart, fewer would be words."""
SHOWN = 10
"""Digits of a hash that tables show: two of a million happenings share them less than once in two stores."""
_HASHED = "happening/"


def named(store: "Store", name: str) -> Iri:
    """The node that a name means; nothing is said of whether the store knows it.

    A name is an IRI, a relative id (`actor/russia`, `happening/0f5e0c6a1b2c3d4e`, `article/x/0a1b2c3d#event-5-8`), a hash of a happening or
    its beginning (`0f5e0c6a`), or a finding by its article's label or slug (`wire-2016-04-20#event-5-8`).

    Raises:
        QueryError: several happenings begin like this, or no article, or several, have the label.
    """
    relative = name.strip().removeprefix(store.base)
    label, mark, fragment = relative.rpartition("#")
    if mark and label and not _is_id(label):
        try:
            return node(f"{store.article(label).version}#{fragment}", store.base)
        except StoreError as e:
            raise QueryError(str(e)) from e
    found = _HASH.fullmatch(relative.removeprefix(_HASHED))
    return _happening(store, found[0]) or node(relative, store.base) if found else node(relative, store.base)


def _is_id(name: str) -> bool:
    """Whether a name is a relative id or an IRI, and no label."""
    return name.startswith("article/") or "://" in name or name.startswith("urn:")


def _happening(store: "Store", digits: str) -> Iri | None:
    """The happening whose hash begins with these digits, None where none does."""
    start = node(_HASHED + digits, store.base)
    if next(store.quads(store.facts, s=start), None) is not None:
        return start
    query = f"SELECT DISTINCT ?h {{ ?h a sem:Event FILTER(STRSTARTS(STR(?h), {written(text(start))})) }} ORDER BY ?h LIMIT 4"
    rows = [(plain(row[0]) or "").removeprefix(store.base) for row in store.query(query)]
    if len(rows) > 1:
        raise QueryError(f"{digits!r} is the beginning of {', '.join(rows[:3])}{', ...' if len(rows) > 3 else ''}; give more of it")
    return node(rows[0], store.base) if rows else None


def short(term: str, article: str | None = None) -> str:
    """A short name of a node for tables, which `named` understands where it is an event: `article` is the label of its article, where known.

    >>> short("urn:kg:actor/russia"), short("urn:kg:happening/0f5e0c6a1b2c3d4e")
    ('russia', '0f5e0c6a1b')
    >>> short("urn:kg:article/example-org-a/0a1b2c3d#event-5-8"), short("urn:kg:article/x/0a1b2c3d#event-5-8", "wire")
    ('example-org-a#event-5-8', 'wire#event-5-8')
    """
    path, mark, fragment = term.rpartition("#")
    if mark and fragment.partition("-")[0] in _FOUND and "article/" in path:
        return f"{article or path.rpartition('article/')[2].partition('/')[0]}#{fragment}"
    last = fragment.rpartition("/")[2] or term
    return last[:SHOWN] if path == "" and f"{_HASHED}{last}" in term else last


_FOUND = frozenset({"event", "claim", "span", "role"})
