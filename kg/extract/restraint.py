"""Which cue-like words are no claims: each rule answers with its reason, for `Passed`.

Speech is a claim wherever it stands. What somebody is only said to want, feel or hold is one in the article's own voice, and
not where it is merely possible ("would support"), nobody's ("it needs"), or told by another about himself.
"""

from kg.extract.cues import Draft
from kg.extract.wordclass import wordclass
from kg.model import Claim, Extraction
from kg.parse import Token

SPEECH = frozenset({"say", "write", "tell"})
CLAUSAL = frozenset({"that", "quote", "paren", "according", "colon"})
THINGS = frozenset({"it", "that", "which", "this", "these", "those", "what", "there"})
ANYBODY = frozenset({"you", "one", "people", "anyone", "anybody", "nobody", "someone", "somebody", "everyone", "everybody", "we", "i"})
HYPOTHETICAL = frozenset({"would", "could", "might", "may", "should", "must", "can", "shall", "'d", "’d"})


def is_speech(act: str, slot: str) -> bool:
    """True for saying that something is so, as against asking, wanting, thinking or holding."""
    return act in SPEECH and slot in CLAUSAL


def why_not(draft: Draft) -> str | None:
    """The reason why a draft is no claim, or None."""
    verb = draft.cue
    possible = verb.pos in ("VERB", "AUX") and any(a.tag == "MD" and a.lower in HYPOTHETICAL for a in _auxiliaries(verb))
    if possible and draft.slot != "quote" and not (draft.entry.act in SPEECH and verb.kids("neg")):
        return f"{verb.text!r} is only possible here"
    if is_speech(draft.entry.act, draft.slot):
        return None
    who = draft.source
    if who is not None and who.lower in THINGS and draft.entry.act != "show":
        return f"{who.text!r} is nobody who could {verb.lemma}"
    if who is not None and draft.entry.act in MINDED and is_abstract(who):
        return f"{who.text!r} has no mind to {verb.lemma}"
    return None


MINDED = frozenset({"attitude", "order", "want", "feel", "think", "promise", "ask", "criticize", "refuse", "accuse", "oppose", "deny"})
ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ure", "cy", "th", "solution", "ceremony", "display")
BODIES = wordclass("bodies")


def is_abstract(noun: Token) -> bool:
    """True for a common noun that names no being and no body of beings: "the liberation", "this agreement"."""
    return noun.pos == "NOUN" and noun.lemma.lower() not in BODIES and noun.lemma.lower().endswith(ABSTRACT)


def _auxiliaries(verb: Token) -> list[Token]:
    return verb.kids("aux", "auxpass")


def tells_of_others(found: Extraction, draft: Draft) -> bool:
    """True for a cue inside a quotation by which the speaker tells what another, whom he names, says or holds."""
    who = draft.source
    if draft.entry.act not in RETELLING or not (draft.slot in RETOLD or draft.entry.act == "deny"):
        return False
    return who is not None and who.pos == "PROPN" and who.start in found.mentioned


RETOLD = frozenset({"that", "objas", "objc"})
RETELLING = frozenset({"say", "tell", "call", "deny", "think"})


def why_not_inside(claim: Claim, outer: Claim) -> str | None:
    """The reason why a claim inside another's words is not kept, or None."""
    act, slot, word = claim.rule.split(":")
    if is_speech(act, slot) or (act in RETELLING and (slot in RETOLD or act == "deny") and _names_another(claim, outer)):
        return None
    return f"{word!r} is told by another source"


def _names_another(claim: Claim, outer: Claim) -> bool:
    """True where a claim inside another's words has a source with a name, and not the outer one's."""
    if claim.source is None or claim.source.mention is None or outer.source is None or claim.source.actor.kind == "unknown":
        return False
    return claim.source.actor.id != outer.source.actor.id and claim.source.mention.text[:1].isupper()
