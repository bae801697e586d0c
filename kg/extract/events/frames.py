"""Predicates with the words that stand in their slots: what a clause leaves unsaid is found where grammar keeps it.

Slots of a word are `subj obj iobj prt comp attr mod poss adv` and each preposition by its own name; `Frames` answers for
agent and patient through passives, coordination, control, relative clauses and participles.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.parties import antecedent, members
from kg.extract.times.calendar import words
from kg.lexicon.typing import grammar
from kg.parse import Parsed, Token

# dependency label -> slot
SLOTS = {
    "nsubj": "subj",
    "nsubjpass": "subj",
    "csubj": "subj",
    "dobj": "obj",
    "dative": "iobj",
    "prt": "prt",
    "xcomp": "comp",
    "ccomp": "comp",
    "acomp": "attr",
    "attr": "attr",
    "oprd": "attr",
    "amod": "mod",
    "compound": "mod",
    "nmod": "mod",
    "npadvmod": "mod",
    "poss": "poss",
    "advmod": "adv",
    "appos": "appos",
}
PARTICLES = grammar("PARTICLES")
SUBJECT_CONTROL = grammar("SUBJECT_CONTROL")
CHARGING = grammar("CHARGING")
ASKING = frozenset({"call", "appeal", "prevail", "rely", "count", "depend"})  # "called on X to": X shall
PHRASAL = frozenset({"according", "due", "thanks", "owing", "prior"})  # whose second word names no slot: "according to X"
SUMS = frozenset({"million", "billion", "thousand", "dollar", "euro", "$", "pound", "worth"})
GIVEN = frozenset({"aid", "assistance", "support", "funding", "loan", "relief", "grant", "help", "credit"})
CROWDS = grammar("CROWDS")
NAMING = grammar("NAMING")
OBJECT_CONTROL = grammar("OBJECT_CONTROL")
HARMING = frozenset({"kill", "wound", "injure", "hurt", "maim", "damage", "destroy", "leave", "hit", "burn", "bury", "trap"})
BLASTING = frozenset({"explode", "detonate", "erupt", "collapse", "crash"})  # what does it has no will
UNDERGOING = frozenset({"subject", "expose"})  # "subjected X to torture"
OBJECT_PREPOSITIONS = grammar("OBJECT_PREPOSITIONS")
PERSONS = grammar("PERSONS") | {"pm", "secretary", "chancellor", "premier", "king", "queen"}

Slots = dict[str, list[Token]]


def is_verb(token: Token) -> bool:
    """True for a verb that heads a clause: no modifier, no auxiliary."""
    return token.tag.startswith("VB") and token.dep not in ("amod", "compound", "aux", "auxpass", "nmod")


def undergone(verb: Token) -> bool:
    """True for the deed of "subjected X to torture", which the parser takes for an infinitive of X."""
    return verb.dep == "xcomp" and verb.head.lemma in UNDERGOING


def charged_by(prep: Token) -> Token | None:
    """The verb of a charge whose "for V-ing" the parser hung on its object or its agent: "criticised by X for jailing Y"."""
    noun = prep.head
    verb = noun.head.head if noun.dep == "pobj" and noun.head.dep == "agent" else noun.head if noun.dep == "dobj" else None
    return verb if verb is not None and verb.lemma in CHARGING and prep.lower in OBJECT_PREPOSITIONS else None


@dataclass
class Frames:
    """The predicates of one article; every answer is remembered, so that no subtree is scanned twice."""

    parsed: Parsed
    _local: dict[int, Slots] = field(default_factory=dict)
    _surface: dict[int, list[Token]] = field(default_factory=dict)

    def local(self, token: Token) -> Slots:
        """The slots filled by the token's own children."""
        if token.i not in self._local:
            self._local[token.i] = _slots(token)
        return self._local[token.i]

    def passive(self, verb: Token) -> bool:
        """True for a passive, with or without its auxiliary ("sanctions imposed by")."""
        if verb.tag not in ("VBN", "VBD"):
            return False
        if verb.tag == "VBD":
            return self._headline(verb) or (bool(verb.kids("agent")) and not verb.kids("dobj", "aux"))
        if verb.dep in ("ccomp", "xcomp") and not verb.kids("aux", "dobj"):
            return True  # "left two people injured", "had them arrested"
        if any(c.dep in ("auxpass", "nsubjpass") for c in verb.children):
            return True
        if verb.dep == "conj" and is_verb(verb.head) and not verb.kids("aux", "nsubj", "dobj"):
            return self.passive(verb.head)
        if self._headline(verb):
            return True
        bare = not verb.kids("aux", "nsubj")
        return bare and (verb.dep in ("acl", "advcl", "ROOT", "ccomp", "xcomp", "oprd", "pcomp", "appos", "dep") or bool(verb.kids("agent")))

    def _is_headline(self, token: Token) -> bool:
        sentence = self.parsed.sentence(token)
        return sentence.kind == "title" or (sentence.i == 0 and sentence.tokens[-1].text not in ".!?\"”")

    def _headline(self, verb: Token) -> bool:
        """"900 migrants rescued off coast": in a headline, a past form without an object is a passive without its auxiliary."""
        if not self._is_headline(verb) or verb.kids("aux", "auxpass", "dobj", "ccomp", "xcomp", "dative"):
            return False
        return bool(verb.kids("nsubj")) or verb.dep == "acl"

    def agent(self, verb: Token) -> list[Token]:
        """Who does it: the "by" phrase of a passive, else the subject, own or understood."""
        if undergone(verb):
            return self.agent(verb.head)
        return self.local(verb).get("by", []) if self.passive(verb) else self.surface(verb)

    def patient(self, verb: Token) -> list[Token]:
        """To whom it is done: the subject of a passive, else the object, own, shared by coordination or left in a relative clause."""
        if undergone(verb):
            return self.patient(verb.head)
        if self.passive(verb):
            return self.surface(verb) or self.local(verb).get("obj", [])
        own = [self._counted(verb, t) for t in self.local(verb).get("obj", [])]
        return own or self._gap(verb) or self._shared_object(verb) or _bare(verb) or _called(verb)

    def _counted(self, verb: Token, noun: Token) -> Token:
        """What a sum is of: "two million dollars in aid" is aid, "hundreds of men" are men."""
        if noun.lower in CROWDS and (of := self.local(noun).get("of", [])):
            return of[0]
        if noun.lemma.lower() not in SUMS:
            return noun
        inside = [*self.local(noun).get("in", []), *(t for t in self.local(verb).get("in", []) if t.lemma.lower() in GIVEN)]
        return inside[0] if inside else noun

    def surface(self, verb: Token) -> list[Token]:
        """The grammatical subject, own or understood from the clause above."""
        if verb.i not in self._surface:
            self._surface[verb.i] = []  # a parse may be circular through its repairs
            self._surface[verb.i] = self._subject(verb)
        return self._surface[verb.i]

    def _subject(self, verb: Token) -> list[Token]:
        own = [t for t in self.local(verb).get("subj", []) if t.dep != "csubj"]
        if own:
            before = [t for t in own if t.i < verb.i]  # an apposition may pass for a second subject: the nearest is the verb's
            return [*self._comma(before[-1:]), *(antecedent(t) or titled(t) for t in (before[-1:] or own))]
        above = verb.head
        if verb.is_root:
            return []
        if verb.dep in ("acl", "relcl") or (verb.dep == "advcl" and verb.tag == "VB" and above.is_root and above.pos == "PROPN"):
            return self._noun_subject(verb, above)
        if verb.dep == "pcomp":
            return self._gerund_subject(verb, above)
        if verb.dep in ("xcomp", "ccomp"):
            return self.controller(above)
        if verb.dep == "advcl" and verb.tag == "VBG" and verb.lemma in HARMING and (cause := self._cause(verb, above)) is not None:
            return cause
        if verb.dep == "advcl" and is_verb(above) and above.lemma in OBJECT_CONTROL and any(c.tag == "TO" for c in verb.children):
            return self.controller(above)
        if verb.dep in ("conj", "advcl", "dep", "parataxis") and (is_verb(above) or above.pos == "AUX"):
            return self.surface(self.joined(verb))
        return []

    def _cause(self, verb: Token, above: Token) -> list[Token] | None:
        """What did the harm that a participle adds: the blast told just before it, else who did what was done ("was hit by a shell, killing two")."""
        before = [t for t in self.parsed.sentence(verb).tokens if t.i < verb.i and is_verb(t)]
        if before and before[-1].lemma in BLASTING:
            return self.surface(before[-1])
        return self.agent(above) if is_verb(above) and above.i < verb.i and self.passive(above) else None

    def _comma(self, subject: list[Token]) -> list[Token]:
        """The first of two names that a headline joins by a comma: "Iran, Iraq sign deal"."""
        tokens = self.parsed.sentence(subject[0]).tokens if subject and self._is_headline(subject[0]) else []
        if tokens and subject[0].pos == "PROPN" and (second := [a for a in subject[0].kids("appos") if a.pos == "PROPN" and len(a.subtree()) == 1]):
            return second  # ... which the parser may take for one that explains the other
        start = subject[0].subtree()[0].i if tokens else 0  # "Iran, North Korea leaders meet"
        first = [t for t in tokens if t.i < start]
        names = len(first) >= 2 and first[-1].text == "," and all(t.pos == "PROPN" or t.text == "," for t in first)
        return [t for t in first if t.text != "," and t.dep not in ("compound", "nmod")] if names else []

    def joined(self, verb: Token) -> Token:
        """The verb that a verb goes on from: its head, but for a gerund hung on a finite verb the gerund before ("is arming, ... but training")."""
        above = verb.head
        if verb.dep != "conj" or verb.tag != "VBG" or above.tag == "VBG" or verb.kids("aux"):
            return above
        before = (t for t in reversed(self.parsed.sentence(verb).tokens) if above.i < t.i < verb.i)
        return next((t for t in before if t.tag == "VBG" and is_verb(t) and t.dep in ("ccomp", "conj", "relcl", "advcl")), above)

    def controller(self, above: Token) -> list[Token]:
        """Who does what the complement of `above` says: its object ("asked X to"), else its subject ("agreed to")."""
        if above.lemma in ASKING and (asked := [t for name in ("on", "upon", "to") for t in self.local(above).get(name, [])]):
            return asked[:1]
        if not is_verb(above) and above.pos != "AUX":
            return self.surface(above.head) if above.dep in ("acomp", "attr", "oprd") else []
        obj = self.local(above).get("obj", []) + self.local(above).get("iobj", [])
        if obj and above.lemma not in SUBJECT_CONTROL and not self.passive(above):
            return obj
        return self.surface(above)

    def _noun_subject(self, verb: Token, noun: Token) -> list[Token]:
        if verb.tag == "VB" or any(c.tag == "TO" for c in verb.children):
            if noun.is_root and noun.pos == "PROPN":
                return [titled(noun)]  # a headline's "UK PM Doe to visit Y"
            return self.holder(noun)
        while noun.dep == "conj" and any(t.text == "," and t.i < verb.i for t in noun.children):
            noun = noun.head  # "A, B and C, assisted by X": all of them
        return [noun]

    def holder(self, noun: Token) -> list[Token]:
        """Whose act a noun is: its possessor or "by" phrase, else who does the verb that it is the object of."""
        slots = self.local(noun)
        named = [t for t in slots.get("mod", []) if t.text[:1].isupper()]
        if own := slots.get("poss", []) or slots.get("by", []) or named:
            return own
        if noun.dep in ("dobj", "attr", "nsubjpass") and (is_verb(noun.head) or noun.head.pos == "AUX"):
            return self.agent(noun.head)
        if noun.dep == "pobj" and is_verb(noun.head.head):
            return self.surface(noun.head.head)
        return []

    def _gerund_subject(self, verb: Token, prep: Token) -> list[Token]:
        above = prep.head
        if is_verb(above) or above.pos == "AUX":
            if prep.lower in OBJECT_PREPOSITIONS and (obj := self.patient(above)):
                return obj
            return self.surface(above)
        if above.pos in ("NOUN", "PROPN"):
            charging = charged_by(prep)
            return self.patient(charging) if charging is not None else self.holder(above)
        return self.surface(above.head) if above.dep in ("acomp", "attr") else []

    def _gap(self, verb: Token) -> list[Token]:
        """The noun that an object relative clause is about: "the officers they had been holding"."""
        if verb.dep != "relcl" or verb.head.pos not in ("NOUN", "PROPN", "PRON"):
            return []
        subjects = self.local(verb).get("subj", [])
        return [verb.head] if subjects and all(antecedent(s) is None for s in subjects) and not verb.kids("ccomp") else []

    def _shared_object(self, verb: Token) -> list[Token]:
        """"arming and funding separatists": the first verb has no object of its own, the one joined to it has."""
        if self.local(verb).keys() & {"comp", "prt"} or verb.kids("prep"):
            return []
        for conj in verb.kids("conj"):
            if is_verb(conj) and not conj.kids("nsubj", "nsubjpass", "aux") and conj.i - verb.i <= 6:
                return self.patient(conj) if not self.passive(conj) else []
        return []


