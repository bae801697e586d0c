"""Cues without a complement of their own: put into the clause that they bring, or sharing it with the cue after them."""

from kg.extract.claims.complements import TIMES, complements, strayed
from kg.extract.claims.cues import lookup, speaks
from kg.extract.claims.passives import TELLING
from kg.extract.claims.sources import sentence
from kg.extract.claims.wordclass import wordclass
from kg.parse import Token

ENDS = frozenset(".!?\"'”’:;")
PUT_IN = ("VBD", "VBZ", "VBP")
ABROAD = wordclass("abroad")


def is_put_in(verb: Token) -> bool:
    """True for a speaker and cue between commas after the clause that they are put into."""
    words = {t.i: t.text for t in sentence(verb)}
    first = next((s.subtree()[0].i for s in verb.kids("nsubj") if s.i < verb.i), verb.i)
    return verb.head.i < first and words.get(first - 1) == "," and words.get(verb.i + 1) == ","


def shared_clause(verb: Token) -> Token | None:
    """The clause after the last of two cues that both bring: "Oslo says, and Riga denies, that ..."."""
    last = next((c for c in verb.kids("conj") if speaks(c) and c.kids("nsubj")), None)
    clauses = [c for c in complements(last).get("that", ()) if c.i > last.i] if last is not None else []
    parted = any(t.text == "," and verb.i < t.i for t in verb.kids("punct")) and any(c.lower == "that" for h in clauses for c in h.kids("mark"))
    return clauses[0] if parted else None


def beside_it(content: list[Token]) -> Token | None:
    """What a headline tells beside the rest at its end: "Oslo says the strait is open as Riga warns of war"."""
    last = content[-1]
    for clause in (t for t in content if t.dep == "advcl" and t.kids("nsubj")):
        words = clause.subtree()
        if words[0].lower == "as" and words[-1].i == last.i and last.text not in ENDS and sentence(last)[-1].i == last.i:
            return clause
    return None


def quotes_as(verb: Token) -> bool:
    """True for "the agency quoted a source as saying"."""
    return verb.lemma in ("quote", "cite") and any(v.lemma in TELLING for a in verb.kids("prep") if a.lower == "as" for v in a.kids("pcomp"))


def put_off(noun: Token) -> tuple[Token | None, Token] | None:
    """Who says and what is said where a verb parts the two from a noun of saying: "claims were made by Oslo that ..."."""
    verb = noun.head
    if noun.dep not in ("nsubj", "nsubjpass") or verb.lemma not in ABROAD or verb.kids("dobj", "acomp"):
        return None
    told = [c for c in verb.kids("ccomp", "advcl") if c.i > verb.i and any(m.lower == "that" for m in c.kids("mark"))]
    clause = told[0] if told else strayed(verb)
    sources = (o for p in verb.kids("agent", "prep") if p.lower in ("by", "from") for o in p.kids("pobj") if o.lemma.lower() not in TIMES)
    return (next(sources, None), clause) if clause is not None else None


def parenthetical(verb: Token) -> Token | None:
    """The clause that a cue without a complement is put into: "they will, advisers say, go on", "as she noted, ...\""""
    if verb.dep not in ("parataxis", "ccomp", "conj", "advcl", "dep") or verb.is_root or not verb.kids("nsubj"):
        return None
    marks = {m.lower for m in verb.kids("mark", "advmod")}
    audience = quotes_as(verb) or any(e.act == "tell" for e in (lookup(verb) or {}).values())
    if (
        (verb.kids("dobj") and not audience)
        or verb.kids("ccomp", "xcomp")
        or verb.tag not in PUT_IN
        or marks & {"if", "because", "that", "when", "after", "before", "since"}
    ):
        return None
    first = next(t.i for t in verb.subtree() if t.pos != "PUNCT")
    before = next((t for t in sentence(verb) if t.i == first - 1), None)
    set_off = before is None or before.pos == "PUNCT" or marks & {"as"}
    return verb.head if set_off and verb.head.pos in ("VERB", "AUX") else None
