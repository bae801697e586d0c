"""Source -> Article: one file per format, each a function `read(stream, name) -> Iterator[Article | Unread]`.

A source is a path, a folder, a glob, `-` (standard input), or an http(s) URL of a page or feed. `articles(sources)` goes
through all of them and never stops at a bad one: what could not be read, or was set aside, comes out as an `Unread` with its
reason. `read(source)` is for one good article and raises. To add a format: one file named after it, and its line in `FORMATS`.
"""

import contextlib
import glob
import gzip
import importlib
import os
import pathlib
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from kg.errors import SourceError
from kg.model import Article

FORMATS = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "feed": (".rss", ".atom", ".xml"),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv", ".tsv"),
    "warc": (".warc",),
    "urls": (".urls",),
}
_MARKS = (
    (b"{", "jsonl"), (b"%pdf", "pdf"), (b"warc/", "warc"), (b"<?xml", "feed"), (b"<rss", "feed"), (b"<", "html"),
    (b"---", "markdown"), (b"#", "markdown"),
)  # fmt: skip
LONGEST_FILE = 32 * 1024 * 1024  # bytes of a file that is one article; a PDF of a long report has some ten
LONGEST_TEXT = 1_000_000  # characters of one article, a thick book; more is a corpus, and would hold a worker for minutes


@dataclass(frozen=True, slots=True)
class Unread:
    """A source, or one article of it, that was not read, and why; `set_aside` where it is sound but not for us (another language)."""

    source: str
    reason: str
    set_aside: bool = False


Read = Article | Unread


def read(source: str | pathlib.Path, *, format: str | None = None) -> Article:
    """The one article of a source.

    Raises:
        SourceError: the source is missing, empty, binary, not English, of unknown format, or holds more than one article.

    >>> import kg.samples
    >>> read(kg.samples.paths()[0]).date
    '2016-04-21'
    """
    found = list(articles([str(source)], format=format))
    for item in found:
        if isinstance(item, Unread):
            raise SourceError(f"{item.source}: {item.reason}")
    if len(found) != 1:
        raise SourceError(f"{source}: {len(found)} articles where one was expected; use kg.articles for many")
    return cast(Article, found[0])


def articles(sources: Iterable[str], *, format: str | None = None) -> Iterator[Read]:
    """Yield every article of some sources in order, and an `Unread` for each that was not read."""
    from kg.read.checks import checked

    if format is not None and format not in FORMATS:
        raise SourceError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
    for source in sources:
        for path in _paths(source):
            yield from map(checked, _one(path, format))
        if other := _of_other_kinds(source):
            yield Unread(source, f"files of other kinds in this folder left out: {other}", set_aside=True)


def _paths(source: str) -> Iterator[str]:
    """The files of a source: itself, those of a folder (by name, sorted), or those that a glob matches."""
    path = pathlib.Path(source)
    if source == "-" or _is_url(source) or path.is_file():
        yield source
    elif path.is_dir():
        yield from (name for name in _files(path) if _known(name))
    else:
        yield from (sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []) or [source]


def _files(folder: pathlib.Path) -> list[str]:
    """The files below a folder, by name; hidden ones and those of a store of ours are no articles."""
    found = []
    for at, folders, files in os.walk(folder):
        if "quads" in folders and ("texts" in folders or "writer" in files):  # a store, whose texts are those of articles read before
            folders.clear()
            continue
        folders[:] = (name for name in folders if not name.startswith("."))
        found += [os.path.join(at, name) for name in files if not name.startswith(".")]
    return sorted(found)


def _known(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes))


def _of_other_kinds(source: str) -> str:
    """What a folder holds that no reader reads, by ending: "2 .docx, 1 .png"; empty where there is nothing."""
    path = pathlib.Path(source)
    if _is_url(source) or not path.is_dir():
        return ""
    kinds = Counter(pathlib.Path(name).suffix.lower() or "without an ending" for name in _files(path) if not _known(name))
    return ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())


def _one(source: str, format: str | None) -> Iterator[Read]:
    """The articles of one file, stream or URL."""
    if _is_url(source):
        from kg.read import fetch

        yield from fetch.read(source)
        return
    name = "stdin" if source == "-" else pathlib.Path(source.removesuffix(".gz")).stem
    try:
        with _open(source, format) as stream:
            reader = _module(format or _guess(source, stream))
            yield from reader.read(stream, name)
    except SourceError as e:
        yield Unread(source, str(e))
    except FileNotFoundError:
        yield Unread(source, "no such file; give a path, a folder, a glob, a URL, or - for standard input")
    except (OSError, EOFError, zlib.error) as e:
        yield Unread(source, f"cannot be read ({e})")


@contextmanager
def _open(source: str, format: str | None) -> Iterator[BinaryIO]:
    with contextlib.ExitStack() as stack:
        stream = sys.stdin.buffer if source == "-" else stack.enter_context(open(source, "rb"))
        # a WARC is many gzip members, which its own reader walks
        walked = format == "warc" or source.lower().endswith((".warc", ".warc.gz"))
        zipped = cast("gzip.GzipFile", stream).peek(2)[:2] == b"\x1f\x8b" and not walked
        yield cast(BinaryIO, stack.enter_context(gzip.open(stream)) if zipped else stream)


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _module(name: str) -> "ModuleReader":
    return cast(ModuleReader, importlib.import_module(f"kg.read.{name}"))


class ModuleReader:
    """What every file of this room offers."""

    def read(self, stream: BinaryIO, name: str) -> Iterator[Read]:
        """Yield the articles of an open file."""
        raise NotImplementedError


def _guess(source: str, stream: BinaryIO) -> str:
    """The format that the name says, or for standard input the first characters."""
    name = source.lower().removesuffix(".gz")
    for format, suffixes in FORMATS.items():
        if name.endswith(suffixes):
            return format
    if source != "-":
        raise SourceError(f"unknown kind of file; known endings: {', '.join(s for e in FORMATS.values() for s in e)} (or say --from FORMAT)")
    start = cast("gzip.GzipFile", stream).peek(512)[:512].lstrip().lower()
    return next((format for mark, format in _MARKS if start.startswith(mark)), "text")


def whole(stream: BinaryIO) -> bytes:
    """All of a file that is one article.

    Raises:
        SourceError: empty, or too large to be one.
    """
    data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise SourceError(f"more than {LONGEST_FILE:,} bytes, too large for one article; split it, or give it as JSON lines")
    if not data.strip():
        raise SourceError("empty; an article needs text")
    return data
