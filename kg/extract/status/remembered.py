"""When an act was done whose anniversary is marked: as many years before the article as the anniversary counts, or some year before it."""

import re

from kg.extract.status.verdicts import named_act
from kg.model import Event, When
from kg.parse import Parsed, Token

_COUNT = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_YEARLY = {"anniversary": 0, "jubilee": 0, "centenary": 100, "centennial": 100, "bicentenary": 200, "bicentennial": 200}
_ORDINALS = {w: n for n, w in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1)}


def date(parsed: Parsed, event: Event, token: Token | None) -> When | None:
    """The year of an act that stands below the word for its anniversary; None where there is none, or the act has a date of its own.

    "The 80th anniversary of the bombing", told in 2025, puts it into 1945; "the anniversary of the bombing" only before 2025.
    """
    act = named_act(token) if token is not None else None
    noun = _anniversary(act) if act is not None else None
    year = parsed.article.date[:4] if parsed.article.date else ""
    if act is None or noun is None or not year.isdigit() or any("month" in t.lower or "week" in t.lower for t in noun.subtree() if t.i < noun.i):
        return None
    if event.date is not None and event.date.mention is not None and any(event.date.mention.start == t.start for t in act.subtree()):
        return None
    words = [*(t for t in noun.kids("amod", "nummod", "compound") if _number(t) is not None), noun]
    years = next((n for t in words if (n := _number(t)) is not None), None)
    span = parsed.article.span(words[0].start, noun.end)
    if years is not None:
        return When(value=f"{int(year) - years:04d}", mention=span, why=f"anniversary number {years}")
    return When(value=None, mention=span, latest=f"{int(year) - 1:04d}", why="an anniversary is a year later at least")


def _anniversary(act: Token) -> Token | None:
    """The word for the anniversary of an act: "the anniversary of the attack", "the attack's anniversary", "the attack anniversary"."""
    head = act.head.head if act.dep == "pobj" and act.head.lower == "of" else act.head if act.dep in ("compound", "poss", "nmod") else None
    return head if head is not None and head.lemma.lower() in _YEARLY else None


def _number(word: Token) -> int | None:
    """The number that an ordinal, or a noun like "centenary", counts."""
    if (figures := _COUNT.fullmatch(word.lower)) is not None:
        return int(figures[1])
    return _YEARLY.get(word.lemma.lower()) or _ORDINALS.get(word.lower)
