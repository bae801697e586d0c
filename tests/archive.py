"""Web archives made by hand: sound records among broken ones, of each of ten kinds, each with the words that its report must hold."""

import gzip
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.bench.corpus import synthetic

NOISE = bytes(random.Random(7).randrange(256) for _ in range(4000))


@dataclass(frozen=True, slots=True)
class Broken:
    """A kind of broken record: how it is made of a URL and a page, and what must be said of it in a plain and in a gzipped archive."""

    make: Callable[[str, bytes], bytes]
    why: str
    zipped: Callable[[bytes], bytes] = gzip.compress  # how that record becomes a gzip member
    why_zipped: str = ""


def http(body: bytes, *, kind: str = "text/html; charset=utf-8", extra: str = "", status: str = "HTTP/1.1 200 OK") -> bytes:
    return f"{status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body


def record(url: str, content: bytes, *, length: int | None = None, kind: str = "response", start: str = "WARC/1.0") -> bytes:
    said = len(content) if length is None else length
    head = f"{start}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-03-01T00:00:00Z\r\nContent-Length: {said}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def page(text: str, title: str) -> bytes:
    """A page of an article among the furniture of a news site."""
    menu = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(40))
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n"))
    script = "<script>var a = [" + ",".join(map(str, range(400))) + "];</script>"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{script}</head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>{title}</h1>{body}</article><aside>{menu}</aside><footer>Copyright</footer></body></html>"
    ).encode()


def _chunks(body: bytes) -> bytes:
    """Chunks of which the third is shorter than it says."""
    parts = [body[i : i + 500] for i in range(0, len(body), 500)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p) + (40 if i == 2 else 0), p) for i, p in enumerate(parts)) + b"0\r\n\r\n"


def _damaged(data: bytes) -> bytes:
    """A gzip member with other bytes in its middle."""
    whole = bytearray(gzip.compress(data))
    middle = len(whole) // 2
    whole[middle : middle + 8] = NOISE[:8]
    return bytes(whole)


def _inflating(data: bytes) -> bytes:
    """A gzip member of a record that is said to be, and is, sixty million bytes longer."""
    long = re.sub(rb"Content-Length: (\d+)", lambda found: b"Content-Length: %d" % (int(found[1]) + 60_000_000), data, count=1)
    machine = zlib.compressobj(9, wbits=31)
    return machine.compress(long) + b"".join(machine.compress(bytes(1_000_000)) for _ in range(60)) + machine.flush()


BROKEN: dict[str, Broken] = {
    "truncated": Broken(
        lambda url, p: record(url, http(p), length=len(http(p)) + 900), "Content-Length", lambda d: gzip.compress(d)[:-400], "gzip member"
    ),
    "wrong length": Broken(lambda url, p: record(url, http(p), length=700), "its Content-Length says 700 bytes"),
    "bad header": Broken(lambda url, p: record(url, http(p)).replace(b"Content-Length: ", b"Content-Length= "), "no Content-Length"),
    "bad charset": Broken(lambda url, p: record(url, http(p.decode().encode("utf-16-le"), kind="text/html; charset=utf-99")), "charset 'utf-99'"),
    "chunks": Broken(lambda url, p: record(url, http(_chunks(p), extra="Transfer-Encoding: chunked\r\n")), "chunks do not add up"),
    "encoding": Broken(lambda url, p: record(url, http(gzip.compress(p)[:-300], extra="Content-Encoding: gzip\r\n")), "cut off"),
    "empty": Broken(lambda url, p: record(url, http(b"")), "empty"),
    "no html": Broken(lambda url, p: record(url, http(b"\x89PNG\r\n" + NOISE, kind="image/png")), "not HTML"),
    "no http": Broken(lambda url, p: record(url, b"HTP?200\r\n" + p), "without HTTP headers"),
    "binary": Broken(lambda url, p: record(url, http(b"\x89PNG\r\n\x1a\n" + bytes(200) + NOISE)), "nor any encoding"),
    "bomb": Broken(
        lambda url, p: record(url, http(gzip.compress(p + bytes(40_000_000)), extra="Content-Encoding: gzip\r\n")), "inflates", _inflating, "inflates"
    ),
    "status": Broken(lambda url, p: record(url, http(p, status="HTTP/1.1 404 Not Found")), "HTTP status 404"),
}
"""Ten ways and two."""


def archive(n: int, *, zipped: bool, words: int = 100, seed: int = 0) -> Iterator[tuple[bytes, str, str]]:
    """Yield `n` records, every fifth of them broken, each kind in turn: its bytes, its URL, and part of what must be told of it ("": a sound one)."""
    yield _packed(record("urn:info", b"software: none\r\n", kind="warcinfo"), zipped), "", ""
    kinds = [*BROKEN.values()]
    for i, article in enumerate(synthetic(n, seed=seed, words=words)):
        url = f"https://news.example/{seed}/{i}"
        html = page(article.text, f"Report {i} of {article.date}")
        if i % 5 != 3:
            yield _packed(record(url, http(html)), zipped), url, ""
        else:
            how = kinds[i // 5 % len(kinds)]
            data = how.make(url, html)
            yield (how.zipped(data) if zipped else data), url, (how.why_zipped or how.why if zipped else how.why)


def _packed(data: bytes, zipped: bool) -> bytes:
    return gzip.compress(data) if zipped else data
