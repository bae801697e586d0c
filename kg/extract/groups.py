"""Actors that are described, not named: "Russian officials", "rebel forces", "Iraqi police", "a U.S. destroyer", "protesters".

A word of `lexicon/groups.tsv` heads the phrase; its class says what it makes of the phrase and of whom it belongs to:
officials and governments are their state (or organisation), forces are a state's armed forces, organs are actors of their own,
rebels, populations, vessels and aircraft are too, with the state said beside them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from kg.extract.constructions import modifies, top
from kg.extract.drafts import Draft, affiliated, described, proper
from kg.extract.runs import organs
from kg.extract.sorts import sort
from kg.extract.titles import title_class, titles
from kg.gazetteer import Gazetteer
from kg.iri import slug
from kg.lexicon import table
from kg.model import Actor, ActorKind
from kg.parse import Parsed, Token

FORCES = sort("groups.FORCES")
"""Words that, with a state before them and nothing more, are its armed forces as a whole."""
BARE = sort("groups.BARE")
"""Modifiers that make no other actor of a state's forces ("government forces", "military officers")."""
OF = frozenset(["of", "from"])
SINGLE = sort("groups.SINGLE")
"""Words of which one is a person, whom a title or a name tells."""
ARMED = frozenset(["armed", "terror", "insurgent", "paramilitary", "jihadi", "guerrilla", "extremist"])
"""Words that make rebels of a group."""
RELATIONAL = sort("groups.RELATIONAL")
"""Words whose "X critics" are no people of X's."""
ALONE = frozenset(["government", "regime", "authority", "dictatorship"])
"""Words for a government that a text uses without saying whose it is."""
TOGETHER = ALONE | {"administration", "leadership", "delegation", "side", "establishment", "officialdom"}
"""Singulars that are a government as a whole."""
VAGUE = "vague word"
LOOSE = 0.1
"""The confidence of a vague word alone: kept only where an earlier phrase explains it."""
QUIET = sort("groups.QUIET")
"""Words that are mentions only with something that tells whose they are: alone they are too many things."""
GROUPED = frozenset({"armed_group", "igo", "state"})
"""Kinds of actors whose name may stand unattached before a group word."""
PLAIN = {"militiamen": "militias", "militiaman": "militias", "policemen": "police", "policeman": "police", "gunmen": "gunmen"}
"""Members as the body that they make, so that a body is one actor."""
AIRCRAFT = re.compile(r"^(?:Su|MiG|Mig|Tu|Il|Yak|Mi|Ka|F|B|AH|UH|CH|MQ|RQ|EP|RC|KC|AC|P|U|J|JF|C)-\d{1,3}[A-Za-z]{0,2}s?$")
"""Types of aircraft as designers and air forces number them."""


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ActorKind]]:
    """Each group word, its class and its kind."""
    return {r["word"]: (r["class"], r["kind"]) for r in table("groups")}  # type: ignore[misc]


def find(parsed: Parsed, named: list[Draft], world: Gazetteer) -> list[Draft]:
    """The described actors, each with the state or organisation that it is said to belong to."""
    by_head = {d.head: d for d in named}
    taken = {i for d in named if d.how != "demonym" for i in range(d.first, d.last + 1)}
    return [d for t in parsed.tokens if t.i not in taken for d in _of(parsed, t, by_head, world)]


def _of(parsed: Parsed, t: Token, by_head: Mapping[int, Draft], world: Gazetteer) -> Iterator[Draft]:
    entry = entry_of(t) or _body(t, by_head)
    if entry is None:
        return
    if modifies(t) and t.head.pos in ("NOUN", "PROPN"):
        yield from _before_deed(parsed, t, entry, by_head, world)
        return
    cls, kind = _by_modifier(t, *entry)
    if cls in ("vessel", "aircraft") and t.i in by_head:
        return
    if t.tag in ("NN", "NNP") and title_class([t]) in ("office", "rank") and not any(c.lower in ("a", "an", "one") for c in t.kids("det", "nummod")):
        return  # a title, which speaks of one person
    owner = owner_of(t, by_head)
    seat = owner.actor if owner else _seat(t, cls, world)
    for who, by in [(owner, seat), *((o, o.actor) for o in _joined(owner, t, by_head))]:
        yield from _draft(parsed, t, cls, kind, who, by, world)


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


