"""What a date expression means: words and a dateline -> a period of days; no grammar here.

A `Period` runs from its first day to its last. As an ISO prefix it is never finer than it is ("last week" of one month is
that month, with bounds), and where it has no common prefix it has none.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.lexicon import table

NEAR = 183  # days: a month without a year is the next one within half a year where nothing says that it is past


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included; None where it is open."""

    first: date | None
    last: date | None

    @property
    def value(self) -> str | None:
        """The ISO prefix that holds for every day of it: a day, a month or a year; None without one.

        >>> Period(date(2016, 4, 11), date(2016, 4, 17)).value
        '2016-04'
        """
        if self.first is None or self.last is None:
            return None
        a, b = self.first.isoformat(), self.last.isoformat()
        return next((a[:n] for n in (10, 7, 4) if a[:n] == b[:n]), None)

    @property
    def is_exact(self) -> bool:
        """True where the prefix says all: one day, one whole month or one whole year."""
        return self.value is not None and self == whole(self.value)


def whole(prefix: str) -> Period:
    """The days of an ISO prefix: of a day, a month or a year."""
    parts = [int(p) for p in prefix.split("-")]
    if len(parts) == 1:
        return Period(date(parts[0], 1, 1), date(parts[0], 12, 31))
    if len(parts) == 2:
        return Period(date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1]))
    day = date(parts[0], parts[1], parts[2])
    return Period(day, day)


@cache
def words(kind: str) -> dict[str, int]:
    """Calendar words of a kind (`month`, `weekday`, `number`, `unit`, `day`, `season`) and what they count."""
    return {row["word"]: int(row["value"]) for row in table("months") if row["kind"] == kind}


@cache
def clues() -> frozenset[str]:
    """Words without one of which, or a digit, no text holds a date expression: a quick look before the long one."""
    units = {u + s for u in words("unit") for s in ("", "s")}
    names = {m + dot for m in (*words("month"), *words("weekday")) for dot in ("", ".")}
    days = {w for phrase in words("day") for w in phrase.split()} - {"this", "last"}
    return frozenset({*units, *names, *days, "soon", "shortly", "weekend"})


@cache
def expressions() -> re.Pattern[str]:
    """All date expressions of a text; which groups are filled says of what kind one is."""
    month = "|".join(rf"{m}\.?" if len(m) < 5 and m not in ("may", "june", "july", "march", "april") else m for m in words("month"))
    weekday, unit, day = ("|".join(words(k)) for k in ("weekday", "unit", "day"))
    number = rf"\d{{1,3}}|{'|'.join(words('number'))}|few|several"
    season = "|".join(words("season"))
    year_of = "that|the same|the following|the next|the previous"
    edge = r"(?P<edge>early|late|mid|the end of|the beginning of|the start of)[- ]"
    return re.compile(
        r"(?i)\b(?:"
        r"(?P<iso>\d{4}-\d{2}-\d{2})"
        rf"|(?P<m1>{month}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:-|–| to | and )(?P<d1b>\d{{1,2}}))?(?:,? (?P<y1>(?:19|20)\d\d))?"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:-|–| to | and )(?P<d2b>\d{{1,2}}))?(?: of)? (?P<m2>{month})(?:,? (?P<y2>(?:19|20)\d\d))?"
        rf"|(?:{edge})?(?P<m3>{month}),? (?:of )?(?P<y3>(?:19|20)\d\d)"
        rf"|(?:between|from) (?P<r1>{month}) (?:and|to|until|till|through) (?P<r2>{month})(?:,? (?P<ry>(?:19|20)\d\d))?(?! \d)"
        rf"|(?P<m4rel>last|next|this|in|since|by|until|before|after|during|of|early|late|mid)[- ](?P<m4>{month})"
        rf"(?!,? (?:of )?(?:(?:19|20)\d\d|(?:{year_of}) year)| \d)"
        rf"|(?P<m5>{month}),? (?:of )?(?P<y5>{year_of}) year"
        rf"|(?P<next>the following) (?P<m6>{month})"
        rf"|(?:(?P<wrel>last|next|this|past|coming) )?(?P<weekday>{weekday})"
        rf"|(?P<season>{season}) (?:of )?(?P<ys>(?:19|20)\d\d)"
        rf"|(?P<day>{day})"
        rf"|(?P<within>(?:in|over|during|within|for) the (?:last|past)|the (?:last|past)) (?:(?P<wn>{number}) )?(?P<wu>{unit})s?"
        rf"|(?:(?P<part>earlier|later|early|late) )?(?P<prel>last|this|next|the previous|the same|(?:that|the following)(?! day))"
        r" (?P<pu>day|week|month|year|decade|century)"
        rf"|(?P<an>{number})(?: of)? (?P<au>{unit})s? (?P<adir>ago|earlier|later|before|afterwards?|after)"
        r"|(?:over|at|on|during|(?P<wkrel>last|this|next|past)) (?:the )?(?:past |last )?(?P<weekend>weekend)"
        r"|(?P<soon>(?:soon|shortly) after(?:wards?)?|later that (?:day|week|month)|hours later|days later|(?:that|the) same day|that day"
        r"|the (?:next|following) day)"
        r"|(?P<decade>(?:19|20)\d0)s"
        rf"|(?:{edge.replace('edge', 'edge2')})?(?P<year>(?:19[0-9]|20[0-4])\d)(?!\d|,\d|%| (?:people|men|troops|soldiers|civilians|miles|km|votes))"
        r")(?!\w)"
    )


