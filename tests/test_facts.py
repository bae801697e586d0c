import contextlib
import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import facts, rdf
from kg.errors import QueryError
from kg.model import Article, Event, Extraction, When
from kg.rdf.terms import Quad
from kg.store import Store, open_store, plain
from kg.vocab import Iri
from tests.factories import accusation, actor, article, claim, event, extraction, meeting, place
from tests.stores import endpoint, store

__all__ = ["endpoint", "store"]


def put(store: Store, *found: Extraction, rule: str | None = None) -> facts.Outcome:
    quads = {f.article.slug: tuple(rdf.quads(f, base=store.base)) for f in found}
    return facts.put(store, quads, texts={f.article.slug: f.article.text for f in found}, rule=rule)


def built(*found: Extraction, rule: str | None = None) -> Store:
    store = open_store()
    put(store, *found, rule=rule)
    return store


def happenings(store: Store) -> set[str]:
    return {str(plain(row[0])) for row in store.query("SELECT ?h { ?h a sem:Event }")}


def said(store: Store, term: str) -> set[str | None]:
    return {plain(row[0]) for row in store.query(f"SELECT ?o {{ ?h a sem:Event ; {term} ?o }}")}


def lasting(store: Store) -> set[Quad]:
    return {q for q in store.quads() if q[3] != store.runs}


class TestPromotion:
    def test_what_an_article_asserts_in_its_own_voice_is_fact(self, store: Store) -> None:
        assert len(put(store, meeting()).added) == 1
        assert said(store, "kg:actor") == {"urn:kg:actor/nato"}
        assert said(store, "sem:hasTimeStamp") == {"2016-04-20"}
        assert said(store, "kg:evidence/nif:anchorOf") == {"NATO met Russia in Brussels on Wednesday."}

    def test_what_is_only_claimed_is_no_fact_in_any_graph(self, store: Store) -> None:
        put(store, accusation())
        assert said(store, "sem:eventType") == {"urn:kg:plover#ACCUSE"}
        everywhere = "SELECT ?x { ?x sem:eventType plover:ASSAULT } "
        assert not store.query(everywhere, scope="all")
        assert not store.query("SELECT ?x { ?x kg:ASSAULT ?y }", scope="all")
        assert store.query("SELECT ?x { GRAPH ?g { ?x kg:saidType plover:ASSAULT } }")

    @pytest.mark.parametrize(
        "fields",
        [
            {"status": "planned"},
            {"status": "hypothetical"},
            {"status": "denied"},
            {"certainty": "probable"},
            {"polarity": "negative"},
            {"kind": None},
            {"when": "2016-04-21"},
            {"when": "2016-05"},
            {"who": (), "whom": ()},
        ],
        ids=str,
    )
    def test_what_is_not_certain_done_and_typed_is_no_fact(self, fields: dict[str, object]) -> None:
        of = article()
        given_ = {"kind": "CONSULT", "who": "NATO", "whom": "Russia", "when": "2016-04-20", **fields}
        kind, who, whom = given_.pop("kind"), given_.pop("who"), given_.pop("whom")
        assert not happenings(built(extraction(of, event(of, "met", kind, who, whom, **given_))))  # type: ignore[arg-type]

    def test_the_month_of_publication_is_not_the_future(self) -> None:
        of = article()
        assert happenings(built(extraction(of, event(of, "met", "CONSULT", "NATO", "Russia", when="2016-04"))))

    def test_a_fact_dies_with_the_last_report_that_supports_it(self, store: Store) -> None:
        put(store, meeting("a"), meeting("c"))
        first = happenings(store)
        facts.remove(store, ["a"])
        assert len(happenings(store)) == 1 and happenings(store) != first
        facts.remove(store, ["c"])
        assert not list(store.quads(store.facts)) and not list(store.quads(store.links))

    def test_a_publishers_word_on_itself_is_no_fact(self) -> None:
        found = meeting("a")
        quads = list(rdf.quads(found))
        graph, publisher = quads[0][3], Iri("urn:kg:publisher/agency-a")
        for principal, expected in ((Iri("urn:kg:actor/russia"), 0), (Iri("urn:kg:actor/china"), 1)):
            with open_store() as store:
                facts.put(store, {found.article.slug: [*quads, (publisher, Iri("urn:kg:ontology#speaksFor"), principal, graph)]})
                assert len(happenings(store)) == expected

    def test_strictly_violence_needs_two_independent_sources(self) -> None:
        one, copy, other = (
            attack(i, f"{text} in April.") for i, text in (("a", FELL), ("b", FELL), ("c", "Shells from Russia hit a town of Ukraine"))
        )
        assert not happenings(built(one, rule="strict"))
        assert not happenings(built(one, copy, rule="strict"))
        assert len(happenings(built(one, copy, other, rule="strict"))) == 1
        assert len(happenings(built(one, meeting("z"), rule="strict"))) == 1
        assert len(happenings(built(one))) == 1

    def test_another_policy_works_the_whole_store_out_anew(self, store: Store) -> None:
        put(store, attack("a", FELL))
        assert happenings(store)
        put(store, meeting("z"), rule="strict")
        assert said(store, "sem:eventType") == {"urn:kg:plover#CONSULT"}
        facts.rebuild(store, rule="plain")
        assert len(happenings(store)) == 2

    def test_a_policy_that_is_none_is_told(self) -> None:
        with pytest.raises(QueryError, match="no policy 'bold': there are plain, strict"):
            facts.policy("bold")


