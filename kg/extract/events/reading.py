"""One article under the reading of its acts: slot paths over its sentences, and the lemmas in them for the lexicon.

A slot is a path: `obj`, `against`, `comp.obj`, `obj.of`; `Reading.reach` gives the words at its end.
"""

from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.claims import speaker_of
from kg.extract.events import nominal
from kg.extract.events.frames import Frames, is_verb, spread
from kg.extract.parties import described, named
from kg.lexicon.typing import Entry, Lexicon, Pos, best, grammar
from kg.model import Event, Extraction, Party, Span
from kg.parse import Parsed, Token

ALLEGING = frozenset({"allege", "accuse", "charge", "complain", "suspect"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves"})


@dataclass
class Reading:
    """The parse, what earlier stages found, and the lexicon, with all answers remembered."""

    parsed: Parsed
    found: Extraction
    lexicon: Lexicon
    told: list[Event] = field(default_factory=list)
    doers: dict[int, tuple[Party, ...]] = field(default_factory=dict)
    _reached: dict[tuple[int, str], list[Token]] = field(default_factory=dict)
    _typed: dict[tuple[int, str], Entry | None] = field(default_factory=dict)
    _named: dict[int, tuple[Party, ...]] = field(default_factory=dict)

    @cached_property
    def frames(self) -> Frames:
        """The predicates of the article."""
        return Frames(self.parsed)

    @cached_property
    def places(self) -> tuple[Span, ...]:
        """Where places stand."""
        return tuple(p.mention for p in self.found.places if p.mention)

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
        if not is_verb(head):
            return nominal.slot(self.frames, head, step)
        if step == "subj":
            return spread(self.frames.agent(head))
        if step == "obj":
            return spread(self.frames.patient(head))
        if step == "comp":
            return self._complements(head)
        if step == "maker":  # "issued a report accusing X": whoever the noun is by
            return spread(self.frames.holder(head.head)) if head.dep == "acl" and head.tag == "VBG" else []
        below = self.frames.local(head).get(step, [])
        return spread(below or [t for o in self.frames.patient(head) for t in self.frames.local(o).get(step, [])])

    def _complements(self, verb: Token) -> list[Token]:
        out = [t for t in self.frames.local(verb).get("comp", []) if is_verb(t)] + nominal.pcomps(verb)
        out += [t for o in self.frames.local(verb).get("obj", []) for t in o.kids("acl", "relcl") if t.tag == "VB"]
        return [t for first in out for t in nominal.members_of_verb(first)]

    def words(self, head: Token, slot: str) -> frozenset[str]:
        """The lemmas present in a slot, for the lexicon's constraints; `@any` where it is filled, `@person` for a party."""
        if slot == "prep":
            return self._prepositions(head)
        if slot == "prt":
            return frozenset(w for t in self.frames.local(head).get("prt", []) for w in (t.lower, "@any"))
        tokens = self.reach(head, slot)
        if slot == "mod":
            tokens = tokens + self.frames.local(head).get("adv", [])
        kinds = {"@any"} if tokens else set()
        kinds |= {f"@{m.actor.kind}" for t in tokens for m in self.found.mentioned.get(t.start, ())}
        kinds |= {f"@{p.actor.kind}" for t in tokens if t.tag == "PRP" for p in self.named(t)}
        kinds |= {c.lower for t in tokens if t.pos == "PROPN" and slot == "obj" for c in t.kids("compound")}  # "Ambassador Moore"
        return frozenset({t.lemma.lower() for t in tokens} | {t.lower for t in tokens} | kinds)

    def _prepositions(self, head: Token) -> frozenset[str]:
        tokens = [head, *(self.frames.patient(head) if is_verb(head) else [])]
        return frozenset(c.lower for t in tokens for c in t.children if c.dep in ("prep", "agent", "dative"))

    def named(self, token: Token) -> tuple[Party, ...]:
        """The parties that a noun phrase names, () for a clause; remembered."""
        if token.i not in self._named:
            verbal = is_verb(token) and token.dep in ("pcomp", "xcomp", "ccomp", "advcl", "acl", "relcl")
            self._named[token.i] = () if verbal else named(self.parsed, self.found, token)
            if token.tag == "PRP$" and not self._named[token.i]:
                self._named[token.i] = self._sharing(token)
            if token.lower in REFLEXIVE:
                self._named[token.i] = ()  # what is done to oneself is no act between parties
            elif token.tag == "PRP":
                self._named[token.i] = self._meant(token, self._named[token.i])
        return self._named[token.i]

    def _sharing(self, possessive: Token) -> tuple[Party, ...]:
        """Whose a joined noun is where its possessive is of nobody known: whose the first is ("X's raids, as well as its siege of")."""
        noun = possessive.head
        first = nominal.lead(noun)
        if first.i == noun.i:
            return ()
        return tuple(p for t in self.frames.local(first).get("poss", []) if t.i != possessive.i for p in self.named(t))

    def _meant(self, pronoun: Token, known: tuple[Party, ...]) -> tuple[Party, ...]:
        """Whom a pronoun means: the one it is known for, else the speaker ("X said it would") or the object before."""
        if pronoun.dep in ("dobj", "dative"):
            met = self._met(pronoun)
            return met or (self._bound(pronoun, known) if known else self._again(pronoun))
        if known or pronoun.dep not in ("nsubj", "nsubjpass") or pronoun.head.dep != "ccomp" or not is_verb(pronoun.head.head):
            return known
        claim = speaker_of(self.parsed, self.found, pronoun)
        if pronoun.head.head.lemma in ALLEGING:
            return ()  # who alleges that "they" did it is not they
        if claim is None or claim.source is None or (claim.kind == "direct" and pronoun.lower not in ("i", "we")):
            return ()  # in somebody's own words "they" are others
        alone = claim.source.actor.kind == "person" and claim.source.actor.affiliation is None
        return () if pronoun.lower == "they" and alone else (claim.source,)

    def _met(self, pronoun: Token) -> tuple[Party, ...]:
        """Whom "them" means right behind an object of several: "met the Western ambassadors and asked them"."""
        verb = pronoun.head
        before = self.frames.local(verb.head).get("obj", []) if verb.dep == "conj" and is_verb(verb.head) and pronoun.lower == "them" else []
        if not before or before[-1].tag != "NNS" or before[-1].lemma.lower() not in grammar("PEOPLE") | grammar("PERSONS"):
            return ()
        return self.named(before[-1]) or (described(self.parsed, before[-1]),)

    def _again(self, pronoun: Token) -> tuple[Party, ...]:
        """Whom an object pronoun of nobody known means: the object of the verb that its own is joined to ("armed the rebels and led them")."""
        verb = pronoun.head
        if verb.dep != "conj" or not is_verb(verb.head):
            return ()
        before = [t for t in spread(self.frames.patient(self.frames.joined(verb))) if t.i < pronoun.i]
        return tuple(p for t in before for p in self.named(t) if pronoun.lower != "it" or p.actor.kind != "person")

    def _bound(self, pronoun: Token, who: tuple[Party, ...]) -> tuple[Party, ...]:
        """Whom an object pronoun means: never the subject of its verb; then the person named last before it in the sentence."""
        ids = {p.actor.id for p in who}
        subject = {m.actor.id for t in spread(self.frames.surface(pronoun.head)) for m in self.found.mentioned.get(t.start, ())}
        if not ids & subject:
            return who
        sentence = self.parsed.sentence(pronoun)
        kinds = {p.actor.kind for p in who}
        before = [m for m in self.found.mentions if sentence.start <= m.span.start and m.span.end <= pronoun.start and m.how != "pronoun"]
        others = [m for m in before if m.actor.kind in kinds and m.actor.id not in ids]
        return (Party(actor=others[-1].actor, mention=self.parsed.span([pronoun])),) if others else ()

    def typed(self, token: Token, pos: Pos) -> Entry | None:
        """The lexicon's best row for a word where it stands, None for an unknown word; remembered."""
        key = (token.i, pos)
        if key not in self._typed:
            rows = self.lexicon.rows(token.lemma.lower(), pos) or self.lexicon.rows(token.lower, pos)
            self._typed[key] = best(rows, lambda slot: self.words(token, slot)) if rows else None
        return self._typed[key]

    def acts(self, token: Token) -> bool:
        """True for a word that some row of the lexicon types."""
        word = token.lemma.lower()
        return any(row.kind for row in (*self.lexicon.rows(word, "verb"), *self.lexicon.rows(word, "noun")))

    def saying(self, token: Token) -> Token | None:
        """The word with which the words that a token stands in are said, None in the article's own voice."""
        claim = speaker_of(self.parsed, self.found, token)
        return self.parsed.at(claim.cue.start) if claim is not None and claim.cue is not None else None

    def speaker(self, token: Token) -> tuple[Party, ...]:
        """Who says the words that a token stands in, () in the article's own voice."""
        claim = speaker_of(self.parsed, self.found, token)
        return (claim.source,) if claim and claim.source else ()
