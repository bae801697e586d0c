from dataclasses import replace
from typing import Any

import pytest

from kg import facts, rdf
from kg.errors import QueryError
from kg.model import Extraction
from kg.store import Store, open_store
from kg.vocab import Iri
from kg.worlds import Comparison, Side, over_time, world, worlds
from tests.factories import accusation, actor, article, claim, event, extraction, meeting
from tests.stores import endpoint, store
from tests.test_facts import attack, built, put

__all__ = ["endpoint", "store"]


def row(found: Comparison, kind: str) -> Side:
    (one,) = (r for r in found.rows if r.matter.type == kind)
    return one


def said_by(by: object, status: str = "claimed", stance: str | None = None, id: str = "q") -> object:
    """An article in which somebody speaks of an aid of China to Ukraine."""
    of = article(id, "It was said that China sent aid to Ukraine in March.")
    sent = event(of, "sent aid", "AID", "China", "Ukraine", when="2016-03", by=by, status=status)
    words = [claim(of, "China sent aid", by, stance=stance, about=(sent,))] if stance else []  # type: ignore[arg-type]
    return extraction(of, sent, *words)


def event_of(text: str, trigger: str, kind: str, who: str, whom: str, *, id: str = "w", **fields: object) -> Extraction:
    """An article of one act."""
    of = article(id, text)
    return extraction(of, event(of, trigger, kind, who, whom, **fields))  # type: ignore[arg-type]


def test_a_claim_is_asserted_by_its_claimant_and_silent_for_others(store: Store) -> None:
    put(store, accusation())
    side = row(worlds(store, "NATO", "Russia"), "ASSAULT")
    assert (side.one, side.other) == ("asserts", "silent")
    assert [(s.by, s.article, s.quote) for s in side.one_says] == [("NATO", "b", "It said Russia attacked Ukraine in April.")]


def test_what_one_asserts_and_the_other_denies_comes_first_with_the_words_of_both(store: Store) -> None:
    of = article("d", "NATO said that Russia attacked Ukraine in April. Russia rejects these charges.")
    attacked = event(of, "attacked", "ASSAULT", "Russia", "Ukraine", when="2016-04", by="NATO")
    put(store, extraction(of, attacked, claim(of, "these charges", "Russia", stance="rejects", about=(attacked,))), said_by("NATO"))  # type: ignore[arg-type]
    found = worlds(store, "NATO", "Russia")
    assert [(r.matter.type, r.one, r.other) for r in found.rows] == [("ASSAULT", "asserts", "denies"), ("AID", "asserts", "silent")]
    assert [s.quote for s in found.rows[0].other_says] == ["these charges"]
    assert found.distance == 1.0


def test_the_same_matter_in_two_articles_is_one_row() -> None:
    of = article("d", "Russia denied that it attacked Ukraine in April, attacked at all.")
    attacked = event(of, "attacked", "ASSAULT", "Russia", "Ukraine", when="2016-04-18", by="Russia", status="denied")
    one = article("b", "NATO says: Russia attacked Ukraine in April, attacked it with tanks.")
    claimed = event(one, "attacked", "ASSAULT", "Russia", "Ukraine", when="2016-04-18", by="NATO")
    store = built(extraction(of, attacked), extraction(one, claimed))
    assert [(r.one, r.other) for r in worlds(store, "NATO", "Russia").rows] == [("asserts", "denies")]


@pytest.mark.parametrize(("kind", "counts"), [("person", True), ("government", True), ("military", True), ("population", False), ("vessel", False)])
def test_a_states_world_includes_what_its_officials_say(kind: str, counts: bool) -> None:
    store = built(said_by(actor("Lavrov", kind, of="Russia")), meeting())  # type: ignore[arg-type]
    assert bool(world(store, "Russia").sayings) is counts
    assert world(store, "Lavrov").sayings


def test_a_relayed_assertion_is_the_relays_word_and_shown_only_when_asked_for() -> None:
    store = built(said_by(("Ukraine", "Russia")), meeting())  # type: ignore[arg-type]
    assert not world(store, "Russia").sayings
    (said,) = (s for found in world(store, "Russia", relayed=True).sayings.values() for s in found)
    assert (said.by, said.via, said.stance) == ("Russia", "Ukraine", "asserts")


def test_a_fact_is_true_in_every_world_that_does_not_deny_it() -> None:
    of = article("d", "Russia denied that shells fell on a town in Ukraine on Monday, and Russia fired them.")
    fell = event(of, "fell", "ASSAULT", "Russia", "Ukraine", when="2016-04-18", by="Russia", status="denied")
    store = built(attack("c", "Shells fell on a town in Ukraine on Monday, and Russia fired them."), extraction(of, fell), meeting())
    found = worlds(store, "Ukraine", "Russia")
    side = row(found, "ASSAULT")
    assert (side.one, side.other, side.matter.fact is not None) == ("silent", "denies", True)
    assert side.matter.id in world(store, "Ukraine").true and side.matter.id not in world(store, "Russia").true
    assert found.distance == 1.0


