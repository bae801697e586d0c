"""Acts that nouns tell of: whose they are, and which words that stand elsewhere in the sentence belong to them.

"Russia's annexation of Crimea", "launched an attack", "in a call with", "atrocities committed by", "its siege of towns and
obstruction of aid" (the possessor holds for both).
"""

from collections.abc import Iterator

from kg.extract.events.frames import UNDERGOING, Frames, is_verb, spread
from kg.lexicon.typing import grammar
from kg.parse import Token

LIGHT = grammar("LIGHT")
AIMED = grammar("AIMED")
SCENES = grammar("SCENES")
TAKING_PART = grammar("TAKING_PART")
FALLING = frozenset({"die", "kill", "wound", "injure", "fall"})
CEASING = frozenset({"cease", "stop", "end", "halt", "suspend", "abandon"})  # who ceases a deed has done it
GIVING = frozenset({"give", "offer", "grant", "send", "issue", "hand", "promise"})
COMPANY = grammar("COMPANY")
LENDING = LIGHT | TAKING_PART | {"be", "remain", "become"}  # verbs whose prepositions may belong to the noun
OCCASION = frozenset({"in", "at", "during", "for", "after", "following", "on"})
TAKEN_IN = frozenset({"in", "into", "on", "with", "for", "to", "of"})
LEFT = ("poss", "compound", "amod", "nmod", "npadvmod")
OWN = frozenset({"subj", "obj", "comp", "prt", "mod", "poss", "adv", "attr", "appos", "iobj"})


def slot(frames: Frames, noun: Token, name: str) -> list[Token]:
    """The words in a slot of a noun or adjective; `light`, `occasion`, `beside` and `subj` are slots of nouns alone."""
    if name in OTHERS:
        return spread(OTHERS[name](frames, noun))
    if name == "comp":
        return contents(noun)
    below = frames.local(noun).get(name, [])
    if name == "mod" and below and (is_scene(noun) or _aimed_at(noun)):
        below = [t for t in below if t.dep != "compound" or t.pos != "PROPN" or t.text.isupper()]
    if not below and name == "on" and _aimed_at(noun):
        below = _aimed_at(noun)
    if not below and name == "by":
        below = done_by(frames, noun)
    if not below and name == "poss":
        below = shared(frames, noun)
    if not below and name in ("to", "iobj", "obj") and noun.dep == "dobj" and noun.head.lemma in GIVING and frames.passive(noun.head):
        below = frames.surface(noun.head)  # "they were given an ultimatum"
    if not below and name not in OWN and noun.dep in ("dobj", "nsubjpass", "acomp", "attr") and noun.head.lemma in LENDING:
        below = frames.local(noun.head).get(name, [])  # "held talks on Friday with X": the parser hangs "with" on the verb
    if not below and name not in OWN and name != "by":  # "sanctions imposed on X", "strikes launched against X"
        below = [t for verb in noun.kids("acl") if is_verb(verb) and verb.lemma in LIGHT for t in frames.local(verb).get(name, [])]
    return spread(below)


def is_scene(noun: Token) -> bool:
    """True for a blow named by its place, not its doer: "the Mali massacre" (but "the Mali bombing of", and "US bombings")."""
    return noun.lemma.lower() in SCENES and not any(p.lower in ("of", "on", "against") for p in noun.kids("prep"))


def _aimed_at(noun: Token) -> list[Token]:
    """Whom sanctions are aimed at that bear a name: "Iran sanctions" (but "US sanctions", "EU sanctions on Iran")."""
    if noun.lemma.lower() not in AIMED or any(p.lower in ("on", "against") for p in noun.kids("prep")):
        return []
    return [c for c in noun.kids("compound") if c.pos == "PROPN" and not c.text.replace(".", "").isupper()]


def contents(noun: Token) -> list[Token]:
    """The clauses that say what a noun or adjective is about: "a threat to strike", "its demand that X ease"."""
    own = [c for c in noun.kids("acl", "relcl", "xcomp") if c.tag == "VB" or (c.dep == "acl" and c.kids("nsubj", "mark"))]
    return own + [c for c in noun.kids("ccomp") if is_verb(c)] + clause(noun) + pcomps(noun)


