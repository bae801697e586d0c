"""Findings as JSON records: the contract that scorers and users' scripts rely on (one record a line)."""

from collections.abc import Iterator
from typing import Any

from kg.iri import DEFAULT_BASE, absolute
from kg.model import Actor, Claim, Event, Extraction, Mention, Party, Role, Span, When, Where

Record = dict[str, Any]


def records(extraction: Extraction, *, base: str = DEFAULT_BASE) -> Iterator[Record]:
    """Yield the records of one article: mentions, roles, claims, events, each in the order of the text."""
    article = extraction.article.id
    yield from (_mention(article, m, base) for m in extraction.mentions)
    yield from (_role(article, r, base) for r in sorted(extraction.roles, key=lambda r: (r.evidence, r.id)))
    yield from (_claim(article, c, base) for c in sorted(extraction.claims, key=lambda c: (c.content[0], c.id)))
    yield from (_event(article, e, base) for e in sorted(extraction.events, key=lambda e: (e.trigger, e.id)))


def span_record(span: Span | None) -> Record | None:
    """A span as a record, null for none."""
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def party_record(party: Party | None, base: str = DEFAULT_BASE) -> Record | None:
    """A party as a record, null for none."""
    if party is None:
        return None
    actor, of = party.actor, party.actor.affiliation
    return {
        **_named(actor, base),
        "kind": actor.kind,
        "code": actor.code,
        "affiliation": None if of is None else {"id": absolute(of.id, base), "name": of.name, "code": of.code},
        "mention": span_record(party.mention),
    }


def _named(actor: Actor, base: str) -> Record:
    return {"id": absolute(actor.id, base), "name": actor.name}


def _mention(article: str, m: Mention, base: str) -> Record:
    actor = {**_named(m.actor, base), "kind": m.actor.kind}
    return {"record": "mention", "article": article, "actor": actor, **(span_record(m.span) or {}), "how": m.how, "why": m.why}


def _role(article: str, r: Role, base: str) -> Record:
    return {
        "record": "role",
        "article": article,
        "person": party_record(r.person, base),
        "role": r.role,
        "organisation": party_record(r.organisation, base),
        "evidence": span_record(r.evidence),
        "rule": r.rule,
        "confidence": r.confidence,
    }


def _claim(article: str, c: Claim, base: str) -> Record:
    return {
        "record": "claim",
        "article": article,
        "id": absolute(c.id, base),
        "source": party_record(c.source, base),
        "cue": span_record(c.cue),
        "content": [span_record(s) for s in c.content],
        "kind": c.kind,
        "stance": c.stance,
        "about": [absolute(e, base) for e in c.about],
        "within": None if c.within is None else absolute(c.within, base),
        "rule": c.rule,
        "confidence": c.confidence,
    }


def _event(article: str, e: Event, base: str) -> Record:
    return {
        "record": "event",
        "article": article,
        "id": absolute(e.id, base),
        "kind": e.kind,
        "mode": e.mode,
        "contexts": list(e.contexts),
        "trigger": span_record(e.trigger),
        "evidence": span_record(e.evidence),
        "actors": [party_record(p, base) for p in e.actors],
        "recipients": [party_record(p, base) for p in e.recipients],
        "date": _when(e.date),
        "place": _where(e.place, base),
        "status": e.status,
        "claimed_by": [_named(p.actor, base) for p in e.claimed_by],
        "certainty": e.certainty,
        "polarity": e.polarity,
        "intensity": e.intensity,
        "rule": e.rule,
        "confidence": e.confidence,
    }


def _when(when: When | None) -> Record | None:
    if when is None:
        return None
    return {"value": when.value, "mention": span_record(when.mention), "earliest": when.earliest, "latest": when.latest, "why": when.why}


def _where(where: Where | None, base: str) -> Record | None:
    if where is None:
        return None
    named = {"id": absolute(where.id, base), "name": where.name}
    return {**named, "lat": where.lat, "lon": where.lon, "precision": where.precision, "mention": span_record(where.mention)}
