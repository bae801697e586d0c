"""The endpoint keeps the SPARQL 1.1 Protocol, only reads, stops what takes too long, and shows hostile text as text."""

import asyncio
import contextlib
import pathlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import uvicorn

import kg
import kg.facts
import kg.serve.patience
from kg.errors import StoreError
from kg.rdf import quads
from kg.serve import Limits, app
from kg.serve.workers import Workers
from kg.store import open_store
from tests import factories as make

CSV, JSON, XML, TSV = "text/csv", "application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"
ACTORS = "SELECT ?name WHERE { GRAPH ?g { ?a a sem:Actor ; skos:prefLabel ?name } } ORDER BY ?name"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
FACT = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?a { ?b ?c ?d } GRAPH ?e { ?f ?g ?h } GRAPH ?i { ?j ?k ?l } GRAPH ?m { ?n ?o ?p } }"


def fill(folder: pathlib.Path) -> None:
    """A meeting, a claim, and an article full of markup."""
    evil = make.article("evil", f"{EVIL} met Russia in Brussels.", title=EVIL, source=EVIL, url="javascript:alert(3)")
    claimed = make.article("claimed", "Moscow says Kiev shelled Donetsk.")
    act = make.event(claimed, "shelled", "ASSAULT", "Ukraine", "Donetsk", by=("Russia",))
    found = [
        make.meeting("plain"),
        make.extraction(claimed, act, make.claim(claimed, "Kiev shelled Donetsk", "Russia", cue="says", about=(act,))),
        make.extraction(evil, make.event(evil, "met", "CONSULT", make.actor(EVIL), "Russia")),
    ]
    with open_store(folder) as store:
        for extraction in found:
            kg.facts.put(store, {extraction.article.slug: quads(extraction)}, texts={extraction.article.slug: extraction.article.text})


