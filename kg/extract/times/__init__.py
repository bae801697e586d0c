"""When: the date expressions of an article against its dateline, and which of them dates an act.

A date is what the sentence gives by its grammar; an act that no expression dates is undated, and the dateline is not lent to it.
"""

import re
from collections.abc import Iterator
from datetime import date

from kg.extract.status.modality import modality
from kg.extract.status.operators import is_definite, lookup
from kg.extract.times.calendar import Period, clues, expressions, period
from kg.model import Event, Extraction, When
from kg.parse import Parsed, Sentence, Token
from kg.parse.layout import dateline

FARTHEST = 7  # grammatical steps between an act and the date of its clause
_SPACES = str.maketrans("\n\t\r\xa0", "    ")
_OF_NOUNS = frozenset({"prep", "compound", "poss", "nmod", "nummod", "amod", "npadvmod"})
_ADVERBIAL = _OF_NOUNS | {"pobj", "pcomp", "advmod", "quantmod", "det", "appos", "advcl"}
_BOUNDS = {"since": "after", "after": "after", "from": "after", "before": "before", "by": "before", "until": "before", "till": "before"}
_MEETINGS = frozenset({"meeting", "talk", "summit", "session", "conference", "negotiation", "gathering"})
_NOT_DATES = frozenset({"MD", "VB", "VBP", "VBD", "VBZ"})


def find(parsed: Parsed, found: Extraction) -> Iterator[When]:
    """Yield the date expressions of an article, in order, each as precise as it is and no more."""
    today = _day(dateline(parsed.article))
    last: Period | None = None
    for sentence in parsed.sentences:
        if not any(t.lower in clues() or t.text[0].isdigit() for t in sentence.tokens):
            continue
        text = parsed.article.text[sentence.start : sentence.end].translate(_SPACES)
        for m in expressions().finditer(text):
            head = _head(parsed, sentence, m)
            if head is None:
                continue
            days = period(m, today, ahead=_lies_ahead(parsed, head), last=last)
            when = _when(parsed, sentence, m, days)
            yield when
            if days is not None and days.first is not None and (days.last is None or today is None or days.first <= today):
                last = days


def _day(line: str | None) -> date | None:
    """The dateline as a day; a dateline of a month or a year, or of no calendar day, dates nothing relative to it."""
    try:
        return date.fromisoformat(line[:10]) if line else None
    except ValueError:
        return None


def _head(parsed: Parsed, sentence: Sentence, m: re.Match[str]) -> Token | None:
    """The head word of a date expression, None where the words are no date ("may", "march on", "Sunday Times")."""
    start, end = sentence.start + m.start(), sentence.start + m.end()
    tokens = [t for t in sentence.tokens if start <= t.start and t.end <= end]
    if not tokens or (len(tokens) == 1 and (tokens[0].tag in _NOT_DATES or tokens[0].tag == "NN")):
        return tokens[0] if tokens and tokens[0].lower in ("today", "yesterday", "tomorrow", "tonight") else None
    head = _top(tokens)
    named = head.dep == "compound" and head.head.pos == "PROPN" and (m["weekday"] or m["year"])
    return None if named else head


def _top(tokens: list[Token]) -> Token:
    """The word of some through which the others hang on the rest of the sentence."""
    return next((t for t in reversed(tokens) if t.is_root or t.head not in tokens), tokens[-1])


def _lies_ahead(parsed: Parsed, head: Token) -> bool:
    governor = _governor(head)
    return governor.pos in ("VERB", "AUX") and modality(parsed, governor).status in ("planned", "demanded", "hypothetical", "threatened")


def _when(parsed: Parsed, sentence: Sentence, m: re.Match[str], days: Period | None) -> When:
    start = sentence.start + m.start()
    mention = parsed.article.span(start, sentence.start + m.end())
    before = next((t for t in reversed(sentence.tokens) if t.end <= start), None)
    bound = _BOUNDS.get((m["m4rel"] or "").lower()) or (_BOUNDS.get(before.lower) if before is not None else None)
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


def of(parsed: Parsed, found: Extraction, token: Token) -> When | None:
    """The date of the act that `token` heads: of the expressions of its sentence the one nearest by grammar, None where none is its."""
    sentence = parsed.sentence(token)
    best: tuple[int, int, When] | None = None
    for when in found.times:
        if when.mention is None or not sentence.start <= when.mention.start < sentence.end:
            continue
        steps = _steps(parsed, token, when)
        if steps is not None and (best is None or (steps, abs(when.mention.start - token.start)) < best[:2]):
            best = (steps, abs(when.mention.start - token.start), when)
    return best[2] if best else None


