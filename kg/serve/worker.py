"""One process that answers queries, one at a time, and can be killed: `python -m kg.serve.worker STORE MEGABYTES`.

Frames (`frames.py`) come on standard input and go to standard output.
The parent ends a query that ran out of its time by killing the process; memory is limited by the operating system, so that
a query that asks for more ends the process and nothing else.
"""

import json
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from kg.errors import KGError, QueryError, StoreError
from kg.questions import query
from kg.serve import comparing, formats, views
from kg.serve.frames import BAD_QUERY, FAILED, FULL, OK
from kg.store import Store, open_store
from kg.vocab import Iri

VIEWS: dict[str, Callable[..., Any]] = {
    "base": views.base,
    "overview": views.overview,
    "thing": views.thing,
    "moved": views.moved,
    "article": views.article,
    "questions": views.questions,
    "question": views.question,
    "explore": views.explore,
    "around": views.around,
    "worlds": comparing.worlds,
    "laid": comparing.laid,
}
KEPT_OPEN = 1.0  # seconds between two looks at what a writer has added


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes standard input
    location, megabytes = sys.argv[1], int(sys.argv[2])
    _limit(megabytes)
    store = open_store(location, readonly=True)
    _send(sys.stdout.buffer, OK + b"ready")
    seen = time.monotonic()
    while request := _receive(sys.stdin.buffer):
        try:
            if time.monotonic() - seen > KEPT_OPEN:  # a snapshot costs some milliseconds, so not for every query of a burst
                store.refresh()
                seen = time.monotonic()
            answer = OK + _answer(store, request)
        except QueryError as e:
            answer = BAD_QUERY + _said(e, location)
        except (KGError, MemoryError) as e:
            answer = FAILED + _said(e, location)
        _send(sys.stdout.buffer, answer)


def _said(error: Exception, location: str) -> bytes:
    """What a client is told: where the store is on this machine is none of its business."""
    return (str(error).replace(location, "this store") or "out of memory").encode()


def _answer(store: Store, request: dict[str, Any]) -> bytes:
    """The body of an answer: a line of JSON about it, then the answer itself."""
    if request["view"] is not None:
        view, arguments = request["view"]
        return b'{"media": "application/json", "truncated": false, "rows": 1}\n' + json.dumps(VIEWS[view](store, **arguments)).encode()
    limit = request["max_rows"]
    if request["named"] is not None:
        name, params = request["named"]
        rows = query(store, name, max_rows=limit, **params)
    else:
        rows = store.query(request["query"], scope=request["scope"], dataset=_graphs(request["dataset"]), max_rows=limit)
    media = formats.negotiate(request["accept"], formats.TRIPLES if rows.kind == "graph" else formats.ROWS)
    about = {"media": media, "truncated": rows.truncated, "rows": len(rows)}
    return json.dumps(about).encode() + b"\n" + (formats.write(rows, media) if media else b"")


def _graphs(dataset: dict[str, list[str]] | None) -> tuple[tuple[Iri, ...], tuple[Iri, ...]] | None:
    return None if dataset is None else (tuple(map(Iri, dataset["default"])), tuple(map(Iri, dataset["named"])))


def _limit(megabytes: int) -> None:
    import resource

    # address space, not resident memory: the only one that Linux enforces; the store's own mappings are on top
    mapped = 1024
    resource.setrlimit(resource.RLIMIT_AS, ((megabytes + mapped) << 20,) * 2)
    os.nice(5)  # so that the server itself always gets a word in


def _receive(stream: BinaryIO) -> dict[str, Any] | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    request: dict[str, Any] = json.loads(stream.read(struct.unpack(">I", head)[0]))
    return request


def _send(stream: BinaryIO, body: bytes) -> None:
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


if __name__ == "__main__":
    try:
        main()
    except StoreError as e:
        _send(sys.stdout.buffer, FAILED + str(e).encode())
    except MemoryError:
        sys.exit(FULL)
