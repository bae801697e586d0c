"""What the next article costs as a store grows: `python -m tests.bench.growth [ARTICLES ...]`.

Stores of so many articles (1,000, 10,000 and 100,000) are made of synthetic findings, all on disk and open at once. Then article after
article is added to each, put in the place of an older version, and taken away again, in turn, for the machine is shared; the ratios are
taken round by round, by the clock and by processor time. Every second one tells of an act that another article tells of.
No text is read: what is timed is `kg.facts.put` and `kg.facts.remove`, with all that follows for the facts.
`--folder` keeps the stores for another run.
"""

import argparse
import contextlib
import pathlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping

from kg import facts, rdf
from kg.model import Extraction
from kg.store import Store, open_store
from tests.bench.findings import BLOCK, finding, write

SIZES = (1_000, 10_000, 100_000)
FIRST = 5_000_000  # the number of the first article that is new
ACTS = ("add", "replace", "remove")
Took = tuple[float, float]
"""Seconds by the clock, and of the processor."""
Seconds = dict[int, dict[str, list[Took]]]


def filled(folder: pathlib.Path, articles: int) -> Store:
    """A store of so many articles, with their facts."""
    if (folder / str(articles)).is_dir() and not (folder / f"{articles}.nq").exists():
        return open_store(folder / str(articles))
    begun = time.perf_counter()
    path = folder / f"{articles}.nq"
    quads = write(path, articles)
    with open_store(folder / str(articles)) as store:
        store.import_(path)
        store.backend.optimize()
    path.unlink()
    line(f"{articles:,} articles", f"{quads:,} quads, made in {time.perf_counter() - begun:.0f} s")
    return open_store(folder / str(articles))


def rounds(stores: Mapping[int, Store], count: int) -> Seconds:
    """Seconds of each act in each store, round by round; the first round is for warming up and is left out."""
    took: Seconds = {n: {act: [] for act in ACTS} for n in stores}
    dice = random.Random(7)
    for i in range(count + 1):
        seed = dice.randrange(BLOCK) + BLOCK * (i % 2)
        for n, store in dice.sample(sorted(stores.items()), len(stores)):
            month = dice.randrange(n // BLOCK)
            versions = [finding(FIRST + i, month=month, seed=seed, edition=edition) for edition in ("Report", "Correct")]
            for act, found in zip(ACTS, (*versions, versions[1]), strict=True):
                took[n][act] += [once(store, act, found)][: i and 1]
    return took


def once(store: Store, act: str, found: Extraction) -> Took:
    """Seconds of one act."""
    slug, quads = found.article.slug, list(rdf.quads(found))
    begun, used = time.perf_counter(), time.process_time()
    if act == "remove":
        facts.remove(store, [slug])
    else:
        facts.put(store, {slug: quads}, texts={slug: found.article.text})
    return time.perf_counter() - begun, time.process_time() - used


def report(took: Seconds) -> None:
    """The table: medians, and the ratio to the smallest store, round by round."""
    smallest = min(took)
    for act in ACTS:
        for n, seconds in sorted(took.items()):
            by_clock, by_cpu = (_ratio([a[i] for a in seconds[act]], [b[i] for b in took[smallest][act]]) for i in (0, 1))
            line(f"{act}, {n:,} stored", f"{statistics.median(s for s, _ in seconds[act]) * 1000:7.1f} ms  clock {by_clock}  processor {by_cpu}")


def _ratio(ours: list[float], theirs: list[float]) -> str:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    quarters = statistics.quantiles(ratios, n=4)
    return f"{statistics.median(ratios):5.2f}x (half of the rounds {quarters[0]:.2f} to {quarters[2]:.2f})"


def line(name: str, value: str) -> None:
    """Print a row as soon as it is known."""
    sys.stdout.write(f"{name:32} {value}\n")
    sys.stdout.flush()


def main() -> None:
    """Fill the stores, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=pathlib.Path, help="where the stores are, or will be and stay")
    options = parser.parse_args(sys.argv[1:] if __name__ == "__main__" else [])
    with tempfile.TemporaryDirectory() as passing, contextlib.ExitStack() as opened:
        folder = options.folder or pathlib.Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        stores = {n: opened.enter_context(filled(folder, n)) for n in options.articles}
        report(rounds(stores, options.rounds))


if __name__ == "__main__":
    main()
