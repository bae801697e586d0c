"""JSON lines -> Articles: one object a line, `id` and `text`, and optionally title, date, source, url, author, language, format."""

import json
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.model import Article
from kg.read import Unread
from kg.read.text import decode

_OPTIONAL = ("title", "date", "source", "url", "author", "language", "format")


def read(data: bytes, name: str) -> Iterator[Article | Unread]:
    """Yield the article of each line; a line that is none comes out as an `Unread` named after file and line number."""
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield article(json.loads(decode(line)))
            except json.JSONDecodeError as e:
                yield Unread(f"{name}:{number}", f"not JSON ({e.msg} at column {e.colno})")
            except SourceError as e:
                yield Unread(f"{name}:{number}", str(e))


def article(row: Any) -> Article:
    """The article of one row.

    Raises:
        SourceError: a field is missing or is not text.
    """
    if not isinstance(row, dict):
        raise SourceError(f"{type(row).__name__} where an object with id and text was expected")
    for key in ("id", "text"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise SourceError(f"{key} is {row.get(key)!r}; every row needs a non-empty string `{key}`")
    extra = {key: row[key] for key in _OPTIONAL if row.get(key) is not None}
    wrong = [key for key, value in extra.items() if not isinstance(value, str)]
    if wrong:
        raise SourceError(f"{wrong[0]} is {extra[wrong[0]]!r}; it must be a string")
    if extra.get("format", "text") not in ("text", "markdown"):
        raise SourceError(f"format is {extra['format']!r}; it must be text or markdown")
    return Article(id=row["id"], text=row["text"], **extra)
