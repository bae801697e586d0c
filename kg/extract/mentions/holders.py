"""Who holds an office on the day of the article by a user's actors file: "the Norwegian prime minister", "Prime Minister Berg"."""

from collections.abc import Sequence

from kg.extract.mentions.offices import HEADING
from kg.extract.mentions.sorts import sort
from kg.gazetteer import Gazetteer, fold
from kg.model import Actor

VAGUE = sort("definites.VAGUE")
LEADERS = frozenset({"leader", "chief", "head"})
"""Titles of whoever heads something."""


def holder(said: Sequence[str], owner: Actor | None, world: Gazetteer, *, surname: str = "") -> Actor | None:
    """The one person who holds the office of these lemmas, for an organisation or, where a surname tells who, for any; None for nobody or several."""
    if owner is None and not surname:
        return None
    words = _title_words(" ".join(said))
    of = {owner.id, owner.affiliation.id if owner.affiliation and owner.kind != "person" else ""} if owner is not None else set()
    fits = {o[0] for o in world.offices if (not of or o[2] in of) and _same(words, _title_words(o[1]))}
    found = [a for i in sorted(fits) if (a := world.actor(i)) is not None and (not surname or _called(a, surname))]
    return found[0] if len(found) == 1 else None


def _title_words(title: str) -> list[str]:
    """A title's words, hyphens taken as blanks: "Secretary-General" -> secretary, general."""
    return [w.strip(".") for w in title.lower().replace("-", " ").replace("–", " ").split()]


def _same(said: list[str], held: list[str]) -> bool:
    """True for one office in two wordings: the same words, fewer of a longer title that end alike, or "leader" for who heads the whole."""
    if said == held:
        return True
    if len(said) == 1 and said[0] in LEADERS:
        return bool(HEADING & {held[-1], "-".join(held[-2:]), "-".join(held)})
    return said[-1] == held[-1] and said[-1] not in VAGUE and (set(said) < set(held) or set(held) < set(said))


def _called(person: Actor, surname: str) -> bool:
    return fold(surname) in (fold(person.name.split()[-1]), fold(" ".join(person.name.split()[1:])))

