"""Denials that the writer adds to what was just told: "..., a charge the junta denies", "..., which the army denies"."""

from kg.extract.claims.cues import Draft, Entry, lookup
from kg.extract.claims.sources import between, sentence
from kg.parse import Token

ASIDE = "aside"
RELATIVES = frozenset({"which", "that"})
FARTHEST = 6  # steps from the word that the clause hangs on to the verb of what was told


def denial(verb: Token, slots: dict[str, Entry]) -> Draft | None:
    """The denial of the clause that a relative clause is added to; None where a verb is none."""
    entry = next((e for e in slots.values() if e.act == "deny" and e.stance in ("denies", "rejects")), None)
    if entry is None or verb.dep not in ("relcl", "acl") or verb.kids("ccomp", "xcomp", "auxpass"):
        return None
    who = next((s for s in verb.kids("nsubj") if s.lower not in RELATIVES | {"who"}), None)
    if who is None or any(o.lower not in RELATIVES for o in verb.kids("dobj")):
        return None
    named = (verb.head.pos == "NOUN" and lookup(verb.head) is not None) or verb.head.lower == "something"
    top = verb.head if named else verb
    told = _told(verb.head)
    if told is None or not _set_off(top) or not (named or any(c.lower == "which" for c in verb.children)):
        return None
    below = {t.i for t in top.subtree()}
    content = [t for t in between(told.subtree(), told) if t.i not in below and t.i < top.i]
    return Draft(verb, [verb], who, content, ASIDE, entry) if content else None


def _told(noun: Token) -> Token | None:
    """The verb of the clause that a word belongs to, where it has a subject."""
    for _ in range(FARTHEST):
        if noun.is_root:
            break
        noun = noun.head
        if noun.pos == "VERB" and noun.kids("nsubj", "nsubjpass"):
            return noun
    return None


def _set_off(top: Token) -> bool:
    """True for a phrase or clause after a comma or dash."""
    words, first = sentence(top), top.subtree()[0].i
    before = next((t for t in words if t.i == first - 1), None)
    return before is not None and before.text in (",", "—", "–", "-")
