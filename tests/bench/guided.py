"""Fuzzing by coverage with atheris: inputs that reach new lines of the readers are changed further.

    pip install atheris
    python -m tests.bench.guided .warc --runs 20000

Any kind of file of `tests.bench.fuzz` may be given. Stops at the first input that raises, keeps it beside the corpus (`--folder`), and
exits with 77, as libFuzzer does.
"""

import argparse
import pathlib
import sys
import tempfile
from collections.abc import Callable

LONGEST = 16_384  # bytes of an input
READERS = ["kg.read", "kg.lexicon", "kg.gazetteer", "kg.parse.layout", "feedparser"]


def prepared(kind: str) -> tuple[bytes, Callable[[pathlib.Path], object]]:
    """What to start from, and what to try on each file, with the readers instrumented; imported only here, for whoever has atheris."""
    import atheris

    with atheris.instrument_imports(include=READERS):
        from kg import gazetteer
        from kg.errors import KGError
        from kg.lexicon import load, typing
        from kg.read import Unread, articles, checks, csv, dated, feed, html, jsonl, markdown, pdf, text, warc  # noqa: F401
        from tests.bench.fuzz import FILES, LEXICON, TURTLE

    def file(path: pathlib.Path) -> None:
        for item in articles([str(path)]):
            assert item.reason.strip() if isinstance(item, Unread) else item.text.strip()

    def loader(path: pathlib.Path) -> object:
        try:
            return typing.extended(load(path)) if kind == "lexicon" else gazetteer.load(path)
        except KGError as e:
            return e

    return {**FILES, "lexicon": LEXICON.encode(), "actors": TURTLE.encode()}[kind], file if kind in FILES else loader


def main() -> None:
    """Set the fuzzer up on one kind, and run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", help="an ending such as .warc or .rss, or lexicon, actors")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--folder", type=pathlib.Path, help="of the corpus; a new one by default")
    options = parser.parse_args()
    seed, tried = prepared(options.kind)
    corpus = options.folder or pathlib.Path(tempfile.mkdtemp())
    (corpus / "seed").write_bytes(seed)
    path = corpus.parent / f"{corpus.name}-input{options.kind if options.kind.startswith('.') else ''}"

    def one(data: bytes) -> None:
        path.write_bytes(data)
        tried(path)

    import atheris

    where = f"-artifact_prefix={corpus.parent}/{corpus.name}-"
    atheris.Setup([sys.argv[0], str(corpus), f"-runs={options.runs}", f"-max_len={LONGEST}", "-timeout=30", where], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
