"""No name of a place is taken for a person where it stands alone."""

from itertools import cycle

import pytest

from kg.extract.mentions.kinds import SAINTS
from kg.extract.mentions.titles import titles
from kg.gazetteer import build
from kg.lexicon import table
from kg.lexicon.folding import fold
from tests.bench import place_names as bench

LARGE = 1_500_000
"""Inhabitants of the towns of the test; `tests/bench/place_names.py` looks at the smaller ones, too."""


def capitals() -> list[str]:
    names = [c.get("capital") or [] for _, c in build._countries()]
    return [name for given in names for name in ([given] if isinstance(given, str) else given)]


def like_persons() -> list[str]:
    """Towns whose names have a title, a saint or a surname of the Far East in them."""
    known = {*titles(), *SAINTS} | {fold(row["name"]) for row in table("surnames")}
    rows = (r for r in build.places() if r[2] == "city" and r[6] >= 60_000 and len(r[1].split()) > 1)
    return [r[1] for r in rows if fold(r[1].split()[0]).strip(".") in known]


@pytest.mark.parametrize("part", range(4))
def test_no_land_sea_region_or_large_town_is_taken_for_a_person(part: int) -> None:
    names = [*bench.names(LARGE, 10**10), *capitals()]
    sentences = cycle((*bench.PLACED, *bench.ACTING))
    pairs = [(name, next(sentences)) for name in names for _ in range(2)]
    assert list(bench.taken(pairs[part::4])) == []


def test_no_town_whose_name_is_like_a_persons_is_taken_for_one() -> None:
    sentences = cycle(bench.PLACED)
    pairs = [(name, next(sentences)) for name in like_persons()]
    assert len(pairs) > 200
    assert list(bench.taken(pairs)) == []
