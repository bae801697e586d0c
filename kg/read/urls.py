"""A list of URLs, one a line -> Articles, each page or feed fetched politely."""

from collections.abc import Iterator
from typing import BinaryIO

from kg.read import Read, Unread, fetch, whole
from kg.read.text import decode


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the articles behind the URLs of a list; lines that start with `#` are comments."""
    for line in decode(whole(stream)).splitlines():
        url = line.strip()
        if url and not url.startswith("#"):
            if url.startswith(("http://", "https://")):
                yield from fetch.read(url)
            else:
                yield Unread(url[:100], "not an http or https URL")
