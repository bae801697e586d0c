"""Which type an act has where its clause or its parties make of it another than its row's."""

from kg.extract.events.arguments import Sides
from kg.extract.events.nominal import LIGHT
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import identity
from kg.extract.events.turns import HOSTILE, turned
from kg.lexicon.typing import Entry, grammar
from kg.parse import Token

PROMISING = grammar("PROMISING")
EXERCISES = grammar("EXERCISES")


def typed(reading: Reading, token: Token, entry: Entry, who: Sides) -> str:
    """The row's type in the light of its clause: a promise of harm is a threat, a meeting to come an agreement, drills of two sides are shared."""
    kind = entry.kind or ""
    content = reading.reach(token, "comp")
    if kind == "AGREE" and any(hostile(reading, t) for t in content):
        return "THREATEN"
    if kind == "THREATEN" and token.lemma in PROMISING and content and all(t.kids("neg") for t in content):
        return "AGREE"  # "vowed not to attack"
    if kind == "MOBILIZE" and _two_sides(who) and any(t.lemma.lower() in EXERCISES for t in (token, *reading.reach(token, "obj"))):
        kind = "COOPERATE"
    became = turned(kind, token, who.actors, reading.found.claims)
    return kind if (kind, became) == ("MOBILIZE", "THREATEN") and not who.recipients else became  # "we shall send police" threatens nobody


def shared(kind: str, entry: Entry, who: Sides) -> Sides:
    """The sides of drills that two hold, each the other's partner."""
    return Sides(who.actors, who.actors, mutual=True) if kind == "COOPERATE" and entry.kind == "MOBILIZE" else who


def _two_sides(who: Sides) -> bool:
    if len(who.actors) < 2:
        return False
    first = identity(who.actors[0])
    return any(not identity(p) & first for p in who.actors[1:])


def hostile(reading: Reading, comp: Token) -> bool:
    """True where what is promised is harm: "vowed to attack", "committed to carrying out strikes"."""
    if comp.kids("neg"):
        return False
    acts = [(comp, reading.typed(comp, "verb"))]
    acts += [(t, reading.typed(t, "noun")) for t in reading.reach(comp, "obj") if comp.lemma in LIGHT]
    return any(e is not None and e.kind in HOSTILE - {"MOBILIZE"} for _, e in acts)