FELL = "Shells fell on a town in Ukraine on Monday, and Russia fired them"


def attack(id: str, text: str, **fields: object) -> Extraction:
    of = article(id, text)
    trigger = "fell" if "fell" in text else "hit"
    return extraction(of, event(of, trigger, "ASSAULT", "Russia", "Ukraine", when="2016-04-18", where=place("Avdiivka", 48.1, 37.7), **fields))  # type: ignore[arg-type]


class TestOneHappeningToldByMany:
    def test_two_articles_tell_of_one_meeting(self) -> None:
        store = built(meeting("a"), told("b", "Talks between NATO and Russia took place.", "Talks"))
        assert len(happenings(store)) == 1
        assert said(store, "kg:reportCount") == {"2"}

    def test_syndicated_copies_count_once(self) -> None:
        assert said(built(meeting("a"), meeting("b"), meeting("c")), "kg:reportCount") == {"1"}

    def test_a_fact_carries_what_all_its_reports_agree_on(self) -> None:
        lavrov = actor("Sergei Lavrov", "person", of="Russia")
        one = told("a", "Talks: NATO and Russia.", "Talks", whom="Russia", where=place("Brussels", 50.85, 4.35), contexts=("diplomatic", "military"))
        other = told("b", "Talks of Lavrov with NATO.", "Talks", whom=lavrov, where=place("Zaventem", 50.88, 4.47), contexts=("military",))
        store = built(one, other)
        assert len(happenings(store)) == 1
        assert said(store, "kg:recipient") == {"urn:kg:actor/russia"}
        assert said(store, "sem:hasPlace") == set()
        assert said(store, "kg:context") == {"urn:kg:plover#context-military"}

    def test_the_date_is_the_coarsest_that_they_share(self) -> None:
        one, other = told("a", "NATO held talks with Russia.", "talks"), told("b", "NATO held talks with Russia.", "talks", when="2016-04")
        store = built(one, other)
        assert said(store, "sem:hasTimeStamp") == {"2016-04"}
        assert said(store, "sem:hasLatestEndTimeStamp") == {"2016-04-30"}

    def test_a_report_that_only_says_by_when_takes_nothing_from_the_day_of_another(self) -> None:
        of = article("b", "NATO held talks with Russia.")
        bound = replace(event(of, "talks", "CONSULT", "NATO", "Russia"), date=When(value=None, latest="2016-04-20"))
        store = built(told("a", "NATO held talks with Russia.", "talks"), extraction(of, bound))
        assert len(happenings(store)) == 1
        assert said(store, "sem:hasTimeStamp") == said(store, "sem:hasEarliestBeginTimeStamp") == {"2016-04-20"}

    @pytest.mark.parametrize(
        "fields",
        [{"when": "2016-04-12"}, {"whom": "Ukraine"}, {"kind": "ACCUSE"}, {"where": place("Minsk", 53.9, 27.6)}, {"who": "OSCE"}],
        ids=str,
    )
    def test_different_events_stay_apart(self, fields: dict[str, object]) -> None:
        one = told("a", "NATO held talks with Russia.", "talks", where=place("Brussels", 50.85, 4.35), date="2016-04-20")
        assert len(happenings(built(one, told("b", "A second meeting came about.", "meeting", **fields)))) == 2

    def test_a_report_that_gives_only_the_month_does_not_make_two_days_one(self) -> None:
        days = [
            told(i, "NATO held talks with Russia.", "talks", when=when) for i, when in (("a", "2016-04-11"), ("b", "2016-04"), ("c", "2016-04-18"))
        ]
        assert len(happenings(built(days[0], days[1]))) == 1
        store = built(*days)
        assert len(happenings(store)) == 2
        assert {"2016-04-11", "2016-04"} >= said(store, "sem:hasTimeStamp") - {"2016-04-18"}

    def test_a_denial_marks_a_fact_and_does_not_unmake_it(self, store: Store) -> None:
        of = article("b", "Russia denied that its shells fell on a town in Ukraine on Monday.")
        fell = event(of, "fell", "ASSAULT", "Russia", "Ukraine", when="2016-04-18", where=place("Avdiivka", 48.1, 37.7), by="Russia", status="denied")
        put(store, attack("a", FELL), extraction(of, fell, claim(of, "its shells fell", "Russia", stance="denies", about=(fell,))))
        assert said(store, "kg:disputedBy") == {"urn:kg:actor/russia"}
        assert store.query("SELECT ?why { GRAPH ?g { ?l kg:why ?why FILTER(CONTAINS(?why, 'not done')) } }")
        facts.remove(store, ["b"])
        assert said(store, "kg:disputedBy") == set() and happenings(store)

    def test_what_each_says_that_the_other_did_contradicts(self) -> None:
        one = attack("a", FELL)
        of = article("b", "Shells fell on a town in Ukraine on Monday, and Russia was hit by them.")
        swapped = event(of, "fell", "ASSAULT", "Ukraine", "Russia", when="2016-04-18", where=place("Avdiivka", 48.1, 37.7))
        store = built(one, extraction(of, swapped))
        assert len(happenings(store)) == 2
        assert len(store.query("SELECT ?a ?b { GRAPH ?g { ?a kg:contradicts ?b } }")) == 2


