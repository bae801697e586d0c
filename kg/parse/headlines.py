"""Headlines in which the tagger sees no verb ("Court jails three over raid"), given to it once more with the verb in the past.

`mended(piece, tags)` is the piece with "jailed" for "jails", None where the headline has a verb already or no word that could be one.
A form in -s stands before what it is done to; one without is a verb only behind several ("Iran, Iraq sign deal", "rebels trade fire").
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import Any

from kg.lexicon import table
from kg.parse.layout import Piece

LONGEST = 20  # words; what is longer is no headline
_WORD = re.compile(r"[\w$€£][\w.'’$€£-]*")
_VERBS = frozenset({"VB", "VBP", "VBZ", "VBD", "VBN", "MD"})
_MODIFYING = frozenset({"compound", "amod", "nmod"})  # what hangs so is no verb of the headline, whatever its tag
_NO_OBJECT = re.compile("of|in|on|at|for|from|to|by|with|over|after|amid|against|as|near|under|into|than|and|or|but|is|are|was|were")
_SEVERAL = frozenset({"police", "army", "military", "us", "uk", "eu", "un", "g7", "troops", "people", "junta", "government"})


@cache
def _past() -> dict[str, tuple[str, str]]:
    """The past of a form and what may stand behind it ("" anything but a preposition)."""
    return {row["word"]: (row["value"], row["before"]) for row in table("repairs") if row["kind"] == "headline"}


def with_verbs(parse: Callable[[list[str]], Iterable[Any]], parts: Iterable[tuple[Piece, Any]]) -> Iterator[tuple[Piece, Any]]:
    """The pieces with their parsed documents, a headline without a verb parsed again with one."""
    for i, (piece, doc) in enumerate(parts):
        again = mended(piece, [t.tag_ for t in doc if t.dep_ not in _MODIFYING]) if is_headline(piece, first=i == 0) else None
        yield (piece, doc) if again is None else (again, next(iter(parse([again.text]))))


def is_headline(piece: Piece, *, first: bool) -> bool:
    """True for a title, and for a text that begins with a line of few words that no stop ends."""
    text = piece.text.rstrip()
    return piece.kind == "title" or (first and piece.kind == "body" and text[-1:] not in '.!?:;"”’' and len(text.split()) <= LONGEST)


def mended(piece: Piece, tags: Collection[str]) -> Piece | None:
    """The piece with its verb in the past, None where it has one or may have none.

    >>> from kg.parse.layout import Piece
    >>> text = "Court jails three over raid"
    >>> mended(Piece(text, tuple(range(len(text))), "title"), ["NN", "NNS", "CD", "IN", "NN"]).text
    'Court jailed three over raid'
    """
    if _VERBS & set(tags):
        return None
    words = list(_WORD.finditer(piece.text))
    for i in range(1, min(len(words) - 1, LONGEST)):
        form, after = words[i], words[i + 1]
        if form[0].lower() in _past() and _is_verb(piece.text, words[: i + 1], after):
            return _with(piece, form.start(), form.end(), _past()[form[0].lower()][0])
    return None


def _is_verb(text: str, before: list[re.Match[str]], after: re.Match[str]) -> bool:
    form, subject = before[-1], before[-2]
    behind = _past()[form[0].lower()][1]
    if behind and not re.match(rf"(?i)(?:{behind})\b", text[after.start() :]):
        return False
    if text[form.end() : after.start()] != " " or text[subject.end() : form.start()] != " ":
        return False
    if not behind and _NO_OBJECT.fullmatch(after[0].lower()):
        return False
    if form[0].lower().endswith("s") and not form[0].lower().endswith("ss"):
        return not subject[0].lower().endswith(("'s", "’s"))
    several = subject[0].lower() in _SEVERAL or (subject[0].lower().endswith("s") and not subject[0].lower().endswith(("'s", "’s", "ss")))
    return several or re.search(r",| and | & ", text[: form.start()]) is not None


def _with(piece: Piece, start: int, end: int, past: str) -> Piece:
    """The piece with another word in a place; its last letter stands where the old word's last does."""
    own = piece.offsets[start:end]
    places = (*(own[min(i, len(own) - 1)] for i in range(len(past) - 1)), own[-1])
    return Piece(piece.text[:start] + past + piece.text[end:], piece.offsets[:start] + places + piece.offsets[end:], piece.kind, start)
