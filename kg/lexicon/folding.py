"""Words as they are looked up: without case, accents, dots, apostrophes and hyphens."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_BREAKS = frozenset("-–—‐‑´ʼ")
_APOSTROPHES = str.maketrans("", "", ".'’`ʻ")


class Unit(NamedTuple):
    """A word as it is looked up: the number of its token, its folded form, and its own spelling."""

    token: int
    key: str
    text: str


def fold(word: str) -> str:
    """The form under which a word is looked up: no case, accents, dots or apostrophes.

    >>> fold("U.S."), fold("Da’esh"), fold("Élysée")
    ('us', 'daesh', 'elysee')
    """
    plain = word if word.isascii() else "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.translate(_APOSTROPHES).casefold()


def units(words: Iterable[str]) -> list[Unit]:
    """The words of tokens as units: hyphens are nothing, a hyphenated token is as many units as it has parts.

    >>> [u.key for u in units(["al", "-", "Qaida", "U.S.-led"])]
    ['al', 'qaida', 'us', 'led']
    """
    out: list[Unit] = []
    for i, word in enumerate(words):
        parts = [word] if word.isalnum() or _BREAKS.isdisjoint(word) else [p for p in re.split("[-–—‐‑´ʼ]", word) if p]
        out.extend(Unit(i, fold(part), part) for part in parts)
    return [u for u in out if u.key]


def surface_units(surface: str) -> list[str]:
    """The folded words of a listed name."""
    spaced = re.sub(r"['’]s\b", " s", surface)
    return [fold(p) for w in spaced.split() for p in re.split("[-–—‐‑/,]", w) if fold(p)]
