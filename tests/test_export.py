"""Every export says the same whatever the order, loads elsewhere, and reads back as it was."""

import csv
import io
import random
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from kg.errors import QueryError
from kg.export import FORMATS, export, gexf, graphml, jsonld, nquads, trig, turtle
from kg.export import csv as table
from kg.export.portable import portable
from kg.rdf import quads
from kg.rdf.nodes import run_triples, runs_graph
from kg.rdf.terms import Lit, Quad, Triple, safe, text
from kg.store.convert import quad_from_ox
from kg.vocab import KG, RDF, SEM, XSD, Iri, ontology
from tests.graphs import HOSTILE, article, extraction, fact_quads

HOSTILE_ARTICLE = article(title=HOSTILE, source=HOSTILE, url=HOSTILE, id=HOSTILE)


def dataset() -> list[Quad]:
    from datetime import UTC, datetime

    run = [(*triple, runs_graph()) for triple in run_triples(datetime(2016, 4, 20, tzinfo=UTC))]
    return [*quads(extraction()), *fact_quads(), *quads(extraction(HOSTILE_ARTICLE)), *run]


def written(module: Any, found: Any, **options: Any) -> str:
    out = io.StringIO(newline="")
    module.write(found, out, **options)
    return out.getvalue()


def without_runs(found: list[Quad]) -> set[Quad]:
    return {quad for quad in found if quad[3] != runs_graph()}


def parsed(written_text: str, form: Any) -> set[Quad]:
    return {quad_from_ox(quad) for quad in ox.parse(written_text.encode(), format=form)}


def triples(written_text: str) -> set[Triple]:
    return {quad[:3] for quad in parsed(written_text, ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "jsonld", "csv"])
@pytest.mark.parametrize("with_claims", [False, True])
def test_any_order_gives_the_same_bytes(name: str, with_claims: bool) -> None:
    first, shuffled = dataset(), [*dataset(), *dataset()]
    random.Random(7).shuffle(shuffled)
    assert export(first, name, with_claims=with_claims) == export(shuffled, name, with_claims=with_claims)


def test_turtle_holds_the_facts_and_nothing_else() -> None:
    found = triples(written(turtle, dataset()))
    assert found == {quad[:3] for quad in fact_quads()}
    assert not [triple for triple in found if triple[1] == RDF.type and triple[2] == KG.ReportedEvent]


def test_turtle_with_claims_keeps_reports_apart_from_happenings() -> None:
    found = triples(written(turtle, dataset(), with_claims=True))
    assert found == {quad[:3] for quad in without_runs(dataset())}
    reports, happenings = ({s for s, p, o in found if (p, o) == (RDF.type, kind)} for kind in (KG.ReportedEvent, SEM.Event))
    assert reports
    assert happenings
    assert not reports & happenings


