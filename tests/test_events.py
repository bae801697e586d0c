"""Acts: type, actors and recipients by construction, on sentences of our own."""

import pathlib
from typing import Any

import pytest
import yaml

from kg.errors import LexiconError
from kg.extract import events, run
from kg.extract.events.arguments import Sides
from kg.lexicon.typing import best, compiled, extended, shipped
from kg.model import Article, Event, Party, Passed
from kg.parse import parse

ROOT = pathlib.Path(__file__).parent / "cases"
CASES = [case for path in sorted(ROOT.glob("events_*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def told(text: str) -> list[Event]:
    return list(run(parse(Article(id="a", text=text))).events)


def names(parties: tuple[Party, ...]) -> str:
    return ", ".join(sorted(p.actor.name for p in parties)) or "-"


def line(event: Event) -> str:
    if event.reciprocal:
        return f"{event.kind}: {names(event.actors).replace(', ', ' = ')}"
    return f"{event.kind}: {names(event.actors)} -> {names(event.recipients)}"


def wanted(act: str) -> str:
    kind, rest = act.split(": ")
    mutual = " = " in rest
    sides = rest.split(" = ") if mutual else rest.split(" -> ")
    if mutual:
        return f"{kind}: {' = '.join(sorted(sides))}"
    return f"{kind}: {' -> '.join(', '.join(sorted(side.split(', '))) for side in sides)}"


def case(row: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=row["todo"], strict=True)] if "todo" in row else []
    return pytest.param(row["text"], row["acts"], id=row["why"], marks=marks)


@pytest.mark.parametrize(("text", "acts"), [case(row) for row in CASES])
def test_a_sentence_tells_these_acts_and_no_others(text: str, acts: list[str]) -> None:
    assert sorted(line(e) for e in told(text) if e.kind) == sorted(wanted(a) for a in acts)


def test_an_act_between_two_sides_that_the_lexicon_does_not_know_is_kept_without_a_type() -> None:
    empty = compiled([])
    parsed = parse(Article(id="a", text="Iran flabbergasted Iraq."))
    found = [f for f in events.find_by(empty, parsed, run(parsed)) if isinstance(f, Event)]
    assert [(e.kind, names(e.actors), names(e.recipients)) for e in found] == [(None, "Iran", "Iraq")]


def test_an_act_of_nobody_is_passed_over_with_its_reason() -> None:
    parsed = parse(Article(id="a", text="The attack was long."))
    passed = [f for f in events.find(parsed, run(parsed)) if isinstance(f, Passed)]
    assert any("no party" in p.why for p in passed)


def test_a_user_s_row_goes_before_the_shipped_ones() -> None:
    row = {"head": "attack", "pos": "verb", "with": "", "type": "ACCUSE"}
    entry = best(extended([row]).rows("attack", "verb"), lambda slot: frozenset())
    assert entry is not None
    assert entry.kind == "ACCUSE"


def test_the_row_with_most_constraints_wins() -> None:
    lexicon = compiled(
        [
            {"head": "fire", "pos": "verb", "with": "", "type": "ASSAULT"},
            {"head": "fire", "pos": "verb", "with": "obj=minister", "type": "SANCTION"},
        ]
    )
    assert [best(lexicon.rows("fire", "verb"), lambda slot: frozenset({"minister"})).kind] == ["SANCTION"]  # type: ignore[union-attr]
    assert [best(lexicon.rows("fire", "verb"), lambda slot: frozenset({"missile"})).kind] == ["ASSAULT"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"head": "x", "pos": "verb", "type": "QUARREL"}, "QUARREL"),
        ({"head": "x", "pos": "adverb", "type": "AID"}, "adverb"),
        ({"head": "x", "pos": "verb", "type": "AID", "with": "obj"}, "slot=word"),
        ({"head": "x", "pos": "verb", "type": "AID", "with": "obj=NOCLASS"}, "NOCLASS"),
        ({"head": "x", "pos": "verb", "type": "AID", "intensity": "high"}, "high"),
    ],
)
def test_a_row_of_no_form_is_refused_with_the_word_that_is_wrong(row: dict[str, str], said: str) -> None:
    with pytest.raises(LexiconError, match=said):
        compiled([{"with": "", **row}])


def test_confidence_falls_with_each_side_that_is_not_named() -> None:
    entry = shipped().rows("attack", "verb")[0]
    one = told("Iran attacked Iraq.")[0].actors
    both = events.confidence(Sides(one, one), entry)
    assert both > events.confidence(Sides(one, ()), entry) > events.confidence(Sides((), ()), entry)


def test_trigger_and_evidence_stand_in_the_text() -> None:
    text = "On Monday Iran imposed harsh new sanctions on Canada. Canada protested."
    for event in told(text):
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert event.evidence.covers(event.trigger)
        assert len(event.trigger.text) <= events.LONGEST_TRIGGER
