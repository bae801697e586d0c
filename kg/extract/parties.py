"""Who a noun phrase names: the parties of an act or of a claim, each member of a coordination kept apart.

`named` answers with the actors that the mentions of the text know; `described` makes an actor of a phrase that names nobody.
Only heads and their nearest modifiers are read, never whole subtrees: "the minister who met Putin" is not Putin.
"""

from collections.abc import Iterator

from kg.iri import slug
from kg.lexicon.typing import grammar
from kg.model import Actor, ActorKind, Extraction, Party
from kg.parse import Parsed, Token

MODIFIERS = ("poss", "nmod", "compound", "amod", "appos", "npadvmod")
BELONGING = grammar("BELONGING")
RELATIVES = grammar("RELATIVES")
PEOPLE = grammar("PEOPLE")
PERSONS = grammar("PERSONS")
RELATED = grammar("RELATED")
PROVENANCE = grammar("PROVENANCE")
DEPTH = 3  # "a spokesman for the office of the president of Iran": deeper than this the phrase is about something else


def named(parsed: Parsed, found: Extraction, token: Token, *, depth: int = DEPTH) -> tuple[Party, ...]:
    """The actors that the noun phrase headed by `token` names; each member of a coordination apart, nobody twice.

    A head that is no mention itself speaks through its possessor, modifiers and "of" complement ("Russian jets", "leaders of
    Iran"); a relative pronoun through its antecedent. () where nobody is named.
    """
    out: dict[str, Party] = {}
    for head in members(token):
        for party in _single(parsed, found, head, depth):
            out.setdefault(party.actor.id, party)
    return tuple(out.values())


def members(token: Token) -> Iterator[Token]:
    """The heads of a coordination: the first, and all that are joined to it."""
    yield token
    for conj in token.kids("conj"):
        if conj.pos not in ("VERB", "AUX"):
            yield from members(conj)


def antecedent(token: Token) -> Token | None:
    """What a relative pronoun stands for: the noun that its clause is about."""
    if token.lower not in RELATIVES:
        return None
    for above in token.ancestors():
        if above.dep == "relcl":
            return above.head
        if above.dep not in ("conj", "xcomp", "ccomp", "prep", "pobj", "auxpass", "dobj", "poss", "nsubj", "advcl", "acomp", "attr"):
            return None
    return None


def _single(parsed: Parsed, found: Extraction, head: Token, depth: int) -> tuple[Party, ...]:
    own = tuple(Party(actor=m.actor, mention=m.span) for m in found.mentioned.get(head.start, ()))
    if own or depth <= 0:
        more = (p for t in (*_beside(head), *_among(head)) for p in named(parsed, found, t, depth=depth - 1))
        return (*own, *more) if depth > 0 else own
    if _provenance(head):
        return ()
    if (noun := antecedent(head)) is not None:
        return named(parsed, found, noun, depth=depth - 1) if noun.i != head.i else ()
    for child in _speaking(head, found):
        if parties := named(parsed, found, child, depth=depth - 1):
            return parties
    return ()


def _beside(head: Token) -> Iterator[Token]:
    """Modifiers that are joined and share the noun: "British and Dutch negotiators" are two sides."""
    for child in head.kids("amod", "compound", "nmod", "poss"):
        if child.tag != "VBN" and any(c.dep == "conj" and c.i < head.i for c in child.children) and child.i < head.i:
            yield child
    for prep in head.kids("prep"):  # "the armies of Chad and Mali" are two, of which the mention names the first
        if prep.lower == "of":
            yield from (c for obj in prep.kids("pobj") for c in obj.kids("conj"))


def _among(head: Token) -> Iterator[Token]:
    """Those that a phrase names as some of its own: "partners, including X"."""
    for prep in head.kids("prep"):
        if prep.lower == "including":
            yield from prep.kids("pobj")


def _native(head: Token, owner: Token) -> bool:
    """True for "his native Kyrgyzstan", which is not he."""
    return owner.tag == "PRP$" and head.pos == "PROPN"


def _speaking(head: Token, found: Extraction) -> Iterator[Token]:
    """The words through which a head that is no mention may name somebody, the surest first."""
    for dep in MODIFIERS:
        yield from (c for c in head.kids(dep) if not (dep == "poss" and (_another(head, c, found) or _native(head, c))))
    apart = head.lemma.lower() in RELATED  # "a friend of X" is another than X
    for prep in head.kids("prep", "agent"):
        if prep.lower in BELONGING and not (apart and prep.lower == "of"):
            yield from prep.kids("pobj")
    yield from _among(head)
    for clause in head.kids("acl"):  # "missiles fired by X", "charities run by Y"
        for agent in clause.kids("agent"):
            yield from agent.kids("pobj")


def _another(head: Token, owner: Token, found: Extraction) -> bool:
    """True where a person is somebody else than whose he is: "their bosses", "the general's aide"."""
    one = head.tag in ("NN", "NNP") and head.lemma.lower() in PERSONS
    if head.lemma.lower() not in RELATED and not one:
        return False
    return (owner.tag == "PRP$" and not one) or any(m.actor.kind == "person" for m in found.mentioned.get(owner.start, ()))


def _provenance(participle: Token) -> bool:
    """True for a participle that says where a thing is from or whose it is, not who acts: "US-made", "Greek-owned", "Turkish-flagged"."""
    return participle.tag == "VBN" and participle.lemma in PROVENANCE and bool(participle.kids("npadvmod", "compound", "amod"))


def described(parsed: Parsed, token: Token) -> Party:
    """An actor made of a noun phrase that names nobody known ("sources", "a senior official").

    Its id holds for the article only, because the same words mean others elsewhere; its mention is the noun phrase.
    """
    words = phrase(token)
    span = parsed.span(words)
    bare = [t for t in words if t.dep not in ("det", "predet")] or words
    name = parsed.span(bare).text
    proper = token.pos == "PROPN"
    return Party(
        actor=Actor(
            id=f"actor/{slug(name)}" if proper else f"actor/{parsed.article.slug}/{slug(name)}",
            name=" ".join(name.split()),
            kind=_kind(token),
        ),
        mention=span,
    )


def phrase(token: Token) -> list[Token]:
    """The words of a noun phrase without relative clauses and most of its complements: what stands before the head, and "of"."""
    words = [token]
    for child in token.children:
        if child.i < token.i and child.dep in ("det", "predet", "poss", "amod", "compound", "nmod", "nummod", "quantmod"):
            words.extend(child.subtree())
        elif child.dep == "prep" and child.lower == "of":
            words.extend(w for obj in child.kids("pobj") for w in (child, *phrase(obj)))
    return sorted(words, key=lambda t: t.i)


def _kind(token: Token) -> ActorKind:
    if token.lemma.lower() in PERSONS and token.tag in ("NN", "NNP"):
        return "person"
    return "population" if token.lemma.lower() in PEOPLE | PERSONS else "unknown"
