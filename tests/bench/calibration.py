"""How far the confidence of an event can be believed: a reliability table, and weights for the traits that matter.

    python -m tests.bench.calibration ../shared            prints both tables
    python -m tests.bench.calibration ../shared --write    and writes kg/lexicon/confidence.tsv

Right is what the scorers of the gold call right: in whole articles an event with type and parties at a gold act that was not
paid before; in single sentences an event of the right type among those on the gold pair (the gold names one relation a
sentence, so events on other pairs say nothing). A sentence's event weighs less, so that both sets weigh the same.
"""

import argparse
import json
import math
import pathlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from kg.extract import extract_many
from kg.extract.status.confidence import traits
from kg.model import Article, Event, Extraction
from kg.records import records

Record = dict[str, Any]

Row = tuple[Event, frozenset[str], bool, float]  # an event, its traits, whether it is right, its weight
RIDGE = 2.0  # events' worth of doubt about each trait: a trait seen a few times is hardly believed
FOLDS = 10
UNTYPED = -3.0  # an act that the lexicon cannot type is more likely none
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
LONGEST_TRIGGER = 60
HEADER = (
    "# Log-odds by which each trait makes an event surer, read by kg/extract/confidence.py; made by tests/bench/calibration.py"
    " (`right`: right and all in gold articles, then in gold sentences)"
)


def scorer(path: pathlib.Path) -> dict[str, Any]:
    """The functions of a scorer, which is a script that runs at import: its last line, the call, is left out."""
    space: dict[str, Any] = {"__doc__": "", "__name__": path.stem}
    body = path.read_text(encoding="utf-8").rstrip()
    exec(compile(body.removesuffix("main()"), str(path), "exec"), space)
    return space


def found(rows: list[Record]) -> dict[str, Extraction]:
    """The extractions of articles, by article."""
    names = ("title", "date", "source", "url", "format")
    articles = [Article(id=r["id"], text=r["text"], **{n: r[n] for n in names if r.get(n)}) for r in rows]
    return {a.id: e for a, e in zip(articles, extract_many(articles), strict=True)}


def paired(extraction: Extraction) -> list[tuple[Record, Event]]:
    """The typed events of an extraction, each as a record too."""
    events = sorted(extraction.events, key=lambda e: (e.trigger, e.id))
    made = [r for r in records(extraction) if r["record"] == "event"]
    return [(r, e) for r, e in zip(made, events, strict=True) if e.kind is not None]


def lines(path: pathlib.Path) -> list[Record]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def in_articles(shared: pathlib.Path) -> Iterator[tuple[Event, bool]]:
    """Every typed event of the gold articles, and whether it is right."""
    score = scorer(shared / "score" / "articles.py")
    mine = found(lines(shared / "gold" / "articles.jsonl"))
    for path in sorted((shared / "gold" / "articles").glob("*.json")):
        gold, paid = json.loads(path.read_text(encoding="utf-8")), set()
        for r, event in sorted(paired(mine[gold["id"]]), key=lambda p: (p[0]["trigger"]["start"], p[0]["kind"])):
            here = (r["trigger"]["start"], r["trigger"]["end"])
            aside = any(score["overlap"](here, (o["start"], o["end"])) for o in gold.get("outside_plover", []))
            if aside or here[1] - here[0] > LONGEST_TRIGGER:
                continue
            rows = [g for g in gold["events"] if r["kind"] in g["types"] and not score["wrong_side"](g, r)]
            free = [(id(g), s) for g in rows for s in score["spans"](g) if score["overlap"](here, s) and (id(g), s) not in paid]
            paid.update(free[:1])
            yield event, bool(free)


