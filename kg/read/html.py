"""HTML -> Article: the main text and metadata of a page by trafilatura; cookie walls and half articles are told.

`article.text` is the extracted text, paragraphs one to a line pair; the page itself is not kept.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read import Read, Unread, whole
from kg.read.text import decode

_WALL = re.compile(
    r"(?i)\b(accept (all )?cookies|cookie (policy|settings|preferences)|we use cookies|enable (cookies|javascript)"
    r"|are you a robot|access denied|verify you are (a )?human)\b"
)
_CUT = re.compile(
    r"(?i)(subscribe|sign in|log in|register|create (a free|an) account)[^.!?]{0,40}"
    r"\b(to (continue|keep) reading|to read (the (full|rest)|more)|for full access)"
    r"|this article is for subscribers|already a subscriber|continue reading (this|the) (story|article)"
)
_META = re.compile(rb"(?i)<meta[^>]{0,80}\bcharset\s*=\s*[\"']?\s*([\w.:-]+)")
_WIDER = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252", "ascii": "windows-1252"}
LONGEST_PAGE = 4_000_000  # characters of markup; news pages have some 0.1 to 2 million
MOST_TAGS = 50_000  # news pages have 1,000 to 10,000; the extractor's time grows with their square, and takes a minute at 400,000
LOST = 0.002  # share of characters that may be no text in the encoding that a page states; pages pasted together have a few
FEWEST = 12  # words; less is a menu or a caption
SHORTEST = 200  # characters; the shortest agency flash in our samples of real news has some 250


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the one article of a page."""
    yield page(whole(stream), name)


def page(data: bytes, name: str, *, url: str | None = None, charset: str | None = None) -> Read:
    """The article of a page's bytes, in the `charset` that its server says; an `Unread` where the page has no article to speak of."""
    try:
        markup = characters(data, charset)
        if len(markup) > LONGEST_PAGE or (tags := markup.count("<")) > MOST_TAGS:
            size = f"{len(markup):,} characters" if len(markup) > LONGEST_PAGE else f"{tags:,} tags"
            raise SourceError(f"a page of {size}; at most {LONGEST_PAGE:,} characters and {MOST_TAGS:,} tags are read as one article")
        found = _extracted(markup, url)
    except SourceError as e:
        return Unread(name, str(e))
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


def characters(data: bytes, charset: str | None = None) -> str:
    """The characters of a page: in the encoding that its server states, else that which it states itself, else what its bytes most likely are.

    Raises:
        SourceError: binary, or no encoding makes text of it.

    >>> characters("café".encode("cp1252"), "iso-8859-1"), characters('<meta charset="koi8-r">Мир'.encode("koi8-r"), "utf-99")
    ('café', '<meta charset="koi8-r">Мир')
    """
    own = _META.search(data[:4096])
    for name in (charset, own and own[1].decode("ascii")):
        if name and not data.startswith(_MARKS):
            try:
                text = data.decode(_WIDER.get(name.lower(), name), "replace")
            except (LookupError, UnicodeError):
                continue  # an encoding that there is not, or that is none of text
            if "\x00" not in text and text.count("\ufffd") <= LOST * len(text):
                return text
    try:
        return decode(data)
    except SourceError as e:
        raise SourceError(f"{e} (its server says charset {charset[:20]!r})" if charset else str(e)) from e


_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def _extracted(data: str, url: str | None) -> Any:
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