def test_articles_about_other_matters_bring_two_worlds_no_nearer() -> None:
    both = event_of("NATO met Russia, both say.", "met", "CONSULT", "NATO", "Russia", by="NATO")
    other = event_of("Russia says that Peru attacked Cuba.", "attacked", "ASSAULT", "Peru", "Cuba", by="Russia", id="o")
    found = worlds(built(both, other), "NATO", "Russia")
    more = worlds(built(both, other, attack("c", "Shells fell on a town.")), "NATO", "Russia")
    assert found.distance == more.distance == 1.0
    assert {side.holds for side in found.rows} == {(True, False), (False, True)}


def test_a_fact_of_which_one_speaks_and_that_the_other_does_not_deny_is_common_ground() -> None:
    claimed = event_of("NATO says: NATO met Russia in Brussels.", "met", "CONSULT", "NATO", "Russia", when="2016-04-20", by="NATO", reciprocal=True)
    found = worlds(built(meeting(), claimed), "NATO", "Russia")
    assert [(s.one, s.other, s.holds) for s in found.rows] == [("asserts", "silent", (True, True))] and found.distance == 0.0


def test_a_denial_is_told_with_the_act_and_its_whole_sentence() -> None:
    of = article("d", "NATO said that Russia attacked Ukraine in April. Russia rejects these charges.")
    attacked = event(of, "attacked", "ASSAULT", "Russia", "Ukraine", when="2016-04", by="NATO")
    denial = claim(of, "these charges", "Russia", stance="rejects", about=(attacked,))
    (said,) = row(worlds(built(extraction(of, attacked, denial)), "NATO", "Russia"), "ASSAULT").other_says
    assert (said.quote, said.trigger, said.sentence) == ("these charges", "attacked", "Russia rejects these charges.")
    rejects = event(of, "rejects", "REJECT", "Russia", "NATO")
    (said,) = row(worlds(built(extraction(of, attacked, denial, rejects)), "NATO", "Russia"), "ASSAULT").other_says
    assert (said.quote, said.sentence) == ("these charges", "Russia rejects these charges.")


def test_what_two_say_together_is_asserted_in_the_world_of_each() -> None:
    of = article("t", "Mali and Chad said that Peru attacked Cuba.")
    hit = event(of, "attacked", "ASSAULT", "Peru", "Cuba", by="Mali")
    said = [claim(of, "Peru attacked Cuba", who, cue="said", about=(hit,)) for who in ("Mali", "Chad")]
    store = built(extraction(of, hit, said[0], replace(said[1], id=f"{said[1].id}-by-chad")))
    assert [(s.one, s.other) for s in worlds(store, "Mali", "Chad").rows] == [("asserts", "asserts")]


def test_the_own_voice_of_a_publisher_is_the_word_of_whom_it_speaks_for() -> None:
    found = meeting()
    quads = [
        *rdf.quads(found),
        (
            Iri("urn:kg:publisher/agency-a"),
            Iri("urn:kg:ontology#speaksFor"),
            Iri("urn:kg:actor/russia"),
            Iri("urn:kg:graph/article/" + found.article.slug),
        ),
    ]
    store = open_store()
    facts.put(store, {found.article.slug: quads})
    (said,) = (s for each in world(store, "Russia").sayings.values() for s in each)
    assert (said.by, said.stance) == ("Agency A", "asserts")


def test_worlds_without_anything_in_them_have_no_distance() -> None:
    store = built(said_by("NATO", "denied", "denies"))  # type: ignore[arg-type]
    assert worlds(store, "NATO", "Ukraine").distance is None


def test_an_actor_is_not_laid_beside_itself() -> None:
    with pytest.raises(QueryError, match="the same actor"):
        worlds(built(meeting()), "Russia", "actor/russia")


def test_who_says_it_together_is_told_beside_and_who_relays_it_before() -> None:
    of = article("t", "Mali and Chad said that Peru attacked Cuba.")
    hit = event(of, "attacked", "ASSAULT", "Peru", "Cuba", by="Mali")
    said = [claim(of, "Peru attacked Cuba", who, cue="said", about=(hit,)) for who in ("Mali", "Chad")]
    store = built(extraction(of, hit, said[0], replace(said[1], id=f"{said[1].id}-by-chad")))
    side = row(worlds(store, "Mali", "Chad"), "ASSAULT")
    (mali,), (chad,) = side.one_says, side.other_says
    assert (mali.by, mali.beside, mali.via) == ("Mali", ("Chad",), "")
    assert (chad.by, chad.beside, chad.via) == ("Chad", ("Mali",), "")


def test_a_denial_by_two_is_told_of_both() -> None:
    of = article("t", "Peru said that Mali attacked Cuba. Mali and Chad reject the charge.")
    hit = event(of, "attacked", "ASSAULT", "Mali", "Cuba", by="Peru")
    said = [claim(of, "the charge", who, stance="rejects", about=(hit,)) for who in ("Mali", "Chad")]
    store = built(extraction(of, hit, said[0], replace(said[1], id=f"{said[1].id}-by-chad")))
    (denied,) = row(worlds(store, "Peru", "Chad"), "ASSAULT").other_says
    assert (denied.by, denied.beside, denied.stance) == ("Chad", ("Mali",), "denies")