@contextlib.contextmanager
def serving(location: pathlib.Path, **options: object) -> Iterator[str]:
    """A real server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(app(str(location), **options), port=port, log_level="error", http=kg.serve.patience.Patient, ws="none")  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("serve") / "store"
    fill(path)
    return path


@pytest.fixture(scope="module")
def site(folder: pathlib.Path) -> Iterator[str]:
    with serving(folder, limits=Limits(seconds=2, rows=50), workers=2) as url:
        yield url


def ask(site: str, query: str, accept: str = JSON, **more: str) -> httpx.Response:
    return httpx.get(f"{site}/sparql", params={"query": query, **more}, headers={"Accept": accept}, timeout=30)


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        (JSON, JSON, b'{"head":{"vars":["name"]}'),
        (XML, XML, b"<?xml"),
        (CSV, CSV, b"name\r\n"),
        (TSV, TSV, b"?name\n"),
        ("application/json", JSON, b"{"),
        ("*/*", JSON, b"{"),
        (f"text/html, {CSV};q=0.5", CSV, b"name"),
    ],
)
def test_rows_come_in_the_media_type_that_accept_prefers(site: str, accept: str, media: str, start: bytes) -> None:
    answer = ask(site, ACTORS, accept)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    assert answer.content.startswith(start)


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_triples_come_in_the_media_type_that_accept_prefers(site: str, media: str) -> None:
    answer = ask(site, "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 5", media)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    assert answer.content


def test_ask_answers_in_json_and_xml(site: str) -> None:
    assert ask(site, "ASK { GRAPH ?g { ?s a sem:Actor } }").json()["boolean"] is True
    assert b"<boolean>false</boolean>" in ask(site, "ASK { ?s <urn:none> ?o }", XML).content


def test_a_query_may_come_by_get_by_form_and_as_the_body(site: str) -> None:
    by_get = ask(site, ACTORS, CSV).text
    by_form = httpx.post(f"{site}/sparql", data={"query": ACTORS}, headers={"Accept": CSV}).text
    direct = httpx.post(f"{site}/sparql", content=ACTORS, headers={"Accept": CSV, "Content-Type": "application/sparql-query"}).text
    assert by_get == by_form == direct
    assert by_get.count("\r\n") > 3


def test_the_dataset_of_the_request_takes_the_place_of_the_querys_own(site: str) -> None:
    graphs = ask(site, "SELECT ?g WHERE { GRAPH ?g { ?s a schema:NewsArticle } }", CSV).text.split("\r\n")
    (one,) = [graph for graph in graphs if "plain" in graph]
    assert "NATO" in ask(site, "SELECT ?n FROM <urn:none> WHERE { ?a skos:prefLabel ?n }", CSV, **{"default-graph-uri": one}).text
    assert ask(site, ACTORS, CSV, **{"named-graph-uri": "urn:none"}).text == "name\r\n"


@pytest.mark.parametrize(
    ("request_", "status", "why"),
    [
        ({"params": {"query": "SELECT WHERE"}}, 400, "does not parse"),
        ({"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400, "give one"),
        ({"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "there is"),
        ({"method": "PUT"}, 405, "only reads"),
        ({"method": "POST", "content": FACT, "headers": {"Content-Type": "application/sparql-update"}}, 403, "only reads"),
        ({"method": "POST", "data": {"update": FACT}}, 403, "only reads"),
        ({"params": {"query": FACT}}, 400, "update"),
        ({"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}, 400, "SERVICE"),
        ({"params": {"query": "LOAD <file:///etc/passwd>"}}, 400, "update"),
        ({"method": "POST", "content": "x", "headers": {"Content-Type": "text/plain"}}, 415, "application/sparql-query"),
        ({"method": "POST", "data": {"query": "#" * (1 << 21)}}, 413, "at most"),
        ({"method": "POST", "content": b"\xff\xfe", "headers": {"Content-Type": "application/sparql-query"}}, 400, "UTF-8"),
        ({"method": "POST", "data": {}}, 400, "no query"),
    ],
)
def test_what_the_protocol_does_not_allow_says_why(site: str, request_: dict[str, object], status: int, why: str) -> None:
    content_type = {} if "headers" in request_ or request_.get("method") != "POST" else {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx.request(url=f"{site}/sparql", **{"method": "GET", "headers": content_type, **request_})  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert why in answer.text
    assert answer.text.count("\n") <= 2


def test_without_a_query_a_program_gets_the_service_description_and_a_browser_the_editor(site: str) -> None:
    described = httpx.get(f"{site}/sparql", headers={"Accept": "text/turtle"})
    assert "sd:SPARQL11Query" in described.text
    assert httpx.get(f"{site}/sparql", headers={"Accept": "text/html"}).headers["location"].endswith("/editor")


def test_an_answer_beyond_the_row_limit_says_that_it_was_cut_off(site: str) -> None:
    answer = ask(site, "SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert len(answer.json()["results"]["bindings"]) == 50
    assert answer.headers["kg-truncated"] == "at 50 rows"


def test_a_query_without_end_is_stopped_and_nobody_else_waits_for_it(site: str) -> None:
    with ThreadPoolExecutor(1) as background:
        begun = time.monotonic()
        slow = background.submit(ask, site, CROSS)
        time.sleep(0.3)
        assert all(ask(site, ACTORS, CSV).status_code == 200 for _ in range(10))
        assert slow.result().status_code == 503
        assert "stopped after 2 seconds" in slow.result().text
        assert time.monotonic() - begun < 30
    assert ask(site, ACTORS, CSV).status_code == 200


def test_a_client_that_never_ends_its_request_is_hung_up_on(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.serve.patience, "HEAD_SECONDS", 0.5)
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(b"GET /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert client.recv(100) == b""


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2f..%2fetc/passwd", "/article/..%2f..%2fpasswd", "/none/x", "/actor/none"]
)
def test_no_path_leads_out_of_the_served_files(site: str, path: str) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "Starlette" not in answer.text


def test_a_foreign_host_name_gets_nothing(site: str) -> None:
    assert httpx.get(site, headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_forbids_scripts_that_are_not_ours(site: str) -> None:
    for path in ("/", "/editor", "/actor/russia", "/sparql"):
        assert "script-src 'self'" in httpx.get(site + path, follow_redirects=True).headers["content-security-policy"]


def iris(site: str, pattern: str) -> list[str]:
    return ask(site, f"SELECT DISTINCT ?x WHERE {{ GRAPH ?g {{ ?x {pattern} }} }}", CSV).text.split("\r\n")[1:-1]


def test_every_iri_has_a_page_on_which_hostile_text_is_text(site: str) -> None:
    things = [iri for pattern in ("a sem:Actor", "a kg:ReportedEvent", "a schema:Claim", "a sem:Place") for iri in iris(site, pattern)]
    assert len(things) > 6
    pages = [httpx.get(f"{site}/about", params={"iri": iri}) for iri in things] + [httpx.get(site)]
    pages += [httpx.get(f"{site}/article/{iri.rsplit('/', 1)[1]}") for iri in iris(site, "a schema:NewsArticle")]
    for page in pages:
        assert page.status_code == 200
        assert "<img" not in page.text
        assert "<script>alert" not in page.text
        assert 'href="javascript:' not in page.text
    assert any("&lt;img src=x" in page.text for page in pages)


def test_an_iri_answers_with_its_rdf_to_those_who_want_it(site: str) -> None:
    turtle = httpx.get(f"{site}/actor/russia", headers={"Accept": "text/turtle"})
    assert "sem:Actor" in turtle.text
    assert "Russia" in httpx.get(f"{site}/actor/russia", headers={"Accept": "text/html"}).text


def test_an_articles_page_marks_its_findings_at_their_words(site: str) -> None:
    (slug,) = [iri.rsplit("/", 1)[1] for iri in iris(site, "a schema:NewsArticle") if "claimed" in iri]
    page = httpx.get(f"{site}/article/{slug}").text
    assert '<span class="claim" title="Russia says">Kiev </span>' in page
    assert ">shelled</a>" in page


def test_a_text_beyond_the_basic_plane_keeps_its_marks(tmp_path: pathlib.Path) -> None:
    of = make.article("wide", "\U0001f600\U0001f600 NATO met Russia.")
    with open_store(tmp_path / "s") as store:
        found = make.extraction(of, make.event(of, "met", "CONSULT", "NATO", "Russia"))
        kg.facts.put(store, {of.slug: quads(found)}, texts={of.slug: of.text})
    with serving(tmp_path / "s", workers=1) as url:
        assert ">met</a>" in httpx.get(f"{url}/article/{of.slug}").text


def test_what_a_writer_adds_is_seen_without_a_restart(tmp_path: pathlib.Path) -> None:
    fill(tmp_path / "s")
    with serving(tmp_path / "s", workers=1) as url:
        before = ask(url, ACTORS, CSV).text
        of = make.article("late", "Chile met Peru.")
        with open_store(tmp_path / "s") as store:
            found = make.extraction(of, make.event(of, "met", "CONSULT", "Chile", "Peru"))
            kg.facts.put(store, {of.slug: quads(found)}, texts={of.slug: of.text})
        time.sleep(1.2)
        assert "Chile" not in before
        assert "Chile" in ask(url, ACTORS, CSV).text


def test_clients_that_no_one_here_wrote_can_ask(site: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from SPARQLWrapper import JSON as WRAPPED
    from SPARQLWrapper import SPARQLWrapper

    wrapper = SPARQLWrapper(f"{site}/sparql")
    wrapper.setReturnFormat(WRAPPED)
    wrapper.setQuery(ACTORS)
    names = [row["name"]["value"] for row in wrapper.queryAndConvert()["results"]["bindings"]]  # type: ignore[index, call-overload]
    assert "Russia" in names
    store = SPARQLStore(f"{site}/sparql")
    assert "Russia" in [str(row[0]) for row in store.query(ACTORS)]


def test_old_addresses_say_where_to_look_and_removed_ones_that_they_are_gone(tmp_path: pathlib.Path) -> None:
    old, new = (make.article("a", text) for text in ("NATO met Russia in Brussels.", "NATO met Russia in Vienna."))
    with kg.open_store(tmp_path / "s") as store:
        for article in (old, new):
            kg.build(article, store)
        removed = make.article("b", "Chile met Peru.")
        kg.build(removed, store)
        kg.remove("b", store)
        kg.facts.decide(store, "merge", "actor/nato", "actor/russia", who="t")
    with serving(tmp_path / "s", workers=1) as url:
        moved = httpx.get(f"{url}/about", params={"iri": f"urn:kg:{old.version}#event-5-8"})
        assert (moved.status_code, moved.headers["location"]) == (301, f"/article/{old.slug}")
        assert httpx.get(f"{url}/about", params={"iri": f"urn:kg:{removed.version}#event-6-9"}).status_code == 410
        merged = httpx.get(f"{url}/actor/russia")
        assert (merged.status_code, merged.headers["location"]) == (301, "/about?iri=urn%3Akg%3Aactor%2Fnato")
        assert httpx.get(f"{url}/about", params={"iri": "urn:kg:happening/none"}).status_code == 404


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same articles with the facts that they make."""
    path = tmp_path_factory.mktemp("decided") / "store"
    fill(path)
    with open_store(path) as store:
        kg.facts.rebuild(store)
    with serving(path, workers=1) as url:
        yield url


