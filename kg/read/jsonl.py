"""JSON lines -> Articles: one object a line, `id` and `text`, and optionally title, date, source, url, author, language, format."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read import LONGEST_FILE, Read, Unread
from kg.read.text import decode

OPTIONAL = ("title", "date", "source", "url", "author", "language", "format")


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the article of each line; a line that is none comes out as an `Unread` named after file and line number."""
    number = 0
    while line := stream.readline(LONGEST_FILE):
        number += 1
        if line.strip():
            try:
                yield article(json.loads(decode(line)))
            except json.JSONDecodeError as e:
                yield Unread(f"{name}:{number}", f"not JSON ({e.msg} at column {e.colno})")
            except RecursionError:
                yield Unread(f"{name}:{number}", "not an article (nested too deeply)")
            except SourceError as e:
                yield Unread(f"{name}:{number}", str(e))
    if not number:
        yield Unread(name, "empty; an article needs text")


def article(row: Any) -> Article:
    """The article of one row.

    Raises:
        SourceError: a field is missing or is not text.
    """
    if not isinstance(row, dict):
        raise SourceError(f"{type(row).__name__} where an object with id and text was expected")
    for key in ("id", "text"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise SourceError(f"{_is(key, row)}; every row needs a non-empty string `{key}`")
    extra = {key: row[key] for key in OPTIONAL if row.get(key) is not None}
    wrong = next((key for key, value in extra.items() if not isinstance(value, str)), None)
    if wrong:
        raise SourceError(f"{_is(wrong, extra)}; it must be a string")
    if extra.get("format", "text") not in ("text", "markdown"):
        raise SourceError(f"format is {extra['format'][:60]!r}; it must be text or markdown")
    return Article(id=row["id"], text=row["text"], **extra)


def _is(key: str, row: dict[str, Any]) -> str:
    """What a field holds, in words: "id is missing", "id is 5, a number".

    >>> _is("id", {}), _is("id", {"id": 5}), _is("id", {"id": None}), _is("id", {"id": " "})
    ('id is missing', 'id is 5, a number', 'id is null', 'id is empty')
    """
    if key not in row:
        return f"{key} is missing"
    value = row[key]
    if isinstance(value, str):
        return f"{key} is empty"
    kind = _KINDS.get(type(value))
    return f"{key} is {json.dumps(value)[:60]}{f', {kind}' if kind else ''}"


_KINDS = {int: "a number", float: "a number", list: "a list", dict: "an object"}
