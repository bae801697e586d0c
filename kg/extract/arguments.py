"""The parties of a predicate: slots of the lexicon's row, or the defaults of its type, walked until somebody is named.

A slot is a path over the sentence: `obj`, `against`, `comp.obj`, `obj.of`; `reach` gives the words at its end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.frames import Frames, is_verb, spread
from kg.extract.parties import described, named
from kg.lexicon.typing import Entry, Lexicon, grammar
from kg.model import Extraction, Party
from kg.parse import Parsed, Token

LIGHT = grammar("LIGHT")
PEOPLE = grammar("PEOPLE") | grammar("PERSONS")

# Where the recipient of a type stands when the row does not say; the first slot that names somebody wins.
RECIPIENTS: dict[str, tuple[str, ...]] = {
    "ACCUSE": ("obj", "iobj", "against", "at", "on", "with", "of", "over"),
    "AGREE": ("with", "to", "iobj", "obj", "on", "between", "for", "comp.with", "comp.obj", "comp.on", "comp.to", "comp.from"),
    "AID": ("iobj", "to", "obj", "for", "of", "into", "in"),
    "ASSAULT": ("obj", "on", "against", "at", "with", "of", "into", "in"),
    "COERCE": ("obj", "on", "against", "of", "from"),
    "CONCEDE": ("to", "iobj", "obj", "with", "from", "on", "against", "of", "for"),
    "CONSULT": ("with", "obj", "between", "to", "among"),
    "COOPERATE": ("with", "obj", "between", "to"),
    "MOBILIZE": ("against", "toward", "towards", "at", "near", "over", "obj", "to"),
    "PROTEST": ("against", "at", "over", "obj", "outside"),
    "REJECT": ("obj", "with", "to", "from", "of", "comp.obj", "comp.to", "comp.with", "comp.on", "comp.from", "on"),
    "REQUEST": ("obj", "iobj", "to", "from", "on", "of", "comp.subj", "for", "comp.obj"),
    "RETREAT": ("obj", "from", "to", "with", "of", "on", "against"),
    "SANCTION": ("on", "against", "obj", "with", "from", "to", "of"),
    "SUPPORT": ("obj", "for", "to", "with", "of", "iobj"),
    "THREATEN": ("obj", "against", "to", "with", "on", "comp.obj", "comp.on", "comp.against", "comp.from", "comp.with"),
}
UNTYPED = ("obj",)
ACTORS = {"verb": ("subj",), "noun": ("poss", "by", "light", "mod"), "adj": ("subj",)}
DOWN = frozenset({"dobj", "prep", "pobj", "pcomp", "xcomp", "dative", "acomp", "attr"})
INSIDE = frozenset({"poss", "amod", "compound", "nmod", "acl", "agent", "conj"})
DEEPEST = 6  # steps down; measured: beyond this what is found is a place or a date
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})


@dataclass
class Reading:
    """One article under the reading of its acts: the parse, what earlier stages found, the frames, the lexicon."""

    parsed: Parsed
    found: Extraction
    lexicon: Lexicon
    _reached: dict[tuple[int, str], list[Token]] = field(default_factory=dict)
    _named: dict[int, tuple[Party, ...]] = field(default_factory=dict)

    @cached_property
    def frames(self) -> Frames:
        """The predicates of the article."""
        return Frames(self.parsed)

    def reach(self, head: Token, path: str) -> list[Token]:
        """The words at the end of a slot path below a predicate, coordinations spread."""
        key = (head.i, path)
        if key not in self._reached:
            first, _, rest = path.partition(".")
            tokens = self._step(head, first)
            for step in rest.split(".") if rest else ():
                tokens = [t for token in tokens for t in self._next(token, first, step)]
                first = step
            self._reached[key] = tokens
        return self._reached[key]

    def _next(self, token: Token, last: str, step: str) -> list[Token]:
        if step == "obj" and last not in ("comp", "obj", "subj") and not is_verb(token):
            return [token]  # `from.obj` is the preposition's object, which the slot `from` already is
        return self._step(token, step)

    def _step(self, head: Token, step: str) -> list[Token]:
        local = self.frames.local(head)
        if is_verb(head):
            if step == "subj":
                return spread(self.frames.agent(head))
            if step == "obj":
                return spread(self.frames.patient(head))
            if step == "comp":
                return self._complements(head)
            below = local.get(step, [])
            return spread(below or [t for o in self.frames.patient(head) for t in self.frames.local(o).get(step, [])])
        if step == "light":
            return spread(self.light(head))
        if step == "subj":
            return spread(self.frames.surface(head.head))
        if step == "comp":
            return [c for c in head.kids("acl", "relcl", "ccomp", "xcomp") if c.tag == "VB"]
        below = local.get(step, [])
        verb = head.head
        if not below and head.dep in ("dobj", "nsubjpass", "acomp", "attr") and step in self.frames.local(verb) and step not in SKIPPED:
            below = self.frames.local(verb)[step]
        return spread(below)

    def _complements(self, verb: Token) -> list[Token]:
        out = [t for t in self.frames.local(verb).get("comp", []) if is_verb(t)]
        out += [t for p in verb.kids("prep") for t in p.kids("pcomp") if is_verb(t)]
        out += [t for o in self.frames.local(verb).get("obj", []) for t in o.kids("acl", "relcl") if t.tag == "VB"]
        return out + [t for first in out for t in first.kids("conj") if is_verb(t)]

    def light(self, noun: Token) -> list[Token]:
        """The subject of the verb that lends the noun its subject: "Russia launched an attack"."""
        verb = noun.head
        if noun.dep in ("dobj", "nsubjpass") and is_verb(verb) and verb.lemma in LIGHT:
            return self.frames.agent(verb)
        if noun.dep == "pobj" and is_verb(verb.head) and verb.head.lemma in LIGHT | {"engage", "participate", "meet"}:
            return self.frames.agent(verb.head)
        return []

    def words(self, head: Token, slot: str) -> frozenset[str]:
        """The lemmas present in a slot, for the lexicon's constraints; parties add their kind (`@person`)."""
        if slot == "prep":
            return self._prepositions(head)
        if slot == "prt":
            return frozenset(t.lower for t in self.frames.local(head).get("prt", []))
        tokens = self.reach(head, slot)
        if slot == "mod":
            tokens = tokens + self.frames.local(head).get("adv", [])
        kinds = {f"@{m.actor.kind}" for t in tokens for m in self.found.mentioned.get(t.start, ())}
        return frozenset({t.lemma.lower() for t in tokens} | {t.lower for t in tokens} | kinds)

    def _prepositions(self, head: Token) -> frozenset[str]:
        tokens = [head, *(self.frames.patient(head) if is_verb(head) else [])]
        return frozenset(c.lower for t in tokens for c in t.children if c.dep in ("prep", "agent", "dative"))

    def named(self, token: Token) -> tuple[Party, ...]:
        """The parties that a noun phrase names, () for a clause; remembered."""
        if token.i not in self._named:
            verbal = is_verb(token) and token.dep in ("pcomp", "xcomp", "ccomp", "advcl", "acl", "relcl")
            self._named[token.i] = () if verbal else named(self.parsed, self.found, token)
        return self._named[token.i]


