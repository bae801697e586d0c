"""Which type an act has where its clause or its parties make of it another than its row's."""

from kg.extract.events.actors import doing
from kg.extract.events.arguments import Sides
from kg.extract.events.nominal import LIGHT
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import identity, unique
from kg.extract.events.turns import HOSTILE, turned
from kg.lexicon.typing import Entry, grammar
from kg.parse import Token

PROMISING = grammar("PROMISING")
WARNING = frozenset({"warn", "caution"})
EXERCISES = grammar("EXERCISES")


def typed(reading: Reading, token: Token, entry: Entry, who: Sides) -> str:
    """The row's type in the light of its clause: a promise of harm is a threat, a meeting to come an agreement, drills of two sides are shared."""
    kind = entry.kind or ""
    content = reading.reach(token, "comp")
    if kind == "AGREE" and any(hostile(reading, t) for t in content):
        return "THREATEN"
    if kind == "THREATEN" and token.lemma in WARNING and content and all(t.dep == "xcomp" and t.tag == "VB" for t in content):
        return "REQUEST"  # "warned X to leave" asks it of X
    if kind == "THREATEN" and token.lemma in PROMISING and content and all(t.kids("neg") for t in content):
        return "AGREE"  # "vowed not to attack"
    if kind == "MOBILIZE" and _two_sides(who) and any(t.lemma.lower() in EXERCISES for t in (token, *reading.reach(token, "obj"))):
        kind = "COOPERATE"
    became = turned(kind, token, who.actors, reading.found.claims)
    return kind if (kind, became) == ("MOBILIZE", "THREATEN") and not who.recipients else became  # "we shall send police" threatens nobody


def of_another(reading: Reading, token: Token, entry: Entry) -> bool:
    """True for a warning of what another may do, which is no threat: "the envoy warned that X would attack Y"."""
    if entry.kind != "THREATEN" or token.lemma not in WARNING:
        return False
    speakers = doing(reading, token, entry)
    own = {i for p in speakers for i in identity(p)}
    if not all(p.actor.affiliation or p.actor.kind in ("state", "igo", "armed_group") for p in speakers):
        return False  # nobody knows whose they are
    for deed in reading.reach(token, "comp"):
        act = None if reading.frames.passive(deed) else reading.typed(deed, "verb")
        subjects = [t for t in reading.frames.local(deed).get("subj", []) if not any(o.tag == "PRP$" for o in t.kids("poss"))]
        doers = unique(p for t in subjects for p in reading.named(t))
        if act is not None and act.kind in HOSTILE | {"THREATEN"} and doers and not any(identity(p) & own for p in doers):
            return True
    return False


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
