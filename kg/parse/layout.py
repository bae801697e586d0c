"""What of an article's text is prose: pieces for the parser, without markup and page furniture, each character with its offset.

`pieces(article)` yields title, bylines, datelines and body paragraphs. The characters of a piece are those of the article,
less markup (Markdown links, emphasis, heading signs, the brackets of an editor's insertion, a wire's "CITY (Agency) -") and
with line breaks made spaces; `offsets[i]` is where character i stands in `article.text`, so that nothing found in a piece
ever loses its place. `headline` and `dateline` say what the text itself gives as its title and day.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from kg.model import Article

PieceKind = Literal["title", "dateline", "body", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph for the parser: its characters, where each stands in the article, and what it is."""

    text: str
    offsets: tuple[int, ...]
    kind: PieceKind
    verb: int = -1  # where a headline's verb begins for which another form stands


LONGEST = 20_000  # characters of a piece: the parser's memory grows with it, and no paragraph of news comes near
LONGEST_WORD = 120  # characters without white space; what is longer is data, and only its beginning is kept
SHORT_LINE = 160  # characters; a longer line is prose, never a title, byline or dateline
WIDEST = 120  # characters of a line that the width of a page ended; where lines are longer, each line end is meant
HEAD_LINES = 12  # a title or a date stands among the first lines of a text, or nowhere

_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_MARKUP = re.compile(
    r"(?m)^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?|^\s{0,3}[*+-]\s+(?=\S)|\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)"
    r"|!?\[(?=[^\]]*\]\([^)]*\))|(?<=.)\]\([^)]*\)|<https?://[^>]*>|`+"
)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
_INSERTION = re.compile(r"\[(?:sic|\.{3}|…)\]|\[(?=[^\]\[\n]{1,80}\])|(?<=[\w.,%])\]")
_NO_SPACE = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY_NAME = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)"
_DATE = rf"{_DAY_NAME}?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?)?"
_CITY = r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,2}|[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,2})"
_AGENCY = r"[A-Z][\w./ ]{1,23}"
_DATE_LINE = re.compile(
    rf"\s*(?:(?i:Published|Posted|Updated|Last updated)?:?|{_CITY}(?:, {_CITY})?,)\s*(?i:{_DATE})[\s,|·-]*(?i:{_CLOCK})\s*(?:\({_AGENCY}\)\s*)?"
)
_WIRE_DATE = rf"(?:{_DAY_NAME}?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
_WIRE = re.compile(  # "WARSAW, Poland (Agency) -", "Tehran, March 15, Agency -", "OSLO, 5 May 2021. /AGENCY/.", "KABUL:", "(Agency) -"
    rf"\s*(?:{_CITY}(?:, (?!{_WIRE_DATE})[A-Z][\w. ]{{2,20}}?)?(?:,? (?P<day>{_WIRE_DATE})\.?| \((?P<day_too>{_WIRE_DATE})\))?"
    rf"(?:,? ?\((?P<agency>[\w./ ]{{2,24}})\)|, [A-Z]{{2,12}}|,? /(?P<agency_too>{_AGENCY})/)?(?:\s*--+|\s+[-–—―]|\s+:|(?<=/)\.)"
    rf"|[A-Z][A-Z.'’-]{{2,20}}:|\((?P<agency_alone>{_AGENCY})\)\s*(?:--+|[-–—―]))\s+(?=[A-Z\"“'‘])"
)
_BYLINE_WORD = r"(?:\[?[A-Z][\w.'’\[\]#()-]*|and|of|in|for|the|our|a|staff|writers?|correspondents?|reporters?|&|@\w+)"
_BYLINE = re.compile(rf"\s*(?:By|BY|by|Reporting by|Written by|Story by) {_BYLINE_WORD}(?:,? {_BYLINE_WORD}){{0,14}}(?<!\.)\s*")
_FURNITURE = re.compile(
    r"(?i)\s*(?:contact (?:the )?(?:authors?|reporters?|us)\b|original url\b|follow (?:the authors?|us|him|her|@)"
    r"|read (?:more|also|the rest|the full)\b|related(?: articles?| stories)?:|see also\b|share this\b|sign up\b|subscribe\b"
    r"|click here\b|advertisement\b|photo(?: by|:| credit)|image:|source:|copyright\b|©"
    r"|all rights reserved|\(?reporting by\b|\(?editing by\b|additional reporting\b|--additional reporting"
    r"|(?:abstract|full text)\.?\s*$|https?://\S+\s*$|\S+@\S+\.\S+\s*$|\(end\)|-+ ?ends ?-+"
    r"|this (?:story|article) (?:was|has been) (?:first |originally )?(?:published|updated|corrected)).*",
    re.DOTALL,
)
_CAPTION = re.compile(  # words of a page around its pictures, in the middle of its text
    r"\b[Ii]mage (?:copyright|source)[,:]? (?:[A-Z][\w./&'’-]*[ ,]+){1,5}?[Ii]mage caption\s+|\b[Ii]mage caption\s+"
    r"|\b[Mm]edia caption\s+|\b[Mm]edia playback is (?:not supported|unsupported) on (?:your|this) device\s*"
    r"|(?m:^)\s*(?:FILE(?: PHOTO)?|File photo)\s*[-–—:]+\s+|(?:(?m:^)\s*|(?<=Photos ))Caption:? (?=[A-Z])"
)
_RULE = re.compile(r"[\s\W_]*")
_OPEN_END = frozenset(",;:-–—(")


