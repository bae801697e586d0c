"""Mutated input through the readers and loaders: never a traceback for a user, never a hang, never a wrong offset.

    python -m tests.bench.fuzz --files 100000 --texts 2000

Every mutation comes from a numbered seed, so that a failure is found again with `--kind KIND --seed N --files 1`. A failure does not end
the run: it is told with its seed, and the exit code is 1.
"""

import argparse
import faulthandler
import gzip
import pathlib
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import kg
import kg.samples
from kg.errors import KGError
from kg.lexicon import load, typing
from kg.model import Article
from kg.read import LONGEST_TEXT, Unread, articles
from tests.mutation import mutated
from tests.sources import FEED, PAGE, PROSE, pdf, warc_record

LEXICON = (
    "# own words\nhead\tpos\twith\ttype\tmode\tcontexts\tactor\trecipient\tintensity\tnote\n"
    "prod\tverb\tobj=bear|WEAPONS !subj=court\tTHREATEN\t\tmilitary, legal\tsubj\tobj\t-3.5\ta note\nthaw\tnoun\t\t-\n"
)
TURTLE = """@prefix : <urn:kg:actor/> . @prefix kg: <urn:kg:ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix schema: <https://schema.org/> .
:league a sem:Actor ; skos:prefLabel "League of Ports"@en ; skos:altLabel "the Ports", 'LoP' ; kg:kind "igo" ; kg:affiliation :kenya ;
  schema:sameAs <http://www.wikidata.org/entity/Q42> . [] a sem:Actor ; skos:prefLabel "Nobody" .
"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Post</title>
<entry><title>Ministers meet</title><id>urn:a</id><link href="https://example.org/1"/><updated>2021-03-01T10:00:00Z</updated>
<content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>"""
_WARC = [warc_record(f"https://example.org/{i}", PAGE.encode()) for i in range(3)]
FILES: dict[str, bytes] = {
    ".html": PAGE.encode(),
    ".rss": FEED.encode(),
    ".atom": ATOM.encode(),
    ".warc": b"".join(_WARC),
    ".warc.gz": b"".join(map(gzip.compress, _WARC)),
    ".pdf": pdf(PROSE),
    ".jsonl": b'{"id": "a", "text": "Russia met NATO in Brussels.", "date": "2016-04-20"}\n' * 3,
    ".csv": b'id,text,date\na,"Russia met NATO in Brussels.",2016-04-20\n' * 2,
    ".md": kg.samples.paths()[0].read_bytes(),
    ".txt": PROSE.encode(),
}
SLOWEST = 30.0  # seconds that one small file may take before it counts as a hang; some libraries load for seconds at the first odd date


class HangError(BaseException):
    """What took too long; no `Exception`, so that no reader can swallow it."""


def fuzz_file(suffix: str, seed: int, folder: pathlib.Path) -> str:
    """Read one mutated file of a format; says how it ended."""
    path = folder / f"a{suffix}"
    path.write_bytes(mutated(FILES[suffix], random.Random(seed)))
    items = list(articles([str(path)]))
    assert items, "neither an article nor a word on why there is none"
    for item in items:
        if isinstance(item, Unread):
            assert item.source and item.reason.strip(), "an unread source must say why"
        else:
            assert item.text.strip() and len(item.text) <= LONGEST_TEXT
            assert suffix not in (".txt", ".md") or item.text == _own(path.read_bytes(), item.text), "offsets are not those of the file"
    return "read" if any(isinstance(i, Article) for i in items) else "told"


