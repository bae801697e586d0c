"""Where an article quotes: stretches between quotation marks of all kinds, unbalanced ones mended, with what they are.

`find(parsed)` yields `Quote`s in order. A quote that opens a paragraph and has no closing mark runs to the paragraph's end;
when the next paragraph opens with a mark again, it is the same speaker who goes on (`goes_on`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kg.parse import Parsed, Sentence, Token

_MARK = re.compile("\"+|''|``|[“”„«»‘’]|'")
_OPENING, _CLOSING = frozenset("“„«‘") | {"``"}, frozenset("”»")
_SINGLE = frozenset("'‘’")
_LEFT_OF_OPENING = frozenset(" \t\n\u00a0([{—–-/:,;") | {""}
LONGEST = 6  # paragraphs over which a quotation may run that is opened once and closed once
LONGEST_SINGLE = 400  # characters; a longer stretch between single marks is two apostrophes


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `start`, `end` include the marks, `inner` does not; `whole` says that it holds a sentence, not a phrase."""

    start: int
    end: int
    inner: tuple[int, int]
    paragraph: int
    whole: bool
    goes_on: bool = False

    def holds(self, offset: int) -> bool:
        """True for an offset inside the marks."""
        return self.inner[0] <= offset < self.inner[1]


def find(parsed: Parsed) -> list[Quote]:
    """The quotations of an article, outermost ones only, in order."""
    out: list[Quote] = []
    open_before = False
    until = -1  # the end of a quotation whose later paragraphs open without a mark
    paragraphs = [(g, g[0].start, _with_mark(parsed.article.text, g[-1].end)) for g in _paragraphs(parsed)]
    for at, (sentences, start, end) in enumerate(paragraphs):
        last = True
        if start < until:
            stop = min(end, until)
            inner = (start, len(parsed.article.text[:stop].rstrip("\"'”’»")) if stop == until else stop)
            out.append(Quote(start, stop, inner, sentences[0].paragraph, True, True))
            start, open_before = stop, False
        for opening, closing in _pairs(parsed.article.text, start, end):
            stretch, inner, closed = _stretch(parsed.article.text, opening, closing, end)
            if inner[0] >= inner[1]:
                continue
            whole = _stands_free(parsed, opening.start(), start) and _whole(parsed.article.text, inner)
            carries = open_before and opening.start() == start
            out.append(Quote(*stretch, inner, sentences[0].paragraph, whole, carries))
            last = closed
        open_before = not last
        if open_before and out:
            until = max(until, _runs_on(parsed.article.text, [(s, e) for _, s, e in paragraphs[at + 1 : at + 1 + LONGEST]]))
    return out


def _runs_on(text: str, later: list[tuple[int, int]]) -> int:
    """Where an open quotation closes in a paragraph after it, if none of those until there opens with a mark; -1 where it does not."""
    for start, end in later:
        first = next(_MARK.finditer(text, start, end), None)
        if first is None:
            continue
        closes = first.group() in _CLOSING | {'"', "''"} and first.start() > start and not text[first.start() - 1].isspace()
        return first.end() if closes and not text[first.end() : first.end() + 1].isalnum() else -1
    return -1


def _paragraphs(parsed: Parsed) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in parsed.sentences:
        if group and sentence.paragraph != group[0].paragraph:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _with_mark(text: str, end: int) -> int:
    while end < len(text) and text[end] in "\"'”’»":
        end += 1
    return end


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Opening and closing marks of the outermost quotations between two offsets; None where nothing closes."""
    opening: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        single = mark.group() in _SINGLE
        if opening is None:
            if _opens(text, mark, start):
                opening = mark
            continue
        if single and opening.group() not in _SINGLE:
            continue
        if _closes(text, mark, opening):
            yield opening, mark
            opening = None
        elif _opens(text, mark, start) and (not single or opening.group() in _SINGLE) and mark.group() in _OPENING:
            opening = mark  # a second opening mark: the first was never closed
        elif opening.group() in _SINGLE and not single and _opens(text, mark, start):
            opening = mark
    if opening is not None and opening.group() not in _SINGLE:
        yield opening, None


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    if mark.group() in _CLOSING or mark.group() == "’":
        return False
    left = text[mark.start() - 1 : mark.start()] if mark.start() > start else ""
    right = text[mark.end() : mark.end() + 1]
    if mark.group() in _OPENING:
        return bool(right.strip())
    return left in _LEFT_OF_OPENING and bool(right.strip()) and (mark.group() != "'" or right.isalpha())


def _closes(text: str, mark: re.Match[str], opening: re.Match[str]) -> bool:
    left, right = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if mark.group() in _SINGLE:
        good = mark.group() != "‘" and opening.group() in _SINGLE and not right.isalnum() and not left.isspace()
        return good and mark.start() - opening.start() <= LONGEST_SINGLE and not (left == "s" and _plural(text, mark))
    if opening.group() in _SINGLE or mark.group() in _OPENING - {"“"}:
        return False
    if mark.group() in _CLOSING:
        return True
    if left.isspace() and text[mark.start() - 2 : mark.start() - 1] in _SINGLE and (right.isspace() or not right):
        return True  # "... the term 'ceasefire,' " he said
    # a straight mark, or “ set by mistake at the end: it closes after a character and before a gap
    return not left.isspace() and not (right.isalnum() and text[mark.start() - 1 : mark.start()] in _LEFT_OF_OPENING)


def _plural(text: str, mark: re.Match[str]) -> bool:
    """True where a mark after s is an apostrophe ("the rebels' advance"): another single mark closes later on the line."""
    line = text[mark.end() : mark.end() + LONGEST_SINGLE].split("\n", 1)[0]
    return bool(re.search(r"\w[.,?!]?['’](?!\w)", line)) and text[mark.end() : mark.end() + 2].strip()[:1].islower()


def _stretch(text: str, opening: re.Match[str], closing: re.Match[str] | None, end: int) -> tuple[tuple[int, int], tuple[int, int], bool]:
    stop = closing.start() if closing else end
    inner_start, inner_end = opening.end(), stop
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    return (opening.start(), closing.end() if closing else inner_end), (inner_start, inner_end), closing is not None


def _stands_free(parsed: Parsed, start: int, paragraph: int) -> bool:
    """A quoted sentence opens a paragraph or follows a mark or a verb ("said"); a quoted name stands in the midst of words."""
    before = parsed.article.text[max(paragraph, start - 3) : start].rstrip()
    if not before or not before[-1].isalnum():
        return True
    word = _before(parsed, start)
    return word is not None and (word.pos in ("VERB", "AUX", "SCONJ", "NUM") or word.lower in INTRODUCING)


def _before(parsed: Parsed, offset: int) -> Token | None:
    at = bisect_left(parsed.tokens, offset, key=lambda t: t.start)
    return parsed.tokens[at - 1] if at else None


def _whole(text: str, inner: tuple[int, int]) -> bool:
    """A quotation of a sentence begins with a capital and ends with a mark of its own or is long; one of a phrase is neither."""
    words = text[inner[0] : inner[1]]
    first = next((c for c in words if c.isalnum()), "")
    ends = words.rstrip()[-1:] in ".!?,…—–" or text[inner[1] : inner[1] + 3].strip("\"'”’»")[:1] in ",.!?"
    begins = first.isupper() or first.isdigit() or words.startswith(("…", "..."))
    return begins and (ends or len(words.split()) >= WHOLE_WORDS)


INTRODUCING = frozenset({"that", "added", "says", "him", "her", "them", "me", "us", "reporters"})
WHOLE_WORDS = 5  # a quotation of fewer words without a final mark is a name or a phrase
