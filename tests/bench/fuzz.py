"""Mutated input through the readers and loaders: never a traceback for a user, never a hang, never a wrong offset.

    python -m tests.bench.fuzz --files 100000 --texts 2000

Every mutation comes from a numbered seed, so that a failure is found again with `--seed N --files 1`.
"""

import argparse
import pathlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable

import kg.samples
from kg.errors import KGError
from kg.lexicon import load
from kg.model import Article
from kg.read import Unread, articles
from tests.sources import FEED, PAGE, PROSE, pdf, warc_record

LEXICON = "# own words\nhead\tpos\twith\ttype\tmode\tcontexts\tactor\trecipient\tintensity\tnote\nprod\tverb\tobj=bear\tTHREATEN\t\t\t\tobj\t\t\n"
TURTLE = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<urn:kg:actor/x> skos:prefLabel \"X\"@en ; skos:altLabel 'Y' .\n"
SEEDS: dict[str, bytes] = {
    ".html": PAGE.encode(),
    ".rss": FEED.encode(),
    ".warc": b"".join(warc_record(f"https://example.org/{i}", PAGE.encode()) for i in range(3)),
    ".pdf": pdf(PROSE),
    ".jsonl": b'{"id": "a", "text": "Russia met NATO in Brussels.", "date": "2016-04-20"}\n' * 3,
    ".csv": b'id,text,date\na,"Russia met NATO in Brussels.",2016-04-20\n' * 2,
    ".md": kg.samples.paths()[0].read_bytes(),
    ".txt": PROSE.encode(),
}
NASTY = (b"\x00", b"\xff\xfe", b"<", b">", b"&#x0;", b"]]>", b"\r", b'"', b"\\", b"{", b"%", b"9" * 40, "‮\U0001f600é".encode(), b"<!--", b"<script>")
SLOWEST = 10.0  # seconds that one small file may take before it counts as a hang


def mutated(data: bytes, random: random.Random) -> bytes:
    """A few cuts, copies, flips and insertions."""
    out = bytearray(data)
    for _ in range(random.randint(1, 8)):
        at, length = random.randrange(len(out) + 1), random.choice((1, 2, 8, 64, 512))
        match random.randrange(5):
            case 0:
                del out[at : at + length]
            case 1:
                out[at:at] = out[at : at + length] * random.randint(1, 4)
            case 2:
                out[at : at + 1] = bytes([random.randrange(256)])
            case 3:
                out[at:at] = random.choice(NASTY)
            case 4:
                other = random.randrange(len(out) + 1)
                out[at : at + length] = out[other : other + length]
    return bytes(out)


def fuzz_file(suffix: str, seed: int, folder: pathlib.Path) -> str:
    """Read one mutated file of a format; says how it ended."""
    path = folder / f"a{suffix}"
    path.write_bytes(mutated(SEEDS[suffix], random.Random(seed)))
    items = list(articles([str(path)]))
    for item in items:
        if isinstance(item, Unread):
            assert item.reason, "an unread source must say why"
        else:
            assert item.text.strip()
    return "read" if any(isinstance(i, Article) for i in items) else "told"


def fuzz_lexicon(seed: int, folder: pathlib.Path) -> str:
    """Load one mutated word list."""
    path = folder / "own.tsv"
    path.write_bytes(mutated(LEXICON.encode(), random.Random(seed)))
    try:
        load(path)
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


def fuzz_text(seed: int, folder: pathlib.Path) -> str:
    """Extract from a short mutated text; every offset of every finding must hold its words."""
    from kg.extract import extract
    from kg.records import records

    chance = random.Random(seed)
    paragraphs = [p for path in kg.samples.paths() for p in path.read_text(encoding="utf-8").split("\n\n") if len(p) > 100]
    text = mutated(chance.choice(paragraphs).encode(), chance).decode("utf-8", "replace")
    if not text.strip():
        return "told"
    article = Article(id="fuzz", text=text, date="2016-04-20", format=chance.choice(("text", "markdown")))
    for record in records(extract(article)):
        check_spans(record, text)
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
    **{suffix: (lambda seed, folder, suffix=suffix: fuzz_file(suffix, seed, folder)) for suffix in SEEDS},  # type: ignore[misc]
    "lexicon": fuzz_lexicon,
    "actors": fuzz_actors,
}


def run(kind: str, seeds: range, folder: pathlib.Path) -> Counter[str]:
    """Run one kind over some seeds; a failure names its seed."""
    work = fuzz_text if kind == "text" else KINDS[kind]
    ends: Counter[str] = Counter()
    for seed in seeds:
        begun = time.monotonic()
        try:
            ends[work(seed, folder)] += 1
        except Exception as e:
            raise AssertionError(f"{kind}, seed {seed}: {type(e).__name__}: {e}") from e
        took = time.monotonic() - begun
        assert took < SLOWEST, f"{kind}, seed {seed}: took {took:.1f} s"
    return ends


def main() -> None:
    """The long run: a line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    share = max(1, options.files // len(KINDS))
    with tempfile.TemporaryDirectory() as folder:
        for kind, n in [*((kind, share) for kind in KINDS), ("text", options.texts)]:
            begun = time.monotonic()
            ends = run(kind, range(options.seed, options.seed + n), pathlib.Path(folder))
            sys.stdout.write(f"{kind:8} {n:7} mutations  {ends['read']:7} read  {ends['told']:7} told why not  {time.monotonic() - begun:7.0f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
