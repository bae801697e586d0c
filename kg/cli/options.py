"""The options that several commands share, and where tables and messages go."""

import itertools
import pathlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import KGError

if TYPE_CHECKING:
    from kg.store import Rows
    from kg.terms import Term

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


def rows_table(rows: "Rows", *, title: str | None = None, most: int | None = None) -> Any:
    """The answer to a query as a table; IRIs are shortened to their last part."""
    shown = [[_shown(cell) for cell in row] for row in itertools.islice(rows, most)]
    left = len(rows) - len(shown)
    return table(rows.columns, shown, title=f"{title or ''}{f' (the first {most} of {len(rows)})' if left > 0 else ''}" or None)


def _shown(term: "Term | None") -> str | None:
    from kg.store import plain
    from kg.terms import Lit

    text = plain(term)
    return text if text is None or isinstance(term, Lit) else text.rpartition("/")[2] or text


@contextmanager
def executor(dask: str | None) -> Iterator[Any]:
    """An executor on a Dask cluster, None where no address is given.

    Raises:
        KGError: dask is not installed, or no scheduler answers there.
    """
    if dask is None:
        yield None
        return
    try:
        from dask.distributed import Client
    except ImportError as e:
        raise KGError("building on a cluster needs Dask: pip install 'geopolitical-kg[dask]'") from e
    try:
        with Client(dask, timeout="10s") as client:
            yield client.get_executor(retries=3)
    except OSError as e:
        raise KGError(f"no Dask scheduler answers at {dask!r} ({e}); start one with `dask scheduler`") from e


def write(text: str, out: str) -> None:
    """Write text to a file, or to standard output for `-`."""
    if out == "-":
        sys.stdout.write(text)
    else:
        pathlib.Path(out).write_text(text, encoding="utf-8")
