"""Cues that close their sentence and whose content the parser lost: "Language unclear, experts say", "..., officials who asked not to be named said".

What stands before the comma in front of the speaker is what he says, unless it only tells where, when or how he said it.
"""

from kg.extract.claims.complements import TIMES
from kg.extract.claims.sources import FINITE, NOMINAL, RELATING, sentence
from kg.parse import Token

COMMAS = frozenset({",", "—", "–"})
MARKS = frozenset({"if", "when", "because", "that", "after", "before", "since", "until", "though", "although", "while", "whereas", "unless"})
SETTING = ("ADP", "ADV", "SCONJ", "PART", "PUNCT", "INTJ")  # what a stretch begins with that is no statement
PARTICIPLES = ("VBG", "VBN", "TO")
LONGEST_SPEAKER = 14  # words between the comma and the cue


def closing(verb: Token) -> tuple[list[Token], list[Token]] | None:
    """The words of the speaker and of what he says, for a verb at the end of its sentence; None where it is not of this kind."""
    if verb.tag not in FINITE or verb.dep == "relcl" or MARKS & {m.lower for m in verb.kids("mark", "advmod")}:
        return None
    words = sentence(verb)
    at = next(n for n, t in enumerate(words) if t.i == verb.i)
    if not _ends(words[at + 1 :]):
        return None
    start = _speaker(verb, words, at)
    if start is None or start < 1 or words[start - 1].text not in COMMAS:
        return None
    said = words[: start - 1]
    return (words[start:at], said) if _states(said) else None


def _ends(right: list[Token]) -> bool:
    """True for what may follow a closing cue: an audience, a time, a place."""
    return not any(t.pos in ("VERB", "AUX") or t.text in (":", ";", '"', "“", "''", "``") or t.lower in RELATING for t in right)


def _speaker(verb: Token, words: list[Token], at: int) -> int | None:
    """Where the speaker's words begin, by the parse or, where the verb has no subject, after the last comma before it."""
    own = [s for s in verb.kids("nsubj") if s.i < verb.i]
    if own:
        leftmost = own[-1].subtree()[0].i
        return next(n for n, t in enumerate(words) if t.i == leftmost)
    comma = next((n for n in range(at - 1, -1, -1) if words[n].text in COMMAS), None)
    if comma is None or at - comma - 1 > LONGEST_SPEAKER or at - comma < 2:
        return None
    first, near = words[comma + 1], words[comma + 1 : at]
    if first.lower in RELATING or first.pos in ("ADP", "SCONJ", "VERB", "AUX", "CCONJ", "ADV"):
        return None
    noun = next((n for n, t in enumerate(near) if t.pos in NOMINAL), None)
    verbs = [n for n, t in enumerate(near) if t.pos in ("VERB", "AUX")]
    related = [n for n, t in enumerate(near) if t.lower in RELATING]
    return comma + 1 if noun is not None and (not verbs or (related and noun < related[0] < verbs[0])) else None


def _states(words: list[Token]) -> bool:
    """True where one of the stretches between commas is more than a setting: "In Lyon, after the talks" is none."""
    stretch: list[Token] = []
    for t in [*words, None]:
        if t is not None and t.text not in COMMAS:
            stretch.append(t)
            continue
        while stretch and stretch[0].pos == "CCONJ":
            stretch.pop(0)
        first = stretch[0] if stretch else None
        if (
            first is not None
            and first.pos not in SETTING
            and first.tag not in PARTICIPLES
            and first.lower not in RELATING | TIMES
            and len(stretch) > 1
        ):
            return True
        stretch = []
    return False
