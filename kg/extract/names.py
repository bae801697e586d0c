"""Names in a text: what the gazetteer knows, and runs of proper nouns that it does not."""

from collections.abc import Iterator
from functools import lru_cache

from kg.extract.constructions import bound_for, happens_at, modifies, top
from kg.extract.drafts import Draft, affiliated
from kg.gazetteer import Gazetteer, Named, units
from kg.lexicon import table
from kg.model import Actor
from kg.parse import Parsed, Sentence, Token

COLLECTIVE = frozenset(r["word"] for r in table("groups") if r["class"] in ("official", "organ", "military", "police"))
"""Words before which a capital stands for its government ("Moscow officials")."""
WORDS_TOO = frozenset("is who it us apple amazon total shell fed pace alba spa au eta isi rt sana wagner amnesty mp it post sun".split())
"""Acronyms and names that are words too: they count only beside another name of the same actor, or where nothing else fits."""


def known(parsed: Parsed, world: Gazetteer) -> list[Draft]:
    """The mentions of actors that the gazetteer knows, with places where something only happens left out."""
    out = [d for s in parsed.sentences for d in _in_sentence(parsed, s, world)]
    said = {d.actor.id for d in out if _sure(parsed, d)}
    return [d for d in out if _sure(parsed, d) or d.actor.id in said]


def _sure(parsed: Parsed, d: Draft) -> bool:
    return d.last > d.first or parsed.tokens[d.first].lower not in WORDS_TOO


def _in_sentence(parsed: Parsed, sentence: Sentence, world: Gazetteer) -> Iterator[Draft]:
    tokens = sentence.tokens
    words = units(t.text for t in tokens)
    i = 0
    while i < len(words):
        n, readings = world.match(words, i)
        if not n:
            i += 1
            continue
        first, last = tokens[words[i].token], tokens[words[i + n - 1].token]
        draft = _read(parsed, first, last, readings)
        if draft:
            yield draft
        i += n


def _read(parsed: Parsed, first: Token, last: Token, readings: tuple[Named, ...]) -> Draft | None:
    head = _head(parsed, first, last)
    reading = _choose(parsed, head, readings)
    if reading is None or _part_of_name(parsed, first, last, head):
        return None
    actor, how = reading.actor, reading.how
    land = actor.kind in ("state", "territory") or how == "metonym"
    if how == "demonym":
        return _people(parsed, first, last, head, actor)
    if land and (happens_at(head) or _dateline(parsed, first, last)):
        return None
    if how == "metonym" and _only_place(head):
        return None
    if actor.kind == "territory" and bound_for(head):
        return None
    return Draft(actor=actor, first=first.i, last=last.i, head=head.i, how=how, why=f"gazetteer: {reading.surface}", confidence=0.95)


def _head(parsed: Parsed, first: Token, last: Token) -> Token:
    inside = parsed.tokens[first.i : last.i + 1]
    return next((t for t in inside if not first.i <= t.head.i <= last.i or t.is_root), last)


def _choose(parsed: Parsed, head: Token, readings: tuple[Named, ...]) -> Named | None:
    """The likeliest reading: a state before an organisation before a metonym before a part of a state, unless the construction says else."""
    order = {"state": 0, "territory": 3}
    ranked = sorted(readings, key=lambda r: (order.get(r.actor.kind, 1) if r.how != "metonym" else 2))
    if len({r.actor.id for r in ranked}) > 1 and _in_united_states(head):
        parts = [r for r in ranked if r.actor.kind == "territory" and r.actor.affiliation and r.actor.affiliation.id == "actor/united-states"]
        return parts[0] if parts else ranked[0]
    return ranked[0] if ranked else None


_US_WORDS = frozenset("state gov. governor u.s. sen. senator rep. republican democrat democratic county gop".split())


def _in_united_states(head: Token) -> bool:
    """True where the words around say that the part of the United States is meant ("Georgia governor", "Atlanta, Georgia")."""
    near = [head.head, *head.children, *head.head.children]
    return any(t.lower in _US_WORDS for t in near)


def _part_of_name(parsed: Parsed, first: Token, last: Token, head: Token) -> bool:
    """True where a known name is only a piece of a longer one that is none of its own ("Moscow State University", "Michael Jordan")."""
    tokens = parsed.tokens
    before = tokens[first.i - 1] if first.i and tokens[first.i - 1].sent == first.sent else None
    if before is not None and before.pos == "PROPN" and before.head.i == head.i and before.lower in given_names() and before.dep == "compound":
        return True
    return False


def _dateline(parsed: Parsed, first: Token, last: Token) -> bool:
    """True for the place before a report ("MOSCOW, April 5 - ", "ANKARA (Reuters) -")."""
    at_start = parsed.sentences[first.sent].tokens[0].i == first.i
    return at_start and first.text.isupper() and len(first.text) > 3 and last.i + 1 < len(parsed.tokens) and parsed.tokens[last.i + 1].text in "(,-–—"


def _only_place(head: Token) -> bool:
    """True where a capital before a noun only says where ("Paris attacks", "Geneva talks")."""
    return modifies(head) and top(head).lemma.lower() not in COLLECTIVE


def _people(parsed: Parsed, first: Token, last: Token, head: Token, actor: Actor) -> Draft:
    return Draft(actor=actor, first=first.i, last=last.i, head=head.i, how="demonym", why=f"demonym of {actor.name}", confidence=0.9)


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names, lower case."""
    return frozenset(r["name"] for r in table("given_names"))


__all__ = ["affiliated", "given_names", "known"]