def front_matter(text: str) -> int:
    """The length of a Markdown file's front matter (the YAML block between `---` lines at its very start), 0 without one."""
    found = _FRONT.match(text)
    return found.end() if found else 0


_STOP = re.compile(r"[.!?][\"”’]?\s+(?=[A-Z\"“])|\n\s*\n")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around some words stands, by its marks alone: for those who have the text and no parse of it.

    >>> text = "They met. Moscow denies this. No date was set."
    >>> text[slice(*sentence_around(text, 24, 28))]
    'Moscow denies this.'
    """
    begin = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    return begin, len(text) if stop is None else stop.start() + (text[stop.start()] != "\n")


def pieces(article: Article) -> Iterator[Piece]:
    """Yield the paragraphs of an article in order, furniture and datelines among them, marked as what they are."""
    untitled = opening = True
    for start, end in _paragraph_spans(article):
        raw = article.text[start:end]
        kind = _kind(raw, article, untitled=untitled)
        kept = _kept(raw, markdown=article.format == "markdown", opening=opening)
        text = "".join(c if (c := raw[i]).isprintable() else " " for i in kept)
        if not text.strip():
            continue
        untitled = untitled and kind in ("dateline", "furniture")
        opening = opening and kind != "body"
        for a, b in _cuts(text):
            if text[a:b].strip():
                yield Piece(text[a:b], tuple(start + i for i in kept[a:b]), kind)


def headline(article: Article) -> str | None:
    """The article's title: what its source gives, else its first heading or title line, None without one."""
    if article.title:
        return article.title
    return next((p.text.strip() for p in pieces(article) if p.kind == "title"), None)


def dateline(article: Article) -> str | None:
    """The article's day as an ISO prefix: its source's, else that of a line that is nothing but a date, else of a wire's beginning.

    >>> dateline(Article(id="a", text="Talks resume\\n\\nApril 20, 2016\\n\\nThe two sides met."))
    '2016-04-20'
    >>> dateline(Article(id="a", text="OSLO, 5 May 2021 (Agency) - The two sides met."))
    '2021-05-05'
    """
    if article.date:
        return article.date
    for start, end in islice(_paragraph_spans(article), HEAD_LINES):
        if _DATE_LINE.fullmatch(article.text, start, end):
            return calendar_day(article.text[start:end])
    wire = _wire(article)
    return calendar_day(wire["day"] or wire["day_too"] or "") if wire else None


def agency(article: Article) -> str | None:
    """The agency that a wire's dateline names: "KYIV (Agency) -", None without one."""
    wire = _wire(article)
    name = wire and (wire["agency"] or wire["agency_too"] or wire["agency_alone"])
    return name if name and name[0].isupper() else None


def _wire(article: Article) -> re.Match[str] | None:
    """The dateline with which the first paragraph of prose begins."""
    for start, end in islice(_paragraph_spans(article), HEAD_LINES):
        raw = article.text[start:end]
        if _kind(raw, article, untitled=True) == "body":
            return _WIRE.match(raw.lstrip("*_ "))
    return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def calendar_day(line: str) -> str | None:
    """The day that a line names with its month as a word or in ISO form, as ISO; None where it names none, or one that no calendar has.

    >>> calendar_day("Friday, 14 March 2025, 10:00"), calendar_day("February 30, 2025")
    ('2025-03-14', None)
    """
    whole = re.search(r"\d{4}-\d{2}-\d{2}", line)
    month, year, day = re.search(_MONTH, line, re.IGNORECASE), re.search(r"\b\d{4}\b", line), re.search(r"\b\d{1,2}(?=\D)", line)
    if whole is None and not (month and year and day):
        return None
    try:
        if whole:
            return datetime.date.fromisoformat(whole[0]).isoformat()
        assert month and year and day
        return datetime.date(int(year[0]), _MONTHS.index(month[0][:3].lower()) + 1, int(day[0])).isoformat()
    except ValueError:
        return None


