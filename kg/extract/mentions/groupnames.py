"""What described actors are called: by whose they are and what they are, so that one body has one name and one code."""

from dataclasses import replace
from functools import lru_cache

from kg.extract.mentions.drafts import affiliated
from kg.extract.mentions.sorts import sort
from kg.gazetteer import Gazetteer
from kg.iri import slug
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Token

PLAIN = {"militiamen": "militias", "militiaman": "militias", "policemen": "police", "policeman": "police", "gunmen": "gunmen"}
"""Members as the body that they make, so that a body is one actor."""
MAKING = sort("groupnames.MAKING")
"""Adjectives that make another group of a group."""


@lru_cache(maxsize=1)
def sectors() -> dict[str, str]:
    """The PLOVER sector of group words and of their classes."""
    return {r["word"]: r["sector"] for r in table("sectors")}


def coded(actor: Actor, t: Token, cls: str, owner: Actor | None) -> Actor:
    """A described actor with its PLOVER code: the state's three letters, where there is one, and the sector."""
    sector = sectors().get(t.lemma.lower()) or sectors().get(cls)
    if actor.code or sector is None or actor is owner or actor.kind in ("state", "igo", "territory", "bloc"):
        return actor
    above = owner.affiliation.code if owner is not None and owner.affiliation else owner.code if owner is not None else None
    return replace(actor, code=(above[:3] if above and owner is not None and actor.affiliation else "") + sector)


def armed_forces(state: Actor, world: Gazetteer) -> Actor:
    """The armed forces of a state as one actor.

    >>> from kg.gazetteer import world
    >>> armed_forces(world().actor("actor/russia"), world()).name
    'Russian armed forces'
    """
    name = f"{adjective(state, world)} armed forces"
    code = f"{state.code}MIL" if state.code and state.kind == "state" else state.code
    return Actor(id=f"actor/{slug(name)}", name=name, kind="military", code=code, affiliation=affiliated(state))


@lru_cache(maxsize=512)
def _adjective(id: str, world: Gazetteer) -> str:
    return next((n.surface for n in world.demonyms(id)), "")


def adjective(owner: Actor, world: Gazetteer) -> str:
    """The word that says that something belongs to an actor: "Russian", else its name."""
    if owner.kind not in ("state", "territory", "population"):
        return owner.name
    return {"United States": "US", "United Kingdom": "British"}.get(owner.name) or _adjective(owner.id, world) or owner.name


def named_after(t: Token, owner: Actor, world: Gazetteer) -> str:
    """The name of a described group: whose it is, what kind, what it is: "Iraqi security forces"."""
    words = phrase(t).split()
    if len(words) > 1 and owner.name.lower().split()[-1] == words[0]:
        words = words[1:]  # "the Saudi-led coalition" and its jets
    return f"{adjective(owner, world)} {' '.join(words)}"


def phrase(t: Token) -> str:
    """The noun and the lower-case words before it that make it another one, in the number of the text: "rebel forces"."""
    own = [c for c in t.children if c.i < t.i and c.dep in ("compound", "amod", "nmod") and c.tag not in ("JJR", "JJS", "CD")]
    kept = [c for c in own if (c.dep == "compound" and c.text.islower()) or c.lower in MAKING]
    kept = [x for c in kept for x in [*(m for m in c.kids("amod", "compound") if m.text.islower() and m.i < c.i), c]]
    if t.lower in ("groups", "group") and any(c.lower == "paramilitary" for c in own):
        return " ".join([*(c.lower for c in kept if c.lower != "paramilitary"), "militias"])
    if t.lower in PLAIN:
        return " ".join([*(x.lower for x in kept), PLAIN[t.lower]])
    return " ".join(x.text if any(c.isdigit() for c in x.text) else x.lower for x in [*kept, t])
