"""What one article says, in RDF: `Extraction -> quads` of the graph `graph/article/<slug>`; nothing else decides what RDF looks like.

The report model (`?` optional, `*` any number; spans are IRIs of `nif:OffsetBasedString`; `happening.py` has that of facts)::

    article/<slug>              a schema:NewsArticle; schema:identifier; ?schema:headline; ?schema:datePublished; ?schema:publisher
                                  -> publisher/<slug> (a schema:Organization; schema:name; ?kg:speaksFor actor);
                                  ?schema:url "..."^^xsd:anyURI; ?schema:author "..."; schema:inLanguage; schema:encodingFormat
    article/<slug>/<sha8>       a nif:Context, prov:Entity; prov:specializationOf article; schema:sha256; nif:beginIndex 0; nif:endIndex
                                  (the version of the text; the text itself is kept beside the store)
    ...#event-100-110           a kg:ReportedEvent; kg:inArticle version; ?kg:saidType; ?kg:saidMode; *kg:saidContext; *kg:saidActor;
                                  *kg:saidRecipient; ?kg:saidReciprocal true; ?kg:saidDate (typed by its precision); ?kg:saidEarliest,
                                  ?kg:saidLatest (xsd:date, first and last possible day, always there where there is a date or bound);
                                  ?kg:saidPlace; ?kg:saidIntensity (its own, else its mode's, else its type's);
                                  kg:status; kg:certainty; kg:polarity (strings); kg:trigger span; kg:evidence span (the sentence);
                                  *kg:actorSpan; *kg:recipientSpan; ?kg:dateSpan; ?kg:placeSpan;
                                  ?kg:claimedBy actor (innermost claimant), *kg:relayedBy actor (those who pass it on);
                                  ?kg:rule; kg:confidence; prov:wasGeneratedBy
    ...#claim-100-110           a schema:Claim; kg:inArticle; ?kg:claimant actor; ?kg:claimantSpan; ?kg:cue span; *kg:content span;
                                  kg:claimKind; kg:stance; *kg:about report; ?kg:withinClaim claim; ?kg:rule; kg:confidence; prov:wasGeneratedBy
    ...#mention-0-4-<actor>     a kg:Mention; kg:inArticle; kg:span; kg:refersTo actor; kg:how; ?kg:why; kg:confidence
    ...#role-<actor>-<office>-0-90   an org:Membership; org:member person; ?org:organization; kg:office "..."; kg:evidence span;
                                  kg:inArticle; ?kg:rule; kg:confidence; prov:wasGeneratedBy
    ...#span-100-110            a nif:OffsetBasedString; nif:beginIndex; nif:endIndex; nif:anchorOf "quote"; nif:referenceContext version
    ...#extraction              a prov:Activity; prov:used version; *prov:wasAssociatedWith software/<name>-<version>
                                  (a prov:SoftwareAgent; schema:name; ?schema:softwareVersion; ?schema:sha256)
    actor/<slug>                a sem:Actor; skos:prefLabel; ?kg:kind; ?kg:ploverCode; ?kg:affiliation actor (at the article's date); ?schema:sameAs
    place/<slug>                a sem:Place; skos:prefLabel; ?kg:precision; ?geo:hasGeometry place/<slug>#point (a geo:Geometry; geo:asWKT)

A report is never a `sem:Event` and never the subject of a SEM property. No blank nodes.
"""

from collections.abc import Iterable, Iterator

from kg.iri import DEFAULT_BASE, slug
from kg.model import Actor, Claim, Event, Extraction, Mention, Party, Role, Span, When
from kg.plover import context_iri, mode_iri, type_iri
from kg.rdf.nodes import (
    actor_triples,
    affiliation_triples,
    article_graph,
    article_triples,
    distinct,
    intensity,
    place_triples,
    publisher_name,
    publisher_node,
    span_node,
    span_triples,
    when_bounds,
)
from kg.rdf.publishers import principal
from kg.rdf.terms import TRUE, Quad, Triple, date, day, decimal, node, safe, text
from kg.vocab import KG, ORG, PROV, RDF, SCHEMA, Iri