@pytest.mark.parametrize(("module", "form"), [(trig, ox.RdfFormat.TRIG), (nquads, ox.RdfFormat.N_QUADS), (jsonld, ox.RdfFormat.JSON_LD)])
def test_all_but_the_runs_reads_back_as_it_was(module: Any, form: Any) -> None:
    assert parsed(written(module, dataset()), form) == without_runs(dataset())


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib warns of its own use
@pytest.mark.parametrize(("name", "form"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_rdflib_reads_as_many_quads(name: str, form: str) -> None:
    found = Dataset()
    found.parse(data=export(dataset(), name), format=form)
    assert sum(1 for _ in found.quads()) == len(without_runs(dataset()))


def test_rdflib_reads_as_many_triples_of_the_turtle() -> None:
    assert len(Graph().parse(data=export(dataset()))) == len({quad[:3] for quad in fact_quads()})


@pytest.mark.skipif(which("rapper") is None, reason="needs Debian's raptor2-utils")
@pytest.mark.parametrize("name", ["turtle", "trig", "nquads"])
def test_rapper_accepts(name: str) -> None:
    given_text = export(dataset(), name, with_claims=True)
    done = subprocess.run(["rapper", "-c", "-i", name, "-", "urn:kg:"], input=given_text, text=True, capture_output=True, check=False)
    assert (done.returncode, "Error" in done.stderr or "Warning" in done.stderr) == (0, False), done.stderr


def test_a_text_version_has_a_prefix_of_its_own() -> None:
    assert ":event-17-23 ;\n" in export(dataset())


def test_an_articles_unnamed_actors_share_a_prefix() -> None:
    found: list[Quad] = [(Iri("urn:kg:actor/text-93b589a181cf0deb/civilians"), Iri(KG.kind), text("population"), Iri("urn:kg:graph/facts"))]
    assert written(turtle, found).splitlines()[-1] == 'aba23a3eb:civilians kg:kind "population" .'


def test_two_texts_whose_hashes_collide_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.writing.sha8", lambda _: "00000000")
    told = written(turtle, dataset(), with_claims=True)
    assert "t00000000" not in told
    assert triples(told) == {quad[:3] for quad in without_runs(dataset())}


def test_turtle_is_grouped_by_subject_one_property_a_line() -> None:
    lines = export(dataset()).splitlines()
    start = lines.index("happening:0a1b2c3d a sem:Event ;")
    assert lines[start + 1] == "  sem:eventType plover:CONSULT ;"
    assert lines[start - 1] == ""


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_words_survive_every_format(subject: str, value: str) -> None:
    found: list[Quad] = [(safe("urn:kg:actor/" + subject), Iri(KG.rule), text(value), Iri("urn:kg:graph/facts"))]
    for module, form in ((trig, ox.RdfFormat.TRIG), (nquads, ox.RdfFormat.N_QUADS), (jsonld, ox.RdfFormat.JSON_LD)):
        assert parsed(written(module, found), form) == set(found)
    assert triples(written(turtle, found)) == {found[0][:3]}


@pytest.mark.parametrize(
    "value",
    [
        Lit("1", XSD.decimal),
        Lit("-1.50", XSD.decimal),
        Lit(".5", XSD.decimal),
        Lit("007", XSD.integer),
        Lit("TRUE", XSD.boolean),
        Lit("x", XSD.string, "en"),
    ],
)
def test_no_literal_is_rewritten(value: Lit) -> None:
    found: list[Quad] = [(Iri("urn:kg:actor/a"), Iri(KG.confidence), value, Iri("urn:kg:graph/facts"))]
    kept = parsed(written(trig, found), ox.RdfFormat.TRIG)
    assert {quad[2].value for quad in kept if isinstance(quad[2], Lit)} == {value.value}


def test_the_published_context_is_the_one_that_is_written() -> None:
    assert ontology("context.jsonld") == jsonld.published(), "write kg.export.jsonld.published() to ontology/context.jsonld"


def rows(**options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(table, dataset(), **options), newline="")))


def test_the_table_has_a_row_for_a_fact_with_its_source() -> None:
    (row,) = rows()
    assert (row["record"], row["actor1_name"], row["actor2_name"], row["event_type"], row["quad_class"]) == (
        "fact",
        "Chile",
        "Norway",
        "CONSULT",
        "1",
    )
    assert (row["event_date"], row["date_precision"], row["place_name"], row["latitude"], row["longitude"]) == (
        "2015-05-03",
        "day",
        "Oslo",
        "59.91",
        "10.75",
    )
    assert (row["publisher"], row["disputed_by"], row["quote_start"], row["trigger"]) == ("The Wire", "Peru", "0", "signed")


def test_the_table_with_claims_has_a_row_for_each_report_that_no_fact_rests_on() -> None:
    claimed = [row for row in rows(with_claims=True) if row["record"] == "report" and row["article_id"] == "a1"]
    assert [(row["status"], row["claimant"], row["relayed_by"], row["date_precision"], row["actor2_name"]) for row in claimed] == [
        ("claimed", "critics", "Ana Rojas", "range", "")
    ]


def test_every_column_has_its_line_in_the_dictionary() -> None:
    told = (Path(__file__).parent.parent / "ontology" / "README.md").read_text(encoding="utf-8")
    assert [column for column in table.COLUMNS if f"`{column}`" not in told] == []


