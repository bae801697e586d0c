"""Is a place taken for a person? `python -m tests.bench.place_names [LEAST [MOST]]`: names of the gazetteer in sentences where places stand.

Every state, territory, sea, region and every town from LEAST to MOST inhabitants (500,000 and no end) is put into each of the sentences
that fit it, and any mention of kind person whose name is the place's, or a word of it, is told. Ten minutes for 5,000 names.
"""

import sys
from collections.abc import Iterable, Iterator

from kg.extract import mentions
from kg.gazetteer import build
from kg.gazetteer.rows import PlaceRow
from kg.model import Article, Extraction
from kg.parse import parse_many

PLACED = (
    "The two sides met in {} on Tuesday.",
    "Rebels seized {} after a week of fighting.",
    "Shelling of {} killed three civilians.",
    "The convoy left {} for the border.",
    "Troops marched towards {}, officials said.",
    "The mayor of {} resigned.",
)
"""Where a place is a place."""
ACTING = ("{} condemned the attack.", "{} was shelled overnight.", "Talks between Oslo and {} failed.", "{} and Norway signed a treaty.")
"""Where it acts or is acted on."""


def names(least: int, most: int) -> list[str]:
    """The names of lands, seas and regions, and of towns of so many inhabitants, each once."""
    rows: list[PlaceRow] = build.places()
    return list(dict.fromkeys(r[1] for r in rows if r[2] != "city" or least <= r[6] < most))


def taken(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Each name in a sentence that has a person of it: the name, the sentence, the person, and by which rule."""
    said = [(name, sentence.format(name)) for name, sentence in pairs]
    for (name, text), parsed in zip(said, parse_many(Article(id=str(k), text=text) for k, (_, text) in enumerate(said)), strict=True):
        words = {name, *name.split()}
        for m in mentions.find(parsed, Extraction(article=parsed.article)):
            if m.actor.kind == "person" and (m.span.text in words or m.actor.name in words):
                yield name, text, m.span.text, m.why


def main() -> None:
    """Print what is taken for a person, and how much that is."""
    least, most = ([int(x) for x in sys.argv[1:3]] + [500_000, 10**10][len(sys.argv) - 1 :])[:2]
    pairs = [(name, sentence) for name in names(least, most) for sentence in (*PLACED, *ACTING)]
    found = list(taken(pairs))
    for row in found:
        sys.stdout.write("\t".join(row) + "\n")
    sys.stdout.write(f"{len(found)} of {len(pairs)} sentences, {len({row[0] for row in found})} of {len({p[0] for p in pairs})} names\n")


if __name__ == "__main__":
    main()
