"""Two worlds side by side, from a store, for the server: the page that `kg worlds --out` draws, and its data."""

import html
from dataclasses import asdict
from typing import Any

from kg.errors import QueryError
from kg.store import Store

Data = dict[str, Any]


def worlds(store: Store, one: str, other: str, *, by: str = "", relayed: bool = False) -> Data:
    """The page of two claimants' worlds and over time, and the policy that lets its scripts run."""
    from kg.draw import draw_worlds
    from kg.network import telling
    from kg.worlds import worlds_over_time

    found, course = worlds_over_time(store, one, other, by=by or None, relayed=relayed)
    page = str(draw_worlds(found, acts=telling(store, found.reports, found.facts), course=course))
    return {"page": page, "policy": html.unescape(page.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"', 1)[0])}


def laid(store: Store, one: str, other: str, *, by: str = "", relayed: bool = False) -> Data:
    """The same as data: the rows with both sides' sayings, the distance, and `course`, the distance period by period."""
    from kg.worlds import worlds_over_time

    if not one or not other:
        raise QueryError("two claimants are needed; name them as ?one=Russia&other=NATO")
    found, course = worlds_over_time(store, one, other, by=by or None, relayed=relayed)
    return asdict(found) | {"course": asdict(course)}
