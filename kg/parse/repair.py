"""Cures of the parser's known faults, applied to a piece before parsing and to lemmas after it; the parser itself is elsewhere.

`readable(piece)` is the piece as the parser should see it: a stray comma between subject and verb is gone, apostrophes are
straight, a headline's capitals are those that its words have in prose. Offsets stay those of the article. `lemma` mends what
the rules get wrong.
"""

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import table
from kg.parse.layout import Piece

_CLAUSE_END = re.compile(r"[.!?;]\s+(?=[A-Z“\"])|[\"“”]")
_PLAIN = str.maketrans("’―", "'—")  # the model knows the straight apostrophe only ("’s" would have no lemma), and no long bar
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_QUIET = frozenset(("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "out", "over", "the", "to", "up", "with"))
_BIG_SHARE = 0.6  # of a line's words that begin with a capital: above it the line is a headline's case, not a sentence's
_ENOUGH = 80  # words of prose: an article of that length writes the names of its headline again


@cache
def _words(kind: str) -> dict[str, str]:
    return {row["word"]: row["value"] for row in table("repairs") if row["kind"] == kind}


@cache
def _stray() -> re.Pattern[str]:
    titles = "|".join(_words("title"))
    verbs = "|".join((*_words("verb"), *_words("either")))
    name = r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|al|bin|van|von|de|der|el)){0,4}"
    return re.compile(rf"(?i:\b(?:{titles})\b)(?:(?: to| of| for| in)(?: the)?)? {name}(?P<comma>,) (?P<verb>{verbs})\b")


@cache
def hyphenated() -> re.Pattern[str]:
    """The words that stay whole in spite of a hyphen: verbs with a prefix ("re-open", "pre-empted")."""
    return re.compile(rf"(?i)(?:{'|'.join(_words('prefix'))})-[a-z]{{3,}}(?:e|ed|es|ing|[a-z])$")


def lemma(lower: str, given: str) -> str:
    """The lemma of a verb form: ours where the rules err ("waging" is not "wag")."""
    return _words("lemma").get(lower, given)


@dataclass(frozen=True, slots=True)
class Usage:
    """The words that an article's prose writes small, and those that it writes only with a capital."""

    small: frozenset[str] = frozenset()
    big: frozenset[str] = frozenset()
    size: int = 0

    @classmethod
    def of(cls, body: list[Piece]) -> "Usage":
        """The usage of an article's body."""
        words = [w for p in body if p.kind == "body" for w in _WORD.findall(p.text)]
        small = frozenset(w for w in words if w.islower())
        return cls(small, frozenset(low for w in words if not w.islower() and (low := w.lower()) not in small), len(words))

    def is_small(self, low: str) -> bool:
        """True where prose would write the word without a capital."""
        return low in self.small or low in _QUIET or (low not in self.big and self.size >= _ENOUGH)


def readable(piece: Piece, usage: Usage) -> Piece:
    """The piece as the parser should read it, with the article's own usage of capitals for its headlines."""
    text, offsets = piece.text.translate(_PLAIN), piece.offsets
    drop = {m.start("comma") for m in _stray().finditer(text) if _is_stray(text, m)} if "," in text else set()
    if drop:
        kept = [i for i in range(len(text)) if i not in drop]
        text, offsets = "".join(text[i] for i in kept), tuple(offsets[i] for i in kept)
    if piece.kind == "title":
        text = _sentence_case(text, usage)
    if _stood_for().search(text):
        text, offsets = _with_stand_ins(text, offsets)
    if _acronyms().search(text) and not text.isupper():
        text, offsets = _with_acronyms(text, offsets)
    return piece if text == piece.text else Piece(text, offsets, piece.kind)


def stands_in(lower: str) -> bool:
    """True for a word of the article that the parser was given another for."""
    return lower in _words("stand-in") or lower.upper() in _words("acronym")


@cache
def _acronyms() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_words('acronym'))})(?![\w-])")


def _with_acronyms(text: str, offsets: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The text with a name that only is one for acronyms that are spelt like a common word ("IS" like "is")."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    for m in _acronyms().finditer(text):
        other, own = _words("acronym")[m[0]], offsets[m.start() : m.end()]
        out += [text[at : m.start()], other]
        places += [*offsets[at : m.start()], *(own[min(i, len(own) - 1)] for i in range(len(other) - 1)), own[-1]]
        at = m.end()
    return "".join([*out, text[at:]]), (*places, *offsets[at:])


@cache
def _stood_for() -> re.Pattern[str]:
    rows = [row for row in table("repairs") if row["kind"] == "stand-in"]
    words = "|".join(row["word"] + (rf"(?= (?:{row['before']})\b)" if row["before"] else "") for row in rows)
    return re.compile(rf"(?i)(?<![\w-])(?:{words})(?![\w-])")


def _with_stand_ins(text: str, offsets: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The text with other words for those that the tagger errs on; the last letter of each stands where the word's own last does."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    for m in _stood_for().finditer(text):
        other = _words("stand-in")[m[0].lower()]
        own = offsets[m.start() : m.end()]
        out += [text[at : m.start()], other.capitalize() if m[0][0].isupper() else other]
        places += [*offsets[at : m.start()], *(own[min(i, len(own) - 1)] for i in range(len(other) - 1)), own[-1]]
        at = m.end()
    return "".join([*out, text[at:]]), (*places, *offsets[at:])


def _is_stray(text: str, m: re.Match[str]) -> bool:
    """The comma parts a subject from its verb unless it closes an apposition or relative clause, or opens a participle's."""
    before = text[: m.start()]
    start = max((e.end() for e in _CLAUSE_END.finditer(before)), default=0)
    if "," in text[start : m.start("comma")] or re.search(r"\b(?:who|which|whom)\b", text[start : m.start("comma")]):
        return False
    if m["verb"] not in _words("either"):
        return True
    rest = text[m.end() :]
    stop = _CLAUSE_END.search(rest)
    later = re.search(r", (\w+)", rest[: stop.start() if stop else None])
    return not (later and (later[1] in _words("verb") or later[1] in _words("either")))


def _sentence_case(text: str, usage: Usage) -> str:
    """A headline in a sentence's capitals: words that the article's prose writes small are small, others stay as they are."""
    words = _WORD.findall(text)
    if len(words) < 3 or sum(w[0].isupper() for w in words) < _BIG_SHARE * len(words):
        return text
    shouted = text.isupper()

    def mend(m: re.Match[str]) -> str:
        word, low = m[0], m[0].lower()
        if m.start() and usage.is_small(low) and (shouted or not word.isupper()):
            return low
        return word.capitalize() if shouted and (len(word) > 3 or usage.is_small(low)) else word

    return _WORD.sub(mend, text)
