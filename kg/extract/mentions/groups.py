"""Actors that are described, not named: "Russian officials", "rebel forces", "Iraqi police", "a U.S. destroyer", "protesters".

A word of `lexicon/groups.tsv` heads the phrase; its class says what it makes of the phrase and of whom it belongs to:
officials and governments are their state (or organisation), forces are a state's armed forces, organs are actors of their own,
rebels, populations, vessels and aircraft are too, with the state said beside them.
"""

from collections.abc import Iterator, Mapping

from kg.extract.mentions.constructions import happens_at, modifies, top
from kg.extract.mentions.drafts import Draft, described, proper
from kg.extract.mentions.groupnames import MAKING, adjective, armed_forces, coded, named_after, phrase
from kg.extract.mentions.groupwords import AIRCRAFT, entry_of, words
from kg.extract.mentions.owners import joined, owner_of, seats
from kg.extract.mentions.runs import organs
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import ends_at, title_class
from kg.gazetteer import Gazetteer
from kg.model import Actor, ActorKind
from kg.parse import Parsed, Token

FORCES = sort("groups.FORCES")
"""Words that, with a state before them and nothing more, are its armed forces as a whole."""
BARE = sort("groups.BARE")
"""Modifiers that make no other actor of a state's forces ("government forces", "military officers")."""
SINGLE = sort("groups.SINGLE")
"""Words of which one is a person, whom a title or a name tells."""
ARMED = sort("groups.ARMED")
"""Words that make rebels of a group."""
RELATIONAL = sort("groups.RELATIONAL")
"""Words whose "X critics" are no people of X's."""
FIGHTING = frozenset(["rebel", "militant", "separatist", "insurgent", "guerrilla"])
"""Words for fighters that are adjectives before what they do ("a rebel attack")."""
ALONE = frozenset(["government", "regime", "authority", "dictatorship"])
"""Words for a government that a text uses without saying whose it is."""
TWO = frozenset(["two", "both", "neither", "either"])
TOGETHER = ALONE | {"administration", "leadership", "delegation", "side", "establishment", "officialdom"}
"""Singulars that are a government as a whole."""
CIVIC = sort("groups.CIVIC")
"""Words before "leaders" that make no officials of them."""
LONGEST = 6
"""The most words before a noun that are taken into its phrase: more are page furniture."""
VAGUE = "vague word"
LOOSE = 0.1
"""The confidence of a vague word alone: kept only where an earlier phrase explains it."""
QUIET = sort("groups.QUIET")
"""Words that are mentions only with something that tells whose they are: alone they are too many things."""


def find(parsed: Parsed, named: list[Draft], places: set[int], world: Gazetteer) -> list[Draft]:
    """The described actors, each with the state or organisation that it is said to belong to; `places` are tokens of names of places."""
    by_head = {**{d.last: d for d in named}, **{d.head: d for d in named}}  # a long name that the parser broke is found by its end too
    taken = {i for d in named if d.how != "demonym" for i in range(d.first, d.last + 1)} | places
    return [d for t in parsed.tokens if t.i not in taken for d in _of(parsed, t, by_head, world)]


def _of(parsed: Parsed, t: Token, by_head: Mapping[int, Draft], world: Gazetteer) -> Iterator[Draft]:
    entry = entry_of(t) or _body(t, by_head)
    if entry is None or (t.tag == "NNP" and happens_at(t) and t.text.istitle() and not t.kids("det", "amod", "poss", "compound")):
        return  # no such word, or a town of that name ("in Man")
    if t.dep == "npadvmod" and t.head.tag == "VBN" and entry[0] == "rebel":
        name = t.lemma.lower() if t.lemma.lower().endswith("s") else t.lemma.lower() + "s"  # "rebel-held areas"
        yield Draft(actor=described(parsed, name, entry[1]), first=t.i, last=t.i, head=t.i, how="description", why="rebels who hold it")
        return
    if modifies(t) and t.head.pos in ("NOUN", "PROPN"):
        yield from _before_deed(parsed, t, entry, by_head, world)
        return
    cls, kind = _by_modifier(t, *entry)
    if cls in ("vessel", "aircraft") and t.i in by_head:
        return
    if _office(parsed, t) and not any(c.lower in ("a", "an", "one") for c in t.kids("det", "nummod")):
        return  # a title, which speaks of one person
    owner = owner_of(t, by_head)
    sitting = [] if owner else seats(t, cls, world)
    by = owner.actor if owner else next(iter(sitting), None)
    for who, whose in [(owner, by), *((o, o.actor) for o in joined(owner, t, by_head)), *((None, state) for state in sitting[1:])]:
        yield from _draft(parsed, t, cls, kind, who, whose, world)