def told(id: str, text: str, trigger: str, *, kind: str = "CONSULT", who: object = "NATO", whom: object = "Russia", **fields: object) -> Extraction:
    of = article(id, text, date=str(fields.pop("date", "2016-04-20")))
    fields.setdefault("when", "2016-04-20")
    return extraction(of, event(of, trigger, kind, who, whom, **fields))  # type: ignore[arg-type]


def test_the_text_of_an_article_goes_with_it_unless_another_has_the_same(store: Store) -> None:
    put(store, meeting("a"), meeting("b"), accusation("c"))
    facts.remove(store, ["a", "c"])
    assert [store.beside.text(digest) for digest in store.beside.digests()] == [meeting("b").article.text]


def test_every_order_of_building_gives_the_same_quads() -> None:
    found = [meeting("a"), accusation("b"), attack("c", FELL), told("d", "Talks between NATO and Russia took place.", "Talks")]
    wanted = lasting(built(*found))
    for order in permutations(found):
        store = open_store()
        for one in order:
            put(store, one)
        assert lasting(store) == wanted


def test_a_disk_store_and_a_remote_one_hold_what_memory_holds(store: Store) -> None:
    found = [meeting("a"), accusation("b"), attack("c", FELL)]
    put(store, meeting("z"))
    put(store, *found)
    facts.remove(store, ["z"])
    assert lasting(store) == lasting(built(*found))


# ------------------------------------------------------------------ random histories

NAMES = ("Russia", "Ukraine", "NATO")
PEOPLE = (
    actor("Lavrov", "person", of="Russia"),
    actor("Lavrov", "person", of="Ukraine"),
    actor("Stoltenberg", "person", of="NATO"),
    actor("Crowd", "unknown"),
)
SENTENCES = ("They met in the town hall for long talks about the war", "Long talks about the war were held", "A crowd came out to see them arrive")


