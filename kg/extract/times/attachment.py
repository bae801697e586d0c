"""Which date is an act's own: how far, by grammar, a date stands from an act, and where it is another act's."""

from datetime import date

from kg.extract.status.operators import is_definite, lookup
from kg.extract.times import counted
from kg.extract.times.calendar import Period, expressions, period, whole
from kg.model import Article, Extraction, When
from kg.parse import Parsed, Token
from kg.parse.layout import dateline

FARTHEST = 7  # grammatical steps between an act and the date of its clause
_OF_NOUNS = frozenset({"prep", "compound", "poss", "nmod", "nummod", "amod", "npadvmod"})
_ADVERBIAL = _OF_NOUNS | {"pobj", "pcomp", "advmod", "quantmod", "det", "appos", "advcl"}
_WITHIN = frozenset({"in", "at", "during", "by", "with", "through", "amid", "under", "via", "on", "to"})
_ELSEWHEN = frozenset({"for", "after", "before", "since", "without", "despite"})  # "fined for bombing", "died after being shot"
_OF_ANOTHER = frozenset({"for", "without", "despite", "including", "over", "about", "because"})  # "thanked X for the release in May"
_RESULTS = frozenset({"kill", "wound", "injure", "maim", "destroy", "displace", "damage"})  # of a blow, when it was: "the 1998 bombing killed"
_PARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "dawn", "dusk"})
_AROUND = {"after": "after", "since": "after", "following": "after", "before": "before", "until": "before", "till": "before"}


def of(parsed: Parsed, found: Extraction, token: Token) -> When | None:
    """The date of the act that `token` heads: of the expressions of its sentence the one nearest by grammar, None where none is its."""
    when = _expressed(parsed, found, token)
    if when is not None and when.why != "undetermined":
        return when
    beside = counted.told(parsed, token, lambda other: _expressed(parsed, found, other))  # "a day after" counts from a clause
    return beside or when or _beside(parsed, found, token)


def _expressed(parsed: Parsed, found: Extraction, token: Token) -> When | None:
    sentence = parsed.sentence(token)
    best: tuple[int, int, When] | None = None
    for when in found.times:
        if when.mention is None or not sentence.start <= when.mention.start < sentence.end:
            continue
        steps = _steps(parsed, token, when)
        if steps is not None and (best is None or (steps, abs(when.mention.start - token.start)) < best[:2]):
            best = (steps, abs(when.mention.start - token.start), when)
    if best is None:
        return None
    head = _head_of(parsed, best[2])
    if head is None:
        return best[2]
    if best[2].why in ("after", "before") and any(t.dep == "relcl" and t.head.i == head.i for t in (token, *token.ancestors())):
        return _itself(parsed, best[2])
    around = _around(token, governor(head)) or _behind_another(token, head)
    return _joined(parsed, found, head, best[2]) if around is None else _bound(best[2], around)


def _itself(parsed: Parsed, when: When) -> When:
    """The time that a bound counts from: "since 2017, when a general was killed" dates the killing."""
    m = expressions().fullmatch(when.mention.text) if when.mention is not None else None
    days = period(m, day(parsed.article), ahead=False, last=None) if m else None
    return when if days is None else When(value=days.value, mention=when.mention, why="exact") if days.is_exact else when


def _joined(parsed: Parsed, found: Extraction, head: Token, when: When) -> When:
    """The span of two times that are joined: "in 1995 and 1996", "on Monday and Tuesday"."""
    other = next((w for w in found.times for t in head.kids("conj") if w.mention is not None and w.mention.start <= t.start < w.mention.end), None)
    if other is None or when.value is None or other.value is None or when.mention is None:
        return when
    both = Period(whole(min(when.value, other.value)).first, whole(max(when.value, other.value)).last)
    first, last = (d.isoformat() if d is not None else None for d in (both.first, both.last))
    return When(value=both.value, mention=when.mention, earliest=first, latest=last, why="bounds")


