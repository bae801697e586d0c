"""The parties of a predicate: slots of the lexicon's row, or the defaults of its type, walked until somebody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.extract.frames import is_verb, spread
from kg.extract.parties import described
from kg.extract.reading import Reading
from kg.lexicon import table
from kg.lexicon.typing import Entry, classes, grammar
from kg.model import Party
from kg.parse import Token

# Where the recipient of a type stands when the row does not say; the first slot that names somebody wins.
RECIPIENTS: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("obj", "iobj", "against", "at", "on", "with", "of", "over"),
    "AGREE": ("with", "to", "iobj", "obj", "on", "between", "for", "comp.with", "comp.obj", "comp.on", "comp.to", "comp.from"),
    "AID": ("iobj", "to", "obj", "for", "of", "into", "in"),
    "ASSAULT": ("obj", "on", "against", "at", "with", "of", "into", "in"),
    "COERCE": ("obj", "on", "against", "of", "from"),
    "CONCEDE": ("to", "iobj", "obj", "with", "from", "on", "against", "of", "for"),
    "CONSULT": ("with", "obj", "between", "to", "among"),
    "COOPERATE": ("with", "obj", "between", "to"),
    "MOBILIZE": ("against", "toward", "towards", "at", "near", "over", "obj", "to"),
    "PROTEST": ("against", "at", "over", "obj", "outside"),
    "REJECT": ("obj", "with", "to", "from", "of", "comp.obj", "comp.to", "comp.with", "comp.on", "comp.from", "on"),
    "REQUEST": ("obj", "iobj", "to", "from", "on", "of", "comp.subj", "for", "comp.obj"),
    "RETREAT": ("obj", "from", "to", "with", "of", "on", "against"),
    "SANCTION": ("on", "against", "obj", "with", "from", "to", "of"),
    "SUPPORT": ("obj", "for", "to", "with", "of", "iobj"),
    "THREATEN": ("obj", "against", "to", "with", "on", "comp.obj", "comp.on", "comp.against", "comp.from", "comp.with"),
}
UNTYPED = ("obj",)
BEYOND: dict[str, tuple[str, ...]] = {
    "REQUEST": ("comp.subj", "obj.comp.subj"),
    "AGREE": ("in.with", "during.with", "at.with", "after.with", "following.with"),
    "CONCEDE": ("in.with", "during.with", "at.with", "after.with", "following.with"),
}
AGAINST_FAR = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "SANCTION", "THREATEN"})
PARTNER = frozenset({"with", "between", "among", "company", "by", "and"})
AGAINST = ("against", "on", "at", "upon")  # "war against X" has a side that wages it, "war between" has not
OBJECTS_OWN = ("obj.poss", "obj.by", "obj.mod")  # "the visit underscores the U.S. commitment to Iraq"
BACK = frozenset({"the", "this", "that", "these", "those", "both", "such", "neither", "either"})
TELLING = frozenset({"amod", "compound", "poss", "prep", "relcl", "acl", "nmod", "appos"})
BOTH = ("with", "obj", "between", "among", "by", "to", "company")
ACTORS: dict[tuple[str, str], tuple[str, ...]] = {
    ("verb", ""): ("subj", "maker"),
    ("noun", ""): ("poss", "by", "light", "mod"),
    ("noun", "CONSULT"): ("poss", "by", "light", "beside", "occasion"),
    ("adj", ""): ("subj",),
}
DOWN = frozenset({"dobj", "prep", "pobj", "pcomp", "xcomp", "dative", "acomp", "attr"})
INSIDE = frozenset({"poss", "amod", "compound", "nmod", "acl", "agent", "conj"})
DEEPEST = 6  # steps down; measured: beyond this what is found is a place or a date
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})


AROUND = grammar("AROUND")
FORCES = grammar("FORCES")
LENT = frozenset({"MOBILIZE", "AID", "RETREAT", "COOPERATE", "AGREE", "CONCEDE"})  # their objects may be the actor's own forces


@dataclass(frozen=True, slots=True)
class Sides:
    """Who does it and to whom; `mutual` acts have all on both sides."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    mutual: bool = False


def sides(reading: Reading, token: Token, entry: Entry) -> Sides:
    """The parties of a typed word."""
    actors = parties(reading, token, actor_slots(entry))
    if not actors and any(c.slot == "obj" and not c.forbids for c in entry.constraints):
        actors = parties(reading, token, OBJECTS_OWN)
    slots = recipient_slots(entry)
    if slots == ("none",):
        return Sides(actors, ())
    both = "both" in slots
    if both:
        slots = (*(s for s in slots if s != "both"), *(s for s in BOTH if s not in slots))
    recipients = received(entry, without(parties(reading, token, slots), actors))
    if not recipients and actors:
        recipients = beyond(reading, token, entry, actors)
    if both and recipients and not shares(reading, token, entry, slots):
        return Sides(actors, recipients)
    together = unique((*actors, *recipients))
    if (both and len(together) > 1) or (not recipients and len(actors) > 1 and entry.kind in MUTUAL):
        return Sides(together, together, mutual=True)
    return Sides(actors, recipients)


