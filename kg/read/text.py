"""Plain text -> Article: the text is the file's own, so that offsets are file offsets."""

import codecs
from collections.abc import Iterator

from kg.errors import SourceError
from kg.model import Article
from kg.read import Unread

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes, name: str) -> Iterator[Article | Unread]:
    """Yield the one article of a plain text file."""
    try:
        yield Article(id=name, text=decode(data))
    except SourceError as e:
        yield Unread(name, str(e))


def decode(data: bytes) -> str:
    """The characters of a file: UTF-8, or what its byte order mark says.

    Raises:
        SourceError: binary, or another encoding (which is named where it can be told).
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if b"\x00" in data and encoding in ("utf-8", "utf-8-sig"):
        raise SourceError("binary, not text; give a text, Markdown, HTML, PDF, JSONL, feed or WARC file")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise SourceError(f"not {encoding.upper()} at byte {e.start} ({data[e.start : e.start + 4]!r}); convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8") from e
