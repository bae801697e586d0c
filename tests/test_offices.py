"""Offices with their time: who acts for whom, and whom a title means, on the day of the article, by a user's own actors file."""

import json
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest

from kg import gazetteer
from kg.errors import LexiconError
from kg.gazetteer.offices import held

HEAD = """@prefix actor: <urn:kg:actor/> . @prefix kg: <urn:kg:ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
actor:kari-berg a sem:Actor ; skos:prefLabel "Kari Berg"@en ; kg:kind "person" .
actor:ola-dahl a sem:Actor ; skos:prefLabel "Ola Dahl"@en ; kg:kind "person" .
actor:fjord-party a sem:Actor ; skos:prefLabel "Fjord Party"@en ; kg:kind "party" .
"""
BERG = 'a org:Membership ; org:member actor:kari-berg ; org:organization actor:norway ; kg:office "prime minister"'
OWN = f"""{HEAD}
[] a org:Membership ; org:member actor:kari-berg ; org:organization actor:fjord-party ; kg:office "leader" .
[] {BERG} ; schema:startDate "2013-10-16" ; schema:endDate "2017-06-30" .
[] a org:Membership ; org:member actor:ola-dahl ; org:organization actor:norway ; kg:office "prime minister" ; schema:startDate "2017-06-30" .
[] a org:Membership ; org:member actor:kari-berg ; org:organization actor:nato ; kg:office "secretary general" ; schema:startDate "2018" .
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file = tmp_path_factory.mktemp("offices") / "own.ttl"
    file.write_text(OWN, encoding="utf-8")
    return file


def extract(own: pathlib.Path, *rows: dict[str, str]) -> list[dict[str, Any]]:
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    command = [sys.executable, "-m", "kg", "extract", "-", "--actors", str(own)]
    done = subprocess.run(command, input=text, capture_output=True, env=os.environ, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_title_means_whoever_holds_the_office_at_the_dateline(own: pathlib.Path) -> None:
    text = "The Norwegian prime minister condemned Belarus. The NATO secretary-general praised Norway's prime minister."
    days = ("2012-05-01", "2016-04-20", "2017-06-30", "2019-03-01")
    records = extract(own, *({"id": day, "text": text, "date": day} for day in days))
    accused = {r["article"]: r["actors"][0] for r in records if r["record"] == "event" and r["kind"] == "ACCUSE"}
    assert {day: (who["name"], who["affiliation"]["name"]) for day, who in accused.items()} == {
        "2012-05-01": ("Norwegian prime minister", "Norway"),
        "2016-04-20": ("Kari Berg", "Norway"),
        "2017-06-30": ("Ola Dahl", "Norway"),
        "2019-03-01": ("Ola Dahl", "Norway"),
    }
    said = {(r["article"], r["text"]): r["actor"]["name"] for r in records if r["record"] == "mention" and r["how"] == "title"}
    assert said["2019-03-01", "NATO secretary-general"] == "Kari Berg"
    assert said["2016-04-20", "NATO secretary-general"] != "Kari Berg"
    roles = {(r["article"], r["person"]["name"], r["role"], r["organisation"]["name"]) for r in records if r["record"] == "role"}
    assert ("2019-03-01", "Kari Berg", "secretary-general", "NATO") in roles


def test_a_person_acts_for_the_state_in_office_alone(own: pathlib.Path) -> None:
    days = ("2012-05-01", "2016-04-20", "2017-12-24", "2019-03-01", "")
    records = extract(own, *({"id": day or "none", "text": "Kari Berg met Ola Dahl in Oslo.", "date": day} for day in days))
    of = {r["article"]: {a["name"]: (a["affiliation"] or {}).get("name") for a in r["actors"]} for r in records if r["record"] == "event"}
    assert {day: (sides["Kari Berg"], sides["Ola Dahl"]) for day, sides in of.items()} == {
        "2012-05-01": ("Fjord Party", None),
        "2016-04-20": ("Norway", None),
        "2017-12-24": ("Fjord Party", "Norway"),
        "2019-03-01": ("NATO", "Norway"),
        "none": ("Fjord Party", None),
    }


def test_office_and_surname_are_the_one_in_office(own: pathlib.Path) -> None:
    text = "Prime Minister Berg welcomed the truce. Berg said it was late."
    records = extract(own, {"id": "in", "text": text, "date": "2016-04-20"}, {"id": "out", "text": text, "date": "2018-04-20"})
    named = {(r["article"], r["text"]): r["actor"]["id"] for r in records if r["record"] == "mention" and r["how"] == "name"}
    assert {named["in", words].removeprefix("urn:kg:") for words in ("Prime Minister Berg", "Berg")} == {"actor/kari-berg"}
    assert {named["out", words].removeprefix("urn:kg:") for words in ("Prime Minister Berg", "Berg")} == {"actor/berg"}


def test_a_former_or_next_holder_is_not_the_holder(own: pathlib.Path) -> None:
    text = "Norway's former prime minister met the next Norwegian prime minister. A Norwegian prime minister must travel."
    records = extract(own, {"id": "a", "text": text, "date": "2016-04-20"})
    assert {r["actor"]["name"] for r in records if r["record"] == "mention"} & {"Kari Berg", "Ola Dahl"} == set()
    former = [r for r in records if r["record"] == "mention" and r["actor"]["name"] == "former Norwegian prime minister"]
    assert len(former) == 1


@pytest.mark.parametrize(
    ("day", "who"),
    [
        *(("2013", ""), ("2013-10", ""), ("2013-10-16", "berg"), ("2015", "berg"), ("2017-06", "berg")),
        *(("2017-06-30", "dahl"), ("2030", "dahl"), (None, "")),
    ],
)
def test_an_office_is_held_where_its_time_holds_all_of_the_dateline(day: str | None, who: str) -> None:
    rows = [("berg", "premier", "n", "2013-10-16", "2017-06-30"), ("dahl", "premier", "n", "2017-06-30", "")]
    assert [o[0] for o in held(rows, day)] == ([who] if who else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f'[] {BERG} ; schema:startDate "May 2013" .', r"startDate 'May 2013'; write a year, month or day: 2013, 2013-05 or 2013-05-17"),
        (f'[] {BERG} ; schema:startDate "2013" ; schema:endDate "2012" .', "ends on 2012, before it begins on 2013; swap or correct"),
        (f'[] {BERG} ; kg:office "premier" .', r"2 values of kg:office \(premier, prime minister\); write an org:Membership for each"),
        ('[] a org:Membership ; org:member actor:kari-berg ; kg:office "envoy" .', "kg:office 'envoy' has no org:organization; each has org:member"),
        (f"[] {BERG} .".replace("actor:norway", "actor:norwy"), r"names actor/norwy, which neither .* \(meant: actor:norway\?\); add it"),
        (f"[] {BERG} .".replace("actor:kari-berg", "actor:fjord-party"), "holds the office 'prime minister' but is of kind party; allowed"),
        (f"[] {BERG} . actor:kari-berg kg:affiliation actor:norway .", "Kari Berg has kg:affiliation and offices; drop kg:affiliation"),
    ],
)
def test_an_office_that_is_not_of_the_form_says_what_to_do(tmp_path: pathlib.Path, line: str, said: str) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(HEAD + line, encoding="utf-8")
    with pytest.raises(LexiconError, match=said):
        gazetteer.load(file)


def test_the_command_line_tells_a_bad_office_in_one_line(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(f'{HEAD}[] {BERG} ; schema:startDate "May 2013" .', encoding="utf-8")
    command = [sys.executable, "-m", "kg", "extract", "-", "--actors", str(file)]
    done = subprocess.run(command, input=b'{"id": "a", "text": "Norway met Sweden."}', capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert b"May 2013" in done.stderr
