"""How far two worlds are apart, period by period."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from kg.errors import QueryError
from kg.store import Store
from kg.worlds.lay import Both, both, compared, laid
from kg.worlds.tables import table
from kg.worlds.values import Comparison, Saying, Side, distance

By = Literal["week", "month", "quarter", "year"]
LEAST = 5
"""Matters that a period must have for a distance: with four, one more or less moves it by a quarter of its whole range."""
MOST = 40
"""Periods that a course is cut into at most where nobody says how: as many points as a small line can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What two claimants said within one period, by the days on which the articles came out that tell it.

    `articles` that hold what they said; `one_on` and `other_on`, the matters that each spoke of; `true`, the matters that are true in
    either world; `both`, those of them that are true in both; `against`, the matters that one asserts (or that are fact) and the other denies.
    `distance` is 1 - both / true, None where that would rest on too little: fewer than `least` matters, or one of the two speaking of
    fewer than half as many, for then it would measure silence.
    """

    name: str
    first: str
    last: str
    articles: int
    one_on: int
    other_on: int
    true: int
    both: int
    against: int
    distance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Two worlds over time: every period from the first to the last that has anything, empty ones too.

    `by` is the length of the periods, `least` the matters that a period needs for a distance, `undated` the sayings that stand in no
    period: their articles give no day, or only a year or month that is longer than the periods.
    """

    one: str
    other: str
    by: str
    least: int
    periods: tuple[Period, ...]
    undated: int

    @property
    def each(self) -> int:
        """Matters that each of the two must speak of in a period for a distance."""
        return _each(self.least)

    def _repr_html_(self) -> str:
        columns = (self.by, "distance", "true in either", "in both", "contradicted", f"{self.one} on", f"{self.other} on", "articles")
        rows = ((p.name, p.distance, p.true, p.both, p.against, p.one_on, p.other_on, p.articles) for p in self.periods)
        return table(f"How far the worlds of {self.one} and {self.other} are apart", columns, rows)


def over_time(store: Store, one: str, other: str, *, by: str | None = None, relayed: bool = False, least: int = LEAST) -> Course:
    """How far two claimants' worlds are apart in each period, with the counts that each value rests on.

    Each period is taken for itself: what the two said in its articles, against what is taken as fact today.

    Args:
        store: an open store.
        one: a claimant, by name or id.
        other: another one.
        by: week, month, quarter or year; None for the shortest that makes no more than `MOST` periods.
        relayed: count what others say that they say, too.
        least: matters that a period needs for a distance.

    Raises:
        QueryError: nobody has one of the names, both are the same actor, another `by`, or a `least` below 1.
    """
    _check(by, least)
    return _course(one, other, both(store, one, other, relayed=relayed, words=False), by, least)


def worlds_over_time(
    store: Store, one: str, other: str, *, by: str | None = None, relayed: bool = False, least: int = LEAST
) -> tuple[Comparison, Course]:
    """Two worlds side by side, and how far they are apart in each period, from one reading; as `worlds` and `over_time` take and raise."""
    _check(by, least)
    said = both(store, one, other, relayed=relayed)
    return compared(one, other, said), _course(one, other, said, by, least)


def _check(by: str | None, least: int) -> None:
    if by is not None and by not in get_args(By):
        raise QueryError(f"unknown length of a period {by!r}; there are {', '.join(get_args(By))}")
    if least < 1:
        raise QueryError(f"a distance that rests on {least} matters; give 1 or more")


def _course(one: str, other: str, said: Both, by: str | None, least: int) -> Course:
    length = by or _fitting(saying.published for half in (said.one, said.other) for saying in half)
    halves = _cut(said.one, length), _cut(said.other, length)
    names = sorted({*halves[0], *halves[1]} - {""})
    periods = []
    for name in _between(names, length):
        pair = halves[0].get(name, []), halves[1].get(name, [])
        rows = laid(one, other, pair[0], pair[1], said.known, said.home)
        texts = {saying.report.partition("#")[0] for half in pair for saying in half}  # labels of articles may be the same
        periods.append(_period(name, rows, len(texts), least))
    undated = sum(len(half.get("", ())) for half in halves)
    return Course(one=one, other=other, by=length, least=least, periods=tuple(periods), undated=undated)


def _period(name: str, rows: Iterable[Side], articles: int, least: int) -> Period:
    sides = list(rows)
    true = [side for side in sides if any(side.holds)]
    spoken = [sum(stance != "silent" for stance in stances) for stances in ((s.one for s in sides), (s.other for s in sides))]
    first, last = days(name)
    return Period(
        name=name,
        first=first.isoformat(),
        last=last.isoformat(),
        articles=articles,
        one_on=spoken[0],
        other_on=spoken[1],
        true=len(true),
        both=sum(all(side.holds) for side in true),
        against=sum(side.opposed for side in sides),
        distance=distance(sides) if len(true) >= least and min(spoken) >= _each(least) else None,
    )


def _each(least: int) -> int:
    return max(1, least // 2)


def _cut(said: Iterable[Saying], by: str) -> dict[str, list[Saying]]:
    """Sayings by period, those that stand in none under ""."""
    found: dict[str, list[Saying]] = {}
    for saying in said:
        found.setdefault(period_of(saying.published, by), []).append(saying)
    return found


def period_of(date: str, by: str) -> str:
    """The period that a day (or a month or year, as far as that is enough) lies in, "" where it cannot be told.

    >>> [period_of("2016-04-20", by) for by in ("week", "month", "quarter", "year")], period_of("2016-04", "week")
    (['2016-W16', '2016-04', '2016-Q2', '2016'], '')
    """
    need = {"year": 4, "quarter": 7, "month": 7, "week": 10}[by]
    if len(date) < need:
        return ""
    if by == "week":
        year, week, _ = datetime.date.fromisoformat(date[:10]).isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}" if by == "quarter" else date[:need]


def days(name: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a period (weeks are those of ISO 8601, from Monday on).

    >>> [f"{first}..{last}" for first, last in map(days, ("2016-W16", "2016-02", "2016-Q4", "2016"))]
    ['2016-04-18..2016-04-24', '2016-02-01..2016-02-29', '2016-10-01..2016-12-31', '2016-01-01..2016-12-31']
    """
    year, rest = int(name[:4]), name[5:]
    if rest.startswith("W"):
        first = datetime.date.fromisocalendar(year, int(rest[1:]), 1)
        return first, first + datetime.timedelta(days=6)
    start, length = (1, 12) if not rest else (3 * int(rest[1:]) - 2, 3) if rest.startswith("Q") else (int(rest), 1)
    after = datetime.date(year + (start + length > 12), (start + length - 1) % 12 + 1, 1)
    return datetime.date(year, start, 1), after - datetime.timedelta(days=1)


def _between(names: list[str], by: str) -> Iterator[str]:
    """All periods from the first of these to the last."""
    if names:
        at = names[0]
        while at <= names[-1]:
            yield at
            at = period_of((days(at)[1] + datetime.timedelta(days=1)).isoformat(), by)


def _fitting(published: Iterable[str]) -> str:
    """The shortest length that cuts the whole time into no more than `MOST` periods."""
    dated = sorted(date[:10] for date in published if len(date) >= 10)
    for by in ("week", "month", "quarter"):
        if not dated or sum(1 for _ in zip(range(MOST + 1), _between([period_of(dated[0], by), period_of(dated[-1], by)], by), strict=False)) <= MOST:
            return by
    return "year"
