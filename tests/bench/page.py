"""Time to usable of our page and of stock pyvis, side by side in one run: from navigation to the first hover that answers.

    python -m tests.bench.page                     # all sizes, both; stops each at 120 s
    python -m tests.bench.page --sizes 100:300

Both get the same graph (`tests.synthetic`). Stock pyvis is its own page with its own settings (physics on), libraries in
line, the outside cut off as on a plane. Each measurement has a browser of its own in a process of its own, because a page
that hangs also hangs whoever waits for it. The hover is over the strongest actor, tried every 50 ms.
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any

from kg.draw import draw
from kg.draw.page import save
from kg.network import relations
from tests.browser import chromium
from tests.synthetic import world

SIZES = "100:300,1000:3000,3000:10000,5000:20000"
STOP = 120.0
HOVER = {  # which -> (where the strongest actor stands in the window, whether its hover has answered)
    "ours": (
        """() => {
            if (!window.kgPage) return null;
            const p = kgPage.place(kgPage.data.nodes[0].id), b = document.querySelector('#picture').getBoundingClientRect();
            return [b.x + p.x, b.y + p.y];
        }""",
        "() => !document.querySelector('#tip').hidden",
    ),
    "pyvis": (
        """() => {
            if (typeof network === 'undefined' || !network) return null;
            const p = network.canvasToDOM(network.getPosition(nodes.getIds()[0])), b = document.querySelector('#mynetwork').getBoundingClientRect();
            return [b.x + p.x, b.y + p.y];
        }""",
        """() => {
            const t = document.querySelector('.vis-tooltip');
            return Boolean(t) && getComputedStyle(t).visibility === 'visible';
        }""",
    ),
}


def stock(acts: list[Any], path: pathlib.Path) -> None:
    """The graph as somebody writes it with pyvis."""
    from pyvis.network import Network

    graph, net = relations(acts), Network(height="900px", directed=True, cdn_resources="in_line")
    for node in sorted(graph, key=lambda n: (-graph.degree(n), n)):
        net.add_node(node, label=graph.nodes[node]["name"], title=graph.nodes[node]["name"])
    for one, other, data in graph.edges(data=True):
        net.edges.append({"from": one, "to": other, "title": data["quote"], "arrows": "to"})
    path.write_text(net.generate_html(), encoding="utf-8")


def measure(which: str, page: pathlib.Path) -> float:
    """Seconds from navigation to the first hover that answers."""
    place, answered = HOVER[which]
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        start = time.monotonic()
        tab.goto(page.as_uri(), wait_until="commit")
        away = 0
        while True:
            spot = tab.evaluate(place)
            if spot:
                away = 1 - away
                tab.mouse.move(spot[0] + 400 * away, spot[1] + 300 * away)
                tab.mouse.move(*spot)
                for _ in range(4):
                    if tab.evaluate(answered):
                        return time.monotonic() - start
                    time.sleep(0.05)
            time.sleep(0.05)


def apart(which: str, page: pathlib.Path) -> float | None:
    """`measure` in a process of its own, None where it was stopped."""
    command = [sys.executable, "-m", "tests.bench.page", "--one", which, str(page)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            out, _ = process.communicate(timeout=STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
    return float(out) if process.returncode == 0 else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--one", nargs=2, metavar=("WHICH", "PAGE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(str(measure(given.one[0], pathlib.Path(given.one[1]))))
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes.split(","):
            count, edges = (int(n) for n in size.split(":"))
            acts, ours, theirs = world(count, edges), pathlib.Path(folder, "ours.html"), pathlib.Path(folder, "pyvis.html")
            start = time.monotonic()
            save(draw(relations(acts)), ours)
            made = time.monotonic() - start
            stock(acts, theirs)
            row = {"actors": count, "edges": edges, "made": made, "ours": apart("ours", ours), "pyvis": apart("pyvis", theirs)}
            rows.append(row)
            sys.stdout.write(line(row))
            sys.stdout.flush()
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def line(row: dict[str, Any]) -> str:
    """One row of the table."""
    ours, theirs = row["ours"], row["pyvis"]
    mine, stock = (f"{seconds:.2f} s" if seconds else f"not within {STOP:.0f} s" for seconds in (ours, theirs))
    times = f"{'' if theirs else 'at least '}{(theirs or STOP) / ours:.0f} times sooner" if ours else ""
    return f"{row['actors']:>6} actors {row['edges']:>6} edges   made in {row['made']:.1f} s   usable: ours {mine}, pyvis {stock}   {times}\n"


if __name__ == "__main__":
    main()
