"""Whose account something is: "according to X", "per X", "by X's own account", "in the view of X", "from X's point of view".

What X says is the rest of the clause. Which nouns are accounts is in `lexicon/speech.tsv`, a class for each preposition.
"""

import itertools
from collections.abc import Iterator

from kg.extract import parties
from kg.extract.claims.cues import Draft, Entry, entries, speaks
from kg.extract.claims.sources import RELATING, owner, sentence
from kg.extract.claims.wordclass import wordclass
from kg.parse import Token

SHORT = 3  # words that are too few to be a clause
DEEPEST = 4  # steps from an account to the noun whose relative clause it closes


def according(token: Token) -> Iterator[Draft]:
    """According to X: what X says is the rest of the clause."""
    to = next((c for c in token.kids("prep") if c.lower == "to"), None)
    source = next(iter(to.kids("pobj")), None) if to is not None else None
    if source is None or to is None:
        return
    if token.is_root:
        yield from _lost(token, to, source)
        return
    inside = {t.i for t in token.subtree()} - _cleft(source)
    if (told := _aside(token, min(inside))) is not None:
        yield Draft(token, [token, to], source, told, "according", Entry("asserts", "say"))
        return
    if (taken := _taken(token.head, source)) is not None:
        inside -= taken  # "according to X, Y and Z have ...": the parser took the subject for more sources
    main = _clause(token.head)
    inside |= {t.i for c in main.kids("conj") if c.i > token.i and c.kids("nsubj", "nsubjpass", "expl") for t in c.subtree()}  # "..., but others ..."
    content = [t for t in main.subtree() if t.i not in inside]
    while content and content[-1].dep in ("cc", "punct"):
        content.pop()
    near = [t for t in source.subtree() if t.i in inside] if taken else None
    yield Draft(token, [token, to], source, content, "according", Entry("asserts", "say"), near=near)


def _aside(token: Token, first: int) -> list[Token] | None:
    """The relative clause that an account closes within a sentence that goes on: "the man, who was shot by guards, according to X, left"."""
    for above in itertools.islice(token.ancestors(), DEEPEST):
        for clause in above.kids("relcl") if above.pos in ("NOUN", "PROPN") else (above,) if above.dep == "relcl" else ():
            words = [t for t in clause.subtree() if t.i < first and t.pos != "PUNCT"]
            if words and words[-1].i == first - 2 and _goes_on(token, clause):
                return words
    return None


def _goes_on(token: Token, clause: Token) -> bool:
    """True where the sentence has a verb after an account, outside of a clause."""
    below = {t.i for t in (*clause.subtree(), *token.subtree())}
    return any(t.i > token.i and t.i not in below and t.pos in ("VERB", "AUX") for t in sentence(token))


def _clause(word: Token) -> Token:
    """The main clause that a word stands in."""
    while not word.is_root and (word.pos not in ("VERB", "AUX") or word.dep in ("conj", "advcl", "dep")):
        word = word.head
    return word


def _lost(token: Token, to: Token, source: Token) -> Iterator[Draft]:
    """The same where the parser took all of the sentence for the source: what follows the first comma is what X says."""
    words = [t for t in sentence(token) if t.i > to.i]
    at = next((n for n, t in enumerate(words) if t.text == "," and n), None)
    if at is not None and len(words) - at > SHORT:
        near = words[:at]
        head = next((t for t in near if t.i == source.i), near[-1])
        yield Draft(token, [token, to], head, words[at + 1 :], "according", Entry("asserts", "say"), near=near)


def account(noun: Token) -> Draft | None:
    """What a clause says by somebody's account: "by Tehran's count", "in the words of X", "from X's point of view", "per the ministry"."""
    prep = noun.head
    if noun.dep == "pobj" and prep.lower in ("per", "to") and noun.pos in ("NOUN", "PROPN"):
        return _viewed(noun, prep)
    if noun.dep != "pobj" or noun.pos != "NOUN" or noun.lemma.lower() not in wordclass(f"{prep.lower} account"):
        return None
    below = {t.i for t in prep.subtree()}
    source = _owner(noun) or (noun if prep.lower == "by" and noun.kids("det", "nummod", "amod") else None)
    if source is None or prep.is_root or not _set_off(prep, below):
        return None
    clause = _clause(prep.head)
    if source.tag == "PRP$" and (doer := next((d for d in clause.kids("nsubj", "nsubjpass") if d.i > source.i), None)) is not None:
        source = doer  # "by its own admission, the militia ..."
    content = [t for t in clause.subtree() if t.i not in below]
    words = [prep, noun, *(c for c in noun.kids("prep") if c.i < source.i and c.i in below and source.i in below)]
    return Draft(noun, words, source, content, "according", Entry("asserts", "say")) if content else None


def _viewed(noun: Token, prep: Token) -> Draft | None:
    """What a clause says per X, or what something is to X: "Per state radio, ...", "To Oslo, the treaty is void"."""
    if prep.is_root or (prep.lower == "to" and (prep.text != "To" or noun.pos != "PROPN")):
        return None
    below = {t.i for t in prep.subtree()}
    if not _set_off(prep, below):
        return None
    clause = _clause(prep.head)
    if prep.lower == "per":
        known = (noun.pos == "PROPN" or noun.lemma.lower() in SPEAKERS) and not any(c.lower == "as" for c in (*prep.children, *prep.head.children))
    else:
        known = noun.pos == "PROPN" and sentence(prep)[0].i == prep.i and clause.lemma == "be" and bool(clause.kids("attr", "acomp"))
    content = [t for t in clause.subtree() if t.i not in below] if known else []
    return Draft(prep, [prep], noun, content, "according", Entry("asserts", "say")) if len(content) > SHORT else None


