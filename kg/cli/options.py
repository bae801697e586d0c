"""The options that several commands share, and where tables and messages go."""

import pathlib
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

_STORE = typer.Option("--store", "-s", envvar="KG_STORE", help="Folder of the store, or the URL of a SPARQL 1.1 endpoint.")
Store = Annotated[str, _STORE]
Sources = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)]
From = Annotated[str | None, typer.Option("--from", help="Format of the sources, where their names do not tell.")]
Model = Annotated[str, typer.Option("--model", help="An installed language model, by name.")]
Lexicon = Annotated[pathlib.Path | None, typer.Option("--lexicon", help="Your own word list (.tsv as kg/lexicon/events.tsv); its lines win.")]
Actors = Annotated[pathlib.Path | None, typer.Option("--actors", help="Your own actors (Turtle, as ontology/actors.ttl).")]
Base = Annotated[str, typer.Option("--base", envvar="KG_BASE", help="Base IRI of what you publish.")]
Workers = Annotated[int, typer.Option("--workers", "-j", min=1, help="Processes that read at once.")]
Out = Annotated[str, typer.Option("--out", "-o", help="File to write, - for standard output.")]
DEFAULT_STORE = "kg-store"


def out_console() -> Any:
    """A console on standard output; wide where it is no terminal, so that pipes get whole lines."""
    from rich.console import Console

    return Console(width=width())


def err_console() -> Any:
    """A console on standard error, for progress and reports."""
    from rich.console import Console

    return Console(stderr=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None, ratios: Sequence[int] | None = None) -> Any:
    """A table without boxes; cells are text, never markup, for article text may hold brackets."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    out = Table(title=title, title_justify="left", box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, column in enumerate(columns):
        out.add_column(column, overflow="fold", ratio=ratios[i] if ratios else None)
    for row in rows:
        out.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return out


def width() -> int:
    """Columns of the terminal; 160 where the output is no terminal, so that pipes get whole lines."""
    import shutil

    return shutil.get_terminal_size((100, 40)).columns if sys.stdout.isatty() else 160


def write(text: str, out: str) -> None:
    """Write text to a file, or to standard output for `-`."""
    if out == "-":
        sys.stdout.write(text)
    else:
        pathlib.Path(out).write_text(text, encoding="utf-8")
