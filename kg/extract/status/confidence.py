"""How sure an event is: a weight for each trait of it that was measured to matter (`confidence.tsv`), the sum as a probability."""

import math
from collections.abc import Iterator
from functools import cache

from kg.lexicon import table
from kg.model import Event, Span

FAR = 40  # characters between the act and the words that name a party: a fifth of the parties farther away are wrong
LONG = 240  # characters of a sentence
_EMBEDDED = frozenset({"planned", "demanded", "hypothetical", "threatened"})
_PRONOUNS = frozenset(
    {"he", "her", "him", "his", "i", "it", "its", "our", "she", "that", "their", "them", "they", "we", "which", "who", "you", "your"}
)


@cache
def weights() -> dict[str, float]:
    """Log-odds of each trait, and of an event without any (`any`)."""
    return {row["trait"]: float(row["weight"]) for row in table("confidence")}


def traits(event: Event) -> Iterator[str]:
    """What about an event tells how sure it is, by name."""
    yield "any"
    yield event.rule.partition("/")[0] if event.kind is not None else "untyped"
    sides = bool(event.actors) + bool(event.recipients)
    if sides < 2:
        yield "no side named" if sides == 0 else "one side named"
    mentions = [p.mention for p in (*event.actors, *event.recipients) if p.mention is not None]
    if any(_gap(event.trigger, m) >= FAR for m in mentions):
        yield "far party"
    if any(m.text.lower() in _PRONOUNS for m in mentions):
        yield "pronoun"
    if any(m.text[0].islower() and m.text.lower() not in _PRONOUNS for m in mentions):
        yield "description"
    if event.status in _EMBEDDED:
        yield "embedded"
    if event.evidence.end - event.evidence.start > LONG:
        yield "long sentence"
    if event.rule.endswith("+enemy"):
        yield "guessed side"


def calibrated(event: Event) -> float:
    """The probability that an event's type and parties are right, as measured on gold (`tests/bench/calibration.py`)."""
    total = sum(weights().get(trait, 0.0) for trait in traits(event))
    return round(1 / (1 + math.exp(-total)), 2)


def _gap(a: Span, b: Span) -> int:
    return max(0, max(a.start, b.start) - min(a.end, b.end))
