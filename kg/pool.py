"""A stream of articles through one function, in this process, in worker processes, or on any executor; results in order.

Articles go out in chunks of about `CHUNK` characters, and about `AHEAD` characters a worker are under way, so that memory does not
grow with the corpus. A worker that dies takes only its chunk along: the chunk is done again article by article, and one that
kills its worker twice comes out as an `Unread`.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from kg.errors import KGError
from kg.model import Article
from kg.read import Unread

CHUNK = 10_000  # characters: a third of a second's work beside which sending it is nothing, and at the end a worker waits no longer than that
AHEAD = 120_000  # characters a worker: some seconds of work, for while the results of a batch are committed no new ones go out
FEWEST = 2  # chunks a worker that are under way however long they are: one in work, one waiting
OBJECTS = 50_000  # new objects before cycles are looked for; at Python's 700 that took a tenth of a build, and found next to nothing
NICE = 5  # how much a worker stands back

T = TypeVar("T")
Work = Callable[[list[Article]], list[T]]
Chunk = list[Article | Unread]


def each(
    items: Iterable[Article | Unread], work: Work[T], *, workers: int = 1, executor: Executor | None = None
) -> Generator[T | Unread, None, None]:
    """Yield what `work` makes of each article, and every `Unread` in its place.

    `work` takes a list of articles and returns one result for each; for worker processes it must be a function (or a
    `functools.partial` of one) that can be pickled.
    """
    with _collecting_seldom():
        if executor is None and workers == 1:
            for chunk in _chunks(items):
                yield from _placed(chunk, work(_articles(chunk)))
        elif executor is None:
            yield from _pooled(items, work, workers)
        else:
            yield from _sent(_chunks(items), work, executor, max(workers, 2), deque())


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Have Python look for cycles of dead objects less often: an article is many thousands of objects, nearly all of which go by themselves."""
    before = gc.get_threshold()
    gc.set_threshold(max(OBJECTS, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _pooled(items: Iterable[Article | Unread], work: Work[T], workers: int) -> Iterator[T | Unread]:
    """Worker processes of our own; a broken pool is made anew and goes on behind the chunks that it held."""
    chunks = _chunks(items)
    held: deque[Chunk] = deque()
    came = False
    while True:
        with _processes(workers) as pool:
            try:
                for result in _sent(chunks, work, pool, workers, held):
                    came = True
                    yield result
                return
            except BrokenExecutor:
                if not came:
                    _probe()  # only now, for starting a process takes a while
            except BaseException:  # Ctrl-C, or whoever asked wants no more: what is not begun is not done
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        while held:
            for item in held.popleft():
                yield from _alone(item, work)


def _sent(chunks: Iterator[Chunk], work: Work[T], executor: Executor, workers: int, held: deque[Chunk]) -> Iterator[T | Unread]:
    """The results of chunks in order; `held` are those of which none is out yet."""
    futures: deque[Future[list[T]]] = deque()
    for chunk in chunks:
        held.append(chunk)  # before it is sent: sending, too, may find the pool broken
        futures.append(executor.submit(work, _articles(chunk)))
        while len(held) > FEWEST * workers and sum(map(_size, held)) > AHEAD * workers:
            done = futures.popleft().result()
            yield from _placed(held.popleft(), done)
    while futures:
        done = futures.popleft().result()
        yield from _placed(held.popleft(), done)


def _alone(item: Article | Unread, work: Work[T]) -> Iterator[T | Unread]:
    """One article in a process of its own."""
    if isinstance(item, Unread):
        yield item
        return
    with _processes(1) as pool:
        try:
            yield from pool.submit(work, [item]).result()
        except BrokenExecutor:
            yield Unread(item.id, "the process that read it died (out of memory?); the other articles were read")


def _probe() -> None:
    """Start one process and end it again.

    Raises:
        KGError: none can be started; in a script without the guard that `spawn` needs that is always so, and would be blamed on each article.
    """
    with _processes(1) as pool:
        try:
            pool.submit(int).result()
        except BrokenExecutor as e:
            raise KGError('no worker process can start; in a script, call this under `if __name__ == "__main__":`, or use one worker') from e


def _processes(workers: int) -> ProcessPoolExecutor:
    # spawned, not forked: the parent may hold a store and its threads
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin)


def _begin() -> None:
    """Start a worker: behind the process that gathers what all of them do, and would otherwise wait for a processor as long as they."""
    gc.set_threshold(OBJECTS)
    if hasattr(os, "nice"):
        os.nice(NICE)


def _chunks(items: Iterable[Article | Unread]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += _size([item])
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _size(chunk: Chunk) -> int:
    return sum(len(item.text if isinstance(item, Article) else item.reason) for item in chunk)


def _articles(chunk: Chunk) -> list[Article]:
    return [item for item in chunk if isinstance(item, Article)]


def _placed(chunk: Chunk, results: list[T]) -> Iterator[T | Unread]:
    """The results where their articles stood."""
    fresh = iter(results)
    for item in chunk:
        yield item if isinstance(item, Unread) else next(fresh)
