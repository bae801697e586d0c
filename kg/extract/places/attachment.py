"""Which place is an act's own: how far, by grammar, a place stands from an act, and where it is another act's."""

from collections.abc import Iterator

from kg.extract.places.naming import first_member, is_day, word_list
from kg.extract.status.operators import lookup
from kg.model import Extraction, Where
from kg.parse import Parsed, Token

AIMED = 2  # the rank of "to", "from", "toward": a place only for verbs of motion
FARTHEST = 6  # grammatical steps between an act and a place
_AT = frozenset({"in", "at", "near", "outside", "around", "over", "inside", "within", "across", "throughout"})  # a capital here is a place
_OTHERWISE = frozenset({"if", "unless", "because", "although", "though", "since", "until", "before", "whereas"})
_OCCASIONS = frozenset({"after", "when", "while", "as"})
_THEM = frozenset({"him", "her", "them", "it"})
_FORCE = frozenset({"ASSAULT", "MOBILIZE", "COERCE", None})
SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN", "AGREE"})
_BLOCKS = frozenset({"ccomp", "relcl", "parataxis", "poss"})


def distance(parsed: Parsed, found: Extraction, token: Token, where: Where, *, spoken: bool = False) -> int | None:
    """How far an act stands from a place; None where the place is another act's. An act of speech is where it says so itself."""
    head = _head(parsed, where)
    if head is None or head.i == token.i:
        return None
    if _below_where(parsed, token, head):
        return 1
    top = _phrase(head)
    if where.precision != "country" and not spoken and _told_of(token, {head.i, top.i}):
        return 3
    if top.dep == "compound":
        told = top.head.i == token.i or (token.dep in ("relcl", "acl") and token.head.i == top.head.i)
        return 2 if told and where.precision != "country" else None
    if top.dep == "poss" and top.lower in word_list("back"):
        return 1 if top.head.i == token.i else None  # "the city's seizure"
    if top.dep == "dobj":
        return _object_steps(token, top)
    if top.dep != "pobj" or top.head.is_root:
        return None
    prep = top.head
    while prep.dep in ("conj", "prep", "pcomp") and prep.head.pos == "ADP" and not prep.head.is_root:
        prep = prep.head
    rank = None if top.head.lower == "on" and where.precision == "country" else word_list("locative").get(top.head.lower)
    rank = "1" if top.head.lower == "of" and top.head.head.lower == "out" else rank
    if spoken and not _says_where(token, prep):
        return None
    aimed = any(m.how == "metonym" for m in found.mentioned.get(head.start, ()))
    if aimed and top.head.lower not in _AT and (prep.head.pos != "NOUN" or top.head.lower == "against"):
        return None
    if top.head.lower == "from" and token.lemma in word_list("hurting") and token.i in (prep.head.i, prep.head.head.i):
        return FARTHEST + 1 if where.precision in ("city", "unknown") else None  # "killed six men from the village of X"
    if rank is None:
        small = where.precision != "country" or token.lemma in ("invasion", "annexation", "occupation")
        return 1 if prep.head.i == token.i and small else None
    if int(rank) == AIMED and prep.head.lemma not in word_list("motion") | word_list("territory"):
        return None  # "aid to Kenya" is not in Kenya
    if int(rank) == AIMED and prep.head.pos == "NOUN" and prep.head.i != token.i and prep.head.dep not in ("dobj", "nsubj", "nsubjpass"):
        return None  # "on the eve of a visit to Kenya"
    steps = _between(token, prep.head, prep)
    return None if steps is None else steps + int(rank)


def relays(token: Token, kind: str | None) -> Iterator[Token]:
    """The words beside an act that has no place of its own whose place is the act's: its means, its occasion, what its doers do."""
    if kind in SPOKEN:
        return
    for verb in (verb for by in token.kids("prep") if by.lower == "by" for verb in by.kids("pcomp")):
        yield from (verb, *verb.kids("xcomp"))  # "wages war by arming rebels to fight in Darfur"
    if kind in ("AID", "MOBILIZE"):
        yield from (c for c in token.kids("xcomp") if c.tag == "VB")  # "arms rebels to fight in Darfur"
    yield from (c for o in token.kids("dobj") for c in o.kids("relcl") if c.lemma in word_list("holding"))
    for clause in token.kids("advcl"):
        if any(m.lower in _OCCASIONS for m in clause.kids("mark", "advmod")) and _same_doers(clause):
            yield from (clause, *(c for c in clause.kids("xcomp", "dobj", "advcl") if c.tag == "VBG"))  # "were found swimming off"
        if kind in _FORCE and clause.tag == "VB" and clause.lemma in word_list("territory"):
            yield clause  # "launched an offensive to retake Gao", whichever word the parser hangs it on
    if token.dep == "conj" and any(o.lower in _THEM for o in token.kids("dobj")):
        yield token.head  # "trained rebels in Darfur and commanded them"
    yield from (c for o in (token, *token.kids("dobj")) for c in o.kids("acl") if c.tag == "VB" and c.lemma in word_list("territory"))
    if token.dep == "acl" and token.tag in ("VBN", "VBG") and token.head.dep in ("nsubj", "nsubjpass"):
        yield token.head.head  # "troops, backed by jets, entered Gao"
    if token.dep == "dobj" and token.pos == "NOUN" and lookup(token.head, "light") is not None:
        yield token.head  # "waging a war by arming rebels in Darfur"
    if token.dep == "pobj" and token.head.dep == "agent":
        yield token.head.head  # "backed by strikes"


def _same_doers(clause: Token) -> bool:
    subjects = clause.kids("nsubj", "nsubjpass")
    return not subjects or all(s.lower in ("he", "she", "they", "it") for s in subjects)


