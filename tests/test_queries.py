import importlib.resources
from dataclasses import replace
from pathlib import Path

import pytest

from kg import facts
from kg.errors import QueryError
from kg.model import When
from kg.questions import bound, query, questions
from kg.rdf.terms import Lit, text
from kg.serve import views
from kg.show import diff, show
from kg.store import Change, Store, open_store, plain
from kg.store.bind import bind, slots
from kg.store.guard import form
from kg.store.naming import named, short
from kg.store.rows import native
from kg.vocab import RDF, SEM, XSD, Iri
from tests.factories import accusation, actor, article, claim, event, extraction, meeting, mention, party, place
from tests.stores import endpoint, store
from tests.test_facts import attack, built, happenings, put

__all__ = ["endpoint", "store"]
QUESTIONS = questions()


def told() -> Store:
    """A meeting, an accusation, an attack that Russia denies, and who holds which office."""
    from kg.model import Role

    of = article("d", "Russia, said spokesman Peskov, denied that shells fell on a town in Ukraine on Monday.")
    fell = event(of, "fell", "ASSAULT", "Russia", "Ukraine", when="2016-04-18", where=place("Avdiivka", 48.1, 37.7), by="Russia", status="denied")
    peskov = actor("Dmitry Peskov", "person", of="Russia")
    office = Role(person=party(peskov), role="spokesman", organisation=party("Russia"), evidence=of.span(13, 29))
    denial = claim(of, "shells fell", "Russia", cue="denied", stance="denies", about=(fell,))
    undated = article("u", "Poland stands by Ukraine.")
    return built(
        meeting("a"),
        accusation("b"),
        attack("c", "Shells fell on a town in Ukraine on Monday, and Russia fired them."),
        extraction(of, fell, denial, office, mention(of, "Peskov", peskov)),
        extraction(undated, event(undated, "stands by", "SUPPORT", "Poland", "Ukraine")),
    )


@pytest.fixture(scope="module")
def full() -> Store:
    return told()


def rows(store: Store, name: str, **params: str) -> list[dict[str, str | None]]:
    return list(query(store, name, **params).dicts())


@pytest.mark.parametrize("name", QUESTIONS)
class TestEveryQuestion:
    def test_it_is_documented(self, name: str) -> None:
        asked = QUESTIONS[name]
        assert asked.text.endswith("?") and asked.columns and asked.example
        assert all(p.about for p in asked.params)

    def test_it_answers_with_its_columns_and_has_an_answer(self, name: str, full: Store) -> None:
        more = {"event": next(str(plain(r[-1])) for r in query(full, "facts", type="CONSULT"))} if name == "evidence" else {}
        answer = query(full, name, **more)
        assert answer.columns == QUESTIONS[name].columns
        assert answer.rows or name == "links"

    def test_it_answers_in_the_same_order_every_time(self, name: str, full: Store) -> None:
        assert query(full, name) == query(full, name)
        assert "ORDER BY" in QUESTIONS[name].sparql

    def test_it_only_reads_and_runs_as_it_stands_in_any_engine(self, name: str, full: Store) -> None:
        assert form(QUESTIONS[name].sparql) == "SELECT"
        assert full.query(QUESTIONS[name].sparql).columns == QUESTIONS[name].columns

    def test_each_of_its_parameters_narrows_its_answer(self, name: str, full: Store) -> None:
        everything = set(query(full, name))
        value = {"actor": "Russia", "type": "ASSAULT", "since": "2016", "until": "2017", "text": "denies"}
        for param in QUESTIONS[name].params:
            if param.type in value and param.default is None:
                assert set(query(full, name, **{param.name: value[param.type]})) <= everything

    def test_hostile_values_are_terms_and_nothing_else(self, name: str, full: Store) -> None:
        for param in QUESTIONS[name].params:
            for hostile in ('x" } UNION { ?s ?p ?o } #', "> } DROP ALL", "\\\n", "'''"):
                if param.type == "text":
                    assert not query(full, name, **{param.name: hostile})
                else:
                    with pytest.raises(QueryError):
                        query(full, name, **{param.name: hostile})


