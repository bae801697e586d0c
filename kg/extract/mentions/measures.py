"""Described groups whole: with the words that only measure them ("boats of migrants"), and by what they do ("people seeking asylum")."""

from dataclasses import replace

from kg.extract.mentions.drafts import Draft, described
from kg.extract.mentions.groupwords import words
from kg.extract.mentions.sorts import sort
from kg.parse import Parsed

OF = sort("measures.OF")
"""Nouns and pronouns before "of" that only measure who comes after them."""
PEOPLE = frozenset({"people", "persons"})
"""Nouns that say nothing of whom they are for, so that what these do is their name."""


def whole(parsed: Parsed, drafts: list[Draft]) -> list[Draft]:
    """The drafts, those of described groups with what measures them, and under the name of what they do."""
    return [_measured(parsed, _doing(parsed, d)) if d.how == "description" else d for d in drafts]


def _measured(parsed: Parsed, d: Draft) -> Draft:
    head = parsed.tokens[d.head]
    of = head.head
    if head.dep != "pobj" or of.lower != "of" or not head.i > of.i > 0 or parsed.tokens[of.i - 1].lower not in OF:
        return d
    between = parsed.tokens[of.i + 1 : d.first]
    if any(t.tag not in ("DT", "CD", "JJ", "PRP$", "RB", "IN", "TO") for t in between):
        return d
    return replace(d, first=of.i - 1)


def _doing(parsed: Parsed, d: Draft) -> Draft:
    """People told by what they do ("people seeking asylum", "people protesting") under the word of the lexicon for such people."""
    noun = parsed.tokens[d.head]
    if noun.lower not in PEOPLE or d.last != d.head or d.actor.affiliation is not None:
        return d
    for verb in noun.kids("acl"):
        objects = [o for o in verb.kids("dobj") if o.i == verb.i + 1 and o.pos == "NOUN" and o.tag == "NN"]
        stem = verb.lemma.lower().removesuffix("e")
        agent = next((a for a in (f"{stem}er", f"{stem}or") if a in words()), "")
        if verb.tag == "VBG" and verb.i == noun.i + 1 and agent and (objects or not verb.kids("dobj")):
            name = " ".join([*(o.lemma.lower() for o in objects), agent + "s"])
            last = objects[0].i if objects else verb.i
            return replace(d.of(described(parsed, name, d.actor.kind), f"people who are told by what they do: {name}"), last=last)
    return d
