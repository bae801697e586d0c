"""Small graphs worked out by hand."""

import itertools
import json
import math
from dataclasses import replace

import networkx as nx
import pytest

import kg
from kg import facts
from kg.model import Actor, Affiliation, Article, Event, Extraction, Party, Span, Status, When
from kg.network import Act, Evidence, bipartite, dyads, measures, portion, relations, slices, stored
from kg.rdf import quads
from kg.store import Store, open_store
from tests import factories as make
from tests.synthetic import world

RUSSIA, NATO, UKRAINE, NORWAY = (
    Actor(id=f"actor/{name.lower()}", name=name, kind=kind)  # type: ignore[arg-type]
    for name, kind in (("Russia", "state"), ("NATO", "igo"), ("Ukraine", "state"), ("Norway", "state"))
)
PESKOV = Actor(id="actor/peskov", name="Peskov", kind="person", affiliation=Affiliation("actor/russia", "Russia", "RUS"))
NUMBER = itertools.count()


def act(
    kind: str,
    one: Actor | tuple[Actor, ...],
    other: Actor | tuple[Actor, ...] = (),
    *,
    date: str = "",
    mode: str = "",
    status: Status = "asserted",
    by: tuple[Actor, ...] = (),
    reciprocal: bool = False,
    disputed_by: tuple[Actor, ...] = (),
) -> Act:
    def some(x: Actor | tuple[Actor, ...]) -> tuple[Actor, ...]:
        return x if isinstance(x, tuple) else (x,)

    return Act(
        id=f"event-{next(NUMBER)}",
        kind=kind,
        mode=mode,
        actors=some(one),
        recipients=some(other),
        date=date,
        status=status,
        fact=status == "asserted" and not by,
        claimants=by,
        reciprocal=reciprocal,
        disputed_by=disputed_by,
        evidence=(),
    )


def test_an_act_is_an_edge_from_actor_to_recipient_with_its_class_and_score() -> None:
    graph = relations([act("ASSAULT", RUSSIA, UKRAINE, mode="aerial", date="2016-04-11")])
    [(one, other, data)] = graph.edges(data=True)
    assert (one, other) == ("actor/russia", "actor/ukraine")
    assert (data["quad"], data["intensity"], data["date"], data["fact"], data["weight"]) == (4, -9.5, "2016-04-11", True, 1.0)
    assert graph.nodes["actor/russia"]["name"] == "Russia"


def test_an_act_of_two_on_two_is_four_edges_that_weigh_one_act() -> None:
    graph = relations([act("SANCTION", (NATO, NORWAY), (RUSSIA, UKRAINE))])
    assert graph.number_of_edges() == 4
    assert sum(weight for _, _, weight in graph.edges(data="weight")) == 1.0
    assert len({event for _, _, event in graph.edges(data="event")}) == 1


def test_a_reciprocal_act_is_one_edge_for_each_unordered_pair() -> None:
    graph = relations([act("CONSULT", (RUSSIA, NATO, UKRAINE), (RUSSIA, NATO, UKRAINE), reciprocal=True)])
    nato, russia, ukraine = "actor/nato", "actor/russia", "actor/ukraine"
    assert sorted(graph.edges()) == [(nato, russia), (nato, ukraine), (russia, ukraine)]
    assert sum(acts for _, _, acts in dyads(graph).edges(data="acts")) == pytest.approx(1.0)


@pytest.mark.parametrize(("actors", "recipients", "alone"), [((RUSSIA,), (), "actor"), ((), (RUSSIA,), "recipient")])
def test_an_act_with_one_side_is_a_loop_that_says_which(actors: tuple[Actor, ...], recipients: tuple[Actor, ...], alone: str) -> None:
    acts = [act("MOBILIZE", actors, recipients)]
    [(one, other, data)] = relations(acts).edges(data=True)
    assert (one, other, data["alone"]) == ("actor/russia", "actor/russia", alone)
    assert relations(acts, alone=False).number_of_edges() == 0
    assert dyads(relations(acts)).number_of_edges() == 0


