import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import rdf
from kg.errors import QueryError, StoreError
from kg.model import Extraction
from kg.rdf.terms import Lit, Quad
from kg.store import SCHEMA_VERSION, Change, Rows, Store, difference, open_store, plain
from kg.store import care as care_of_store
from kg.store.embedded import Embedded
from kg.store.remote import Remote
from kg.store.union import predicates
from kg.vocab import GEO, KG, RDF, SCHEMA, SEM, XSD, Iri
from tests.factories import accusation, article, extraction, meeting
from tests.stores import endpoint, store

__all__ = ["endpoint", "store"]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


def put(store: Store, found: Extraction) -> Change:
    change = difference(store.quads(store.graph(found.article.slug)), rdf.quads(found, base=store.base))
    store.commit(change, texts=[found.article.text])
    return change


def count(store: Store) -> int:
    return int(plain(store.query(COUNT).rows[0][0]) or 0)


def fact(store: Store) -> Quad:
    return (Iri(store.base + "happening/1"), RDF.type, SEM.Event, store.facts)


@pytest.mark.parametrize(
    "anything",
    [
        "?s ?p ?o",
        "?s a ?t ; ?p ?o",
        "[] ?p 'x'",
        "?s kg:affiliation* ?o",
        "?s (kg:actor|kg:recipient)? ?o",
        "?s !(kg:actor|kg:kind) ?o",
        "?s !rdf:type ?o",
        "<urn:x> ?p <urn:y>",
        "?s ?p (1 2)",
    ],
)
def test_a_pattern_that_can_match_any_property_is_seen_as_one(anything: str) -> None:
    assert predicates(f"SELECT (COUNT(*) AS ?n) {{ ?a kg:kind ?k . {anything} }}") is None


@pytest.mark.parametrize(
    "some",
    [
        "?s kg:actor ?o FILTER(?o != ?s && !BOUND(?x))",
        "?s kg:actor+/kg:kind ?o . ?o a ?t",
        "?s kg:actor '?s ?p ?o'@en , 3 ; kg:kind \"!kg:x\"",
        "?s kg:actor ?o # ?s ?p ?o\n",
        "OPTIONAL { ?s kg:actor ?o } BIND(2 * ?n AS ?m)",
    ],
)
def test_a_pattern_of_named_properties_asks_for_no_other(some: str) -> None:
    assert KG.actor in (predicates(f"SELECT (COUNT(*) AS ?n) {{ {some} }}") or ())


