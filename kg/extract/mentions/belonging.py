"""Whose forces, organs and ministries are that only the whole text tells: the pronoun's before them, or of the land that it is told from."""

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from kg.extract.mentions.drafts import Draft, described, proper
from kg.extract.mentions.groupnames import adjective
from kg.extract.mentions.groups import RELATIONAL, owned_by
from kg.extract.mentions.groupwords import words
from kg.extract.mentions.runs import organs
from kg.gazetteer import Gazetteer, units
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Parsed, Token

GOVERNING = frozenset(["government", "regime", "authority", "dictatorship"])
LARGE = 100_000
"""Inhabitants of a town that tells where a text plays: smaller ones have namesakes everywhere."""
MINISTRY = 5
"""Words of "Ministry of Foreign Affairs" and the like."""
DATELINE = re.compile(r"(?:[^\n]{0,200}\n\s*){0,3}?([A-Z][A-Z'’-]{3,}(?: [A-Z][A-Z'’-]+)?)\b(?:, [^\n]{2,40}?)? ?(?:\([A-Za-z /]{2,24}\) ?)?[-–—―]+ ")
"""A dateline in capitals among the first lines of a text: "MOSCOW, April 5 -"."""


def possessed(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """Forces and organs of a pronoun's owner: "its troops" are those of whoever "it" is."""
    meant: dict[int, list[Actor]] = {}
    for d in drafts:
        if d.how == "pronoun":
            meant.setdefault(d.head, []).append(d.actor)
    named = {d.head: d.actor for d in drafts if d.how in ("name", "metonym")}
    local = f"actor/{parsed.article.slug}/"
    out = []
    for d in drafts:
        head = parsed.tokens[d.head]
        whose = [a for c in head.kids("poss") for a in (meant.get(c.i, []) if c.tag == "PRP$" else _relative(c, named))]
        organ = d.how in ("description", "name") and d.actor.kind in ("military", "government")
        mine = organ and d.actor.affiliation is None and d.actor.id.startswith(local)
        if mine and len(whose) == 1 and whose[0].kind in ("state", "territory", "igo"):
            d = d.of(_organ(d, head, whose[0], world), f"{d.why}; {head.lower} of {whose[0].name}")
        out.append(d)
    return out


def allied(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """The drafts with those named by their stance to a pronoun's owner: "its backers", "their allies" are his, whoever they are."""
    meant: dict[int, list[Actor]] = {}
    for d in drafts:
        if d.how == "pronoun":
            meant.setdefault(d.head, []).append(d.actor)
    out = {d.head: d for d in drafts if d.how == "description"}
    local, found = f"actor/{parsed.article.slug}/", []
    for t in parsed.tokens:
        entry = words().get(t.lemma.lower()) if t.lemma.lower() in RELATIONAL and t.tag == "NNS" else None
        whose = [a for c in t.kids("poss") if c.tag == "PRP$" for a in meant.get(c.i, [])] if entry else []
        if entry is None or len(whose) != 1 or whose[0].kind not in BACKED or (t.i in out and not out[t.i].actor.id.startswith(local)):
            continue
        actor, why = proper(f"{whose[0].name} {t.lower}", entry[1]), f"{t.lower} of {whose[0].name}, not of its side"
        found.append(Draft(actor=actor, first=t.i, last=t.i, head=t.i, how="description", why=why, confidence=0.7))
    taken = {d.head for d in found}
    return [*(d for d in drafts if d.head not in taken or d.how != "description"), *found]


BACKED = frozenset({"state", "territory", "igo", "armed_group", "bloc"})
"""Kinds of actors whose allies and backers are a group of their own."""


def _organ(d: Draft, head: Token, owner: Actor, world: Gazetteer) -> Actor:
    """What a described or named body is, once it is known whose: a government is its state."""
    if head.lemma.lower() in GOVERNING and owner.kind == "state":
        return owner
    if d.how == "name":
        return proper(f"{adjective(owner, world)} {d.actor.name}", d.actor.kind, owner)
    return owned_by(head, d.actor.kind, owner, world)


def _relative(word: Token, named: dict[int, Actor]) -> list[Actor]:
    """Whose a noun behind "whose" is: the noun's that the clause is about."""
    above = next((t for t in word.ancestors() if t.dep == "relcl"), None) if word.lower == "whose" else None
    return [named[above.head.i]] if above is not None and above.head.i in named else []


def unowned(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> list[Draft]:
    """Ministries of nobody in particular ("the Foreign Ministry"): the publisher's or of the land where the text plays, else this text's own."""
    organ = (d.actor for d in drafts if d.actor.kind == "government" and d.how in ("name", "description") and d.actor.affiliation is None)
    bare = {a.id for a in organ if _is_ministry(a.name)}
    state = home(parsed, drafts, world) if bare else None
    out = []
    for d in drafts:
        if d.actor.id not in bare:
            out.append(d)
        elif state is None or parsed.tokens[d.head].kids("poss"):  # "that nation's Foreign Ministry" is somebody else's
            out.append(d.of(described(parsed, d.actor.name, "government"), f"{d.why}; nobody says whose"))
        else:
            whose = proper(f"{adjective(state, world)} {d.actor.name}", "government", state)
            out.append(replace(d.of(whose, f"{d.why}; of {state.name}"), confidence=0.7))
    return out


def _is_ministry(name: str) -> bool:
    """True for a name that every state has one of: "Foreign Ministry", "Ministry of Defence"."""
    words = name.lower().split()
    return "ministry" in words and (" ".join(words) in organs() or (words[:2] == ["ministry", "of"] and len(words) <= MINISTRY))


def home(parsed: Parsed, drafts: list[Draft], world: Gazetteer) -> Actor | None:
    """The state from which a text is told: its publisher's, else of the capital in its dateline if it speaks of it, else where its places lie."""
    source = (parsed.article.source or "").casefold()
    spoken = next((row["speaks_for"] for row in table("publishers") if row["publisher"].casefold() == source), None) if source else None
    if spoken and (actor := world.actor(f"actor/{spoken}")) is not None and actor.kind == "state":
        return actor
    said = {i for d in drafts for i in (d.actor.id, d.actor.affiliation.id if d.actor.affiliation else "")}
    city = DATELINE.match(parsed.article.text)
    capital = next((n.actor for n in world.named(city[1].title()) if n.how == "metonym"), None) if city else None
    if capital is not None and capital.kind == "state" and capital.id in said:
        return capital
    return scene(parsed, world)


@lru_cache(maxsize=2)
def scene(parsed: Parsed, world: Gazetteer) -> Actor | None:
    """The state in which most places of the text lie; None where no state has a clear lead."""
    counts: Counter[str] = Counter()
    for s in parsed.sentences:
        row = units(t.text for t in s.tokens)
        for i, unit in enumerate(row):
            token = s.tokens[unit.token]
            if token.pos != "PROPN" or not token.text[:1].isupper():
                continue
            _, readings = world.match(row, i)
            for r in readings[:1]:
                if (r.how == "metonym" and token.dep == "pobj") or r.actor.kind == "territory":
                    counts[r.actor.affiliation.id if r.actor.affiliation else r.actor.id] += 1
            name = " ".join(x.text for x in (*token.kids("compound"), token))
            place = next(iter(world.places(name)), None) if not readings and token.dep in ("pobj", "conj", "poss") else None
            if place is not None and place.precision == "city" and place.counts(LARGE):
                counts[place.state] += 1
    counts.pop("", None)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return world.actor(ranked[0][0])
