"""Runs of proper nouns: stretches of a sentence that may name somebody whom the gazetteer does not know."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.extract.mentions.drafts import Draft
from kg.extract.mentions.names import given_names
from kg.extract.mentions.sorts import sort
from kg.extract.mentions.titles import starts_at
from kg.gazetteer import fold
from kg.lexicon import table
from kg.parse import Parsed, Token

PARTICLES = sort("runs.PARTICLES")
"""Lower-case words inside names of persons."""
TIME = sort("runs.TIME")
NEVER = sort("runs.NEVER")
"""Capitalised words that name nobody who acts."""
PLURALS = sort("runs.PLURALS")
"""Possessors inside the names of organisations ("People's Party", "Workers' Party")."""
ACRONYM = 6
"""The most letters of an acronym."""
JOINING = sort("runs.JOINING")
"""Words inside the names of organisations, after their own kind of noun ("Ministry of Defence", "Center for ...")."""


@lru_cache(maxsize=1)
def organs() -> dict[str, str]:
    """The last words of organisations' names, and the kind that they make."""
    return {r["organ"]: r["kind"] for r in table("organs")}


def runs(parsed: Parsed, known: list[Draft]) -> Iterator[list[Token]]:
    """Every maximal stretch of proper nouns, with the known names that stand in it."""
    named = {i for d in known for i in range(d.first, d.last + 1)}
    for sentence in parsed.sentences:
        run: list[Token] = []
        named |= _long_titles(sentence.tokens)
        shouting = _title_case(sentence.tokens)
        for t in sentence.tokens:
            if _belongs(t, run, named, shouting):
                run.append(t)
                continue
            if run:
                yield _trimmed(run)
            run = [t] if _opens(t, named) or (not shouting and _given(t, sentence.tokens[0])) else []
        if run:
            yield _trimmed(run)


def _opens(t: Token, named: set[int]) -> bool:
    if t.lower in NEVER:
        return False
    if t.pos in ("NOUN", "ADJ") and t.text.isupper() and t.text.isalpha() and 2 < len(t.text) <= ACRONYM:
        return True  # an acronym, whatever the tagger took it for
    return t.i in named or (t.pos == "PROPN" and t.text[:1].isupper() and t.lower not in TIME and t.lower not in NEVER)


def _long_titles(tokens: list[Token]) -> set[int]:
    """The words of capitalised titles that have small words inside ("Secretary of State", "Chief of Staff")."""
    out: set[int] = set()
    for k, t in enumerate(tokens):
        if t.text[:1].isupper() and (end := starts_at(tokens, k, len(tokens))) > k + 2 and any(x.text.islower() for x in tokens[k:end]):
            out.update(x.i for x in tokens[k:end])
    return out


def parted(run: list[Token], ends: set[int]) -> list[list[Token]]:
    """A run in two where a person's name follows a body's ("African Union Commission Moussa Faki"); `ends` are the last tokens of known names."""
    for k in range(1, len(run) - 1):
        body = run[k - 1].i in ends or (k > 1 and run[k - 1].lower in organs())
        if body and fold(run[k].text) in given_names() and run[k].text[:1].isupper() and run[k + 1].text[:1].isupper():
            return [run[:k], run[k:]] if run[k - 1].lower in organs() else [run]
    return [run]


def _title_case(tokens: list[Token]) -> bool:
    """True for headings in which nearly every word is capitalised, so that capitals say nothing."""
    words = [t for t in tokens if t.text.isalpha() and len(t.text) > 3]
    return len(words) > 2 and sum(t.text[0].isupper() for t in words) > 0.8 * len(words)


def _given(t: Token, first: Token) -> bool:
    """True for a given name that the tagger did not take for one."""
    return t.i != first.i and t.text[:1].isupper() and t.text.isalpha() and len(t.text) > 3 and fold(t.text) in given_names() and t.lower not in TIME


def _belongs(t: Token, run: list[Token], named: set[int], shouting: bool) -> bool:
    if not run:
        return False
    before = run[-1]
    if _opens(t, named) or (t.lower in TIME and t.pos == "PROPN" and fold(before.text) in given_names() and t.dep != "npadvmod"):
        return True
    if t.text in "-–" and t.start == before.end:
        return True
    if before.text in "-–" and t.start == before.end and (t.pos in ("PROPN", "NOUN", "ADJ") or t.text[:1].isupper()):
        return len(run) > 1 and run[-2].text[:1].isupper()
    if before.text in ("'s", "’s", "'", "’"):
        return t.text[:1].isupper() and t.lower in organs()
    if t.text in ("'s", "’s", "'", "’") and before.lower in PLURALS and before.text[:1].isupper():
        return True
    if t.lower in PARTICLES and t.text.islower() and t.pos != "VERB" and (before.text[:1].isupper() or _particle(before)):
        return t.lower not in ("a", "do", "la", "le") or before.pos == "PROPN"
    if t.text[:1].isupper() and t.text.isalpha() and not shouting and t.lower not in TIME and before.text[:1].isupper() and before.end + 1 == t.start:
        return t.pos in ("NOUN", "ADJ", "VERB", "ADV", "X", "INTJ", "NUM")
    if t.lower == "and" and t.head.i in {r.i for r in run} and any(r.lower in JOINING for r in run):
        return any(c.dep == "conj" and c.pos == "PROPN" and c.i > t.i for c in t.head.children)
    return t.lower in JOINING and run[-1].pos == "PROPN" and _is_organ(run) and t.head.i in {r.i for r in run}


def _is_organ(run: list[Token]) -> bool:
    return fold(run[-1].text) in organs() or run[-1].lower in organs()


def _particle(t: Token) -> bool:
    return t.lower in PARTICLES and t.text.islower()


def _may_end(t: Token) -> bool:
    return t.text[:1].isalnum() and (t.text[:1].isupper() or t.text[:1].isdigit() or t.pos == "PROPN")


def _trimmed(run: list[Token]) -> list[Token]:
    while run and (_particle(run[-1]) or not _may_end(run[-1])):
        run = run[:-1]
    return run


def split(run: list[Token], known: Mapping[int, Draft]) -> tuple[Draft | None, list[Token], list[Token]]:
    """A run's owner ("Russian", "NATO"), its title, and the rest that is the name itself; any of them may be missing. `known` is by first token.

    "NATO Secretary-General Jens Stoltenberg" -> NATO, Secretary-General, Jens Stoltenberg.
    """
    inside = {t.i: d for t in run if (d := known.get(t.i)) is not None and d.last <= run[-1].i}
    owner: Draft | None = None
    k = 0
    while k < len(run) and (hit := inside.get(run[k].i)) is not None:
        owner, k = hit, k + sum(1 for t in run[k:] if t.i <= hit.last)
    end = _titles_end(run, k)
    if end == k:
        k, end = next(((j, e) for j in range(k, len(run) - 1) if j < (e := _titles_end(run, j)) < len(run)), (k, end))
    if end == len(run) and k < (one := starts_at(run, k, len(run))) < end:
        end = one  # "Mr. King": the second title is a name
    return owner, run[k:end], run[end:]


def _titles_end(run: list[Token], begin: int) -> int:
    """Where the titles that stand from an index on end: there may be several ("Deputy Prime Minister Gen.")."""
    end = begin
    while (more := starts_at(run, end, len(run))) > end:
        end = more
    return end
