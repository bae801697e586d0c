"""Two names, one actor? Pairs of our own with what a careful reader would answer."""

import pytest

from kg.identity import FEATURES, SAME, same_name

ONE = [
    ("Sergei Lavrov", "Sergey Lavrov"),
    ("Dmitri Peskov", "Dmitry Peskov"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Muammar Gaddafi", "Moammar Qadhafi"),
    ("Kim Jong Un", "Kim Jong-un"),
    ("Stephen J. Townsend", "Stephen Townsend"),
    ("Zarif, Javad", "Javad Zarif"),
    ("Mohammad Javad Zarif", "Javad Zarif"),
    ("Сергей Лавров", "Sergey Lavrov"),
    ("Nicolás Maduro", "Nicolas Maduro"),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
]
TWO = [
    ("Kim Jong Un", "Kim Jong Il"),
    ("Bill Clinton", "Hillary Clinton"),
    ("John Kerry", "Bob Kerrey"),
    ("Hassan Rouhani", "Hassan Nasrallah"),
    ("Michael Brown", "Michael Browning"),
    ("North Korea", "South Korea"),
    ("Lavrov", "Ryabkov"),
    ("Republic of the Congo", "Democratic Republic of the Congo"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_spellings_of_one_name_are_one_actor(a: str, b: str) -> None:
    score, why = same_name(a, b)
    assert score >= SAME, why
    assert same_name(b, a) == (score, why)


@pytest.mark.parametrize(("a", "b"), TWO)
def test_names_of_two_stay_apart(a: str, b: str) -> None:
    score, why = same_name(a, b)
    assert score < SAME, why


def test_an_initial_proposes_and_does_not_merge() -> None:
    score, why = same_name("V. Putin", "Vladimir Putin")
    assert 0 < score < SAME
    assert why == "the same surname and initial"


def test_each_score_has_its_reason_and_lies_within_bounds() -> None:
    assert same_name("NATO", "NATO") == (1.0, "the same words")
    assert same_name("", "NATO") == (0.0, "nothing in common")
    assert all(0 < f.weight <= 1 and f.why for f in FEATURES)
