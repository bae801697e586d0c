"""Whom a described group belongs to: its possessor, the word before it, what follows "of", or the state where it sits."""

from collections.abc import Mapping

from kg.extract.mentions.drafts import Draft
from kg.gazetteer import Gazetteer
from kg.model import Actor
from kg.parse import Token

OF = frozenset(["of", "from"])
GROUPED = frozenset({"armed_group", "igo", "state"})
"""Kinds of actors whose name may stand unattached before a group word."""


def owner_of(t: Token, by_head: Mapping[int, Draft]) -> Draft | None:
    """The known actor that a phrase belongs to: its possessor, a modifier, or what follows "of"."""
    near = [c for c in t.children if c.dep in ("poss", "amod", "compound", "nmod") and c.i < t.i]
    near += [g for c in list(near) if c.dep in ("compound", "amod", "nmod") for g in c.kids("poss", "amod", "compound", "nmod")]
    for c in near:
        if (d := by_head.get(c.i)) is not None and d.actor.kind not in ("unknown", "vessel", "aircraft") and not _backing(t, c):
            return d
    beside = by_head.get(t.i - 1)
    if beside is not None and beside.last == t.i - 1 and beside.how == "name" and beside.actor.kind in GROUPED:
        return beside  # "suspected IS fighters": the parser did not see that IS belongs to the fighters
    for prep in t.kids("prep"):
        if prep.lower in OF:
            for c in prep.kids("pobj"):
                if (d := by_head.get(c.i)) is not None and d.how != "demonym" and d.actor.kind != "unknown":
                    return d
    return None


def _backing(t: Token, c: Token) -> bool:
    """True for "Houthi-run", "U.S.-backed": who runs or backs somebody is not whom he belongs to by that word."""
    if "-" in c.text:
        return True
    after = {x.i: x for x in t.subtree() if c.i < x.i <= c.i + 2}
    dash, word = after.get(c.i + 1), after.get(c.i + 2)
    return dash is not None and word is not None and dash.text in "-–" and dash.start == c.end and word.tag in ("VBN", "VBD")


def joined(owner: Draft | None, t: Token, by_head: Mapping[int, Draft]) -> list[Draft]:
    """More owners in coordination with the first ("Ethiopian, Mozambican and South African troops")."""
    if owner is None:
        return []
    beside = [by_head[c.i] for c in t.kids("amod", "nmod", "compound") if c.i in by_head and c.i != owner.head]
    if beside and owner.last < t.i and all(d.how == "demonym" for d in (*beside, owner)):
        return beside
    out, todo = [], list(by_head_token(t, owner).kids("conj"))
    while todo:
        c = todo.pop(0)
        if (c.i < t.i) == (owner.last < t.i) and (d := by_head.get(c.i)) is not None and d.how in ("demonym", "name"):
            out.append(d)
        todo.extend(c.kids("conj"))
    return out


def by_head_token(t: Token, owner: Draft) -> Token:
    """The head word of an owner that stands before a noun."""
    return next((c for c in t.subtree() if c.i == owner.head), t)


def seats(t: Token, cls: str, world: Gazetteer) -> list[Actor]:
    """The states where officials, courts and police sit, where nothing else tells whose they are ("officials in Bishkek and Osh")."""
    if cls not in ("official", "organ", "police") or t.lemma.lower() in ("embassy", "consulate", "mission"):
        return []
    first = next((c for prep in t.kids("prep") if prep.lower in ("in", "at") for c in prep.kids("pobj")), None)
    several = [first, *(c for c in first.kids("conj") if t.tag == "NNS" and c.pos == "PROPN")] if first is not None else []
    found = [state for c in several if (state := _state_of(c, world)) is not None]
    return list({s.id: s for s in found}.values())


def _state_of(c: Token, world: Gazetteer) -> Actor | None:
    """The state that a word names, or whose place it names."""
    name = " ".join(x.text for x in (*c.kids("compound"), c))
    for n in world.named(name):
        if n.actor.kind == "state":
            return n.actor
    place = next(iter(world.places(name)), None) if c.pos == "PROPN" else None
    return world.actor(place.state) if place is not None and place.state else None
