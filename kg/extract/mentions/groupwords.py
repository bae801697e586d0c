"""Common nouns that stand for actors, as the word list and the words around them make them: their class and kind."""

import re
from functools import lru_cache

from kg.extract.mentions.runs import organs
from kg.lexicon import table
from kg.model import ActorKind
from kg.parse import Token

AIRCRAFT = re.compile(r"^(?:Su|MiG|Mig|Tu|Il|Yak|Mi|Ka|F|B|AH|UH|CH|MQ|RQ|EP|RC|KC|AC|P|U|J|JF|C)-\d{1,3}[A-Za-z]{0,2}s?$")
"""Types of aircraft as designers and air forces number them."""


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, ActorKind]]:
    """Each group word, its class and its kind."""
    return {r["word"]: (r["class"], r["kind"]) for r in table("groups")}  # type: ignore[misc]


def entry_of(t: Token) -> tuple[str, ActorKind] | None:
    """The class and kind of a word, "fighter" beside a state and alone being a plane."""
    if t.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    lemma = t.lemma.lower()
    found = words().get(lemma) or words().get(t.lower)
    if found is None:
        return ("aircraft", "aircraft") if AIRCRAFT.match(t.text) else _organ(t)
    if lemma == "fighter" and t.tag in ("NN", "NNP") and not any(c.lower in ("rebel", "foreign") for c in t.children):
        return ("aircraft", "aircraft")
    if t.pos == "ADJ" and t.lower not in words():
        return None
    return found


def _organ(t: Token) -> tuple[str, ActorKind] | None:
    """Organs with a word before them that makes them one: "foreign ministry", "central bank", "security council"."""
    before = [c for c in t.kids("compound", "amod") if c.i == t.i - 1]
    kind = (organs().get(f"{before[0].lower} {t.lower}") or organs().get(f"{before[0].lower} {t.lemma.lower()}")) if before else None
    return ("organ", kind) if kind in ("government", "military") else None  # type: ignore[return-value]
