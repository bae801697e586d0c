"""Parties that stand in an earlier sentence: whose words are rejected, and who would meet again."""

from collections.abc import Iterable

from kg.extract.events.frames import is_verb, spread
from kg.extract.events.reading import Reading
from kg.extract.events.seeking import identity
from kg.extract.events.slots import MUTUAL
from kg.lexicon.typing import Entry, grammar
from kg.model import Event, Party
from kg.parse import Token

UTTERANCES = grammar("UTTERANCES")
DEFINITE = grammar("DEFINITE")
AGAIN = grammar("AGAIN")
MORE = frozenset({"more", "others", "another", "dozens", "scores", "hundreds", "many", "several"})
ANSWERS = frozenset({"REJECT", "ACCUSE"})


def answered(reading: Reading, token: Token, kind: str, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Whose words are rejected: the source of the last claim that another side made ("rejects these assertions")."""
    heads = spread(reading.frames.patient(token)) if kind in ANSWERS else []
    if not actors or not any(t.lemma.lower() in UTTERANCES and is_definite(t) for t in heads):
        return ()
    own = {i for p in actors for i in identity(p)}
    before = [c for c in reading.found.claims if c.source and c.content[0].start < token.start and not own & identity(c.source)]
    before = [c for c in before if not any(s.start <= token.start < s.end for s in c.content)]
    last = max(before, key=lambda c: c.content[-1].start, default=None)
    return (Party(actor=last.source.actor),) if last and last.source else ()


def is_definite(noun: Token) -> bool:
    """True for "the talks", "these assertions", "their meeting": an act that was already told."""
    return any(t.lower in DEFINITE or t.dep == "poss" for t in noun.children)


def again(noun: Token, kind: str, earlier: Iterable[Event]) -> Event | None:
    """The earlier mutual act whose parties a bare new one shares: "there could be future meetings"."""
    if is_definite(noun) or not any(t.lower in AGAIN for t in noun.children):
        return None
    return next((e for e in reversed(list(earlier)) if e.kind == kind and e.reciprocal), None)


def same_again(reading: Reading, verb: Token, kind: str, earlier: Iterable[Event]) -> Event | None:
    """The act just told whose recipients are meant by a bare number: "rescued 700 migrants and saved 200 more"."""
    heads = reading.frames.patient(verb) if is_verb(verb) else []
    if not heads or not all((t.lower in MORE or t.pos == "NUM") and not t.kids("prep") for t in heads):
        return None
    here = reading.parsed.evidence(verb)
    return next((e for e in reversed(list(earlier)) if e.kind == kind and e.evidence == here and e.recipients), None)


def counterpart(entry: Entry, actors: tuple[Party, ...], earlier: Iterable[Event]) -> tuple[Party, ...]:
    """The other side of a two-sided act of which one side is named: who met, talked or quarrelled with it before."""
    together = any(p.mention is not None and p.mention.text.lower() == "we" for p in actors)  # the speaker and all who met with him
    if len(actors) != 1 or not ("both" in entry.recipient or (together and entry.kind in MUTUAL)):
        return ()
    own = identity(actors[0])
    for event in reversed(list(earlier)):
        others = tuple(p for p in event.actors if not identity(p) & own)
        if event.reciprocal and len(others) < len(event.actors) and (len(others) == 1 or together):
            return others
    return ()
