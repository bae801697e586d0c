from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.filing import block_keys, near_keys
from kg.facts.same import Report, compare, copied, opposed
from kg.vocab import Iri

A, B, C, LEADER = (Iri(f"urn:kg:actor/{name}") for name in ("a", "b", "c", "leader"))
TALKS = "The two sides held long talks about the border"
ANSWER = "Their envoys sat down and went through each point of the old quarrel"


def report(id: str = "x", sentence: str = TALKS, trigger: str = "talks", **said: object) -> Report:
    day = said.pop("day", "2016-04-20")
    span = None if day is None else {4: ("01-01", "12-31"), 7: ("01", "30"), 10: ("", "")}[len(str(day))]
    first, last = (None, None) if span is None else (f"{day}-{edge}".rstrip("-") for edge in span)
    base: dict[str, object] = {
        "kind": "CONSULT",
        "actors": (A,),
        "recipients": (B,),
        "published": "2016-04-21",
        "version": Iri(f"v/{id}"),
        "graph": Iri(f"g/{id}"),
        "sentence": (Iri(f"s/{id}"), 0, len(sentence), sentence),
        "trigger": (Iri(f"t/{id}"), 0, 1, trigger),
        "date": day,
        "first": first,
        "last": last,
    }
    return Report(id=Iri(id), **{**base, **said})  # type: ignore[arg-type]


HERE, NEARBY, FAR = (Iri(f"urn:kg:place/{name}") for name in ("here", "nearby", "far"))
PLACES: Mapping[Iri, tuple[float, float]] = {HERE: (50.85, 4.35), NEARBY: (50.9, 4.5), FAR: (53.9, 27.6)}


def at(place: Iri) -> dict[str, object]:
    return {"place": place, "point": PLACES[place]}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (report("y"), True),
        (report("y", ANSWER, "sat"), True),
        (report("y", actors=(LEADER,), principals={LEADER: A}), True),
        (report("y", actors=(A, B), recipients=(), reciprocal=True), True),
        (report("y", ANSWER, "sat", day="2016-04"), False),
        (report("y", day=None), True),
        (report("y", ANSWER, "sat", day=None, published="2016-05-30"), False),
        (report("y", day="2016-04-11"), False),
        (report("y", day=None, last="2016-04-21"), True),
        (report("y", day=None, last="2016-04-19"), False),
        (report("y", day=None, first="2016-04-21"), False),
        (report("y", day=None, first="2014-03-01", last="2016-04-21"), True),
        (report("y", day=None, first="2014-03-01", last="2016-04-19"), False),
        (report("y", actors=(C,)), False),
        (report("y", kind="ACCUSE"), False),
        (report("y", kind=None), False),
        (report("y", status="planned"), False),
    ],
)
def test_a_meeting_of_two_parties_on_a_day_is_told_again(other: Report, same: bool) -> None:
    assert compare(report(), other).same is same


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (report("y", "Shells fell on a school of the town", "fell", kind="ASSAULT"), True),
        (report("y", "A bridge was blown up at night", "blown", kind="ASSAULT"), False),
        (report("y", "A bridge was blown up at night", "blown", kind="ASSAULT", **at(HERE)), False),
        (report("y", "Shells fell on a school of the town", "fell", kind="ASSAULT", actors=(B,), recipients=(A,)), False),
    ],
)
def test_two_attacks_of_one_day_are_one_only_where_words_or_place_agree(other: Report, same: bool) -> None:
    assert compare(report("x", "Shells fell on a town near the front", "fell", kind="ASSAULT"), other).same is same


def test_one_place_makes_two_attacks_of_one_day_one_and_two_places_two() -> None:
    one = report("x", "Shells fell on a town near the front", "fell", kind="ASSAULT", **at(HERE))
    other = "Rounds came down there on Monday"
    assert compare(one, report("y", other, "came", kind="ASSAULT", **at(HERE))).same
    assert not compare(one, report("y", "Shells fell on a town near the front", "fell", kind="ASSAULT", **at(FAR))).same
    assert compare(one, report("y", "Shells fell on a town near the front", "fell", kind="ASSAULT", **at(NEARBY))).contrast


