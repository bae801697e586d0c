"""Source -> Article: one file per format, each a function `read(data, name) -> Iterator[Article | Unread]`.

A source is a path, a folder, a glob or `-` (standard input). `articles(sources)` goes through all of them and never stops
at a bad one: what could not be read comes out as an `Unread` with its reason. `read(source)` is for one good article and raises.
To add a format: one file named after it, and its line in `FORMATS`.
"""

import glob
import gzip
import importlib
import pathlib
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.errors import SourceError
from kg.model import Article

FORMATS = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "jsonl": (".jsonl", ".ndjson"),
}
LONGEST = 64 * 1024 * 1024  # bytes of one article; a longer file is no article, and would hold a worker for hours


@dataclass(frozen=True, slots=True)
class Unread:
    """A source, or one article of it, that could not be read, and why."""

    source: str
    reason: str


def read(source: str | pathlib.Path, *, format: str | None = None) -> Article:
    """The one article of a source.

    Raises:
        SourceError: the source is missing, empty, binary, of unknown format, or holds more than one article.

    >>> import kg.samples
    >>> read(kg.samples.paths()[0]).date
    '2016-04-21'
    """
    found = list(articles([str(source)], format=format))
    for item in found:
        if isinstance(item, Unread):
            raise SourceError(f"{item.source}: {item.reason}")
    if len(found) != 1:
        raise SourceError(f"{source}: {len(found)} articles where one was expected; use kg.read.articles for many")
    article = found[0]
    assert isinstance(article, Article)
    return article


def articles(sources: Iterable[str], *, format: str | None = None) -> Iterator[Article | Unread]:
    """Yield every article of some sources in order, and an `Unread` for each that could not be read."""
    for source in sources:
        for path in _paths(source):
            yield from _one(path, format)


def _paths(source: str) -> Iterator[str]:
    """The files of a source: itself, those of a folder (by name, sorted), or those that a glob matches."""
    path = pathlib.Path(source)
    if source != "-" and path.is_dir():
        known = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)
        names = sorted(str(p) for p in path.rglob("*") if p.is_file())
        yield from (n for n in names if n.lower().removesuffix(".gz").endswith(known))
    elif source != "-" and not path.exists() and any(c in source for c in "*?["):
        yield from sorted(glob.glob(source, recursive=True)) or [source]
    else:
        yield source


def _one(source: str, format: str | None) -> Iterator[Article | Unread]:
    try:
        data = _bytes(source)
        reader = _reader(source, format, data)
    except SourceError as e:
        yield Unread(source, str(e))
        return
    stem = "stdin" if source == "-" else pathlib.Path(source.removesuffix(".gz")).stem
    yield from importlib.import_module(f"kg.read.{reader}").read(data, stem)


def _bytes(source: str) -> bytes:
    try:
        data = sys.stdin.buffer.read() if source == "-" else pathlib.Path(source).read_bytes()
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except FileNotFoundError as e:
        raise SourceError("no such file; give a path, a folder, a glob or - for standard input") from e
    except (OSError, EOFError, zlib.error) as e:
        raise SourceError(f"cannot be read ({e})") from e
    if not data.strip():
        raise SourceError("empty; an article needs text")
    if len(data) > LONGEST and not source.removesuffix(".gz").endswith(FORMATS["jsonl"]):
        raise SourceError(f"{len(data):,} bytes; at most {LONGEST:,} are read as one article")
    return data


def _reader(source: str, format: str | None, data: bytes) -> str:
    if format is not None:
        if format not in FORMATS:
            raise SourceError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
        return format
    name = source.lower().removesuffix(".gz")
    for reader, suffixes in FORMATS.items():
        if name.endswith(suffixes):
            return reader
    if source == "-":
        return "jsonl" if data.lstrip()[:1] == b"{" else "text"
    raise SourceError(f"unknown kind of file; known endings: {', '.join(s for e in FORMATS.values() for s in e)} (or say --from FORMAT)")
