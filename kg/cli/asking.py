"""Commands that ask a store: query, show, diff."""

import json
import pathlib
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import app, options
from kg.cli.seeing import reading

if TYPE_CHECKING:
    from kg.questions import Question
    from kg.store import Rows

FORMATS = ("table", "csv", "json", "jsonl")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def query(
    context: typer.Context,
    what: Annotated[str | None, typer.Argument(help="A named question, a .rq file, SPARQL, or - for SPARQL on standard input.")] = None,
    store: options.Store = options.DEFAULT_STORE,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or jsonl.")] = "table",
    every: Annotated[bool, typer.Option("--all", help="Ask the union of all graphs, reports and claims among them.")] = False,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The facts as the articles published by that day give them.")] = None,
    during: Annotated[str | None, typer.Option("--during", help="Only facts of this time: 2016-04, or 2016-04-01..2016-04-20.")] = None,
    folder: Annotated[pathlib.Path | None, typer.Option("--questions", help="A folder of your own .rq files.")] = None,
    most: Annotated[int | None, typer.Option("--limit", min=0, help="Rows at most.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the named questions with their parameters.")] = False,
) -> None:
    """Ask a store: a named question with its parameters (--actor Russia --since 2016-04), a file, or SPARQL.

    Example: [bold]kg query between --actor Russia --other NATO --since 2016-04-01[/bold]
    """
    from kg.questions import query as asked
    from kg.questions import questions

    if listing or what is None:
        _list(questions(folder).values())
        return
    if format not in FORMATS:
        raise typer.BadParameter(f"{format!r}; use {', '.join(FORMATS)}", param_hint="--format")
    what = sys.stdin.read() if what == "-" else what
    with reading(store) as opened, options.at_time(opened, as_of, during) as seen:
        rows = asked(seen, what, scope="all" if every else "facts", max_rows=most, folder=folder, **_params(context.args))
        _print(rows, format)


def _params(args: list[str]) -> dict[str, Any]:
    """`--actor Russia --actor NATO --since=2016` as parameters; one that is given twice is a list."""
    out: dict[str, list[str]] = {}
    rest = [part for arg in args for part in (arg.split("=", 1) if arg.startswith("--") else [arg])]
    while rest:
        name = rest.pop(0)
        if not name.startswith("--") or not rest:
            raise typer.BadParameter(f"{name!r}; parameters of a question are given as --name value")
        out.setdefault(name[2:], []).append(rest.pop(0))
    return {name: values if len(values) > 1 else values[0] for name, values in out.items()}


def _list(known: Iterable["Question"]) -> None:
    rows = [(q.name, q.text, " ".join(f"--{p.name}" for p in q.params)) for q in known]
    options.out_console().print(options.table(("question", "asks", "parameters"), rows))


def _print(rows: "Rows", format: str) -> None:
    from kg.store import plain

    if rows.kind == "ask":
        sys.stdout.write("yes\n" if rows else "no\n")
    elif rows.kind == "graph":
        from kg.export.triples import serialized

        sys.stdout.write(serialized(((s, p, o) for s, p, o in rows), "text/turtle").decode())  # type: ignore[misc]
    elif format == "table":
        options.out_console().print(options.rows_table(rows))
        sys.stderr.write(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}{' (cut off at the limit)' if rows.truncated else ''}\n")
    elif format == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows.columns)
        writer.writerows([plain(term) for term in row] for row in rows)
    elif format == "json":
        sys.stdout.write(json.dumps(list(rows.values()), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.values())


@app.command()
def show(
    what: Annotated[str, typer.Argument(help="An actor (name or id), a happening (its hash) or a report (LABEL#event-5-8).", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Show everything known of an actor or event, with its sentences.

    Example: [bold]kg show Russia[/bold]
    """
    from kg.show import show as known

    with reading(store) as opened:
        shown = known(opened, what)
    console = options.out_console()
    console.print(f"{shown.name}  ({shown.kind})", style="bold", markup=False, highlight=False)
    console.print("\n".join(shown.ids), style="dim", markup=False, highlight=False)
    for section in shown.sections:
        console.print()
        console.print(options.rows_table(section.rows, title=section.title))


@app.command()
def diff(
    one: Annotated[str, typer.Argument(help="A store.", show_default=False)],
    other: Annotated[str, typer.Argument(help="Another store.", show_default=False)],
) -> None:
    """Say how the facts of two stores differ.

    Example: [bold]kg diff kg-store kg-store-monday[/bold]
    """
    from kg.show import diff as differing

    with reading(one) as left, reading(other) as right:
        found = differing(left, right)
    options.out_console().print(options.table(("", "what", "id", "said"), found.rows))
    if found.rows:
        raise typer.Exit(1)
