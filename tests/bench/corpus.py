"""Synthetic articles for measuring: about a hundred words each, sentences of the samples with other states, people, days and seas."""

import datetime
import json
import pathlib
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache

import kg.samples
from kg.model import Article
from kg.parse.layout import front_matter

STATES = [
    ("France", "French", "Paris"), ("Germany", "German", "Berlin"), ("Turkey", "Turkish", "Ankara"), ("Iran", "Iranian", "Tehran"),
    ("Japan", "Japanese", "Tokyo"), ("India", "Indian", "New Delhi"), ("China", "Chinese", "Beijing"), ("Egypt", "Egyptian", "Cairo"),
    ("Kenya", "Kenyan", "Nairobi"), ("Brazil", "Brazilian", "Brasilia"), ("Serbia", "Serbian", "Belgrade"), ("Greece", "Greek", "Athens"),
    ("Norway", "Norwegian", "Oslo"), ("Israel", "Israeli", "Jerusalem"), ("Syria", "Syrian", "Damascus"), ("Cuba", "Cuban", "Havana"),
]  # fmt: skip
GIVEN = ["Anna", "David", "Elena", "Farid", "Grace", "Hans", "Irina", "Jonas", "Karim", "Lena", "Marco", "Nadia", "Omar", "Paula", "Rashid", "Sara"]
FAMILY = ["Adler", "Brandt", "Castillo", "Demir", "Eriksen", "Farouk", "Grant", "Horvat", "Ito", "Jansen", "Kaya", "Lindqvist", "Moreau", "Novak"]
SEAS = ["Black Sea", "Baltic Sea", "Red Sea", "North Sea", "Aegean Sea", "Caspian Sea"]
OLD = [("Russia", "Russian", "Moscow"), ("Ukraine", "Ukrainian", "Kiev"), ("Poland", "Polish", "Warsaw"), ("United States", "American", "Washington")]
PEOPLE = ["Jens Stoltenberg", "Alexander Grushko", "Witold Waszczykowski", "Dmitry Peskov", "John Kerry", "Igor Konashenkov"]
START = datetime.date(2015, 1, 1)


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the samples' bodies."""
    bodies = (text[front_matter(text) :] for text in (path.read_text(encoding="utf-8") for path in kg.samples.paths()))
    paragraphs = (p for body in bodies for p in body.split("\n\n") if p.strip() and not p.startswith(("#", "By ")))
    return tuple(s for p in paragraphs for s in re.split(r"(?<=[.])\s+(?=[A-Z\"])", re.sub(r"^[A-Z]+, April \d+ - ", "", p.strip())))


def synthetic(n: int, *, seed: int = 0, words: int = 100) -> Iterator[Article]:
    """Yield `n` different articles of about so many words."""
    for i in range(n):
        chance = random.Random(seed * 1_000_003 + i)
        names = dict(_names(chance))
        pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
        body: list[str] = []
        while sum(len(s.split()) for s in body) < words:
            body.append(pattern.sub(lambda m, names=names: names[m[0]], chance.choice(sentences())))
        date = START + datetime.timedelta(days=chance.randrange(2000))
        text = "\n\n".join(" ".join(body[j : j + 2]) for j in range(0, len(body), 2))
        yield Article(id=f"synthetic-{seed}-{i}", text=text, date=date.isoformat(), source=f"Wire {chance.randrange(40)}")


def written(path: pathlib.Path, articles: Iterable[Article]) -> pathlib.Path:
    """Articles as a file of JSON lines, a row each; the file."""
    rows = ({"id": a.id, "url": a.url, "text": a.text, "date": a.date, "source": a.source} for a in articles)
    path.write_text("".join(json.dumps({name: value for name, value in row.items() if value}) + "\n" for row in rows), encoding="utf-8")
    return path


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    for old, new in zip(OLD, chance.sample(STATES, len(OLD)), strict=True):
        yield from zip(old, new, strict=True)
    for old_person in PEOPLE:
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        yield from ((old_person, f"{given} {family}"), (old_person.split()[-1], family))
    yield "Baltic Sea", chance.choice(SEAS)
    yield "April 11", f"{chance.choice(['March', 'May', 'June'])} {chance.randrange(1, 28)}"
