"""Words for people: what a thing is called that has no name of its own, and its properties in plain words."""

import re
from collections.abc import Iterable
from typing import Any

from kg.dates import day

Data = dict[str, Any]
BRIEF, LONG = 26, 60
PLAIN = {"inArticle": "in the article", "type": "is a", "prefLabel": "name", "hasTimeStamp": "date", "reportCount": "independent reports"}


def title(thing: Data) -> str:
    """What to call a thing's page: its name; else, of an act, its parties, type and date; of a claim, whose it is; else the end of its IRI.

    >>> both = [{"name": "NATO"}, {"name": "Russia"}]
    >>> act = {"actors": both, "recipients": both, "type": "CONSULT", "date": "2016-04-20"}
    >>> title({"iri": "urn:kg:happening/1", "label": None, "kinds": ["Event"], "happenings": [act]})
    'NATO and Russia: consult, 20 Apr 2016'
    >>> title({"iri": "urn:kg:place/x", "label": None, "kinds": [], "about": []})
    'x'
    """
    kinds = thing["kinds"]
    if thing["label"]:
        return str(thing["label"])
    if "Event" in kinds and thing.get("happenings"):
        return act(thing["happenings"][0])
    if "ReportedEvent" in kinds and thing.get("reports"):
        first = thing["reports"][0]
        by = f" by {first['claimant']}" if first.get("claimant") else ""
        return act(first) + ("" if first["status"] == "asserted" else f" ({first['status']}{by})")
    if "Claim" in kinds and thing.get("claims"):
        first = thing["claims"][0]
        return f"{first['source'] or 'Somebody unnamed'} {first['stance']}: “{clip(' … '.join(first['contents']), 90)}”"
    return short(thing["iri"])


def act(row: Data) -> str:
    """An act in a few words.

    >>> act({"actors": [{"name": "Russia"}], "recipients": [{"name": "Ukraine"}], "type": "ASSAULT", "date": "2014-03"})
    'Russia → Ukraine: assault, Mar 2014'
    """
    doers, targets = ([party["name"] for party in row.get(side) or ()] for side in ("actors", "recipients"))
    if set(doers) == set(targets):
        who = _listed(doers)
    else:
        who = _listed(doers) + (f" → {_listed([name for name in targets if name not in doers] or targets)}" if targets else "")
    what = str(row["type"]).replace("_", " ").lower()
    return f"{who}: {what}{', ' + day(row['date']) if row.get('date') else ''}"


def _listed(parties: list[str]) -> str:
    return "Somebody" if not parties else parties[0] if len(parties) == 1 else f"{', '.join(parties[:-1])} and {parties[-1]}"


def clip(text: str, length: int) -> str:
    """The beginning of a text, up to so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def width(text: str) -> str:
    """How wide the cell of a text is to be: `brief` in one line, `long` at least some words a line, or as it comes.

    >>> width("Russia"), width("NATO met Russia in Brussels."), width("NATO met Russia in Brussels. " * 3)
    ('brief', '', 'long')
    """
    return "brief" if len(text) < BRIEF else "long" if len(text) > LONG else ""


def properties(about: Iterable[Data]) -> list[Data]:
    """The properties of a thing, each once, in plain words and with all its values.

    >>> properties([{"property": "urn:x#saidActor", "value": v} for v in ("urn:a", "urn:b")])[0]["name"]
    'said actor'
    """
    rows: dict[str, Data] = {}
    for row in about:
        name = short(row["property"])
        plain = PLAIN.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        rows.setdefault(row["property"], {"name": plain, "iri": row["property"], "values": []})["values"].append(row)
    return list(rows.values())


def short(iri: str) -> str:
    """The last part of an IRI, for people: `russia`, `event-100-110`."""
    return iri.rpartition("#")[2].rpartition("/")[2] or iri
