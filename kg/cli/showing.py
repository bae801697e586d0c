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
    measured = {name: s for name, s in (result.scores | result.types).items() if s.gold or s.found}
    numbers = [
        (name, s.gold, s.found, *(f"{x:.1f}" if s.gold and s.found else "-" for x in (s.precision, s.recall, s.f1))) for name, s in measured.items()
    ]
    confused = [(gold, found, n) for (gold, found), n in sorted(result.status.items(), key=lambda item: -item[1])]
    sure = [(f"{confidence:.2f}", f"{right:.2f}", n) for confidence, right, n in result.reliability]
    for columns, rows in (
        (("measure", "gold", "found", "precision", "recall", "F1"), numbers),
        (("status in gold", "found", "events"), confused),
        (("confidence", "share right", "events"), sure),
    ):
        if rows:
            console.print(options.table(columns, rows))
    console.print(
        f"{options.count(len(result.leaks), 'leak')} (not asserted, found as asserted){': ' + ', '.join(result.leaks[:5]) if result.leaks else ''}"
    )
