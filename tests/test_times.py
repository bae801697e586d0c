"""Date expressions against a dateline, and which act each of them dates."""

import pathlib
from datetime import date

import pytest
import yaml

from kg.extract import run, times
from kg.extract.times.calendar import Period, expressions, period, whole
from kg.model import Article, Extraction, When
from kg.parse import Parsed, parse

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "times.yaml").read_text(encoding="utf-8"))
BOUNDS = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "bounds.yaml").read_text(encoding="utf-8"))
DISCOURSE = yaml.safe_load((pathlib.Path(__file__).parent / "cases" / "times_discourse.yaml").read_text(encoding="utf-8"))
WEDNESDAY = date(2016, 4, 20)


def _read(text: str, dateline: str | None = "2016-04-20") -> tuple[Parsed, Extraction]:
    article = Article(id="case", text=text, date=dateline)
    parsed = parse(article)
    found = Extraction(article=article)
    return parsed, found.plus(times.find(parsed, found))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['act']}: {c['text']}")
def test_an_act_has_the_date_that_its_clause_gives(case: dict[str, str | None]) -> None:
    parsed, found = _read(str(case["text"]), case.get("dateline", "2016-04-20"))
    token = next(t for t in parsed.tokens if t.text == case["act"])
    when = times.of(parsed, found, token) or When(value=None)
    assert when.value == case["value"], found.times
    for bound in ("earliest", "latest"):
        assert bound not in case or getattr(when, bound) == case[bound], when


@pytest.mark.parametrize("case", BOUNDS, ids=lambda c: f"{c['act']}: {c['text']}")
def test_an_act_without_a_date_has_the_bound_that_its_tense_gives(case: dict[str, str | None]) -> None:
    article = Article(id="case", text=str(case["text"]), date=case.get("dateline", "2016-04-20"))
    event = next(e for e in run(parse(article)).events if e.trigger.text.split()[0] == case["act"])
    when = event.date or When(value=None)
    assert (when.value, when.earliest, when.latest) == (case.get("value"), case.get("earliest"), case.get("latest")), when


@pytest.mark.parametrize("case", DISCOURSE, ids=lambda c: f"{c['act']}: {c['text']}")
def test_an_undated_act_has_the_date_of_the_sentences_before_only_where_it_goes_on_with_them(case: dict[str, str | None]) -> None:
    events = run(parse(Article(id="case", text=str(case["text"]), date="2016-04-20"))).events
    event = [e for e in events if e.trigger.text.split()[0] == case["act"]][-1]
    assert (event.date and event.date.value) == case["value"], event.date


def test_a_period_is_never_finer_than_its_days() -> None:
    assert Period(date(2016, 4, 11), date(2016, 4, 17)).value == "2016-04"
    assert Period(date(2016, 4, 28), date(2016, 5, 4)).value == "2016"
    assert Period(date(2015, 12, 28), date(2016, 1, 3)).value is None
    assert Period(None, date(2016, 1, 3)).value is None


@pytest.mark.parametrize("prefix", ["2016", "2016-02", "2016-02-29"])
def test_an_iso_prefix_and_its_days_are_the_same_thing(prefix: str) -> None:
    assert whole(prefix).value == prefix and whole(prefix).is_exact


@pytest.mark.parametrize("words", ["June 31", "February 30, 2015", "31 April 2016"])
def test_a_day_that_no_calendar_has_is_no_date(words: str) -> None:
    found = expressions().search(words)
    assert found is not None and period(found, WEDNESDAY, ahead=False, last=None) is None


@pytest.mark.parametrize("text", ["He may march on the capital.", "The Sunday Times reported it.", "It killed 2,014 people.", "They are sound."])
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert _read(text)[1].times == ()


def test_every_date_expression_stands_in_the_text() -> None:
    _, found = _read("The envoys met on Tuesday\nnight, April 19,\n2016, and again two\ndays later.")
    assert found.times
    assert all(w.mention is not None and found.article.text[w.mention.start : w.mention.end] == w.mention.text for w in found.times)