class TestAnswers:
    def test_facts(self, full: Store) -> None:
        found = {(r["type"], r["actors"], r["recipients"], r["date"], r["disputed"]) for r in rows(full, "facts")}
        assert found == {
            ("CONSULT", "NATO", "Russia", "2016-04-20", None),
            ("ACCUSE", "NATO", "Russia", "2016-04-20", None),
            ("ASSAULT", "Russia", "Ukraine", "2016-04-18", "Russia"),
            ("SUPPORT", "Poland", "Ukraine", None, None),
        }
        assert {r["type"] for r in rows(full, "facts", actor="Ukraine", since="2016-04")} == {"ASSAULT"}
        assert {r["type"] for r in rows(full, "facts", until="2016-04-18")} == {"ASSAULT"}
        assert {r["type"] for r in rows(full, "facts", type="consult")} == {"CONSULT"}

    def test_claims_with_their_words(self, full: Store) -> None:
        (claimed,) = rows(full, "claims", claimant="NATO")
        assert (claimed["actor"], claimed["type"], claimed["recipient"], claimed["status"]) == ("Russia", "ASSAULT", "Ukraine", "claimed")
        text_ = full.text("b") or ""
        assert text_[int(claimed["start"] or 0) : int(claimed["end"] or 0)] == claimed["quote"]
        assert rows(full, "claims", claimant="Ukraine") == []

    def test_between_two_actors_in_a_period(self, full: Store) -> None:
        both = {r["type"] for r in rows(full, "between", actor="Russia", other="NATO", since="2016-04-20", until="2016-04-20")}
        assert both == {r["type"] for r in rows(full, "between", actor="NATO", other="Russia")} == {"CONSULT", "ACCUSE"}
        assert rows(full, "between", actor="NATO", other="Russia", until="2016-04-19") == []

    def test_who_says_that_one_attacked_another(self, full: Store) -> None:
        found = {(r["says"], r["status"], r["fact"]) for r in rows(full, "attacks", actor="Russia", recipient="Ukraine")}
        assert found == {("NATO", "claimed", "false"), ("Agency C", "asserted", "true"), ("Russia", "denied", "false")}

    def test_contrasting_versions(self, full: Store) -> None:
        assert {(r["one_says"], r["other_says"]) for r in rows(full, "contrasts", actor="Ukraine")} >= {("Agency C", "Russia")}

    def test_edges_with_their_status(self, full: Store) -> None:
        found = {(r["source"], r["type"], r["target"], r["status"], r["claimant"]) for r in rows(full, "edges", actor="Ukraine")}
        assert ("Russia", "ASSAULT", "Ukraine", "fact", None) in found
        assert ("Russia", "ASSAULT", "Ukraine", "claimed", "NATO") in found
        assert {r["status"] for r in rows(full, "edges", status="fact")} == {"fact"}

    def test_the_evidence_of_an_event_and_of_a_report(self, full: Store) -> None:
        event_ = str(rows(full, "facts", type="ASSAULT")[0]["event"])
        (words,) = rows(full, "evidence", event=event_)
        assert (words["quote"] or "").startswith("Shells fell") and words["trigger"] == "fell" and words["publisher"] == "Agency C"
        assert rows(full, "evidence", event=str(words["report"])) == [words]

    def test_what_is_new_and_what_is_undated(self, full: Store) -> None:
        assert len(rows(full, "new", since="2016-04-20")) == 4 and rows(full, "new", since="2016-04-21") == []
        assert [r["type"] for r in rows(full, "undated")] == ["SUPPORT"]
        assert [r["type"] for r in rows(full, "timeline")] == ["ASSAULT", "ACCUSE", "CONSULT", "SUPPORT"]

    def test_who_speaks_for_whom(self, full: Store) -> None:
        assert ("Dmitry Peskov", "spokesman", "office") in {(r["speaker"], r["office"], r["how"]) for r in rows(full, "speakers", principal="Russia")}

    def test_every_kind_of_store_gives_the_same_answers(self, store: Store) -> None:
        put(store, meeting("a"), accusation("b"), meeting("c"))
        for name in QUESTIONS:
            assert query(store, name) == query(built(meeting("a"), accusation("b"), meeting("c")), name)