class TestEveryKindOfStore:
    def test_an_article_comes_back_as_it_was_given(self, store: Store) -> None:
        found = meeting()
        put(store, found)
        assert set(store.quads(store.graph(found.article.slug))) == set(rdf.quads(found))

    def test_putting_an_article_twice_changes_nothing(self, store: Store) -> None:
        put(store, meeting())
        assert not put(store, meeting())

    def test_a_corrected_article_takes_the_place_of_the_old_one(self, store: Store) -> None:
        put(store, extraction(article("a", "Old words.")))
        put(store, extraction(article("a", "New words.")))
        assert [store.text(a.slug) for a in store.articles()] == ["New words."]

    def test_a_removed_article_leaves_nothing_behind(self, store: Store) -> None:
        empty = count(store)
        put(store, meeting())
        store.commit(Change(removed=tuple(store.quads(store.graph(store.article("a").slug)))))
        assert count(store) == empty
        assert store.articles() == ()

    def test_an_article_is_found_by_label_slug_url_and_version(self, store: Store) -> None:
        put(store, meeting())
        put(store, accusation())
        it = store.article("a")
        assert it == store.article(it.slug) == store.article("https://example.org/a") == store.article(store.base + it.version + "#event-5-8")
        assert (it.id, it.date, it.source, it.url) == ("a", "2016-04-20", "Agency A", "https://example.org/a")

    def test_an_article_that_is_not_there_is_told_with_what_is(self, store: Store) -> None:
        put(store, meeting())
        with pytest.raises(StoreError, match=r"no article 'zz>\"' in .*; there are 1: a"):
            store.article('zz>"')

    def test_the_union_of_all_graphs_is_a_set(self, store: Store) -> None:
        for id_ in ("a", "b", "c"):
            put(store, meeting(id_))
        nato = "<urn:kg:actor/nato>"
        for asked in (
            f"SELECT (COUNT(*) AS ?n) {{ {nato} a sem:Actor }}",
            f"SELECT (COUNT(?t) AS ?n) {{ {nato} ?p ?t FILTER(?p = rdf:type) }}",
            f"SELECT (SUM(?one) AS ?n) {{ {nato} kg:kind ?kind BIND(1 AS ?one) }}",
            f"SELECT ?n {{ {{ SELECT (COUNT(?k) AS ?n) {{ {nato} kg:kind ?k }} }} }}",
            f"PREFIX x: <{KG.iri}> SELECT (COUNT(*) AS ?n) {{ {nato} x:kind ?k }}",
        ):
            if not store.location.startswith("http"):  # a server counts as it counts
                assert [plain(row[0]) for row in store.query(asked, scope="all")] == ["1"], asked
        for asked in (
            "SELECT ?a { ?a skos:prefLabel 'NATO' }",
            f"SELECT ?k {{ {nato} kg:kind ?k }}",
            f"SELECT * {{ {nato} kg:kind ?k }} LIMIT 5",
        ):
            assert len(store.query(asked, scope="all")) == 1, asked
        for asked in (f"DESCRIBE {nato}", f"CONSTRUCT {{ {nato} a ?t }} {{ {nato} a ?t ; ?p ?o }}"):
            rows = list(store.query(asked, scope="all"))
            assert rows and len(rows) == len(set(rows)), asked

    def test_a_query_sees_the_facts_and_no_report(self, store: Store) -> None:
        put(store, accusation())
        store.commit(Change(added=(fact(store),)))
        assert [plain(row[0]) for row in store.query("SELECT ?s { ?s ?p ?o }")] == [fact(store)[0]]

    def test_a_report_is_seen_where_its_graph_is_named(self, store: Store) -> None:
        put(store, accusation())
        query = "SELECT ?r { GRAPH ?g { ?r a kg:ReportedEvent } }"
        assert len(store.query(query)) == 2
        graph = store.graph(store.article("b").slug)
        assert len(store.query(f"SELECT ?r FROM <{graph}> {{ ?r a kg:ReportedEvent }}")) == 2

    def test_a_report_is_not_a_fact_even_over_all_graphs(self, store: Store) -> None:
        put(store, accusation())
        assert store.query("SELECT ?r { ?r a kg:ReportedEvent }", scope="all")
        assert not store.query("SELECT * { ?e a sem:Event }", scope="all")
        assert not store.query("SELECT * { ?e sem:hasActor|sem:eventType|sem:hasTimeStamp ?x }", scope="all")
        assert not store.query("SELECT * { ?a ?acts ?b . ?a a sem:Actor . ?b a sem:Actor FILTER(STRSTARTS(STR(?acts), STR(kg:))) }")

    def test_all_three_forms_of_answer_come_back(self, store: Store) -> None:
        store.commit(Change(added=(fact(store),)))
        assert bool(store.query("ASK { ?s a sem:Event }")) and not store.query("ASK { ?s a kg:Run }")
        assert store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == Rows("graph", ("subject", "predicate", "object"), (fact(store)[:3],))
        assert store.query("SELECT ?none { OPTIONAL { ?none a kg:Run } }").rows == ((None,),)

    def test_terms_of_every_kind_survive(self, store: Store) -> None:
        values = [Lit('say "no"\\\n\tto\u2028 it \U0001f600'), Lit("chat", RDF.langString, "fr"), Lit("2016-04", Iri("urn:x:d")), Iri("urn:kg:é")]
        quads = [(Iri("urn:kg:s"), SCHEMA.name, value, store.facts) for value in values]
        store.commit(Change(added=tuple(quads)))
        assert set(store.quads(store.facts)) == set(quads)
        assert {row[0] for row in store.query("SELECT ?o { ?s ?p ?o }")} == set(values)

    def test_rows_beyond_the_limit_are_cut_and_it_is_said(self, store: Store) -> None:
        put(store, meeting())
        found = store.query("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", max_rows=3)
        assert len(found) == 3 and found.truncated
        assert not store.query("SELECT ?g { GRAPH ?g { ?s a sem:Place } }", max_rows=3).truncated

    @pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "DROP ALL", "LOAD <file:///x>", "", "# SELECT"])
    def test_what_does_not_only_read_is_refused(self, store: Store, query: str) -> None:
        put(store, meeting())
        with pytest.raises(QueryError):
            store.query(query)
        assert store.articles()

    def test_broken_sparql_is_one_clear_error(self, store: Store) -> None:
        with pytest.raises(QueryError) as caught:
            store.query("SELECT * { ?s ?p }")
        assert "\n" not in str(caught.value).strip()

    def test_a_sound_store_has_nothing_wrong(self, store: Store) -> None:
        put(store, meeting())
        put(store, accusation())
        assert store.check() == []

    def test_a_happening_without_report_and_words_is_found(self, store: Store) -> None:
        store.commit(Change(added=(fact(store), (fact(store)[0], KG.report, Iri("urn:kg:gone"), store.facts))))
        assert [line.split(": ")[1] for line in store.check()] == ["a happening whose report is gone", "a happening without words"]

    def test_info_counts(self, store: Store) -> None:
        put(store, meeting())
        put(store, accusation())
        said = store.info()
        assert (said.articles, said.reports, said.claims, said.happenings, said.schema) == (2, 3, 1, 0, SCHEMA_VERSION)

    def test_a_backup_is_a_store_with_texts_and_ledger(self, store: Store, tmp_path: Path) -> None:
        put(store, meeting())
        store.beside.append('{"verb":"accept"}')
        store.backup(tmp_path / "copy")
        with open_store(tmp_path / "copy") as copy:
            assert set(copy.quads()) == set(store.quads())
            assert copy.text("a") == store.text("a")
            assert copy.beside.lines() == ['{"verb":"accept"}']
        with pytest.raises(StoreError, match="is there already"):
            store.backup(tmp_path / "copy")

    def test_an_import_brings_a_dataset_without_blank_nodes(self, store: Store, tmp_path: Path) -> None:
        file = tmp_path / "in.nq"
        file.write_text(f'_:a <urn:p> _:b <{store.facts}> .\n<urn:s> <urn:p> "x" <{store.facts}> .\n')
        store.import_(file)
        found = set(store.quads(store.facts))
        assert len(found) == 2 and not any(term.startswith("_:") for q in found for term in q if not isinstance(term, Lit))

    @pytest.mark.parametrize("kind", [GEO.wktLiteral, XSD.anyURI, XSD.string])
    def test_of_two_values_the_one_taken_away_goes_and_the_other_stays(self, store: Store, kind: Iri) -> None:
        one, two = ((Iri("urn:s"), Iri("urn:p"), Lit(f"POINT({n}.5 2.5)", kind), store.facts) for n in (1, 2))
        store.commit(Change((), (one, two)))
        store.commit(Change((one,), ()))
        assert set(store.quads(store.facts)) == {two}

    @pytest.mark.parametrize(("name", "text"), [("in.ttl", ""), ("in.nq", "<broken"), ("gone.nq", None)])
    def test_what_cannot_be_imported_is_told(self, store: Store, tmp_path: Path, name: str, text: str | None) -> None:
        if text is not None:
            (tmp_path / name).write_text(text)
        with pytest.raises(StoreError, match=name):
            store.import_(tmp_path / name)

    def test_texts_that_no_article_has_any_more_are_swept(self, store: Store) -> None:
        put(store, extraction(article("a", "Old words.")))
        put(store, extraction(article("a", "New words.")))
        assert care_of_store.sweep(store) == 1
        assert store.text("a") == "New words."


