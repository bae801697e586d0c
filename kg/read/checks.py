"""What every article must pass before it is worth parsing: not too long, in English; and what its head says of its day."""

import re
from functools import cache
from typing import Any

from kg.lexicon import table
from kg.read import LONGEST_TEXT, Read, Unread
from kg.read.dated import dated

SURE = 0.95  # py3langid's probability; below it a text stays in, for short English texts full of names score low
ENOUGH = 200  # characters; language identification of less is a guess, and short texts are told by their small words
FEWEST = 3  # small words of another language, and more than two for each English one, that make a short text that language
_SHARED = frozenset("a as at by do for has in is no on over s to via war was".split())  # noqa: SIM905  (small words of others that are English ones)
_COMMON = frozenset(
    "the of and to in that is was for with on by are were has have had not which from this".split()  # noqa: SIM905  (a list of words reads as words)
)


def checked(item: Read) -> Read:
    """The article, dated, or an `Unread` that says why it is set aside."""
    if isinstance(item, Unread):
        return item
    if not item.text.strip():
        return Unread(item.id, "empty; an article needs text")
    if len(item.text) > LONGEST_TEXT:
        return Unread(item.id, f"{len(item.text):,} characters; at most {LONGEST_TEXT:,} are read as one article (split it)")
    language = item.language.lower()
    if not language.startswith("en"):
        return Unread(item.id, f"its language is {language[:20]!r}; only English is read", set_aside=True)
    if len(item.text) < ENOUGH and (other := _other(item.text)):
        return Unread(item.id, f"its language looks like {other}; only English is read", set_aside=True)
    if len(item.text) >= ENOUGH and not _plainly_english(item.text):
        guess, sure = _identifier().classify(item.text[:2000])
        if guess != "en" and float(sure) >= SURE:
            return Unread(item.id, f"its language looks like {guess!r}; only English is read", set_aside=True)
    return dated(item)


def _plainly_english(text: str) -> bool:
    """True where the commonest English words stand so densely that no other language is possible; spares loading the identifier."""
    words = text[:4000].lower().split()
    return sum(word in _COMMON for word in words) >= 0.2 * len(words)


def _other(text: str) -> str | None:
    """The language, or the script, of a short text that is clearly not English; None where it may be.

    >>> _other("Le ministre des affaires a rencontré son homologue dans la ville."), _other("Los Angeles le Monde"), _other("Министр встретился")
    ('fr', None, 'one without Latin letters')
    """
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c > "\u024f" for c in letters) > 0.5 * len(letters):
        return "one without Latin letters"
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    english = sum(word.lower() in _COMMON - _SHARED for word in words)
    for language, own in _small_words().items():
        hits = [word for word in words if word.lower() in own]
        if len(hits) >= FEWEST and len(hits) > 2 * english and sum(word.islower() for word in hits) >= 2:  # "El", "Los", "Le" begin names, too
            return language
    return None


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) - _SHARED for row in table("languages")}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
