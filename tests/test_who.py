"""Who is who by the decisions of people: questions about claims, worlds, pages and the network see actors merged and told apart, and undone again."""

from typing import Any

import pytest

from kg import facts
from kg.errors import QueryError
from kg.ledger import Decision
from kg.model import Extraction
from kg.network import portion, relations, stored
from kg.questions import query
from kg.serve import views
from kg.show import show
from kg.store import Store, open_store
from kg.vocab import Iri
from kg.who import Identities, Who, identities, who
from kg.worlds import over_time, world, worlds, worlds_over_time
from tests.factories import actor, article, claim, event, extraction, mention
from tests.stores import endpoint, store
from tests.test_facts import put

__all__ = ["endpoint", "store"]
SMITH = actor("John Smith", "person", of="Norway", wikidata="Q1")
POET = "John Smith (poet)"


def speech(id: str, who: Any = SMITH, what: str = "Russia attacked Ukraine") -> Extraction:
    """An article in which somebody says one thing, denies another, and meets Poland, each article in another month."""
    of = article(id, f"{who.name} said that {what}. NATO said that China praised Cuba. {who.name} denied this. {who.name} met Poland.", source=None)
    doer, verb, target = what.split()
    hit = event(of, verb, "ASSAULT", doer, target, when="2016-04", by=who)
    praised = event(of, "praised", "SUPPORT", "China", "Cuba", when="2016-04", by="NATO")
    met = event(of, "met", "CONSULT", who, "Poland", when=f"2016-0{1 + ord(id) % 4}-20", reciprocal=True)
    said = claim(of, what, who, cue="said", about=(hit,))
    other = claim(of, "China praised Cuba", "NATO", about=(praised,))
    return extraction(of, mention(of, who.name, who), hit, praised, met, said, other, claim(of, "this", who, stance="denies", about=(praised,)))


def split(store: Store, name: str = "John Smith", *articles: str, other: str | None = POET) -> Decision:
    return facts.decide(store, "split", name, *(articles or ("b",)), value=other, who="me", when="2016-04-22")[0]


def told_in(store: Store, question: str, **params: str) -> set[str]:
    return {str(row["article"]) for row in query(store, question, **params).values()}


def of_world(store: Store, name: str) -> set[tuple[str, str, str]]:
    return {(said.article, said.stance, said.by) for says in world(store, name).sayings.values() for said in says}


def test_who_was_told_apart_says_what_those_articles_have_him_say_and_the_other_one_does_not(store: Store) -> None:
    put(store, speech("a"), speech("b"), speech("c"))
    made = split(store)
    for question, param in (("claims", "claimant"), ("said", "claimant")):
        assert told_in(store, question, **{param: POET}) == {"b"}
        assert told_in(store, question, **{param: "actor/john-smith-poet"}) == {"b"}
        assert told_in(store, question, **{param: "John Smith"}) == {"a", "c"}
    assert told_in(store, "speakers", principal="Norway") == {"a", "b", "c"}
    facts.undo(store, made.id, who="me", when="2016-04-23")
    assert told_in(store, "claims", claimant="John Smith") == {"a", "b", "c"}
    with pytest.raises(QueryError, match="no actor"):
        query(store, "claims", claimant=POET)


def test_the_world_of_who_was_told_apart_is_his_own(store: Store) -> None:
    put(store, speech("a"), speech("b"))
    made = split(store)
    assert of_world(store, POET) == {("b", "asserts", POET), ("b", "denies", POET)}
    assert of_world(store, "John Smith") == {("a", "asserts", "John Smith"), ("a", "denies", "John Smith")}
    assert {said.article for row in worlds(store, POET, "John Smith").rows for said in row.one_says} == {"b"}
    facts.undo(store, made.id, who="me", when="2016-04-23")
    assert of_world(store, "John Smith") == {(a, does, "John Smith") for a in "ab" for does in ("asserts", "denies")}


def test_what_merged_actors_say_is_said_by_the_one_that_stays(store: Store) -> None:
    put(store, speech("a"), speech("b", actor("J. Smith", "person")))
    made, _ = facts.decide(store, "merge", "John Smith", "J. Smith", who="me", when="2016-04-22")
    for name in ("John Smith", "J. Smith", "actor/j-smith"):
        assert told_in(store, "claims", claimant=name) == {"a", "b"}
        assert of_world(store, name) == {(a, does, "John Smith") for a in "ab" for does in ("asserts", "denies")}
    facts.undo(store, made.id, who="me", when="2016-04-23")
    assert told_in(store, "claims", claimant="J. Smith") == {"b"}
    assert of_world(store, "John Smith") == {("a", "asserts", "John Smith"), ("a", "denies", "John Smith")}


def test_who_belongs_to_one_who_was_told_apart_speaks_for_that_other_one() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b"))
        split(store, "Norway", "b", other="Norway (a ship)")
        assert {said for said, *_ in of_world(store, "Norway (a ship)")} == {"b"}
        assert {said for said, *_ in of_world(store, "Norway")} == {"a"}


def test_who_is_said_to_have_done_it_is_asked_for_as_decided(store: Store) -> None:
    put(store, speech("a"), speech("b"))
    split(store, "Russia", "b", other="Russia (a ship)")
    assert told_in(store, "attacks", actor="Russia (a ship)") == {"b"} and told_in(store, "attacks", actor="Russia") == {"a"}
    assert told_in(store, "claims", actor="Russia (a ship)") == {"b"} and told_in(store, "claims", actor="Russia") == {"a"}


