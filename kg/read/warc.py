"""WARC -> Articles: the HTML responses of a web archive (Common Crawl news), record by record; broken records are told, not swallowed."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.iri import sha8
from kg.read import LONGEST_FILE, Read, Unread
from kg.read.html import page


def read(stream: BinaryIO, name: str) -> Iterator[Read]:
    """Yield the article of each HTML response; one that cannot be read comes out as an `Unread` named after its URL or place."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = iter(ArchiveIterator(stream))
    number = 0
    while True:
        number += 1
        try:
            record = next(records)
            item = _article(record, f"{name}#{number}")
        except StopIteration:
            return
        except (ArchiveLoadFailed, *_BROKEN) as e:
            yield Unread(f"{name}#{number}", f"a broken record ({str(e)[:80] or type(e).__name__})")
            continue
        if item is not None:
            yield item


_BROKEN = (ValueError, TypeError, AttributeError, KeyError, EOFError, OSError, UnicodeError)


def _article(record: Any, place: str) -> Read | None:
    """The article of a response, None for other kinds of record."""
    if record.rec_type != "response":
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    where = url or place
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    if not status:
        return Unread(where, "a response without HTTP headers")
    if status != "200":
        return Unread(where, f"HTTP status {status[:20]}")
    kind = record.http_headers.get_header("Content-Type") or ""
    if "html" not in kind.lower():
        return Unread(where, f"its content is {kind[:40]!r}, not HTML", set_aside=True)
    data = record.content_stream().read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE or not data.strip():
        return Unread(where, "an empty response" if not data.strip() else f"more than {LONGEST_FILE:,} bytes")
    return page(data, f"{place}-{sha8(where)}", url=url)
