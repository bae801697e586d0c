"""The latest reports about an actor, found from the last day backwards: what they cost is what is taken, not what there is of a busy actor."""

import math
from typing import TYPE_CHECKING

from kg.store import plain
from kg.store.bind import bind
from kg.store.convert import written
from kg.store.reading import Node
from kg.vocab import Iri
from kg.who import Who

if TYPE_CHECKING:
    from kg.store import Store

_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { VALUES ?who { UNDEF } GRAPH ?g { { ?r kg:saidActor ?who } UNION { ?r kg:saidRecipient ?who } } }"
_DAYS = "SELECT DISTINCT ?day WHERE { GRAPH ?g { ?r kg:saidDate ?day } }"
_OF_DAYS = """SELECT DISTINCT ?g ?r ?day WHERE { VALUES ?day { UNDEF }
  GRAPH ?g { ?r kg:saidDate ?day . ?r kg:saidActor|kg:saidRecipient @WHO@ } }"""  # with ?who and a UNION Oxigraph takes eight times as long
_UNDATED = """SELECT DISTINCT ?g ?r WHERE { VALUES ?who { UNDEF }
  GRAPH ?g { { ?r kg:saidActor ?who } UNION { ?r kg:saidRecipient ?who } FILTER NOT EXISTS { ?r kg:saidDate ?day } } } LIMIT %d"""
SPARE = 1.25
"""So many more days are asked for at once than would do if an actor's reports were spread evenly over time."""


def count(store: "Store", who: Who) -> int:
    """How many reports there are about these actors; nothing of them is read."""
    return int(plain(store.query(_bound(_COUNT, who)).rows[0][0]) or 0)


def _bound(query: str, who: Who) -> str:
    return bind(query, {"who": dict.fromkeys(actor for _, actor in who.places)}, {"who": who.condition("who", "g")})


def latest(store: "Store", who: Who, most: int, *, before: str | None = None) -> tuple[set[Node], str | None]:
    """Some so many reports about these actors, those of the latest dates, and the date before which there are more, None where there are none.

    Whole days are taken, so that going on with `before` neither leaves anything out nor gives it twice; reports without a date come with
    the last.
    """
    days = sorted(((plain(row[0]) or "", row[0]) for row in store.query(_DAYS) if before is None or (plain(row[0]) or "") < before), reverse=True)
    step = math.ceil(SPARE * most * len(days) / max(count(store, who), 1)) or 1
    found: dict[Node, str] = {}
    while days and len(found) < most:
        asked = {"day": [day for _, day in days[:step] if day is not None]}
        for home, actor in who.places:
            rows = ((Iri(str(g)), Iri(str(r)), day) for g, r, day in store.query(bind(_OF_DAYS.replace("@WHO@", written(actor)), asked)))
            found |= {(g, r): plain(day) or "" for g, r, day in rows if home in (None, g) and (home or (g, actor) not in who.never)}
        days = days[step:]
    dates = sorted(found.values(), reverse=True)
    last = dates[most - 1] if len(dates) >= most else ""
    if last and (days or dates[-1] < last):
        return {node for node, date in found.items() if date >= last}, last
    undated = {(Iri(str(g)), Iri(str(r))) for g, r in store.query(_bound(_UNDATED % most, who))}
    return found.keys() | undated, None
