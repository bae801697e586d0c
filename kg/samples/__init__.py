"""Articles of our own: the same days of April 2016 as three outlets might tell them, written for this project from public facts."""

import pathlib


def paths() -> list[pathlib.Path]:
    """The files of the sample articles, by name."""
    return sorted(pathlib.Path(__file__).parent.glob("*.md"))