def clause(adjective: Token) -> list[Token]:
    """The clause that an impersonal predicate judges: "it is essential that X provide"."""
    verb = adjective.head
    if adjective.dep not in ("acomp", "attr") or not any(t.lower == "it" for t in verb.kids("nsubj", "expl")):
        return []
    return [c for c in verb.kids("ccomp", "xcomp", "csubj") if is_verb(c)]


def company(frames: Frames, noun: Token) -> list[Token]:
    """With whom somebody is joined for it: "joined X for talks", "hosted X for a summit"."""
    first = lead(noun)
    verb = first.head.head
    if first.dep != "pobj" or not is_verb(verb):
        return []
    if first.head.lower == "to" and verb.lemma in UNDERGOING:
        return frames.patient(verb)
    return frames.patient(verb) if first.head.lower in OCCASION and verb.lemma in COMPANY else []


def pcomps(token: Token) -> list[Token]:
    """The gerunds below the prepositions of a word: "committed to helping"."""
    return [c for p in token.kids("prep") for t in p.kids("pcomp") if is_verb(t) for c in members_of_verb(t)]


def members_of_verb(verb: Token) -> Iterator[Token]:
    """A verb and those joined to it."""
    yield verb
    for conj in verb.kids("conj"):
        if is_verb(conj):
            yield from members_of_verb(conj)


def light(frames: Frames, noun: Token) -> list[Token]:
    """The subject of the verb that lends the noun its own: "Russia launched an attack", "took part in talks"."""
    first = lead(noun)
    verb = first.head
    if first.dep in ("dobj", "nsubjpass") and is_verb(verb) and verb.lemma in LIGHT | CEASING:
        return frames.agent(verb)
    if first.dep != "pobj":
        return []
    above = verb.head  # "took part in talks", "provided millions in aid"
    if verb.lower == "to" and above.lemma in UNDERGOING:
        return frames.agent(above)
    if above.pos == "NOUN" and above.dep == "dobj" and verb.lower == "in":
        above = above.head
    if above.lemma in FALLING and verb.lower in ("in", "after", "during") and any(p.lower == "with" for p in first.kids("prep")):
        return frames.patient(above) if frames.passive(above) else frames.surface(above)  # "was killed in a battle with police"
    lent = verb.lower in TAKEN_IN and is_verb(above) and above.lemma in LIGHT | TAKING_PART
    return frames.agent(above) if lent else []


def occasion(frames: Frames, noun: Token) -> list[Token]:
    """Who does what is done at a meeting takes part in it: "raised it in a call with X"."""
    before = [c for c in noun.children if c.i < noun.i]
    if noun.dep != "pobj" or noun.head.lower not in OCCASION or (before and all(c.tag == "DT" and c.lower not in ("a", "an") for c in before)):
        return []  # "said after the talks" tells of talks that were told before
    verb = noun.head.head
    return frames.surface(verb) if is_verb(verb) and not frames.passive(verb) else []


def done_by(frames: Frames, noun: Token) -> list[Token]:
    """The agent of a participle that hangs on the noun: "atrocities committed by X"."""
    return [t for verb in noun.kids("acl", "relcl") if is_verb(verb) and verb.lemma in LIGHT and frames.passive(verb) for t in frames.agent(verb)]


def shared(frames: Frames, noun: Token) -> list[Token]:
    """The possessor of the noun that this one is joined to."""
    if noun.dep != "conj" or noun.head.pos not in ("NOUN", "PROPN") or noun.kids("det"):
        return []
    return frames.local(noun.head).get("poss", []) or shared(frames, noun.head)


def surface(frames: Frames, noun: Token) -> list[Token]:
    """The subject of the verb or copula that a predicative word stands under."""
    return frames.surface(lead(noun).head)


def beside(frames: Frames, noun: Token) -> list[Token]:
    """All that stand before a noun in its phrase: "NATO-Russia talks"."""
    return [t for child in noun.children if child.dep in LEFT for t in child.subtree()]


def lead(noun: Token) -> Token:
    """The first of the coordination that a noun stands in."""
    while noun.dep == "conj" and noun.head.pos == noun.pos:
        noun = noun.head
    return noun


OTHERS = {"company": company, "light": light, "occasion": occasion, "subj": surface, "beside": beside}
