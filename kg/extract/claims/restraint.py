"""Which cue-like words are no claims: each rule answers with its reason, for `Passed`.

Speech is a claim wherever it stands. What somebody is only said to want, feel or hold is one in the article's own voice, and
not where it is merely possible ("would support"), nobody's ("it needs"), or told by another about himself.
"""

from kg.extract.claims.cues import Draft, entries
from kg.extract.claims.wordclass import wordclass
from kg.extract.parties import antecedent
from kg.model import Claim, Extraction
from kg.parse import Token

SPEECH = frozenset({"say", "write", "tell"})
CLAUSAL = frozenset({"that", "quote", "paren", "according", "colon"})
THINGS = frozenset({"it", "that", "which", "this", "these", "those", "what", "there"})
HYPOTHETICAL = frozenset({"would", "could", "might", "may", "should", "must", "can", "shall", "'d", "’d"})


def is_speech(act: str, slot: str) -> bool:
    """True for saying that something is so, as against asking, wanting, thinking or holding."""
    return act in SPEECH and slot in CLAUSAL


def why_not(found: Extraction, draft: Draft) -> str | None:
    """The reason why a draft is no claim, or None."""
    verb = draft.cue
    possible = verb.pos in ("VERB", "AUX") and any(a.tag == "MD" and a.lower in HYPOTHETICAL for a in _auxiliaries(verb))
    if possible and draft.slot != "quote" and not (draft.entry.act in SPEECH and verb.kids("neg")):
        return f"{verb.text!r} is only possible here"
    if draft.entry.act == "deny" and verb.dep == "conj" and verb.head.kids("preconj", "cc") and _neither(verb):
        return "neither confirmed nor denied"
    if draft.slot in ("on", "about") and _is_silent(verb):
        return "nothing is said of it"
    if draft.entry.act == "threaten" and verb.pos == "NOUN" and draft.source is None:
        return "a threat that there is, and nobody utters"
    if is_speech(draft.entry.act, draft.slot):
        return None
    if verb.tag == "VB" and verb.is_root and draft.source is None and all(a.lower in ("do", "let") for a in verb.kids("aux")):
        return f"{verb.text!r} asks the reader to do it"
    if verb.pos == "NOUN" and draft.source is None and verb.lemma.lower() in FOLLOWERS:
        return f"{verb.text!r} are some of whom nobody says anything here"
    who = draft.source
    if verb.lemma == "know" and verb.kids("auxpass") and any(t.dep == "pobj" and t.head.lower == "to" for t in draft.content):
        return f"to be {verb.text} to somebody is not to think"
    if draft.entry.act in PURPOSED and verb.tag == "VB" and verb.dep in ("acl", "advcl", "relcl") and any(a.lower == "to" for a in verb.kids("aux")):
        return f"to {verb.lemma} is only a purpose here"
    if who is not None and who.lower in THINGS and who.start not in found.mentioned and draft.entry.act != "show" and not _is_actors(found, who):
        return f"{who.text!r} is nobody who could {verb.lemma}"
    if verb.lemma == "recall" and draft.slot == "obj" and _is_withdrawn(found, draft):
        return "an envoy or a thing is called back here"
    if draft.entry.act == "assail" and not _with_words(found, draft):
        return f"to {verb.lemma} may be done with more than words here"
    if who is not None and draft.entry.act == "show" and not _speaks_for_itself(found, who):
        return f"{who.text!r} shows it, and nobody says so"
    if who is not None and draft.entry.act in MINDED and is_abstract(who):
        return f"{who.text!r} has no mind to {verb.lemma}"
    return None


def _neither(verb: Token) -> bool:
    """True for the second of two things that are not done: "neither confirmed nor denied"."""
    return any(t.lower in ("neither", "nor") for t in (*verb.head.kids("preconj", "cc", "advmod"), *verb.kids("cc", "advmod")))


def _is_silent(word: Token) -> bool:
    """True for "has not commented on", "no comment on", "there was no word on"."""
    return word.lemma in ("comment", "word", "speak", "remark") and (bool(word.kids("neg")) or any(d.lower == "no" for d in word.kids("det")))


FOLLOWERS = wordclass("followers")
PURPOSED = frozenset({"promise"})
MINDED = frozenset({"attitude", "order", "want", "feel", "think", "promise", "ask", "criticize", "refuse", "accuse", "oppose", "deny"})
ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ure", "cy", "th", "solution", "ceremony", "display")
BODIES = wordclass("bodies")


