"""Which reports are compared at all: those that meet under keys of type, pair of parties and time; few, however many there are."""

from collections.abc import Iterator
from itertools import product

from kg.facts.same import PUBLISHED, Report, days_from


def block_keys(report: Report) -> frozenset[str]:
    """The keys that a report is filed under: its type, each pair of its parties and its time; none where it has no type or no party."""
    return frozenset(f"{report.kind}|{pair}|{_bucket(report)}" for pair in _pairs(report)) if report.kind else frozenset()


def near_keys(report: Report) -> frozenset[str]:
    """The keys under which reports of the same event can be filed: if a key of b is near a, then a key of a is near b."""
    if report.kind is None:
        return frozenset()
    return frozenset(f"{report.kind}|{pair}|{bucket}" for pair, bucket in product(_pairs(report), tuple(_near(report))))


def _pairs(report: Report) -> Iterator[str]:
    left, right = report.sides()
    if left and right:
        ends = {tuple(sorted(pair)) for pair in product(left, right) if pair[0] != pair[1]}
        yield from ("|".join(pair) for pair in ends)
    elif left or right:
        yield from (f"{party}|" for party in left | right)


def _bucket(report: Report) -> str:
    first, last = report.first, report.last
    if first is None or last is None or not report.is_dated:
        return f"?{report.published or ''}"[:11]
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else f"{first[:4]}-{last[:4]}~"


def _near(report: Report) -> Iterator[str]:
    bucket = _bucket(report)
    yield bucket
    if bucket == "?":
        return
    if bucket.startswith("?"):
        yield from days_from(bucket[1:], -PUBLISHED, 0)
        yield from (f"?{day}" for day in days_from(bucket[1:], -PUBLISHED, PUBLISHED))
    elif len(bucket) == 10 and not bucket.endswith("~"):
        yield bucket[:7]
        yield from days_from(bucket, -1, 1)
        yield from (f"?{day}" for day in days_from(bucket, 0, PUBLISHED))
    elif len(bucket) == 7:
        yield from (day for day in days_from(f"{bucket}-01", 0, 30) if day.startswith(bucket))
