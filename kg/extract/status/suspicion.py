"""Acts whose doer is only suspected ("a suspected Chadian strike killed two"), or that are only purportedly shown."""

from collections.abc import Iterator

from kg.extract.status.operators import listed
from kg.model import Event
from kg.parse import Parsed, Token

PARTS = ("compound", "amod", "nmod", "poss", "npadvmod", "appos")  # by which a name belongs to the noun after it


def is_suspected(parsed: Parsed, event: Event, token: Token | None) -> bool:
    """True where the words that name a doer say that he is only alleged, suspected or presumed to be one.

    That unnamed men are suspected of something ("suspected jihadists killed two") says of nobody known that he did it.
    """
    if token is not None and token.dep == "ccomp" and any(_doubts(c, "adv") for c in token.head.kids("advmod")):
        return True  # "the film purportedly shows them attacking"
    named = (p.mention for p in event.actors if p.mention is not None and p.actor.name[:1].isupper())
    return any(_doubts(c, "adj") for span in named for noun in _nouns(parsed.within(span)) for c in noun.kids("amod", "compound"))


def _nouns(words: list[Token]) -> Iterator[Token]:
    """A word of a name, and the nouns that it stands before."""
    word = words[-1] if words else None
    while word is not None:
        yield word
        word = word.head if word.dep in PARTS and not word.is_root and word.i < word.head.i else None


def _doubts(word: Token, pos: str) -> bool:
    row = listed(word.lower, pos, "on")
    return row is not None and row.hearsay
