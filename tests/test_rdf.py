"""What reports and happenings look like in RDF."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Actor, Extraction, Where
from kg.rdf import quads
from kg.rdf.happening import edges
from kg.rdf.nodes import actor_triples, article_graph, article_triples, place_triples, run_triples
from kg.rdf.terms import Lit, Quad, date, days, decimal, node, safe, text
from kg.store.convert import quad_from_ox, quad_to_ox
from kg.vocab import GEO, KG, NIF, PROV, RDF, SCHEMA, SEM, XSD, Iri
from tests.graphs import CHILE, HOSTILE, NORWAY, article, extraction, fact_quads, happening, party, shelling, signing


def _about(found: list[Quad], subject: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for s, p, o, _ in found:
        if s == node(subject):
            said.setdefault(p, []).append(o.value if isinstance(o, Lit) else o)
    return said


def test_a_report_has_its_said_properties_its_status_and_its_evidence() -> None:
    a = article()
    said = _about(list(quads(extraction(a))), signing(a).id)
    assert said[KG.saidType] == ["urn:kg:plover#CONSULT"]
    assert said[KG.saidActor] == [node("actor/norway"), node("actor/chile")]
    assert (said[KG.saidDate], said[KG.saidEarliest], said[KG.saidLatest]) == (["2015-05-03"], ["2015-05-03"], ["2015-05-03"])
    assert (said[KG.status], said[KG.certainty], said[KG.polarity]) == (["asserted"], ["certain"], ["positive"])
    assert said[KG.saidIntensity] == ["4"]
    assert said[KG.evidence] == [node(a.version) + "#span-0-52"]


def test_the_innermost_claimant_claims_and_the_outer_ones_relay() -> None:
    a = article()
    said = _about(list(quads(extraction(a))), shelling(a).id)
    assert (said[KG.claimedBy], said[KG.relayedBy]) == ([node("actor/critics")], [node("actor/ana-rojas")])


def test_a_report_in_the_articles_own_voice_has_no_claimant() -> None:
    a = article()
    assert KG.claimedBy not in _about(list(quads(extraction(a))), signing(a).id)


def test_a_report_that_no_word_list_types_has_no_type() -> None:
    a = article()
    untyped = replace(signing(a), kind=None, mode=None)
    said = _about(list(quads(replace(extraction(a), events=(untyped,)))), untyped.id)
    assert not {KG.saidType, KG.saidMode, KG.saidIntensity} & said.keys()


def test_no_sem_property_has_a_report_or_claim_as_its_subject() -> None:
    found = list(quads(extraction()))
    own = {s for s, p, o, _ in found if p == RDF.type and o in (KG.ReportedEvent, SCHEMA.Claim)}
    assert [quad for quad in found if quad[0] in own and (quad[1].startswith(SEM.iri) or str(quad[2]).startswith(SEM.Event))] == []


def test_a_span_carries_the_words_that_stand_at_its_offsets() -> None:
    a = article()
    for s, p, o, _ in quads(extraction(a)):
        if p == NIF.anchorOf and isinstance(o, Lit):
            start, end = (int(part) for part in s.rsplit("-", 2)[1:])
            assert a.text[start:end] == o.value


def test_all_quads_of_an_article_stand_in_its_graph_each_once_and_in_the_same_order() -> None:
    first, second = list(quads(extraction())), list(quads(extraction()))
    assert first == second
    assert len(first) == len(set(first))
    assert {quad[3] for quad in first} == {article_graph(article().slug)}


@pytest.mark.parametrize(
    ("fields", "party"),
    [
        ({"source": "TASS"}, "actor/russia"),
        ({"source": "The Wire", "url": "https://eng.mil.ru/a/1"}, "actor/russia"),
        ({"source": "Pentagon"}, "actor/united-states"),
        ({"source": "NATO"}, "actor/nato"),
        ({"source": "", "url": "https://www.nato.int/a"}, "actor/nato"),
        ({"source": "Reuters"}, None),
        ({"source": "The Wire"}, None),
        ({"source": "", "url": "https://["}, None),
    ],
)
def test_a_publisher_that_speaks_for_a_party_says_so(fields: dict[str, str], party: str | None) -> None:
    spoken = [o for _, p, o, _ in quads(extraction(article(**fields))) if p == KG.speaksFor]
    assert spoken == ([] if party is None else [node(party)])


def test_provenance_names_the_software_its_version_and_hash() -> None:
    said = _about(list(quads(extraction())), "software/some-model-1-2")
    assert (said[SCHEMA.softwareVersion], said[SCHEMA.sha256]) == (["1.2"], ["0" * 64])


def test_an_actor_that_only_others_belong_to_is_named() -> None:
    assert "Lima" in {o.value for s, _, o, _ in quads(extraction()) if s == node("actor/lima") and isinstance(o, Lit)}


def test_a_relative_id_and_its_iri_name_the_same_node() -> None:
    assert list(actor_triples(CHILE)) == list(actor_triples(replace(CHILE, id="urn:kg:actor/chile")))


def test_another_base_moves_every_node_and_no_term() -> None:
    found = list(quads(extraction(), base="https://me.example/kg/"))
    assert not any(str(term).startswith("urn:kg:actor") for quad in found for term in quad)
    assert node("actor/chile", "https://me.example/kg/") in {quad[0] for quad in found}


def test_a_happening_has_its_actors_as_sem_actors_too_and_says_who_disputes_it() -> None:
    said = _about(fact_quads(), happening().id)
    assert said[RDF.type] == [SEM.Event]
    assert set(said[SEM.hasActor]) == set(said[KG.actor]) == {node("actor/norway"), node("actor/chile")}
    assert (said[KG.disputedBy], said[KG.reportCount]) == ([node("actor/peru")], ["1"])


def test_a_reciprocal_happening_draws_its_edge_both_ways() -> None:
    assert {(a.name, b.name) for a, b in edges(happening())} == {("Norway", "Chile"), ("Chile", "Norway")}


def test_a_one_sided_happening_draws_its_edges_from_actors_to_recipients_and_no_loops() -> None:
    one = replace(happening(), reciprocal=False, actors=(NORWAY, CHILE), recipients=(CHILE,))
    assert [(a.name, b.name) for a, b in edges(one)] == [("Norway", "Chile")]


def test_the_facts_speak_of_no_report_but_by_name() -> None:
    assert not {s for s, *_ in fact_quads()} & {o for _, p, o, _ in fact_quads() if p == KG.report}


def test_places_are_written_longitude_first() -> None:
    where = Where(id="place/oslo", name="Oslo", lat=59.91, lon=10.75)
    assert Lit("POINT(10.75 59.91)", GEO.wktLiteral) in [o for _, _, o in place_triples(where)]


def test_a_place_without_coordinates_has_no_point() -> None:
    assert GEO.hasGeometry not in [p for _, p, _ in place_triples(Where(id="place/x", name="X"))]


def test_a_run_is_written_to_the_second() -> None:
    from datetime import UTC, datetime

    found = list(run_triples(datetime(2016, 4, 20, 9, 30, 0, 5, tzinfo=UTC), host="h", replaced=("article/x/00000000",)))
    assert Lit("2016-04-20T09:30:00Z", XSD.dateTime) in [o for _, _, o in found]
    assert {p for _, p, _ in found} == {RDF.type, PROV.startedAtTime, KG.host, KG.replaced}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2016", XSD.gYear),
        ("2016-04", XSD.gYearMonth),
        ("2016-04-20", XSD.date),
        ("2016-04-20T10:00", XSD.date),
        ("2016-02-30", XSD.string),
        ("", XSD.string),
    ],
)
def test_a_date_has_the_datatype_of_its_precision(value: str, kind: str) -> None:
    assert date(value).datatype == kind


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2016", ("2016-01-01", "2016-12-31")), ("2016-02", ("2016-02-01", "2016-02-29")), ("2016-04-20", ("2016-04-20", "2016-04-20")), ("Q2", None)],
)
def test_a_date_covers_its_days(value: str, expected: tuple[str, str] | None) -> None:
    assert days(value) == expected


def test_hostile_words_make_only_literals_and_escaped_iris() -> None:
    hostile = article(title=HOSTILE, source=HOSTILE, url=HOSTILE, author=HOSTILE, id=HOSTILE)
    actor = Actor(id=f"actor/{HOSTILE}", name=HOSTILE, kind="unknown", wikidata=HOSTILE)
    event = replace(signing(hostile), actors=(party(hostile, actor),), rule=HOSTILE)
    for quad in quads(replace(extraction(hostile), events=(event,))):
        quad_to_ox(quad)
        assert not any(set(term) & set(' <>"{}|\\^`\x07') for term in quad if not isinstance(term, Lit))


@given(st.text())
def test_any_text_becomes_an_iri_and_a_literal_that_the_engine_takes(value: str) -> None:
    quad: Quad = (safe("urn:x:" + value), Iri(KG.rule), text(value), Iri("urn:g"))
    kept = quad_from_ox(quad_to_ox(quad))
    assert kept == quad
    if not any("\ud800" <= c <= "\udfff" for c in value):
        assert isinstance(kept[2], Lit)
        assert kept[2].value == value


@given(st.floats(min_value=-10, max_value=10), st.dates())
def test_the_engine_hands_numbers_and_dates_back_as_they_were(number: float, when: object) -> None:
    store = ox.Store()
    written: list[Quad] = [(Iri("urn:s"), Iri("urn:p"), value, Iri("urn:g")) for value in (decimal(number), date(str(when)), date(str(when)[:7]))]
    store.extend(map(quad_to_ox, written))
    assert {quad_from_ox(quad) for quad in store} == set(written)


def test_the_engine_hands_a_whole_article_back_as_it_was() -> None:
    store = ox.Store()
    written = [*quads(extraction()), *fact_quads()]
    store.extend(map(quad_to_ox, written))
    assert {quad_from_ox(quad) for quad in store} == set(written)


def test_an_article_without_findings_is_still_described() -> None:
    a = article()
    found = {quad[:3] for quad in quads(Extraction(article=a))}
    assert set(article_triples(a)) <= found
