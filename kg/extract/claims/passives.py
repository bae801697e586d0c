"""Cues in the passive: what is said of the subject belongs to the content, unless the subject is told or feels something."""

from collections.abc import Iterator

from kg.extract.claims.complements import cue_words, extras, without
from kg.extract.claims.cues import Draft, Entry
from kg.parse import Token


def passive(verb: Token, slots: dict[str, Entry], found: dict[str, list[Token]], source: Token | None, theme: Token | None) -> Iterator[Draft]:
    """A passive: what it says of its subject belongs to the content, unless the subject is told or feels something."""
    if source is None and any(v.lemma in TELLING for a in verb.kids("prep") if a.lower == "as" for v in a.kids("pcomp")):
        return  # "was quoted as saying": what he says is told by that cue
    if "that" in found and "that" in slots and "psy" not in slots and not ("to" in found and "objto" in slots):
        tokens = [t for head in found["that"] for t in head.subtree()]
        yield Draft(verb, cue_words(verb, found["that"]), source, without(tokens, verb), "that", slots["that"], True)
    elif "psy" in slots:
        yield from _felt(verb, slots["psy"], found, source, theme)
    elif pair := next(((slot, needs) for slot, needs in PREDICATED if slot in slots and needs in found), None):
        heads = [h.head for h in found["as"]] if pair[1] == "as" else found[pair[1]]
        tokens = [t for head in heads for t in head.subtree()]
        yield Draft(verb, cue_words(verb, []), source, without(_themed(theme, verb) + tokens, verb), pair[0], slots[pair[0]], True)
    elif theme is not None and "obj" in slots:
        tokens = [t for prep in extras(slots["obj"], verb, own=True) for t in prep.subtree()]
        if tokens or source is not None:
            yield Draft(verb, cue_words(verb, []), source, without(_themed(theme, verb) + tokens, verb), "obj", slots["obj"], True)
    elif slot := next((x for x in ("about", "on", "for") if x in slots and x in found and slots[x].act in ("ask", "say")), None):
        yield Draft(verb, cue_words(verb, found[slot]), source, [t for h in found[slot] for t in h.subtree()], slot, slots[slot], True)


# slots of a passive whose subject is a part of the content, and the complement that each needs: "is said to be", "was called a thief"
PREDICATED = (("objto", "to"), ("objc", "objc"), ("objas", "as"), ("objc", "to"))


TELLING = frozenset({"say", "tell", "claim", "state", "argue", "warn", "write", "declare", "insist", "admit", "deny", "allege"})


def _felt(verb: Token, entry: Entry, found: dict[str, list[Token]], source: Token | None, theme: Token | None) -> Iterator[Draft]:
    """A feeling in the passive is its subject's: "officials were alarmed by the raid", "was disappointed that"."""
    for slot in ("that", "to", "by", "with", "about", "at", "over", "in", "of"):
        heads = found.get(slot) or ([source] if slot == "by" and source is not None else [])
        if heads and theme is not None:
            yield Draft(verb, cue_words(verb, heads), theme, [t for h in heads for t in h.subtree()], slot, entry, True)
            return


def _themed(theme: Token | None, verb: Token) -> list[Token]:
    """The words of a passive's subject, without the clause that the verb itself heads."""
    if theme is None:
        return []
    above = {t.i for t in verb.subtree()} if theme.i not in {t.i for t in verb.subtree()} else set()
    return [t for t in theme.subtree() if t.i not in above]
