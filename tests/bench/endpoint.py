"""The endpoint under load and under attack: `python -m tests.bench.endpoint`.

load     10,000 requests at 16 connections, p50, p99 and throughput beside those of the bare `oxigraph serve-read-only` in the same run
attack   a cross join of three patterns over a million quads: stopped within two seconds of its limit, while eight other clients
         go on being answered, and memory returns to where it was
"""

import argparse
import asyncio
import contextlib
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.parse
from collections.abc import Iterator

import httpx
import pyoxigraph as ox

QUERY = "SELECT ?s ?o WHERE { GRAPH <urn:kg:graph/facts> { ?s <urn:p7> ?o } } LIMIT 20"
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?k ?l ?m } }"
LIMIT = 5.0  # seconds that the attacked server gives a query


def filled(folder: pathlib.Path, quads: int) -> pathlib.Path:
    """A store of so many synthetic quads."""
    (folder / "quads").mkdir(parents=True)
    store = ox.Store(str(folder / "quads"))
    graph = ox.NamedNode("urn:kg:graph/facts")
    store.bulk_extend(ox.Quad(ox.NamedNode(f"urn:s{i // 10}"), ox.NamedNode(f"urn:p{i % 10}"), ox.Literal(str(i % 997)), graph) for i in range(quads))
    store.flush()
    return folder


async def fired(port: int, path: str, requests: int, connections: int) -> tuple[list[float], float, int]:
    """Seconds of each request, of all, and how many failed; plain sockets, so that the generator costs less than what it measures."""
    target = f"{path}?{urllib.parse.urlencode({'query': QUERY})}"
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
    took: list[float] = []
    failed = 0
    todo = iter(range(requests))

    async def one_by_one() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in todo:
            begun = time.perf_counter()
            writer.write(head)
            answer, body = await answered(reader)
            took.append(time.perf_counter() - begun)
            failed += not (answer.startswith(b"HTTP/1.1 200") and body.count(b'"bindings"') == 1 and body.endswith(b"}"))
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one_by_one() for _ in range(connections)))
    return took, time.perf_counter() - begun, failed


async def answered(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The head and the body of an answer, of a stated length or in chunks."""
    head = await reader.readuntil(b"\r\n\r\n")
    if found := re.search(rb"(?i)\r\ncontent-length: *(\d+)", head):
        return head, await reader.readexactly(int(found[1]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return head, body


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server of its own process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield process
        finally:
            process.terminate()
            process.wait()


def ours(folder: pathlib.Path, port: int, *more: str) -> list[str]:
    """How `kg serve` is started."""
    return [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", str(port), *more]


def bare(folder: pathlib.Path, port: int) -> list[str]:
    """How the bare server is started."""
    server = shutil.which("oxigraph") or str(pathlib.Path(sysconfig.get_path("scripts")) / "oxigraph")
    return [server, "serve-read-only", "--location", str(folder / "quads"), "--bind", f"127.0.0.1:{port}"]


def load(folder: pathlib.Path, requests: int) -> None:
    """Both servers on the same store, one after the other."""
    for name, command, path in (("kg serve", ours, "/sparql"), ("oxigraph", bare, "/query")):
        port = free()
        with running(command(folder, port), port):
            asyncio.run(fired(port, path, 200, 16))
            told(name, *asyncio.run(fired(port, path, requests, 16)))


def free() -> int:
    """A free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    """Until a server answers."""
    for _ in range(200):
        try:
            httpx.get(url)
            return
        except httpx.ConnectError:
            time.sleep(0.05)


def told(name: str, took: list[float], seconds: float, failed: int) -> None:
    """A row of the table."""
    cuts = statistics.quantiles(took, n=100)
    sys.stdout.write(
        f"{name:10} {len(took):6} requests  {failed} failed  "
        f"p50 {1000 * cuts[49]:6.1f} ms  p99 {1000 * cuts[98]:6.1f} ms  {len(took) / seconds:7.0f}/s\n"
    )
    sys.stdout.flush()


def memory(server: int) -> float:
    """Resident megabytes of a process and its children."""
    rows = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout.split("\n")[1:]
    every = {int(r.split()[0]): (int(r.split()[1]), int(r.split()[2])) for r in rows if r.strip()}
    mine = {server}
    while more := {pid for pid, (parent, _) in every.items() if parent in mine} - mine:
        mine |= more
    return sum(every[pid][1] for pid in mine if pid in every) / 1024


def attack(folder: pathlib.Path) -> None:
    """One query without end among eight clients who ask small ones."""
    port = free()
    with running(ours(folder, port, "--seconds", f"{LIMIT:g}"), port) as server:
        asyncio.run(fired(port, "/sparql", 200, 8))
        before = memory(server.pid)
        seconds, status, took, failed = asyncio.run(both(port))
        asyncio.run(fired(port, "/sparql", 200, 8))
        time.sleep(1)
        after = memory(server.pid)
    sys.stdout.write(
        f"cross join: {status} after {seconds:.1f} s (limit {LIMIT:g}); "
        f"meanwhile {len(took)} answers to 8 clients, {failed} failed, slowest {1000 * max(took):.0f} ms\n"
    )
    sys.stdout.write(f"memory: {before:.0f} MB before, {after:.0f} MB after\n")


async def both(port: int) -> tuple[float, int, list[float], int]:
    """How long the query without end took and its status; the seconds of what was asked meanwhile, and how many of those failed."""

    async def cross() -> tuple[float, int]:
        begun = time.perf_counter()
        async with httpx.AsyncClient(timeout=60) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/sparql", params={"query": CROSS})
        return time.perf_counter() - begun, answer.status_code

    stopped = asyncio.create_task(cross())
    took: list[float] = []
    failed = 0
    while not stopped.done():
        more, _, bad = await fired(port, "/sparql", 80, 8)
        took += more
        failed += bad
    return (*await stopped, took, failed)


def main() -> None:
    """Both, or the one asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["load", "attack"])
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = filled(pathlib.Path(name) / "store", options.quads)
        if "load" in options.parts:
            load(folder, options.requests)
        if "attack" in options.parts:
            attack(folder)


if __name__ == "__main__":
    main()
