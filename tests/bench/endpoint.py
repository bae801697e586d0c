"""The endpoint under load and under attack: `python -m tests.bench.endpoint`.

load     10,000 requests at 16 connections, p50, p99 and throughput beside those of the bare `oxigraph serve-read-only` in the same run
attack   a cross join of three patterns over a million quads: stopped within two seconds of its limit, while eight other clients
         go on being answered, and memory returns to where it was
"""

import argparse
import asyncio
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time

import httpx
import pyoxigraph as ox

from kg.serve import Limits
from tests.test_serve import serving

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


async def fired(url: str, requests: int, connections: int) -> tuple[list[float], float, int]:
    """Seconds of each request, of all, and how many failed."""
    took: list[float] = []
    failed = 0
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:
        todo = iter(range(requests))

        async def one_by_one() -> None:
            nonlocal failed
            for _ in todo:
                begun = time.perf_counter()
                answer = await client.get(url, params={"query": QUERY}, headers={"Accept": "application/sparql-results+json"})
                took.append(time.perf_counter() - begun)
                failed += answer.status_code != 200

        begun = time.perf_counter()
        await asyncio.gather(*(one_by_one() for _ in range(connections)))
        return took, time.perf_counter() - begun, failed


def load(folder: pathlib.Path, requests: int) -> None:
    """Both servers on the same store, one after the other."""
    with serving(folder, workers=4) as url:
        told("kg serve", *asyncio.run(fired(f"{url}/sparql", requests, 16)))
    server = shutil.which("oxigraph") or str(pathlib.Path(sysconfig.get_path("scripts")) / "oxigraph")
    process = subprocess.Popen(
        [server, "serve-read-only", "--location", str(folder / "quads"), "--bind", "127.0.0.1:7879"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for("http://127.0.0.1:7879/")
        told("oxigraph", *asyncio.run(fired("http://127.0.0.1:7879/query", requests, 16)))
    finally:
        process.kill()
        process.wait()


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


def memory() -> float:
    """Resident megabytes of this process and its children."""
    rows = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout.split("\n")[1:]
    every = {int(r.split()[0]): (int(r.split()[1]), int(r.split()[2])) for r in rows if r.strip()}
    mine = {os.getpid()}
    while more := {pid for pid, (parent, _) in every.items() if parent in mine} - mine:
        mine |= more
    return sum(every[pid][1] for pid in mine if pid in every) / 1024


def attack(folder: pathlib.Path) -> None:
    """One query without end among eight clients who ask small ones."""
    with serving(folder, workers=4, limits=Limits(seconds=LIMIT)) as url:
        asyncio.run(fired(f"{url}/sparql", 200, 8))
        before = memory()

        async def both() -> tuple[float, int, list[float], int]:
            async def cross() -> tuple[float, int]:
                begun = time.perf_counter()
                async with httpx.AsyncClient(timeout=60) as client:
                    answer = await client.get(f"{url}/sparql", params={"query": CROSS})
                return time.perf_counter() - begun, answer.status_code

            stopped = asyncio.create_task(cross())
            took: list[float] = []
            failed = 0
            while not stopped.done():
                more, _, bad = await fired(f"{url}/sparql", 80, 8)
                took += more
                failed += bad
            seconds, status = await stopped
            return seconds, status, took, failed

        seconds, status, took, failed = asyncio.run(both())
        asyncio.run(fired(f"{url}/sparql", 200, 8))
        time.sleep(1)
        after = memory()
    worst = 1000 * max(took)
    sys.stdout.write(
        f"cross join: {status} after {seconds:.1f} s (limit {LIMIT:g}); "
        f"meanwhile {len(took)} answers to 8 clients, {failed} failed, slowest {worst:.0f} ms\n"
    )
    sys.stdout.write(f"memory: {before:.0f} MB before, {after:.0f} MB after\n")


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
