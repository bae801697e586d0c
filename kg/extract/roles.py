"""Roles: which person holds which office in which organisation, as the text says it."""

import re
from collections.abc import Iterator

from kg.extract.mentions import offices
from kg.extract.mentions.drafts import Draft, proper
from kg.extract.mentions.offices import Office
from kg.extract.mentions.titles import ends_at
from kg.iri import slug
from kg.model import Actor, Extraction, Party, Role, Span
from kg.parse import Parsed

BYLINE = re.compile(r"^[ \t]*(?:By|BY)[ \t]+\[?((?:[A-Z][\w.'’-]+)(?:[ \t]+(?:[A-Z][\w.'’-]+|de|van|von|al|bin)){1,3})\]?", re.MULTILINE)
"""A line that says who wrote the article."""


def find(parsed: Parsed, found: Extraction) -> Iterator[Role]:
    """Every office that the text gives to a person, and the author where a byline names one."""
    said: set[tuple[str, str, str]] = set()
    for role in _all(parsed, found):
        where = role.organisation.actor.id if role.organisation and role.role == "member" else ""
        mark = (role.person.actor.id, slug(role.role.split(" to ")[0]).split("-")[-1], where)
        if mark not in said:  # once an article: the first words that say it are its evidence
            said.add(mark)
            yield role


def _all(parsed: Parsed, found: Extraction) -> Iterator[Role]:
    drafts = drafts_of(parsed, found)
    yield from (_role(parsed, office) for office in offices.find(parsed, drafts))
    for m in found.mentions:
        named = m.actor.kind == "person" and not m.actor.id.startswith(f"actor/{parsed.article.slug}/")
        if m.how == "title" and named and (token := parsed.at(m.head)) is not None:
            yield from _titled(parsed, m.actor, m.span, token.i, drafts)
    yield from _author(parsed)


def drafts_of(parsed: Parsed, found: Extraction) -> list[Draft]:
    """The mentions as drafts again."""
    last = {t.end: t.i for t in parsed.tokens}
    out = []
    for m in found.mentions:
        first, head = parsed.at(m.span.start), parsed.at(m.head)
        if first is not None and head is not None and m.span.end in last:
            out.append(Draft(actor=m.actor, first=first.i, last=last[m.span.end], head=head.i, how=m.how, why=m.why, confidence=m.confidence))
    return out


def _role(parsed: Parsed, office: Office) -> Role:
    tokens = parsed.tokens
    first = min(office.first, office.person.first)
    last = max(office.last, office.person.last)
    member = office.cls == "member"
    return Role(
        person=_party(parsed, office.person),
        role="member" if member else office.words(parsed),
        organisation=_party(parsed, office.organisation) if office.organisation else None,
        evidence=parsed.article.span(tokens[first].start, tokens[last].end),
        rule=office.rule,
        confidence=0.7 if member else 0.9,
    )


def _party(parsed: Parsed, d: Draft) -> Party:
    return Party(actor=d.actor, mention=parsed.article.span(parsed.tokens[d.first].start, parsed.tokens[d.last].end))


def _titled(parsed: Parsed, person: Actor, span: Span, head: int, drafts: list[Draft]) -> Iterator[Role]:
    """A title that stands for a person who is named elsewhere: "the NATO leader"."""
    by_head = {d.head: d for d in drafts if d.head != head}
    organisation, _ = offices.held_for(parsed, parsed.tokens[head], by_head)
    begin = min(head, ends_at(parsed.tokens, head + 1, parsed.sentences[parsed.tokens[head].sent].tokens[0].i))
    yield Role(
        person=Party(actor=person, mention=span),
        role=parsed.article.text[parsed.tokens[begin].start : parsed.tokens[head].end],
        organisation=_party(parsed, organisation) if organisation else None,
        evidence=span,
        rule="title that stands for a person",
        confidence=0.7,
    )


def _author(parsed: Parsed) -> Iterator[Role]:
    article = parsed.article
    match = BYLINE.search(article.text[:600])
    if match:
        span = article.span(match.start(1), match.end(1))
        name = " ".join(span.text.split())
        person = Party(actor=proper(name, "person"), mention=span)
        yield Role(person=person, role="author", organisation=None, evidence=span, rule="byline", confidence=0.9)
