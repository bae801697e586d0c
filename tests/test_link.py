"""Linking asks a service that the user names, sends names and kinds only, takes no guess, and survives any server; offline opens no socket."""

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import kg.cli.linking
import kg.facts
import kg.link
from kg.errors import ServiceError
from kg.gazetteer import load
from kg.link import Service, Unlinked, as_turtle, judge, reconcile, unlinked
from kg.model import Extraction
from kg.rdf import quads
from kg.store import Store, open_store
from tests import factories as make

ITEMS = {  # what the service of the tests knows: (label, class) -> items with their scores
    ("Witold Nowak", "Q5"): [("Q101", 100.0, True), ("Q102", 60.0, False)],
    ("Black Sea Watch", "Q43229"): [("Q103", 85.0, False)],
    ("Sergei Lavrov", "Q5"): [("Q108", 99.5, True)],
    ("Anna Grant", "Q5"): [("Q104", 100.0, True), ("Q105", 100.0, True)],
}
TYPES = {"human": "Q5", "organization": "Q43229"}
WITOLD = Unlinked("actor/witold-nowak", "Witold Nowak", "person")


class Handler(BaseHTTPRequestHandler):
    """A service of the Reconciliation API 0.2; `server.odd` makes it answer in some bad way instead."""

    server: Any

    def do_GET(self) -> None:
        if self.path.startswith("/suggest"):
            prefix = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["prefix"][0]
            return self.give({"result": [{"id": "Q0", "name": f"{prefix} being"}, *({"id": i, "name": n} for n, i in TYPES.items() if n == prefix)]})
        host = f"http://127.0.0.1:{self.server.server_address[1]}"
        manifest = {"versions": ["0.2"], "name": "test", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "http://x/"}
        suggest = {"suggest": {"type": {"service_url": host, "service_path": "/suggest"}}}
        return self.give(manifest | suggest | self.server.manifest)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.bodies.append(body)
        queries = json.loads(urllib.parse.parse_qs(body)["queries"][0])
        if self.server.odd:
            self.server.odd.pop(0)(self)
            return
        self.give({key: {"result": self.found(q)} for key, q in queries.items()})

    def found(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        known = ITEMS.get((query["query"], query.get("type", "")), [])
        return [{"id": i, "name": query["query"], "score": s, "match": m, "type": []} for i, s, m in known]

    def give(self, value: object, status: int = 200, **headers: str) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, said in headers.items():
            self.send_header(name.replace("_", "-"), said)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """What was sent to it, what its manifest says beside the usual, and how the next answers are odd."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[str] = []
        self.manifest: dict[str, Any] = {}
        self.odd: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


def asked(server: Server, *actors: Unlinked, **options: float) -> dict[str, str | None]:
    return {v.actor.name: v.wikidata for v in reconcile(actors, Service(server.url, timeout=1, pause=0), **options)}


def people(*names: str) -> list[Unlinked]:
    return [Unlinked(f"actor/{n}", n, "person") for n in names]


SECRET = "the talks in the harbour were secret"


def article() -> Extraction:
    of = make.article("a", f"Witold Nowak met Anna Grant and Russia, for {SECRET}. A senior official agreed.")
    nowak, grant = make.actor("Witold Nowak", "person"), make.actor("Anna Grant", "person")
    official = make.actor("senior official", "person")
    russia = make.actor("Russia", wikidata="Q159")
    mentions = [make.mention(of, a.name, a) for a in (nowak, grant, russia)]
    described = dataclasses.replace(make.mention(of, "senior official", official), how="description")
    return make.extraction(of, make.event(of, "met", "CONSULT", (nowak, grant), russia), *mentions, described)


def fill(store: Store) -> None:
    kg.facts.put(store, {"a": quads(article())})


def test_only_actors_with_a_name_and_without_an_identity_are_looked_up() -> None:
    with open_store() as store:
        fill(store)
        assert [a.name for a in unlinked(store)] == ["Anna Grant", "Witold Nowak"]


def test_a_sure_match_is_taken_and_everything_else_left_alone(server: Server) -> None:
    found = asked(server, *people("Witold Nowak", "Anna Grant", "Nobody Known"), Unlinked("actor/w", "Black Sea Watch", "ngo"))
    assert found == {"Witold Nowak": "Q101", "Anna Grant": None, "Nobody Known": None, "Black Sea Watch": None}


def test_nothing_but_names_and_classes_leaves_the_machine(server: Server) -> None:
    with open_store() as store:
        fill(store)
        list(reconcile(unlinked(store), Service(server.url, pause=0)))
    sent = json.loads(urllib.parse.parse_qs("&".join(server.bodies))["queries"][0])
    assert {json.dumps(q, sort_keys=True) for q in sent.values()} == {
        json.dumps({"limit": 5, "query": name, "type": "Q5"}) for name in ("Anna Grant", "Witold Nowak")
    }


def test_questions_go_out_in_batches_of_ten_or_of_what_the_service_takes(server: Server) -> None:
    asked(server, *people(*(f"Person {chr(97 + i)}" for i in range(25))))
    server.manifest = {"batchSize": 4}
    asked(server, *people("a", "b", "c", "d", "e"))
    sizes = [len(json.loads(urllib.parse.parse_qs(body)["queries"][0])) for body in server.bodies]
    assert sizes == [10, 10, 5, 4, 1]


def test_a_service_that_suggests_no_types_is_asked_without_and_believed_less(server: Server) -> None:
    server.manifest = {"suggest": {}}
    ITEMS["Untyped One", ""] = [("Q106", 100.0, True), ("Q107", 95.0, False)]
    assert asked(server, *people("Untyped One")) == {"Untyped One": None}


def test_types_are_not_asked_of_another_host(server: Server) -> None:
    server.manifest = {"suggest": {"type": {"service_url": "http://127.0.0.1:9", "service_path": "/suggest"}}}
    assert asked(server, WITOLD) == {"Witold Nowak": None}


@pytest.mark.parametrize(
    "candidate",
    [
        {"id": "Q1", "score": "100", "match": True},
        {"id": "Q1", "score": float("nan"), "match": True},
        {"id": "Q1", "score": 1e400, "match": True},
        {"id": "Q1", "score": 100, "match": "true"},
        {"id": 'Q1> . <urn:x> <urn:y> "z"', "score": 100, "match": True},
        {"id": "Q0", "score": 100, "match": True},
        {"id": None, "score": 100, "match": True},
        {"score": 100, "match": True},
        ["Q1"],
        None,
    ],
)
def test_a_candidate_that_is_not_of_the_protocol_is_nobody(candidate: object) -> None:
    assert judge(WITOLD, [candidate]).wikidata is None


def late(seconds: float) -> Any:
    def give(handler: Handler) -> None:
        time.sleep(seconds)
        handler.give({})

    return give


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b"[" * 100_000)


ODD = {
    "not JSON": (lambda h: h.give(b"<html>welcome</html>"), "not JSON"),
    "JSON nested too deep": (lambda h: h.give(b"[" * 100_000), "not JSON"),
    "no object": (lambda h: h.give([1]), "no JSON object"),
    "answers to other questions": (lambda h: h.give({"q7": {"result": []}}), "q0"),
    "no list of results": (lambda h: h.give({"q0": {"result": "Q1"}}), "list of results"),
    "a failure": (lambda h: h.give({}, 500), "HTTP status 500"),
    "a redirect to elsewhere": (lambda h: h.give({}, 307, Location="http://127.0.0.1:9/"), "moved to"),
    "come back next week": (lambda h: h.give({}, 429, Retry_After="600000"), "HTTP status 429"),
    "silence": (late(3), "out of reach"),
    "a drip": (dripping, "not finished"),
    "no end": (endless, "more than"),
    "a line that breaks": (lambda h: h.connection.close(), "out of reach"),
}


@pytest.mark.parametrize(("odd", "said"), ODD.values(), ids=ODD)
def test_an_odd_answer_is_one_clear_error_soon(server: Server, odd: Any, said: str) -> None:
    server.odd = [odd]
    begun = time.monotonic()
    with pytest.raises(ServiceError) as caught:
        asked(server, WITOLD)
    assert said in str(caught.value)
    assert str(caught.value).count("\n") == 0
    assert time.monotonic() - begun < 5


def test_a_busy_service_is_asked_again(server: Server) -> None:
    server.odd = [lambda h: h.give({}, 503, Retry_After="0"), lambda h: h.give({}, 429, Retry_After="0")]
    assert asked(server, WITOLD) == {"Witold Nowak": "Q101"}


@pytest.mark.parametrize("url", ["ftp://example.org/", "nowhere", "http://"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(ServiceError, match="no address"):
        Service(url)


def test_a_service_of_other_identifiers_is_refused(server: Server) -> None:
    server.manifest = {"identifierSpace": "https://d-nb.info/gnd/"}
    with pytest.raises(ServiceError, match="d-nb"):
        Service(server.url)


def test_the_file_of_links_is_an_actors_file_whatever_the_service_says(tmp_path: pathlib.Path) -> None:
    evil = {"id": "Q101", "name": 'x\n<urn:a> <urn:b> <urn:c> . # "', "score": 100, "match": True}
    path = tmp_path / "linked.ttl"
    path.write_text(as_turtle([judge(Unlinked("actor/o", 'O"\\Neil\n', "person"), [evil])]), encoding="utf-8")
    actor = load(path).actor("actor/o")
    assert actor is not None
    assert (actor.name, actor.wikidata) == ('O"\\Neil\n', "Q101")


def test_a_linked_actor_of_the_gazetteer_keeps_what_is_known_of_it(tmp_path: pathlib.Path) -> None:
    known = kg.link._unlinked("actor/unicef", "UNICEF", "igo")
    path = tmp_path / "linked.ttl"
    path.write_text(as_turtle([judge(known, [{"id": "Q101", "name": "", "score": 100, "match": True}])]), encoding="utf-8")
    world = load(path)
    actor = world.actor("actor/unicef")
    assert actor is not None
    assert actor.affiliation is not None
    assert (actor.code, actor.affiliation.name, actor.wikidata) == ("UNO", "United Nations", "Q101")
    assert world.named("UN children's agency")[0].actor == actor


# -- the commands --------------------------------------------------------------------------------------------------------------------


def run(*words: str, cwd: pathlib.Path, **environment: str) -> subprocess.CompletedProcess[str]:

    return subprocess.run([sys.executable, "-m", "kg", *words], cwd=cwd, capture_output=True, text=True, env=os.environ | environment, timeout=60)


TEXT = "MOSCOW, April 20 - John Kerry met Sergei Lavrov in Moscow on Wednesday. Kerry accused Russia of lying.\n"


def found(records: str) -> list[dict[str, Any]]:
    """Records without the reasons, which are others where a name stands in an actors file."""
    return [{key: value for key, value in json.loads(line).items() if key != "why"} for line in records.splitlines()]


def test_a_name_that_was_linked_has_its_identity_in_the_next_build(server: Server, tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run("build", "a.txt", cwd=tmp_path).check_returncode()
    before = found(run("extract", "a.txt", cwd=tmp_path).stdout)
    assert run("link", "--dry-run", cwd=tmp_path).stdout.splitlines() == ["John Kerry\tperson", "Sergei Lavrov\tperson"]
    assert not server.bodies
    done = run("link", "--service", server.url, cwd=tmp_path)
    assert (done.returncode, "1 linked, 1 left alone" in done.stderr) == (0, True)
    assert found(run("extract", "a.txt", "--actors", "linked.ttl", cwd=tmp_path).stdout) == before
    run("build", "a.txt", "--actors", "linked.ttl", cwd=tmp_path).check_returncode()
    with open_store(tmp_path / "kg-store", readonly=True) as store:
        assert store.query('ASK { ?a skos:prefLabel "Sergei Lavrov" ; schema:sameAs <http://www.wikidata.org/entity/Q108> }')
    server.bodies.clear()
    run("link", "--service", server.url, cwd=tmp_path).check_returncode()
    assert "Kerry" in "".join(server.bodies)
    assert "Lavrov" not in "".join(server.bodies)


def test_what_was_linked_before_the_service_broke_is_kept(server: Server, tmp_path: pathlib.Path) -> None:
    with open_store(tmp_path / "kg-store") as store:
        fill(store)
    server.manifest = {"batchSize": 1}
    server.odd = [lambda h: h.give({"q0": {"result": [{"id": "Q104", "name": "Anna", "score": 100, "match": True}]}}), lambda h: h.give(b"")]
    done = run("link", "--service", server.url, cwd=tmp_path)
    assert (done.returncode, "1 linked" in done.stderr, "not JSON" in done.stderr) == (1, True, True)
    linked = load(tmp_path / "linked.ttl").actor("actor/anna-grant")
    assert linked is not None
    assert linked.wikidata == "Q104"


def test_without_a_service_nothing_is_asked(tmp_path: pathlib.Path) -> None:
    with open_store(tmp_path / "kg-store") as store:
        fill(store)
    done = run("link", cwd=tmp_path)
    assert done.returncode == 1
    assert "2 actors could be looked up; name a service" in done.stderr


def test_the_default_score_is_one_number() -> None:
    assert kg.cli.linking.link.__defaults__ is not None
    assert kg.link.MIN_SCORE in kg.cli.linking.link.__defaults__


def test_offline_everything_that_needs_no_network_goes_on(tmp_path: pathlib.Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(TEXT * (i + 1), encoding="utf-8")
    plain = run("extract", "0.txt", cwd=tmp_path)
    offline = run("--offline", "extract", "0.txt", cwd=tmp_path)
    assert (offline.returncode, offline.stdout) == (0, plain.stdout)
    assert run("--offline", "build", "0.txt", "1.txt", "2.txt", "-j", "2", cwd=tmp_path).returncode == 0
    asked = run("--offline", "query", "SELECT ?e WHERE { ?e a sem:Event }", cwd=tmp_path)
    assert (asked.returncode, "happening/" in asked.stdout or "rows" in asked.stderr) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("extract", "http://127.0.0.1:9/a.html"),
        ("query", "facts", "--store", "http://127.0.0.1:9"),
        ("link", "--service", "http://127.0.0.1:9"),
        ("serve", "--port", "8099"),
    ],
    ids=lambda words: words[0],
)
def test_offline_what_needs_the_network_fails_in_one_line(words: tuple[str, ...], tmp_path: pathlib.Path) -> None:
    with open_store(tmp_path / "kg-store") as store:
        fill(store)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("--offline", *words, cwd=tmp_path)
    told = [line for line in done.stderr.splitlines() if line.startswith("kg: ")]
    assert done.returncode in (1, 3)
    assert len(told) == 1
    assert "--offline forbids the network" in told[0]
    assert "Traceback" not in done.stderr


def test_offline_holds_for_worker_processes_and_for_sockets_of_any_make(tmp_path: pathlib.Path) -> None:
    code = """
import _socket, socket, multiprocessing, kg.cli
from kg.cli.offline import OfflineError
socket.socketpair()
for attempt in (lambda: _socket.socket(_socket.AF_INET), lambda: socket.socket(socket.AF_INET6), lambda: socket.create_connection(("127.0.0.1", 9)),
                lambda: socket.gethostbyname("localhost"), lambda: socket.getaddrinfo("localhost", 80)):
    try:
        attempt()
    except OfflineError:
        print("stopped")
"""
    (tmp_path / "tries.py").write_text(code, encoding="utf-8")

    done = subprocess.run([sys.executable, "tries.py"], cwd=tmp_path, capture_output=True, text=True, env=os.environ | {"KG_OFFLINE": "1"})
    assert done.stdout.split() == ["stopped"] * 5, done.stderr