def _office(parsed: Parsed, t: Token) -> bool:
    """True for a word that is an office or rank, or ends one of several words, whatever the tagger took it for ("secretary-general")."""
    begin = ends_at(parsed.tokens, t.i + 1, parsed.sentences[t.sent].tokens[0].i)
    long = begin < t.i and title_class(parsed.tokens[begin : t.i + 1]) in ("office", "rank") and t.tag in ("NN", "NNP", "JJ")
    return long or (t.tag in ("NN", "NNP") and title_class([t]) in ("office", "rank"))


def _before_deed(parsed: Parsed, t: Token, entry: tuple[str, ActorKind], by_head: Mapping[int, Draft], world: Gazetteer) -> Iterator[Draft]:
    """Groups before what they do ("rebel attack", "Syrian army offensive", "police raid"), not before another word for them."""
    cls, kind = entry
    if (t.dep != "compound" and t.lower not in FIGHTING) or title_class([t]) in ("office", "rank") or cls not in ("rebel", "police", "military"):
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


def _draft(parsed: Parsed, t: Token, cls: str, kind: ActorKind, owner: Draft | None, whose: Actor | None, world: Gazetteer) -> Iterator[Draft]:
    actor, why = _actor(parsed, t, cls, kind, whose, world)
    if actor is not None:
        actor = coded(actor, t, cls, whose)
        last = owner.last if owner is not None and t.i < owner.first <= t.i + 3 else t.i
        yield Draft(actor=actor, first=_first(t, owner), last=last, head=t.i, how="description", why=why, confidence=LOOSE if why == VAGUE else 0.8)


def _body(t: Token, by_head: Mapping[int, Draft]) -> tuple[str, ActorKind] | None:
    """A word for a body that belongs to a state or an organisation of states ("a U.N. committee", "Iran's presidency")."""
    kind = organs().get(t.lemma.lower())
    if kind not in ("government", "military") or t.pos not in ("NOUN", "PROPN"):
        return None
    owner = owner_of(t, by_head)
    return ("organ", kind) if owner is not None and owner.actor.kind in ("state", "igo", "territory") else None  # type: ignore[return-value]


def _by_modifier(t: Token, cls: str, kind: ActorKind) -> tuple[str, ActorKind]:
    """The class that a modifier gives to a vague noun: "rebel forces" are rebels, "protest leaders" protesters."""
    if t.lemma.lower() == "leader" and any(c.lower in CIVIC for c in t.kids("compound", "amod")):
        return "people", "population"  # "community leaders" hold no office
    if cls == "military" or t.lemma.lower() in QUIET:
        for c in t.kids("compound", "amod"):
            found = words().get(c.lemma.lower()) or words().get(c.lower)
            if found and (found[0] == "rebel" or (found[0] == "police" and cls == "military")):
                return found
            if c.lower in ARMED and t.lemma.lower() not in FORCES:
                return "rebel", "armed_group"
    return cls, kind


def _first(t: Token, owner: Draft | None) -> int:
    """The first token of the phrase: the words before the noun that belong to it, without articles, numbers and what a comma parts."""
    mine = {c.i for c in t.subtree() if c.i < t.i and c.text not in ",;:()" and c.tag not in ("CD", "PDT", "DT", "POS", "PRP$", "CC")}
    mine -= {x.i for c in t.kids("poss", "appos", "relcl", "acl", "det", "predet") for x in c.subtree()}
    first = t.i
    while first - 1 in mine and t.i - first < LONGEST:
        first -= 1
    return min(first, owner.first) if owner is not None and owner.last < t.i else first


def _actor(parsed: Parsed, t: Token, cls: str, kind: ActorKind, owner: Actor | None, world: Gazetteer) -> tuple[Actor | None, str]:
    lemma = t.lemma.lower()
    plural = t.tag in ("NNS", "NNPS")
    if not plural and (lemma in SINGLE or (cls in ("people", "rebel", "police") and _one(t, lemma))):
        return _single(parsed, t, owner, world)
    if owner is None:
        return _nobodys(parsed, t, cls, kind, plural)
    if cls == "official":
        return _official(parsed, t, owner, plural, world)
    if cls == "body" and not plural and _is_itself(t, owner):
        return owner, f"{owner.name} named by its kind"
    if cls == "states" and lemma not in RELATIONAL:
        return _states(t, owner, plural, world)
    return _owned(parsed, t, cls, kind, owner, world)


