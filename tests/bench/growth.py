"""What the next article costs as a store grows: `python -m tests.bench.growth [ARTICLES ...]`.

Stores of so many articles (1,000, 10,000 and 100,000) are made of synthetic findings, all on disk and open at once. Then article after
article is added to each, put in the place of an older version, and taken away again, in turn, for the machine is shared; the ratios are
taken round by round. Every second one tells of an act that another article tells of. No text is read: what is timed is `kg.facts.put` and
`kg.facts.remove`, with all that follows for the facts.
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
Seconds = dict[int, dict[str, list[float]]]


def filled(folder: pathlib.Path, articles: int) -> Store:
    """A store of so many articles, with their facts."""
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


def once(store: Store, act: str, found: Extraction) -> float:
    """Seconds of one act."""
    slug, quads = found.article.slug, list(rdf.quads(found))
    begun = time.perf_counter()
    if act == "remove":
        facts.remove(store, [slug])
    else:
        facts.put(store, {slug: quads}, texts={slug: found.article.text})
    return time.perf_counter() - begun


def report(took: Seconds) -> None:
    """The table: medians, and the ratio to the smallest store, round by round."""
    smallest = min(took)
    for act in ACTS:
        for n, seconds in sorted(took.items()):
            ratios = sorted(a / b for a, b in zip(seconds[act], took[smallest][act], strict=True))
            middle, quarters = statistics.median(ratios), statistics.quantiles(ratios, n=4)
            spread = f"{middle:5.2f}x  (half of the rounds {quarters[0]:.2f} to {quarters[2]:.2f})"
            line(f"{act}, {n:,} stored", f"{statistics.median(seconds[act]) * 1000:7.1f} ms  {spread}")


def line(name: str, value: str) -> None:
    """Print a row as soon as it is known."""
    sys.stdout.write(f"{name:32} {value}\n")
    sys.stdout.flush()


def main() -> None:
    """Fill the stores, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args(sys.argv[1:] if __name__ == "__main__" else [])
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as opened:
        stores = {n: opened.enter_context(filled(pathlib.Path(folder), n)) for n in options.articles}
        report(rounds(stores, options.rounds))


if __name__ == "__main__":
    main()
