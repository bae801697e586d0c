"""Human decisions: an append-only ledger of what people said of events and actors, with who, when and why; an undo is a line, too.

A decision about an event is tied to words (`Anchor`): the quote and 32 characters on either side, so that it finds its place again after
the article was corrected. What cannot be placed is reported and never dropped.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple, get_args

from kg.errors import LexiconError
from kg.iri import sha256

Verb = Literal["merge", "split", "accept", "reject", "retype", "undo"]
VERBS: tuple[str, ...] = get_args(Verb)
CONTEXT = 32
"""Characters of context kept on either side of a quote."""
_ENOUGH = 16
"""Of the 64 characters of context, as many must still stand there for a quote that occurs more than once or whose context changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where the words of a report stand: `report` is its id when the decision was made, `start` and `end` its trigger's offsets then."""

    article: str
    report: str
    kind: str | None
    start: int
    end: int
    quote: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the ledger.

    `event` are the reports that it is about, `other` those on the other side of a merge or split, `actors` two actor ids of a merge
    (the first stays), `parted` an actor and who it is instead in these `articles` (slugs), `value` the type of a retype, the name of the
    actor that stays or that it is instead, or the id of the decision undone, `whole` whether a rejection is of the happening, whoever
    reports it, and not of these reports alone.
    """

    verb: Verb
    who: str
    when: str
    why: str
    event: tuple[Anchor, ...] = ()
    other: tuple[Anchor, ...] = ()
    actors: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    value: str | None = None
    whole: bool = False

    @property
    def id(self) -> str:
        """What names this decision: a hash of all that it says."""
        return sha256(line(self))[:10]


class Found(NamedTuple):
    """A report of an article as it is now: its id, its type and where its trigger stands."""

    report: str
    kind: str | None
    start: int
    end: int


def line(decision: Decision) -> str:
    """A decision as a line of JSON."""
    said = {key: value for key, value in asdict(decision).items() if value not in ((), None, False)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def decisions(lines: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions of a ledger, oldest first.

    Raises:
        LexiconError: a line that is not of the ledger's form.
    """
    return tuple(_read(n, text) for n, text in enumerate(lines, 1) if text.strip())


def _read(n: int, text: str) -> Decision:
    try:
        said: dict[str, Any] = dict(json.loads(text))
        for side in ("event", "other"):
            said[side] = tuple(Anchor(**anchor) for anchor in said.get(side, ()))
        for names in ("actors", "parted", "articles"):
            said[names] = tuple(said.get(names, ()))
        found = Decision(**said)
    except (ValueError, TypeError) as e:
        raise LexiconError(
            f"ledger, line {n}: not a decision ({e}); lines are only ever added by kg merge, split, accept, reject, retype, undo"
        ) from e
    if found.verb not in VERBS:
        raise LexiconError(f"ledger, line {n}: unknown verb {found.verb!r}; there are {', '.join(VERBS)}")
    return found


def standing(all_: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand: neither undone nor an undo; an undo that was undone itself undoes nothing.

    >>> one = Decision(verb="accept", who="me", when="2016-04-21", why="seen it")
    >>> off = Decision(verb="undo", who="me", when="2016-04-22", why="wrong", value=one.id)
    >>> on = Decision(verb="undo", who="me", when="2016-04-23", why="right after all", value=off.id)
    >>> [len(standing(d)) for d in ((one,), (one, off), (one, off, on))]
    [1, 0, 1]
    """
    every = tuple(all_)
    off = undone(every)
    return tuple(d for d in every if d.verb != "undo" and d.id not in off)


def undone(all_: Iterable[Decision]) -> set[str]:
    """The ids of the decisions, undos among them, that a later line undoes, unless that one was undone itself."""
    off: set[str] = set()
    for decision in reversed(tuple(all_)):
        if decision.verb == "undo" and decision.id not in off:
            off.add(decision.value or "")
    return off


def anchor(article: str, report: str, kind: str | None, text: str, start: int, end: int) -> Anchor:
    """Tie a decision to the words of a report in its article's text."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(article=article, report=report, kind=kind, start=start, end=end, quote=text[start:end], before=before, after=after)


def place(anchor: Anchor, text: str, reports: Iterable[Found]) -> str | None:
    """The id of the report that an anchor means in its article's text of today; None where that cannot be told.

    The quote is looked for with its context; the place where most of the context still stands wins, if it is one place only.
    """
    spots = sorted(((_context(anchor, text, at), at) for at in _occurrences(text, anchor.quote)), reverse=True)
    if not spots or (len(spots) > 1 and spots[0][0] == spots[1][0]):
        return None
    score, at = spots[0]
    if score < min(_ENOUGH, len(anchor.before) + len(anchor.after)):
        return None
    there = [r for r in reports if r.start < at + len(anchor.quote) and at < r.end]
    best = sorted(there, key=lambda r: (r.kind != anchor.kind, abs(r.start - at), r.report))
    return best[0].report if best else None


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _context(anchor: Anchor, text: str, at: int) -> int:
    """How many characters of context on either side of a spot are as they were, counted from the quote outwards."""
    before, after = text[max(0, at - CONTEXT) : at], text[at + len(anchor.quote) : at + len(anchor.quote) + CONTEXT]
    return _common(before[::-1], anchor.before[::-1]) + _common(after, anchor.after)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