def _governor(head: Token) -> Token:
    """The word that a date expression is an adverbial or modifier of."""
    token = head
    while token.dep in _ADVERBIAL and not token.is_root:
        was, token = token, token.head
        if token.pos in ("VERB", "AUX") or (token.pos in ("NOUN", "PROPN") and was.dep in _OF_NOUNS and not _is_date(token)):
            break
        if was.dep in ("appos", "npadvmod") and token.pos == "PROPN" and not _is_date(token):  # "to Raqqa, Syria, Nov. 6"
            return next((t for t in token.ancestors() if t.pos in ("VERB", "AUX")), token)
    return token


def _is_date(token: Token) -> bool:
    return bool(expressions().fullmatch(token.lower)) or token.lemma in ("hour", "day", "week", "month", "year")


def _steps(parsed: Parsed, token: Token, when: When) -> int | None:
    """How far an act stands from what a date modifies; None where the date is another act's."""
    if when.mention is None:
        return None
    head = _top(parsed.within(when.mention))
    anchor = _governor(head)
    if anchor.i == token.i:
        return 0
    if _is_argument(anchor, token) and anchor.i < head.i:
        return 2
    if anchor.dep == "conj" and anchor.head.i == token.i and head.i > anchor.i and not anchor.kids("nsubj", "nsubjpass"):
        return 3
    return _climb(token, anchor, head)


def _is_argument(anchor: Token, token: Token) -> bool:
    """True for a date hung on an argument of the act: "signed an accord on Monday", "a raid on Monday killed four"."""
    if anchor.head.i == token.i:
        return anchor.dep in ("dobj", "nsubjpass", "nsubj") and (anchor.i > token.i or anchor.dep != "dobj")
    return anchor.dep == "pobj" and anchor.head.head.i == token.i


def _climb(token: Token, anchor: Token, head: Token) -> int | None:
    """The steps from an act up to the dated word, over links that keep a clause's time."""
    at, cost = token, 0
    while cost <= FARTHEST and not at.is_root:
        if at.dep in ("relcl", "acl") and (at.head.i == head.i or (at.head.i == anchor.i and anchor.pos == "NOUN")):
            return cost + 2  # "a blast on Friday that killed ten", whichever of the two words the parser hung the clause on
        price = _price(at, head)
        if price is None:
            return None
        at, cost = at.head, cost + price
        if at.i == anchor.i:
            return cost
    return None


def _price(at: Token, head: Token) -> int | None:
    if at.dep in ("ccomp", "relcl", "parataxis", "appos", "poss"):
        return None
    if at.dep == "conj":
        return 1 if head.i < at.head.i or at.pos not in ("VERB", "AUX") else None
    if at.dep == "advcl":
        return None if any(c.lower in ("after", "before", "since", "because", "until") for c in at.kids("mark", "advmod")) else 2
    if at.dep == "acl":
        return 2 if any(c.tag == "TO" for c in at.kids("aux")) else None
    if at.dep in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") and at.pos in ("NOUN", "PROPN"):
        above = at.head
        return None if is_definite(at) and at.dep != "nsubj" and lookup(above, "light") is None and above.lower not in ("in", "at", "during") else 1
    return 1


def carried(parsed: Parsed, events: tuple[Event, ...], event: Event) -> When | None:
    """The date of an undated act whose sentence points back at a dated one: "the meeting", told of before as "met on April 20"."""
    token = parsed.at(event.trigger.start)
    if token is None or event.status not in ("asserted", "claimed", "negated", "attempted"):
        return None
    for noun in parsed.sentence(token).tokens:
        if noun.pos != "NOUN" or not is_definite(noun) or not _sets_scene(noun):
            continue
        before = [e for e in events if e.trigger.end <= parsed.sentence(token).start and e.date is not None and e.date.value]
        for earlier in sorted(before, key=lambda e: e.trigger, reverse=True):
            if _is_same_act(noun, earlier) and earlier.date is not None:
                return When(value=earlier.date.value, mention=earlier.date.mention, why=f"of {noun.lower}, told of before")
    return None


def _sets_scene(noun: Token) -> bool:
    """True for a bare subject, or after "during", "at": there a known act tells when the sentence's acts are; "the July summit" is another."""
    if any(c.dep not in ("det", "predet", "punct") for c in noun.children):
        return False
    return noun.dep in ("nsubj", "nsubjpass") or (noun.dep == "pobj" and noun.head.lower in ("during", "at"))


def _is_same_act(noun: Token, earlier: Event) -> bool:
    if noun.lemma in _MEETINGS:
        return earlier.kind == "CONSULT"
    return len(noun.lemma) > 4 and earlier.trigger.text.lower().startswith(noun.lemma[:5])