def _called(verb: Token) -> list[Token]:
    """What somebody calls it: "condemned what he called X's sham elections"."""
    clauses = [c for c in verb.kids("ccomp") if c.lemma in NAMING and any(o.lower == "what" for o in c.children)]
    return [t for c in clauses for t in c.kids("oprd", "attr", "dobj") if t.lower != "what"]


def _bare(verb: Token) -> list[Token]:
    """A name right behind a verb, which the parser may take for a time: "attacked Niger" (but "attacked Monday")."""
    names = [c for c in verb.kids("npadvmod") if c.pos == "PROPN" and c.i > verb.i]
    return [c for c in names if c.subtree()[0].i == verb.i + 1 and c.lower.rstrip(".") not in words("weekday") | words("month")]


def _slots(token: Token) -> Slots:
    out: Slots = {}
    for child in token.children:
        if child.dep in ("prep", "agent") or (child.dep == "dative" and child.pos == "ADP"):
            for name, obj in _prepositional(child):
                out.setdefault(name, []).append(obj)
        elif child.dep in SLOTS:
            out.setdefault(SLOTS[child.dep], []).append(child)
            if child.dep == "advmod" and child.lower in PARTICLES:
                out.setdefault("prt", []).append(child)
            if child.dep in ("ccomp", "xcomp") and child.pos in ("ADJ", "NOUN", "PROPN") and not child.kids("aux", "cop", "mark"):
                out.setdefault("attr", []).append(child)  # "found X guilty", "called X a threat"
                out.setdefault("obj", []).extend(child.kids("nsubj"))
    if token.lemma in NAMING and len(objects := out.get("obj", [])) == 2 and objects[1].i > objects[0].i > token.i:
        out.setdefault("attr", []).append(objects.pop())
    return out


