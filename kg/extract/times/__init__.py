"""When: the date expressions of an article against its dateline, and which of them dates an act.

A date is what the sentence gives by its grammar; an act that no expression dates is undated, and the dateline is not lent to it.
"""

import re
from collections.abc import Iterator
from datetime import date

from kg.extract.status.modality import modality
from kg.extract.times.attachment import day, governor, of, top
from kg.extract.times.calendar import Period, clues, expressions, period, words
from kg.lexicon.typing import grammar
from kg.model import Extraction, When
from kg.parse import Parsed, Sentence, Token

__all__ = ["find", "of"]

_SPACES = str.maketrans("\n\t\r\xa0", "    ")
_BOUNDS = {"since": "after", "after": "after", "from": "after", "before": "before", "by": "before", "until": "before", "till": "before"}
_FUTURE = grammar("FUTURE")
_PAST = frozenset({"was", "were", "had", "has", "have"})
_BEHIND = re.compile(r",? (?:the )?")
_NOT_DATES = frozenset({"MD", "VB", "VBP", "VBD", "VBZ"})


def find(parsed: Parsed, found: Extraction) -> Iterator[When]:
    """Yield the date expressions of an article, in order, each as precise as it is and no more."""
    today = day(parsed.article)
    last: Period | None = None
    for sentence in parsed.sentences:
        if not any(t.lower in clues() or t.text[0].isdigit() for t in sentence.tokens):
            continue
        text = parsed.article.text[sentence.start : sentence.end].translate(_SPACES)
        for m in expressions().finditer(text):
            head = None if _spelled_out(text, m) or _numbered(text, m.start()) else _head(parsed, sentence, m)
            if head is None:
                continue
            days = _days(parsed, sentence, m, head, today, last)
            when = _when(parsed, sentence, m, days)
            yield when
            if days is not None and days.first is not None and (days.last is None or today is None or days.first <= today):
                last = days


def _days(parsed: Parsed, sentence: Sentence, m: re.Match[str], head: Token, today: date | None, last: Period | None) -> Period | None:
    """The days of a date expression where it stands; None where it counts from an act told elsewhere: "three days after the raid"."""
    if m["adir"]:
        direction = parsed.within(parsed.article.span(sentence.start + m.start("adir"), sentence.start + m.end("adir")))
        if any(t.kids("pobj", "pcomp") or t.dep == "mark" for t in direction):
            return None
    since = "since" in (head.lower, head.head.lower)  # whatever it is the beginning of, it has been
    return period(m, today, ahead=not since and _lies_ahead(parsed, head), last=last, past=since or _lies_behind(head))


def _spelled_out(text: str, m: re.Match[str]) -> bool:
    """True for a weekday with its date behind it, which says it all ("Friday, 21 July 1972"), and for a day of a name ("Bloody Friday")."""
    if not m["weekday"]:
        return False
    behind = _BEHIND.match(text, m.end())
    dated = expressions().match(text, behind.end()) if behind else None
    before = text[: m.start()].split()
    return bool(dated and (dated["m1"] or dated["m2"] or dated["iso"])) or bool(
        before and before[-1].lower() in words("named") and before[-1][0].isupper()
    )


def _numbered(text: str, start: int) -> bool:
    """True for the year of a number, which dates nothing told: "resolution 2649 (2022)"."""
    return start > 2 and text[start - 2 : start] == " (" and text[start - 3].isdigit()


def _head(parsed: Parsed, sentence: Sentence, m: re.Match[str]) -> Token | None:
    """The head word of a date expression, None where the words are no date ("may", "march on", "Sunday Times")."""
    start, end = sentence.start + m.start(), sentence.start + m.end()
    tokens = [t for t in sentence.tokens if start <= t.start and t.end <= end]
    if not tokens or (len(tokens) == 1 and (tokens[0].tag in _NOT_DATES or tokens[0].tag == "NN")):
        return tokens[0] if tokens and tokens[0].lower in ("today", "yesterday", "tomorrow", "tonight") else None
    head = top(tokens)
    named = head.dep == "compound" and head.head.pos == "PROPN" and (m["weekday"] or m["year"])
    return None if named else head


def _lies_ahead(parsed: Parsed, head: Token) -> bool:
    verb = governor(head)
    if any(a.lower in _FUTURE for a in verb.kids("aux")):
        return True
    return (
        not _lies_behind(head)
        and verb.pos in ("VERB", "AUX")
        and modality(parsed, verb).status in ("planned", "demanded", "hypothetical", "threatened")
    )


def _lies_behind(head: Token) -> bool:
    verb = governor(head)
    return verb.tag == "VBD" or (verb.tag == "VBN" and any(a.lower in _PAST for a in verb.kids("aux", "auxpass")))


def _when(parsed: Parsed, sentence: Sentence, m: re.Match[str], days: Period | None) -> When:
    start = sentence.start + m.start()
    mention = parsed.article.span(start, sentence.start + m.end())
    before = next((t for t in reversed(sentence.tokens) if t.end <= start), None)
    span = days is not None and days.first != days.last and before is not None and before.lower == "from"  # "from 2 to 4 May"
    as_of = before is not None and before.lower == "of" and before.head.lower == "as"
    not_until = before is not None and before.lower in ("until", "till") and bool(before.head.kids("neg"))
    bound = "after" if not_until else _BOUNDS.get((m["m4rel"] or "").lower()) or (_BOUNDS.get(before.lower) if before is not None else None)
    bound = None if span else "before" if as_of else bound
    if days is None:
        return When(value=None, mention=mention, why="undetermined")
    first, last = (d.isoformat() if d is not None else None for d in (days.first, days.last))
    if bound == "after":
        return When(value=None, mention=mention, earliest=first, why="after")
    if bound == "before":
        return When(value=None, mention=mention, latest=last, why="before")
    if days.is_exact:
        return When(value=days.value, mention=mention, why="exact")
    return When(value=days.value, mention=mention, earliest=first, latest=last, why="bounds")
