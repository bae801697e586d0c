"""The remote store against a Virtuoso of our own: `python -m tests.bench.virtuoso` (Debian's virtuoso-opensource must be installed).

Starts a server on loopback in a temporary folder, lets the SPARQL account update, builds articles into it, decides, removes, asks every
named question, and compares all of it with a store in memory. (Virtuoso 7 rewrites WKT literals as geometries of single precision, does not
find those and xsd:anyURI literals again by DELETE DATA, and answers ASK with a row; `kg/store/remote.py` takes it all back.)
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import facts
from kg.errors import KGError
from kg.export import export
from kg.questions import query, questions
from kg.rdf.terms import Quad
from kg.store import Store, open_store
from tests.factories import accusation, meeting
from tests.test_facts import attack, put

INI = """[Database]
DatabaseFile={0}/v.db
ErrorLogFile={0}/v.log
LockFile={0}/v.lck
TransactionFile={0}/v.trx
xa_persistent_file={0}/v.pxa
[TempDatabase]
DatabaseFile={0}/t.db
TransactionFile={0}/t.trx
[Parameters]
ServerPort=127.0.0.1:{1}
DirsAllowed={0}
NumberOfBuffers=10000
[HTTPServer]
ServerPort=127.0.0.1:{2}
[SPARQL]
ResultSetMaxRows=1000000
"""
LEAKS = (
    "SELECT ?r { ?r a kg:ReportedEvent ; ?p ?o FILTER(STRSTARTS(STR(?p), STR(sem:))) }",
    "SELECT ?r { GRAPH ?g { ?r a kg:ReportedEvent ; kg:claimedBy ?by } ?happening a sem:Event ; kg:report ?r FILTER NOT EXISTS { ?r a sem:Event } }",
    "SELECT ?x { ?x a sem:Event , kg:ReportedEvent }",
)
"""Reports with properties of facts, claims that a fact rests on, nodes that are both: asked of all graphs, none is there but what people accepted."""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    server, client = (shutil.which(name) for name in ("virtuoso-t", "isql-vt"))
    if server is None or client is None:
        sys.exit("virtuoso-opensource is not installed")
    with tempfile.TemporaryDirectory() as folder:
        sql, http = _port(), _port()
        ini = Path(folder) / "v.ini"
        ini.write_text(INI.format(folder, sql, http))
        with subprocess.Popen([server, "+configfile", str(ini), "+foreground"], cwd=folder, stderr=subprocess.DEVNULL) as process:
            try:
                _await(f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D")
                grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
                subprocess.run([client, f"127.0.0.1:{sql}", "dba", "dba", grant], check=True, stdout=subprocess.DEVNULL)
                yield f"http://127.0.0.1:{http}/sparql"
            finally:
                process.kill()


def _port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def _await(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    sys.exit(f"{url} did not come up")


def history(store: Store) -> None:
    """A build with a correction, a decision and a removal."""
    put(store, meeting("a"), accusation("b"))
    put(store, attack("c", "Shells fell on a town in Ukraine on Monday, and Russia fired them."), meeting("d"))
    report = store.query("SELECT ?r { GRAPH ?g { ?r kg:saidType plover:ASSAULT ; kg:claimedBy ?c } }").rows[0][0]
    facts.decide(store, "accept", str(report), who="bench", when="2016-04-22")
    facts.remove(store, ["d"])


def imported(url: str, memory: Store, folder: Path) -> int:
    """How many quads differ when the whole store in memory comes as a file into an emptied server."""
    export(memory, "nquads", out=folder / "all.nq", with_claims=True)
    os.environ["KG_STORE_GRAPHS_URL"] = url.removesuffix("/sparql") + "/sparql-graph-crud"
    with open_store(url, beside=folder) as remote:
        for graph in sorted({quad[3] for quad in lasting(remote)}):
            remote.backend.update(f"DROP SILENT GRAPH <{graph}>")
        remote.import_(folder / "all.nq")
        return len(lasting(remote) ^ lasting(memory))


def lasting(store: Store) -> set[Quad]:
    return {quad for quad in store.quads() if quad[3].startswith(store.base) and quad[3] != store.runs}


def main() -> None:
    memory = open_store()
    history(memory)
    with serving() as url, tempfile.TemporaryDirectory() as beside, open_store(url, beside=beside) as remote:
        history(remote)
        mine, theirs = lasting(memory), lasting(remote)
        sys.stdout.write(f"{len(theirs)} quads, {len(mine ^ theirs)} of them differ from memory's\n")
        for quad in sorted(map(str, mine ^ theirs))[:10]:
            sys.stdout.write(f"  {quad}\n")
        leaks = [len(store.query(leak, scope="all")) for store in (memory, remote) for leak in LEAKS]
        sys.stdout.write(f"a report is not a fact: {'the same' if leaks[:3] == leaks[3:] else 'NOT the same'} as in memory ({leaks[3:]})\n")
        for name in questions():
            more = {"event": str(query(memory, "facts").rows[0][-1])} if name in ("evidence", "links") else {}
            sys.stdout.write(f"{name}: {_compared(memory, remote, name, more)}\n")
        sys.stdout.write(f"found wrong by kg store check: {remote.check() or 'nothing'}\n")
        sys.stdout.write(f"imported: {imported(url, memory, Path(beside))} quads differ from memory's\n")


def _compared(memory: Store, remote: Store, name: str, more: dict[str, Any]) -> str:
    try:
        mine, theirs = (sorted(map(str, query(store, name, **more).dicts())) for store in (memory, remote))
    except KGError as e:
        return f"refused: {' '.join(str(e).split())[:160]}"
    return "the same answer" if mine == theirs else f"another answer, {len(theirs)} rows for {len(mine)}"


if __name__ == "__main__":
    main()
