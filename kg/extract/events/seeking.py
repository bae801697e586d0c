"""Who stands in a slot: the parties named there, people without a name, and the nearest below the complement.

A deed ("the shelling of X", "their visit") speaks through whoever does it, never through whom it is done to.
"""

from collections.abc import Iterable
from functools import cache

from kg.extract.events.frames import is_absolute, spread
from kg.extract.events.reading import Reading
from kg.extract.events.slots import ATTITUDES, DONE_TO
from kg.extract.parties import described
from kg.gazetteer import world
from kg.iri import slug
from kg.lexicon import table
from kg.lexicon.typing import classes, grammar
from kg.model import Actor, Event, Party, Span
from kg.parse import Token

BACK = frozenset({"the", "this", "that", "these", "those", "both", "such", "neither", "either"})
TELLING = frozenset({"amod", "compound", "poss", "prep", "relcl", "acl", "nmod", "appos"})
DOWN = frozenset({"dobj", "prep", "pobj", "pcomp", "xcomp", "dative", "acomp", "attr"})
INSIDE = frozenset({"poss", "amod", "compound", "nmod", "acl", "agent", "conj"})
DEEPEST = 8  # steps down; measured: beyond this what is found is a place or a date
AROUND = grammar("AROUND")
BESIDE = frozenset({"alongside", "beside"})  # who fights beside somebody does not fight him
FORCES = grammar("FORCES")
RELATED = grammar("RELATED")
STATES_TOO = frozenset({"neighbor", "neighbour", "enemy", "rival", "opponent", "critic"})  # may be states: not described as people
CHARGING = grammar("CHARGING")
THINGS = frozenset({"aircraft", "vessel"})
DOER = ("poss", "by", "light", "mod")
UNLEASHED = (*DOER, "from")  # "mortar fire from the rebels"


def standing(reading: Reading, head: Token, slots: tuple[str, ...], kind: str | None = None) -> tuple[Party, ...]:
    """Who stands in the first of the slots that names anybody; where none does, people without a name.

    With `kind`, the slots are those of the recipients of an act of that type, else those of its actors.
    """
    slots = tuple(s for s in slots if not victim(reading, head, s, kind))
    for slot in slots:
        if slot == "speaker":
            return reading.speaker(head)
        tokens = reading.reach(head, slot)
        if any(t.tag == "PRP" and not reading.named(t) for t in tokens):
            return ()  # somebody is meant whom nobody knows; who stands further on is not him
        if any(t.lemma.lower() in RELATED - STATES_TOO and describable(t) and not _known(reading, t) for t in tokens):
            return unique(p for t in tokens for p in _told(reading, t))
        who = [(t, meant(reading, t, kind)) for t in tokens]
        if any(some for _, some in who):
            return unique(p for t, some in who for p in some or ([described(reading.parsed, t)] if describable(t) else []))
    for slot in slots:
        if nouns := [t for t in reading.reach(head, slot) if describable(t)]:
            return unique(described(reading.parsed, t) for t in nouns)
    return ()


def _known(reading: Reading, person: Token) -> bool:
    """True for a friend, colleague or rival who is named; "a Mexican colleague" is nobody known, and not Mexico."""
    return person.start in reading.found.mentioned or any(p.actor.kind != "state" for p in reading.named(person))


def _told(reading: Reading, token: Token) -> list[Party]:
    if token.lemma.lower() in RELATED and describable(token) and not _known(reading, token):
        return [described(reading.parsed, token)]
    return [*reading.named(token)] or ([described(reading.parsed, token)] if describable(token) else [])


def describable(token: Token) -> bool:
    """True for people without a name who were not told of before: "gunmen", "international partners"."""
    lemma = token.lemma.lower()
    some = token.pos in ("NOUN", "PROPN") and (lemma in people() or (token.tag == "NNPS" and lemma.removesuffix("s") in people()))
    both = token.tag == "NNS" and any(c.lower == "both" for c in token.kids("det", "predet"))  # of two whom the text does not tell
    return some and (both or not points_back(token))


def placed(reading: Reading, head: Token, slots: tuple[str, ...]) -> tuple[Party, ...]:
    """A place in a slot where nobody stands: "imposed a curfew in Basra" is done to Basra."""
    for slot in slots:
        if there := [p for t in reading.reach(head, slot) if t.pos == "PROPN" for p in reading.places if p.start <= t.start < p.end]:
            return unique(territory(span) for span in there)
    return ()


def territory(span: Span) -> Party:
    """A place as an actor: the one that the gazetteer knows by its name, else a territory."""
    known = [n.actor for n in world().named(span.text)]
    return Party(actor=known[0] if known else Actor(id=f"actor/{slug(span.text)}", name=span.text, kind="territory"), mention=span)


def hosting(place: Party, guests: tuple[Party, ...]) -> Party:
    """The state that a town visited lies in; the town itself where nothing is known of it or of whose the guests are, or they are of that state."""
    towns = world().places(place.actor.name) if place.actor.kind in ("territory", "unknown") else ()
    state = world().actor(towns[0].state) if towns and towns[0].precision == "city" and towns[0].state else None
    abroad = all(g.actor.kind == "state" or g.actor.affiliation for g in guests) and not any(state and state.id in identity(g) for g in guests)
    return Party(actor=state, mention=place.mention) if state is not None and guests and abroad else place


