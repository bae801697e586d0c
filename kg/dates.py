"""Dates in words, the same for every reader: tables in a terminal, the page (`sayWhen` in its scripts) and the server."""

import re
from collections.abc import Callable

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_SPAN = re.compile(rf"({_DAY})?\.\.({_DAY})?")


def day(date: str) -> str:
    """An ISO date, or a span of two, as people write it; what is none stays as it is.

    >>> day("2016-04-20"), day("2014"), day("soon"), day("2014-03..2016-04-01"), day("..2015")
    ('20 Apr 2016', '2014', 'soon', 'Mar 2014 to 1 Apr 2016', 'by 2015')
    """
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", date)
    if found is None:
        return spans(date, say=day)
    year, month, of_month = found.groups()
    return (f"{int(of_month)} " if of_month else "") + f"{MONTHS[int(month) - 1]} {year}"


def spans(text: str, *, say: Callable[[str], str] = str) -> str:
    """A span as queries give it, `2016-04..2016-05-02`, in words; any other text as it is.

    >>> spans("..2016-04-20"), spans("2016-04-20.."), spans("and so on ..")
    ('by 2016-04-20', 'from 2016-04-20 on', 'and so on ..')
    """
    found = _SPAN.fullmatch(text)
    return text if found is None or text == ".." else between(found[1] or "", found[2] or "", say=say)


def between(first: str, last: str, *, say: Callable[[str], str] = str) -> str:
    """The first and the last day on which something can have been, each "" where it is open.

    >>> between("", "2016-04-20"), between("2016", "", say=day), between("2014", "2016"), between("", "")
    ('by 2016-04-20', 'from 2016 on', '2014 to 2016', '')
    """
    one, other = (say(date) if date else "" for date in (first, last))
    return f"{one} to {other}" if one and other else f"by {other}" if other else f"from {one} on" if one else ""
