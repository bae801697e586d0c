"""Words that make somebody a source, looked up by lemma: what each takes as content, with which stance, as which kind of act.

The words are in `lexicon/cues.tsv`; `kg.extract.claims.cue_frames` reads the sentence around them.
"""

from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.model import Stance
from kg.parse import Token

POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
SPEAKING = frozenset({"say", "write", "tell", "ask", "show", "order", "promise", "deny", "accuse", "think", "call", "oppose"})
LEMMAS = {"hop": "hope"}  # lemmas that the parser gets wrong ("hoping", "hopes")
IDIOM = 4  # words from a verb to the particle, object or adjective that makes it another ("take strong issue with", "make it clear")


@dataclass(frozen=True, slots=True)
class Entry:
    """One complement of one cue word: its stance, what kind of act it is, and the prepositions that go with its object."""

    stance: Stance
    act: str
    extras: frozenset[str] = frozenset()


@dataclass(slots=True)
class Draft:
    """A claim in the making, tokens instead of spans; `source` heads the phrase that says who."""

    cue: Token
    words: list[Token]
    source: Token | None
    content: list[Token]
    slot: str
    entry: Entry
    passive: bool = False
    near: list[Token] | None = None  # the source's own words, where they are known better than from the parse


@cache
def entries() -> dict[tuple[str, str], dict[str, Entry]]:
    """(head, pos) -> slot -> entry; the first row that names a slot wins, extras add up."""
    out: dict[tuple[str, str], dict[str, Entry]] = {}
    for row in lexicon.table("cues"):
        slots = out.setdefault((row["head"], row["pos"]), {})
        for word in row["slots"].split():
            slot, *extras = word.split("+")
            entry = slots.get(slot) or Entry(row["stance"], row["act"])  # type: ignore[arg-type]
            slots[slot] = Entry(entry.stance, entry.act, entry.extras | frozenset(extras))
    return out


def lookup(token: Token) -> dict[str, Entry] | None:
    """The entries of a token, by its lemma and particle ("lash out")."""
    pos = POS.get(token.pos)
    if pos is None:
        return None
    plain = entries().get((_lemma(token), pos))
    part = idiom(token) if pos == "verb" else None
    if part is None:
        return plain
    if part.dep == "prt":
        return entries()[(f"{_lemma(token)} {part.lemma.lower()}", pos)]
    return {**(plain or {}), **entries()[(f"{_lemma(token)} {part.lemma.lower()}", pos)]}


def _lemma(token: Token) -> str:
    return LEMMAS.get(token.lemma.lower(), token.lemma.lower())


def idiom(verb: Token) -> Token | None:
    """The particle, object or adjective that makes one word with a verb: "point out", "take issue with", "make it clear that"."""
    for part in verb.kids("prt", "advmod", "dobj", "acomp", "oprd", "ccomp"):
        if 0 < part.i - verb.i <= IDIOM and (f"{_lemma(verb)} {part.lemma.lower()}", "verb") in entries():
            return part
    return None


def speaks(token: Token) -> bool:
    """True for a verb that can bring a clause as somebody's words."""
    slots = lookup(token) if token.pos in ("VERB", "AUX") else None
    return slots is not None and any(s in slots and slots[s].act in SPEAKING for s in ("that", "quote", "objc"))