class TestOnDisk:
    def test_what_was_written_is_there_when_opened_again(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "s", base="https://example.org/kg/") as store:
            put(store, meeting())
        with open_store(tmp_path / "s", readonly=True) as store:
            assert [a.id for a in store.articles()] == ["a"]
            assert store.base == "https://example.org/kg/"
            assert store.check() == []

    def test_a_reader_reads_beside_a_writer_and_sees_more_when_it_asks(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "s") as writer, open_store(tmp_path / "s", readonly=True) as reader:
            put(writer, meeting())
            assert reader.articles() == ()
            reader.refresh()
            assert [a.id for a in reader.articles()] == ["a"]

    def test_a_second_writer_gets_one_line_that_names_the_first(self, tmp_path: Path) -> None:
        hold = "import sys, kg.store\nwith kg.store.open_store(sys.argv[1]):\n print('open', flush=True)\n sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-c", hold, tmp_path / "s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout and other.stdout.readline() == "open\n"
            with pytest.raises(StoreError, match=rf"being written by another process \({other.pid}\); waited 0 s"):
                open_store(tmp_path / "s", wait=0)
            threading.Timer(0.5, other.communicate).start()
            with open_store(tmp_path / "s", wait=20) as mine:
                assert not mine.readonly

    def test_reading_only_does_not_write(self, tmp_path: Path) -> None:
        open_store(tmp_path / "s").close()
        with open_store(tmp_path / "s", readonly=True) as store, pytest.raises(StoreError, match="reading only"):
            put(store, meeting())

    @pytest.mark.parametrize("kind", ["nothing", "file", "folder", "damaged", "newer", "another base"])
    def test_what_is_no_store_of_ours_is_told_and_left_alone(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / "s"
        if kind == "file":
            path.write_text("x")
        elif kind == "folder":
            path.mkdir()
            (path / "thesis.txt").write_text("x")
        elif kind != "nothing":
            _spoiled(path, kind)
        with pytest.raises(StoreError, match=str(path)):
            open_store(path, readonly=kind == "nothing", base="urn:other:" if kind == "another base" else None)
        assert kind != "folder" or os.listdir(path) == ["thesis.txt"]

    def test_an_older_store_is_migrated_before_it_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with open_store(tmp_path / "s") as store:
            _age(store, SCHEMA_VERSION - 1)
        with open_store(tmp_path / "s") as store:
            with pytest.raises(StoreError, match="kg store migrate"):
                put(store, meeting())
            monkeypatch.setitem(care_of_store.MIGRATIONS, SCHEMA_VERSION - 1, lambda store: None)
            assert store.migrate() == [f"schema version {SCHEMA_VERSION - 1} -> {SCHEMA_VERSION}"]
            put(store, meeting())

    def test_a_text_that_was_tampered_with_is_found(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "s") as store:
            put(store, meeting())
            file = next((tmp_path / "s" / "texts").rglob("*.txt"))
            file.write_text("other words")
            assert "damaged" in store.check()[0]
            file.unlink()
            assert "not kept" in store.check()[0]

    def test_a_ledger_line_cut_off_by_a_crash_is_left_out(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "s") as store:
            store.beside.append("one")
            with (tmp_path / "s" / "ledger.jsonl").open("a") as file:
                file.write("tw")
            assert store.beside.lines() == ["one"]
            store.beside.append("three")
            assert store.beside.lines() == ["one", "three"]


def _age(store: Store, version: int) -> None:
    old = [q for q in store.quads(store.runs) if q[1] == SCHEMA.softwareVersion]
    store.commit(Change(tuple(old), tuple((s, p, Lit(str(version)), g) for s, p, _, g in old)))


def _spoiled(path: Path, kind: str) -> None:
    with open_store(path) as store:
        put(store, meeting())
        if kind == "newer":
            _age(store, SCHEMA_VERSION + 1)
    if kind == "damaged":
        for file in (path / "quads").iterdir():
            file.write_bytes(b"x" * 100)


class TestRemote:
    @pytest.mark.parametrize(("sent", "truth"), [("1", True), ("0", False)])
    def test_an_ask_that_a_server_answers_with_a_row_is_still_an_ask(self, monkeypatch: pytest.MonkeyPatch, sent: str, truth: bool) -> None:
        row = {"__ASK_RETVAL": {"type": "literal", "value": sent, "datatype": XSD.integer}}
        body = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [row]}}).encode()
        monkeypatch.setattr(Remote, "_send", lambda self, request, *, reads: body)
        rows = Remote("http://127.0.0.1:9", environ={}).query("ASK { ?s ?p ?o }", default=None, union=False, max_rows=None)
        assert (rows.kind, bool(rows)) == ("ask", truth)

    def test_a_server_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="out of reach"):
            open_store("http://127.0.0.1:9", beside=tmp_path)

    @pytest.mark.parametrize(
        ("env", "header"),
        [({"KG_STORE_TOKEN": "t0k"}, "Bearer t0k"), ({"KG_STORE_USER": "me", "KG_STORE_PASSWORD": "pw"}, "Basic bWU6cHc="), ({}, None)],
    )
    def test_credentials_come_from_the_environment(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, env: dict[str, str], header: str | None
    ) -> None:
        seen: list[str | None] = []

        class Refusing(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                seen.append(self.headers["Authorization"])
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_error(401)

            def log_message(self, format: str, *args: object) -> None:
                pass

        for name in ("KG_STORE_TOKEN", "KG_STORE_USER", "KG_STORE_PASSWORD"):
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with HTTPServer(("127.0.0.1", 0), Refusing) as server:
            threading.Thread(target=server.handle_request).start()
            with pytest.raises(StoreError, match=r"401, not allowed; set KG_STORE_USER") as caught:
                open_store(f"http://127.0.0.1:{server.server_port}", beside=tmp_path)
        assert seen == [header]
        assert not any(secret in str(caught.value) for secret in env.values() if secret != "me")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?s ?p }", r"line 1, column 19, at the end of the line: something before it is missing"),
        ("SELECT *\n{ ?s ?p ?o", r'line 2, column 11, at the end of the line: expected .* or "}"'),
        ("SELECT ?x { ?s ?p ?x } LIMIT x", r"line 1, column 30, at 'x': expected HAVING or OFFSET"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", r"a variable that is unbound"),
    ],
)
def test_what_does_not_parse_is_told_with_its_place_and_what_could_stand_there(query: str, told: str) -> None:
    with open_store() as store, pytest.raises(QueryError, match=told) as caught:
        store.query(query)
    assert "['0'" not in str(caught.value)


