"""The answer of a server, read to its end within bounds of size and time."""

import time
from collections.abc import Iterable

from kg.errors import SourceError


def bounded(pieces: Iterable[bytes], *, most: int, seconds: float) -> bytes:
    """All pieces of an answer as one.

    Raises:
        SourceError: more than `most` bytes, or not at its end after `seconds`: a client's own time-out is for each read, which a slow
            drip never trips.

    >>> bounded([b"a", b"b"], most=2, seconds=1)
    b'ab'
    """
    data, end = bytearray(), time.monotonic() + seconds
    for piece in pieces:
        data += piece
        if len(data) > most:
            raise SourceError(f"more than {most:,} bytes")
        if time.monotonic() > end:
            raise SourceError(f"not finished within {seconds:g} seconds")
    return bytes(data)
