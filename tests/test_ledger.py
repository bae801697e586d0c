from collections.abc import Callable
from pathlib import Path

import pytest

from kg import facts, ledger
from kg.errors import LexiconError, QueryError
from kg.ledger import Decision, Found
from kg.model import Extraction
from kg.store import Store, open_store
from tests.factories import accusation, actor, article, event, extraction, meeting
from tests.stores import endpoint, store
from tests.test_facts import attack, built, happenings, lasting, put, said, told

__all__ = ["endpoint", "store"]
ME = {"who": "me", "why": "I read it", "when": "2016-04-22T10:00:00+00:00"}
WORDS = "On Monday shells fell on a town near the front, and on Tuesday shells fell on a school."


def report(store: Store, kind: str) -> str:
    rows = store.query(f"SELECT ?r {{ GRAPH ?g {{ ?r kg:saidType plover:{kind} }} }} ORDER BY ?r")
    return str(rows.rows[0][0])


class TestAnchors:
    def found(self, text: str, quote: str, nth: int = 1) -> Found:
        at = -1
        for _ in range(nth):
            at = text.index(quote, at + 1)
        return Found(f"report-{nth}", "ASSAULT", at, at + len(quote))

    def anchor(self, nth: int) -> ledger.Anchor:
        there = self.found(WORDS, "fell", nth)
        return ledger.anchor("a", there.report, there.kind, WORDS, there.start, there.end)

    @pytest.mark.parametrize("nth", [1, 2])
    @pytest.mark.parametrize(
        "edit", [lambda t: t, lambda t: "KYIV. " + t, lambda t: t.replace("town", "big town"), lambda t: t.replace(" a school", " the school")]
    )
    def test_a_quote_is_found_again_by_its_context(self, nth: int, edit: Callable[[str], str]) -> None:
        text = edit(WORDS)
        there = [self.found(text, "fell", 1), self.found(text, "fell", 2)]
        assert ledger.place(self.anchor(nth), text, there) == f"report-{nth}"

    @pytest.mark.parametrize("text", ["Nothing of it is left.", "It fell silent there.", "x fell y. x fell y."])
    def test_what_cannot_be_told_is_not_guessed(self, text: str) -> None:
        reports = [Found(f"r{n}", "ASSAULT", n, n + 4) for n in range(len(text)) if text[n : n + 4] == "fell"]
        assert ledger.place(self.anchor(1), text, reports) is None

    def test_a_line_is_read_as_it_was_written(self) -> None:
        one = Decision(verb="reject", who="me", when="2016", why='"no"\n', event=(self.anchor(1),), whole=True)
        assert ledger.decisions([ledger.line(one)]) == (one,)

    @pytest.mark.parametrize("line", ["{", "[]", '{"verb":"bless","who":"","when":"","why":""}', '{"verb":"merge"}'])
    def test_a_line_of_another_form_is_told(self, line: str) -> None:
        with pytest.raises(LexiconError, match="ledger, line 1"):
            ledger.decisions([line])


