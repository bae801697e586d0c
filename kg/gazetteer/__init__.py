"""Which actors and places the world's names stand for: states, territories, organisations, metonyms, demonyms, cities, seas.

`world()` is the gazetteer that ships with `kg`; `load(path)` adds a user's own actors to it. Names are looked up by the
normalised words of a text (`units`), longest first; what a name means where it stands is decided by its reader.
"""

import copy
import pathlib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal, cast

from kg.gazetteer import build, cache, offices, turtle
from kg.gazetteer.rows import ActorRow, NameRow, OfficeRow
from kg.lexicon.folding import Unit, fold, surface_units, units
from kg.model import Actor, ActorKind, Affiliation, How

__all__ = ["Gazetteer", "Named", "Place", "Unit", "fold", "load", "units", "world"]

Precision = Literal["city", "region", "country", "sea", "area", "unknown"]
NOBODY = "-"
"""Stands for the actor in names that are none: seas and areas."""
NO_ADJECTIVE = frozenset(
    [
        *("Dane", "Finn", "Pole", "Swede", "Scot", "Serb", "Turk", "Spaniard", "Briton", "Frenchman", "Filipino", "Muscovite"),
        *("Russo", "Sino", "Anglo", "Franco", "Indo", "Vatican", "Gazan"),
    ]
)
"""Demonyms that do not stand before a noun as adjectives, or not alone."""
SPOKEN = 4
"""Letters from which on an acronym may be written as a name."""
_ACRONYM = 6
"""The most letters of a name in capitals that is taken for an acronym, which must stand in capitals in the text too."""


