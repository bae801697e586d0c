"""Who is named where: the mentions of actors, by name, metonym, demonym, title, description and pronoun."""

from collections.abc import Iterator

from kg.extract.mentions import camps, coref, groups, measures, names, people
from kg.extract.mentions.constructions import modifies, top
from kg.extract.mentions.drafts import Draft
from kg.gazetteer import Gazetteer, world
from kg.model import Extraction, Mention
from kg.parse import Parsed
from kg.parse.layout import dateline


def find(parsed: Parsed, found: Extraction) -> Iterator[Mention]:
    """Every stretch of the text that stands for an actor, by the shipped gazetteer."""
    yield from find_in(world(), parsed, found)


def find_in(world: Gazetteer, parsed: Parsed, found: Extraction) -> Iterator[Mention]:
    """Every stretch of the text that stands for an actor, by a gazetteer (a user's own actors among it, in the offices of the article's day)."""
    world = world.at(dateline(parsed.article))
    known, places = names.read(parsed, world)
    named = merged(parsed, [*people.find(parsed, known, places, world), *known])
    taken = {i for d in named for i in range(d.first, d.last + 1)} | places
    named = merged(parsed, [*named, *names.towns(parsed, taken, world)])
    described = measures.whole(parsed, groups.find(parsed, named, places, world))
    drafts = merged(parsed, [*named, *described, *camps.find(parsed)])
    yield from (d.mention(parsed) for d in coref.find(parsed, drafts, world))


def merged(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """Drafts without those that are only a piece of a longer one ("Russian" in "Russian officials").

    What stands before a person's name is kept, for it tells whose office it is ("NATO" in "NATO Secretary-General Jens Stoltenberg").
    """
    out: list[Draft] = []
    over: dict[int, Draft] = {}  # the longest draft over each token: the drafts come longest first
    for d in sorted(drafts, key=lambda d: (d.first - d.last, d.first)):
        outer = over.get(d.first)
        if outer is None or not outer.covers(d.last) or (outer.head != d.head and _keeps(parsed, outer, d)) or _beside(outer, d):
            out.append(d)
            for i in range(d.first, d.last + 1):
                over.setdefault(i, d)
    return sorted(out, key=lambda d: (d.first, d.last))


def _beside(one: Draft, other: Draft) -> bool:
    """True where the same words describe two: "officials in Oslo and Riga"."""
    both = one.how == other.how == "description" and one.actor.kind == other.actor.kind == "state"
    return both and (one.first, one.last) == (other.first, other.last) and one.actor.id != other.actor.id


def _keeps(parsed: Parsed, outer: Draft, inner: Draft) -> bool:
    if outer.actor.kind == "person" and outer.how == "name":
        return inner.actor.kind != "person" and inner.last < outer.head
    if outer.how == "name":
        return False
    if outer.how == "description" and (inner.how in ("name", "metonym") or top(parsed.tokens[inner.head]).i != outer.head):
        return True
    head = parsed.tokens[inner.head]
    return not modifies(head) and top(head).i != outer.head and head.dep != "poss"