class TestDecisions:
    def test_a_rejected_event_is_no_fact_whoever_reports_it(self, store: Store) -> None:
        put(store, meeting("a"))
        facts.decide(store, "reject", happenings(store).pop(), **ME)
        assert not happenings(store)
        put(store, meeting("c"))
        assert not happenings(store)

    def test_a_rejected_report_leaves_the_event_to_others(self, store: Store) -> None:
        put(store, meeting("a"), meeting("c"))
        facts.decide(store, "reject", report(store, "CONSULT"), **ME)
        assert len(said(store, "kg:report")) == 1

    def test_an_accepted_claim_is_fact(self, store: Store) -> None:
        put(store, accusation())
        facts.decide(store, "accept", report(store, "ASSAULT"), **ME)
        assert said(store, "sem:eventType") == {"urn:kg:plover#ASSAULT", "urn:kg:plover#ACCUSE"}

    def test_a_retyped_event_has_the_type(self, store: Store) -> None:
        put(store, meeting("a"))
        facts.decide(store, "retype", happenings(store).pop(), value="AGREE", **ME)
        assert said(store, "sem:eventType") == {"urn:kg:plover#AGREE"}
        assert store.query("ASK { ?a kg:AGREE ?b }") and not store.query("ASK { ?a kg:CONSULT ?b }")

    def test_two_events_put_together_are_one_and_split_they_are_two(self, store: Store) -> None:
        put(store, meeting("a"), told("b", "A second meeting came about.", "meeting", when="2016-04-12"))
        one, other = sorted(happenings(store))
        facts.decide(store, "merge", one, other, **ME)
        assert len(happenings(store)) == 1
        facts.decide(store, "split", happenings(store).pop(), **ME)
        assert happenings(store) == {one, other}

    def test_a_report_is_taken_out_of_an_event(self, store: Store) -> None:
        put(store, meeting("a"), meeting("b"), meeting("c"))
        facts.decide(store, "split", happenings(store).pop(), report(store, "CONSULT"), **ME)
        assert sorted(len(store.query(f"SELECT ?r {{ <{h}> kg:report ?r }}")) for h in happenings(store)) == [1, 2]

    def test_two_actors_put_together_are_one_with_both_names(self, store: Store) -> None:
        put(store, meeting("a"), told("b", "Talks: NATO and RF.", "Talks", whom=actor("RF")))
        facts.decide(store, "merge", "Russia", "RF", **ME)
        assert said(store, "kg:recipient") == {"urn:kg:actor/nato", "urn:kg:actor/russia"}
        assert len(happenings(store)) == 1
        assert [str(getattr(row[0], "value", "")) for row in store.query("SELECT ?n { <urn:kg:actor/russia> skos:altLabel ?n }")] == ["RF"]

    def test_a_decision_undone_leaves_no_trace_in_the_graph(self, store: Store) -> None:
        put(store, meeting("a"), accusation("b"), attack("c", "Shells fell on a town"))
        before = lasting(store)
        event_ = sorted(happenings(store))[0]
        made = [
            facts.decide(store, "accept", report(store, "ASSAULT"), **ME)[0],
            facts.decide(store, "merge", "Russia", "Ukraine", **ME)[0],
            facts.decide(store, "reject", event_, **ME)[0],
        ]
        for decision in reversed(made):
            assert lasting(store) != before
            facts.undo(store, decision.id, who="me", when="2016-04-23")
        assert lasting(store) == before
        assert [stands for _, stands in facts.log(store)] == [False] * 3 + [True] * 3

    def test_a_decision_holds_after_its_article_was_corrected(self, store: Store) -> None:
        put(store, meeting("a"))
        facts.decide(store, "reject", happenings(store).pop(), **ME)
        put(store, corrected("The Council met again at last, it was told. NATO met Russia in Brussels on Wednesday."))
        assert not happenings(store)
        assert facts.lost(store) == () and not facts.drift(store)

    def test_a_decision_that_cannot_be_placed_is_told_and_not_dropped(self, store: Store) -> None:
        put(store, meeting("a"))
        made, _ = facts.decide(store, "reject", happenings(store).pop(), **ME)
        outcome = put(store, corrected("Talks of NATO and Russia are said to have met expectations; NATO met Russia there."))
        assert outcome.lost == (f"decision {made.id} (reject): 'met' cannot be found again in article {store.article('a').slug}",)
        assert facts.lost(store) == outcome.lost
        put(store, meeting("a"))
        assert facts.lost(store) == () and not happenings(store)

    def test_decisions_are_applied_again_at_a_rebuild_of_another_store(self, tmp_path: Path) -> None:
        found = [meeting("a"), accusation("b")]
        with open_store(tmp_path / "one") as one:
            put(one, *found)
            facts.decide(one, "reject", sorted(happenings(one))[0], **ME)
            wanted, lines = lasting(one), one.beside.lines()
        with open_store(tmp_path / "two") as two:
            put(two, found[1])
            for line in lines:
                two.beside.append(line)
            put(two, found[0])
            assert lasting(two) == wanted

    @pytest.mark.parametrize(
        ("verb", "names", "value", "message"),
        [
            ("bless", ("x",), None, "unknown decision 'bless'"),
            ("undo", ("x",), None, "unknown decision 'undo'"),
            ("retype", ("x",), "WAR", "unknown type 'WAR'"),
            ("reject", ("happening/gone",), None, "no event 'happening/gone'"),
            ("merge", ("happening/gone",), None, "no event"),
            ("merge", ("Russia", "Atlantis"), None, "no one actor 'Atlantis'"),
            ("merge", ("Russia", "russia"), None, "one actor already"),
            ("merge", ("Russia",), None, "merge needs two"),
        ],
    )
    def test_a_decision_about_nothing_is_told_and_not_written(self, verb: str, names: tuple[str, ...], value: str | None, message: str) -> None:
        store = built(meeting("a"))
        with pytest.raises(QueryError, match=message):
            facts.decide(store, verb, *names, value=value, who="me")
        assert facts.log(store) == ()

    def test_an_unknown_decision_cannot_be_undone_nor_one_twice(self) -> None:
        store = built(meeting("a"))
        made, _ = facts.decide(store, "reject", happenings(store).pop(), **ME)
        facts.undo(store, made.id, who="me")
        for name, message in ((made.id, "undone already"), ("zz", "no decision 'zz'")):
            with pytest.raises(QueryError, match=message):
                facts.undo(store, name, who="me")


def corrected(text: str) -> Extraction:
    of = article("a", text)
    return extraction(of, event(of, "met", "CONSULT", "NATO", "Russia", nth=text.count("met"), when="2016-04-20", reciprocal=True))
