"""Which places of a text are places, and which is an act's own."""

import pathlib

import pytest
import yaml

from kg.extract import places, run, times
from kg.model import Article, Extraction, Where
from kg.parse import Parsed, parse

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "places.yaml").read_text(encoding="utf-8"))


def _read(text: str) -> tuple[Parsed, Extraction]:
    article = Article(id="case", text=text, date="2016-04-20")
    parsed = parse(article)
    found = Extraction(article=article)
    found = found.plus(times.find(parsed, found))
    return parsed, found.plus(places.find(parsed, found))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['act']}: {c['text']}")
def test_an_act_has_the_place_that_its_clause_gives(case: dict[str, str | None]) -> None:
    parsed, found = _read(str(case["text"]))
    token = next(t for t in parsed.tokens if t.text == case["act"])
    where = places.of(parsed, found, token, kind=case.get("kind"))
    assert (where and where.name) == case["place"], found.places


@pytest.mark.parametrize(
    ("then", "place"),
    [
        ("They killed four soldiers.", "Gao"),
        ("Four soldiers were killed by jets.", None),
        ("They killed four soldiers in Timbuktu.", "Timbuktu"),
        ("The attack killed four soldiers.", "Gao"),
        ("The United Nations condemned the attack.", None),
    ],
)
def test_a_blow_that_goes_on_in_the_next_sentence_is_at_the_same_place(then: str, place: str | None) -> None:
    events = run(parse(Article(id="case", text=f"On Monday, gunmen attacked a post of the Malian army near Gao. {then}"))).events
    last = max(events, key=lambda e: e.trigger)
    assert (last.place and last.place.name) == place


def test_a_part_of_a_country_has_the_coordinates_of_the_whole_and_says_so() -> None:
    _, found = _read("Rebels shelled the army in northern Mali.")
    assert [(w.name, w.id, w.precision) for w in found.places] == [("northern Mali", "place/northern-mali", "country")]


def test_a_place_that_no_gazetteer_has_is_a_place_without_coordinates() -> None:
    _, found = _read("Soldiers killed a priest in the village of Kurgat.")
    assert found.places[0] == Where(id="place/kurgat", name="Kurgat", precision="city", mention=found.places[0].mention)


def test_a_month_is_no_place() -> None:
    assert _read("The envoys met in March near the end of the war.")[1].places == ()
