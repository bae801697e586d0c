"""One world, and two laid side by side."""

from collections.abc import Iterable, Mapping

from kg.errors import QueryError
from kg.questions import actors
from kg.store import Store
from kg.worlds.matters import matters
from kg.worlds.sayings import sayings
from kg.worlds.values import Comparison, Matter, Saying, Side, World, distance


def world(store: Store, actor: str, *, relayed: bool = False) -> World:
    """What an actor (by name or id) says is true.

    Raises:
        QueryError: nobody has that name.
    """
    every, home = matters(store)
    return _world(actor, sayings(store, actors(store, actor), relayed=relayed), every, home)


def worlds(store: Store, one: str, other: str, *, relayed: bool = False) -> Comparison:
    """Lay two worlds side by side.

    Raises:
        QueryError: nobody has one of the names, or both are the same actor.
    """
    said = both(store, one, other, relayed=relayed)
    known, home = matters(store, {saying.report for half in said for saying in half})
    rows = laid(one, other, *said, known, home)
    return Comparison(one=one, other=other, rows=rows, distance=distance(rows))


def both(store: Store, one: str, other: str, *, relayed: bool) -> tuple[list[Saying], list[Saying]]:
    """What each of two claimants says.

    Raises:
        QueryError: nobody has one of the names, or both are the same actor.
    """
    left, right = actors(store, one), actors(store, other)
    if set(left) & set(right):
        raise QueryError(f"{one!r} and {other!r} are the same actor; name two")
    return list(sayings(store, left, relayed=relayed)), list(sayings(store, right, relayed=relayed))


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
