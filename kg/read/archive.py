"""A WARC file -> its records, each alone, so that a broken one costs only itself.

A record that does not end where its Content-Length says, a gzip member that is cut off or damaged, and bytes that are no record are each told
once; reading goes on at the next place where a record, or a member that holds one, begins.
"""

import io
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from kg.read import LONGEST_FILE

LONGEST_HEAD = 64 * 1024  # bytes of a record's own header lines
STEP = 64 * 1024
MOST_INFLATED = 300  # times its size that a member may inflate to; HTML does so 4 to 20 times, deflate can at most 1,032 times
SMALL = 1024 * 1024  # what inflates to less than this is no bomb, however dense it is
_MAGIC = b"\x1f\x8b\x08"
_START = re.compile(rb"\nWARC/\d\.\d+[ \t]*\r?\n")
_LONGEST_START = 16


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its header's fields by lower-case name, its content, and what is wrong with it (then there may be no content)."""

    fields: dict[str, str]
    content: bytes = b""
    fault: str = ""


def records(stream: BinaryIO) -> Iterator[Record]:
    """Yield the records of a file, gzipped or not; `stream` may be a pipe."""
    with tempfile.TemporaryFile() as spool:
        file = stream
        if not stream.seekable():  # what follows a broken record is found by going back
            while data := stream.read(STEP):
                spool.write(data)
            spool.seek(0)
            file = cast(BinaryIO, spool)
        start = file.read(512)
        zipped = start.startswith(_MAGIC[:2]) or (not start.lstrip().startswith(b"WARC/") and _member(file, 0) is not None)
        yield from _unzipped(file) if zipped else _walked(file)


def _unzipped(file: BinaryIO) -> Iterator[Record]:
    """The records of a file of gzip members, one a record as a rule."""
    at: int | None = 0
    while at is not None:
        file.seek(at)
        if not file.read(1):
            return
        with tempfile.SpooledTemporaryFile(max_size=LONGEST_FILE) as out:
            end, why = _inflated(file, at, cast(BinaryIO, out))
            out.seek(0)
            last = None
            for record in _walked(cast(BinaryIO, out), why):
                if last is not None:
                    yield last
                last = record
            if why and (last is None or not last.fault):  # its last record looks whole, and is not: what it holds may be other than was written
                last = Record(last.fields if last is not None else {}, fault=why)
            if last is not None:
                yield last
        at = end if not why else _member(file, at + 1)


def _inflated(file: BinaryIO, at: int, out: BinaryIO) -> tuple[int, str]:
    """Inflate the member at a place; where it ends, and why it could not be inflated whole."""
    file.seek(at)
    machine, taken, made = zlib.decompressobj(31), 0, 0
    raw = file.read(STEP)
    while raw:
        try:
            data = machine.decompress(raw, STEP)
        except zlib.error as e:
            if not made:  # its beginning says whose record it was
                out.write(_beginning(raw))
            is_member = made or raw.startswith(_MAGIC[:2])
            return at, f"a damaged gzip member ({str(e).rpartition(': ')[2]})" if is_member else "not gzip where a member must begin"
        taken, made = taken + len(raw) - len(machine.unconsumed_tail), made + len(data)
        out.write(data)
        if machine.eof:
            return at + taken - len(machine.unused_data), ""
        if made > max(SMALL, MOST_INFLATED * taken):
            return at, f"a gzip member that inflates to more than {MOST_INFLATED} times its size"
        raw = machine.unconsumed_tail or file.read(STEP)
    return at, "cut off within its gzip member"


def _beginning(raw: bytes) -> bytes:
    """As much of a damaged member as can be inflated, found by halves."""
    least, most, best = 0, len(raw), b""
    while least < most:
        middle = (least + most + 1) // 2
        try:
            best, least = zlib.decompressobj(31).decompress(raw[:middle], STEP), middle
        except zlib.error:
            most = middle - 1
    return best