def _before_deed(parsed: Parsed, t: Token, entry: tuple[str, ActorKind], by_head: Mapping[int, Draft], world: Gazetteer) -> Iterator[Draft]:
    """Groups before what they do ("rebel attack", "Syrian army offensive", "police raid"), not before another word for them."""
    cls, kind = entry
    if t.dep != "compound" or t.lower in titles() or cls not in ("rebel", "police", "military"):
        return
    if entry_of(top(t)) is not None or not t.text.islower():
        return
    lemma = t.lemma.lower()
    owner = owner_of(t, by_head) or (owner_of(t.head, by_head) if t.head.i > t.i else None)
    if cls == "rebel":
        name, owner = (lemma if lemma.endswith("s") else lemma + "s"), None
    elif owner is not None and owner.actor.kind == "state" and lemma in FORCES:
        why = f"{lemma} of {owner.actor.name}"
        yield Draft(actor=armed_forces(owner.actor, world), first=t.i, last=t.i, head=t.i, how="description", why=why, confidence=0.7)
        return
    else:
        name = lemma if owner is None else f"{adjective(owner.actor, world)} {lemma}"
    actor = described(parsed, name, kind) if owner is None else proper(name, kind, owner.actor)
    yield Draft(actor=actor, first=t.i, last=t.i, head=t.i, how="description", why=f"{cls} word before a deed", confidence=0.7)


def _draft(parsed: Parsed, t: Token, cls: str, kind: ActorKind, owner: Draft | None, seat: Actor | None, world: Gazetteer) -> Iterator[Draft]:
    actor, why = _actor(parsed, t, cls, kind, seat, world)
    if actor is not None:
        actor = coded(actor, t, cls, seat)
        last = owner.last if owner is not None and t.i < owner.first <= t.i + 3 else t.i
        yield Draft(actor=actor, first=_first(t, owner), last=last, head=t.i, how="description", why=why, confidence=LOOSE if why == VAGUE else 0.8)


def _joined(owner: Draft | None, t: Token, by_head: Mapping[int, Draft]) -> list[Draft]:
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


def _seat(t: Token, cls: str, world: Gazetteer) -> Actor | None:
    """The state where officials, courts and police sit, where nothing else tells whose they are ("a court in Bishkek")."""
    if cls not in ("official", "organ", "police"):
        return None
    for prep in t.kids("prep"):
        for c in prep.kids("pobj") if prep.lower in ("in", "at") else []:
            for n in world.named(c.text):
                if n.actor.kind == "state":
                    return n.actor
            place = next(iter(world.places(c.text)), None) if c.pos == "PROPN" else None
            if place is not None and place.state:
                return world.actor(place.state)
    return None


def _body(t: Token, by_head: Mapping[int, Draft]) -> tuple[str, ActorKind] | None:
    """A word for a body that belongs to a state or an organisation of states ("a U.N. committee", "Iran's presidency")."""
    kind = organs().get(t.lemma.lower())
    if kind not in ("government", "military") or t.pos not in ("NOUN", "PROPN"):
        return None
    owner = owner_of(t, by_head)
    return ("organ", kind) if owner is not None and owner.actor.kind in ("state", "igo", "territory") else None  # type: ignore[return-value]


def entry_of(t: Token) -> tuple[str, ActorKind] | None:
    """The class and kind of a word, "fighter" beside a state and alone being a plane."""
    if t.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    lemma = t.lemma.lower()
    found = words().get(lemma) or words().get(t.lower)
    if found is None:
        return ("aircraft", "aircraft") if AIRCRAFT.match(t.text) else _organ(t)
    if lemma == "fighter" and t.tag in ("NN", "NNP") and not any(c.lower in ("rebel", "foreign") for c in t.children):
        return ("aircraft", "aircraft")
    if t.pos == "ADJ" and t.lower not in words():
        return None
    return found


def _by_modifier(t: Token, cls: str, kind: ActorKind) -> tuple[str, ActorKind]:
    """The class that a modifier gives to a vague noun: "rebel forces" are rebels, "protest leaders" protesters."""
    if cls == "military" or t.lemma.lower() in QUIET:
        for c in t.kids("compound", "amod"):
            found = words().get(c.lemma.lower()) or words().get(c.lower)
            if found and found[0] == "rebel":
                return found
            if c.lower in ARMED and t.lemma.lower() not in FORCES:
                return "rebel", "armed_group"
    return cls, kind


def _organ(t: Token) -> tuple[str, ActorKind] | None:
    """Organs with a word before them that makes them one: "foreign ministry", "central bank", "security council"."""
    before = [c for c in t.kids("compound", "amod") if c.i == t.i - 1]
    two = f"{before[0].lower} {t.lower}" if before else ""
    kind = organs().get(two)
    return ("organ", kind) if kind in ("government", "military") else None  # type: ignore[return-value]


