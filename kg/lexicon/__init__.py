"""Word lists: one `.tsv` a kind of word, whose first line says what it is and who reads it, its second the columns.

`table(name)` gives the rows of a shipped list; `load(path)` those of a user's own. Lines that start with `#` are comments.
"""

import csv
import importlib.resources
import pathlib
from functools import cache

from kg.errors import LexiconError

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of the shipped list `name` (`events` reads `events.tsv`), each a dict of its columns."""
    text = importlib.resources.files("kg.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return _rows(text, f"{name}.tsv")


def load(path: pathlib.Path) -> tuple[Row, ...]:
    """The rows of a user's own list.

    Raises:
        LexiconError: the file cannot be read, or a line has another number of columns than the header.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise LexiconError(f"{path}: not a readable UTF-8 word list ({e}); give a tab-separated file") from e
    return _rows(text, str(path))


def _rows(text: str, name: str) -> tuple[Row, ...]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise LexiconError(f"{name}: empty; its first line that is no comment must name the columns")
    header = lines[0][1].split("\t")
    rows = []
    for (n, _), cells in zip(lines[1:], csv.reader((line for _, line in lines[1:]), delimiter="\t", quoting=csv.QUOTE_NONE), strict=True):
        if len(cells) > len(header):
            raise LexiconError(f"{name}:{n}: {len(cells)} columns where the header has {len(header)} ({', '.join(header)})")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)