def quads(extraction: Extraction, *, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """Yield each quad of one article's graph once; the same extraction always gives the same quads, in the same order."""
    yield from distinct(_Writer(extraction, base).triples(), article_graph(extraction.article.slug, base))


def agent_id(name: str, version: str) -> str:
    """The id of a piece of software in one version."""
    return f"software/{slug(f'{name} {version}')}"


def agents(provenance: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The id and the hash of each piece of software of a provenance."""
    for name, value in provenance:
        version, digest = (*value.split(), "", "")[:2]
        yield agent_id(name, version), digest


class _Writer:
    """Writes one extraction: holds what every finding of an article refers to."""

    def __init__(self, extraction: Extraction, base: str) -> None:
        self.found, self.base = extraction, base
        self.version = node(extraction.article.version, base)
        self.activity = Iri(f"{self.version}#extraction")
        self.actors: dict[str, Actor] = {}
        self.spans: dict[tuple[int, int], Iri] = {}

    def triples(self) -> Iterator[Triple]:
        """All triples of the article's graph."""
        found = self.found
        yield from article_triples(found.article, self.base)
        yield from self.publisher()
        yield from self.provenance()
        for mention in found.mentions:
            yield from self.mention(mention)
        for role in found.roles:
            yield from self.role(role)
        for claim in found.claims:
            yield from self.claim(claim)
        for event in found.events:
            yield from self.report(event)
        for actor in self.actors.values():
            yield from self.actor(actor)

    def node(self, relative: str) -> Iri:
        return node(relative, self.base)

    def who(self, actor: Actor) -> Iri:
        """The node of an actor, which is described once, by the first words that name it."""
        self.actors.setdefault(actor.id, actor)
        return node(actor.id, self.base)

    def actor(self, actor: Actor) -> Iterator[Triple]:
        yield from actor_triples(actor, self.base)
        of = actor.affiliation
        if of is not None and of.id not in self.actors:
            yield from affiliation_triples(of, self.base)

    def span(self, me: Iri, term: Iri, span: Span | None) -> Iterator[Triple]:
        if span is not None:
            stretch = self.spans.get((span.start, span.end))
            if stretch is None:
                self.spans[span.start, span.end] = stretch = span_node(span, self.version)
                yield from span_triples(span, self.version)
            yield me, term, stretch

    def party(self, me: Iri, term: Iri, span_term: Iri, party: Party | None) -> Iterator[Triple]:
        if party is not None:
            yield me, term, self.who(party.actor)
            yield from self.span(me, span_term, party.mention)

    def made(self, me: Iri, rule: str, confidence: float) -> Iterator[Triple]:
        yield me, KG.inArticle, self.version
        yield me, PROV.wasGeneratedBy, self.activity
        yield me, KG.confidence, decimal(confidence)
        if rule:
            yield me, KG.rule, text(rule)

    def publisher(self) -> Iterator[Triple]:
        name, party = publisher_name(self.found.article), principal(self.found.article)
        if name and party is not None:
            yield publisher_node(name, self.base), KG.speaksFor, self.who(party)

    def provenance(self) -> Iterator[Triple]:
        """Which software found it: `Extraction.provenance` holds pairs `(name, "version sha256")`, the hash only where there is one."""
        yield self.activity, RDF.type, PROV.Activity
        yield self.activity, PROV.used, self.version
        for name, value in self.found.provenance:
            version, digest = (*value.split(), "", "")[:2]
            agent = self.node(agent_id(name, version))
            yield self.activity, PROV.wasAssociatedWith, agent
            yield agent, RDF.type, PROV.SoftwareAgent
            yield agent, SCHEMA.name, text(name)
            if version:
                yield agent, SCHEMA.softwareVersion, text(version)
            if digest:
                yield agent, SCHEMA.sha256, text(digest)

    def mention(self, m: Mention) -> Iterator[Triple]:
        me = Iri(f"{self.version}#mention-{m.span.start}-{m.span.end}-{slug(m.actor.id.removeprefix('actor/'))}")
        yield me, RDF.type, KG.Mention
        yield me, KG.inArticle, self.version
        yield me, KG.refersTo, self.who(m.actor)
        yield me, KG.how, text(m.how)
        yield me, KG.confidence, decimal(m.confidence)
        if m.why:
            yield me, KG.why, text(m.why)
        yield from self.span(me, KG.span, m.span)

    def role(self, r: Role) -> Iterator[Triple]:
        person = slug(r.person.actor.id.removeprefix("actor/"))
        me = Iri(f"{self.version}#role-{person}-{slug(r.role)}-{r.evidence.start}-{r.evidence.end}")
        yield me, RDF.type, ORG.Membership
        yield me, KG.office, text(r.role)
        yield from self.made(me, r.rule, r.confidence)
        yield me, ORG.member, self.who(r.person.actor)
        if r.organisation is not None:
            yield me, ORG.organization, self.who(r.organisation.actor)
        yield from self.span(me, KG.evidence, r.evidence)

    def claim(self, c: Claim) -> Iterator[Triple]:
        me = self.node(c.id)
        yield me, RDF.type, SCHEMA.Claim
        yield me, KG.claimKind, text(c.kind)
        yield me, KG.stance, text(c.stance)
        yield from self.made(me, c.rule, c.confidence)
        yield from self.party(me, KG.claimant, KG.claimantSpan, c.source)
        yield from self.span(me, KG.cue, c.cue)
        for content in c.content:
            yield from self.span(me, KG.content, content)
        for report in c.about:
            yield me, KG.about, self.node(report)
        if c.within is not None:
            yield me, KG.withinClaim, self.node(c.within)

    def report(self, e: Event) -> Iterator[Triple]:
        me = self.node(e.id)
        yield me, RDF.type, KG.ReportedEvent
        yield me, KG.status, text(e.status)
        yield me, KG.certainty, text(e.certainty)
        yield me, KG.polarity, text(e.polarity)
        yield from self.made(me, e.rule, e.confidence)
        yield from self.span(me, KG.trigger, e.trigger)
        yield from self.span(me, KG.evidence, e.evidence)
        yield from _said_kind(me, e)
        yield from self.parties(me, e)
        if e.date is not None:
            yield from _said_date(me, e.date)
            yield from self.span(me, KG.dateSpan, e.date.mention)
        if e.place is not None:
            yield me, KG.saidPlace, self.node(e.place.id)
            yield from place_triples(e.place, self.base)
            yield from self.span(me, KG.placeSpan, e.place.mention)

    def parties(self, me: Iri, e: Event) -> Iterator[Triple]:
        for party in e.actors:
            yield from self.party(me, KG.saidActor, KG.actorSpan, party)
        for party in e.recipients:
            yield from self.party(me, KG.saidRecipient, KG.recipientSpan, party)
        if e.claimed_by:
            *relays, claimant = e.claimed_by
            yield me, KG.claimedBy, self.who(claimant.actor)
            for relay in relays:
                if relay.actor.id != claimant.actor.id:
                    yield me, KG.relayedBy, self.who(relay.actor)


def _said_kind(me: Iri, e: Event) -> Iterator[Triple]:
    if e.kind is not None:
        yield me, KG.saidType, safe(type_iri(e.kind))
        if e.mode:
            yield me, KG.saidMode, safe(mode_iri(e.kind, e.mode))
        if strength := intensity(e.kind, e.mode, e.intensity):
            yield me, KG.saidIntensity, strength
    for context in e.contexts:
        yield me, KG.saidContext, safe(context_iri(context))
    if e.reciprocal:
        yield me, KG.saidReciprocal, TRUE


def _said_date(me: Iri, when: When) -> Iterator[Triple]:
    if when.value:
        yield me, KG.saidDate, date(when.value)
    first, last = when_bounds(when)
    if first:
        yield me, KG.saidEarliest, day(first)
    if last:
        yield me, KG.saidLatest, day(last)
