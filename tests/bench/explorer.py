"""The explorer of `kg serve` on a large store, from one actor outward, in headless Chromium: `python -m tests.bench.explorer [--months 750]`.

    first view  from navigation to the first hover over the actor that answers
    older       from the click that asks for the actor's older acts to the picture that has them
    outward     the same for an official, whose acts the page has only in part
    memory      the JavaScript heap of the page, and what the server's workers hold at most

The store is synthetic (`tests.bench.findings`): a month is a thousand articles, some 1,330 reports and 1,000 happenings among sixteen states
and their officials, so that each state has a part in an eighth of them. It is loaded part by part; `--folder` keeps it for another run.
"""

import argparse
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kg.store import open_store
from tests.bench.findings import BLOCK, write
from tests.browser import chromium

STEP = 25  # months of one part: 780 MB of N-Quads
STATE = "France"
COUNTS = {
    "articles": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?x prov:specializationOf ?y } FILTER(?g != <urn:kg:graph/facts>) }",
    "reports": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?x a kg:ReportedEvent } }",
    "happenings": "SELECT (COUNT(*) AS ?n) WHERE { ?x a sem:Event }",
    "reports about France": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?x kg:saidActor|kg:saidRecipient <urn:kg:actor/france> } }",
}


def fill(folder: pathlib.Path, months: int) -> None:
    """Make the store, part by part."""
    part = folder.parent / "part.nq"
    with open_store(folder) as store:
        for first in range(0, months, STEP):
            write(part, min(STEP, months - first) * BLOCK, first=first)
            store.import_(part)
            line("loaded", f"{first + STEP:,} months")
        part.unlink()


@contextmanager
def serving(folder: pathlib.Path) -> Iterator[tuple[str, int]]:
    """`kg serve` on the store, as a user starts it: its address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait(lambda: answers(f"{url}/questions"), 60)
            yield url, process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def answers(url: str) -> bool:
    """Whether a server is there."""
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False


def wait(done: Callable[[], Any], seconds: float) -> float:
    """Seconds until something holds."""
    start = time.monotonic()
    while not done():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - start


def first_view(tab: Any, url: str) -> float:
    """Seconds from navigation to the first hover over the busiest actor that answers."""
    start = time.monotonic()
    tab.goto(url, wait_until="commit", timeout=120_000)
    wait(lambda: tab.evaluate("Boolean(window.kgPage && kgPage.ready)"), 120)

    def hovered() -> bool:
        box, at = tab.locator("#picture").bounding_box(), tab.evaluate("kgPage.place(kgPage.data.nodes[0].id)")
        tab.mouse.move(box["x"] + at["x"] + 300, box["y"] + at["y"] + 200)
        tab.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        return bool(tab.evaluate("!document.querySelector('#tip').hidden"))

    wait(hovered, 30)
    return time.monotonic() - start


def expand(tab: Any, name: str) -> tuple[float, int]:
    """Seconds until more acts of an actor are in the page after a click on its button, and how many edges came."""
    tab.fill("#query", name)
    tab.press("#query", "Enter")
    size = "kgPage.scene().edges"
    tab.wait_for_selector("#expand:not([disabled])")
    before, start = tab.evaluate(size), time.monotonic()
    tab.click("#expand")
    wait(lambda: tab.get_attribute("#panel", "aria-busy") is None and tab.evaluate("kgPage.still()"), 120)
    return time.monotonic() - start, tab.evaluate(size) - before


def resident(pid: int) -> int:
    """Megabytes that the processes below this one have held at most, added up."""
    total = 0
    for entry in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            said = dict(row.split(":", 1) for row in entry.read_text().splitlines())
        except OSError:
            continue  # it has ended
        if int(said["PPid"]) == pid:
            total += int(said.get("VmHWM", "0 kB").split()[0]) // 1024
    return total


def measure(folder: pathlib.Path, rounds: int) -> None:
    """The table, a row as soon as it is known."""
    with open_store(folder, readonly=True) as store:
        for name, query in COUNTS.items():
            line(name, f"{int(getattr(store.query(query).rows[0][0], 'value', 0)):,}")
    with serving(folder) as (url, pid), chromium() as browser:
        for n in range(rounds):
            tab = browser.new_page(viewport={"width": 1440, "height": 900})
            line(f"first view, round {n + 1}", f"{first_view(tab, f'{url}/explore?actor={STATE}'):.2f} s")
            told = tab.evaluate("kgPage.scene()")
            line("  in the picture", f"{told['actors']} actors, {told['edges']} edges")
            for what, who in (("older acts", STATE), ("older still", STATE), ("outward", next(iter(tab.evaluate(_OFFICIALS)), STATE))):
                seconds, came = expand(tab, who)
                line(f"  {what} of {who}", f"{seconds:.2f} s, {came} edges more")
            heap = tab.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
            line("  memory", f"page {heap / 1e6:.0f} MB, workers {resident(pid)} MB")
            tab.close()


_OFFICIALS = f"kgPage.data.nodes.filter((node) => node.label !== '{STATE}').map((node) => node.label)"


def line(name: str, value: str) -> None:
    """Print a row."""
    sys.stdout.write(f"{name:32} {value}\n")
    sys.stdout.flush()


def main() -> None:
    """Fill the store where it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, default=750)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, help="where the store is, or will be and stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = (options.folder or pathlib.Path(passing)) / "store"
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            fill(folder, options.months)
        measure(folder, options.rounds)


if __name__ == "__main__":
    main()
