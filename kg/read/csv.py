"""CSV and TSV -> Articles: a header with `id` and `text`, and optionally the columns that JSON lines may have."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import SourceError
from kg.read import LONGEST_TEXT, Read, Unread
from kg.read.jsonl import article


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the article of each row; a row that is none comes out as an `Unread` named after file and row number.

    Raises:
        SourceError: no header with the columns `id` and `text`, or not CSV at all.
    """
    csv.field_size_limit(8 * LONGEST_TEXT)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="")
    try:
        head = lines.readline()
        rows = csv.DictReader(lines, fieldnames=next(csv.reader([head], delimiter=_delimiter(head)), []), delimiter=_delimiter(head))
        if not {"id", "text"} <= set(rows.fieldnames or ()):
            raise SourceError(f"its header is {', '.join(rows.fieldnames or ()) or 'empty'}; it must have the columns id and text")
        number = 1
        for number, row in enumerate(rows, 2):
            try:
                yield article({key: value for key, value in row.items() if key and value})
            except SourceError as e:
                yield Unread(f"{name}:{number}", str(e))
        if number == 1:
            yield Unread(name, "no rows below its header; an article needs a row")
    except UnicodeDecodeError as e:
        raise SourceError(f"not UTF-8 ({e.reason} at byte {e.start}); convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8") from e
    except csv.Error as e:
        raise SourceError(f"not CSV ({e})") from e
    finally:
        lines.detach()


def _delimiter(head: str) -> str:
    return "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
