"""Where a place-name acts and where something merely happens there: decided by construction, never by list order."""

from kg.extract.mentions.sorts import sort
from kg.parse import Token

IN = sort("constructions.IN")
"""Prepositions before a place that something happens at."""
TRUSTING = sort("constructions.TRUSTING")
"""Words whose "in X" speaks of X and not of what happens there ("trust in Moscow")."""
LEAVING = sort("constructions.LEAVING")
"""Words whose "from X" is a place."""
GOING = sort("constructions.GOING")
"""Words whose "to X" is a place when X is a town."""


def governor(token: Token) -> tuple[str, Token | None]:
    """The preposition that governs a noun phrase ("" if none) and the word above it; conjuncts share their first one's."""
    while token.dep == "conj" and token.head.i != token.i:
        token = token.head
    if token.dep == "pobj":
        prep = token.head
        while prep.dep == "conj" and prep.head.dep == "prep":
            prep = prep.head
        return token.head.lower, prep.head
    return "", None


def happens_at(token: Token) -> bool:
    """True where the noun phrase headed by the token tells where something happens.

    "in Moscow", "at the Kremlin", "near Kyiv" are places; "trust in Moscow", "between Moscow and Kyiv" are actors.
    """
    prep, above = governor(token)
    if prep in IN:
        return not (above is not None and prep in ("in", "toward", "towards", "into") and above.lemma.lower() in TRUSTING)
    if prep == "from" and above is not None:
        return above.lemma.lower() in LEAVING
    if token.dep in ("appos", "nmod", "npadvmod") and token.head.pos == "PROPN" and token.head.i < token.i:
        return happens_at(token.head)
    return False


def bound_for(token: Token) -> bool:
    """True where the phrase is the goal of a movement ("flew to Geneva")."""
    prep, above = governor(token)
    return prep == "to" and above is not None and above.lemma.lower() in GOING


def modifies(token: Token) -> bool:
    """True where the word stands before the noun that it belongs to ("Moscow court", "Russian jets")."""
    return token.dep in ("compound", "amod", "nmod", "nummod", "punct") and token.head.i > token.i


def top(token: Token) -> Token:
    """The head of the phrase that a modifier stands in."""
    seen = 0
    while modifies(token) and seen < 20:
        token, seen = token.head, seen + 1
    return token