class TestParties:
    """Acts of several actors: who is on which side, and that each act is one row."""

    def test_those_who_act_together_do_nothing_to_one_another(self, store: Store) -> None:
        of = article("t", "Paris and Berlin delivered tanks to Kyiv.")
        put(store, extraction(of, event(of, "delivered tanks", "AID", ("France", "Germany"), "Ukraine")))
        assert rows(store, "between", actor="France", other="Germany") == []
        assert [(r["who"], r["type"], r["whom"]) for r in rows(store, "between", actor="Ukraine", other="Germany")] == [("Germany", "AID", "Ukraine")]

    @pytest.mark.parametrize(("one", "other"), [("Chad", "Mali"), ("Mali", "Chad")])
    def test_those_who_meet_have_one_row_in_either_order(self, one: str, other: str) -> None:
        of = article("t", "Mali, Chad and Niger met.")
        all_ = ("Mali", "Chad", "Niger")
        store = built(extraction(of, event(of, "met", "CONSULT", all_, all_, reciprocal=True)))
        assert [(r["who"], r["whom"]) for r in rows(store, "between", actor=one, other=other)] == [("Chad", "Mali")]
        assert (
            [(r["who"], r["whom"]) for r in rows(store, "undated")]
            == [("Chad; Mali; Niger",) * 2]
            == [(r["who"], r["whom"]) for r in rows(store, "timeline", actor=one)]
        )

    def test_a_claim_about_many_is_one_row_and_found_by_each(self, store: Store) -> None:
        of = article("t", "Peru says Mali, Chad and Niger met.")
        all_ = ("Mali", "Chad", "Niger")
        put(store, extraction(of, event(of, "met", "CONSULT", all_, all_, reciprocal=True, by="Peru")))
        for given in ({}, {"actor": "Chad"}, {"recipient": "Niger"}, {"claimant": "Peru"}):
            assert [(r["actor"], r["recipient"]) for r in rows(store, "claims", **given)] == [("Chad; Mali; Niger",) * 2]
        assert rows(store, "claims", actor="Peru") == []

    def test_what_two_say_together_is_the_word_of_each_and_passed_on_by_nobody(self, store: Store) -> None:
        of = article("t", "Mali and Chad said that Peru attacked Cuba.")
        hit = event(of, "attacked", "ASSAULT", "Peru", "Cuba", by="Mali")
        said = [claim(of, "Peru attacked Cuba", who, cue="said", about=(hit,)) for who in ("Mali", "Chad")]
        put(store, extraction(of, hit, said[0], replace(said[1], id=f"{said[1].id}-by-chad")))
        assert [(r["claimant"], r["via"]) for r in rows(store, "claims")] == [("Chad", None), ("Mali", None)]
        assert [r["says"] for r in rows(store, "attacks", recipient="Cuba")] == ["Chad", "Mali"]

    def test_nobody_contradicts_itself_with_one_denial(self) -> None:
        of = article("t", "Peru denied that it attacked Cuba.")
        hit = event(of, "attacked", "ASSAULT", "Peru", "Cuba", by="Peru", status="denied")
        mine = article("o", "Chad said that it attacked Mali. Mali rejects these charges.")
        told_ = event(mine, "attacked", "ASSAULT", "Chad", "Mali", by="Chad")
        store = built(
            extraction(of, hit, claim(of, "it attacked Cuba", "Peru", stance="denies", about=(hit,))),
            extraction(mine, told_, claim(mine, "these charges", "Mali", stance="rejects", about=(told_,))),
        )
        assert [(r["one_says"], r["other_says"]) for r in rows(store, "contrasts")] == [("Chad", "Mali")]

    def test_only_who_can_speak_speaks_and_only_where_an_article_names_them(self, store: Store) -> None:
        people, ship, bank = actor("Ana Rojas", "person", of="Chile"), actor("Aurora", "vessel", of="Chile"), actor("Banco", "company", of="Chile")
        one = article("t", "Rojas went aboard the Aurora of the Banco.")
        named_ = [mention(one, "Rojas", people), mention(one, "Aurora", ship), mention(one, "Banco", bank)]
        went = event(one, "went aboard", "CONSULT", people, "Chile")
        put(store, extraction(one, went, *named_), meeting("a"))
        assert [(r["speaker"], r["article"]) for r in rows(store, "speakers", principal="Chile")] == [("Ana Rojas", "t")]


