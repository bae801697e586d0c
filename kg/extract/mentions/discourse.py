"""The text as a discourse: who was spoken of before, who is the subject of what, what stands in quotation marks, who speaks there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.mentions.drafts import Draft
from kg.extract.mentions.kinds import SAYING
from kg.extract.mentions.sorts import sort
from kg.parse import Parsed, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OPENING, CLOSING = "“«„", "”»"
CLAUSES = sort("discourse.CLAUSES")
ORGANISED = sort("discourse.ORGANISED")
MANY = sort("discourse.MANY")


@dataclass(eq=False)
class Discourse:
    """What is known while a text is read from its start: `seen` grows with each mention, `by_head` holds all of them."""

    parsed: Parsed
    by_head: dict[int, list[Draft]]
    seen: list[Draft] = field(default_factory=list)
    quoted: frozenset[int] = frozenset()
    heads: dict[int, Draft] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)

    def at(self, token: Token) -> list[Draft]:
        """The mentions that a word heads."""
        return self.by_head.get(token.i, [])

    def add(self, drafts: list[Draft]) -> None:
        """Take up new mentions."""
        for d in drafts:
            self.by_head.setdefault(d.head, []).append(d)
            self.heads.setdefault(d.head, d)
            self.seen.append(d)

    def recent(self, token: Token, sentences: int) -> Iterator[Draft]:
        """The mentions before a word, nearest first, back to so many sentences before its own."""
        for d in reversed(self.seen):
            there = self.parsed.tokens[d.head]
            if there.sent < token.sent - sentences:
                return
            if there.i < token.i:
                yield d


def start(parsed: Parsed, drafts: list[Draft]) -> Discourse:
    """The discourse of a text before its first word."""
    by_head: dict[int, list[Draft]] = {}
    for d in drafts:
        by_head.setdefault(d.head, []).append(d)
    return Discourse(parsed, by_head, quoted=frozenset(_quoted(parsed)), heads={h: xs[0] for h, xs in by_head.items()})


def _quoted(parsed: Parsed) -> Iterator[int]:
    paragraph, inside = -1, False
    for s in parsed.sentences:
        if s.paragraph != paragraph:
            paragraph, inside = s.paragraph, False
        for t in s.tokens:
            if t.text in ("``", "''") or '"' in t.text:
                inside = not inside if t.text.count('"') % 2 or t.text in ("``", "''") else inside
            elif t.text in OPENING:
                inside = True
            elif t.text in CLOSING:
                inside = False
            elif inside:
                yield t.i


def subject(verb: Token) -> Token | None:
    """The subject of a verb, shared with the verb that it is coordinated with where it has none."""
    for _ in range(6):
        if found := verb.kids(*SUBJECTS):
            return found[0]
        if verb.dep not in ("conj", "xcomp") or verb.is_root:
            return None
        verb = verb.head
    return None


def clause(token: Token) -> Token:
    """The verb whose clause a word stands in."""
    while not token.is_root and token.pos not in ("VERB", "AUX"):
        token = token.head
    return token


def subjects_above(token: Token) -> Iterator[Token]:
    """The subjects of the clauses that a word stands in, the nearest first, and of the clauses coordinated before them."""
    verb, steps = clause(token), 0
    while steps < 8:
        steps += 1
        s = subject(verb)
        if s is not None and s.i != token.i and s.i < token.i:
            yield s
        if verb.is_root:
            return
        verb = clause(verb.head)


def is_subject(token: Token) -> bool:
    """True for subjects and what is coordinated with them."""
    while token.dep == "conj":
        token = token.head
    return token.dep in SUBJECTS


def plural(token: Token) -> bool:
    """True for plural nouns and coordinations."""
    return token.tag in ("NNS", "NNPS") or bool(token.kids("conj"))


def members(token: Token) -> list[Token]:
    """A noun and those coordinated with it."""
    out = [token]
    for c in token.kids("conj"):
        out.extend(members(c))
    return out


def speaker(d: Discourse, token: Token) -> Draft | None:
    """Who speaks the words in quotation marks around a token: the subject of a verb of saying outside of them, in the paragraph."""
    parsed = d.parsed
    here = parsed.sentences[token.sent]
    around = [s for s in parsed.sentences[max(0, here.i - 3) : here.i + 3] if s.paragraph == here.paragraph]
    for s in sorted(around, key=lambda s: (abs(s.i - here.i), s.i)):
        for verb in s.tokens:
            if verb.lemma.lower() in SAYING and verb.pos == "VERB" and verb.i not in d.quoted:
                noun = subject(verb)
                if noun is not None and noun.i not in d.quoted:
                    return next(iter(d.at(noun)), None)
    return _announced(d, here.paragraph)


def _announced(d: Discourse, paragraph: int) -> Draft | None:
    """Who is the subject of the sentence that ends with a colon before a paragraph ("The general made this statement:")."""
    before = [s for s in d.parsed.sentences if s.paragraph == paragraph - 1]
    if not before or before[-1].tokens[-1].text != ":":
        return None
    noun = subject(before[-1].root)
    return next(iter(d.at(noun)), None) if noun is not None else None
