"""Where: the places of an article that stand as places, and which of them is an act's own.

A name is a place by its role: behind a preposition of place, as the object of a verb that happens where its object is
("invaded", "visited"), before a noun of an act ("the Aleppo offensive"), or with a noun that says so ("the village of ...").
The same name as a speaker or target is an actor, and the reporter's place is nobody's.
"""

from kg.extract.places.attachment import SPOKEN, distance, relays
from kg.extract.places.naming import find
from kg.model import Extraction, Where
from kg.parse import Parsed, Token

__all__ = ["find", "of"]

DEEPEST = 3  # clauses between an act and the one whose place is its own


def of(parsed: Parsed, found: Extraction, token: Token, *, kind: str | None = None) -> Where | None:
    """The place of the act that `token` heads: the nearest by grammar of those in its sentence, None where none is its.

    A town is preferred to the country that the sentence puts it in; where the act has no place of its own, the words that tell how or when
    it was done may have one ("waged war by arming rebels in Darfur").
    """
    return _reached(parsed, found, token, kind, DEEPEST)


def _reached(parsed: Parsed, found: Extraction, token: Token, kind: str | None, left: int) -> Where | None:
    where = _nearest(parsed, found, token, kind)
    if where is not None or left == 0:
        return where
    return next((w for t in relays(token, kind) if (w := _reached(parsed, found, t, None, left - 1))), None)


def _nearest(parsed: Parsed, found: Extraction, token: Token, kind: str | None) -> Where | None:
    sentence = parsed.sentence(token)
    best: tuple[bool, int, int, Where] | None = None
    for where in found.places:
        if where.mention is None or not sentence.start <= where.mention.start < sentence.end:
            continue
        steps = distance(parsed, found, token, where, spoken=kind in SPOKEN)
        if steps is None:
            continue
        rank = (where.precision == "country" and steps > 1, steps, where.mention.start)
        if best is None or rank < best[:3]:
            best = (*rank, where)
    return best[3] if best else None