def test_memory_and_disk_write_the_same(tmp_path: Path) -> None:
    with open_store() as one, open_store(tmp_path / "s") as other:
        for store in (one, other):
            put(store, meeting())
        assert set(one.quads()) == set(other.quads())


def test_a_store_is_plain_oxigraph_and_can_be_opened_without_us(tmp_path: Path) -> None:
    with open_store(tmp_path / "s") as store:
        put(store, meeting())
        known = count(store)
    shutil.copytree(tmp_path / "s" / "quads", tmp_path / "copy")
    assert len(ox.Store(str(tmp_path / "copy"))) == known


def test_a_reader_whose_files_a_writer_has_tidied_away_sees_the_store_as_it_is_now(tmp_path: Path) -> None:
    part, graphs = tmp_path / "part.nq", [Iri(f"urn:kg:graph/g{n}") for n in range(40)]
    for graph in graphs:  # each load makes files of its own, more than a reader has open at once
        part.write_text("".join(f'<urn:kg:{i}> <{KG.rule}> "line {i}" <{graph}> .\n' for i in range(100)))
        with open_store(tmp_path / "store") as writer:
            writer.backend.bulk(part, "application/n-quads")
    asked: list[Callable[[Store], int]] = [
        lambda reader: len(list(reader.quads(p=KG.rule))),
        lambda reader: len([quad for graph in graphs for quad in reader.quads(graph)]),
        lambda reader: reader.backend.count() - 2,
        lambda reader: 100 * len([graph for graph in reader.backend.graphs() if graph in graphs]),
        lambda reader: len(reader.query("SELECT ?s ?o { GRAPH ?g { ?s kg:rule ?o } }").rows),
    ]
    readers = [open_store(tmp_path / "store", readonly=True) for _ in asked]
    with open_store(tmp_path / "store") as writer:
        writer.commit(Change(added=tuple((Iri("urn:kg:0"), KG.rule, Lit("line 0"), graph) for graph in graphs)))
        writer.backend.optimize()
    assert [ask(reader) for ask, reader in zip(asked, readers, strict=True)] == [4_000] * len(asked)


def test_a_folder_that_may_not_be_written_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "store").close()

    class Denied:
        def __init__(self, folder: str) -> None:
            raise OSError(f"IO error: While open a file for appending: {folder}/LOCK: Permission denied")

    monkeypatch.setattr("kg.store.embedded.ox.Store", Denied)
    with pytest.raises(StoreError, match="may not be written"):
        open_store(tmp_path / "store")


@pytest.mark.parametrize("given", [0, 5])
def test_a_reader_whose_files_go_again_or_in_the_middle_says_so(tmp_path: Path, given: int) -> None:
    open_store(tmp_path / "store").close()
    with open_store(tmp_path / "store", readonly=True) as reader:
        assert isinstance(reader.backend, Embedded)
        seen = []

        def read() -> Iterator[int]:
            yield from range(given)
            raise FileNotFoundError("IO error: No such file or directory: 000093.sst")

        with pytest.raises(StoreError, match="changed by its writer while it was read"):
            for one in reader.backend._steadily(read):
                seen.append(one)
        assert seen == [*range(given)]
