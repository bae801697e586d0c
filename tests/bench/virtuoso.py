"""A store behind Virtuoso, tried for real: `python -m tests.bench.virtuoso` (Debian: apt install virtuoso-opensource).

Starts a Virtuoso of its own on loopback in a temporary folder, lets its SPARQL user write, builds the sample articles into it through
`kg.open_store("http://...")`, and says, a line each, what holds: the same quads as in the embedded store, the same answer to each named
question, no claim among the facts whatever is asked, an article replaced and removed with its facts.
"""

import contextlib
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

from kg.terms import Quad

import kg
import kg.samples
from kg import facts
from kg.errors import KGError
from kg.iri import DEFAULT_BASE
from kg.questions import query, questions
from kg.store import Store, open_store, plain
from kg.vocab import GEO

CONFIGURATION = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
MaxClientConnections = 5
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
CLAIMED = """SELECT DISTINCT ?r WHERE { GRAPH ?g { ?r a kg:ReportedEvent } { ?r ?p ?o } UNION { ?happening kg:report ?r FILTER EXISTS {
  GRAPH ?g { ?r kg:status ?status FILTER(?status != "asserted") } } } }"""
"""Reports that stand in the facts, and reports of what is only claimed that a happening rests on."""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The address of a new, empty Virtuoso whose SPARQL user may write."""
    server, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    if server is None or isql is None:
        sys.exit("virtuoso-t and isql-vt are not installed; on Debian: apt install virtuoso-opensource")
    sql, http = _port(), _port()
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "v.ini").write_text(CONFIGURATION.format(sql=sql, http=http), encoding="utf-8")
        command = [server, "-f", "-c", "v.ini"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                url = f"http://127.0.0.1:{http}/sparql"
                _await(url)
                grant = 'GRANT SPARQL_UPDATE TO "SPARQL";\n'
                subprocess.run([isql, str(sql), "dba", "dba"], input=grant, text=True, check=True, stdout=subprocess.DEVNULL)
                yield url
            finally:
                process.kill()


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def _await(url: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    sys.exit("virtuoso did not come up within a minute")


def own(store: Store) -> set[Quad]:
    """The quads of a store, without those that the server keeps for itself."""
    return {quad for quad in store.quads() if quad[3].startswith(DEFAULT_BASE) and quad[3] != store.runs}


def told(name: str, fine: bool, more: str = "") -> None:
    """One line of the report."""
    sys.stdout.write(f"{'works' if fine else 'DIFFERS':8} {name}{f': {more}' if more else ''}\n")
    sys.stdout.flush()


def compare(remote: Store, local: Store) -> None:
    """Quads and questions of both stores."""
    there, here = own(remote), own(local)
    points = {quad for quad in there ^ here if quad[1] == GEO.asWKT}
    told(
        f"{len(here):,} quads",
        there == here,
        f"{len(here - there - points)} missing, {len(there - here - points)} too many, {len(points)} WKT points",
    )
    for name in questions():
        try:
            theirs, ours = _texts(remote, name), _texts(local, name)
        except KGError as e:
            told(f"question {name}", False, str(e))
            continue
        told(f"question {name}", theirs == ours, f"{len(ours)} rows" + ("" if theirs == ours else f", {_first(theirs, ours)}"))


def _texts(store: Store, name: str) -> list[tuple[str, ...]]:
    return [tuple(plain(term) or "" for term in row) for row in query(store, name)]


def _first(theirs: list[tuple[str, ...]], ours: list[tuple[str, ...]]) -> str:
    if sorted(theirs) == sorted(ours):
        return "in another order"
    pair = next(((a, b) for a, b in zip(theirs, ours, strict=False) if a != b), (len(theirs), len(ours)))
    return f"there {pair[0]}, here {pair[1]}"[:300]


def main() -> None:
    """Start it, build, compare, take away again."""
    with serving() as url, tempfile.TemporaryDirectory() as folder, open_store(url, beside=folder) as remote, open_store() as local:
        articles = [a for a in kg.articles([str(p) for p in kg.samples.paths()]) if isinstance(a, kg.Article)]
        begun = time.perf_counter()
        kg.build(articles, remote)
        told("build of the samples", True, f"{time.perf_counter() - begun:.1f} s")
        kg.build(articles, local)
        compare(remote, local)
        leaked = remote.query(CLAIMED).rows
        told("a report is not a fact", not leaked, f"{len(leaked)} leaks")
        other = replace(articles[0], text=articles[0].text.replace("Wednesday", "Thursday"))
        for store in (remote, local):
            kg.build(other, store)
            kg.remove(articles[1].id, store)
        told("an article replaced, another removed", {q for q in own(remote) ^ own(local) if q[1] != GEO.asWKT} == set())
        change = facts.drift(remote)
        kept = [q for q in (*change.added, *change.removed) if q[1] != GEO.asWKT]
        told("facts that agree with their articles", not kept, f"{len(kept)} quads differ")


if __name__ == "__main__":
    main()
