"""The parties of a predicate: its actors, and its recipients by the slots of its row or by the defaults of its type."""

from dataclasses import dataclass

from kg.extract import places
from kg.extract.events.actors import doing
from kg.extract.events.anaphora import MORE
from kg.extract.events.frames import is_verb
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import (
    FORCES,
    deep,
    hosting,
    identity,
    placed,
    points_back,
    standing,
    territory,
    unique,
    victim,
    without,
)
from kg.extract.events.slots import (
    AGAINST,
    AGAINST_FAR,
    ATTITUDES,
    BEYOND,
    BOTH,
    LENT,
    MUTUAL,
    PARTNER,
    recipient_slots,
)
from kg.extract.parties import described
from kg.extract.places.naming import word_list
from kg.lexicon.typing import Entry, grammar
from kg.model import Party
from kg.parse import Token

WHERE_DONE = frozenset({"ASSAULT", "COERCE", "AID"})
OUTWARD = frozenset({"THREATEN", "AGREE"})
SUFFERED = frozenset({"murder", "execute", "behead", "assassinate", "abduct", "kidnap", "arrest", "detain", "jail", "imprison", "torture", "deport"})
SUFFERED |= {"kill", "wound", "injure"}
CHARGES = frozenset({"charge", "accusation", "allegation", "claim"})
SUMMING = grammar("SUMMING")
PRONOUNS = grammar("PRONOUNS")
OTHERS_OWN = frozenset({"armed_group", "state", "igo"})  # forces that nobody sends: "rebel forces"


@dataclass(frozen=True, slots=True)
class Sides:
    """Who does it and to whom; `mutual` acts have all on both sides."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    mutual: bool = False


def sides(reading: Reading, token: Token, entry: Entry) -> Sides:
    """The parties of a typed word."""
    actors = doing(reading, token, entry)
    slots = recipient_slots(entry)
    if slots == ("none",):
        return Sides(actors, ())
    both = "both" in slots
    if both:
        slots = (*(s for s in slots if s != "both"), *(s for s in BOTH if s not in slots))
    if len(actors) > 1 and reciprocal(reading, token):
        return Sides(actors, actors, mutual=True)
    if not actors and entry.kind in MUTUAL | {"SUPPORT"} and len(joined := between(reading, token)) > 1:
        return Sides(joined, joined, mutual=True)
    recipients = receiving(reading, token, entry, actors, slots)
    if both and recipients and not shares(reading, token, entry, slots):
        return Sides(actors, recipients)
    together = unique((*actors, *recipients))
    if (both and len(together) > 1) or (not recipients and len(actors) > 1 and entry.kind in MUTUAL):
        return Sides(together, together, mutual=True)
    return Sides(actors, recipients)


def between(reading: Reading, token: Token) -> tuple[Party, ...]:
    """The sides of what is signed or held by nobody else: "an agreement between X and Y was signed"."""
    return unique(p for t in reading.reach(token, "obj.between") for p in reading.named(t)) if is_verb(token) else ()


def receiving(reading: Reading, token: Token, entry: Entry, actors: tuple[Party, ...], slots: tuple[str, ...]) -> tuple[Party, ...]:
    """The recipients: in the slots, else beyond them, else whoever suffers it, else the place or the land of what is hit."""
    if entry.kind == "THREATEN" and not reading.reach(token, "obj") and (who := without(conditioned(reading, token), actors)):
        return who
    told = standing(reading, token, slots, about(entry))
    recipients = outward(entry, actors, received(reading, token, entry, without(told, actors), by=actors))
    shared = "both" in recipient_slots(entry) and len(actors) > 1 and entry.kind != "AGREE"  # "A and B failed to agree on X" is between A and B
    if not recipients and actors and not shared and not any(is_pronoun(p) for p in told) and not unknown(reading, token, slots):
        recipients = beyond(reading, token, entry, actors)
    recipients = recipients or _suffering(reading, token)
    recipients = recipients or placed(reading, token, tuple(s for s in slots if not victim(reading, token, s, about(entry))))
    if entry.mode == "visit" or entry.kind in ("SUPPORT", "SANCTION"):  # "reopened its consulate in X"
        recipients = unique(hosting(p, actors) for p in recipients)
    return recipients or _where_done(reading, token, entry, actors)


def _suffering(reading: Reading, token: Token) -> tuple[Party, ...]:
    """Whoever is killed or jailed, who is somebody whatever the word: "fifteen land defenders were killed"."""
    if not is_verb(token) or token.lemma not in SUFFERED:
        return ()
    nouns = (t for t in reading.reach(token, "obj") if t.pos == "NOUN" and t.lower not in MORE)
    return unique(described(reading.parsed, t) for t in nouns if not points_back(t))


def _where_done(reading: Reading, token: Token, entry: Entry, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The place of a thing that is hit, seized or helped, where nobody is: "attacked a base in Kenya", "gave millions for schools in Mali"."""
    if entry.kind not in WHERE_DONE or not actors or not is_verb(token) or token.dep in ("acl", "relcl"):
        return ()
    things = [t for t in reading.reach(token, "obj") if t.pos == "NOUN" and (entry.kind == "AID" or t.lemma.lower() in word_list("site"))]
    where = places.of(reading.parsed, reading.found, token, kind=entry.kind) if things else None
    return () if where is None or where.mention is None else without((territory(where.mention),), actors)