def _is_actors(found: Extraction, pronoun: Token) -> bool:
    """True for a relative pronoun that stands for somebody named: "Chad, which denied it"."""
    noun = antecedent(pronoun)
    return noun is not None and noun.pos == "PROPN" and noun.start in found.mentioned


def _speaks_for_itself(found: Extraction, who: Token) -> bool:
    """True for beings and for documents: reports, polls, letters, figures."""
    return who.pos != "NOUN" or who.start in found.mentioned or who.lemma.lower() in wordclass("documents") | BODIES


def _is_withdrawn(found: Extraction, draft: Draft) -> bool:
    """True for what can be ordered back: envoys, troops, goods."""
    aim = next((t for t in draft.content if t.head.i == draft.cue.i and t.dep in ("dobj", "nsubjpass")), None)
    return aim is not None and (aim.start in found.mentioned or aim.lemma.lower() in wordclass("withdrawn"))


def _with_words(found: Extraction, draft: Draft) -> bool:
    """True where a person attacks another or a thing of the mind: "the senator attacked the premier", "... the ruling"."""
    who = draft.source
    by = found.mentioned.get(who.start, ()) if who is not None else ()
    if not by or any(m.actor.kind not in ("person", "party", "media") for m in by):
        return False
    aim = next((t for t in draft.content if t.dep == "dobj" and t.head.i == draft.cue.i), None)
    on = found.mentioned.get(aim.start, ()) if aim is not None else ()
    return all(m.actor.kind in ("person", "party", "media") for m in on) if on else aim is not None and _is_said(aim)


def _is_said(noun: Token) -> bool:
    """True for what is thought, said or written: "the plan", "their ruling", "this policy"."""
    return is_abstract(noun) or noun.lemma.lower() in wordclass("documents") or (noun.lemma.lower(), "noun") in entries()


def is_abstract(noun: Token) -> bool:
    """True for a common noun that names no being, no body of beings and nothing written: "the liberation", "this agreement"."""
    return noun.pos == "NOUN" and noun.lemma.lower() not in BODIES | wordclass("documents") and noun.lemma.lower().endswith(ABSTRACT)


def _auxiliaries(verb: Token) -> list[Token]:
    return verb.kids("aux", "auxpass")


def tells_of_others(found: Extraction, draft: Draft) -> bool:
    """True for a cue inside a quotation by which the speaker tells what another, whom he names, says or holds."""
    who = draft.source
    if who is not None and performed(who.lower, draft.entry.act, draft.cue.lemma):
        return draft.cue.tag in ("VBP", "VBD", "NN")
    return _retold(draft.entry.act, draft.slot) and who is not None and who.pos == "PROPN" and who.start in found.mentioned


def performed(who: str, act: str, word: str) -> bool:
    """What is done by saying it, and so a claim of its own inside a quotation: "we urge", "our call on", "I reject"."""
    return who in ("we", "our") and act != "think" and word in wordclass("performative")


def _retold(act: str, slot: str) -> bool:
    """What is a claim even inside another's: that somebody says, shows, thinks, denies or calls something so."""
    return act in RETELLING and (slot in RETOLD or act in ("call", "deny"))


RETOLD = frozenset({"that", "objas", "objc"})
RETELLING = frozenset({"say", "tell", "call", "deny", "think", "show"})
PRONOUNS = wordclass("pronouns")


def is_performed(claim: Claim) -> bool:
    """True for an act of speech in the first person."""
    act, _, word = claim.rule.split(":")
    return claim.source is not None and claim.source.mention is not None and performed(claim.source.mention.text.lower(), act, word)


def why_not_inside(claim: Claim, outer: Claim) -> str | None:
    """The reason why a claim inside another's words is not kept, or None."""
    act, slot, word = claim.rule.split(":")
    if (is_speech(act, slot) and _is_another(claim, outer)) or (_retold(act, slot) and _names_another(claim, outer)):
        return None
    if is_performed(claim):
        return None
    return f"{word!r} is told by another source"


def _names_another(claim: Claim, outer: Claim) -> bool:
    """True where a claim inside another's words has a source that is named, and not the outer one's."""
    if claim.source is None or claim.source.mention is None or outer.source is None:
        return False
    who = claim.source.actor
    known = who.kind not in ("unknown", "population") and claim.source.mention.text.lower() not in PRONOUNS
    return known and who.id != outer.source.actor.id


def _is_another(claim: Claim, outer: Claim) -> bool:
    """True where a claim inside another's words has a source of its own; what somebody tells of his own words is one claim."""
    if claim.source is None or outer.source is None:
        return claim.source is not None
    return claim.source.actor.id != outer.source.actor.id