class TestSpansOfTime:
    def test_a_fact_that_is_dated_by_a_span_shows_the_span(self) -> None:
        of = article("t", "Peru armed Cuba from 2014 to 2016. Peru armed Chad after 2015.")
        long, open_ = (event(of, "armed", "AID", "Peru", who, nth=n) for n, who in ((1, "Cuba"), (2, "Chad")))
        store = built(
            extraction(
                of,
                replace(long, date=When(value=None, earliest="2014", latest="2016")),
                replace(open_, date=When(value=None, earliest="2015-05")),
            )
        )
        spans = {"Cuba": "2014-01-01..2016-12-31", "Chad": "2015-05-01.."}
        assert {str(r["recipients"]): r["date"] for r in rows(store, "facts")} == spans
        assert {str(r["whom"]): r["date"] for r in rows(store, "new")} == spans
        assert [r["date"] for r in rows(store, "between", actor="Peru", other="Cuba")] == [spans["Cuba"]]
        page = views.thing(store, "urn:kg:actor/peru") or {}
        assert {h["recipients"][0]["name"]: h["date"] for h in page["happenings"]} == spans
        (report,) = (views.thing(store, str(r)) or {} for r in {row["report"] for row in rows(store, "evidence")} if "event-5-10" in str(r))
        assert [r["date"] for r in report["reports"]] == [spans["Cuba"]]


class TestActors:
    @pytest.mark.parametrize("name", ["Russia", "russia", "actor/russia", "urn:kg:actor/russia", "Kremlin"])
    def test_an_actor_is_found_by_name_id_iri_and_what_stands_for_it(self, full: Store, name: str) -> None:
        assert "urn:kg:actor/russia" in bound(full, QUESTIONS["facts"], {"actor": name})

    def test_a_surname_will_do_where_one_person_has_it(self, full: Store) -> None:
        assert show(full, "Peskov").name == "Dmitry Peskov"

    def test_an_unknown_actor_is_told_with_names_like_it(self, full: Store) -> None:
        with pytest.raises(QueryError, match=r"no actor 'Rusia' in memory; there are names like it: russia"):
            query(full, "facts", actor="Rusia")

    def test_merged_actors_are_asked_for_as_one(self) -> None:
        store = told()
        facts.decide(store, "merge", "Russia", "NATO", who="me")
        assert {r["claimant"] for r in rows(store, "claims", claimant="Russia")} == {"NATO", "Russia"}


class TestNamesThatArePrinted:
    def test_a_happening_is_named_by_its_hash_or_the_beginning_of_it(self, full: Store) -> None:
        me = str(rows(full, "facts", type="CONSULT")[0]["event"])
        digits = me.removeprefix("urn:kg:happening/")
        for name in (me, f"happening/{digits}", digits, digits[:6], f"happening/{digits[:8]}"):
            assert named(full, name) == me
            assert rows(full, "evidence", event=name)[0]["article"] == "a"
            assert show(full, name).ids == (me,)

    def test_a_beginning_that_several_share_is_told(self) -> None:
        store = open_store()
        twins = [Iri(f"urn:kg:happening/0a1b2c3d4e5f600{i}") for i in range(2)]
        store.commit(Change(added=tuple((h, RDF.type, SEM.Event, store.facts) for h in twins)))
        with pytest.raises(QueryError, match="'0a1b2c' is the beginning of happening/0a1b2c3d4e5f6000, happening/0a1b2c3d4e5f6001; give more"):
            named(store, "0a1b2c")
        assert named(store, "0a1b2c3d4e5f6001") == twins[1]

    def test_a_report_is_named_by_its_articles_label_or_slug(self, full: Store) -> None:
        report = str(rows(full, "claims", claimant="NATO")[0]["report"])
        fragment = report.partition("#")[2]
        for name in (f"b#{fragment}", f"{full.article('b').slug}#{fragment}"):
            assert named(full, name) == report
            assert rows(full, "evidence", event=name)[0]["report"] == report
        with pytest.raises(QueryError, match="no article 'zz'"):
            named(full, f"zz#{fragment}")

    def test_what_tables_show_can_be_decided_about(self) -> None:
        store = told()
        report, happening = rows(store, "claims", claimant="NATO")[0]["report"], rows(store, "facts", type="CONSULT")[0]["event"]
        facts.decide(store, "accept", short(str(report), "b"), who="me")
        facts.decide(store, "reject", short(str(happening)), who="me")
        assert not rows(store, "facts", type="CONSULT") and len(rows(store, "facts", type="ASSAULT")) == 2


