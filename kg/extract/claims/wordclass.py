"""Classes of words around cues of speech and thought, kept in `lexicon/speech.tsv`."""

from functools import cache

from kg import lexicon


@cache
def wordclass(name: str) -> frozenset[str]:
    """The words of a class.

    >>> "make" in wordclass("light")
    True
    """
    return frozenset(row["word"] for row in lexicon.table("speech") if row["class"] == name)
