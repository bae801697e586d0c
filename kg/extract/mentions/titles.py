"""Titles, offices and ranks as they stand in a text: "Russian Foreign Minister", "Lt. Gen.", "spokesman"."""

from collections.abc import Sequence
from functools import lru_cache

from kg.lexicon import table
from kg.parse import Token

LONGEST = 6
"""Tokens of the longest title ("secretary of state for foreign affairs"), dashes and dots counted."""
_SKIP = frozenset("-–,.")


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """Each title, without dots and dashes, and its class: office, rank, courtesy or trade."""
    return {_plain(r["title"].split(" ")): r["class"] for r in table("titles")}


def _plain(words: Sequence[str]) -> str:
    parts = [p for w in words for p in w.lower().replace("-", " ").split()]
    return " ".join(p.strip(".") for p in parts if p not in _SKIP)


def title_class(tokens: Sequence[Token]) -> str:
    """The class of a title, in the singular or plural ("councillors A, B and C"), "" if the words are none."""
    words = [t for t in tokens if t.text not in _SKIP]
    if not words:
        return ""
    last = words[-1].lemma if words[-1].tag in ("NNS", "NNPS") else words[-1].text
    return titles().get(_plain([*(t.text for t in words[:-1]), last]), "")


@lru_cache(maxsize=1)
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last words of all titles: most words are neither, and cost nothing more."""
    return frozenset(t.split(" ")[0] for t in titles()), frozenset(t.split(" ")[-1] for t in titles())


def _may_end(t: Token) -> bool:
    lasts = _edges()[1]
    return t.lower.strip(".") in lasts or t.lemma.lower() in lasts or "-" in t.text


def _may_start(t: Token) -> bool:
    firsts = _edges()[0]
    return t.lower.strip(".") in firsts or t.lemma.lower() in firsts or "-" in t.text


def ends_at(tokens: Sequence[Token], end: int, start: int = 0) -> int:
    """Where the longest title that ends before index `end` begins; `end` itself if none does."""
    if end <= start or not _may_end(tokens[end - 1]):
        return end
    for begin in range(max(start, end - LONGEST), end):
        if tokens[begin].text not in _SKIP and title_class(tokens[begin:end]):
            return begin
    return end


def starts_at(tokens: Sequence[Token], begin: int, stop: int) -> int:
    """Where the longest title that starts at index `begin` ends (exclusive); `begin` itself if none does."""
    if begin >= stop or not _may_start(tokens[begin]):
        return begin
    for end in range(min(stop, begin + LONGEST), begin, -1):
        if tokens[end - 1].text not in _SKIP and title_class(tokens[begin:end]):
            return end
    return begin
