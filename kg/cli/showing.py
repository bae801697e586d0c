"""Longer answers of commands, laid out for a terminal: the demo, an evaluation."""

import pathlib
import sys

from kg.cli import options
from kg.evaluate import Evaluation


def demonstrated(sources: list[str], folder: pathlib.Path) -> None:
    """Build some sources into `folder`/kg-store, and leave kg.ttl and kg.html beside it."""
    from kg.corpus import build
    from kg.draw import draw
    from kg.export import export
    from kg.network import relations
    from kg.questions import query
    from kg.read import articles
    from kg.store import open_store

    folder.mkdir(parents=True, exist_ok=True)
    turtle, page, store = folder / "kg.ttl", folder / "kg.html", folder / options.DEFAULT_STORE
    console = options.out_console()
    with open_store(store) as opened:
        report = build(articles(sources), opened)
        export(opened, "turtle", out=turtle)
        graph = relations(opened)
        page.write_text(str(draw(graph, title="NATO, Russia, Ukraine: who did what to whom, and who says so")), encoding="utf-8")
        found = query(opened, "facts")
        console.print(options.rows_table(found, title="Taken as fact", most=25))
        console.print(options.rows_table(query(opened, "claims"), title="Only claimed", most=12))
    sys.stdout.write(f"\n{report.summary()}\n  store   {store}\n  Turtle  {turtle}\n  page    {page}   (open it in a browser; it needs no network)\n")


def evaluation(result: Evaluation) -> None:
    """Print an evaluation as tables."""
    console = options.out_console()
    numbers = [(name, s.gold, s.found, f"{s.precision:.1f}", f"{s.recall:.1f}", f"{s.f1:.1f}") for name, s in (result.scores | result.types).items()]
    console.print(options.table(("measure", "gold", "found", "precision", "recall", "F1"), numbers))
    confused = [(gold, found, n) for (gold, found), n in sorted(result.status.items(), key=lambda item: -item[1])]
    console.print(options.table(("status in gold", "found", "events"), confused))
    sure = [(f"{confidence:.2f}", f"{right:.2f}", n) for confidence, right, n in result.reliability]
    console.print(options.table(("confidence", "share right", "events"), sure))
    console.print(f"{len(result.leaks)} leaks (not asserted, found as asserted){': ' + ', '.join(result.leaks[:5]) if result.leaks else ''}")