class TestAsking:
    @pytest.mark.parametrize(
        ("what", "params", "message"),
        [
            ("fact", {}, "unknown question 'fact'; did you mean facts"),
            ("facts", {"actors": "Russia"}, "no parameter 'actors'; there are actor, type, since, until"),
            ("facts", {"since": "spring"}, "'spring' is no date; write YYYY-MM-DD"),
            ("facts", {"type": "WAR"}, "unknown type 'WAR'"),
            ("evidence", {"event": "happening/gone"}, "no event 'happening/gone'"),
            ("gone.rq", {}, "gone.rq: cannot be read"),
            ("SELECT * { ?s ?p }", {}, "does not parse: line 1, column 1"),
            ("SELECT * {\n ?s ?p ?o .\n FILTER(?o ! 3) }", {}, "does not parse: line 3, column 18"),
            ("SELECT ?y (COUNT(?x) AS ?n) { ?x a ?y }", {}, "contains a variable that is unbound"),
            ("SELECT * { ?s foaf:name 'dc:title' }", {}, r"unknown prefix foaf: in the query; declare it \(PREFIX foaf: <...>\)"),
            ("DROP ALL;{}", {}, "DROP is an update"),
        ],
    )
    def test_what_cannot_be_asked_is_told(self, full: Store, what: str, params: dict[str, str], message: str) -> None:
        with pytest.raises(QueryError, match=message):
            query(full, what, **params)

    def test_numbers_and_truth_values_are_given_as_such_where_wanted(self, full: Store) -> None:
        (fact,) = query(full, "facts", type="CONSULT").values()
        assert (fact["reports"], fact["date"], fact["disputed"]) == (1, "2016-04-20", None)
        (said,) = query(full, "attacks", actor="Russia", max_rows=1).values()
        assert said["fact"] is True and isinstance(said["start"], int)
        assert [native(Lit("INF", Iri(XSD.iri + "double"))), native(Lit("many", XSD.integer)), native(Lit("2.5", XSD.decimal))] == [
            "INF",
            "many",
            2.5,
        ]

    def test_fewer_rows_than_none_cannot_be_asked_for(self, full: Store) -> None:
        with pytest.raises(QueryError, match="a limit of -1 rows; give 0 or more"):
            query(full, "facts", max_rows=-1)
        assert query(full, "facts", max_rows=0).truncated

    @pytest.mark.parametrize(
        "sparql",
        [
            "PREFIX ex: <urn:x#> PREFIX : <urn:y#> SELECT * { ?s ex:p :o , ex:a.b , _:b0 , 'no:prefix'@en , '1'^^xsd:int }",
            "SELECT * { ?s kg:affiliation/skos:prefLabel|!schema:name ?o # un:known\n }",
            'SELECT * { ?s ?p """a b:c""" , <mailto:x> }',
        ],
    )
    def test_what_only_looks_like_a_prefix_is_none(self, full: Store, sparql: str) -> None:
        assert query(full, sparql).columns

    def test_sparql_and_files_are_asked_as_they_are(self, full: Store, tmp_path: Path) -> None:
        file = tmp_path / "mine.rq"
        file.write_text("SELECT ?e { ?e a sem:Event }")
        assert query(full, str(file)) == query(full, "SELECT ?e { ?e a sem:Event }")

    def test_a_folder_of_ones_own_works_the_same(self, full: Store, tmp_path: Path) -> None:
        (tmp_path / "facts.rq").write_text("# Mine?\n# param who: actor somebody\nSELECT ?e { VALUES ?who { UNDEF } ?e sem:hasActor ?who }")
        assert len(query(full, "facts", folder=tmp_path, who="Poland")) == 1
        assert questions(tmp_path)["facts"].text == "Mine?"

    @pytest.mark.parametrize("text_", ["# A?\n# param x: thing it\nSELECT ?x {}", "# A?\n# param x: actor it\nSELECT ?x {}"])
    def test_a_question_of_another_form_is_told(self, tmp_path: Path, text_: str) -> None:
        (tmp_path / "bad.rq").write_text(text_)
        with pytest.raises(QueryError, match=r"bad\.rq"):
            questions(tmp_path)

    def test_policies_are_no_questions_but_every_other_file_is(self) -> None:
        shipped = {f.name[:-3] for f in importlib.resources.files("kg").joinpath("queries").iterdir() if f.name.endswith(".rq")}
        assert shipped - set(QUESTIONS) == {"promote", "promote_strict"}


