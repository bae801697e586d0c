"""`kg build` itself, killed at random moments: `python -m tests.bench.kills [--kills 20]`.

Fifty articles of sentences of the samples, ten of them corrected later on (sixty rows), are built by the command, which is killed
(SIGKILL, the whole process group) at moments drawn evenly from its life, or from the rows it has yet to do; the next one goes on where
it stopped.
After each kill a copy of the store opens, is sound, its facts are what its articles give, every article that the log acknowledged is
there, and each that is there is one of its versions as a whole. Once all are there the build comes to its end, has the bytes of an
undisturbed one, and begins anew. (`tests/bench/kill.py` kills transactions without any reading, and thus at closer moments.)
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg import facts
from kg.export import export
from kg.model import Article
from kg.store import Store, open_store
from tests.bench.corpus import synthetic, written

ARTICLES = 50
LARGE = 32  # articles of the first transaction, which is large enough to come in as whole files
EACH = 2  # articles between two corrections after that; a transaction holds one version of an article, so each correction begins a new one
WORDS = 200
Graphs = dict[str, list[frozenset[object]]]


def rows() -> Iterator[Article]:
    """The input: after many articles, and then after every few, a correction of the last one."""
    for n, article in enumerate(synthetic(ARTICLES, words=WORDS), 1):
        first = replace(article, url=f"https://example.org/{article.id}")
        yield first
        if n >= LARGE and (n - LARGE) % EACH == 0:
            yield replace(first, text=f"{first.text}\n\nNATO met Russia in Brussels on 20 April 2016.")


def exported(store: Store) -> str:
    """The whole store as bytes, what changes from run to run left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "all.nq"
        export(store, "nquads", out=path, with_claims=True)
        return path.read_text(encoding="utf-8")


def acknowledged(log: pathlib.Path) -> set[str]:
    """The articles that the log says are in the store; a line cut off by the kill acknowledges nothing."""
    lines = log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []
    return {json.loads(line)["source"] for line in lines if json.loads(line)["fate"] in ("added", "replaced", "unchanged")}


def graphs(where: pathlib.Path) -> dict[str, frozenset[object]]:
    """The graph of each article of a store."""
    with open_store(where, readonly=True) as store:
        return {a.id: frozenset(store.quads(store.graph(a.slug))) for a in store.articles()}


def sound(where: pathlib.Path, log: pathlib.Path, whole: Graphs) -> int:
    """Check a copy of a store after a kill, so that the next build meets what the kill left; how many articles it holds."""
    there = acknowledged(log)
    if not (where / "quads").is_dir():
        assert not there, "acknowledged, and no store"
        return 0
    with tempfile.TemporaryDirectory() as name:
        copy = shutil.copytree(where, pathlib.Path(name) / "copy")
        with open_store(copy) as store:
            held = {a.id: frozenset(store.quads(store.graph(a.slug))) for a in store.articles()}
            assert there <= held.keys(), f"acknowledged articles are gone: {sorted(there - held.keys())}"
            assert not store.check(), f"the store is not sound: {store.check()[:3]}"
            assert not facts.drift(store), f"facts that are not those of the articles: {facts.drift(store)}"
            half = [name for name, graph in held.items() if graph not in whole[name]]
            assert not half, f"half: {half}"
            return len(held)


def command(source: pathlib.Path, where: pathlib.Path, *more: str) -> list[str]:
    """A build as a user starts it."""
    return [sys.executable, "-m", "kg", "build", str(source), "--store", str(where), *more]


def lived(life: list[str], folder: pathlib.Path) -> float:
    """Seconds that a build takes."""
    begun = time.monotonic()
    with (folder / "errors").open("wb") as errors:
        subprocess.run(life, check=True, stderr=errors)
    return time.monotonic() - begun


def killed(life: list[str], reached: Callable[[], bool], after: float) -> bool:
    """Start a build and kill its process group so many seconds after it has reached something; False where it was done before that."""
    process = subprocess.Popen(life, stderr=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not reached():
        time.sleep(0.005)
    try:
        assert process.wait(after) == 0, "a build that was not killed failed"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        gone(process.pid)
        return True
    return False


def gone(group: int) -> None:
    """Wait until nothing of a killed group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"processes of group {group} outlive kill -9")


def told(log: pathlib.Path) -> int:
    """How many lines a log has."""
    return log.read_bytes().count(b"\n") if log.exists() else 0


def main() -> None:
    """Build undisturbed, then with kills, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2016)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        log, where = folder / "log", folder / "killed"
        every = list(rows())
        first = written(folder / "first.jsonl", {row.id: row for row in reversed(every)}.values())
        source = written(folder / "all.jsonl", every)
        lived(command(first, folder / "first"), folder)
        seconds = lived(command(source, folder / "undisturbed"), folder)
        sys.stdout.write(f"undisturbed: {seconds:.0f} s\n")
        with open_store(folder / "undisturbed", readonly=True) as store:
            bytes_ = exported(store)
            sys.stdout.write(f"{len(every)} rows, {len(bytes_.splitlines()):,} quads\n")
        before, after = graphs(folder / "first"), graphs(folder / "undisturbed")
        whole: Graphs = {name: [before[name], after[name]] for name in after}
        life = command(source, where, "--log", str(log))
        kills = passed = 0
        while kills < options.kills:
            before_it = told(log)
            if dice.random() < 0.5:
                lines, more = 0, dice.uniform(0, seconds)
            else:
                lines, more = dice.randrange(passed, len(every) + 1), dice.uniform(0, seconds / len(every) * EACH)
            held = ARTICLES
            if killed(life, lambda due=before_it + lines: told(log) >= due, more):
                kills, passed = kills + 1, told(log) - before_it
                held = sound(where, log, whole)
                sys.stdout.write(f"kill {kills}, {more:.2f} s after row {lines}: {len(acknowledged(log))} acknowledged, {held} articles, whole\n")
            if held == ARTICLES or kills == options.kills:  # nothing more to lose: let it come to its end, and begin anew
                lived(life, folder)
                ended(where, bytes_)
                shutil.rmtree(where)
                log.unlink()
                passed = 0
            sys.stdout.flush()


def ended(where: pathlib.Path, bytes_: str) -> None:
    """A build that came to its end."""
    with open_store(where, readonly=True) as store:
        mine = exported(store)
    other = sorted(set(mine.splitlines()) ^ set(bytes_.splitlines()))
    assert mine == bytes_, f"another end than the undisturbed build's, {len(other)} lines differ, such as " + "\n".join(other[:5])
    sys.stdout.write("done: the same bytes as an undisturbed build\n")


if __name__ == "__main__":
    main()
