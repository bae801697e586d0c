"""Where: the places of an article that stand as places, and which of them is an act's own.

A name is a place by its role: behind a preposition of place, as the object of a verb that happens where its object is
("invaded", "visited"), before a noun of an act ("the Aleppo offensive"), or with a noun that says so ("the village of ...").
The same name as a speaker or target is an actor, and the reporter's place is nobody's.
"""

from kg.extract.places.attachment import distance
from kg.extract.places.naming import find
from kg.model import Extraction, Where
from kg.parse import Parsed, Token

__all__ = ["find", "of"]


def of(parsed: Parsed, found: Extraction, token: Token) -> Where | None:
    """The place of the act that `token` heads: the nearest by grammar of those in its sentence, None where none is its."""
    sentence = parsed.sentence(token)
    best: tuple[int, int, Where] | None = None
    for where in found.places:
        if where.mention is None or not sentence.start <= where.mention.start < sentence.end:
            continue
        steps = distance(parsed, found, token, where)
        if steps is not None and (best is None or (steps, where.mention.start) < best[:2]):
            best = (steps, where.mention.start, where)
    return best[2] if best else None