def test_facts_and_reports_of_one_question_go_by_the_same_decision() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b"))
        split(store)
        of = {name: [(str(row["status"]), str(row["source"])) for row in query(store, "edges", actor=name).values()] for name in ("John Smith", POET)}
        assert of == {"John Smith": [("fact", "John Smith")], POET: [("fact", POET)]}


def test_both_are_shown_with_their_own_words(store: Store) -> None:
    put(store, speech("a"), speech("b"))
    split(store)
    for name, told in ((POET, "b"), ("John Smith", "a")):
        shown = {section.title: [*section.rows.values()] for section in show(store, name).sections}
        assert show(store, name).name == name
        assert {row["article"] for row in shown["says"]} == {told}
        assert len(shown["words"]) == 2 and len(shown["facts"]) == 1
        assert any("Q1" in str(row["value"]) for row in shown["what is known"]) == (name != POET)
        assert any("Norway" in str(row["value"]) for row in shown["what is known"])


def test_the_network_has_both_with_their_claims() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b"))
        split(store, "Russia", "b", other="Russia (a ship)")
        split(store)
        graph = relations(store)
        claimed = {(source, data["claimants"]) for source, _, data in graph.edges(data=True) if data["kind"] == "ASSAULT"}
        assert claimed == {("actor/russia", "John Smith"), ("actor/russia-a-ship", POET)}
        poet, smith = (graph.nodes[f"actor/{name}"] for name in ("john-smith-poet", "john-smith"))
        assert (poet["name"], poet["kind"], poet["affiliation"], poet["wikidata"] or "") == (POET, "person", "Norway", "")
        assert (smith["name"], smith["wikidata"]) == ("John Smith", "Q1")
        for most in (1, 9):
            assert [act.actors[0].name for act in portion(store, "actor/russia-a-ship", most=most).acts] == ["Russia (a ship)"]
            assert [act.actors[0].name for act in portion(store, "actor/russia", most=most).acts] == ["Russia"]


def test_an_actor_that_others_were_merged_into_has_its_name_where_only_they_are_drawn() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b", actor("J. Smith", "person", of="Norway"), what="Chad attacked Mali"))
        facts.decide(store, "merge", "John Smith", "J. Smith", who="me")
        (act,) = (act for act in stored(store, around="actor/mali"))
        assert [(one.id, one.name, one.kind, one.wikidata) for one in act.claimants] == [("actor/john-smith", "John Smith", "person", None)]


def test_the_pages_of_both_have_their_own_claims() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b"), speech("c", actor("J. Smith", "person")))
        split(store)
        facts.decide(store, "merge", "John Smith", "J. Smith", who="me")
        pages = {name: views.thing(store, f"urn:kg:actor/{name}") or {} for name in ("john-smith", "john-smith-poet", "j-smith")}
        assert pages["j-smith"] == {"moved": "urn:kg:actor/john-smith"}
        told = {name: {claim["iri"].split("/")[1] for claim in page["claims"]} for name, page in pages.items() if "claims" in page}
        assert told == {"john-smith": {store.article(a).slug for a in "ac"}, "john-smith-poet": {store.article("b").slug}}
        assert pages["john-smith-poet"]["label"] == POET
        assert views.thing(store, "urn:kg:actor/nobody") is None


def test_one_who_is_only_claimed_of_has_a_page_and_is_found_by_name() -> None:
    with open_store() as store:
        put(store, speech("a"), speech("b"))
        split(store, "Cuba", "b", other="Cuba (a firm)")
        page = views.thing(store, "urn:kg:actor/cuba-a-firm") or {}
        assert (page["label"], [report["iri"].split("/")[1] for report in page["reports"]]) == ("Cuba (a firm)", [store.article("b").slug])
        assert who(store, "cuba (a firm)") == who(store, "Cuba (a firm)")


def test_worlds_over_time_come_to_the_same_with_words_and_without() -> None:
    with open_store() as store:
        put(store, *(speech(id, what=f"{one} attacked {other}") for id, one, other in (("a", "Russia", "Ukraine"), ("b", "Chad", "Mali"))))
        for relayed in (False, True):
            found, course = worlds_over_time(store, "Norway", "NATO", relayed=relayed, least=1)
            assert course == over_time(store, "Norway", "NATO", relayed=relayed, least=1)
            assert found == worlds(store, "Norway", "NATO", relayed=relayed)
            assert [(p.articles, p.true, p.distance) for p in course.periods] == [(2, 3, 1.0)]


GRAPH = Iri("urn:kg:graph/article/x")
A, B, C, D = (Iri(f"urn:kg:actor/{letter}") for letter in "abcd")


def made(*decisions: Any) -> Identities:
    said = (Decision(verb="merge", who="me", when=str(n), why="", **fields) for n, fields in enumerate(decisions))
    return identities(said, "urn:kg:")


def test_where_to_look_follows_chains_and_exceptions() -> None:
    into_a, into_b = {"actors": ("actor/a", "actor/b")}, {"actors": ("actor/b", "actor/c")}
    apart = {"parted": ("actor/b", "actor/d"), "articles": ("x",)}
    assert made(into_a, into_b).who([C]) == Who((A,), (A, B, C))
    assert made(into_a, into_b, apart).who([A]) == Who((A,), (A, B, C), (), frozenset({(GRAPH, B)}))
    assert made(apart).who([D]) == Who((D,), (D,), ((GRAPH, B),))
    assert made(into_a, {"actors": ("actor/b", "actor/a")}).who([A]) == Who((A,), (A,))
