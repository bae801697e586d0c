"""The store beside pyoxigraph itself, on a million quads of synthetic events: `python -m tests.bench.store [--articles N]`.

    import      `kg store import` of an N-Quads file, whole command, beside pyoxigraph's `bulk_load` of it in a process of its own
    questions   each named question, its parameters bound, through the store, beside the same SPARQL on pyoxigraph directly
    name        what looking up an actor by name costs, which no client of pyoxigraph would do

Both sides are run in turn (A B A B ...) and the ratio is taken round by round; the table has medians, by the clock and by processor time,
for the machine is shared. Answers are compared, too: both sides must give as many rows.
"""

import argparse
import functools
import itertools
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.questions import Question, bound, questions
from kg.rdf.terms import integer
from kg.store import Store, open_store
from kg.store.facade import _prefixed
from kg.vocab import KG
from kg.who import who
from tests.bench.findings import BLOCK, YEAR, write

LIMIT = 1.2
ROUND = 0.2  # seconds that a round lasts at least: a small question is asked again and again, for a moment tells nothing on a busy machine
OPEN = ("claimant", "by", "principal")  # left open, so that there is an answer: the synthetic claimants are officials
PAIR = """SELECT ?one ?other { GRAPH ?g { ?r kg:saidType plover:CONSULT ; kg:claimedBy ?c ; kg:saidActor/skos:prefLabel ?one ;
  kg:saidRecipient/skos:prefLabel ?other } } ORDER BY ?one ?other LIMIT 1"""
BARE = """
import sys
import pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)
store.flush()
"""


class Took(NamedTuple):
    """Seconds by the clock and of the processor, those of child processes among them."""

    wall: float
    cpu: float


def timed(work: Callable[[], object], times: int = 1) -> Took:
    """What a call takes, one of so many."""
    begun, used = time.perf_counter(), _cpu()
    for _ in range(times):
        work()
    return Took((time.perf_counter() - begun) / times, (_cpu() - used) / times)


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def told(name: str, pairs: list[tuple[Took, Took]], more: str = "") -> None:
    """One line of the table."""
    wall, cpu = (statistics.median(a[i] / max(b[i], 1e-6) for a, b in pairs) for i in (0, 1))
    ours, theirs = (statistics.median(pair[i].wall for pair in pairs) * 1000 for i in (0, 1))
    mark = "" if min(wall, cpu) <= LIMIT else "   over the limit"
    sys.stdout.write(f"{name:12} {ours:10.1f} ms {theirs:10.1f} ms   {wall:5.2f}x  {cpu:5.2f}x  {more}{mark}\n")
    sys.stdout.flush()


def imports(file: pathlib.Path, folder: pathlib.Path, rounds: int) -> None:
    """Both ways of loading, each into a new folder, each in a new process."""
    pairs = []
    for i in range(rounds):
        bare = [sys.executable, "-c", BARE, str(file), str(folder / f"bare-{i}")]
        ours = [sys.executable, "-m", "kg", "store", "import", str(file), "--store", str(folder / f"ours-{i}")]
        theirs = timed(functools.partial(subprocess.run, bare, check=True))
        pairs.append((timed(functools.partial(subprocess.run, ours, check=True, stderr=subprocess.DEVNULL)), theirs))
    told("import", pairs)


def parameters(store: Store, question: Question) -> dict[str, str]:
    """Values for the parameters of a question, as a user would give them; the two parties are of a meeting that is claimed."""
    some = next(q[0] for q in store.quads(store.facts, p=KG.reportCount, o=integer(2)))
    values = {"event": some, "type": "CONSULT", "since": f"{YEAR}-01-05", "until": f"{YEAR}-06-05"}
    names = itertools.cycle(map(str, next(store.query(PAIR).dicts()).values()))
    asked = (p for p in question.params if p.name not in OPEN and (p.type == "actor" or p.type in values))
    return {p.name: next(names) if p.type == "actor" else values[p.type] for p in asked}


def asked(folder: pathlib.Path, rounds: int) -> None:
    """Each question through the store, and its SPARQL straight to pyoxigraph on the same files."""
    with open_store(folder, readonly=True) as store:
        bare = ox.Store.read_only(str(folder / "quads"))
        facts: Any = [ox.NamedNode(store.facts)]
        for name, question in questions().items():
            sparql = bound(store, question, parameters(store, question))
            whole = _prefixed(sparql)
            ours = functools.partial(store.query, sparql)
            theirs: Any = functools.partial(_read, bare, whole, facts)
            rows, others = len(ours()), len(theirs())
            assert rows == others, f"{name}: {rows} rows through the store, {others} from pyoxigraph"
            assert rows, f"{name}: no rows, which shows nothing"
            times = max(1, round(ROUND / timed(theirs).wall))
            told(name, [(timed(ours, times), timed(theirs, times)) for _ in range(rounds)], f"{rows:,} rows")
        looked = statistics.median(timed(lambda: who(store, "France")).wall for _ in range(rounds)) * 1000
        sys.stdout.write(f"{'name':12} {looked:10.1f} ms\n")


def _read(bare: ox.Store, sparql: str, facts: Any) -> list[tuple[Any, ...]]:
    answer: Any = bare.query(sparql, default_graph=facts)
    return [tuple(solution) for solution in answer]


def main() -> None:
    """Make the data, load it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6 * BLOCK, help="a thousand are some 165,000 quads")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        quads = write(folder / "all.nq", options.articles)
        sys.stdout.write(f"{quads:,} quads\n{'':12} {'kg':>13} {'pyoxigraph':>13}   clock   processor\n")
        imports(folder / "all.nq", folder, options.rounds)
        asked(folder / "ours-0", options.rounds)


if __name__ == "__main__":
    main()