MIXED = [
    act("ACCUSE", NATO, RUSSIA, date="2016-04-11"),
    act("ASSAULT", RUSSIA, UKRAINE, date="2016-04", status="claimed", by=(NATO,)),
    act("AID", RUSSIA, UKRAINE, date="2016-05-02", status="claimed", by=(PESKOV,)),
    act("CONSULT", NATO, RUSSIA, reciprocal=True),
    act("MOBILIZE", RUSSIA, NORWAY, date="2015", status="denied", by=(RUSSIA,)),
    act("ASSAULT", RUSSIA, UKRAINE, status="claimed", by=(NATO, RUSSIA)),
    act("THREATEN", RUSSIA, NORWAY, disputed_by=(RUSSIA,)),
]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"types": {"AID"}}, ["AID"]),
        ({"statuses": {"denied"}}, ["MOBILIZE"]),
        ({"facts_only": True}, ["ACCUSE", "CONSULT", "THREATEN"]),
        ({"period": ("2016-04-01", "2016-04-30")}, ["ACCUSE", "ASSAULT"]),
        ({"period": ("2016-04-12", None)}, ["AID", "ASSAULT"]),
        ({"period": (None, "2015-06"), "undated": True}, ["ASSAULT", "CONSULT", "MOBILIZE", "THREATEN"]),
        ({"world": "Russia"}, ["ACCUSE", "AID", "CONSULT"]),
        ({"world": "actor/nato"}, ["ACCUSE", "ASSAULT", "CONSULT", "THREATEN"]),
        ({"kinds": {"state"}}, ["AID", "ASSAULT", "ASSAULT", "MOBILIZE", "THREATEN"]),
        ({"place": "Brussels"}, []),
    ],
)
def test_filters_keep_what_they_name(filters: dict[str, object], kinds: list[str]) -> None:
    assert sorted(kind for _, _, kind in relations(MIXED, **filters).edges(data="kind")) == kinds  # type: ignore[arg-type]


def test_folding_lets_officials_stand_as_their_state() -> None:
    [(one, other, data)] = relations([act("ACCUSE", PESKOV, NATO, status="claimed", by=(PESKOV,))], fold=True).edges(data=True)
    assert (one, other, data["claimants"]) == ("actor/russia", "actor/nato", "Peskov")


def test_further_reports_of_an_act_travel_with_its_edge() -> None:
    reports = tuple(Evidence(quote=quote, start=0, end=3, offset=0, article="a") for quote in ("One.", "Two."))
    [(_, _, data)] = relations([Act(id="e", kind="AID", actors=(NATO,), recipients=(UKRAINE,), evidence=reports)]).edges(data=True)
    assert (data["quote"], [r["quote"] for r in json.loads(data["reports"])]) == ("One.", ["Two."])


def test_an_extraction_gives_edges_with_trigger_offsets_within_the_quote() -> None:
    article = Article(id="a", text="Earlier. Russia accused NATO of lying.", source="Wire", date="2016-04-20", url="https://x.example/1")
    event = Event(
        id="e",
        kind="ACCUSE",
        trigger=article.span(16, 23),
        evidence=article.span(9, 38),
        actors=(Party(actor=RUSSIA),),
        recipients=(Party(actor=NATO),),
        date=When(value="2016-04"),
        rule="verb",
    )
    untyped = Event(id="u", kind=None, trigger=Span(0, 7, "Earlier"), evidence=article.span(0, 8), actors=(Party(actor=RUSSIA),))
    [(_, _, data)] = relations(Extraction(article=article, events=(event, untyped))).edges(data=True)
    assert data["quote"][data["start"] : data["end"]] == "accused"
    assert (data["date"], data["publisher"], data["published"], data["fact"], data["rule"]) == ("2016-04", "Wire", "2016-04-20", True, "verb")


