"""What an act that lies in the future counts as: PLOVER codes a promised meeting as AGREE, a refused one as REJECT, a promised blow as THREATEN.

The turn is made only on what the clause itself says ("will", "will not", "is to"); the status of the event is told elsewhere.
"""

from collections.abc import Iterable

from kg.extract.events.frames import is_verb
from kg.lexicon.typing import grammar
from kg.model import Claim, Party
from kg.parse import Token

FUTURE = grammar("FUTURE")
AWAITED = grammar("AWAITED")
FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE"})


# what a refusal or threat is of, as the mode of the type that it turns to
MODES = {
    ("REJECT", "AID"): "assist",
    ("REJECT", "CONSULT"): "meet",
    ("REJECT", "CONCEDE"): "yield",
    ("REJECT", "RETREAT"): "yield",
    ("THREATEN", "ASSAULT"): "violence",
    ("THREATEN", "COERCE"): "restrict",
    ("THREATEN", "SANCTION"): "relations",
}


def turned(kind: str, head: Token, actors: tuple[Party, ...], claims: Iterable[Claim]) -> str:
    """The type of an act in the light of its clause: the type itself where nothing turns it."""
    future = is_future(head) or (any(a.lower == "would" for a in clause(head).kids("aux")) and announced(head, actors, claims))
    if future and refused(head):
        return "REJECT" if kind in FRIENDLY or kind == "AGREE" else kind
    if future and kind in FRIENDLY:
        return "AGREE"
    if future and kind in HOSTILE and actors and announced(head, actors, claims):
        return "THREATEN"
    return kind


def clause(head: Token) -> Token:
    """The verb whose auxiliaries govern an act: the first of a coordination, the light verb of a noun."""
    token = head if is_verb(head) else next((a for a in head.ancestors() if is_verb(a)), head) if head.dep in ("dobj", "nsubjpass") else head
    while token.dep == "conj" and is_verb(token.head) and not token.kids("aux", "nsubj", "nsubjpass"):
        token = token.head
    return token


def is_future(head: Token) -> bool:
    """True for "will", "is to", "is expected to", "going to"."""
    token = clause(head)
    if any(a.lower in FUTURE for a in token.kids("aux")):
        return True
    if is_headline(token):
        return True
    return token.dep == "xcomp" and token.tag == "VB" and token.head.lower in AWAITED


def is_headline(verb: Token) -> bool:
    """True for the infinitive of a headline, which is to come: "X to visit Y", "PM X to visit Y", "Crisis: X to visit Y"."""
    if verb.tag != "VB" or not any(a.tag == "TO" for a in verb.kids("aux")):
        return False
    above = verb.head
    if verb.is_root or verb.dep not in ("acl", "advcl") or not above.is_root or verb.kids("mark"):
        return verb.is_root
    subjects = verb.kids("nsubj")
    return any(t.text == ":" and t.i < subjects[0].i for t in above.children) if subjects else above.pos == "PROPN"


def refused(head: Token) -> bool:
    """True where the future is negated: "will not", "would never"."""
    return bool(clause(head).kids("neg"))


def announced(head: Token, actors: tuple[Party, ...], claims: Iterable[Claim]) -> bool:
    """True where the act stands in the words of one of its actors or of somebody of theirs."""
    sides = {i for p in actors for i in (p.actor.id, p.actor.affiliation.id if p.actor.affiliation else "")} - {""}
    for claim in claims:
        if claim.source and any(s.start <= head.start < s.end for s in claim.content):
            source = claim.source.actor
            if {source.id, source.affiliation.id if source.affiliation else ""} & sides:
                return True
    return False