def _beside(parsed: Parsed, found: Extraction, token: Token) -> When | None:
    """The bound that a dated clause beside an act sets to it: "suspended aid after X had invaded Y in May"."""
    for clause in token.kids("advcl"):
        mark = next((_AROUND[c.lower] for c in clause.kids("mark", "advmod") if c.lower in _AROUND and c.i < clause.i), None)
        when = of(parsed, found, clause) if mark else None
        if when is not None and mark is not None:
            return _bound(when, mark)
    return None


def _around(token: Token, anchor: Token) -> str | None:
    """Whether an act is told as "after" or "before" another one, whose date that is: "suspended aid after the invasion in May"."""
    if anchor.i == token.i or anchor.dep != "pobj" or anchor.head.head.i != token.i or _is_date(anchor):
        return None
    return _AROUND.get(anchor.head.lower)


def _behind_another(token: Token, head: Token) -> str | None:
    """The same where the parser hangs the date on the act itself: "suspended aid after the invasion of X in May"."""
    prep = head.head if head.dep == "pobj" else head
    for after in token.kids("prep"):
        nouns = after.kids("pobj")
        if (
            after.lower in _AROUND
            and nouns
            and not _is_date(nouns[0])
            and prep.head.i == token.i
            and after.subtree()[-1].i == prep.subtree()[0].i - 1
        ):
            return _AROUND[after.lower]
    return None


def _bound(when: When, side: str) -> When | None:
    """The bound that another act's date sets, None where that date is open on this side."""
    days = whole(when.value) if when.value else None
    first, last = (d.isoformat() if d is not None else None for d in (days.first, days.last)) if days else (None, None)
    earliest, latest = (when.earliest or first, None) if side == "after" else (None, when.latest or last)
    return When(value=None, mention=when.mention, earliest=earliest, latest=latest, why=f"{side} another act") if earliest or latest else None


def _head_of(parsed: Parsed, when: When) -> Token | None:
    return top(parsed.within(when.mention)) if when.mention is not None else None


def governor(head: Token) -> Token:
    """The word that a date expression is an adverbial or modifier of."""
    if (left := _left_of_comma(head)) is not None:
        return left
    token = head
    while token.dep in _ADVERBIAL and not token.is_root:
        was, token = token, token.head
        if token.pos in ("VERB", "AUX") or (token.pos in ("NOUN", "PROPN") and was.dep in _OF_NOUNS and not _is_date(token)):
            break
        if was.dep in ("appos", "npadvmod") and token.pos == "PROPN" and not _is_date(token):  # "to Raqqa, Syria, Nov. 6"
            return next((t for t in token.ancestors() if t.pos in ("VERB", "AUX")), token)
    return token


def _left_of_comma(head: Token) -> Token | None:
    """The verb before a date that a comma cuts off from what follows ("was killed in Gao Friday night, police said"), None elsewhere.

    The parser hangs such a bare date on the verb behind the comma.
    """
    top = head.head if head.dep == "compound" and head.head.lower in _PARTS else head
    if top.dep != "npadvmod" or top.head.i < top.i or top.kids("prep"):
        return None
    sentence = {t.i: t for t in list(top.ancestors())[-1].subtree()}
    first, last = (edge(t.i for t in top.subtree()) for edge in (min, max))
    after, before = sentence.get(last + 1), sentence.get(first - 1)
    if after is None or before is None or after.text != "," or before.pos in ("PUNCT", "CCONJ", "ADP"):
        return None
    return next((t for t in (before, *before.ancestors()) if t.pos in ("VERB", "AUX") and t.i < first), None)


def _is_date(token: Token) -> bool:
    return bool(expressions().fullmatch(token.lower)) or token.lemma in ("hour", "day", "week", "month", "year") or token.lower in _PARTS