def owner_of(t: Token, by_head: Mapping[int, Draft]) -> Draft | None:
    """The known actor that a phrase belongs to: its possessor, a modifier, or what follows "of"."""
    near = [c for c in t.children if c.dep in ("poss", "amod", "compound", "nmod") and c.i < t.i]
    near += [g for c in list(near) if c.dep in ("compound", "amod", "nmod") for g in c.kids("poss", "amod", "compound", "nmod")]
    for c in near:
        if (d := by_head.get(c.i)) is not None and d.actor.kind not in ("unknown", "vessel", "aircraft"):
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


def _first(t: Token, owner: Draft | None) -> int:
    """The first token of the phrase: its modifiers without articles, possessors of other actors and clauses."""
    first = t.i
    for c in sorted(t.children, key=lambda c: -c.i):
        if c.i < t.i and c.dep in ("amod", "compound", "nmod", "nummod", "quantmod") and c.tag not in ("CD", "PDT"):
            first = min(first, c.i if c.kids("cc") else c.subtree()[0].i)
    if owner is not None and owner.last < t.i:
        first = min(first, owner.first)
    return first


def _actor(parsed: Parsed, t: Token, cls: str, kind: ActorKind, owner: Actor | None, world: Gazetteer) -> tuple[Actor | None, str]:
    lemma = t.lemma.lower()
    plural = t.tag in ("NNS", "NNPS")
    if not plural and (lemma in SINGLE or (cls in ("people", "rebel", "police") and _one(t, lemma))):
        return _single(parsed, t, owner, world)
    if owner is None:
        if lemma == "side":
            return None, ""  # "both sides": the two that were named before
        if AIRCRAFT.match(t.text):
            return described(parsed, t.text, kind), "type of aircraft"
        if lemma in QUIET and not _made(t) and (cls != "rebel" or (lemma in words() and words()[lemma][0] == "rebel")):
            return described(parsed, phrase(t), kind), VAGUE
        if cls == "organ" or lemma in DEFINITE:
            definite = any(c.lower in ("the", "this", "a", "an") for c in t.kids("det")) and not plural
            return (described(parsed, phrase(t), kind), "organ that is not said to be whose") if definite or lemma == "parliament" else (None, "")
        if plural and cls == "body":
            return described(parsed, phrase(t), kind), "bodies that are not named"
        if cls in ("body", "aircraft", "vessel", "organ", "states") or (cls == "official" and lemma not in ALONE):
            return None, ""
        return described(parsed, phrase(t), kind), f"{cls} word"
    if cls == "official":
        return _official(parsed, t, owner, plural, world)
    if cls == "body" and not plural and _is_itself(t, owner):
        return owner, f"{owner.name} named by its kind"
    if cls == "states" and lemma not in RELATIONAL:
        return _states(parsed, t, owner, plural, world)
    state = owner.kind in ("state", "territory", "igo", "bloc")
    if cls == "military" and state and lemma in FORCES and (plural or lemma in ("army", "military")) and not _said_more(t, owner):
        return armed_forces(owner, world), f"armed forces of {owner.name}"
    name = f"American {phrase(t)}" if cls == "people" and owner.name == "United States" else named_after(t, owner, world)
    if lemma in RELATIONAL:
        return proper(f"{owner.name} {t.lower}", kind), f"{t.lower} of {owner.name}, not of its side"
    if cls in ("organ", "military", "police") and state:
        return proper(name, kind, owner), f"organ of {owner.name}"
    if cls == "rebel" and owner.kind == "armed_group":
        return owner, f"members of {owner.name}"
    if cls == "people" and owner.kind in ("armed_group", "igo", "ngo", "government", "party") and lemma in ("supporter", "leader", "member", "staff"):
        return owner, f"members of {owner.name}"
    if owner.kind == "person":
        return described(parsed, phrase(t), kind), f"{cls} word"
    return described(parsed, name, kind, owner) if cls in ("vessel", "aircraft") else proper(name, kind, owner), f"{cls} word with {owner.name}"


DEFINITE = sort("groups.DEFINITE")
"""Organs that a text speaks of without saying whose they are ("the court ruled")."""


def _made(t: Token) -> bool:
    """True where a word before a vague noun makes it a group of its own ("government forces", "oil companies", "human rights group")."""
    return any((c.dep == "compound" and c.i < t.i and c.pos in ("NOUN", "PROPN")) or c.lower in MAKING for c in t.kids("compound", "amod"))


