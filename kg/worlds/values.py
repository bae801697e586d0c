"""What a comparison of worlds is made of: sayings, matters, worlds, and two of these side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.worlds.tables import table

Stance = Literal["asserts", "denies", "silent"]


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Saying:
    """One time that a claimant takes a stance on something: `by` said the words `quote`, which stand at `start`-`end` of the article.

    `trigger` are the words that name the act, `sentence` is the whole sentence in which a denial stands ("these accusations" says little),
    empty where the text is not kept. `via` is who relays it ("Kyiv says that Moscow admitted"), `beside` are those who say it
    together with `by` ("Mali and Chad said"), `published` is the day of the article, each empty for none.
    """

    article: str
    start: int
    end: int
    quote: str
    by: str
    stance: str
    via: str
    report: str
    trigger: str = ""
    sentence: str = ""
    beside: tuple[str, ...] = ()
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that is said to have happened: all reports that tell of it; `fact` is its happening, None where it is none."""

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    fact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What one claimant says: its sayings on each matter (by the matter's id), and what it holds true."""

    actor: str
    matters: Mapping[str, Matter]
    sayings: Mapping[str, tuple[Saying, ...]]

    def stance(self, matter: str) -> Stance:
        """What the claimant does about a matter; who both asserts and denies it, denies it."""
        said = {s.stance for s in self.sayings.get(matter, ())}
        return "denies" if "denies" in said else "asserts" if "asserts" in said else "silent"

    @property
    def true(self) -> frozenset[str]:
        """The ids of the matters that are true in this world: the facts that it does not deny, and what it asserts."""
        return frozenset(
            m.id for m in self.matters.values() if self.stance(m.id) == "asserts" or (m.fact is not None and self.stance(m.id) == "silent")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One row of a comparison: a matter and what both do about it, each with its sayings."""

    matter: Matter
    one: Stance
    other: Stance
    one_says: tuple[Saying, ...]
    other_says: tuple[Saying, ...]

    @property
    def holds(self) -> tuple[bool, bool]:
        """Whether the matter is true in the one world and in the other: asserted there, or a fact that is not denied."""
        one, other = (stance == "asserts" or (stance == "silent" and self.matter.fact is not None) for stance in (self.one, self.other))
        return one, other

    @property
    def halves(self) -> tuple[tuple[Stance, tuple[Saying, ...]], tuple[Stance, tuple[Saying, ...]]]:
        """Stance and sayings of the one, and of the other."""
        return (self.one, self.one_says), (self.other, self.other_says)

    @property
    def opposed(self) -> bool:
        """Whether the one asserts it, or it is fact, and the other denies it."""
        return "denies" in (self.one, self.other) and ("asserts" in (self.one, self.other) or self.matter.fact is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two worlds side by side: a row for each matter that at least one of them speaks of, contradictions first.

    `distance` is taken over these rows, so that articles about other matters do not change it: 1 minus the share of what is true in either
    world that is true in both (Jaccard). 0 where all that one of them speaks of is true in both, 1 where nothing is; None where no row is true
    in either.
    """

    one: str
    other: str
    rows: tuple[Side, ...]
    distance: float | None

    @property
    def reports(self) -> frozenset[str]:
        """The reports that are spoken of, by IRI."""
        return frozenset(saying.report for row in self.rows for saying in (*row.one_says, *row.other_says))

    @property
    def facts(self) -> frozenset[str]:
        """The happenings among the rows, by IRI."""
        return frozenset(row.matter.fact for row in self.rows if row.matter.fact is not None)

    def _repr_html_(self) -> str:
        cells = (
            (
                row.matter.type,
                ", ".join(row.matter.actors),
                ", ".join(row.matter.recipients),
                row.matter.date,
                *(f"{stance}: “{says[0].sentence or says[0].quote}”" if says else stance for stance, says in row.halves),
            )
            for row in self.rows
        )
        far = "" if self.distance is None else f" (distance {self.distance:.2f})"
        return table(f"{self.one} and {self.other}{far}", ("type", "who", "to whom", "date", self.one, self.other), cells)


def distance(rows: Iterable[Side]) -> float | None:
    """1 minus the share of what is true in either world that is true in both; None where nothing is true in either."""
    true = [side.holds for side in rows if any(side.holds)]
    return round(1 - sum(map(all, true)) / len(true), 4) if true else None
