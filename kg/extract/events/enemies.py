"""Whom a blow falls on when its clause names nobody: the side that the same actor fights elsewhere in the article.

"The army retook two villages" says nothing of the enemy; three sentences before, "its war against the rebels" does. Who
frees a town does not fight the town. An article with several enemies of one actor answers nothing. For a side of which no
fight is told, "the campaign against the rebels", by nobody in particular, names the war; the wars of others do not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.events.reading import Reading
from kg.extract.events.seeking import identity, people
from kg.lexicon.typing import grammar
from kg.model import Actor, Event, Party

BATTLE = grammar("BATTLE")
FREEING = grammar("FREEING")
FIGHTING = frozenset({"military", "armed_group", "state", "igo", "bloc"})
HOSTILE = frozenset({"ASSAULT", "THREATEN", "COERCE"})
FORCES = frozenset({"military", "armed_group", "bloc"})  # sides that are only there to fight
PLACES = frozenset({"territory", "state", "unknown"})
SOMEBODY = frozenset({"neighbour", "neighbor", "enemy", "foe", "rival", "victim", "ally", "opponent", "other", "country", "nation"})
LEADING = frozenset({"prompt", "trigger", "spark", "provoke", "precede"})
SURE = 0.6  # of all blows by the actor, the share that must fall on one side; measured on nine articles read by hand


def filled(reading: Reading, events: Iterable[Event]) -> Iterator[Event]:
    """The events in order, those blows of battle without a recipient given the actor's enemy where the article knows one."""
    told = list(events)
    foes = [(e, p.actor) for e in told if e.kind in HOSTILE and not frees(e) for p in e.recipients if p.actor.kind in FIGHTING]
    for event in told:
        battle = event.kind == "ASSAULT" and _battle(reading, event) and not _led_to(reading, event)
        foe = _foe(event, foes) if battle and (frees(event) or _open(reading, event)) else None
        if foe is None:
            yield event
        else:
            yield replace(event, recipients=(Party(actor=foe),), rule=f"{event.rule}+enemy", confidence=round(event.confidence - 0.2, 2))


def holders(event: Event) -> Event:
    """Of a place freed and who holds it ("the town and other rebel ground"), only who holds it."""
    forces = tuple(p for p in event.recipients if p.actor.kind in FORCES)
    return replace(event, recipients=forces) if forces and _words(event) & FREEING else event


def _words(event: Event) -> set[str]:
    return set(event.trigger.text.lower().replace("-", " ").split())


def _open(reading: Reading, event: Event) -> bool:
    """True where nobody is hit in so many words: no object, or one that is a place, a thing or the deed itself."""
    head = reading.parsed.at(event.trigger.start)
    heads = reading.reach(head, "obj") if head is not None else []
    return not event.recipients and not any(t.pos in ("PRON", "PROPN") or t.lemma.lower() in people() | SOMEBODY for t in heads)


def _battle(reading: Reading, event: Event) -> bool:
    head = reading.parsed.at(event.trigger.start)
    heads = reading.reach(head, "obj") if head is not None else []
    return bool((_words(event) | {t.lemma.lower() for t in heads}) & (BATTLE | FREEING))


def frees(event: Event) -> bool:
    """True for a place freed or retaken, which is no enemy."""
    return bool(_words(event) & FREEING) and all(p.actor.kind in PLACES for p in event.recipients)


def _led_to(reading: Reading, event: Event) -> bool:
    """True for a blow that another one led to: whom it hits is not told by the other."""
    head = reading.parsed.at(event.trigger.start)
    return head is not None and head.dep == "dobj" and head.head.lemma in LEADING


def _foe(event: Event, foes: list[tuple[Event, Actor]]) -> Actor | None:
    """The one whom this side is told to fight in the article; where it fights nobody there, the one group that is fought by no side in particular.

    Whom others fight is not asked: an article may tell of two wars.
    """
    own = {i for p in event.actors for i in identity(p)}
    others = [(e, a) for e, a in foes if not own & identity(Party(actor=a))]
    if not others or not event.actors:
        return None
    mine = [a for e, a in others if own & {i for p in e.actors for i in identity(p)}]
    if not mine:
        waged = {a.id: a for e, a in others if e.kind == "ASSAULT" and not e.actors and a.kind == "armed_group"}
        return next(iter(waged.values())) if len(waged) == 1 else None
    first, times = Counter(a.id for a in mine).most_common(1)[0]
    return next(a for a in mine if a.id == first) if times >= SURE * len(mine) else None