def period(m: re.Match[str], today: date | None, *, ahead: bool, last: Period | None, past: bool = False) -> Period | None:
    """The days that a match of `expressions` means, None where that cannot be told.

    `today` is the dateline; `ahead`, `past`: what it dates lies in the future, in the past; `last`: the period told of before, for "two days later".
    """
    g = m.groupdict()
    try:
        return _absolute(g, today, ahead, past) or _relative(g, today, ahead, last)
    except (ValueError, OverflowError):  # no such day: "June 31"
        return None


def _absolute(g: dict[str, str | None], today: date | None, ahead: bool, past: bool) -> Period | None:
    if g["iso"]:
        return whole(g["iso"])
    for month, day, end, year in (("m1", "d1", "d1b", "y1"), ("m2", "d2", "d2b", "y2")):
        if (name := g[month]) and (first := g[day]):
            number = words("month")[name.lower().rstrip(".")]
            start = _dated(number, int(first), g[year], today, ahead)
            return None if start is None else Period(start, start.replace(day=int(g[end] or first)))
    if (name := g["m3"]) and g["y3"]:
        return whole(f"{g['y3']}-{words('month')[name.lower().rstrip('.')]:02}")
    if (opening := g["r1"]) and (closing := g["r2"]) and (g["ry"] or today is not None):
        one, other = (words("month")[edge.lower().rstrip(".")] for edge in (opening, closing))
        return _months(one, other, g["ry"], today, ahead, past)
    if (name := g["m4"]) and today is not None:
        return _month(words("month")[name.lower().rstrip(".")], (g["m4rel"] or "").lower(), today, ahead, past)
    if g["season"] and g["ys"]:
        start = date(int(g["ys"]), words("season")[g["season"].lower()], 1)
        return Period(start, _month_end(start, 2))
    if g["decade"]:
        return Period(date(int(g["decade"]), 1, 1), date(int(g["decade"]) + 9, 12, 31))
    return whole(g["year"]) if g["year"] else None


def _dated(month: int, day: int, year: str | None, today: date | None, ahead: bool) -> date | None:
    """A day of a month; without a year the last one before the dateline, or the next one where the act lies ahead."""
    if year:
        return date(int(year), month, day)
    if today is None:
        return None
    found = date(today.year, month, day)
    if ahead:
        return found if found >= today else date(today.year + 1, month, day)
    return found if found <= today + timedelta(days=7) else date(today.year - 1, month, day)


def _month(month: int, relation: str, today: date, ahead: bool, past: bool) -> Period:
    this = date(today.year, month, 1)
    if relation == "next" or (ahead and month < today.month):
        this = this if month > today.month else date(today.year + 1, month, 1)
    elif relation == "last" or (not ahead and month > today.month and (past or (this - today).days > NEAR)):
        this = this if month < today.month else date(today.year - 1, month, 1)
    return whole(this.isoformat()[:7])


def _months(first: int, last: int, year: str | None, today: date | None, ahead: bool, past: bool) -> Period | None:
    """From one month to another: of the year told, else as the later one is read."""
    if year is None and today is None:
        return None
    end = whole(f"{year}-{last:02}") if year else _month(last, "", today, ahead, past) if today else Period(None, None)
    if end.last is None:
        return None
    return Period(date(end.last.year - (first > last), first, 1), end.last)


