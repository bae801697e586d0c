"""How well mentions resolve on articles read by hand: `python tests/bench/mentions.py GOLD_DIR`.

For each surface form of `aliases`, each place where it stands in its text is looked up; it is right where a mention of exactly
these words (give or take an article, a bracket or a title) stands for the actor that the reader gave. Prints the share by alias
(right at one place at least, right at most places), by place, and by how the mention was made; with `--errors` what went wrong.
Apart from these it counts the places where the reader's name is a place and the words only tell where something happens
("on the way to Raqqa"), which is right where they are found as that place, and those of which the reader says that nobody is
meant ("Minsk", the agreement), which is right where nobody is found.
"""

import argparse
import json
import pathlib
import re
import sys
from collections import Counter
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract import places as wheres
from kg.gazetteer import world
from kg.model import Article, Extraction, Mention, Where
from kg.parse import parse

SLACK = ("the ", "The ", "a ", "A ", "an ", "[", "]", "its ")
NOBODY = "(here not"
"""What the reader writes behind a name that stands for no actor there."""
SAME = {"uk": "united kingdom", "un": "united nations", "us": "united states", "imf": "international monetary fund", "eu": "european union"}


def fold(name: str) -> str:
    """A name without case, points and article."""
    bare = re.sub(r"[^a-z0-9]+", " ", re.sub(r"[.'’]", "", name.lower())).strip().removeprefix("the ")
    return SAME.get(bare, bare)


def answers(gold: str, found: list[Mention]) -> bool:
    """True where the mentions are the actors of the gold: all of them, where it names several."""
    known = {n.actor.id for n in world().named(gold)} | {p.id.replace("place/", "actor/", 1) for p in world().places(gold)[:1]}
    if any(m.actor.id in known for m in found):
        return True
    wanted = [fold(g) for g in gold.split("+")]
    names = [{fold(m.actor.name), fold(m.actor.affiliation.name) if m.actor.affiliation else ""} for m in found]
    if _words(gold) in [_words(m.actor.name) for m in found]:
        return True
    return all(any(w in n or any(x.endswith(" " + w) or w.endswith(" " + x) for x in n if len(x) > 2) for n in names) for w in wanted)


def _words(name: str) -> frozenset[str]:
    """The words of a description in no order, a demonym as its state: "backers of the Syrian regime" are "Syria backers"."""
    words = (w for w in name.split() if w.lower() not in ("of", "the", "regime", "government"))
    return frozenset(fold(state.name) if (state := world().demonym(w)) is not None else fold(w) for w in words)


def stands(gold: str, start: int, end: int, found: list[Mention], where: list[Where]) -> bool:
    """True where words that stand for no actor are read so: as the place that the reader gave, or as nobody."""
    if NOBODY in gold:
        return not any(start <= m.head < end for m in found)
    known = {p.id for p in world().places(gold)}
    return any(w.id in known and w.mention is not None and w.mention.start <= start and end <= w.mention.end for w in where)


def places(text: str, alias: str) -> Iterator[tuple[int, int]]:
    """Where a surface form stands as words of its own."""
    for m in re.finditer(r"(?<![\w-])" + re.escape(alias) + r"(?![\w-])", text):
        yield m.span()


def at(found: list[Mention], text: str, start: int, end: int) -> list[Mention]:
    """The mentions of exactly these words, but for an article, a bracket, or a name's own title beside them."""
    inside = [m for m in found if start <= m.head < end]
    heads = [m for m in inside if _bare(m.span.text) == _bare(text[start:end])]
    heads = heads or [m for m in inside if m.span.start <= start + 4 and end <= m.span.end]
    return heads or [m for m in found if m.actor.kind == "person" and m.span.start <= start + 4 and end <= m.span.end]


def _bare(words: str) -> str:
    for s in SLACK:
        words = words.removeprefix(s).removesuffix(s)
    return words


def measure(folder: pathlib.Path) -> tuple[Counter[str], list[str]]:
    """Tallies over all articles of a folder, and the aliases that failed."""
    tally: Counter[str] = Counter()
    errors = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = _text(folder, gold["id"])
        article = Article(id=gold["id"], text=text)
        parsed = parse(article)
        found = list(mentions.find(parsed, Extraction(article=article)))
        where = list(wheres.find(parsed, Extraction(article=article, mentions=tuple(found))))
        shadow = sorted(gold["aliases"], key=len, reverse=True)
        for alias, actor in gold["aliases"].items():
            spots = [s for s in places(text, alias) if not _inside_longer(text, s, alias, shadow)]
            right = [s for s in spots if answers(actor, at(found, text, *s))]
            for s in spots:
                how = next((m.how for m in at(found, text, *s)), "none")
                tally[f"{how} all"] += 1
                tally[f"{how} right"] += s in right
                if s not in right and stands(actor, *s, found, where):
                    tally["standing"] += 1
                    continue
                if s not in right:
                    near = [(m.span.text, m.actor.name, m.how) for m in found if s[0] - 30 <= m.head < s[1] + 5][:4]
                    errors.append(f"{gold['id'][:12]} {alias!r} -> {actor}: {near} in {text[max(0, s[0] - 40) : s[1] + 20]!r}")
            tally["places"] += len(spots)
            tally["places right"] += len(right)
            if spots:
                tally["aliases"] += 1
                tally["aliases right somewhere"] += bool(right)
                tally["aliases right mostly"] += 2 * len(right) > len(spots)
    return tally, errors


def _inside_longer(text: str, spot: tuple[int, int], alias: str, aliases: list[str]) -> bool:
    """True where these words are only a piece of a longer surface form of the list."""
    return any(a <= spot[0] and spot[1] <= b and len(x) > len(alias) for x in aliases if alias in x for a, b in places(text, x))


def _text(folder: pathlib.Path, article: str) -> str:
    for line in (folder.parent / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["id"] == article:
            return str(row["text"])
    raise SystemExit(f"{article}: no text in articles.jsonl")


def main() -> None:
    """Measure a folder and print the table."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("gold", type=pathlib.Path)
    ap.add_argument("--errors", action="store_true")
    a = ap.parse_args()
    tally, errors = measure(a.gold)
    shares = (("aliases right somewhere", "aliases"), ("aliases right mostly", "aliases"), ("places right", "places"))
    lines = [f"{k:26} {100 * tally[k] / tally[n]:5.1f} %  of {tally[n]}" for k, n in shares]
    lines.append(f"{'places with those':26} {100 * (tally['places right'] + tally['standing']) / tally['places']:5.1f} %  (as a place or nobody)")
    for how in sorted({k.rsplit(" ", 1)[0] for k in tally if k.endswith(" all")}):
        lines.append(f"{how:26} {100 * tally[how + ' right'] / tally[how + ' all']:5.1f} %  of {tally[how + ' all']}")
    sys.stdout.write("\n".join([*lines, *(errors if a.errors else [])]) + "\n")


if __name__ == "__main__":
    main()