def test_what_a_person_rejected_is_in_no_world() -> None:
    store = built(accusation(), meeting())
    (said,) = row(worlds(store, "NATO", "Russia"), "ASSAULT").one_says
    decision, _ = facts.decide(store, "reject", said.report, who="ann", why="misread")
    assert worlds(store, "NATO", "Russia").rows == ()
    facts.undo(store, decision.id, who="ann")
    assert len(worlds(store, "NATO", "Russia").rows) == 1


class TestOverTime:
    """Six articles of three months, small enough to count by hand."""

    @staticmethod
    def said(id: str, date: str, kind: str, trigger: str, by: str, status: str = "claimed", day: str = "") -> Extraction:
        """An article in which somebody says that Peru did something to Cuba."""
        of = article(id, f"{by} spoke of it. Peru {trigger} Cuba.", date=date)
        return extraction(of, event(of, trigger, kind, "Peru", "Cuba", when=day or date, by=by, status=status))

    @pytest.fixture
    def months(self) -> Store:
        """January: both say A, Mali alone B, Chad denies C that Mali asserts; February: nothing; March: Mali alone D."""
        return built(
            self.said("a1", "2016-01-03", "AID", "helped", "Mali"),
            self.said("a2", "2016-01-20", "AID", "helped", "Chad", day="2016-01-03"),
            self.said("b", "2016-01-08", "SANCTION", "sanctioned", "Mali"),
            self.said("c1", "2016-01-09", "ASSAULT", "attacked", "Mali"),
            self.said("c2", "2016-01-10", "ASSAULT", "attacked", "Chad", "denied", day="2016-01-09"),
            self.said("d", "2016-03-01", "THREATEN", "threatened", "Mali"),
            self.said("e", "2016", "ACCUSE", "accused", "Mali"),
        )

    def test_each_period_has_its_distance_and_the_counts_that_it_rests_on(self, months: Store) -> None:
        course = over_time(months, "Mali", "Chad", by="month", least=3)
        assert [p.name for p in course.periods] == ["2016-01", "2016-02", "2016-03"]
        january = course.periods[0]
        assert (january.one_on, january.other_on, january.true, january.both, january.against, january.articles) == (3, 2, 3, 1, 1, 5)
        assert january.distance == pytest.approx(1 - 1 / 3, abs=1e-4)  # A is true in both, B and C in Mali's alone
        assert (january.first, january.last) == ("2016-01-01", "2016-01-31")

    def test_too_little_is_no_distance(self, months: Store) -> None:
        assert over_time(months, "Mali", "Chad", by="month", least=4).periods[0].distance is None
        february, march = over_time(months, "Mali", "Chad", by="month", least=1).periods[1:]
        assert (february.true, february.articles, february.distance) == (0, 0, None)
        assert (march.one_on, march.other_on, march.true, march.distance) == (1, 0, 1, None)  # Chad's silence is no distance

    def test_a_saying_of_an_unknown_day_stands_in_no_month_and_is_counted(self, months: Store) -> None:
        assert over_time(months, "Mali", "Chad", by="month").undated == 1
        assert over_time(months, "Mali", "Chad", by="year").undated == 0

    @pytest.mark.parametrize(("last", "by"), [("2016-04-01", "week"), ("2017-12-01", "month"), ("2022-01-01", "quarter"), ("2050-01-01", "year")])
    def test_the_span_chooses_the_length(self, last: str, by: str) -> None:
        store = built(self.said("a", "2016-01-03", "AID", "helped", "Mali"), self.said("z", last, "SANCTION", "sanctioned", "Chad"))
        course = over_time(store, "Mali", "Chad")
        assert course.by == by and 0 < len(course.periods) <= 40

    @pytest.mark.parametrize(("wrong", "told"), [({"by": "decade"}, "there are week, month, quarter, year"), ({"least": 0}, "give 1 or more")])
    def test_what_cannot_be_asked_is_told(self, months: Store, wrong: dict[str, Any], told: str) -> None:
        with pytest.raises(QueryError, match=told):
            over_time(months, "Mali", "Chad", **wrong)


def test_comparisons_show_themselves_in_a_notebook_with_words_as_text() -> None:
    of = article("w", "NATO says Russia <b>hit</b> Cuba.")
    store = built(extraction(of, event(of, "hit", "ASSAULT", "Russia", "Cuba", by="NATO")), meeting())
    shown = worlds(store, "NATO", "Russia")._repr_html_()
    assert "asserts: “NATO says Russia &lt;b&gt;hit&lt;/b&gt; Cuba.”" in shown and "<b>" not in shown
    assert "<td>2016-W16</td><td></td><td>1</td>" in over_time(store, "NATO", "Russia")._repr_html_()
