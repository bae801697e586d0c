"""What each component of the language pipeline earns in quality and costs in time: `python -m tests.bench.components`.

Time is processor time a thousand words of each component of the full model, one after the other, as our pipeline multiplies its matrices.
Quality is that of the floors (`tests/floors.json`) on the nine articles and the agency sentences, read with a pipeline that lacks the
component; for the name recogniser, which ours does without, with one that has it: every name that it finds where no mention of ours
stands becomes a mention. The texts belong to their publishers; without them (`../shared`) only the times are printed.
"""

import argparse
import contextlib
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import kg
from kg import parse
from kg.extract import provenance, run, stages
from kg.iri import slug
from kg.model import Actor, ActorKind, Extraction, Mention, Span
from kg.parse import Parsed
from kg.read import Unread
from kg.records import records
from tests.bench.corpus import synthetic
from tests.test_floors import SHARED, _scored

SHOWN = {"articles": ("must triple", "event precision", "status right", "claim recall"), "sentences": ("pair+type recall",)}
VARIANTS = ("as it is", "without tagger", "without parser", "without attribute_ruler", "without lemmatizer", "with ner")
KINDS: dict[str, ActorKind] = {"PERSON": "person", "ORG": "organisation", "GPE": "territory", "NORP": "population"}


def full() -> Any:
    """The whole model, with what ours leaves out, and our matrices."""
    import spacy

    nlp = spacy.load(parse._folder(parse.DEFAULT_MODEL))
    parse._use_blas(nlp)
    return nlp


def times(articles: int) -> dict[str, float]:
    """Milliseconds of processor time a thousand words, by component."""
    nlp, spent = full(), Counter[str]()
    texts = [a.text for a in synthetic(articles, words=400)]
    with parse._one_thread():
        list(nlp.pipe(texts[:3]))
        begun = time.process_time()
        docs = [nlp.make_doc(text) for text in texts]
        spent["tokenizer"] = time.process_time() - begun
        for name, component in nlp.pipeline:
            begun = time.process_time()
            docs = list(component.pipe(docs, batch_size=8)) if hasattr(component, "pipe") else [component(doc) for doc in docs]
            spent[name] = time.process_time() - begun
    words = sum(len(text.split()) for text in texts)
    return {name: 1e6 * seconds / words for name, seconds in spent.items()}


def names(nlp: Any, parsed: Parsed, found: Extraction) -> Iterator[Mention]:
    """A mention for each name that the recogniser finds where none stands."""
    text = parsed.article.text
    for line in re.finditer(r"[^\n]+", text):
        for name in nlp(line[0]).ents:
            start, end = line.start() + name.start_char, line.start() + name.end_char
            inside = [t for t in parsed.tokens if start <= t.start < end]
            taken = any(m.span.start < end and start < m.span.end for m in found.mentions)
            if name.label_ in KINDS and inside and not taken:
                head = next((t for t in inside if t.head is None or not start <= t.head.start < end), inside[-1])
                actor = Actor(id=f"actor/{slug(name.text)}", name=name.text, kind=KINDS[name.label_])
                yield Mention(actor=actor, span=Span(start, end, text[start:end]), how="name", head=head.start, why="recogniser")


def read(variant: str, folder: pathlib.Path) -> None:
    """Write the records of both sets as a variant of the pipeline finds them."""
    through = stages()
    how, _, component = variant.partition(" ")
    if how == "without":
        parse.pipeline().remove_pipe(component)
    elif how == "with":
        nlp = full()
        nlp.select_pipes(enable=["tok2vec", component])
        through = (through[0], functools.partial(names, nlp), *through[1:])
    for name in SHOWN:
        with (folder / name).open("w", encoding="utf-8") as out:
            for article in kg.articles([str(SHARED / "gold" / f"{name}.jsonl")]):
                if not isinstance(article, Unread):
                    found = run(parse.parse(article), through, provenance=provenance())
                    out.writelines(json.dumps(record) + "\n" for record in records(found))


def quality(variant: str) -> list[float]:
    """The figures of a variant, read in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.executable, "-m", "tests.bench.components", "--read", variant, "--to", name], check=True)
        gold = {"articles": SHARED / "gold" / "articles", "sentences": SHARED / "gold" / "sentences.jsonl"}
        scores = {kind: _scored(kind, gold[kind], folder / kind) for kind in SHOWN}
    return [scores[kind][measure] for kind, measures in SHOWN.items() for measure in measures]


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=40, help="synthetic ones of 400 words, for the times")
    parser.add_argument("--read", choices=VARIANTS, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # the library warns of what a lacking component would have set
    if options.read:
        read(options.read, options.to)
        return
    spent = times(options.articles)
    for name, ms in spent.items():
        say(f"{name:26} {ms:6.0f} ms a thousand words  {ms / sum(spent.values()):5.0%} of the full model")
    if (SHARED / "gold").is_dir():
        say(f"{'':26} " + "  ".join(f"{m:>16}" for measures in SHOWN.values() for m in measures))
        for variant in VARIANTS:
            with contextlib.suppress(subprocess.CalledProcessError):
                say(f"{variant:26} " + "  ".join(f"{figure:16.1f}" for figure in quality(variant)))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