def _own(data: bytes, read: str) -> str:
    """The characters of a file of UTF-8; of another encoding what was read, for which it was is a guess."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read


def fuzz_lexicon(seed: int, folder: pathlib.Path) -> str:
    """Load one mutated word list."""
    path = folder / "own.tsv"
    path.write_bytes(mutated(LEXICON.encode(), random.Random(seed)))
    try:
        typing.extended(load(path))
    except KGError:
        return "told"
    return "read"


def fuzz_actors(seed: int, folder: pathlib.Path) -> str:
    """Load one mutated actors file."""
    from kg import gazetteer

    path = folder / "own.ttl"
    path.write_bytes(mutated(TURTLE.encode(), random.Random(seed)))
    try:
        gazetteer.load(path)
    except KGError:
        return "told"
    return "read"


def fuzz_dataset(seed: int, folder: pathlib.Path) -> str:
    """Import one mutated dataset into a store."""
    chance = random.Random(seed)
    path = folder / chance.choice(("own.trig", "own.nq"))
    path.write_bytes(mutated(_dataset(path.suffix), chance))
    with kg.open_store() as store:
        try:
            store.import_(path)
        except KGError:
            return "told"
    return "read"


_datasets: dict[str, bytes] = {}


def _dataset(suffix: str) -> bytes:
    """An export of one small article."""
    if not _datasets:
        with kg.open_store() as store, tempfile.TemporaryDirectory() as name:
            kg.build(Article(id="a", text="Russia met NATO in Brussels.", date="2016-04-20"), store)
            for form, ending in (("trig", ".trig"), ("nquads", ".nq")):
                kg.export(store, form, out=pathlib.Path(name) / f"a{ending}", with_claims=True)
                _datasets[ending] = (pathlib.Path(name) / f"a{ending}").read_bytes()
    return _datasets[suffix]


def fuzz_text(seed: int, folder: pathlib.Path) -> str:
    """Extract from a short mutated text and write the graph; every offset of every finding must hold its words, and the graph its shapes."""
    from kg import rdf
    from kg.extract import extract
    from kg.records import records
    from kg.validate import validate

    chance = random.Random(seed)
    paragraphs = [p for path in kg.samples.paths() for p in path.read_text(encoding="utf-8").split("\n\n") if len(p) > 100]
    text = mutated(chance.choice(paragraphs).encode(), chance).decode("utf-8", "replace")
    if not text.strip():
        return "told"
    found = extract(Article(id="fuzz", text=text, date="2016-04-20", format=chance.choice(("text", "markdown"))))
    for record in records(found):
        check_spans(record, text)
    validate(rdf.quads(found))
    return "read"


def check_spans(value: object, text: str) -> None:
    """Every span in a record holds the words that stand at its offsets."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            assert text[value["start"] : value["end"]] == value["text"], value
        for inner in value.values():
            check_spans(inner, text)
    elif isinstance(value, list):
        for inner in value:
            check_spans(inner, text)


KINDS: dict[str, Callable[[int, pathlib.Path], str]] = {
    **{suffix: (lambda seed, folder, suffix=suffix: fuzz_file(suffix, seed, folder)) for suffix in FILES},  # type: ignore[misc]
    "lexicon": fuzz_lexicon,
    "actors": fuzz_actors,
    "dataset": fuzz_dataset,
    "text": fuzz_text,
}


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `HangError` in what takes longer."""

    def ring(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(kind: str, seeds: range, folder: pathlib.Path, failed: Callable[[str], None]) -> Counter[str]:
    """Run one kind over some seeds; `failed` hears of each failure by its seed."""
    ends: Counter[str] = Counter()
    for seed in seeds:
        try:
            with _limited(SLOWEST if ends else 6 * SLOWEST):  # the first of a kind loads what it needs
                ends[KINDS[kind](seed, folder)] += 1
        except HangError:
            ends["failed"] += 1
            failed(f"{kind}, seed {seed}: took more than {SLOWEST:g} s")
        except Exception as e:  # noqa: BLE001  (what may come out of foreign parsers is what this looks for)
            ends["failed"] += 1
            failed(f"{kind}, seed {seed}: {type(e).__name__}: {' '.join(str(e).split())[:300]}")
    return ends


def main() -> None:
    """The long run: a line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000, help="files of all kinds together")
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=[*KINDS], help="this kind only")
    options = parser.parse_args()
    kinds = [options.kind] if options.kind else [*KINDS]
    share = -(-options.files // max(1, len([k for k in kinds if k != "text"])))
    faults: list[str] = []

    def failed(what: str) -> None:
        faults.append(what)
        sys.stdout.write(f"FAILED {what}\n")

    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            begun, n = time.monotonic(), options.texts if kind == "text" else share
            faulthandler.dump_traceback_later(3600, exit=True)  # a hang in a library of C hears no alarm
            ends = run(kind, range(options.seed, options.seed + n), pathlib.Path(folder), failed)
            told = f"{ends['read']:7} read  {ends['told']:7} told why not  {ends['failed']:5} failed"
            sys.stdout.write(f"{kind:8} {n:7} mutations  {told}  {time.monotonic() - begun:7.0f} s\n")
            sys.stdout.flush()
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
