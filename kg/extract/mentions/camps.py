"""Political camps by what they are for or against: "the pro-Western camp", "the loyalist camp's Jane Doe", "pro-Western candidates".

A stance before "camp" names a camp of this text; the same stance before another noun names it again. Where the text has the
noun for who is of it ("loyalists", "pan-Arabists"), the camp and they are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.mentions.drafts import Draft, described
from kg.extract.mentions.groupwords import words
from kg.extract.mentions.sorts import sort
from kg.lexicon.folding import fold
from kg.model import Actor, ActorKind
from kg.parse import Parsed, Token

LEANING = sort("camps.LEANING")
"""What comes before the hyphen of a stance."""
CAMPS = sort("camps.CAMPS")
"""Nouns that make a camp of a stance before them."""
HOLDERS = sort("camps.HOLDERS")
"""Last letters of words for who holds a stance, which need no hyphen ("loyalist", "democrat")."""
PLACES = sort("camps.PLACES")
"""Words like those for who holds a stance whose camp is a place ("a terrorist camp in the hills")."""
STEM = 5
"""Letters that a stance and the word for who holds it have in common at least ("democracy", "democrats")."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance by its first and last token, and by its folded words."""

    first: Token
    last: Token
    key: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words as the text writes them, but for a capital that only opens a sentence or a heading."""
        lean = self.first.lower + "-" if self.first is not self.last else ""
        plain = self.first is self.last and self.first.pos != "PROPN"
        return lean + (self.last.lower if plain else self.last.text)


def find(parsed: Parsed) -> list[Draft]:
    """The mentions of the camps that the text names."""
    stances = [s for sentence in parsed.sentences for s in _stances(sentence.tokens)]
    camped = {s.key: noun for s in stances if (noun := _camp_after(parsed, s)) is not None}
    actors = {key: _actor(parsed, key, stances) for key in camped}
    return [_draft(parsed, s, key, actors[key]) for s in stances if (key := _of(s, camped)) is not None]


def _stances(tokens: list[Token]) -> Iterator[Stance]:
    """Every stance of a sentence: a word for who holds one, or two words that a hyphen joins ("pro-Western")."""
    k = 0
    while k < len(tokens):
        t = tokens[k]
        glued = k + 2 < len(tokens) and t.lower in LEANING and tokens[k + 1].text in "-–" and t.end == tokens[k + 1].start
        if glued and tokens[k + 1].end == tokens[k + 2].start and tokens[k + 2].text.isalpha():
            yield Stance(t, tokens[k + 2], (t.lower, fold(tokens[k + 2].text)))
            k += 3
            continue
        lean, _, rest = t.lower.partition("-")
        if rest and lean in LEANING:
            yield Stance(t, t, (lean, fold(rest)))
        elif _holds(t.lower) and t.pos in ("ADJ", "NOUN", "PROPN"):
            yield Stance(t, t, (fold(t.text),))
        k += 1


def _holds(word: str) -> bool:
    """True for a word for who holds a stance, in the singular or plural."""
    bare = word.removesuffix("s")
    return bare.endswith(tuple(HOLDERS)) and bare not in PLACES


def _camp_after(parsed: Parsed, s: Stance) -> Token | None:
    """The word "camp" just behind a stance, or behind another one that is coordinated with it."""
    at = s.last.i + 1
    while at < len(parsed.tokens) and parsed.tokens[at].sent == s.first.sent:
        t = parsed.tokens[at]
        if t.lemma.lower() in CAMPS:
            return t if t.pos in ("NOUN", "PROPN") else None
        if at > s.last.i + SPAN or not (t.lower in ("and", "or", ",", "-", "–") or t.lower in LEANING or t.pos in ("ADJ", "PROPN")):
            return None
        if at == s.last.i + 1 and t.lower not in ("and", "or", ","):
            return None
        at += 1
    return None


SPAN = 5
"""The most tokens between a stance and a camp that it shares with another ("the pro-Western and the neutralist camps")."""


def _of(s: Stance, camped: dict[tuple[str, ...], Token]) -> tuple[str, ...] | None:
    """The camp that a stance names: before a noun, or as the noun for those who hold it."""
    key = next((k for k in camped if _one(k, s.key)), None)
    if key is None:
        return None
    noun = s.last.pos in ("NOUN", "PROPN") and s.last.tag in ("NNS", "NNPS")
    before = s.last.head.i > s.last.i or any(t.head.i > s.last.i for t in (s.first, s.last))
    return key if noun or before else None


def _one(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True for one stance: the same words, or last words that have a stem in common ("pan-democracy", "pan-democrats")."""
    if a == b:
        return True
    same = next((k for k, (x, y) in enumerate(zip(a[-1], b[-1], strict=False)) if x != y), min(len(a[-1]), len(b[-1])))
    return a[:-1] == b[:-1] and (_holds(a[-1]) or _holds(b[-1])) and same >= max(STEM, max(len(a[-1]), len(b[-1])) - 4)


def _actor(parsed: Parsed, key: tuple[str, ...], stances: list[Stance]) -> Actor:
    """The camp as an actor of this text: those who hold its stance, where the text or the stance has a word for them."""
    held = next((s for s in stances if _one(key, s.key) and _holds(s.key[-1])), None)
    if held is None:
        return described(parsed, f"{next(s.text for s in stances if s.key == key)} camp", "population")
    kind: ActorKind = words().get(held.text.removesuffix("s"), ("", "population"))[1]
    return described(parsed, f"{held.text.removesuffix('s')}s", kind)


def _draft(parsed: Parsed, s: Stance, key: tuple[str, ...], actor: Actor) -> Draft:
    """The stance with the camp behind it, the stance alone before another noun."""
    after = parsed.tokens[s.last.i + 1] if s.last.i + 1 < len(parsed.tokens) else s.last
    end = after if after.lemma.lower() in CAMPS and after.sent == s.last.sent else s.last
    named = end is s.last and s.last.tag not in ("NNS", "NNPS")
    why = f"the camp that is {'-'.join(key)}"
    return Draft(actor=actor, first=s.first.i, last=end.i, head=end.i, how="name" if named else "description", why=why, confidence=0.75)