def _nobodys(parsed: Parsed, t: Token, cls: str, kind: ActorKind, plural: bool) -> tuple[Actor | None, str]:
    """A group that is not said to be anybody's: vague words wait for an earlier phrase that explains them."""
    lemma = t.lemma.lower()
    if lemma == "side" or (cls == "official" and any(c.lower in TWO for c in t.children)):
        return None, ""  # "both sides", "the two governments": the two that were named before
    if AIRCRAFT.match(t.text):
        return described(parsed, t.text, kind), "type of aircraft"
    if lemma in QUIET and not _made(t) and (cls != "rebel" or (lemma in words() and words()[lemma][0] == "rebel")):
        return described(parsed, phrase(t), kind), VAGUE
    if cls == "organ" or lemma in DEFINITE:
        definite = any(c.lower in ("the", "this", "a", "an") for c in t.kids("det")) and (not plural or lemma == "service")
        return (described(parsed, phrase(t), kind), "organ that is not said to be whose") if definite or lemma == "parliament" else (None, "")
    if plural and cls == "body":
        return described(parsed, phrase(t), kind), "bodies that are not named"
    if cls in ("body", "aircraft", "vessel", "states") or (cls == "official" and not _governs(t, lemma, plural)):
        return None, ""
    return described(parsed, phrase(t), kind), f"{cls} word"


def _governs(t: Token, lemma: str, plural: bool) -> bool:
    """True for "the government", "authorities": not for "dictatorship" as such, nor for the authority to do something."""
    return lemma in ALONE and (plural or (lemma != "authority" and bool(t.kids("det", "poss", "amod", "compound"))))


def _owned(parsed: Parsed, t: Token, cls: str, kind: ActorKind, owner: Actor, world: Gazetteer) -> tuple[Actor | None, str]:
    lemma = t.lemma.lower()
    if lemma in RELATIONAL and owner.kind == "person":
        return described(parsed, t.lower, "population"), f"{t.lower} of {owner.name}, not of its side"
    if lemma in RELATIONAL:
        return proper(f"{owner.name} {t.lower}", kind), f"{t.lower} of {owner.name}, not of its side"
    if (cls == "rebel" and owner.kind == "armed_group") or (cls == "people" and owner.kind in STAFFED and lemma in ("leader", "member", "staff")):
        return owner, f"members of {owner.name}"
    if owner.kind == "person":
        return described(parsed, phrase(t), kind), f"{cls} word"
    whole = t.tag in ("NNS", "NNPS") or lemma in ("army", "military")
    if cls == "military" and owner.kind in SEATED and lemma in FORCES and whole and not _said_more(t):
        return armed_forces(owner, world), f"armed forces of {owner.name}"
    name = f"American {phrase(t)}" if cls == "people" and owner.name == "United States" else named_after(t, owner, world)
    if cls in ("vessel", "aircraft"):
        return described(parsed, name, kind, owner), f"{cls} of {owner.name}"
    return proper(name, kind, owner), f"organ of {owner.name}" if cls in ("organ", "military", "police") else f"{cls} word with {owner.name}"


def owned_by(t: Token, kind: ActorKind, owner: Actor, world: Gazetteer) -> Actor:
    """The forces or organ of a state that a noun is once it is known whose: "its troops", "its parliament"."""
    if kind == "military" and t.lemma.lower() in FORCES and not _said_more(t):
        return armed_forces(owner, world)
    return proper(named_after(t, owner, world), kind, owner)


SEATED = frozenset({"state", "territory", "igo", "bloc"})
"""Kinds of actors that have armed forces."""
STAFFED = frozenset({"armed_group", "igo", "ngo", "government", "party"})
"""Kinds of actors whose members and staff are they themselves."""
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
    if t.dep == "appos" or t.kids("appos") or t.dep == "attr" or any(c.lower in ("every", "each", "any", "no") for c in t.kids("det")):
        return None, ""  # of somebody who has a name
    if owner is not None and owner.kind == "person":
        return described(parsed, f"{owner.name}'s {phrase(t)}", "person"), f"one person beside {owner.name}"
    if owner is None or owner.kind == "unknown":
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


def _states(t: Token, owner: Actor, plural: bool, world: Gazetteer) -> tuple[Actor | None, str]:
    """The states of a bloc, the members of a group, somebody's allies."""
    lemma = t.lemma.lower()
    if owner.kind == "armed_group" and lemma == "member":
        return owner, f"members of {owner.name}"
    if not plural or owner.kind not in ("state", "igo", "bloc", "population"):
        return None, ""
    name = f"{adjective(owner, world)} {t.lower}"
    return proper(name, "bloc", owner), f"{t.lower} of {owner.name}"


def _said_more(t: Token) -> bool:
    """True where a word before the noun makes more of it than the state's forces ("Iraqi security forces", "Syrian rebel forces")."""
    mine = [c for c in t.children if c.dep in ("compound", "amod", "nmod") and c.pos in ("NOUN", "ADJ", "PROPN") and c.i < t.i]
    return any(c.lower not in BARE and c.lemma.lower() not in FORCES and not c.text[:1].isupper() for c in mine)