def _steps(parsed: Parsed, token: Token, when: When) -> int | None:
    """How far an act stands from what a date modifies; None where the date is another act's."""
    head = _head_of(parsed, when)
    if head is None:
        return None
    anchor = governor(head)
    if anchor.i == token.i:
        return 0
    if _is_argument(anchor, token) and (anchor.i < head.i or (anchor.dep == "nsubj" and token.lemma in _RESULTS)):
        return 2
    if anchor.dep == "conj" and anchor.head.i == token.i and head.i > anchor.i and not anchor.kids("nsubj", "nsubjpass"):
        return 3
    return _climb(token, anchor, head)


def _is_argument(anchor: Token, token: Token) -> bool:
    """True for a date hung on an argument of the act: "signed an accord on Monday", "a raid on Monday killed four"."""
    if anchor.head.i == token.i:
        return anchor.dep in ("dobj", "nsubjpass", "nsubj") and (anchor.i > token.i or anchor.dep != "dobj")
    return anchor.dep == "pobj" and anchor.head.head.i == token.i and (anchor.head.lower not in _OF_ANOTHER or anchor.lemma == "time")


def _climb(token: Token, anchor: Token, head: Token) -> int | None:
    """The steps from an act up to the dated word, over links that keep a clause's time."""
    at, cost = token, 0
    while cost <= FARTHEST and not at.is_root:
        if at.dep in ("relcl", "acl") and (at.head.i == head.i or (at.head.i == anchor.i and anchor.pos == "NOUN")):
            return cost + 2  # "a blast on Friday that killed ten", whichever of the two words the parser hung the clause on
        then = _then(at)
        price = _price(at, head) if then is None else 1
        if price is None:
            return None
        at, cost = then or at.head, cost + price
        if at.i == anchor.i:
            return cost
    return None


def _then(verb: Token) -> Token | None:
    """The verb of the clause that "where" goes on from, in the same tense: "flew to X in June, where he met Y"."""
    if verb.dep != "relcl" or verb.tag != "VBD" or not any(c.lower == "where" for c in verb.kids("advmod")):
        return None
    return next((a for a in verb.head.ancestors() if a.pos == "VERB" and a.tag == "VBD"), None)


def _is_both(verb: Token) -> bool:
    """True for what those just told of did then: "the envoys met on Monday, but the two sides failed to agree"."""
    subjects = verb.kids("nsubj", "nsubjpass")
    together = any(s.lower in ("both", "neither") or (s.lemma in ("side", "party", "delegation") and is_definite(s)) for s in subjects)
    return together and verb.tag == "VBD" and not verb.kids("aux")


def _price(at: Token, head: Token) -> int | None:
    if at.dep in ("ccomp", "relcl", "parataxis", "appos", "poss") or (at.dep == "pcomp" and at.head.lower in _ELSEWHEN):
        return None
    if at.dep == "conj":
        return 1 if head.i < at.head.i or at.pos not in ("VERB", "AUX") else 2 if _is_both(at) else None
    if at.dep == "advcl":
        return None if any(c.lower in ("after", "before", "since", "because", "until") for c in at.kids("mark", "advmod")) else 2
    if at.dep == "acl":
        return 2 if any(c.tag == "TO" for c in at.kids("aux")) else None
    if at.dep in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") and at.pos in ("NOUN", "PROPN"):
        above = at.head
        if at.dep == "pobj" and above.lower not in _WITHIN:
            return None  # "banned a march after a raid", "jailed for a murder": another time
        return None if is_definite(at) and at.dep != "nsubj" and lookup(above, "light") is None and above.lower not in ("in", "at", "during") else 1
    return 1


def top(tokens: list[Token]) -> Token:
    """The word of some through which the others hang on the rest of the sentence."""
    return next((t for t in reversed(tokens) if t.is_root or t.head not in tokens), tokens[-1])


def day(article: Article) -> date | None:
    """The dateline as a day; a dateline of a month or a year, or of no calendar day, dates nothing relative to it."""
    line = dateline(article)
    try:
        return date.fromisoformat(line[:10]) if line else None
    except ValueError:
        return None
