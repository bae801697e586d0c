"""Who is who: do two names name one actor? Compare functions, a table of their weights, each score with its reason.

The best feature wins: a score is the weight of the strongest function that speaks, less what speaks against it.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from kg.lexicon.folding import fold

__all__ = ["FEATURES", "SAME", "Feature", "same_name", "sounds_alike"]

SAME = 0.85
"""The score from which on two names are taken to name one actor; below it they stay apart until a person merges them."""
CLOSE, LETTERS, LONG = 0.9, 2, 7
"""Spelt alike: this near by Jaro-Winkler, and at most so many letters apart in words of so many letters, one in shorter ones.
Chosen on the pairs of tests/test_identity.py: looser values merge Brown and Browning, tighter ones split Gaddafi from Qadhafi."""
_SMALL = frozenset({"of", "the", "and", "for"})
"""Words that names of persons do not have: in names of bodies a word more makes another one."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One way in which two names can be one: its weight is the score that it alone gives at full strength."""

    name: str
    weight: float
    compare: Callable[[str, str], float]
    why: str


def tokens(name: str) -> list[str]:
    """The folded words of a name, hyphens taken as blanks, initials kept as letters.

    >>> tokens("Kim Jong-un")
    ['kim', 'jong', 'un']
    """
    return [fold(w) for w in re.split(r"[\s\-‐–,]+", name) if fold(w)]


def _equal(a: str, b: str) -> float:
    return float(tokens(a) == tokens(b))


def _reordered(a: str, b: str) -> float:
    return float(sorted(tokens(a)) == sorted(tokens(b)))


def _without_initials(a: str, b: str) -> float:
    first = [t for t in tokens(a) if len(t) > 1]
    return float(len(first) > 1 and first == [t for t in tokens(b) if len(t) > 1])


def _contained(a: str, b: str) -> float:
    """The longer name has all words of the shorter in order, and the same last word ("Javad Zarif", "Mohammad Javad Zarif")."""
    short, long = sorted((tokens(a), tokens(b)), key=len)
    if len(short) < 2 or short[-1] != long[-1] or len(short) == len(long) or _SMALL & {*long}:
        return 0.0
    rest = iter(long)
    return float(all(word in rest for word in short))


def _initialled(a: str, b: str) -> float:
    """The same last word, and a first name that is the other's initial ("V. Putin")."""
    x, y = tokens(a), tokens(b)
    if len(x) < 2 or len(y) < 2 or x[-1] != y[-1]:
        return 0.0
    return float(x[0][0] == y[0][0] and 1 in (len(x[0]), len(y[0])))


def _spelt_alike(a: str, b: str) -> float:
    """Names that differ by a letter or two in each word, as transliterations do ("Sergei Lavrov", "Sergey Lavrov")."""
    from rapidfuzz.distance import OSA, JaroWinkler

    x, y = tokens(a), tokens(b)
    if len(x) != len(y) or len(x) < 2:
        return 0.0
    pairs = [(_sound(p), _sound(q)) for p, q in zip(x, y, strict=True)]
    if any(OSA.distance(p, q) > (LETTERS if min(len(p), len(q)) >= LONG else 1) for p, q in pairs):
        return 0.0
    nearest = min(JaroWinkler.normalized_similarity(p, q) for p, q in pairs)
    return nearest if nearest >= CLOSE else 0.0


_SOUNDS = (
    *(("ei", "ey"), ("iy", "y"), ("ii", "y"), ("ij", "y"), ("iu", "yu"), ("ia", "ya"), ("ou", "u"), ("oo", "u"), ("ee", "i")),
    *(("kh", "h"), ("gh", "g"), ("ph", "f"), ("w", "v"), ("q", "g"), ("k", "g"), ("dh", "d"), ("th", "t")),
)
"""Spellings of one sound in transliterations: both names are brought to the right-hand form before their letters are compared."""


def _sound(word: str) -> str:
    for spelt, as_ in _SOUNDS:
        word = word.replace(spelt, as_)
    return re.sub(r"(.)\1", r"\1", word.rstrip("y") or word)


def sounds_alike(a: str, b: str) -> bool:
    """True for two spellings of one surname that transliterate the same sounds; shorter ones are too many names.

    >>> sounds_alike("Zelenskiy", "Zelenskyy"), sounds_alike("Brown", "Braun")
    (True, False)
    """
    return min(len(a), len(b)) >= LONG and _sound(fold(a)) == _sound(fold(b))


def _across_scripts(a: str, b: str) -> float:
    """Names of two scripts whose words carry the same symbols in the library's lexicon; loaded only for such names."""
    if _latin(a) == _latin(b):
        return 0.0
    from rigour.names import NameTypeTag, analyze_names

    marks = []
    for name in (a, b):
        found = next(iter(analyze_names(NameTypeTag.PER, [name])), None)
        marks.append([{str(s.symbol) for s in found.spans if part in s.parts} for part in found.parts] if found else [])
    if len(marks[0]) != len(marks[1]) or not marks[0]:
        return 0.0
    shared = sum(bool(x & y) for x, y in zip(*marks, strict=True))
    return 1.0 if shared == len(marks[0]) else 0.0


def _latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


FEATURES: tuple[Feature, ...] = (
    Feature("equal", 1.0, _equal, "the same words"),
    Feature("reordered", 0.95, _reordered, "the same words in another order"),
    Feature("initials", 0.95, _without_initials, "the same words but for initials"),
    Feature("alike", 0.95, _spelt_alike, "each word spelt alike"),
    Feature("scripts", 0.9, _across_scripts, "the same names in two scripts"),
    Feature("contained", 0.88, _contained, "one name has all words of the other"),
    Feature("initialled", 0.7, _initialled, "the same surname and initial"),
)
"""The table of weights: full strength of each, best first. `SAME` lies between what may merge by itself and what may only propose."""


def same_name(a: str, b: str) -> tuple[float, str]:
    """How surely two names name one actor, from 0 to 1, and the reason.

    >>> same_name("Sergei Lavrov", "Sergey Lavrov")[1]
    'each word spelt alike'
    >>> same_name("Lavrov", "Ryabkov")
    (0.0, 'nothing in common')
    """
    best = max(((f.weight * f.compare(a, b), f.why) for f in FEATURES), key=lambda pair: pair[0], default=(0.0, ""))
    return best if best[0] > 0 else (0.0, "nothing in common")