def _kind(raw: str, article: Article, *, untitled: bool) -> PieceKind:
    """What a paragraph is, from its form; `untitled` where neither title nor prose came before it."""
    line = raw.strip()
    if len(line) <= SHORT_LINE:
        if _DATE_LINE.fullmatch(line):
            return "dateline"
        if _BYLINE.fullmatch(line) or _RULE.fullmatch(line):
            return "furniture"
        if article.format == "markdown" and _HEADING.match(raw):
            return "title"
        if article.title and _letters(line) == _letters(article.title):
            return "title"
        if untitled and line[-1:].isalnum() and len(line) < len(article.text.strip()):
            return "title"
        if line.isupper() and len(line.split()) > 2:
            return "title"
    return "furniture" if _FURNITURE.fullmatch(line) and len(line) <= 2 * SHORT_LINE else "body"


def _letters(line: str) -> str:
    return "".join(c for c in line.casefold() if c.isalnum())


def _kept(raw: str, *, markdown: bool, opening: bool) -> list[int]:
    """The offsets of a paragraph's characters that are prose; the `opening` paragraph of a body may begin with a wire's dateline."""
    drop: set[int] = set()
    for m in _INSERTION.finditer(raw):
        drop.update(range(*m.span()))
    if markdown:
        for m in _MARKUP.finditer(raw):
            drop.update(range(*m.span()))
    for m in _NO_SPACE.finditer(raw):
        drop.update(range(m.start() + LONGEST_WORD, m.end()))
    if opening and (wire := _WIRE.match(raw)):
        drop.update(range(wire.end()))
    return [i for i in range(len(raw)) if i not in drop] if drop else list(range(len(raw)))


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """A piece too long for the parser in parts, cut after a sentence, else at white space, else anywhere."""
    at = 0
    while len(text) - at > LONGEST:
        window = text[at : at + LONGEST]
        cut = max(window.rfind(end) for end in (". ", "! ", "? ", '." ', ".” ")) + 1 or window.rfind(" ") + 1 or LONGEST
        yield at, at + cut
        at += cut
    yield at, len(text)


def _paragraph_spans(article: Article) -> Iterator[tuple[int, int]]:
    skip = front_matter(article.text) if article.format == "markdown" else 0
    for start, end in _rejoined(article.text, _paragraphs(article.text, skip)):
        yield from _uncaptioned(article.text, start, end)


def _uncaptioned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in parts where the words around a picture stand in it: a caption is no part of the sentence before."""
    at = start
    for m in _CAPTION.finditer(text, start, end):
        if text[at : m.start()].strip():
            yield at, m.start()
        at = m.end()
    if at == start or text[at:end].strip():
        yield at, end


def _paragraphs(text: str, skip: int) -> Iterator[tuple[int, int]]:
    """Blocks between blank lines, and within them the lines that were ended on purpose and not by the width of a page."""
    block: list[tuple[int, int]] = []
    at = skip
    for line in text[skip:].splitlines(keepends=True):
        if line.strip():
            block.append((at, at + len(line)))
        elif block:
            yield from _lines(text, block)
            block = []
        at += len(line)
    if block:
        yield from _lines(text, block)


def _lines(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    width = max(len(text[a:b].strip()) for a, b in block)
    start = block[0][0]
    for (a, b), (c, d) in pairwise(block):
        line, after = text[a:b].strip(), text[c:d].strip()
        fits = width > WIDEST or len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width
        if fits and not after[0].islower() and line[-1] not in _OPEN_END:
            yield start, b
            start = c
    yield start, block[-1][1]


def _rejoined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs that page furniture broke in the middle of a sentence are one again: no end mark, then a small letter."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        body = text[start:end].strip()
        if held and body[0].islower() and text[held[0] : held[1]].rstrip()[-1:].isalnum():
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held