AROUND = grammar("AROUND")
SKIPPED = frozenset({"subj", "obj", "comp", "prt", "mod", "poss", "adv", "attr", "appos"})


def parties(reading: Reading, head: Token, slots: Iterable[str]) -> tuple[Party, ...]:
    """Who stands in the first of the slots that names anybody; people without a name count where nobody has one."""
    slots = tuple(slots)
    for slot in slots:
        if who := unique(p for t in reading.reach(head, slot) for p in reading.named(t)):
            return who
    for slot in slots:
        tokens = [t for t in reading.reach(head, slot) if t.pos in ("NOUN", "PROPN") and t.lemma.lower() in PEOPLE]
        if tokens:
            return unique(described(reading.parsed, t) for t in tokens)
    return ()


def deep(reading: Reading, head: Token, *, but: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who is nearest below the complements of a predicate, when no slot names anybody: "lift embargoes on sales to Iran".

    Clauses with a subject of their own and what tells of time, place and circumstance are not entered.
    """
    taken = {p.actor.id for p in but}
    level = [t for t in head.children if t.dep in DOWN]
    for _ in range(DEEPEST):
        fresh = [t for t in level if not (t.dep == "prep" and t.lower in AROUND)]
        for token in fresh:
            who = tuple(Party(actor=m.actor, mention=m.span) for m in reading.found.mentioned.get(token.start, ()) if m.actor.id not in taken)
            if who:
                return unique(p for t in spread([token]) for p in reading.named(t) if p.actor.id not in taken)
        level = [c for t in fresh for c in t.children if c.dep in DOWN or c.dep in INSIDE]
    return ()


def unique(found: Iterable[Party]) -> tuple[Party, ...]:
    """Parties without repetition, the first mention of each."""
    out: dict[str, Party] = {}
    for party in found:
        out.setdefault(party.actor.id, party)
    return tuple(out.values())


def without(some: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those of some that are not among the others."""
    ids = {p.actor.id for p in others}
    return tuple(p for p in some if p.actor.id not in ids)


def actor_slots(entry: Entry) -> tuple[str, ...]:
    """Where the actor of a row is looked for."""
    return entry.actor or ACTORS[entry.pos]


def recipient_slots(entry: Entry) -> tuple[str, ...]:
    """Where the recipient of a row is looked for."""
    return entry.recipient or RECIPIENTS.get(entry.kind or "", UNTYPED)
