"""Whom "I" and "we" mean inside somebody's own words: the speaker, and the side that he speaks for.

Read after the claims are known; events then find these pronouns as mentions like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.claims.quotes import Quote
from kg.model import Actor, Claim, Extraction, Mention, Party
from kg.parse import Parsed, Token

SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
UNKNOWN = frozenset({"he", "she", "they", "it", "i", "we", "who", "which", "that"})  # a source that is itself only a pronoun
PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})


def mentions(parsed: Parsed, found: Extraction, claims: Iterable[Claim], quoted: Sequence[Quote]) -> Iterator[Mention]:
    """Yield a mention for each first-person pronoun in a claim's direct words whose source is known."""
    told: dict[int, tuple[Token, Claim]] = {}
    for claim in sorted(claims, key=lambda c: -sum(s.end - s.start for s in c.content)):
        if claim.source is None or claim.kind == "indirect" or claim.source.actor.name.lower() in UNKNOWN:
            continue
        for token in _words(parsed, claim):
            if token.start not in found.mentioned and (claim.cue is None or ":colon:" in claim.rule or _quoted(token, quoted)):
                told[token.start] = (token, claim)  # the innermost claim comes last
    for token, claim in told.values():
        if claim.source is not None:
            actor = claim.source.actor if token.lower in SINGULAR else side(found, claim.source)
            why = f"first person in {claim.source.actor.name}'s words"
            yield Mention(actor=actor, span=parsed.article.span(token.start, token.end), how="pronoun", head=token.start, why=why, confidence=0.8)


def resolved(found: Extraction, claim: Claim, claims: Iterable[Claim]) -> Claim:
    """A claim inside a quotation whose source is "we" or "I", with the speaker's side or the speaker as its source."""
    said = claim.source.mention.text.lower() if claim.source is not None and claim.source.mention is not None else ""
    if claim.within is None or claim.source is None or said not in SINGULAR | PLURAL:
        return claim
    outer = next((c for c in claims if c.id == claim.within and c.source is not None), None)
    if outer is None or outer.source is None:
        return claim
    actor = outer.source.actor if said in SINGULAR else side(found, outer.source)
    return replace(claim, source=replace(claim.source, actor=actor))


def _words(parsed: Parsed, claim: Claim) -> Iterator[Token]:
    for span in claim.content:
        yield from (t for t in parsed.within(span) if t.lower in SINGULAR or t.lower in PLURAL)


def _quoted(token: Token, quoted: Sequence[Quote]) -> bool:
    return any(q.holds(token.start) for q in quoted)


def side(found: Extraction, source: Party) -> Actor:
    """The side that a person speaks for: the organisation or state of the office that the text gives him, else he himself."""
    person = source.actor
    if person.kind != "person":
        return person
    for role in found.roles:
        if role.person.actor.id == person.id and role.organisation is not None:
            return role.organisation.actor
    if person.affiliation is None:
        return person
    known = next((m.actor for m in found.mentions if m.actor.id == person.affiliation.id), None)
    return known or Actor(id=person.affiliation.id, name=person.affiliation.name, kind="organisation", code=person.affiliation.code)
