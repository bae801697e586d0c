"""Headlines: cues with a capital on every word, whose verbs the parser takes for names ("Envoy Slams Truce Plan"), and sources at the end.

The subject of such a cue is what stands before it, the content what follows, each up to a comma or semicolon. What stands
before "- police" or ": report" at the end of a headline is what the police or the report says.
"""

from collections.abc import Iterator

from kg.extract import parties
from kg.extract.claims.cues import Draft, entries
from kg.extract.claims.speakers import LABELS, Turn
from kg.extract.claims.wordclass import wordclass
from kg.model import Extraction
from kg.parse import Parsed, Token

TITLED = 0.7  # share of longer words with a capital from which on a line is in title case
CLOSING = frozenset({",", ";", ":", "—", "–", "|"})


def find(parsed: Parsed, known: set[int]) -> Iterator[Draft]:
    """Yield the drafts of a title in title case, of verbs that are not among the `known` cues."""
    words = [t for t in parsed.tokens if parsed.sentences[t.sent].paragraph == parsed.sentences[0].paragraph] if parsed.sentences else []
    if not _titled(words):
        return
    for n, token in enumerate(words):
        if token.i in known or token.pos not in ("PROPN", "NOUN") or not token.text.endswith("s") or n == 0:
            continue
        lemma = next((x for x in (token.lower[:-1], token.lower[:-2]) if (x, "verb") in entries()), None)
        before, after = _before(words[:n]), _after(words[n + 1 :])
        if lemma is None or not after or (before and before[-1].pos not in ("PROPN", "NOUN")) or after[0].pos in ("ADP", "CCONJ"):
            continue
        slots = entries()[(lemma, "verb")]
        slot = next((s for s in ("that", "obj") if s in slots), None)
        if slot is not None and (before or n):
            near = before or _before(words[: next(i for i, t in enumerate(words) if t.text in CLOSING)])
            yield Draft(token, [token], near[-1] if near else None, after, slot, slots[slot], near=near or None)


def _titled(words: list[Token]) -> bool:
    long = [t for t in words if len(t.text) > 3 and t.text.isalpha()]
    return len(long) >= 4 and sum(t.text[0].isupper() for t in long) >= TITLED * len(long)


def _before(words: list[Token]) -> list[Token]:
    at = max((i for i, t in enumerate(words) if t.text in CLOSING), default=-1)
    return words[at + 1 :]


def _after(words: list[Token]) -> list[Token]:
    at = next((i for i, t in enumerate(words) if t.text in CLOSING), len(words))
    return words[:at]


def credited(parsed: Parsed, found: Extraction) -> Turn | None:
    """The turn of a headline that names its source at the end: "Jets bomb port: rebels", "Jets bomb port - report"."""
    words = [t for t in parsed.tokens if parsed.sentences[t.sent].paragraph == parsed.sentences[0].paragraph] if parsed.sentences else []
    marks = (n for n, t in enumerate(words) if t.text in CREDITING and n and (t.text == ":" or t.start > words[n - 1].end))  # not "British-Iranian"
    at = max(marks, default=0)
    said, who = words[:at], words[at + 1 :]
    if not 1 <= len(who) <= min(LONGEST_SOURCE, len(said)) or not any(t.pos == "VERB" for t in said) or who[-1].pos == "PUNCT":
        return None
    if any(t.pos in ("VERB", "AUX", "NUM", "ADV", "PUNCT", "CCONJ") or t.lower in LABELS for t in who):
        return None
    head = who[-1]
    known = [m.actor for m in found.mentioned.get(head.start, ())]
    speaks = parties.described(parsed, head).actor.kind != "unknown" or head.lemma.lower() in wordclass("documents") | wordclass("bodies") | SOURCES
    if not (known or speaks) or any(a.kind == "media" for a in known):
        return None  # "... - The Daily Post" is where the article stands
    return Turn(tuple(who), words[at], ((said[0].start, said[-1].end),))


CREDITING = frozenset({":", "-", "–", "—"})
LONGEST_SOURCE = 4  # words
SOURCES = frozenset({"source", "police", "military", "army", "navy", "watchdog", "monitor", "regulator", "un", "nato"})
