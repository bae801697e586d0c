"""What every article must pass before it is worth parsing: not too long, in English; and what its head says of its day."""

from functools import cache
from typing import Any

from kg.read import LONGEST_TEXT, Read, Unread
from kg.read.dated import dated

SURE = 0.95  # py3langid's probability; below it a text stays in, for short English texts full of names score low
ENOUGH = 200  # characters; language identification of less is a guess
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
    if len(item.text) >= ENOUGH and not _plainly_english(item.text):
        guess, sure = _identifier().classify(item.text[:2000])
        if guess != "en" and float(sure) >= SURE:
            return Unread(item.id, f"its language looks like {guess!r}; only English is read", set_aside=True)
    return dated(item)


def _plainly_english(text: str) -> bool:
    """True where the commonest English words stand so densely that no other language is possible; spares loading the identifier."""
    words = text[:4000].lower().split()
    return sum(word in _COMMON for word in words) >= 0.2 * len(words)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
