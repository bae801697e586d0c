"""Markdown -> Article: title, author and URL from front matter or the lines of the text, date and the rest from front matter.

`article.text` is the file's own text, markup and all; `kg.parse.layout` tells the prose from the rest.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.parse.layout import front_matter
from kg.read import Read, whole
from kg.read.text import decode

_HEADING = re.compile(r"(?m)^\s{0,3}#{1,2}\s+(.+?)\s*#*$")
_BYLINE = re.compile(r"(?m)^By \[?([^\]\n]+?)(?:\]\([^)]*\))?\s*$")
_ORIGINAL = re.compile(r"(?i)original url:?\s*<?(https?://[^\s>]+)")
_KEYS = ("title", "date", "source", "url", "author", "language")


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the one article of a Markdown file."""
    text = decode(whole(stream))
    stated = _stated(text)
    for key, found in (("title", _HEADING.search(text)), ("author", _BYLINE.search(text)), ("url", _ORIGINAL.search(text))):
        if found:
            stated.setdefault(key, found[1])
    yield Article(id=name, text=text, format="markdown", **stated)


def _stated(text: str) -> dict[str, Any]:
    """What the front matter states, as strings."""
    import yaml

    block = front_matter(text)
    if not block:
        return {}
    try:
        values = yaml.load(text[:block].strip().strip("-"), Loader=yaml.BaseLoader)  # strings as they stand: 2024-02-30 is told and not raised
    except yaml.YAMLError as e:
        raise SourceError(f"front matter is not YAML ({str(e).splitlines()[0]}); mend it or remove the lines between the --- marks") from e
    if not isinstance(values, dict):
        raise SourceError("front matter is not a list of `key: value` lines; mend it or remove it")
    return {key: _line(values[key]) for key in _KEYS if values.get(key) not in (None, "", "null", "~")}


def _line(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