def test_an_article_tells_of_attacks_one_after_the_other_and_comes_back_to_talks() -> None:
    one, other = ({"id": i, "sentence": s, "trigger": t, **at(HERE)} for i, s, t in (("1", TALKS, "held"), ("2", ANSWER, "sat")))
    text = {"version": Iri("v"), "graph": Iri("g")}
    attacks = [report(**one, **text, kind="ASSAULT"), report(**other, **text, kind="ASSAULT", day="2016-04")]
    assert not compare(*attacks).same
    assert compare(report(**one, **text), report(**other, **text, day="2016-04")).same


def test_a_denial_is_of_the_same_event_and_in_contrast_to_it() -> None:
    verdict = compare(report(), report("y", status="denied"))
    assert verdict.same and verdict.contrast and verdict.why.endswith("one says that it was not done")


def test_the_reasons_add_up_to_the_score() -> None:
    verdict = compare(report(**at(HERE)), report("y", ANSWER, "sat"))
    assert verdict.score == pytest.approx(sum(float(part.split()[-1]) for part in verdict.why.split("; ")), abs=0.01)


def test_a_sentence_that_was_copied_is_no_second_voice() -> None:
    assert copied(report(), report("y", "The two sides held long talks about the border !"))
    assert not copied(report(), report("y", ANSWER))


@pytest.mark.parametrize("other", [{"day": "2016-04-11"}, at(FAR), {"actors": (C,)}], ids=str)
def test_other_days_places_and_parties_are_opposed_and_less_exact_ones_are_not(other: dict[str, object]) -> None:
    assert opposed(report(**at(HERE)), report("y", **other))
    assert not opposed(report(**at(HERE)), report("y", day="2016-04"))
    assert not opposed(report(), report("y", day=None))


ACTORS = st.lists(st.sampled_from([A, B, C, LEADER]), max_size=2, unique=True).map(tuple)
REPORTS = st.builds(
    lambda **said: report(**said),
    kind=st.sampled_from(["CONSULT", "ASSAULT", None]),
    actors=ACTORS,
    recipients=ACTORS,
    reciprocal=st.booleans(),
    day=st.sampled_from(["2016-04-20", "2016-04-21", "2016-04-01", "2016-04", "2016-11", "2016", None]),
    published=st.sampled_from(["2016-04-20", "2016-04-23", "2016-04", None]),
    sentence=st.sampled_from([TALKS, ANSWER]),
    mode=st.sampled_from([None, "visit", "phone"]),
    status=st.sampled_from(["asserted", "denied", "planned"]),
    principals=st.sampled_from([{}, {LEADER: A}]),
)


@given(REPORTS, REPORTS)
def test_the_order_of_two_reports_makes_no_difference(one: Report, other: Report) -> None:
    one, other = (Report(**{**r.__dict__, "id": Iri(n), "version": Iri(n)}) for r, n in ((_bare(one), "1"), (_bare(other), "2")))
    verdicts = {compare(a, b) for a, b in permutations((one, other))}
    assert len(verdicts) == 1 and opposed(one, other) == opposed(other, one) and copied(one, other) == copied(other, one)


@given(REPORTS, REPORTS)
def test_reports_of_one_event_meet_under_a_key_from_either_side(one: Report, other: Report) -> None:
    one, other = (Report(**{**r.__dict__, "id": Iri(n), "version": Iri(n)}) for r, n in ((_bare(one), "1"), (_bare(other), "2")))
    meets = bool(near_keys(one) & block_keys(other))
    assert meets == bool(near_keys(other) & block_keys(one))
    if compare(one, other).same and any(a != b for a in one.sides()[0] for b in one.sides()[1]):
        shared = {frozenset(pair) for pair in _ends(one)} & {frozenset(pair) for pair in _ends(other)}
        assert meets or not shared


def _ends(report: Report) -> list[tuple[Iri, Iri]]:
    left, right = report.sides()
    return [(a, b) for a in left for b in right if a != b]


def _bare(report: Report) -> Report:
    """Without what was worked out and kept on it."""
    for kept in ("words", "triples"):
        report.__dict__.pop(kept, None)
    return report


def test_whether_two_reports_are_opposed_does_not_depend_on_which_is_asked_first() -> None:
    one = report(id="1", kind="ASSAULT", actors=(), recipients=("urn:kg:actor/a",), reciprocal=True)
    other = report(id="2", kind="CONSULT", actors=("urn:kg:actor/a",), recipients=("urn:kg:actor/b",), reciprocal=False)
    assert opposed(one, other) == opposed(other, one)
