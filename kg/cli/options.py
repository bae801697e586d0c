"""The options that several commands share, and where tables and messages go."""

import contextlib
import itertools
import os
import pathlib
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Annotated, Any, cast

import typer

from kg.errors import KGError

if TYPE_CHECKING:
    from kg.extract import Settings
    from kg.rdf.terms import Term
    from kg.store import Rows
    from kg.store import Store as Store_

_STORE = typer.Option("--store", "-s", envvar="KG_STORE", help="Folder of the store, or the URL of a SPARQL 1.1 endpoint.")
Store = Annotated[str, _STORE]
Sources = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)]
From = Annotated[str | None, typer.Option("--from", help="Format of the sources, where their names do not tell.")]
Model = Annotated[str | None, typer.Option("--model", help="An installed language model, by name.", show_default="the one that kg is installed with")]
Lexicon = Annotated[pathlib.Path | None, typer.Option("--lexicon", help="Your own word list (.tsv as kg/lexicon/events.tsv); its lines win.")]
Actors = Annotated[pathlib.Path | None, typer.Option("--actors", help="Your own actors (Turtle, as ontology/actors.ttl).")]


def absolute(base: str | None) -> str | None:
    """A base IRI as it was given.

    Raises:
        BadParameter: it is no absolute IRI.
    """
    if base is not None and not re.fullmatch(r"[A-Za-z][\w+.-]*:[^\s<>\"{}|\\^`]*[/#:]", base):
        raise typer.BadParameter(f"{base!r} is no base for IRIs; give one that ends in / or # or :, such as https://example.org/kg/")
    return base


Base = Annotated[str, typer.Option("--base", envvar="KG_BASE", callback=absolute, help="Base IRI of what you publish.")]
Workers = Annotated[int, typer.Option("--workers", "-j", min=1, help="Processes that read at once.")]
Out = Annotated[str, typer.Option("--out", "-o", help="File to write, - for standard output.")]
DEFAULT_STORE = "kg-store"


def settings(model: str | None, lexicon: pathlib.Path | None, actors: pathlib.Path | None) -> "Settings":
    """What decides what is found, from the options; here and not in their defaults, for the extractor takes long to import."""
    from kg.extract import DEFAULT, Settings

    return Settings(model=model or DEFAULT.model, lexicon=lexicon, actors=actors)


def out_console() -> Any:
    """A console on standard output; wide where it is no terminal, so that pipes get whole lines, and without blanks at their ends."""
    from rich.console import Console

    return Console(width=width()) if sys.stdout.isatty() else Console(width=width(), file=cast("IO[str]", _Trimmed()))


class _Trimmed:
    """Standard output that takes the blanks before each line's end away."""

    def write(self, text: str) -> int:
        sys.stdout.write(_BLANKS.sub("\n", text))
        return len(text)

    def flush(self) -> None:
        sys.stdout.flush()


_BLANKS = re.compile(r"[ \t]+\n")


def err_console() -> Any:
    """A console on standard error, for progress and reports."""
    from rich.console import Console

    return Console(stderr=True)


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str | None = None,
    ratios: Sequence[int] | None = None,
    room: int | None = None,
) -> Any:
    """A table without boxes; cells are text, never markup, for article text may hold brackets.

    Words are not cut: where `room` (columns of the terminal by default) is too small for the longest word of every column, each row is
    lines of cells instead. `ratios` says which columns shall stay the wider ones, where not all can be as wide as they need.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = _widths([columns, *cells], ratios or [1] * len(columns), (room or width()) - GAP * (len(columns) - 1))
    if widths is None:
        return _lines(columns, cells, title)
    out = Table(title=title, title_justify="left", box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column, wide in zip(columns, widths, strict=True):
        out.add_column(column, overflow="fold", width=wide)
    for row in cells:
        out.add_row(*map(Text, row))
    return out


GAP = 2  # blanks between two columns
_WORD = re.compile(r"(?:(?:by|from) (?=\d))?\S+")  # a bound stays with its day
LONGEST_WORD = 24  # characters of a word that a narrow column may still break


def _widths(rows: Sequence[Sequence[str]], ratios: Sequence[int], room: int) -> list[int] | None:
    """How wide each column is: what it needs, less what the widest give where there is too little room; None where words would be cut."""
    from rich.cells import cell_len

    columns = list(zip(*rows, strict=True))
    least = [max((min(cell_len(word), LONGEST_WORD) for cell in column for word in _WORD.findall(cell)), default=1) for column in columns]
    if sum(least) > room:
        return None
    found = [min(max(1, *(cell_len(line) for cell in column for line in (cell.splitlines() or [""]))), room) for column in columns]
    while sum(found) > room:
        widest = max((i for i, wide in enumerate(found) if wide > least[i]), key=lambda i: found[i] / ratios[i])
        found[widest] -= 1
    return found


def _lines(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str | None) -> Any:
    """A table too wide for the terminal: of each row the first two cells as its heading, the others after their columns' names."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Any] = [Text(title, style="italic")] if title else []
    for row in rows:
        parts.append(Text(" · ".join(cell or "—" for cell in row[:2]), style="bold"))
        said = " · ".join(f"{name} {cell}".strip() for name, cell in zip(columns[2:], row[2:], strict=True) if cell)
        if said:
            parts.append(Padding(Text(said), (0, 0, 0, 4)))
    return Group(*parts)


