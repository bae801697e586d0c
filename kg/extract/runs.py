"""Runs of proper nouns: stretches of a sentence that may name somebody whom the gazetteer does not know."""

from collections.abc import Iterator
from functools import lru_cache

from kg.extract.drafts import Draft
from kg.extract.titles import ends_at, starts_at
from kg.gazetteer import fold
from kg.lexicon import table
from kg.parse import Parsed, Token

PARTICLES = frozenset("al el bin bint ibn abu umm von van de der den da del della di do dos das la le ul ur al- el- ben ter ten af zu".split())
"""Lower-case words inside names of persons."""
TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "christmas easter ramadan eid gmt utc est jan feb mar apr jun jul aug sept oct nov dec a.m. p.m."
    .split()
)
NEVER = frozenset("god lord allah internet web bible quran koran koranic english arabic photo image video file getty copyright http https www".split())
"""Capitalised words that name nobody who acts."""
JOINING = frozenset("of for on in against".split())
"""Words inside the names of organisations, after their own kind of noun ("Ministry of Defence", "Center for ...")."""


@lru_cache(maxsize=1)
def organs() -> dict[str, str]:
    """The last words of organisations' names, and the kind that they make."""
    return {r["organ"]: r["kind"] for r in table("organs")}


def runs(parsed: Parsed, known: list[Draft]) -> Iterator[list[Token]]:
    """Every maximal stretch of proper nouns, with the known names that stand in it."""
    named = {i for d in known if d.how != "demonym" or parsed.tokens[d.first].text[0].isupper() for i in range(d.first, d.last + 1)}
    for sentence in parsed.sentences:
        run: list[Token] = []
        for t in sentence.tokens:
            if _belongs(t, run, named):
                run.append(t)
                continue
            if run:
                yield _trimmed(run)
            run = [t] if _opens(t, named) else []
        if run:
            yield _trimmed(run)


def _opens(t: Token, named: set[int]) -> bool:
    return t.i in named or (t.pos == "PROPN" and t.text[:1].isupper() and t.lower not in TIME and t.lower not in NEVER)


def _belongs(t: Token, run: list[Token], named: set[int]) -> bool:
    if not run:
        return False
    if _opens(t, named):
        return True
    before = run[-1]
    if t.text in "-–" and t.start == before.end:
        return True
    if before.text in "-–" and t.start == before.end and (t.pos in ("PROPN", "NOUN", "ADJ") or t.text[:1].isupper()):
        return len(run) > 1 and run[-2].text[:1].isupper()
    if t.lower in PARTICLES and t.text.islower() and t.pos != "VERB" and before.text[:1].isupper():
        return t.lower not in ("a", "do", "la", "le") or before.pos == "PROPN"
    if t.text[:1].isupper() and t.pos in ("NOUN", "ADJ") and t.dep in ("compound", "amod", "nmod", "dobj", "pobj", "nsubj", "appos", "ROOT", "conj", "attr"):
        return before.text[:1].isupper() and before.head.i == t.i or t.head.i == before.i
    return t.lower in JOINING and _is_organ(run) and t.head.i in {r.i for r in run}


def _is_organ(run: list[Token]) -> bool:
    return fold(run[-1].text) in organs() or run[-1].lower in organs()


def _trimmed(run: list[Token]) -> list[Token]:
    while run and not (run[-1].text[:1].isalnum() and (run[-1].text[:1].isupper() or run[-1].text[:1].isdigit() or run[-1].pos == "PROPN")):
        run = run[:-1]
    return run


def split(run: list[Token], known: list[Draft]) -> tuple[Draft | None, list[Token], list[Token]]:
    """A run's owner ("Russian", "NATO"), its title, and the rest that is the name itself; any of them may be missing.

    "NATO Secretary-General Jens Stoltenberg" -> NATO, Secretary-General, Jens Stoltenberg.
    """
    inside = {d.first: d for d in known if run and run[0].i <= d.first and d.last <= run[-1].i}
    owner: Draft | None = None
    k = 0
    while k < len(run):
        hit = inside.get(run[k].i)
        if hit is None:
            break
        owner, k = hit, k + sum(1 for t in run[k:] if t.i <= hit.last)
    end = starts_at(run, k, len(run))
    while 0 < end < len(run):
        more = starts_at(run, end, len(run))
        if more == end:
            break
        end = more
    return owner, run[k:end], run[end:]


def title_left(tokens: list[Token], first: int, start: int) -> int:
    """Where the lower-case title just before token `first` begins ("foreign minister Sergei Lavrov"); `first` if none stands there."""
    return ends_at(tokens, first, start)