def test_what_has_no_name_is_called_by_its_parties_its_type_and_its_date(decided: str) -> None:
    happening, *_ = iris(decided, "a sem:Event ; kg:actor <urn:kg:actor/nato>")
    report = next(iri for iri in iris(decided, "a kg:ReportedEvent ; kg:status 'claimed'"))
    claim, *_ = iris(decided, "a schema:Claim")
    heads = [httpx.get(f"{decided}/about", params={"iri": iri}).text.split("<h1>")[1].split("</h1>")[0] for iri in (happening, report, claim)]
    assert heads[0] == "NATO → Russia: consult, 20 Apr 2016"
    assert heads[1] == "Ukraine → Donetsk: assault (claimed by Russia)"
    assert heads[2].startswith("Russia asserts: “Kiev shelled Donetsk")


def test_who_stands_in_a_table_is_a_click_away(decided: str) -> None:
    happening, *_ = iris(decided, "a sem:Event ; kg:actor <urn:kg:actor/nato>")
    for page in (httpx.get(decided), httpx.get(f"{decided}/about", params={"iri": happening})):
        assert '<td><a class="quiet" href="/about?iri=urn%3Akg%3Aactor%2Fnato">NATO</a></td>' in page.text


def test_a_property_stands_once_on_a_page_with_all_its_values(decided: str) -> None:
    happening, *_ = iris(decided, "a sem:Event ; kg:actor <urn:kg:actor/nato>")
    page = httpx.get(f"{decided}/about", params={"iri": happening}).text
    assert page.count(">has actor<") == 1
    assert "Independent reports" in page