def test_values_are_bound_in_pairs_and_singly() -> None:
    sparql = "SELECT * { VALUES (?a ?b) { (UNDEF UNDEF) } VALUES ?c { UNDEF } ?a ?b ?c }"
    assert slots(sparql) == ("a", "b", "c")
    assert bind(sparql, {"b": [text("x"), text("y")]}) == 'SELECT * { VALUES (?b) { ("x") ("y") }  ?a ?b ?c }'
    with pytest.raises(QueryError, match="no slot for z"):
        bind(sparql, {"z": [text("x")]})


class TestShow:
    def test_an_event_is_shown_with_its_words_and_what_speaks_against_it(self, full: Store) -> None:
        shown = show(full, str(rows(full, "facts", type="ASSAULT")[0]["event"]))
        sections = {s.title: list(s.rows.dicts()) for s in shown.sections}
        assert (shown.kind, shown.name) == ("happening", "ASSAULT")
        assert {"disputed by", "date", "place"} <= {r["property"] for r in sections["what is known"]}
        assert (sections["words"][0]["quote"] or "").startswith("Shells fell on a town")
        assert sections["contradicted by"][0]["claimant"] == "Russia"

    def test_a_report_is_shown_with_the_fact_that_it_made(self, full: Store) -> None:
        report = str(rows(full, "evidence", event=str(rows(full, "facts", type="CONSULT")[0]["event"]))[0]["report"])
        assert {"what is known", "words", "fact"} <= {s.title for s in show(full, report).sections}

    def test_an_actor_is_shown_with_facts_words_and_offices(self, full: Store) -> None:
        assert {"what is known", "facts", "says", "words", "offices", "what others say of it"} == {s.title for s in show(full, "Russia").sections}

    @pytest.mark.parametrize("what", ["happening/gone", "Atlantis", "article/x#event-1-2"])
    def test_what_is_not_there_is_told(self, full: Store, what: str) -> None:
        with pytest.raises(QueryError, match=r"no (event|actor)"):
            show(full, what)

    def test_two_stores_are_compared_by_what_they_hold(self, full: Store) -> None:
        assert not diff(full, told())
        other = told()
        facts.remove(other, ["a"])
        put(other, meeting("z"))
        assert [(sign, what) for sign, what, *_ in diff(full, other).rows] == [(s, w) for w in ("article", "fact", "report") for s in "-+"]


class TestTimes:
    def test_as_of_a_day_facts_are_promoted_from_what_was_published_by_then(self) -> None:
        late = attack("c", "Shells fell on a town.")
        store = built(meeting("a", date="2016-04-20"), meeting("n", date=None), late)
        found = facts.as_of(store, "2016-04-20")
        assert {r["type"] for r in rows(found.store, "facts")} == {"CONSULT", "ASSAULT"}
        assert [a.id for a in found.undated] == ["n"] and found.later == ()
        early = facts.as_of(store, "2016-04-19")
        assert not happenings(early.store) and len(early.later) == 2
        assert early.store.text("a") if early.store.articles() else True

    def test_a_month_of_publication_counts_when_it_is_over(self) -> None:
        store = built(meeting("a", date="2016-04"))
        assert len(facts.as_of(store, "2016-04-29").later) == 1 and happenings(facts.as_of(store, "2016-04-30").store)

    def test_decisions_hold_as_of_a_day_too(self) -> None:
        store = built(meeting("a"))
        facts.decide(store, "reject", happenings(store).pop(), who="me")
        assert not happenings(facts.as_of(store, "2016-05").store)

    def test_during_a_period_only_what_can_have_happened_then(self, full: Store) -> None:
        assert {r["type"] for r in rows(facts.during(full, "2016-04-19", None), "facts")} == {"CONSULT", "ACCUSE"}
        assert {r["type"] for r in rows(facts.during(full, None, "2016-04-19"), "facts")} == {"ASSAULT"}
        assert rows(facts.during(full, "2016-04-19", None), "claims") == rows(full, "claims")

    def test_what_is_no_day_is_told(self) -> None:
        with pytest.raises(QueryError, match="'soon' is no day"):
            facts.as_of(open_store(), "soon")
