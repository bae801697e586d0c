"""What of an article's text is prose: pieces for the parser, without markup and page furniture, each character with its offset.

`pieces(article)` yields title, byline and body paragraphs. The characters of a piece are those of the article, less markup
(Markdown links, emphasis, heading signs) and with line breaks made spaces; `offsets[i]` is where character i stands in
`article.text`, so that nothing found in a piece ever loses its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.model import Article

PieceKind = Literal["title", "dateline", "body", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph for the parser: its characters, where each stands in the article, and what it is."""

    text: str
    offsets: tuple[int, ...]
    kind: PieceKind


_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_BLANK = re.compile(r"\n[ \t]*\n")
_MARKUP = re.compile(r"(?m)^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|!?\[(?=[^\]]*\]\([^)]*\))|(?<=.)\]\([^)]*\)|<https?://[^>]*>")
_HEADING = re.compile(r"\s{0,3}#{1,2}\s+\S")


def front_matter(text: str) -> int:
    """The length of a Markdown file's front matter (the YAML block between `---` lines at its very start), 0 without one."""
    found = _FRONT.match(text)
    return found.end() if found else 0


def pieces(article: Article) -> Iterator[Piece]:
    """Yield the paragraphs of an article in order."""
    skip = front_matter(article.text) if article.format == "markdown" else 0
    for start, end in _rejoined(article.text, [(a + skip, b + skip) for a, b in _paragraphs(article.text[skip:])]):
        raw = article.text[start:end]
        kind: PieceKind = "title" if article.format == "markdown" and _HEADING.match(raw) else "body"
        drop = {i for m in _MARKUP.finditer(raw) for i in range(*m.span())} if article.format == "markdown" else set()
        kept = [i for i in range(len(raw)) if i not in drop]
        text = "".join(" " if raw[i] in "\n\t\r" else raw[i] for i in kept)
        if text.strip():
            yield Piece(text, tuple(start + i for i in kept), kind)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BLANK.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def _rejoined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs that page furniture broke in the middle of a sentence are one again: no end mark, then a small letter."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        body = text[start:end].strip()
        if not body:
            continue
        if held and body[0].islower() and text[held[0] : held[1]].rstrip()[-1:].isalnum():
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held
