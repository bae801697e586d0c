"""Laws that hold whatever is read: words stand where they are said to stand, and what is only claimed is nowhere a fact."""

import json
import pathlib
import shutil
import subprocess
from collections.abc import Iterator

import pytest

import kg
import kg.samples
from kg.model import Article, Extraction
from kg.records import records
from kg.store import Store
from kg.validate import report
from tests.bench.fuzz import check_spans

SHARED = pathlib.Path(__file__).parent.parent.parent / "shared"
NOT_HERE = "the texts of ../shared are not here: they belong to their publishers"
here = pytest.mark.skipif(not SHARED.is_dir(), reason=NOT_HERE)
FIRST = SHARED / "articles" / "nato-russia-2016-04-20.md"


def texts() -> list[Article]:
    """The samples, and the articles beside the project where they are there."""
    sources = [str(path) for path in kg.samples.paths()]
    if SHARED.is_dir():
        sources += [str(FIRST), str(SHARED / "gold" / "articles.jsonl")]
    return [item for item in kg.articles(sources) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    return list(kg.extract_many(texts()))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with kg.open_store() as opened:
        kg.build(texts(), opened)
        yield opened


def test_every_finding_stands_in_its_text(found: list[Extraction]) -> None:
    for extraction in found:
        for record in records(extraction):
            check_spans(record, extraction.article.text)


def test_reading_twice_finds_the_same(found: list[Extraction]) -> None:
    for extraction in found:
        assert kg.extract(extraction.article) == extraction


def test_every_finding_carries_the_rule_that_made_it_and_a_confidence(found: list[Extraction]) -> None:
    for extraction in found:
        for item in (*extraction.events, *extraction.claims, *extraction.roles):
            assert item.rule
            assert 0 < item.confidence <= 1


def test_ids_are_unique_within_an_article(found: list[Extraction]) -> None:
    for extraction in found:
        ids = [item.id for item in (*extraction.events, *extraction.claims, *extraction.roles)]
        assert len(ids) == len(set(ids))


def test_no_node_is_both_a_report_and_a_happening(store: Store) -> None:
    assert not store.query("ASK { ?x a sem:Event , kg:ReportedEvent }", scope="all")


def test_no_report_is_the_subject_of_a_sem_property(store: Store) -> None:
    assert not store.query("ASK { ?x a kg:ReportedEvent ; ?p ?o FILTER(STRSTARTS(STR(?p), STR(sem:))) }", scope="all")


CLAIMED_ONLY = """SELECT ?a ?edge ?b WHERE {
  GRAPH ?g { ?r a kg:ReportedEvent ; kg:saidType ?type ; kg:saidActor ?a ; kg:saidRecipient ?b ; kg:status ?status FILTER(?status != "asserted") }
  BIND(IRI(CONCAT(STR(kg:), REPLACE(STR(?type), "^.*[/#]", ""))) AS ?edge)
  FILTER NOT EXISTS { GRAPH ?h { ?e a sem:Event ; sem:eventType ?type ; sem:hasActor ?a , ?b } } }"""


def test_a_query_over_all_graphs_that_names_no_claim_finds_nothing_that_is_only_claimed(store: Store) -> None:
    claimed = {(a, b) for a, _, b in store.query(CLAIMED_ONLY, scope="all")}
    edges = {
        (a, p, b) for a, p, b in store.query("SELECT ?a ?p ?b { ?a a sem:Actor ; ?p ?b . ?b a sem:Actor FILTER(?p != kg:affiliation) }", scope="all")
    }
    events = store.query("SELECT ?a ?type ?b { ?e sem:eventType ?type ; sem:hasActor ?a , ?b }", scope="all")
    assert claimed
    promoted = {(a, str(t).rpartition("#")[2].rpartition("/")[2], b) for a, t, b in events}
    assert {(a, str(p).rpartition("#")[2].rpartition("/")[2], b) for a, p, b in edges} <= promoted


def test_every_happening_has_its_words_its_publisher_and_its_date_of_publication(store: Store) -> None:
    total = len(store.query("SELECT ?e { ?e a sem:Event }"))
    words = "?e kg:evidence ?s . ?s nif:anchorOf ?quote ; nif:referenceContext/prov:specializationOf ?a . ?a a schema:NewsArticle"
    shown = store.query(f"SELECT DISTINCT ?e {{ ?e a sem:Event . {words} }}")
    assert total == len(shown) > 0


def test_what_is_stored_has_its_shapes_by_the_judgement_of_pyshacl(store: Store) -> None:
    conforms, words = report(store.quads())
    assert conforms, words


@pytest.mark.skipif(shutil.which("rapper") is None, reason="Debian's raptor2-utils is not installed")
@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("nquads", "nquads"), ("trig", "trig")])
def test_rapper_accepts_every_export(store: Store, form: str, parser: str, tmp_path: pathlib.Path) -> None:
    kg.export(store, form, out=tmp_path / "graph")
    done = subprocess.run(["rapper", "-q", "-c", "-i", parser, str(tmp_path / "graph")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@here
def test_the_nine_articles_forward_backward_and_half_by_half_are_the_same_bytes() -> None:
    nine = [a for a in kg.articles([str(SHARED / "gold" / "articles.jsonl")]) if isinstance(a, Article)]
    results = set()
    for parts in ([nine], [nine[::-1]], [nine[4:], nine[:4]]):
        with kg.open_store() as opened:
            for part in parts:
                kg.build(part, opened)
            results.add(tuple(kg.export(opened, form) for form in ("turtle", "trig", "nquads")))
    assert len(results) == 1


@here
def test_what_moscow_claims_and_nato_rejects_is_no_fact_and_is_there_with_who_says_it() -> None:
    with kg.open_store() as opened:
        kg.build(kg.read(FIRST), opened)
        against_ukraine = "VALUES ?type { plover:ASSAULT plover:AID } ?e sem:eventType ?type ; kg:actor <urn:kg:actor/russia>"
        for scope in ("facts", "all"):
            assert not opened.query(f"ASK {{ ?e a sem:Event . {against_ukraine} }}", scope=scope)  # type: ignore[arg-type]
        said = opened.query(_SAID_OF_RUSSIA)
        text = FIRST.read_text(encoding="utf-8")
        rows = {(row["name"], row["type"], row["words"]) for row in said.dicts() if text[int(row["begin"] or 0) :].startswith(row["words"] or "?")}
        for claimant, kind, words in (
            ("Russia", "MOBILIZE", "intervened"),
            ("NATO", "ASSAULT", "war"),
            ("NATO", "AID", "arming"),
            ("NATO", "AID", "funding"),
        ):
            assert any(name == claimant and type == kind and words in (found or "") for name, type, found in rows), (claimant, words)


_SAID_OF_RUSSIA = """SELECT ?name ?type ?words ?begin WHERE { GRAPH ?g {
  ?r kg:saidActor <urn:kg:actor/russia> ; kg:saidType ?t ; kg:status "claimed" ; kg:claimedBy/skos:prefLabel ?name ; kg:trigger ?span .
  ?span nif:anchorOf ?words ; nif:beginIndex ?begin BIND(REPLACE(STR(?t), "^.*[/#]", "") AS ?type) } }"""


def test_a_record_is_one_line_of_json(found: list[Extraction]) -> None:
    for extraction in found:
        for record in records(extraction):
            assert "\n" not in json.dumps(record)
