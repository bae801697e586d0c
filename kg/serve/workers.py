"""The processes that answer queries: as many as set, each asked one thing at a time, killed when its time is up and made anew."""

import asyncio
import json
import struct
import sys
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError, StoreError
from kg.serve.frames import BAD_QUERY, FULL, OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a query may use: seconds, megabytes of memory, rows of its answer; and how many seconds it may wait for its turn."""

    seconds: float = 20.0
    megabytes: int = 2048
    rows: int = 100_000
    patience: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The body of an answer, its media type (None where the client likes none of what there is), and whether the row limit cut it off."""

    media: str | None
    body: bytes
    truncated: bool
    rows: int


class OutOfTimeError(QueryError):
    """A query that was stopped at its time limit."""


class BusyError(StoreError):
    """No worker became free in time."""


class Workers:
    """A pool of worker processes on one store."""

    def __init__(self, location: str, *, count: int = 4, limits: Limits | None = None) -> None:
        """A pool of `count` workers, which `start` starts."""
        self.location, self.count, self.limits = location, count, limits or Limits()
        self._idle: asyncio.Queue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()  # the one that is warm answers again
        self._all: set[asyncio.subprocess.Process] = set()
        self._asked: set[asyncio.subprocess.Process] = set()  # in the middle of a query

    async def start(self) -> None:
        """Start the first worker, so that a store that cannot be opened is told at once; the others start when they are needed."""
        first = await self._spawn()
        for _ in range(self.count - 1):
            self._idle.put_nowait(None)
        self._idle.put_nowait(first)

    async def stop(self) -> None:
        """End all workers."""
        for process in list(self._all):
            await self._end(process)

    async def ask(self, query: str, *, accept: str, scope: str = "facts", dataset: dict[str, list[str]] | None = None) -> Answer:
        """The answer to a query, over the graphs of `dataset` (`default`, `named`) where the client names them.

        Raises:
            QueryError: it does not parse, is not allowed, or ran out of its time or memory.
            StoreError: the store failed, or no worker became free in time.
        """
        return await self._turn(query=query, accept=accept, scope=scope, dataset=dataset)

    async def ask_named(self, name: str, params: dict[str, str], *, media: str) -> Answer:
        """The answer to a named question."""
        return await self._turn(named=[name, params], accept=media)

    async def view(self, page: str, **arguments: Any) -> Any:
        """The data of a page (`kg.serve.views`), under the same limits as a query."""
        answer = await self._turn(view=[page, arguments])
        return json.loads(answer.body)

    async def _turn(self, **asked: Any) -> Answer:
        """Wait for a worker, ask it, and put it back or away."""
        request = {"view": None, "named": None, "max_rows": self.limits.rows} | asked
        try:
            async with asyncio.timeout(self.limits.patience):
                process = await self._idle.get()
        except TimeoutError:
            raise BusyError(f"all {self.count} workers are busy; try again in a few seconds") from None
        try:
            process = process or await self._spawn()
            async with asyncio.timeout(self.limits.seconds):
                return await self._exchange(process, request)
        except TimeoutError:
            raise OutOfTimeError(f"stopped after {self.limits.seconds:g} seconds; narrow the query (add patterns, a LIMIT, or a subject)") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            ended = await process.wait() if process else 1
            if ended == FULL or ended < 0:
                raise QueryError(f"stopped at {self.limits.megabytes} MB of memory; narrow the query (add patterns, a LIMIT, or a subject)") from None
            raise StoreError("not answered, for a fault of kg's own; the server's log says which") from None
        finally:
            self._idle.put_nowait(await self._settled(process))

    async def _settled(self, process: asyncio.subprocess.Process | None) -> asyncio.subprocess.Process | None:
        """The process if it waits for its next query; None, to be made anew, if it was in the middle of one or is gone."""
        if process is None:
            return None
        if process in self._asked or process.returncode is not None:
            await self._end(process)
            return None
        return process

    async def _exchange(self, process: asyncio.subprocess.Process, request: dict[str, Any]) -> Answer:
        assert process.stdin is not None
        body = json.dumps(request).encode()
        self._asked.add(process)
        process.stdin.write(struct.pack(">I", len(body)) + body)
        await process.stdin.drain()
        status, answer = await _frame(process)
        self._asked.discard(process)
        if status != OK:
            raise (QueryError if status == BAD_QUERY else StoreError)(answer.decode("utf-8", "replace"))
        about, _, content = answer.partition(b"\n")
        return Answer(body=content, **json.loads(about))

    async def _spawn(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.worker", self.location, str(self.limits.megabytes),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._all.add(process)
        status, message = await _frame(process)
        if status != OK:
            await self._end(process)
            raise StoreError(message.decode("utf-8", "replace"))
        return process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        self._all.discard(process)
        self._asked.discard(process)
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _frame(process: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """The status and body of the next answer of a worker."""
    assert process.stdout is not None
    length = struct.unpack(">I", await process.stdout.readexactly(4))[0]
    body = await process.stdout.readexactly(length)
    return body[:1], body[1:]