def _says_where(token: Token, prep: Token) -> bool:
    """True where a phrase of place is the act of speech's own, and not of what is spoken of: "condemned the raids in Gao"."""
    return prep.head.i == token.i and not any(o.i < prep.i for o in token.kids("dobj"))


def _told_of(token: Token, place: set[int]) -> bool:
    """True for an act of the relative clause that hangs on a place: "the towns of X and Y, which killed scores", wherever its "which" points."""
    clause = token
    while clause.dep == "conj" and not clause.is_root:
        clause = clause.head
    return clause.dep == "relcl" and clause.head.i in place


def _phrase(head: Token) -> Token:
    """Up to the word through which a place hangs on the sentence: "the coast of Aceh", "Idlib province", "within 7 km of Tabqa"."""
    top = first_member(head)
    for _ in range(FARTHEST):
        outer = top.head.head if top.dep == "pobj" and top.head.lower == "of" else top.head if top.dep in ("compound", "poss") else None
        if top.dep == "pobj" and top.head.lower in ("to", "into") and top.head.head.lemma in word_list("way"):
            outer = top.head.head  # "on the way to Gao"
        if outer is None or outer.lemma.lower() not in word_list("type") | word_list("part") | word_list("site"):
            break
        top = first_member(outer)
    return top


def _head(parsed: Parsed, where: Where) -> Token | None:
    inside = parsed.within(where.mention) if where.mention is not None else []
    return next((t for t in reversed(inside) if t.is_root or t.head not in inside), None)


def _object_steps(token: Token, top: Token) -> int | None:
    """A place as an object is where the act is, for verbs that happen there, and for what lies around it."""
    verb = top.head
    if verb.dep == "acl" and verb.lemma in word_list("around"):
        steps = _between(token, verb.head, verb)
        return None if steps is None else steps + 1
    return 1 if verb.i == token.i and verb.lemma in word_list("territory") else None


def _below_where(parsed: Parsed, token: Token, place: Token) -> bool:
    """True for an act of the clause that "where" joins to the place: "over the Baltic Sea, where jets flew past a ship"."""
    words = parsed.sentence(token).tokens
    behind = [t for t in words if place.i < t.i <= place.i + 5 and t.lower == "where"]
    if not behind or token.i < behind[0].i:
        return False
    if any(t.pos not in ("PUNCT", "ADP", "NUM", "DET") and not is_day(t) for t in words if place.i < t.i < behind[0].i):
        return False
    clause = next((t for t in behind[0].ancestors() if t.pos in ("VERB", "AUX")), None)
    return clause is not None and (clause.i == token.i or any(t.i == clause.i for t in _same_clause(token)))


def _same_clause(token: Token) -> Iterator[Token]:
    """The words above an act, as far as they tell of the same place."""
    at = token
    while not at.is_root and at.dep not in _BLOCKS:
        at = at.head
        yield at


def _between(token: Token, anchor: Token, prep: Token) -> int | None:
    """Steps from an act to the word that a phrase of place hangs on: that word itself, above it, or among its arguments."""
    if anchor.i == token.i:
        return 0
    up = _climb(token, anchor, prep)
    steps = up if up is not None else _descend(token, anchor)
    if steps is None and token.dep == "conj" and not token.kids("nsubj", "nsubjpass") and anchor.dep in ("nsubj", "nsubjpass"):
        steps = _descend(token.head, anchor)  # "police in Minsk beat and detained them"
    if steps is None:  # "armed and trained rebels in Darfur", "killed two and wounded six in Gao": the place is both verbs'
        shared = next((c for c in token.kids("conj") if c.pos == "VERB" and not c.kids("nsubj", "nsubjpass")), None)
        steps = _between(shared, anchor, prep) if shared is not None else None
        return None if steps is None else steps + 1
    return steps


def _climb(token: Token, anchor: Token, prep: Token) -> int | None:
    at, cost = token, 0
    while cost < FARTHEST and not at.is_root:
        if at.dep in ("relcl", "acl") and not any(c.tag == "TO" for c in at.kids("aux")):  # "an attack in Kabul that killed ten"
            return cost + 2 if at.head.i == anchor.i and anchor.pos == "NOUN" else None
        if at.dep == "advcl" and (any(m.lower in _OTHERWISE for m in at.kids("mark")) or is_apart(at)):
            return None
        if at.dep in _BLOCKS or (at.dep == "conj" and at.pos in ("VERB", "AUX") and prep.i > at.head.i):
            return None
        at, cost = at.head, cost + 1
        if at.i == anchor.i:
            return cost + 1
    return None


def is_apart(clause: Token) -> bool:
    """True for what was done at another time, so many days before or after: "a day after rebels hit Gao"."""
    marks = [m for m in clause.kids("mark") if m.lower in ("after", "before")]
    before = [t for m in marks for t in (*clause.children, *m.children) if t.i == m.i - 1]
    return any(t.lemma in ("day", "week", "month", "year", "hour") for t in before)


def _descend(token: Token, anchor: Token) -> int | None:
    """A phrase of place hung on an argument of the act: "killed four people in Lagos"."""
    at, cost = anchor, 0
    while cost < 4 and not at.is_root:
        if at.dep not in ("dobj", "pobj", "prep", "nsubjpass", "nsubj", "attr", "conj", "agent", "compound") or at.pos in ("VERB", "AUX"):
            return None
        if at.dep == "prep" and at.lower in ("about", "from") and not (at.lower == "from" and token.lemma in word_list("taking")):
            return None  # "was briefed about raids in Gao", "travelled from a village in Chad" (but "abducted him from a village in Chad")
        if at.dep == "prep" and at.lower in ("on", "about", "over", "of", "for") and at.head.lemma in word_list("talk"):
            return None
        at, cost = at.head, cost + 1
        if at.i == token.i:
            return cost + 1
    return None
