"""Plain text -> Article: the text is the file's own, so that offsets are file offsets."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read import Read, whole

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHAOS = 0.1  # charset-normalizer's measure of mess; its own default threshold is 0.2, and letters of Cyrillic pages come out near 0.05


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the one article of a plain text file."""
    yield Article(id=name, text=decode(whole(stream)))


def decode(data: bytes) -> str:
    """The characters of a file: UTF-8, what its byte order mark says, else what its bytes most likely are.

    Raises:
        SourceError: binary, or no encoding that makes text of it.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as e:
        text = _detected(data, e)
    if "\x00" in text:
        raise SourceError("binary, not text; give text, Markdown, HTML, PDF, a feed, JSON lines, CSV or WARC")
    return text.removeprefix("\ufeff")


def _detected(data: bytes, wrong: UnicodeDecodeError) -> str:
    from charset_normalizer import from_bytes

    best = None if b"\x00" in data else from_bytes(data[:200_000]).best()
    if best is None or best.chaos > CHAOS:
        raise SourceError(
            f"neither UTF-8 (byte {wrong.start} is {data[wrong.start]:#04x}) nor any encoding that makes text of it; "
            "convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8"
        ) from wrong
    return data.decode(best.encoding, "replace")