def _relative(g: dict[str, str | None], today: date | None, ahead: bool, last: Period | None) -> Period | None:
    if g["soon"]:
        return _following(g["soon"].lower(), today, last)
    if g["an"] and g["au"] and g["adir"]:
        return _counted(g["an"].lower(), g["au"].lower(), g["adir"].lower(), today, last)
    if (name := g["m5"] or g["m6"]) is not None:
        return _month_told(words("month")[name.lower().rstrip(".")], (g["y5"] or g["next"] or "").lower(), last)
    if today is None:
        return None
    if g["weekday"]:
        return _weekday(words("weekday")[g["weekday"].lower()], (g["wrel"] or "").lower(), today, ahead)
    if g["weekend"]:
        sunday = today - timedelta(days=(today.weekday() + 1) % 7)
        sunday += timedelta(days=7 * (g["wkrel"] == "next" or (ahead and g["wkrel"] != "last")))
        return Period(sunday - timedelta(days=1), sunday)
    if g["day"]:
        day = today + timedelta(days=words("day")[g["day"].lower()])
        return Period(day, day)
    if g["wu"]:
        number = _number(g["wn"] or "one")
        return Period(_before(today, number, g["wu"].lower()), today) if number else None
    if g["pu"]:
        return _calendar_unit((g["prel"] or "").lower(), g["pu"].lower(), today, last)
    return None


def _month_told(month: int, relation: str, last: Period | None) -> Period | None:
    """ "November of that year", "the following August": a month after or in the year of what was told before."""
    if last is None or last.first is None or last.last is None:
        return None
    if relation == "the following" and last.value is not None and len(last.value) > len("2016"):
        year = last.last.year + (month <= last.last.month)
    else:
        year = last.first.year + {"the following": 1, "the next": 1, "the previous": -1}.get(relation, 0)
    return whole(f"{year}-{month:02}")


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else words("number").get(word.lower())


def _before(day: date, number: int, unit: str) -> date:
    """The day so many units before; a month and a year keep the day of the month where it exists."""
    if unit in ("month", "year", "decade", "century"):
        months = number * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
        index = day.year * 12 + day.month - 1 - months
        year, month = divmod(index, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day - timedelta(days=-(-number // 24) if unit == "hour" else number * words("unit")[unit])


def _month_end(day: date, ahead: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _weekday(number: int, relation: str, today: date, ahead: bool) -> Period:
    back = (today.weekday() - number) % 7
    if relation in ("next", "coming") or (ahead and relation not in ("last", "past") and back):
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    else:
        day = today - timedelta(days=back or (7 if relation in ("last", "past") else 0))
    return Period(day, day)


def _calendar_unit(relation: str, unit: str, today: date, last: Period | None) -> Period | None:
    if relation not in ("last", "this", "next"):
        if last is None or last.first is None or last.last is None:
            return None
        today = last.last if relation == "the following" else last.first
        relation = {"the previous": "last", "the following": "next"}.get(relation, "this")
    step = {"last": -1, "this": 0, "next": 1}[relation]
    if unit == "day":
        day = today + timedelta(days=step)
        return Period(day, day)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return Period(monday, monday + timedelta(days=6))
    if unit == "month":
        return whole(_before(today, -step, "month").isoformat()[:7])
    if unit == "year":
        return whole(str(today.year + step))
    return None


def _counted(count: str, unit: str, direction: str, today: date | None, last: Period | None) -> Period | None:
    """ "Two years ago" from the dateline, "three days later" from what was told before; as coarse as the unit."""
    number = _number(count)
    anchor = today if direction == "ago" else last.first if last is not None else None
    if number is None or anchor is None:
        return None
    day = _before(anchor, number if direction in ("ago", "earlier", "before") else -number, unit)
    if unit in ("hour", "day"):
        return Period(day, day)
    if unit == "week":
        return Period(day - timedelta(days=3), day + timedelta(days=3))
    return whole(day.isoformat()[: 7 if unit == "month" else 4])


def _following(phrase: str, today: date | None, last: Period | None) -> Period | None:
    """A time after the one told before: "that day", "the next day", "soon afterward" (from then on, up to the dateline)."""
    if last is None or last.first is None or last.last is None:
        return None
    if "same day" in phrase or phrase in ("that day", "later that day", "hours later"):
        return last
    if phrase.endswith(("next day", "following day")):
        return Period(last.last + timedelta(days=1), last.last + timedelta(days=1))
    return Period(last.first, today) if today is not None and today >= last.first else Period(last.first, None)