COLLECTIVE = sort("groups.COLLECTIVE")
"""Singulars that are many."""


def _one(t: Token, lemma: str) -> bool:
    return lemma not in COLLECTIVE and t.tag in ("NN", "NNP") and not any(c.tag == "CD" and c.lower not in ("one", "1") for c in t.kids("nummod"))


def _single(parsed: Parsed, t: Token, owner: Actor | None, world: Gazetteer) -> tuple[Actor | None, str]:
    """One person of a kind ("an Austrian student", "a soldier"): a person of this text, of the state said beside it."""
    if t.dep == "appos" or t.kids("appos") or t.dep == "attr":
        return None, ""  # of somebody who has a name
    if owner is None or owner.kind in ("person", "unknown"):
        return described(parsed, phrase(t), "person"), "one person of a kind"
    return described(parsed, named_after(t, owner, world), "person", owner), f"one person of {owner.name}"


def _official(parsed: Parsed, t: Token, owner: Actor, plural: bool, world: Gazetteer) -> tuple[Actor | None, str]:
    lemma = t.lemma.lower()
    collective = plural or lemma in TOGETHER
    if lemma == "state":
        return (owner, f"the state of {owner.name}") if owner.kind == "state" and not plural else (None, "")
    if not collective:
        return None, ""  # one official is a person: titles speak of those
    if owner.kind == "person":
        above = world.actor(owner.affiliation.id) if owner.affiliation else None
        return above or described(parsed, f"{owner.name} {lemma}", "government"), f"{lemma} of {owner.name}"
    if lemma == "side" and owner.kind not in ("state", "igo", "bloc", "armed_group"):
        return None, ""
    return owner, f"{t.lower} stand for {owner.name}"


def _is_itself(t: Token, owner: Actor) -> bool:
    """True where the noun only says what the actor before it is ("the NATO alliance", "the Islamic State group")."""
    return owner.kind in ("igo", "bloc", "armed_group", "party", "ngo", "company", "media", "organisation") and not t.kids("poss")


def _states(parsed: Parsed, t: Token, owner: Actor, plural: bool, world: Gazetteer) -> tuple[Actor | None, str]:
    """The states of a bloc, the members of a group, somebody's allies."""
    lemma = t.lemma.lower()
    if owner.kind == "armed_group" and lemma == "member":
        return owner, f"members of {owner.name}"
    if not plural or owner.kind not in ("state", "igo", "bloc", "population"):
        return None, ""
    name = f"{adjective(owner, world)} {t.lower}"
    return proper(name, "bloc", owner), f"{t.lower} of {owner.name}"


def _said_more(t: Token, owner: Actor) -> bool:
    """True where a word before the noun makes more of it than the state's forces ("Iraqi security forces", "Syrian rebel forces")."""
    mine = [c for c in t.children if c.dep in ("compound", "amod", "nmod") and c.pos in ("NOUN", "ADJ", "PROPN") and c.i < t.i]
    return any(c.lower not in BARE and c.lemma.lower() not in FORCES and not c.text[:1].isupper() for c in mine)


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
    return {"United States": "US", "United Kingdom": "British"}.get(owner.name) or _adjective(owner.id, world) or owner.name


def named_after(t: Token, owner: Actor, world: Gazetteer) -> str:
    """The name of a described group: whose it is, what kind, what it is: "Iraqi security forces"."""
    return f"{adjective(owner, world)} {phrase(t)}"


def phrase(t: Token) -> str:
    """The noun and the lower-case words before it that make it another one, in the number of the text: "rebel forces"."""
    own = [c for c in t.children if c.i < t.i and c.dep in ("compound", "amod", "nmod") and c.tag not in ("JJR", "JJS", "CD")]
    kept = [c for c in own if (c.dep == "compound" and c.text.islower()) or c.lower in MAKING]
    if t.lower in ("groups", "group") and any(c.lower == "paramilitary" for c in own):
        return " ".join([*(c.lower for c in kept if c.lower != "paramilitary"), "militias"])
    if t.lower in PLAIN:
        return " ".join([*(x.lower for x in kept), PLAIN[t.lower]])
    return " ".join(x.text if any(c.isdigit() for c in x.text) else x.lower for x in [*kept, t])


MAKING = sort("groups.MAKING")
"""Adjectives that make another group of a group."""
__all__ = ["adjective", "armed_forces", "entry_of", "find", "named_after", "owner_of", "phrase", "titles", "words"]