def test_every_attribute_can_be_written_as_graphml() -> None:
    graph = relations(world(20, 60))
    for _, _, data in graph.edges(data=True):
        assert all(isinstance(value, str | int | float | bool) for value in data.values())
    again = nx.parse_graphml("\n".join(nx.generate_graphml(graph)), force_multigraph=True)
    assert sorted(again.nodes(data="name")) == sorted(graph.nodes(data="name"))
    assert sorted((a, b, k) for a, b, k in again.edges(data="kind")) == sorted((a, b, k) for a, b, k in graph.edges(data="kind"))


def test_the_bipartite_graph_stands_acts_between_actors() -> None:
    one, both, alone = act("ACCUSE", NATO, RUSSIA), act("CONSULT", NATO, RUSSIA, reciprocal=True), act("MOBILIZE", RUSSIA)
    flat = bipartite(relations([one, both, alone]))
    assert set(flat.edges()) == {
        ("actor/nato", one.id),
        (one.id, "actor/russia"),
        ("actor/nato", both.id),
        ("actor/russia", both.id),
        ("actor/russia", alone.id),
    }
    assert {n for n, side in flat.nodes(data="bipartite") if side} == {one.id, both.id, alone.id}


def test_a_dyad_sums_its_acts_by_class_and_means_their_intensity() -> None:
    graph = relations([act("ACCUSE", NATO, RUSSIA, date="2016-04-11"), act("AID", NATO, RUSSIA, date="2016-03"), act("ACCUSE", RUSSIA, NATO)])
    there, back = dyads(graph)["actor/nato"]["actor/russia"], dyads(graph)["actor/russia"]["actor/nato"]
    assert (there["acts"], there["q2"], there["q3"], there["total"], there["mean"], there["sign"]) == (2.0, 1.0, 1.0, 7.0, 3.5, 1)
    assert (there["first"], there["last"]) == ("2016-03", "2016-04-11")
    assert (back["acts"], back["mean"], back["sign"]) == (1.0, -3.0, -1)


def test_what_is_denied_or_only_planned_is_no_act_of_a_dyad() -> None:
    said = [act("ASSAULT", RUSSIA, UKRAINE, status=status, by=(NATO,)) for status in ("denied", "negated", "planned", "threatened")]
    assert dyads(relations(said)).number_of_edges() == 0
    assert measures.series(relations(said), "actor/russia", "actor/ukraine", by=4) == []
    assert dyads(relations(said), statuses={"denied"})["actor/russia"]["actor/ukraine"]["acts"] == 1.0


def test_slices_cut_by_month_and_keep_the_undated_apart() -> None:
    cut = slices(relations(MIXED))
    assert {period: graph.number_of_edges() for period, graph in cut.items()} == {"": 3, "2015": 1, "2016-04": 2, "2016-05": 1}


# A chain a -> b -> c with an act back from b to a.
CHAIN = [act("AID", NATO, RUSSIA), act("AID", NATO, RUSSIA), act("ACCUSE", RUSSIA, NATO), act("THREATEN", RUSSIA, UKRAINE)]


def test_centralities_of_a_chain() -> None:
    middle, first, last = measures.centralities(relations(CHAIN))
    assert [c.name for c in (middle, first, last)] == ["Russia", "NATO", "Ukraine"]
    assert (middle.acts, middle.received, middle.partners, middle.betweenness) == (2.0, 2.0, 2, 1.0)
    assert middle.balance == pytest.approx((10 + 10 - 3 - 3.5) / 4)
    # With d = .85 and u dangling: n = .05 + .85 (r/2 + u/3), r = .05 + .85 (n + u/3), u = .05 + .85 (r/2 + u/3); so n = u.
    n = last.rank
    r = (0.05 + 0.85 * (n + n / 3)) / 1
    assert first.rank == pytest.approx(n)
    assert middle.rank == pytest.approx(r)
    assert first.rank + middle.rank + last.rank == pytest.approx(1)


def test_pagerank_agrees_with_networkx_where_scipy_is_there() -> None:
    pytest.importorskip("scipy")
    graph = relations(world(60, 300))
    ours = {c.id: c.rank for c in measures.centralities(graph)}
    theirs = nx.pagerank(dyads(graph), weight="acts", tol=1e-12, max_iter=1000)
    assert ours == pytest.approx(theirs, abs=1e-8)