def shares(reading: Reading, token: Token, entry: Entry, slots: tuple[str, ...]) -> bool:
    """True where the recipients stand where partners do: "with X" and, of a meeting, its object; "war against X" has one side that wages it."""
    if entry.kind not in MUTUAL and any(reading.reach(token, s) for s in AGAINST):
        return False
    partner = [s for s in slots if s.rpartition(".")[2] in PARTNER or (s == "obj" and entry.kind == "CONSULT")]
    return any(reading.named(t) for s in partner for t in reading.reach(token, s))


def beyond(reading: Reading, token: Token, entry: Entry, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Recipients outside of the row's slots: in the complement, at the occasion, and in an "against" that the parser hung elsewhere."""
    for slot in BEYOND.get(entry.kind or "", ()):
        if who := without(unique(p for t in reading.reach(token, slot) for p in reading.named(t)), actors):
            return who
    if who := received(entry, deep(reading, token, but=actors, forces=entry.kind not in LENT)):
        return who
    if entry.kind in AGAINST_FAR and is_verb(token):
        far = [t for prep in token.subtree() if prep.lower == "against" and prep.dep == "prep" for t in prep.kids("pobj")]
        return without(unique(p for t in far for p in reading.named(t)), actors)
    return ()


def received(entry: Entry, some: tuple[Party, ...]) -> tuple[Party, ...]:
    """Recipients without what is sent or withdrawn: "mobilized troops", "sent experts"."""
    if entry.kind not in LENT:
        return some
    return tuple(p for p in some if p.mention is None or p.actor.affiliation or p.mention.text.split()[-1].lower() not in FORCES)


def parties(reading: Reading, head: Token, slots: tuple[str, ...]) -> tuple[Party, ...]:
    """Who stands in the first of the slots that names anybody; where none does, people without a name."""
    for slot in slots:
        if slot == "speaker":
            return reading.speaker(head)
        if any(t.tag == "PRP" and not reading.named(t) for t in reading.reach(head, slot)):
            return ()  # somebody is meant whom nobody knows; who stands further on is not him
        if who := unique(p for t in reading.reach(head, slot) for p in reading.named(t)):
            return who
    for slot in slots:
        tokens = [t for t in reading.reach(head, slot) if t.pos in ("NOUN", "PROPN") and t.lemma.lower() in people() and not points_back(t)]
        if tokens:
            return unique(described(reading.parsed, t) for t in tokens)
    return ()


def points_back(noun: Token) -> bool:
    """True for "the alliance", "both sides": somebody told of before, who is known or is nobody to describe anew."""
    definite = any(t.lower in BACK for t in noun.kids("det", "predet"))
    return definite and not any(c.dep in TELLING for c in noun.children)


@cache
def people() -> frozenset[str]:
    """Nouns of people and of what they form, which can act without a name: "gunmen", "a court"."""
    return grammar("PEOPLE") | grammar("PERSONS") | classes()["PERSONS"] | frozenset(row["word"] for row in table("groups"))



def deep(reading: Reading, head: Token, *, but: tuple[Party, ...], forces: bool = True) -> tuple[Party, ...]:
    """Who is nearest below the complements of a predicate, when no slot names anybody: "lift embargoes on sales to Iran".

    Clauses with a subject of their own and what tells of time, place and circumstance are not entered.
    """
    taken = {p.actor.id for p in but}
    level = [t for t in head.children if t.dep in DOWN]
    for _ in range(DEEPEST):
        fresh = [t for t in level if not (t.dep == "prep" and t.lower in AROUND)]
        for token in fresh:
            if not forces and token.lower in FORCES:
                continue
            if any(m.actor.id not in taken for m in reading.found.mentioned.get(token.start, ())):
                return unique(p for t in spread([token]) for p in reading.named(t) if p.actor.id not in taken)
        level = [c for t in fresh for c in t.children if c.dep in DOWN or c.dep in INSIDE]
    return ()


def unique(found: Iterable[Party]) -> tuple[Party, ...]:
    """Parties without repetition, the first mention of each."""
    out: dict[str, Party] = {}
    for party in found:
        out.setdefault(party.actor.id, party)
    return tuple(out.values())


def without(some: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those of some that are not among the others."""
    ids = {p.actor.id for p in others}
    return tuple(p for p in some if p.actor.id not in ids)


def actor_slots(entry: Entry) -> tuple[str, ...]:
    """Where the actor of a row is looked for."""
    return entry.actor or ACTORS.get((entry.pos, entry.kind or "")) or ACTORS[entry.pos, ""]


def recipient_slots(entry: Entry) -> tuple[str, ...]:
    """Where the recipient of a row is looked for."""
    return entry.recipient or RECIPIENTS.get(entry.kind or "", UNTYPED)