def worded(verb: Token) -> Draft | None:
    """What a clause says in somebody's words: "as X puts it", "as X calls it", "to hear X tell it", "or so X says", "or so it is said"."""
    if verb.pos not in ("VERB", "AUX") or verb.is_root:
        return None
    top = verb.head if verb.dep == "ccomp" and verb.head.lemma == "hear" and verb.head.dep == "advcl" else verb
    it = [o.lower for o in verb.kids("dobj")] == ["it"] and verb.lemma in WORDING
    as_ = any(m.lower == "as" for m in verb.kids("mark", "advmod")) and verb.dep == "advcl"
    so = verb.dep == "conj" and speaks(verb) and _or_so(verb)
    if as_ and verb.tag == "VBN" and not verb.kids("nsubj", "nsubjpass", "aux") and verb.lemma in REPORTING:  # "as reported by X"
        source = next((o for a in verb.kids("agent") for o in a.kids("pobj")), None)
        below = {t.i for t in verb.subtree()}
        told = [t for t in _clause(verb.head).subtree() if t.i not in below]
        return Draft(verb, [verb], source, told, "paren", Entry("asserts", "say")) if source is not None and _set_off(verb, below) and told else None
    if not so and not (it and (as_ or top is not verb)):
        return None
    source = next((s for s in verb.kids("nsubj") if s.lower not in ("it", "they")), None)
    below = {t.i for t in top.subtree()} | {t.i for t in top.head.kids("cc")}
    main = top.head if so else _clause(top.head)
    content = [t for t in main.subtree() if t.i not in below]
    return Draft(verb, [verb], source, content, "paren", Entry("asserts", "say")) if content else None


def _or_so(verb: Token) -> bool:
    words = sentence(verb)
    first = next(n for n, t in enumerate(words) if t.i == verb.subtree()[0].i)
    lead = [t.lower for t in words[max(0, first - 2) : first + 2]]
    return any(pair == ("or", "so") for pair in itertools.pairwise(lead))


def announced(colon: Token) -> Draft | None:
    """What a clause announces before a colon: "Kyiv's message was clear: Russia attacked", "the premier has a theory: ..."."""
    if colon.text != ":":
        return None
    words = sentence(colon)
    left, right = [t for t in words if t.i < colon.i], [t for t in words if t.i > colon.i]
    inside = {t.i for t in left}
    verb = next((t for t in left if t.pos in ("VERB", "AUX") and (t.is_root or t.head.i not in inside)), None)
    subject = next(iter(verb.kids("nsubj")), None) if verb is not None else None
    if verb is None or subject is None or not right or right[0].pos == "PUNCT" or not any(t.pos in ("VERB", "AUX") for t in right):
        return None
    if (subject.lemma.lower(), "noun") in entries():
        source = owner(subject) or (subject if subject.lemma.lower() in wordclass("documents") else None)
    elif any((o.lemma.lower(), "noun") in entries() for o in verb.kids("dobj", "attr")) or any(a.lower in PLAIN for a in verb.kids("acomp")):
        source = subject
    else:
        return None
    owns = verb.lemma in ("have", "give", "offer", "issue")
    known = source is not None and (owns or source.pos in ("PROPN", "PRON") or source.lemma.lower() in SPEAKERS)
    return Draft(verb, [verb], source, right, "colon", Entry("asserts", "say")) if known else None


PLAIN = frozenset({"adamant", "blunt", "categorical", "certain", "clear", "defiant", "emphatic", "explicit", "firm", "simple", "unequivocal"})
SPEAKERS = parties.PERSONS | parties.PEOPLE | wordclass("documents") | wordclass("bodies")
REPORTING = frozenset({"report", "say", "state", "claim", "note", "announce", "allege", "reveal", "describe", "recount"})
WORDING = frozenset({"put", "call", "see", "tell", "have", "phrase", "describe", "term", "express"})


def _owner(noun: Token) -> Token | None:
    """Whose an account is: its possessor, or what follows "of"."""
    of = [o for p in noun.kids("prep") if p.lower == "of" for o in p.kids("pobj")]
    view = next((o for o in of if o.lemma.lower() == "view"), None)
    if view is not None and not noun.kids("poss"):
        return _owner(view)  # "from the point of view of X"
    return next(iter([*noun.kids("poss"), *(o for o in of if o is not view)]), None)


def _set_off(prep: Token, below: set[int]) -> bool:
    """True for a phrase that opens its sentence, or has a mark before or after it."""
    words = sentence(prep)
    beside = [t for t in words if t.i in (min(below) - 1, max(below) + 1)]
    return words[0].i in below or any(t.pos == "PUNCT" for t in beside)


def _cleft(source: Token) -> set[int]:
    """The words of a clause after a comma and "that", which belongs to no name: "it was X, according to Y, that ..."."""
    for clause in source.kids("relcl"):
        words = clause.subtree()
        if words[0].lower == "that" and any(t.text == "," and t.i == words[0].i - 1 for t in source.subtree()):
            return {t.i for t in words}
    return set()


def _taken(verb: Token, source: Token) -> set[int] | None:
    """The members of a coordination after a comma that are the subject of a verb without one."""
    if verb.pos not in ("VERB", "AUX") or any(s.lower not in RELATING for s in verb.kids("nsubj", "nsubjpass")) or verb.i < source.i:
        return None
    conj = next(iter(source.kids("conj")), None)
    comma = next((t for t in source.kids("punct") if t.text == ","), None)
    if conj is None or comma is None or not comma.i < conj.i:
        return None
    return {t.i for t in conj.subtree()} | {comma.i}