def test_large_graphs_have_the_same_betweenness(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = relations(world(60, 200))
    small = {c.id: c.betweenness for c in measures.centralities(graph)}
    monkeypatch.setattr(measures, "LARGE", 10)
    assert {c.id: c.betweenness for c in measures.centralities(graph)} == pytest.approx(small)


def two_camps() -> nx.MultiDiGraph:
    camps = [[Actor(id=f"actor/{side}{i}", name=f"{side}{i}", kind="state") for i in range(4)] for side in "ab"]
    inside = [act("COOPERATE", x, y) for camp in camps for x, y in itertools.permutations(camp, 2)]
    return relations([*inside, act("ACCUSE", camps[0][0], camps[1][0])])


@pytest.mark.parametrize("large", [10_000, 2])
def test_two_camps_are_two_communities(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if large == 2:
        pytest.importorskip("graspologic_native")
    monkeypatch.setattr(measures, "LARGE", large)
    assert measures.communities(two_camps()) == [tuple(f"actor/{side}{i}" for i in range(4)) for side in "ab"]


def test_friends_are_found_by_cooperation_alone() -> None:
    graph = relations([act("AID", NATO, UKRAINE), *(act("ASSAULT", RUSSIA, UKRAINE) for _ in range(9))])
    assert measures.communities(graph, by="friendship") == [("actor/nato", "actor/ukraine"), ("actor/russia",)]


def test_reciprocity_is_the_share_of_acts_that_are_returned() -> None:
    assert measures.reciprocity(relations(CHAIN)) == pytest.approx(2 / 4)  # one act of NATO's two is returned by one of Russia's
    assert measures.reciprocity(relations([act("CONSULT", NATO, RUSSIA, reciprocal=True)])) == pytest.approx(1)
    assert math.isnan(measures.reciprocity(relations([])))


def test_a_series_counts_and_means_by_period() -> None:
    graph = relations(
        [
            act("AID", NATO, RUSSIA, date="2016-03-02"),
            act("ACCUSE", RUSSIA, NATO, date="2016-03-20"),
            act("CONSULT", NATO, RUSSIA, date="2016-04-20", reciprocal=True),
            act("AID", NATO, RUSSIA, date="2016"),
            act("AID", NATO, UKRAINE, date="2016-03-02"),
        ]
    )
    both = measures.series(graph, "actor/nato", "actor/russia")
    assert [(p.period, p.acts, p.mean) for p in both] == [("2016-03", 2.0, 3.5), ("2016-04", 1.0, 2.5)]
    assert [p.quads for p in both] == [(0.0, 1.0, 1.0, 0.0), (1.0, 0.0, 0.0, 0.0)]
    one_way = measures.series(graph, "actor/russia", "actor/nato", directed=True)
    assert [(p.period, p.acts, p.mean) for p in one_way] == [("2016-03", 1.0, -3.0), ("2016-04", 0.5, 2.5)]


def test_claimants_who_say_the_same_are_alike_and_those_who_say_the_opposite_are_not() -> None:
    graph = relations(
        [
            act("ASSAULT", RUSSIA, UKRAINE, status="claimed", by=(NATO,)),
            act("ACCUSE", RUSSIA, UKRAINE, status="claimed", by=(NORWAY,)),
            act("ASSAULT", RUSSIA, UKRAINE, status="denied", by=(PESKOV,)),
            act("AID", NATO, NORWAY, status="claimed", by=(UKRAINE,)),
        ]
    )
    assert measures.similarity(graph, "NATO", "Norway") == pytest.approx(1)
    assert measures.similarity(graph, "NATO", "Peskov") == pytest.approx(-1)
    assert math.isnan(measures.similarity(graph, "NATO", "Ukraine"))


@pytest.mark.parametrize("graph", [relations([]), relations([act("MOBILIZE", RUSSIA)])])
def test_measures_of_next_to_nothing_do_not_fail(graph: nx.MultiDiGraph) -> None:
    assert len(measures.centralities(graph)) == len(graph)
    assert len(measures.communities(graph)) == len(graph)
    assert bipartite(graph).number_of_nodes() in (0, 2)


def told(id: str, *, claimed: bool = False, **said: str) -> Extraction:
    """An article on a meeting, and, where asked, with Russia's word of an attack on a town and NATO's denial of another."""
    of = make.article(id, "NATO met Russia in Brussels. Moscow said that Ukraine shelled a town. Kyiv denied that it fired.", **said)
    met = make.event(of, "met", "CONSULT", "NATO", "Russia", when="2016-04-20", where=make.place("Brussels", 50.85, 4.35), reciprocal=True)
    shelled = make.event(of, "shelled", "ASSAULT", "Ukraine", by="Russia", mode="heavy-weapons", rule="verb", confidence=0.75)
    fired = make.event(of, "fired", "ASSAULT", "Ukraine", "Russia", by="Ukraine", status="denied")
    return make.extraction(of, met, *((shelled, fired) if claimed else ()))


def stored_in(store: Store, *found: Extraction) -> None:
    facts.put(store, {e.article.slug: list(quads(e)) for e in found}, texts={e.article.slug: e.article.text for e in found})


def test_a_store_gives_each_happening_once_with_the_words_of_all_its_reports() -> None:
    with open_store() as store:
        stored_in(store, told("a"), told("b"))
        [(one, other, data)] = relations(store).edges(data=True)
    assert (one, other, data["fact"], data["kind"]) == ("actor/nato", "actor/russia", True, "CONSULT")
    assert (data["date"], data["place"]) == ("2016-04-20", "Brussels")
    assert data["event"].startswith("happening/")
    assert (data["quote"], data["publisher"], data["quote"][data["start"] : data["end"]]) == ("NATO met Russia in Brussels.", "Agency A", "met")
    assert [report["publisher"] for report in json.loads(data["reports"])] == ["Agency B"]


def test_a_store_gives_claims_with_their_claimant_and_never_as_facts() -> None:
    with open_store() as store:
        stored_in(store, told("a", claimed=True))
        graph = relations(store)
    found = {(data["kind"], data["status"]): data for _, _, data in graph.edges(data=True)}
    assert {key for key, data in found.items() if data["fact"]} == {("CONSULT", "asserted")}
    claim = found["ASSAULT", "claimed"]
    assert (claim["claimants"], claim["mode"], claim["intensity"]) == ("Russia", "heavy-weapons", -9.5)
    assert (claim["rule"], claim["confidence"]) == ("verb", 0.75)
    assert found["ASSAULT", "denied"]["claimants"] == "Ukraine"


def test_a_store_and_its_extraction_give_the_same_graph() -> None:
    found = told("a", claimed=True)
    with open_store() as store:
        stored_in(store, found)
        there = relations(store)
    here = relations(found)
    assert {n: d["name"] for n, d in there.nodes(data=True)} == {n: d["name"] for n, d in here.nodes(data=True)}
    for a, b, data in here.edges(data=True):
        same = [d for d in there[a][b].values() if d["quote"] == data["quote"] and d["start"] == data["start"]]
        assert {**same[0], "event": ""} == {**data, "event": ""}


def test_of_a_store_one_actor_can_be_asked_alone() -> None:
    with open_store() as store:
        stored_in(store, told("a", claimed=True))
        assert {kind for _, _, kind in relations(store, around="actor/nato").edges(data="kind")} == {"CONSULT"}
        assert relations(store, around="actor/russia").number_of_edges() == 2
        assert relations(store, around="urn:kg:actor/russia").number_of_edges() == 2
    assert relations(told("a", claimed=True), around="actor/nato").number_of_edges() == 1


def test_of_a_busy_actor_the_latest_acts_can_be_asked_for() -> None:
    of = make.article("n", "NATO met Russia. NATO met Norway. NATO met Poland.", date="2016-05-01")
    met = [make.event(of, "met", "CONSULT", "NATO", who, nth=n, when=f"2016-04-0{n}") for n, who in enumerate(("Russia", "Norway", "Poland"), 1)]
    with open_store() as store:
        stored_in(store, make.extraction(of, *met))
        first = portion(store, "actor/nato", most=2)
        assert [(a.date, a.fact) for a in sorted(first.acts, key=lambda a: a.date)] == [("2016-04-02", True), ("2016-04-03", True)]
        assert (first.before, first.total) == ("2016-04-02", 3)
        rest = portion(store, "actor/nato", most=2, before=first.before)
        assert ([a.date for a in rest.acts], rest.before) == (["2016-04-01"], None)
        whole = portion(store, "actor/nato", most=3)
        assert (len(whole.acts), whole.before) == (3, None)


def test_a_report_that_says_more_than_its_happening_is_no_claim_for_that() -> None:
    one, two = make.article("p", "NATO and Norway met Russia."), make.article("q", "NATO met Russia.")
    wide = make.extraction(one, make.event(one, "met", "CONSULT", ("NATO", "Norway"), "Russia", when="2016-04-20", reciprocal=True))
    slim = make.extraction(two, make.event(two, "met", "CONSULT", "NATO", "Russia", when="2016-04-20", reciprocal=True))
    with open_store() as store:
        stored_in(store, wide, slim)
        assert all(a.fact for a in stored(store, around="actor/norway"))


def test_actors_that_people_merged_are_one_node() -> None:
    with open_store() as store:
        stored_in(store, told("a", claimed=True))
        facts.decide(store, "merge", "actor/russia", "actor/ukraine", who="me")
        assert set(relations(store)) == {"actor/nato", "actor/russia"}


def of_state_media() -> Extraction:
    of = make.article("t", "NATO met Russia in Brussels. Norway met Poland in Oslo.", source="TASS", url=None)
    met = make.event(of, "met", "CONSULT", "NATO", "Russia", when="2016-04-20", reciprocal=True)
    other = make.event(of, "met", "CONSULT", "Norway", "Poland", nth=2, when="2016-04-20", reciprocal=True)
    return make.extraction(of, met, other)


@pytest.mark.parametrize("stored", [False, True])
def test_the_own_voice_of_a_party_s_publisher_is_its_claim(stored: bool) -> None:
    with open_store() as store:
        stored_in(store, of_state_media())
        graph = relations(store if stored else of_state_media())
    assert {(a, data["fact"], data["claimants"]) for a, _, data in graph.edges(data=True)} == {
        ("actor/nato", False, "Russia"),
        ("actor/norway", True, ""),
    }


def test_what_is_told_of_the_day_after_tomorrow_is_no_fact() -> None:
    of = make.article("f", "NATO meets Russia on Saturday.")
    found = make.extraction(of, make.event(of, "meets", "CONSULT", "NATO", "Russia", when="2016-04-23"))
    assert [fact for _, _, fact in relations(found).edges(data="fact")] == [False]


def jointly(id: str = "j") -> Extraction:
    """An article in which Norway and Poland say together that Russia attacked Ukraine, and NATO passes on what Ukraine says."""
    of = make.article(id, "Norway and Poland said that Russia attacked Ukraine. NATO says Ukraine says that Russia helped Belarus.")
    hit = make.event(of, "attacked", "ASSAULT", "Russia", "Ukraine", by="Norway")
    both = [make.claim(of, "Russia attacked Ukraine", who, about=(hit,)) for who in ("Norway", "Poland")]
    aid = make.event(of, "helped", "AID", "Russia", "Belarus", by=("NATO", "Ukraine"))
    outer = make.claim(of, "Ukraine says that Russia helped Belarus", "NATO", about=(aid,))
    inner = make.claim(of, "Russia helped Belarus", "Ukraine", about=(aid,), within=outer.id)
    return make.extraction(of, hit, both[0], replace(both[1], id=f"{both[1].id}-by-poland"), aid, outer, inner)


@pytest.mark.parametrize("stored", [False, True])
def test_who_says_it_together_is_no_chain_and_who_relays_it_is_one(stored: bool) -> None:
    with open_store() as store:
        stored_in(store, jointly())
        graph = relations(store if stored else jointly())
    assert {data["kind"]: (data["claimants"], data["claimant_ids"]) for _, _, data in graph.edges(data=True)} == {
        "ASSAULT": ("Norway + Poland", "actor/norway+actor/poland"),
        "AID": ("NATO > Ukraine", "actor/nato actor/ukraine"),
    }
    assert measures.stances(graph).keys() == {"Norway", "Poland", "Ukraine"}


def test_what_is_said_together_is_in_the_world_of_each_and_what_is_relayed_in_none() -> None:
    kinds = {who: {kind for _, _, kind in relations(jointly(), world=who).edges(data="kind")} for who in ("Norway", "Poland", "NATO", "Ukraine")}
    assert kinds == {"Norway": {"ASSAULT"}, "Poland": {"ASSAULT"}, "NATO": set(), "Ukraine": set()}


@pytest.mark.parametrize("event", ["CONSULT", "ASSAULT"])
def test_what_people_rejected_is_left_out_unless_asked_for_and_says_by_whom_and_why(event: str) -> None:
    with open_store() as store:
        stored_in(store, told("a", claimed=True))
        [name] = [data["event"] for _, _, data in relations(store).edges(data=True) if data["kind"] == event and data["status"] != "denied"]
        decision, _ = facts.decide(store, "reject", name, who="ann", why="misread")
        assert event not in {data["kind"] for _, _, data in relations(store, statuses=("asserted", "claimed")).edges(data=True)}
        kept = [data for _, _, data in relations(store, rejected=True).edges(data=True) if data["rejected_by"]]
        assert [(data["kind"], data["fact"], data["rejected_by"], data["rejected_why"]) for data in kept] == [(event, False, "ann", "misread")]
        facts.undo(store, decision.id, who="ann")
        assert event in {data["kind"] for _, _, data in relations(store, statuses=("asserted", "claimed")).edges(data=True)}


def test_a_happening_that_was_rejected_stays_so_when_another_article_tells_of_it() -> None:
    with open_store() as store:
        stored_in(store, told("a"))
        [name] = [data["event"] for _, _, data in relations(store).edges(data=True)]
        facts.decide(store, "reject", name, who="ann", why="never took place")
        stored_in(store, told("b"))
        assert relations(store).number_of_edges() == 0
        assert {data["rejected_why"] for _, _, data in relations(store, rejected=True).edges(data=True)} == {"never took place"}


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 9])
def test_page_by_page_every_act_of_a_busy_actor_comes_once(most: int) -> None:
    days = ("2016-04-03", "2016-04-03", "2016-04-02", "2016-04", "2015", None)
    names = ("Russia", "Norway", "Poland", "Ukraine", "Sweden", "Finland")
    of = make.article("n", " ".join(f"NATO met {name}." for name in names), date="2016-05-01")
    met = [make.event(of, "met", "CONSULT", "NATO", who, nth=n, when=day) for n, (who, day) in enumerate(zip(names, days, strict=True), 1)]
    with open_store() as store:
        stored_in(store, make.extraction(of, *met))
        found, before = [], None
        for _ in range(len(days) + 1):
            part = portion(store, "actor/nato", most=most, before=before)
            found += [a.id for a in part.acts]
            before = part.before
            if before is None:
                break
        assert sorted(found) == sorted(a.id for a in stored(store, around="actor/nato"))


def test_an_act_that_only_tense_and_dateline_bound_carries_its_bounds() -> None:
    told = Article(id="a", text="Russia bombed Georgia.", date="2008-08-10")
    ((*_, edge),) = relations([kg.extract(told)]).edges(data=True)
    assert (edge["date"], edge["earliest"], edge["latest"]) == ("", "", "2008-08-10")
    with open_store() as store:
        kg.build(told, store)
        ((*_, again),) = relations(store).edges(data=True)
    assert (again["date"], again["earliest"], again["latest"]) == ("", "", "2008-08-10")
