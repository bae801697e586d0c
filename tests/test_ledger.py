import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import facts, ledger
from kg.errors import LexiconError, QueryError
from kg.ledger import Decision, Found
from kg.model import Extraction
from kg.store import Store, open_store, plain
from kg.vocab import SCHEMA, SKOS, Iri
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

    def test_an_actor_told_apart_is_another_one_in_these_articles_alone(self, store: Store) -> None:
        smith = actor("John Smith", "person", of="Norway", wikidata="Q1")
        put(store, told("a", "John Smith met Russia.", "met", who=smith), told("b", "NATO met John Smith.", "met", whom=smith))
        before = lasting(store)
        made, _ = facts.decide(store, "split", "John Smith", "b", value="John Smith (poet)", **ME)
        assert said(store, "kg:actor") == {"urn:kg:actor/john-smith", "urn:kg:actor/nato"}
        assert said(store, "kg:recipient") == {"urn:kg:actor/russia", "urn:kg:actor/john-smith-poet"}
        poet = {(str(p), plain(o)) for _, p, o, _ in store.quads(store.facts, s=Iri("urn:kg:actor/john-smith-poet"))}
        assert {name for term, name in poet if term == SKOS.prefLabel} == {"John Smith (poet)"}
        assert SKOS.altLabel not in {term for term, _ in poet}, "who asks for John Smith means the other one"
        assert SCHEMA.sameAs not in {term for term, _ in poet}, "the Wikidata id is the other one's"
        assert not facts.drift(store)
        facts.undo(store, made.id, who="me", when="2016-04-23")
        assert lasting(store) == before

    def test_an_actor_wrongly_joined_is_a_known_other_or_a_new_one_of_its_name(self, store: Store) -> None:
        put(store, meeting("a"), told("b", "NATO met RF.", "met", whom=actor("RF")), told("c", "NATO met Russia again.", "met", when="2016-04-02"))
        facts.decide(store, "split", "Russia", "c", value="RF", **ME)
        assert len(happenings(store)) == 3
        assert said(store, "kg:recipient") == {"urn:kg:actor/russia", "urn:kg:actor/rf"}
        facts.decide(store, "split", "actor/russia", "a", **ME)
        new = {name for name in said(store, "kg:recipient") if name and "russia-" in name}
        assert len(new) == 1
        names = [plain(o) for _, _, o, _ in store.quads(store.facts, s=Iri(new.pop()), p=SKOS.prefLabel)]
        assert names == ["Russia"] and not facts.drift(store)

    def test_an_actor_stays_told_apart_after_its_article_was_corrected_and_is_told_when_it_is_gone(self, store: Store) -> None:
        put(store, meeting("a"), meeting("c"))
        made, _ = facts.decide(store, "split", "Russia", "a", value="Russia (a ship)", **ME)
        outcome = put(store, corrected("The Council was told at last. NATO met Russia in Brussels on Wednesday."))
        assert "urn:kg:actor/russia-a-ship" in said(store, "sem:hasActor") and outcome.lost == () and not facts.drift(store)
        outcome = put(store, told("a", "NATO met Ukraine.", "met", whom="Ukraine"))
        assert outcome.lost == (f"decision {made.id} (split): actor/russia is not named in article {store.article('a').slug}",)
        assert facts.lost(store) == outcome.lost and not facts.drift(store)
        put(store, meeting("a"))
        assert facts.lost(store) == () and "urn:kg:actor/russia-a-ship" in said(store, "sem:hasActor")

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
            ("split", ("Russia",), None, "split 'Russia' needs the articles in which it is another actor"),
            ("split", ("Atlantis", "a"), None, "no one actor 'Atlantis'"),
            ("split", ("Russia", "z"), None, "no article 'z'"),
            ("split", ("Russia", "a"), "russia", "'russia' is that actor itself"),
            ("split", ("Belarus", "a"), "Minsk", "no one actor 'Belarus'"),
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


def kg_(*args: str, stdin: str = "") -> str:
    done = subprocess.run([sys.executable, "-m", "kg", *args], input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_an_actor_is_told_apart_and_put_together_again_from_the_command_line(tmp_path: Path) -> None:
    store_, url = f"--store={tmp_path / 'store'}", "https://example.org/"
    one = {"id": "one", "text": "Norway arrested Ola Dahl on Monday.", "date": "2016-04-20", "url": f"{url}one"}
    two = {"id": "two", "text": "Sweden praised Ola Dahl on Tuesday.", "date": "2016-04-20", "url": f"{url}two"}

    kg_("build", "-", store_, stdin="\n".join(map(json.dumps, (one, two))))
    assert "Ola Dahl" in kg_("query", "facts", store_)
    made = kg_("split", "Ola Dahl", "two", "--as", "Ola Dahl (skier)", store_, "--why", "the skier").split(":")[0]
    assert "Ola Dahl (skier)" in kg_("query", "facts", store_)
    kg_("build", "-", store_, stdin=json.dumps(two | {"text": "Correction. Sweden praised Ola Dahl, a skier, on Tuesday."}))
    assert "Ola Dahl (skier)" in kg_("query", "facts", store_)
    assert "Ola Dahl (skier)" in kg_("undo", store_)
    kg_("undo", made, store_)
    assert "Ola Dahl (skier)" not in kg_("query", "facts", store_)
