"""HTML -> Article: the main text and metadata of a page by trafilatura; cookie walls and half articles are told.

`article.text` is the extracted text, paragraphs one to a line pair; the page itself is not kept.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.model import Article
from kg.read import Read, Unread, whole

_WALL = re.compile(
    r"(?i)\b(accept (all )?cookies|cookie (policy|settings|preferences)|we use cookies|enable (cookies|javascript)"
    r"|are you a robot|access denied|verify you are (a )?human)\b"
)
_CUT = re.compile(
    r"(?i)(subscribe|sign in|log in|register|create (a free|an) account)[^.!?]{0,40}"
    r"\b(to (continue|keep) reading|to read (the (full|rest)|more)|for full access)"
    r"|this article is for subscribers|already a subscriber|continue reading (this|the) (story|article)"
)
FEWEST = 12  # words; less is a menu or a caption
SHORTEST = 200  # characters; the shortest agency flash in our samples of real news has some 250


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the one article of a page."""
    yield page(whole(stream), name)


def page(data: bytes, name: str, *, url: str | None = None) -> Read:
    """The article of a page's bytes; an `Unread` where the page has no article to speak of."""
    found = _extracted(data, url)
    if found is None or len((text := paragraphs(found.text or "")).split()) < FEWEST:
        return Unread(name, "no article text found in the page (a menu, a cookie banner, or a page that scripts fill in)")
    if len(text) < 3 * SHORTEST and _WALL.search(text):
        return Unread(name, f"a cookie banner or robot check, not an article: {text[:60]!r}")
    notes = []
    if _CUT.search(text[-400:]):
        notes.append("half an article: it ends in an invitation to subscribe")
    elif len(text) < SHORTEST:
        notes.append(f"very short ({len(text)} characters): perhaps a teaser")
    return Article(
        id=name,
        text=text,
        title=found.title or None,
        date=found.date or None,
        source=found.sitename or found.hostname or None,
        url=found.url or url,
        author=found.author or None,
        language=_language(data) or "en",
        notes=tuple(notes),
    )


def _extracted(data: bytes, url: str | None) -> Any:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each broken page; we say so ourselves
    return trafilatura.bare_extraction(data, url=url, include_comments=False, include_tables=False, with_metadata=True, favor_precision=True)


def paragraphs(text: str) -> str:
    """Paragraphs set apart by a blank line, as everywhere else in kg."""
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _language(data: bytes) -> str | None:
    found = re.search(rb"(?i)<html[^>]*\slang=[\"']?([a-z]{2,3})", data[:4096])
    return found[1].decode("ascii").lower() if found else None