def network() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_node("actor/peru", name="Peru", kind="state", code="", known=True)
    graph.add_node("actor/chile", name=HOSTILE, kind="state", code="CHL")
    both = {"kind": "ACCUSE", "quad": 3, "fact": True, "quote": f"{HOSTILE}\n\t\u2028 <b>&amp;</b>", "start": 4, "end": 9, "weight": 0.5}
    graph.add_edge("actor/peru", "actor/chile", key="e1", **both, intensity=-3, date="2015-05")
    graph.add_edge("actor/peru", "actor/chile", key="e2", **both, intensity=-2.5, date="")
    graph.add_edge("actor/chile", "actor/peru", key="e1", **both, intensity=-3, date="2015-05")
    return graph


def same(one: nx.Graph, other: nx.Graph, *, beside: frozenset[str] = frozenset()) -> bool:
    def plain(graph: nx.Graph) -> tuple[Any, Any]:
        def kept(data: dict[str, Any]) -> list[tuple[str, Any]]:
            return sorted((name, value) for name, value in data.items() if name not in beside)

        return sorted((n, kept(d)) for n, d in graph.nodes(data=True)), sorted((u, v, kept(d)) for u, v, d in graph.edges(data=True))

    return plain(one) == plain(other)


@pytest.mark.parametrize("graph", [network(), nx.DiGraph(network()), nx.Graph(network())], ids=["multi", "directed", "undirected"])
def test_networkx_reads_graphml_back_as_it_was(graph: nx.Graph) -> None:
    read = nx.read_graphml(io.BytesIO(written(graphml, graph).encode()), force_multigraph=graph.is_multigraph())
    assert same(read, portable(graph))
    if graph.is_multigraph():
        assert set(read.edges(keys=True)) == set(portable(graph).edges(keys=True))


@pytest.mark.parametrize("graph", [network(), nx.DiGraph(network()), nx.Graph(network())], ids=["multi", "directed", "undirected"])
def test_networkx_reads_gexf_back_as_it_was(graph: nx.Graph) -> None:
    read = nx.read_gexf(io.BytesIO(written(gexf, graph).encode()))
    assert same(read, portable(graph), beside=frozenset({"label", "id", "start", "end"}))


def test_igraph_reads_graphml_back_as_it_was(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="GPL, so not among what the tests need; read back where it is there")
    (tmp_path / "g.graphml").write_text(written(graphml, network()), encoding="utf-8")
    read, expected = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml")), portable(network())
    names = [vertex["id"] for vertex in read.vs]

    def kept(data: dict[str, Any]) -> list[tuple[str, Any]]:
        return sorted((name, value) for name, value in data.items() if name != "id" and value not in ("", None))

    assert sorted((v["id"], kept(v.attributes())) for v in read.vs) == sorted((n, kept(d)) for n, d in expected.nodes(data=True))
    edges = sorted((names[e.source], names[e.target], kept(e.attributes())) for e in read.es)
    assert edges == sorted((u, v, kept(d)) for u, v, d in expected.edges(data=True))


def test_gexf_gives_an_act_its_days_and_no_day_of_writing() -> None:
    told = written(gexf, network())
    assert 'start="2015-05-01" end="2015-05-31"' in told
    assert "lastmodifieddate" not in told


def test_edge_ids_are_unique_where_one_act_has_several_pairs() -> None:
    keys = [key for _, _, key in portable(network()).edges(keys=True)]
    assert len(set(keys)) == len(keys) == 3


@pytest.mark.parametrize("module", [graphml, gexf])
def test_a_network_is_written_the_same_whatever_its_order(module: Any) -> None:
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network().nodes(data=True))))
    turned.add_edges_from(reversed(list(network().edges(keys=True, data=True))))
    assert written(module, turned) == written(module, network())


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("graphml", "gexf")])
def test_an_extraction_can_be_written_without_a_store_as(name: str) -> None:
    assert len(export(extraction(), name)) > 200


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_network_can_be_written_as(name: str, tmp_path: Path) -> None:
    assert export(network(), out=tmp_path / f"g.{name}") == ""
    assert (tmp_path / f"g.{name}").read_text(encoding="utf-8") == export(network(), name)


def test_an_unknown_format_is_named_with_those_that_there_are() -> None:
    with pytest.raises(QueryError, match="no format 'xlsx'; there are turtle, trig"):
        export([], "xlsx")


def test_a_network_is_no_turtle() -> None:
    with pytest.raises(QueryError, match="cannot be written as turtle"):
        export(network(), "turtle")
