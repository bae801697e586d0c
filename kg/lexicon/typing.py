"""The event lexicon compiled for look-up: `events.tsv` and a user's own rows -> entries by head word and part of speech.

A row's `with` column holds constraints that must all hold (`obj=WEAPONS prep=against !subj=court`); the row with most of
them wins. Words in capitals are classes of `classes.tsv`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kg.errors import LexiconError
from kg.lexicon import Row, table

Pos = Literal["verb", "noun", "adj"]
TYPES = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"}
    | {"ACCUSE", "REJECT", "THREATEN", "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT"}
)
POS: dict[str, Pos] = {"verb": "verb", "noun": "noun", "adj": "adj"}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One `slot=words` of a row: holds where the slot has one of the words, with `forbids` where it has none."""

    slot: str
    words: frozenset[str]
    forbids: bool = False

    def holds(self, present: frozenset[str]) -> bool:
        """True where the words present in the slot satisfy this."""
        return self.words.isdisjoint(present) == self.forbids


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row compiled; `kind` None is a known non-event, empty `actor` and `recipient` are left to the engine's defaults."""

    head: str
    pos: Pos
    kind: str | None
    constraints: tuple[Constraint, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    intensity: float | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by head lemma and part of speech, those of the user first."""

    entries: Mapping[tuple[str, str], tuple[Entry, ...]]

    def rows(self, head: str, pos: Pos) -> tuple[Entry, ...]:
        """The entries of a word, () for an unknown one."""
        return self.entries.get((head, pos), ())


def best(entries: Iterable[Entry], words: Callable[[str], frozenset[str]]) -> Entry | None:
    """The entry all of whose constraints hold and that has most of them, the first of equals; None where none fits.

    `words(slot)` gives the lemmas present in a slot of the sentence at hand.
    """
    won, most = None, -1
    for entry in entries:
        if len(entry.constraints) > most and all(c.holds(words(c.slot)) for c in entry.constraints):
            won, most = entry, len(entry.constraints)
    return won


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """The word classes of `classes.tsv` by name."""
    out: dict[str, set[str]] = {}
    for row in table("classes"):
        out.setdefault(row["class"], set()).add(row["word"].lower())
    return {name: frozenset(words) for name, words in out.items()}


@lru_cache(maxsize=8)
def shipped() -> Lexicon:
    """The lexicon that comes with the package."""
    return compiled(table("constructions") + table("events"))


def extended(own: Iterable[Row]) -> Lexicon:
    """The shipped lexicon under a user's own rows, which take precedence among equally constrained ones."""
    mine = compiled(own).entries
    base = shipped().entries
    return Lexicon({key: mine.get(key, ()) + base.get(key, ()) for key in {*mine, *base}})


def compiled(rows: Iterable[Row]) -> Lexicon:
    """Rows of the columns of `events.tsv` as a lexicon.

    Raises:
        LexiconError: a row names an unknown type, part of speech or class.

    >>> lexicon = compiled([{"head": "arm", "pos": "verb", "with": "", "type": "AID", "contexts": "military"}])
    >>> [e.kind for e in lexicon.rows("arm", "verb")]
    ['AID']
    """
    out: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for row in rows:
        entry = _entry(row)
        key = (entry.head, entry.pos)
        out[key] = (*out.get(key, ()), entry)
    return Lexicon(out)


def _entry(row: Row) -> Entry:
    if missing := [column for column in ("head", "pos", "type") if column not in row]:
        raise LexiconError(f"event lexicon: it has no column {missing[0]!r}; its header must name head, pos and type")
    head, kind = row["head"].strip().lower(), row["type"].strip()
    if kind not in TYPES and kind != "-":
        raise LexiconError(f"event lexicon: {head!r} has type {kind!r}; give one of {', '.join(sorted(TYPES))}, or - for a non-event")
    if row["pos"] not in POS:
        raise LexiconError(f"event lexicon: {head!r} has part of speech {row['pos']!r}; give verb, noun or adj")
    return Entry(
        head=head,
        pos=POS[row["pos"]],
        kind=None if kind == "-" else kind,
        constraints=tuple(_constraint(head, c) for c in row.get("with", "").split()),
        mode=row.get("mode") or None,
        contexts=tuple(c.strip() for c in row.get("contexts", "").split(",") if c.strip()),
        actor=tuple(row.get("actor", "").split()),
        recipient=tuple(row.get("recipient", "").split()),
        intensity=_number(head, row.get("intensity", "")),
    )


def _number(head: str, text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as e:
        raise LexiconError(f"event lexicon: {head!r} has intensity {text!r}; give a number such as -3.5, or nothing") from e


def _constraint(head: str, text: str) -> Constraint:
    slot, sign, words = text.partition("=")
    if not sign or not words:
        raise LexiconError(f"event lexicon: {head!r} has the constraint {text!r}; write slot=word|word, or !slot=word to forbid")
    found: set[str] = set()
    for word in words.split("|"):
        found |= _expanded(head, word)
    return Constraint(slot.lstrip("!"), frozenset(found), slot.startswith("!"))


def _expanded(head: str, word: str) -> frozenset[str]:
    if not word.isupper() or len(word) < 2 or word.startswith("@"):
        return frozenset({word.lower()})
    if word not in classes():
        raise LexiconError(f"event lexicon: {head!r} names the class {word!r}, which classes.tsv lacks; it has {', '.join(sorted(classes()))}")
    return classes()[word] | {f"@{word.lower()}"}


@cache
def grammar(name: str) -> frozenset[str]:
    """A closed word set of `grammar.tsv` by name."""
    return next(frozenset(row["words"].split()) for row in table("grammar") if row["set"] == name)
