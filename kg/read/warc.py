"""WARC -> Articles: the HTML responses of a web archive (Common Crawl news), record by record; broken records are told, not swallowed."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.errors import SourceError
from kg.iri import sha8
from kg.model import Article
from kg.read import LONGEST_FILE, Read, Unread
from kg.read.archive import Record, records
from kg.read.html import page

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_CHARSET = re.compile(r"(?i)charset=[\"' ]*([\w.:-]+)")


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the article of each HTML response; one that cannot be read comes out as an `Unread` named after its URL or place."""
    others: Counter[str] = Counter()
    found = False
    for number, record in enumerate(records(stream), 1):
        kind, place = record.fields.get("warc-type", "").lower(), f"{name}#{number}"
        where = record.fields.get("warc-target-uri", "").strip("<>") or place
        if record.fault:
            yield Unread(where, record.fault)
        elif kind == "response":
            yield _article(record, where, f"{place}-{sha8(where)}")
        else:
            others[kind or "no type"] += 1
            continue
        found = True
    if not found:
        held = ", ".join(f"{n:,} of {kind[:20]}" for kind, n in others.most_common(5)) or "none at all"
        yield Unread(name, f"no HTML responses among its records ({held})")


def _article(record: Record, where: str, label: str) -> Read:
    """The article of a response."""
    head, gap, body = record.content.partition(b"\r\n\r\n")
    if not gap:
        head, gap, body = record.content.partition(b"\n\n")
    status = _STATUS.match(head)
    if status is None or not gap:
        shown = record.content[:30].decode("ascii", "replace")
        return Unread(where, "an empty response" if not record.content.strip() else f"a response without HTTP headers ({shown!r})")
    if status[1] != b"200":
        return Unread(where, f"HTTP status {status[1].decode()}")
    fields = _fields(head)
    kind = fields.get("content-type", "")
    if "html" not in kind.lower():
        return Unread(where, f"its content is {kind[:40]!r}, not HTML", set_aside=True)
    try:
        data = decoded(_dechunked(body) if "chunked" in fields.get("transfer-encoding", "").lower() else body, fields.get("content-encoding", ""))
    except SourceError as e:
        return Unread(where, str(e))
    if not data.strip():
        return Unread(where, "an empty response")
    charset = _CHARSET.search(kind)
    item = page(data, label, url=where if where.startswith(("http://", "https://")) else None, charset=charset[1] if charset else None)
    if isinstance(item, Unread):
        return Unread(where, item.reason, item.set_aside)
    return _told(item, record.fields.get("warc-truncated", ""))


def _told(item: Article, truncated: str) -> Article:
    """The article, with a note where the crawler cut its page off."""
    return replace(item, notes=(*item.notes, f"its page was cut off by the crawler ({truncated[:20]})")) if truncated else item


def _fields(head: bytes) -> dict[str, str]:
    """The fields of HTTP headers by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def _dechunked(body: bytes) -> bytes:
    """The content of a chunked body; crawlers keep the header of many bodies that they have joined already.

    Raises:
        SourceError: it begins as chunks, and they do not add up.

    >>> _dechunked(b"4\\r\\n<p>a\\r\\n1\\r\\nb\\r\\n0\\r\\n\\r\\n"), _dechunked(b"<p>ab")
    (b'<p>ab', b'<p>ab')
    """
    out: list[bytes] = []
    at = 0
    while size := _CHUNK.match(body, at):
        begin, length = size.end(), int(size[1], 16)
        if not length:
            return b"".join(out)
        out.append(body[begin : begin + length])
        at = begin + length + 2
        if body[at - 2 : at] != b"\r\n":
            raise SourceError(f"its chunks do not add up (chunk {len(out)} of {length:,} bytes)")
    if not out:
        return body
    raise SourceError(f"its chunks do not add up ({len(out)}, and no last one)")


def decoded(data: bytes, encoding: str) -> bytes:
    """A body without its content encoding; crawlers keep the header of many bodies that they have inflated already.

    Raises:
        SourceError: damaged, cut off, too large, or an encoding that is not known here.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity", "utf-8") or data.lstrip()[:1] == b"<":
        return data
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(f"its content is encoded as {encoding[:20]!r}; gzip and deflate are read")
    if encoding != "deflate" and not data.startswith(b"\x1f\x8b"):
        raise SourceError(f"its content is said to be {encoding}, and is not")
    machine = zlib.decompressobj(31 if encoding != "deflate" else 15 if data[:1] == b"\x78" else -15)
    try:
        out = machine.decompress(data, LONGEST_FILE + 1)
    except zlib.error as e:
        raise SourceError(f"its content is said to be {encoding}, and cannot be inflated ({str(e).rpartition(': ')[2]})") from e
    if len(out) > LONGEST_FILE:
        raise SourceError(f"its content inflates to more than {LONGEST_FILE:,} bytes")
    if not machine.eof:
        raise SourceError(f"its content is {encoding} that is cut off")
    return out