@st.composite
def articles(draw: st.DrawFn) -> Extraction:
    id_ = draw(st.sampled_from("abcd"))
    chosen = [draw(st.sampled_from(SENTENCES)) for _ in range(draw(st.integers(1, 3)))]
    text = "".join(f"{n}. {sentence}. " for n, sentence in enumerate(chosen))
    of = article(
        id_, text, date=draw(st.sampled_from(["2016-04-20", "2016-04-21", "2016-04", None])), source=draw(st.sampled_from(["One", "Two", None]))
    )
    return extraction(of, *(found for n, sentence in enumerate(chosen) for found in _acts(draw, of, f"{n}. {sentence}")))


def _acts(draw: st.DrawFn, of: Article, sentence: str) -> Iterable[object]:
    parties = st.lists(st.sampled_from([*map(actor, NAMES), *PEOPLE]), max_size=2, unique_by=lambda a: a.id)
    by = draw(st.sampled_from([(), (), (), "Russia"]))
    act: Event = event(
        of,
        sentence,
        draw(st.sampled_from(["CONSULT", "CONSULT", "ASSAULT", None])),
        draw(parties),
        draw(parties),
        when=draw(st.sampled_from(["2016-04-20", "2016-04-20", "2016-04-19", "2016-04", "2016", None])),
        where=draw(st.sampled_from([None, place("Brussels", 50.85, 4.35), place("Minsk", 53.9, 27.6)])),
        by=by,
        reciprocal=draw(st.booleans()),
        status=draw(st.sampled_from(["claimed", "denied"])) if by else "asserted",
    )
    yield act
    if draw(st.booleans()):
        yield claim(of, sentence, draw(st.sampled_from(NAMES)), stance="denies", about=(act,))


VERBS = ["accept", "reject", "retype", "merge", "split", "merge actors", "split actor", "undo"]
DECISIONS = st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 5))
STEPS = st.lists(st.one_of(articles(), articles(), st.sampled_from("abcd"), DECISIONS), min_size=1, max_size=7)


@settings(
    max_examples=int(os.environ.get("KG_EXAMPLES", "50")), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(STEPS, st.sampled_from(["plain", "plain", "strict"]))
def test_facts_after_any_history_equal_a_rebuild(steps: list[Extraction | str | tuple[str, int, int]], rule: str) -> None:
    store, there = open_store(), {}
    for step in steps:
        if isinstance(step, Extraction):
            put(store, step, rule=rule)
            there[step.article.id] = step
        elif isinstance(step, tuple):
            decided(store, *step)
        elif step in there:
            facts.remove(store, [step], rule=rule)
            del there[step]
        assert not facts.drift(store)
        assert not put(store, *there.values(), rule=rule), "once more changes nothing"
    again = open_store()
    for line in store.beside.lines():
        again.beside.append(line)
    put(again, *there.values(), rule=rule)
    assert lasting(store) == lasting(again)


def decided(store: Store, verb: str, one: int, other: int) -> None:
    """Make one of the decisions that can be made of a store as it is, if any can."""
    events = sorted(happenings(store))
    reports = sorted({str(plain(r[0])) for r in store.query("SELECT ?r { GRAPH ?g { ?r a kg:ReportedEvent } }")})
    actors = ["actor/russia", "actor/ukraine", "actor/lavrov"]
    pool = {"accept": reports, "merge actors": actors, "split actor": actors, "undo": [d.id for d, _ in facts.log(store)]}
    names = pool.get(verb, [*events, *reports])
    if not names:
        return
    a, b = names[one % len(names)], names[other % len(names)]
    given_ = {"who": "me", "when": f"2016-05-{len(store.beside.lines()):02d}"}
    with contextlib.suppress(QueryError):
        if verb == "undo":
            facts.undo(store, a, **given_)
        elif verb == "split actor":
            facts.decide(store, "split", a, "abcd"[other % 4], value=[None, "Twin", "NATO"][other % 3], **given_)
        else:
            two = [b] if verb.startswith("merge") or (verb == "split" and one != other) else []
            facts.decide(store, verb.split()[0], a, *two, value="AGREE" if verb == "retype" else None, **given_)