def test_a_question_asks_for_what_it_needs_in_words(decided: str) -> None:
    assert "by by" not in httpx.get(f"{decided}/questions").text
    assert "Who denies it<input" in httpx.get(f"{decided}/questions/disputed").text


@pytest.mark.parametrize(("path", "why"), [("/explore?actor=Nobody", "no actor"), ("/about?iri=x", "no IRI"), ("/questions/facts.xyz", "no format")])
def test_what_went_wrong_is_a_page_for_people_and_a_line_for_programs(decided: str, path: str, why: str) -> None:
    line, page = (httpx.get(decided + path, headers={"Accept": accept}, timeout=30) for accept in ("*/*", "text/html,*/*;q=0.8"))
    assert line.status_code == page.status_code == 400
    assert line.text.count("\n") == 1
    assert why in line.text
    assert 'role="alert"' in page.text


def test_no_answer_tells_where_the_store_is_on_its_machine(decided: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert str(tmp_path_factory.getbasetemp()) not in httpx.get(f"{decided}/questions/facts.csv", params={"actor": "Nobody"}).text


def test_a_format_that_there_is_not_is_told(site: str) -> None:
    answer = ask(site, "ASK {}", format="xlsx")
    assert (answer.status_code, "csv" in answer.text) == (406, True)


def test_an_empty_store_says_what_to_do(tmp_path: pathlib.Path) -> None:
    open_store(tmp_path / "s").close()
    with serving(tmp_path / "s", workers=1) as url:
        page = httpx.get(url).text
    assert "kg build" in page
    assert "Most active" not in page


def test_a_fault_of_our_own_is_not_told_as_the_clients(folder: pathlib.Path) -> None:
    async def fault() -> None:
        pool = Workers(str(folder), count=1)
        await pool.start()
        try:
            with pytest.raises(StoreError, match="fault of kg's own"):
                await pool.view("no such page")
            assert (await pool.ask("ASK {}", accept=JSON)).rows == 1  # and the next client has a worker again
        finally:
            await pool.stop()

    asyncio.run(fault())