def _member(file: BinaryIO, at: int) -> int | None:
    """Where the next gzip member begins that holds a record, from a place on."""
    while (found := _next(file, at, re.compile(re.escape(_MAGIC)), len(_MAGIC))) is not None:
        file.seek(found)
        try:
            if zlib.decompressobj(31).decompress(file.read(STEP), 5) == b"WARC/":
                return found
        except zlib.error:
            pass  # three bytes within another member that look like a beginning
        at = found + 1
    return None


def _walked(file: BinaryIO, why: str = "") -> Iterator[Record]:
    """The records of a file that is not gzipped; `why` it ends too early, where it is known to."""
    at: int | None = 0
    while at is not None:
        file.seek(at)
        line = _first(file)
        if not line:
            return
        begin = file.tell() - len(line)
        if not line.startswith(b"WARC/"):
            yield Record({}, fault=why or f"no record where one must begin ({line[:40].strip().decode('ascii', 'replace')!r})")
            at = _after(file, begin)
            continue
        fields = _fields(file)
        if fields is None:
            yield Record({}, fault=why or "its header does not end")
            at = _after(file, begin)
        else:
            record, at = _content(file, fields, why)
            yield record


def _content(file: BinaryIO, fields: dict[str, str], why: str) -> tuple[Record, int | None]:
    """The record whose header was just read, and where the next one begins."""
    begin, said = file.tell(), fields.get("content-length", "")
    length = int(said) if re.fullmatch(r"\d{1,18}", said) else None
    if length is not None and _ends(file, begin + length):
        if length > LONGEST_FILE:
            return Record(fields, fault=f"more than {LONGEST_FILE:,} bytes"), begin + length
        file.seek(begin)
        return Record(fields, file.read(length)), begin + length
    after = _after(file, begin)
    held = (file.seek(0, io.SEEK_END) if after is None else after) - begin
    return Record(fields, fault=why or _wrong(said, length, held, is_last=after is None)), after


def _wrong(said: str, length: int | None, held: int, *, is_last: bool) -> str:
    """What is wrong with a record that does not end where it says."""
    if length is None:
        return f"its Content-Length says {said[:20]!r}, not a number" if said else "it has no Content-Length"
    if is_last and held < length:
        return f"cut off: {held:,} of its {length:,} bytes"
    return f"its Content-Length says {length:,} bytes; it holds {held:,}"


def _ends(file: BinaryIO, at: int) -> bool:
    """Whether a record may end here: before the end of the file, or before the blank lines that end one."""
    file.seek(0, io.SEEK_END)
    if at > file.tell():
        return False
    file.seek(at)
    tail = file.read(_LONGEST_START)
    if not tail.strip() or tail.startswith((b"\r\n\r\n", b"\n\n")):
        return True
    return tail[:1] in (b"\r", b"\n") and tail.lstrip().startswith(b"WARC/")  # some writers end a record with one line end


def _fields(file: BinaryIO) -> dict[str, str] | None:
    """The fields of a header up to its blank line, None where there is none."""
    found: dict[str, str] = {}
    begin = file.tell()
    while (line := file.readline(LONGEST_HEAD)) and file.tell() - begin <= LONGEST_HEAD:
        if not line.strip():
            return found
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return None


def _first(file: BinaryIO) -> bytes:
    """The first line that is not blank."""
    while (line := file.readline(STEP)) and not line.strip():
        pass
    return line


def _after(file: BinaryIO, at: int) -> int | None:
    """Where the next record begins behind a place."""
    found = _next(file, at, _START, _LONGEST_START)
    return None if found is None else found + 1


def _next(file: BinaryIO, at: int, mark: "re.Pattern[bytes]", longest: int) -> int | None:
    """Where a mark of at most so many bytes next stands."""
    file.seek(at)
    held = b""
    while data := file.read(STEP):
        held += data
        if found := mark.search(held):
            return at + found.start()
        at += max(0, len(held) - longest)
        held = held[-longest:]
    return None