@dataclass(frozen=True, slots=True)
class Named:
    """One reading of a name: the actor, how the name stands for it, and the spelling that is listed."""

    actor: Actor
    how: How
    surface: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `precision` says what the point stands for, `state` is the id of the actor that it lies in, "" where open."""

    id: str
    name: str
    precision: Precision
    lat: float
    lon: float
    state: str
    population: int

    def counts(self, least: int) -> bool:
        """True for a town of as many inhabitants, for one that is curated (its inhabitants are not counted), and for what is no town."""
        return self.precision != "city" or not self.population or self.population >= least


class Gazetteer:
    """Actors by id, and the names that stand for them."""

    def __init__(self, actors: Sequence[ActorRow], names: Sequence[NameRow], offices: Sequence[OfficeRow] = ()) -> None:
        """Index rows; a later row of the same id takes the place of an earlier one, and its names come first."""
        by_id = {row[0]: row for row in actors}
        self.actors: dict[str, Actor] = {i: _actor(row, by_id) for i, row in by_id.items()}
        self.offices = tuple(offices)
        self._rows = (tuple(actors), tuple(names))
        self._terms: dict[tuple[OfficeRow, ...], Gazetteer] = {}
        self._index: dict[str, dict[tuple[str, ...], list[Named]]] = {}
        for surface, actor, how in names:
            keys = tuple(surface_units(surface))
            if actor == NOBODY and len(keys) > 1:
                self._index.setdefault(keys[0], {}).setdefault(keys, [])
            if keys and actor in self.actors:
                found = self._index.setdefault(keys[0], {}).setdefault(keys, [])
                found.append(Named(self.actors[actor], cast("How", how), surface))
        self._longest = {first: max(map(len, forms)) for first, forms in self._index.items()}

    def match(self, words: Sequence[Unit], i: int) -> tuple[int, tuple[Named, ...]]:
        """The longest name that starts at unit `i`: how many units it has (0: none does), and its readings (none for seas and areas)."""
        forms = self._index.get(words[i].key)
        if forms is None:
            return 0, ()
        for n in range(min(self._longest[words[i].key], len(words) - i), 0, -1):
            found = forms.get(tuple(u.key for u in words[i : i + n]))
            if found is not None and not found and words[i].text[:1].isupper():
                return n, ()
            if found:
                fits = tuple(f for f in found if _spelt(f.surface, words[i : i + n]))
                if fits:
                    return n, tuple({(f.actor.id, f.how): f for f in reversed(fits)}.values())[::-1]
        return 0, ()

    def named(self, name: str) -> tuple[Named, ...]:
        """The readings of a whole name, [] where it is not known.

        >>> [n.actor.name for n in world().named("Kremlin")]
        ['Russia']
        """
        words = units(re.sub(r"['’]s\b", " s", name).split())
        if not words:
            return ()
        n, found = self.match(words, 0)
        return found if n == len(words) else ()

    @property
    def rows(self) -> dict[str, ActorRow]:
        """The rows of the actors by their ids."""
        return {row[0]: row for row in self._rows[0]}

    def actor(self, id: str) -> Actor | None:
        """The actor of an id."""
        return self.actors.get(id)

    def demonyms(self, id: str) -> tuple[Named, ...]:
        """The demonyms of an actor, the plainest first: an adjective that a sentence can use."""
        return self._demonyms.get(id, ())

    @cached_property
    def _demonyms(self) -> dict[str, tuple[Named, ...]]:
        out: dict[str, list[Named]] = {}
        for forms in self._index.values():
            for found in forms.values():
                for n in found:
                    if n.how == "demonym":
                        out.setdefault(n.actor.id, []).append(n)
        return {id: tuple(sorted(found, key=lambda n: n.surface in NO_ADJECTIVE)) for id, found in out.items()}

    def demonym(self, word: str) -> Actor | None:
        """The actor that a demonym belongs to.

        >>> world().demonym("Iranian").name
        'Iran'
        """
        return next((n.actor for n in self.named(word) if n.how == "demonym"), None)

    def places(self, name: str) -> tuple[Place, ...]:
        """The places of a name, the likeliest first: states, seas and regions, then cities by their inhabitants.

        >>> [(p.name, p.precision) for p in world().places("Baltic Sea")]
        [('Baltic Sea', 'sea')]
        """
        lines, key = _places(), " ".join(surface_units(name)) + "\t"
        at = bisect_left(lines, key)
        out = []
        while at < len(lines) and lines[at].startswith(key):
            out.append(_place(lines[at]))
            at += 1
        return tuple(out)

    def plus(self, actors: Sequence[ActorRow], names: Sequence[NameRow], offices: Sequence[OfficeRow] = ()) -> "Gazetteer":
        """This gazetteer and more rows, which take precedence."""
        mine, mine_names = self._rows
        return Gazetteer([*mine, *actors], [*names, *mine_names], [*self.offices, *offices])

    def at(self, day: str | None) -> "Gazetteer":
        """This gazetteer on a day (an ISO prefix): its offices are those held then, and who holds one belongs to what it is of.

        Without a day only offices without bounds are held.
        """
        if not self.offices:
            return self
        key = offices.held(self.offices, day[:10] if day and offices.DATE.fullmatch(day[:10]) else None)
        if key not in self._terms:
            self._terms[key] = self._under(key)
        return self._terms[key]

    def _under(self, held: tuple[OfficeRow, ...]) -> "Gazetteer":
        """A copy that shares all but the persons who have offices: an index of a world costs more than an article."""
        rows = self.rows
        now = copy.copy(self)
        now.offices = held
        persons = {o[0]: offices.acted_for(o[0], held, rows) for o in self.offices}
        changed = {i: _actor((*rows[i][:4], of, rows[i][5]), rows) for i, of in persons.items()}
        now.actors = {**self.actors, **changed}
        now._index = dict(self._index)
        for first in {next(iter(surface_units(name))) for name, actor, _ in self._rows[1] if actor in changed}:
            forms = self._index[first]
            now._index[first] = {k: [replace(n, actor=changed.get(n.actor.id, n.actor)) for n in found] for k, found in forms.items()}
        return now


def _actor(row: ActorRow, by_id: dict[str, ActorRow]) -> Actor:
    id, name, kind, code, affiliation, wikidata = row
    above = by_id.get(affiliation)
    return Actor(
        id=id,
        name=name,
        kind=cast("ActorKind", kind),
        code=code or None,
        affiliation=Affiliation(above[0], above[1], above[3] or None) if above else None,
        wikidata=wikidata or None,
    )


def _spelt(surface: str, words: Sequence[Unit]) -> bool:
    """True where the text spells the name as a name: capitals where the listed form has them, acronyms wholly in capitals."""
    letters = surface.replace(".", "")
    if letters.isupper() and len(letters) <= _ACRONYM:
        british = len(letters) >= SPOKEN and len(words) == 1 and words[0].text.istitle()  # "Nato", "Unicef"
        return british or all(u.text.isupper() or not u.text.isalpha() for u in words)
    k = next((k for k, w in enumerate(re.split(r"[\s-]+", surface)) if w[:1].isupper()), None)
    return k is None or k >= len(words) or words[k].text[:1].isupper()


@lru_cache(maxsize=1)
def _places() -> list[str]:
    lines: list[str] = cache.rows("places", build.places_by_name)
    return lines


def _place(line: str) -> Place:
    _, _, id, name, precision, lat, lon, state, people = line.split("\t")
    return Place(id, name, cast("Precision", precision), float(lat), float(lon), state, int(people))


@lru_cache(maxsize=1)
def world() -> Gazetteer:
    """The gazetteer that ships with `kg`; some 0.1 s from the cache, a second the first time."""
    rows: Any = cache.rows("actors", lambda: build.actors())
    return Gazetteer([tuple(r) for r in rows[0]], [tuple(n) for n in rows[1]])


def load(path: pathlib.Path) -> Gazetteer:
    """The shipped gazetteer and a user's own actors file, which takes precedence.

    Raises:
        LexiconError: the file cannot be read or is not in the form of `ontology/actors.ttl`.
    """
    actors, names, held = turtle.read_file(path)
    mine = world().plus(actors, names, held)
    offices.check(held, mine.rows, {row[0] for row in actors}, str(path))
    return mine
