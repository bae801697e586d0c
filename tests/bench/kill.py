"""Twenty kill -9 of a build of sixty articles: `python -m tests.bench.kill`.

After each the store is whole and holds what was acknowledged; at the end it equals an undisturbed one.
"""

import sys
import tempfile
from pathlib import Path

from kg import facts
from tests.killing import build, killed, lasting


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for n, (acknowledged, store) in enumerate(killed(Path(folder) / "s", n=60, kills=20, seed=2016), 1):
            there = {article.version for article in store.articles()}
            assert not acknowledged or acknowledged[-1].split()[1] in there, "an acknowledged article is gone"
            assert not store.check() and not facts.drift(store), "the store is not whole"
            sys.stdout.write(f"{n}: {len(acknowledged)} acknowledged, {len(there)} articles, whole\n")
            last = lasting(store)
    assert last == lasting(build(None, 60)), "another end than the undisturbed build's"
    sys.stdout.write("the same bytes as an undisturbed build\n")


if __name__ == "__main__":
    main()
