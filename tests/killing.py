"""A build that is killed at random moments: `python -m tests.killing STORE N` puts N small articles, each acknowledged on standard output."""

import contextlib
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kg import facts, rdf
from kg.model import Extraction
from kg.rdf.terms import Quad
from kg.store import Store, open_store
from tests.factories import article, event, extraction, place

ROOT = Path(__file__).parent.parent


def pool(n: int) -> Iterator[Extraction]:
    """Articles that tell of a few meetings and attacks, again and again, some of them corrected later on."""
    for i in range(n):
        day = f"2016-04-{1 + i % 5:02d}"
        text = f"Edition {i}. NATO met Russia in Brussels on day {i % 5}. Shells fell on a town in Ukraine, and Russia fired them."
        of = article(f"n{i % (n - n // 6)}", text, date=day)
        met = event(of, "met", "CONSULT", "NATO", "Russia", when=day, where=place("Brussels", 50.85, 4.35), reciprocal=True)
        fell = event(of, "fell", "ASSAULT", "Russia", "Ukraine", when=day, by="Ukraine" if i % 3 else ())
        yield extraction(of, met, fell)


def build(where: str | None, n: int, *, told: bool = False) -> Store:
    """Put the pool into a store, from the first article that is not there as it is."""
    store = open_store(where)
    for i, found in enumerate(pool(n)):
        quads = {found.article.slug: list(rdf.quads(found, base=store.base))}
        if told and i < done(store):
            continue
        facts.put(store, quads, texts={found.article.slug: found.article.text})
        if told:
            sys.stdout.write(f"{found.article.slug} {found.article.version}\n")
            sys.stdout.flush()
    return store


def done(store: Store) -> int:
    """How many articles of the pool were put: editions are numbered in their texts."""
    texts = (store.beside.text(a.sha256) or "Edition -1." for a in store.articles())
    return 1 + max((int(text.split(".")[0].split()[1]) for text in texts), default=-1)


def lasting(store: Store) -> set[Quad]:
    return {quad for quad in store.quads() if quad[3] != store.runs}


def killed(where: Path, n: int, kills: int, seed: int) -> Iterator[tuple[list[str], Store]]:
    """Kill a build after a random while, again and again; what was acknowledged, and the store as it is then; at last let it end."""
    dice = random.Random(seed)
    for attempt in range(kills + 1):
        command = [sys.executable, "-m", "tests.killing", str(where), str(n)]
        acknowledged: list[str] = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
            assert child.stdout is not None
            after = dice.randrange(1, 2 + 3 * n // (2 * (kills + 1)))  # so that all kills fall into the build
            for line in child.stdout:
                acknowledged.append(line.strip())
                if attempt < kills and len(acknowledged) >= after:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.wait(dice.random() * 0.02)
                    child.kill()
                    break
            child.wait()
        with open_store(where) as store:
            yield acknowledged, store


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]), told=True).close()
