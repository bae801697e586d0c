"""The product's own scorer: what it counts, on records small enough to count by hand."""

from typing import Any

import pytest

from kg.errors import SourceError
from kg.evaluate import Record, evaluate, records


def event(start: int, kind: str | None = "AID", actor: str = "Russia", recipient: str = "Syria", **more: Any) -> Record:
    return {
        "record": "event", "article": "a", "id": f"e{start}", "kind": kind, "status": "asserted", "confidence": 0.9,
        "trigger": {"start": start, "end": start + 4, "text": "fund"}, "actors": [{"name": actor}], "recipients": [{"name": recipient}], **more,
    }  # fmt: skip


def claim(start: int, end: int, source: str | None = "Russia") -> Record:
    return {"record": "claim", "article": "a", "source": source and {"name": source}, "content": [{"start": start, "end": end, "text": ""}]}


def test_gold_against_itself_is_perfect() -> None:
    gold = [event(0), event(10, "ASSAULT"), claim(0, 20)]
    scores = evaluate(gold, gold).scores
    assert [scores[m].f1 for m in ("events", "events with parties", "claims")] == [100, 100, 100]


def test_a_wrong_type_and_a_wrong_party_cost_what_they_are() -> None:
    scores = evaluate([event(0), event(10), event(20)], [event(0), event(10, "ASSAULT"), event(20, actor="Iran"), event(30)]).scores
    assert (scores["events"].right, scores["events"].found, scores["events"].gold) == (2, 4, 3)
    assert scores["events with parties"].right == 1


def test_a_copy_earns_nothing() -> None:
    assert evaluate([event(0)], [event(0), event(1)]).scores["events"].precision == 50


def test_an_untyped_act_is_neither_demanded_nor_punished() -> None:
    assert evaluate([event(0)], [event(0), event(10, kind=None)]).scores["events"].found == 1


def test_the_sides_of_a_meeting_may_stand_either_way() -> None:
    both = [{"name": "Russia"}, {"name": "NATO"}]
    gold = event(0, "CONSULT", actors=both, recipients=both)
    assert evaluate([gold], [event(0, "CONSULT", "NATO", "Russia")]).scores["events with parties"].right == 1


def test_what_is_claimed_and_was_found_as_fact_is_a_leak() -> None:
    result = evaluate([event(0, status="claimed"), event(10)], [event(0), event(10)])
    assert result.leaks == ("e0",)
    assert result.status[("claimed", "asserted")] == 1


def test_a_claim_needs_its_source_and_half_of_its_words() -> None:
    score = evaluate([claim(0, 20), claim(30, 40), claim(50, 60)], [claim(0, 12), claim(30, 33), claim(50, 60, "Iran")]).scores["claims"]
    assert score.right == 1


def test_reliability_compares_confidence_with_truth() -> None:
    found = [event(0), event(10, confidence=0.85), event(20, confidence=0.3)]
    low, high = evaluate([event(0)], found).reliability
    assert (low[1], low[2]) == (0.0, 1)
    assert high == (pytest.approx(0.875), 0.5, 2)


@pytest.mark.parametrize(("line", "why"), [("{", "gold:1: not JSON"), ("[]", "gold:1: no record"), ('{"record": "event"}', "needs `record`")])
def test_a_line_that_is_no_record_is_named(line: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        list(records([line]))
