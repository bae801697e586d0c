"""Comparisons as small HTML tables, for notebooks; what articles say reaches them as text and never as markup."""

import html
from collections.abc import Iterable, Sequence


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as HTML; None is an empty cell.

    >>> table("A & B", ["n"], [[1], [None]])
    '<table><caption>A &amp; B</caption><tr><th scope="col">n</th></tr><tr><td>1</td></tr><tr><td></td></tr></table>'
    """
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><caption>{html.escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def _cell(value: object) -> str:
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"