def in_sentences(shared: pathlib.Path) -> Iterator[tuple[Event, bool]]:
    """Every event on a gold pair of the gold sentences, and whether its type is right."""
    score = scorer(shared / "score" / "sentences.py")
    rows = lines(shared / "gold" / "sentences.jsonl")
    mine = found(rows)
    for row in rows:
        extraction = mine[row["id"]]
        mentions = [r for r in records(extraction) if r["record"] == "mention"]
        for gold in row["relations"]:
            for r, event in paired(extraction):
                both = r["actors"] + r["recipients"]
                sides = (both, both) if r["kind"] in score["MUTUAL"] else (r["actors"], r["recipients"])
                ends = zip(("source", "target"), sides, strict=True)
                if all(any(score["touches"](p, gold[end], mentions) for p in side) for end, side in ends):
                    yield event, r["kind"] in score["FOLD"].get(gold["type"], {gold["type"]})


def reliability(name: str, events: list[tuple[float, bool, float]]) -> None:
    """Print what was said against the share right, bin by bin, and the expected calibration error."""
    error, all_of = 0.0, sum(w for _, _, w in events)
    for low, high in pairwise(BINS):
        inside = [(c, right, w) for c, right, w in events if low <= c < high]
        if inside:
            n = sum(w for _, _, w in inside)
            mean, share = sum(c * w for c, _, w in inside) / n, sum(r * w for _, r, w in inside) / n
            error += abs(mean - share) * n / all_of
            print(f"{name:24} {low:.1f}-{min(high, 1):.1f}  n {len(inside):4}  said {mean:.2f}  right {share:.2f}")  # noqa: T201
    print(f"{name:24} expected calibration error {error:.3f}")  # noqa: T201


def fitted(rows: list[Row]) -> dict[str, float]:
    """Weights of a logistic regression, found by Newton's method; `RIDGE` holds rare traits near nothing."""
    names = sorted({t for _, traits_, _, _ in rows for t in traits_})
    x = np.array([[t in r[1] for t in names] for r in rows], dtype=float)
    y, w = np.array([r[2] for r in rows], dtype=float), np.array([r[3] for r in rows])
    beta = np.zeros(len(names))
    ridge = RIDGE * np.diag([n != "any" for n in names])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (y - p)) - ridge @ beta
        beta += np.linalg.solve((x.T * (w * p * (1 - p))) @ x + ridge, gradient)
    return dict(zip(names, beta.tolist(), strict=True))


def said(weights: dict[str, float], names: frozenset[str]) -> float:
    """The probability that weights give."""
    return 1 / (1 + math.exp(-sum(weights.get(n, 0.0) for n in names)))


def crossed(rows: list[Row]) -> list[tuple[float, bool, float]]:
    """(confidence, right, weight) of every event under weights that were fitted without it."""
    out = []
    for fold in range(FOLDS):
        weights = fitted([r for i, r in enumerate(rows) if i % FOLDS != fold])
        out += [(said(weights, r[1]), r[2], r[3]) for i, r in enumerate(rows) if i % FOLDS == fold]
    return out


def counts(rows: list[Row], name: str) -> str:
    """Right and all events of a trait, in the articles and in the sentences."""
    parts = ([r for r in rows if name in r[1] and (r[3] == 1.0) == whole] for whole in (True, False))
    return "  ".join(f"{sum(r[2] for r in part)}/{len(part)}" for part in parts)


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles, sentences = list(in_articles(options.shared)), list(in_sentences(options.shared))
    weight = len(articles) / len(sentences)
    rows: list[Row] = [(e, frozenset(traits(e)), right, 1.0) for e, right in articles]
    rows += [(e, frozenset(traits(e)), right, weight) for e, right in sentences]
    reliability("articles, as it is", [(e.confidence, right, 1.0) for e, right in articles])
    reliability("sentences, as it is", [(e.confidence, right, 1.0) for e, right in sentences])
    reliability("both, cross-validated", crossed(rows))
    lines_of = [f"{name}\t{value:.2f}\t{counts(rows, name)}" for name, value in sorted(fitted(rows).items(), key=lambda item: -item[1])]
    lines_of.append(f"untyped\t{UNTYPED:.2f}\tnot measured: the gold has no acts without a type")
    print(*lines_of, sep="\n")  # noqa: T201
    if options.write:
        target = pathlib.Path(__file__).parents[2] / "kg" / "lexicon" / "confidence.tsv"
        target.write_text("\n".join([HEADER, "trait\tweight\tright", *lines_of]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
