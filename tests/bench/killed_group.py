"""300 articles built with kill -9 of the whole process group, 6 to 20 s after the first article that each run adds, until it is done.

    nice python -m tests.bench.killed_group [--articles 300] [--words 1200] [--workers 2]

After each kill nothing of the group is left, and a copy of the store is sound and holds every article that the log acknowledged; at the end
its export has the bytes of an undisturbed build's. (`tests/bench/kills.py` kills at drawn moments of a shorter build.)
"""

import argparse
import pathlib
import random
import sys
import tempfile

from kg.store import open_store
from tests.bench import kills
from tests.bench.corpus import synthetic, written
from tests.bench.kills import acknowledged, command, ended, exported, graphs, lived, sound

LEAST, MOST = 6.0, 20.0  # seconds after the first article of a run


def added(log: pathlib.Path) -> int:
    """How many articles a log says were added."""
    return log.read_bytes().count(b'"fate": "added"') if log.exists() else 0


def killed(life: list[str], log: pathlib.Path, after: float) -> bool:
    """Start a build and kill its group so long after the first article that it adds; False where it was done before that."""
    before = added(log)
    return kills.killed(life, lambda: added(log) > before, after)


def main() -> None:
    """Build undisturbed, then with kills, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--words", type=int, default=1200, help="of each article, so that a build takes minutes")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=2016)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        log, where = folder / "log", folder / "killed"
        source = written(folder / "all.jsonl", synthetic(options.articles, words=options.words))
        more = ("--workers", str(options.workers))
        say(f"undisturbed: {lived(command(source, folder / 'undisturbed', *more), folder):.0f} s")
        whole = {label: [graph] for label, graph in graphs(folder / "undisturbed").items()}
        with open_store(folder / "undisturbed", readonly=True) as store:
            bytes_ = exported(store)
        say(f"{len(whole)} articles, {len(bytes_.splitlines()):,} quads")
        deaths = 0
        while killed(command(source, where, *more, "--log", str(log)), log, after := dice.uniform(LEAST, MOST)):
            deaths += 1
            say(f"kill {deaths}, {after:.1f} s after: {len(acknowledged(log))} acknowledged, {sound(where, log, whole)} there, whole")
        ended(where, bytes_)
        say(f"{deaths} kills, {options.articles} articles, {options.workers} workers")
    sys.exit(not deaths)  # a build that nothing killed shows nothing


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