def victim(reading: Reading, head: Token, slot: str, kind: str | None) -> bool:
    """True for a slot that holds whom a blamed or praised deed is done to."""
    return kind in ATTITUDES and slot.endswith(".of") and any(deed(reading, t) in DONE_TO for t in reading.reach(head, slot[:-3]))


def meant(reading: Reading, token: Token, kind: str | None) -> tuple[Party, ...]:
    """Whom a noun phrase names in the place of an actor (kind None) or of the recipient of a type; of a deed, its doer."""
    told = token.start in reading.found.mentioned
    act = None if told or (kind is not None and kind not in ATTITUDES) else deed(reading, token)
    if act is not None:
        return doers(reading, token, act)
    return reading.named(token) or (told_doers(reading, token) if kind is None and token.pos == "NOUN" else ())


def doers(reading: Reading, noun: Token, act: str) -> tuple[Party, ...]:
    """Who does the deed that a noun tells of; its own subject may be a deed again, but never the same."""
    if noun.i not in reading.doers:
        reading.doers[noun.i] = ()
        own = standing(reading, noun, UNLEASHED if act == "ASSAULT" else DOER if act in DONE_TO else (*DOER, "of", "between", "from"))
        reading.doers[noun.i] = own or told_doers(reading, noun)
    return reading.doers[noun.i]


def told_doers(reading: Reading, noun: Token) -> tuple[Party, ...]:
    """Who did the deed that "the operation" points back to: the last act told with that word."""
    if not points_back(noun):
        return ()
    last = next((e for e in reversed(reading.told) if noun.lemma.lower() in e.trigger.text.lower()), None) or _just_told(reading, noun)
    return tuple(Party(actor=p.actor) for p in last.actors) if last else ()


def _just_told(reading: Reading, noun: Token) -> Event | None:
    """What was done just before, in other words: "jets bombed a port. France condemned the strikes"."""
    kind = deed(reading, noun)
    if kind not in DONE_TO:
        return None
    sentences = reading.parsed.sentences
    start = sentences[max(noun.sent - 1, 0)].start
    near = (e for e in reversed(reading.told) if e.kind == kind and start <= e.trigger.start < noun.start and e.evidence.end <= noun.start)
    return next((e for e in near if sentences[noun.sent - 1].paragraph == sentences[noun.sent].paragraph), None) if noun.sent else None


def deed(reading: Reading, token: Token) -> str | None:
    """The type of the act that a noun tells of, None for other nouns."""
    entry = reading.typed(token, "noun") if token.pos == "NOUN" else None
    return entry.kind if entry else None


def points_back(noun: Token) -> bool:
    """True for "the alliance", "both sides": somebody told of before, who is known or is nobody to describe anew."""
    definite = any(t.lower in BACK for t in noun.kids("det", "predet"))
    return definite and not any(c.dep in TELLING for c in noun.children)


@cache
def people() -> frozenset[str]:
    """Nouns of people and of what they form, which can act without a name: "gunmen", "a court"."""
    return grammar("PEOPLE") | grammar("PERSONS") | (RELATED - STATES_TOO) | classes()["PERSONS"] | frozenset(row["word"] for row in table("groups"))


@cache
def _things() -> frozenset[str]:
    return frozenset(row["word"] for row in table("groups") if row["kind"] in THINGS)


def is_thing(party: Party) -> bool:
    """True for craft, named or described, that somebody sends: a drone, a frigate."""
    last = party.actor.name.rpartition(" ")[2].lower()
    return party.actor.kind in THINGS or (party.actor.kind == "unknown" and (last in _things() or last.removesuffix("s") in _things()))


def deep(reading: Reading, head: Token, kind: str, *, but: tuple[Party, ...], forces: bool = True) -> tuple[Party, ...]:
    """Who is nearest below the complements of a predicate, when no slot names anybody: "lift embargoes on sales to Iran".

    Clauses with a subject of their own and what tells of time, place and circumstance are not entered.
    """
    taken = {i for p in but for i in identity(p)}
    charged = head.lemma in CHARGING and bool(head.kids("dobj"))  # "accused the services of missing him": he is not accused
    level = [t for t in head.children if t.dep in DOWN and t.i > head.i and not (charged and t.dep == "prep" and t.kids("pcomp"))]
    level = [t for t in level if not any(is_absolute(t, c) for c in t.kids("pobj", "pcomp"))]
    for _ in range(DEEPEST):
        fresh = [t for t in level if not (t.dep == "prep" and t.lower in (AROUND | BESIDE if kind == "ASSAULT" else AROUND))]
        for token in fresh:
            if not forces and token.lower in FORCES:
                continue
            if any(m.actor.id not in taken for m in reading.found.mentioned.get(token.start, ())):
                return unique(p for t in spread([token]) for p in reading.named(t) if p.actor.id not in taken)
        if kind in ATTITUDES:
            fresh = [t for t in fresh if deed(reading, t) not in DONE_TO]
        level = [c for t in fresh for c in t.children if c.dep in DOWN or c.dep in INSIDE]
    return ()


def unique(found: Iterable[Party]) -> tuple[Party, ...]:
    """Parties without repetition, the first mention of each."""
    out: dict[str, Party] = {}
    for party in found:
        out.setdefault(party.actor.id, party)
    return tuple(out.values())


def identity(party: Party) -> set[str]:
    """The ids under which an actor and its side go."""
    return {party.actor.id, *([party.actor.affiliation.id] if party.actor.affiliation else [])}


def without(some: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those of some that are not among the others."""
    ids = {p.actor.id for p in others}
    return tuple(p for p in some if p.actor.id not in ids)
