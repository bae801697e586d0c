"""Who does an act: in the slots of its row, else where grammar and sense keep the doer of such an act."""

from kg.extract.events.frames import is_verb
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import FORCES, deed, doers, is_thing, people, standing, unique, without
from kg.extract.events.slots import ATTITUDES, OBJECTS_OWN, actor_slots
from kg.extract.parties import described
from kg.lexicon.typing import Entry, grammar
from kg.model import Party
from kg.parse import Token

CROWDS = grammar("CROWDS")
OWNED = frozenset(
    {"AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "REJECT", "REQUEST", "RETREAT", "SUPPORT"}
)  # what a thing tells of, as its owner's


def doing(reading: Reading, token: Token, entry: Entry) -> tuple[Party, ...]:
    """The actors: in the row's slots, else whose the object is, whose forces move or strike, or the crowd that is told of."""
    found = standing(reading, token, actor_slots(entry))
    for seek in (_owners, _striking, _moved, _crowd):
        found = found or seek(reading, token, entry)
    return _with_will(found, entry)


def _owners(reading: Reading, token: Token, entry: Entry) -> tuple[Party, ...]:
    """Whose the object is where a thing tells of it: "the visit underscores the U.S. commitment" (but "balloons entered X's airspace")."""
    if entry.kind not in OWNED or _someone(reading, token) or not any(c.slot == "obj" and not c.forbids for c in entry.constraints):
        return ()
    return standing(reading, token, OBJECTS_OWN)


def _striking(reading: Reading, token: Token, entry: Entry) -> tuple[Party, ...]:
    """Whose the blow is in which somebody was hurt: "were killed in Israeli strikes"."""
    if entry.kind != "ASSAULT" or not is_verb(token) or not reading.frames.passive(token):
        return ()
    blows = [t for t in reading.frames.local(token).get("in", []) if deed(reading, t) == "ASSAULT"]
    hit = unique(p for t in reading.reach(token, "obj") for p in reading.named(t))
    return without(unique(p for t in blows for p in doers(reading, t, "ASSAULT")), hit)


def _moved(reading: Reading, token: Token, entry: Entry) -> tuple[Party, ...]:
    """Whose forces are moved by nobody: "brought a Russian jet to within", "UN peacekeepers were sent"."""
    if entry.kind not in ("MOBILIZE", "AID") or _someone(reading, token):
        return ()
    moved = [t for t in reading.reach(token, "obj") if entry.kind == "MOBILIZE" or t.lower in FORCES]
    return unique(p for t in moved for p in reading.named(t) if p.actor.affiliation)


def _crowd(reading: Reading, token: Token, entry: Entry) -> tuple[Party, ...]:
    """Many people without a noun: "thousands marched"."""
    if entry.kind != "PROTEST":
        return ()
    return unique(described(reading.parsed, t) for t in reading.reach(token, "subj") if t.lemma.lower() in CROWDS)


def _someone(reading: Reading, token: Token) -> bool:
    """True where somebody is meant who does it, if nobody knows who: "they", "the country"."""
    return any(t.tag == "PRP" or (t.pos == "NOUN" and t.lemma.lower() in people()) for t in reading.reach(token, "subj"))


def _with_will(actors: tuple[Party, ...], entry: Entry) -> tuple[Party, ...]:
    """Actors without bare things beside those who use them ("a US drone"), and without any where words are meant ("backed by drones")."""
    wilful = tuple(p for p in actors if p.actor.affiliation or not is_thing(p))
    return wilful if wilful or entry.kind in ATTITUDES else actors
