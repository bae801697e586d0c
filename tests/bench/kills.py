"""`kg build` itself, killed at random moments: `python -m tests.bench.kills [--kills 20]`.

Sixty articles of sentences of the samples are built by the command, which is killed (SIGKILL, the whole process group) again and again
after a random while. After each kill the store opens, is sound, its facts are what its articles give, every article that the log
acknowledged is there as a whole, and none is half; the last run ends in the bytes of an undisturbed build. (`tests/bench/kill.py` kills
transactions without any reading, and thus at closer moments.)
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

from kg import facts
from kg.export import export
from kg.store import Store, open_store
from tests.bench.corpus import synthetic

ARTICLES = 60
WORDS = 600  # long enough that one chunk of the pool is some ten articles, and a batch is not the whole build


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


def sound(where: pathlib.Path, log: pathlib.Path, whole: dict[str, set[object]]) -> int:
    """Check a store after a kill; how many articles it holds."""
    if not (where / "quads").is_dir():
        return 0
    with open_store(where) as store:
        there = {a.id: a.slug for a in store.articles()}
        assert acknowledged(log) <= there.keys(), "an acknowledged article is gone"
        assert not store.check(), "the store is not sound"
        assert not facts.drift(store), "facts that are not those of the articles"
        for name, slug in there.items():
            assert set(store.quads(store.graph(slug))) == whole[name], f"{name} is half"
        return len(there)


def main() -> None:
    """Build undisturbed, then with kills, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2016)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        source, log, where = folder / "all.jsonl", folder / "log", folder / "killed"
        rows = ({"id": a.id, "text": a.text, "date": a.date, "source": a.source} for a in synthetic(ARTICLES, words=WORDS))
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, "-m", "kg", "build", str(source), "--store", str(where), "--log", str(log)]
        begun = time.monotonic()
        subprocess.run([*command[:5], "--store", str(folder / "undisturbed")], check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - begun
        with open_store(folder / "undisturbed", readonly=True) as store:
            bytes_ = exported(store)
            whole: dict[str, set[object]] = {a.id: set(store.quads(store.graph(a.slug))) for a in store.articles()}
        kills = 0
        while kills < options.kills:
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
            try:
                process.wait(dice.uniform(0.1, 1.0) * seconds)
                shutil.rmtree(where)  # it was done before it could be killed: once more from the start
                log.unlink()
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                sys.stdout.write(f"kill {kills}: {sound(where, log, whole)} articles, whole\n")
                sys.stdout.flush()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        with open_store(where) as store:
            assert exported(store) == bytes_, "another end than the undisturbed build's"
    sys.stdout.write("the same bytes as an undisturbed build\n")


if __name__ == "__main__":
    main()
