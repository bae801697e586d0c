"""Dates that are counted from the clause beside.

"Agreed on Tuesday, a day after gunmen had killed nine" dates the killing, "agreed a day after gunmen had killed nine on Monday" the accord.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from kg.extract.times.calendar import whole, words
from kg.model import When
from kg.parse import Parsed, Token

DAYS = {"day": 1, "week": 7}
Dating = Callable[[Token], When | None]


@cache
def _count() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(\d{{1,3}}|{'|'.join(words('number'))}) (day|week)s? (after|before)$")


def offset(parsed: Parsed, clause: Token) -> tuple[int, str, str] | None:
    """How many of which unit an adverbial clause lies "after" or "before" the act that it hangs on; None for other clauses.

    What the clause tells is so much earlier ("a day after gunmen killed nine") or later than its head.
    """
    mark = next((m for m in clause.kids("mark") if m.lower in ("after", "before")), None)
    if clause.dep != "advcl" or mark is None:
        return None
    sentence = parsed.sentence(clause)
    found = _count().search(parsed.article.text[max(sentence.start, mark.start - 30) : mark.end].replace("\n", " "))
    if found is None:
        return None
    number = int(found[1]) if found[1].isdigit() else words("number")[found[1].lower()]
    return number, found[2].lower(), mark.lower


def told(parsed: Parsed, act: Token, dating: Dating) -> When | None:
    """The day of an act that the clause beside it dates: the clause that it hangs on, else one that hangs on it."""
    if (count := offset(parsed, act)) is not None:
        return _moved(dating(act.head), count, -1)
    for clause in act.kids("advcl"):
        if (count := offset(parsed, clause)) is not None and (when := _moved(dating(clause), count, 1)) is not None:
            return when
    return None


def _moved(when: When | None, count: tuple[int, str, str], sign: int) -> When | None:
    """The day so many units away; as a span of days where weeks are counted, which nobody means to the day."""
    days = whole(when.value) if when is not None and when.value else None
    if when is None or days is None or days.first is None or days.first != days.last:
        return None
    number, unit, side = count
    day = days.first + timedelta(days=number * DAYS[unit] * sign * (1 if side == "after" else -1))
    if unit == "day":
        return When(value=day.isoformat(), mention=when.mention, why=f"{number} days {side} the clause beside")
    first, last = (day + timedelta(days=3 * s) for s in (-1, 1))
    both = first.isoformat()[:7] if first.isoformat()[:7] == last.isoformat()[:7] else None
    return When(value=both, mention=when.mention, earliest=first.isoformat(), latest=last.isoformat(), why=f"{number} weeks {side} the clause beside")