def _prepositional(prep: Token) -> Iterator[tuple[str, Token]]:
    """The objects below a preposition, under its own name; "out of X" counts under both."""
    for child in prep.children:
        if child.dep in ("pobj", "pcomp") and not is_absolute(prep, child):
            yield prep.lower, child
        elif child.dep == "prep":
            for name, obj in _prepositional(child):
                if prep.lower not in PHRASAL:
                    yield name, obj
                yield prep.lower, obj


def is_absolute(prep: Token, noun: Token) -> bool:
    """True for who does something meanwhile and is no partner: "adopted it, with China abstaining"."""
    meanwhile = noun.tag == "VBG" or any(a.tag == "VBG" for a in noun.kids("acl"))
    return prep.lower == "with" and meanwhile and any(c.text == "," and c.i == prep.i - 1 for c in prep.head.children)


def titled(name: Token) -> Token:
    """The person whom a state stands before without a comma, which the parser takes for an apposition: "UK PM Doe"; else the name itself."""
    if name.pos != "PROPN":
        return name
    beside = (a for a in name.kids("appos") if a.pos == "PROPN" and a.subtree()[0].i == name.i + 1)
    return next((a for a in beside if any(c.lower in PERSONS for c in a.kids("compound"))), name)


def spread(tokens: list[Token]) -> list[Token]:
    """Tokens with those joined to each by coordination."""
    return [m for t in tokens for m in members(t)]
