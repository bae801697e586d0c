"""Closed sets of words, by the name of the file that reads them and their own."""

from functools import cache

from kg.lexicon import table


@cache
def _sorts() -> dict[str, frozenset[str]]:
    return {row["set"]: frozenset(row["words"].split()) for row in table("sorts")}


def sort(name: str) -> frozenset[str]:
    """The words of a set of `lexicon/sorts.tsv`; a name that is not there is a mistake of ours, and raises KeyError.

    >>> "monday" in sort("runs.TIME")
    True
    """
    return _sorts()[name]
