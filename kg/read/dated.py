"""What the head of a text says of itself: its day and its agency, for articles whose source gives none."""

import datetime
import re
from dataclasses import replace

from kg.model import Article
from kg.parse.layout import agency, calendar_day, dateline

_NUMBERS = re.compile(r"(\d{4})(?:[-/.]?(\d{1,2})(?:[-/.]?(\d{1,2}))?)?(?!\d)")


def dated(article: Article) -> Article:
    """The article with its date as an ISO prefix: what its source gives, else its dateline; and the agency of its dateline where no source is given.

    A date that is no day of the calendar is left out, and the article's notes say so.

    >>> story = "KYIV, March 14, 2025 (Reuters) - Ukraine said on Friday that it had agreed."
    >>> found = dated(Article(id="a", text=story))
    >>> found.date, found.source
    ('2025-03-14', 'Reuters')
    >>> dated(Article(id="a", text=story, date="2025-02-30")).notes
    ("its date '2025-02-30' is no day of the calendar; taken from its text",)
    """
    given = article.date and iso(article.date)
    notes = article.notes
    if not given:
        bare = replace(article, date=None)
        given = dateline(bare)
        if article.date:
            notes += (f"its date {article.date[:40]!r} is no day of the calendar; {'taken from its text' if given else 'read as undated'}",)
    source = article.source or agency(article)
    if (given, source, notes) == (article.date, article.source, article.notes):
        return article
    return replace(article, date=given, source=source, notes=notes)


def iso(stated: str) -> str | None:
    """A date as sources state it, as an ISO prefix; None where it is none.

    >>> [iso(d) for d in ("2016-04-20T10:00:00Z", "2016-04", "20160420", "2016/4/2", "April 20, 2016", "2024-13-40", "soon")]
    ['2016-04-20', '2016-04', '2016-04-20', '2016-04-02', '2016-04-20', None, None]
    """
    stated = stated.strip()
    found = _NUMBERS.match(stated)
    if found is None:
        return calendar_day(stated)
    parts = [part for part in found.groups() if part]
    return "-".join(part.zfill(2) for part in parts) if _is_day(*map(int, parts)) else None


def _is_day(year: int, month: int = 1, day: int = 1) -> bool:
    try:
        return bool(datetime.date(year, month, day))
    except ValueError:
        return False