def reciprocal(reading: Reading, token: Token) -> bool:
    """True for "blamed each other", "fired at one another"."""
    words = (t for slot in ("obj", "at", "with", "against", "on") for t in reading.reach(token, slot))
    return any(t.lower in ("other", "another") and any(c.lower in ("each", "one") for c in t.children) for t in words)


def outward(entry: Entry, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> tuple[Party, ...]:
    """Recipients without the actor's own side, which is promised and threatened nothing."""
    own = {i for a in actors for i in identity(a)} if entry.kind in OUTWARD else set()
    return tuple(p for p in recipients if p.actor.id not in own)


def about(entry: Entry) -> str:
    """The type for which deeds among the recipients speak through their doers; none where object or complement is the act itself."""
    return "" if any(c.slot in ("obj", "comp") and not c.forbids for c in entry.constraints) else entry.kind or ""


def is_pronoun(party: Party) -> bool:
    """True for a party that only a pronoun names; an object pronoun that was taken for the subject is nobody known."""
    return party.mention is not None and party.mention.text.lower() in PRONOUNS


def unknown(reading: Reading, token: Token, slots: tuple[str, ...]) -> bool:
    """True where a pronoun that stands for nobody known fills one of the slots."""
    return any(t.tag == "PRP" and not reading.named(t) for s in slots for t in reading.reach(token, s))


def shares(reading: Reading, token: Token, entry: Entry, slots: tuple[str, ...]) -> bool:
    """True where the recipients stand where partners do: "with X" and, of a meeting, its object; "war against X" has one side that wages it."""
    if entry.kind not in MUTUAL and any(reading.reach(token, s) for s in AGAINST):
        return False
    partner = [s for s in slots if s.rpartition(".")[2] in PARTNER or (s == "obj" and entry.kind == "CONSULT")]
    return any(reading.named(t) for s in partner for t in reading.reach(token, s))


def beyond(reading: Reading, token: Token, entry: Entry, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Recipients outside of the row's slots: in the complement, at the occasion, and in an "against" that the parser hung elsewhere."""
    if entry.kind in ATTITUDES and (who := without(summed(reading, token), actors)):
        return who
    for slot in (*BEYOND.get(entry.kind or "", ()), *(("company",) if entry.pos == "noun" else ())):
        if who := without(unique(p for t in reading.reach(token, slot) for p in reading.named(t)), actors):
            return who
    if who := received(reading, token, entry, deep(reading, token, about(entry), but=actors, forces=entry.kind not in LENT), by=actors):
        return who
    if entry.kind in AGAINST_FAR and is_verb(token):
        far = [t for prep in token.subtree() if prep.lower == "against" and prep.dep == "prep" and prep.i > token.i for t in prep.kids("pobj")]
        return without(unique(p for t in far for p in reading.named(t)), actors)
    return ()


def conditioned(reading: Reading, token: Token) -> tuple[Party, ...]:
    """Whom a threat is for by its condition: "threatened to close the border unless X", "if X attacks, we shall strike back"."""
    verbs = [token, *reading.reach(token, "comp")]
    clauses = [c for v in verbs for c in v.kids("advcl") if any(m.lower in ("if", "unless") for m in c.kids("mark"))]
    return unique(p for c in clauses if not reading.frames.passive(c) for t in reading.reach(c, "subj") for p in reading.named(t))


def summed(reading: Reading, token: Token) -> tuple[Party, ...]:
    """Who did what a noun sums up that is praised or blamed: "X seized the ship, a step condemned by Y"."""
    nouns = [t for t in (*reading.reach(token, "obj"), *token.kids("nsubj")) if t.lemma.lower() in SUMMING and not t.kids("poss")]
    for noun in nouns:
        before = token.kids("ccomp") if noun.head.i == token.i else [a for a in noun.ancestors() if is_verb(a)]
        charge = noun.lemma.lower() in CHARGES  # of whoever accuses, not of who is said to have done it
        verb = next((v for v in before if v.i < noun.i and (not charge or _accuses(reading, v))), None)
        if verb is not None and noun.dep in ("npadvmod", "appos", "dobj", "nsubj") and not any(t.lower == "the" for t in noun.children):
            return unique(p for t in reading.reach(verb, "subj") for p in reading.named(t))
    return ()


def _accuses(reading: Reading, verb: Token) -> bool:
    entry = reading.typed(verb, "verb")
    return entry is not None and entry.kind == "ACCUSE"


def received(reading: Reading, token: Token, entry: Entry, some: tuple[Party, ...], *, by: tuple[Party, ...]) -> tuple[Party, ...]:
    """Recipients without what is sent or withdrawn: "mobilized troops", "agreed to send experts", "withdrew its forces"."""
    if entry.kind not in LENT or entry.mode == "release":
        return some
    sent = [t for slot in ("obj", "comp.obj") for t in reading.reach(token, slot) if t.lower in FORCES]
    own = {p.actor.id for p in by}
    others = {p.actor.id for p in some if p.actor.affiliation and not identity(p) & own}
    return tuple(p for p in some if p.actor.id in others or p.actor.kind in OTHERS_OWN or not _among(p, sent))


def _among(party: Party, tokens: list[Token]) -> bool:
    return party.mention is not None and any(party.mention.start <= t.start < party.mention.end for t in tokens)