def count(n: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "fault"), count(1200, "article")
    ('1 fault', '1,200 articles')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def width() -> int:
    """Columns of the terminal, or what COLUMNS says; else 160 where the output is no terminal, so that pipes get whole lines."""
    import shutil

    said = os.environ.get("COLUMNS", "")
    return shutil.get_terminal_size((100, 40)).columns if sys.stdout.isatty() or (said.isdigit() and int(said)) else 160


LONG = frozenset({"quote", "words", "sentence", "content", "text", "one says", "other says"})  # columns of sentences, shown on lines of their own


def rows_table(rows: "Rows", *, title: str | None = None, most: int | None = None) -> Any:
    """The answer to a query as a table; IRIs are shortened to what can be pasted back, columns without any value are left out."""
    label = rows.columns.index("article") if "article" in rows.columns else None
    shown = [[_shown(cell, None if label is None else row[label]) for cell in row] for row in itertools.islice(rows, most)]
    kept = [i for i, _ in enumerate(rows.columns) if not shown or any(row[i] for row in shown)]
    left = len(rows) - len(shown)
    heading = f"{title or ''}{f' (the first {most} of {len(rows)})' if left > 0 else ''}" or None
    columns = [rows.columns[i] for i in kept]
    cells = [[row[i] for i in kept] for row in shown]
    return _blocks(columns, cells, heading) if LONG & set(columns) else table(columns, cells, title=heading)


def _blocks(columns: list[str], rows: list[list[str | None]], title: str | None) -> Any:
    """Rows with a sentence in them: the short cells on one line, the sentence below, where it has the whole width."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    short = [i for i, name in enumerate(columns) if name not in LONG]
    parts: list[Any] = [Text(title, style="italic")] if title else []
    parts.append(Text(" · ".join(columns[i] for i in short), style="dim"))
    for row in rows:
        parts.append(Text(" · ".join(row[i] or "—" for i in short), style="bold"))
        parts.extend(Padding(Text(f"“{row[i]}”"), (0, 0, 0, 4)) for i, name in enumerate(columns) if name in LONG and row[i])
    return Group(*parts)


def _shown(term: "Term | None", article: "Term | None") -> str | None:
    from kg.dates import spans
    from kg.rdf.terms import Lit
    from kg.store import plain
    from kg.store.naming import short

    text = plain(term)
    return spans(" ".join((text or "").split())) if isinstance(term, Lit) or text is None else short(text, plain(article))


@contextmanager
def at_time(store: "Store_", as_of: str | None, during: str | None) -> Iterator["Store_"]:
    """The store as a query shall see it: as of a day, or narrowed to the facts of a time (worked out in memory)."""
    if as_of is None and during is None:
        yield store
        return
    from kg import facts

    with contextlib.ExitStack() as stack:
        if as_of is not None:
            past = facts.as_of(store, as_of)
            sys.stderr.write(f"left out: {len(past.later)} articles published later, {len(past.undated)} undated\n")
            store = stack.enter_context(past.store)
        if during is not None:
            since, _, until = during.partition("..")
            store = stack.enter_context(facts.during(store, since or None, until or since or None))
        yield store


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


def can_hold(out: str) -> None:
    """Tell now, before long work, that the folder of a file to be written is not there.

    Raises:
        KGError: it is not there.
    """
    folder = pathlib.Path(out).parent
    if out != "-" and not folder.is_dir():
        raise KGError(f"{out} cannot be written: there is no folder {str(folder)!r}; make it, or name another file")


def write(text: str, out: str) -> None:
    """Write text to a file, or to standard output for `-`.

    Raises:
        KGError: the file cannot be written.
    """
    if out == "-":
        sys.stdout.write(text)
        return
    try:
        pathlib.Path(out).write_text(text, encoding="utf-8")
    except OSError as e:
        raise KGError(f"{out} cannot be written ({e.strerror or e}); name a file in a folder that is there and yours") from e
