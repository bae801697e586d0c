"""One world, and two laid side by side."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.errors import QueryError
from kg.store import Store
from kg.who import who
from kg.worlds.matters import matters
from kg.worlds.sayings import sayings, wordless
from kg.worlds.values import Comparison, Matter, Saying, Side, World, distance


def world(store: Store, actor: str, *, relayed: bool = False) -> World:
    """What an actor (by name or id) says is true.

    Raises:
        QueryError: nobody has that name.
    """
    every, home = matters(store)
    return _world(actor, sayings(store, who(store, actor), relayed=relayed), every, home)


def worlds(store: Store, one: str, other: str, *, relayed: bool = False) -> Comparison:
    """Lay two worlds side by side.

    Raises:
        QueryError: nobody has one of the names, or both are the same actor.
    """
    return compared(one, other, both(store, one, other, relayed=relayed))


def both(store: Store, one: str, other: str, *, relayed: bool, words: bool = True) -> "Both":
    """What each of two claimants says, and of which matters; without `words` as much of it as can be counted.

    Raises:
        QueryError: nobody has one of the names, or both are the same actor.
    """
    left, right = who(store, one), who(store, other)
    if set(left.kept) & set(right.kept):
        raise QueryError(f"{one!r} and {other!r} are the same actor; name two")
    a, b = ((sayings if words else wordless)(store, each, relayed=relayed) for each in (left, right))
    return Both(a, b, *matters(store, {saying.report for saying in (*a, *b)}, told=words))


class Both(NamedTuple):
    """What two claimants say, the matters that they speak of, and the matter of each report."""

    one: list[Saying]
    other: list[Saying]
    known: Mapping[str, Matter]
    home: Mapping[str, str]


def compared(one: str, other: str, said: Both) -> Comparison:
    """The two worlds of what two claimants say, side by side."""
    rows = laid(one, other, *said)
    return Comparison(one=one, other=other, rows=rows, distance=distance(rows))


def laid(
    one: str, other: str, one_says: Iterable[Saying], other_says: Iterable[Saying], every: Mapping[str, Matter], home: Mapping[str, str]
) -> tuple[Side, ...]:
    """What two say row by row: what they contradict each other about comes first, then by date."""
    a, b = _world(one, one_says, every, home), _world(other, other_says, every, home)
    rows = (
        Side(matter=every[m], one=a.stance(m), other=b.stance(m), one_says=a.sayings.get(m, ()), other_says=b.sayings.get(m, ()))
        for m in {*a.sayings, *b.sayings}
    )
    return tuple(sorted(rows, key=lambda side: (not side.opposed, side.matter.date or "9999", side.matter.id)))


def _world(actor: str, said: Iterable[Saying], every: Mapping[str, Matter], home: Mapping[str, str]) -> World:
    """The world of what somebody says; sayings of untyped reports are of no matter."""
    found: dict[str, set[Saying]] = {}
    for saying in said:
        if saying.report in home:
            found.setdefault(home[saying.report], set()).add(saying)
    return World(actor=actor, matters=every, sayings={m: tuple(sorted(says)) for m, says in sorted(found.items())})
