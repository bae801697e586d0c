"""What somebody's words ask of another without a verb of asking: "Moscow says Kyiv must withdraw" is a request by Moscow to Kyiv."""

from kg.extract.events.arguments import Sides, is_pronoun
from kg.extract.events.frames import is_verb
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import RELATED, identity, people, unique
from kg.lexicon.typing import grammar
from kg.parse import Token

OBLIGED = grammar("OBLIGED")
OBLIGING = grammar("OBLIGING")


def obligation(verb: Token) -> Token | None:
    """The word that obliges the subject of a verb: "must", "should", "has to", "needs to"."""
    if any(a.lemma == "have" for a in verb.kids("aux")):
        return None  # "should have helped" blames and asks for nothing
    modal = next((a for a in verb.kids("aux") if a.lower in OBLIGED), None)
    if modal is not None:
        return modal
    above = verb.head
    if verb.dep == "xcomp" and is_verb(above) and above.lemma in OBLIGING and any(t.tag == "TO" for t in verb.kids("aux")):
        return above
    return None


def _obliged(reading: Reading, subject: Token) -> bool:
    """True for one who can be obliged: "X's performance should help" asks nothing of X."""
    named = subject.start in reading.found.mentioned or subject.pos in ("PRON", "PROPN")
    return named or subject.lemma.lower() in people() or subject.lemma.lower() in RELATED


def asked(reading: Reading, verb: Token) -> Sides | None:
    """Speaker and the one obliged, where somebody's words oblige another side; None in one's own voice and for one's own duties."""
    speaker = reading.speaker(verb)
    if not speaker or reading.frames.passive(verb):
        return None
    subject = unique(p for t in reading.reach(verb, "subj") if _obliged(reading, t) for p in reading.named(t))
    own = {i for p in speaker for i in identity(p)}
    if not subject or any(p.actor.id in {s.actor.id for s in speaker} or (is_pronoun(p) and own & identity(p)) for p in subject):
        return None
    return Sides(speaker, subject)
