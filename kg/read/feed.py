"""RSS and Atom -> Articles: each entry with its full text, or its summary where the feed gives no more."""

import re
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.iri import sha8, slug
from kg.model import Article
from kg.read import Read, Unread, html, whole

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the entries of a feed as articles.

    Raises:
        SourceError: no feed, or one without entries.
    """
    for entry, publisher, language in entries(whole(stream)):
        yield _article(entry, publisher, language, name)


def entries(data: bytes) -> Iterator[tuple[Any, str | None, str]]:
    """The entries of a feed, each with the feed's title and language."""
    import feedparser

    try:
        feed = feedparser.parse(data)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as e:  # on hostile markup feedparser's own parsers fail so
        raise SourceError(f"not a readable feed ({str(e)[:80] or type(e).__name__})") from e
    if not feed.entries:
        raise SourceError("no feed entries in it; an RSS or Atom file was expected")
    about = feed.feed
    yield from ((entry, about.get("title"), about.get("language") or "en") for entry in feed.entries)


def _article(entry: Any, publisher: str | None, language: str, name: str) -> Read:
    url = entry.get("link") if str(entry.get("link", "")).startswith(("http://", "https://")) else None
    title = entry.get("title") or None
    label = f"{name}-{slug(title or '')[:40]}-{sha8(str(entry.get('id') or url or title))}"
    body = next((c.get("value", "") for c in entry.get("content", ())), "") or entry.get("summary", "")
    text = _text(body)
    if not text:
        return Unread(label, "an entry without text; give its page's URL instead")
    when = next((entry[key] for key in ("published_parsed", "updated_parsed") if key in entry), None)
    notes = () if entry.get("content") else ("only the feed's summary of the article",)
    return Article(
        id=label, text=text, title=title, date=time.strftime("%Y-%m-%d", when) if when else None, source=publisher,
        url=url, author=entry.get("author") or None, language=language, notes=notes,
    )  # fmt: skip


def _text(markup: str) -> str:
    """The words of an entry's HTML, a paragraph a block."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        tree = lxml_html.fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for block in tree.iter("p", "br", "li", "div", "h1", "h2", "h3", "blockquote"):
        block.tail = "\n" + _CONTROL.sub("", block.tail or "")  # a reference may stand for what no text of XML may hold
    for script in list(tree.iter("script", "style")):
        script.drop_tree()
    return html.paragraphs(tree.text_content())
