"""What we take to have happened, as a value and in RDF: `Happening -> triples` of the graph `graph/facts`.

The fact model (`?` optional, `*` any number)::

    happening/<hash>            a sem:Event; sem:eventType plover:<TYPE>; ?kg:mode; *kg:context; *kg:actor, *kg:recipient and the same as
                                  sem:hasActor (a query without inference finds them); ?kg:reciprocal true;
                                  ?kg:intensity (its own, else its mode's, else its type's);
                                  ?sem:hasTimeStamp (typed by its precision); ?sem:hasEarliestBeginTimeStamp, ?sem:hasLatestEndTimeStamp
                                  (xsd:date, first and last possible day); ?sem:hasPlace; +kg:report report; kg:reportCount;
                                  +kg:evidence span (sentences); +kg:trigger span; *kg:disputedBy actor
    actor  kg:<TYPE>  actor     the direct edge, from every actor to every recipient; between all parties of a reciprocal happening
    plover:<TYPE>               a skos:Concept; skos:prefLabel; kg:quadClass; kg:score (those of the scheme, `ontology/plover.ttl`)
    spans, text versions, articles, publishers, actors and places as in an article's graph (`kg.rdf`), so that the graph stands alone

A report is named here (`kg:report`), never described: what it says stays in its article's graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.iri import DEFAULT_BASE
from kg.model import Actor, Span, When, Where
from kg.plover import context_iri, edge_iri, mode_iri, type_iri
from kg.rdf.nodes import actor_triples, affiliation_triples, intensity, place_triples, span_node, span_triples, type_triples, when_bounds
from kg.rdf.terms import TRUE, Triple, date, day, integer, node, safe
from kg.vocab import KG, RDF, SEM, Iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that one report rests on: sentence and trigger in a version of an article's text."""

    report: str
    version: str
    sentence: Span
    trigger: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that we take to have happened: only what all its promoting reports agree on."""

    id: str
    kind: str
    evidence: tuple[Evidence, ...]
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    reciprocal: bool = False
    date: When | None = None
    place: Where | None = None
    intensity: float | None = None
    disputed_by: tuple[Actor, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The ids of the reports that tell of it, each once."""
        return tuple(dict.fromkeys(evidence.report for evidence in self.evidence))


def happening_triples(happening: Happening, *, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """Yield what the facts graph holds of a happening; some may come twice (`nodes.distinct` makes quads of each once).

    Articles (`nodes.article_triples`) are the caller's to add: a happening knows only their ids.
    """
    me = node(happening.id, base)
    yield me, RDF.type, SEM.Event
    yield from _kind(me, happening)
    yield from _parties(me, happening, base)
    yield from _when_and_where(me, happening, base)
    yield from _evidence(me, happening, base)


def edges(happening: Happening) -> Iterator[tuple[Actor, Actor]]:
    """The pairs between which a happening draws its direct edge, without loops."""
    everyone = tuple(dict.fromkeys((*happening.actors, *happening.recipients)))
    left, right = (everyone, everyone) if happening.reciprocal else (happening.actors, happening.recipients)
    return ((a, b) for a in left for b in right if a.id != b.id)


def _kind(me: Iri, h: Happening) -> Iterator[Triple]:
    yield me, SEM.eventType, safe(type_iri(h.kind))
    if h.mode:
        yield me, KG.mode, safe(mode_iri(h.kind, h.mode))
    for context in h.contexts:
        yield me, KG.context, safe(context_iri(context))
    if h.reciprocal:
        yield me, KG.reciprocal, TRUE
    if strength := intensity(h.kind, h.mode, h.intensity):
        yield me, KG.intensity, strength
    yield from type_triples(h.kind)


def _parties(me: Iri, h: Happening, base: str) -> Iterator[Triple]:
    for term, side in ((KG.actor, h.actors), (KG.recipient, h.recipients)):
        for actor in side:
            yield me, term, node(actor.id, base)
            yield me, SEM.hasActor, node(actor.id, base)
    for actor in h.disputed_by:
        yield me, KG.disputedBy, node(actor.id, base)
    everyone = {actor.id: actor for actor in (*h.disputed_by, *h.recipients, *h.actors)}
    for actor in everyone.values():
        yield from actor_triples(actor, base)
        if actor.affiliation and actor.affiliation.id not in everyone:
            yield from affiliation_triples(actor.affiliation, base)
    for one, other in edges(h):
        yield node(one.id, base), safe(edge_iri(h.kind)), node(other.id, base)


def _when_and_where(me: Iri, h: Happening, base: str) -> Iterator[Triple]:
    if h.date is not None:
        if h.date.value:
            yield me, SEM.hasTimeStamp, date(h.date.value)
        first, last = when_bounds(h.date)
        if first:
            yield me, SEM.hasEarliestBeginTimeStamp, day(first)
        if last:
            yield me, SEM.hasLatestEndTimeStamp, day(last)
    if h.place is not None:
        yield me, SEM.hasPlace, node(h.place.id, base)
        yield from place_triples(h.place, base)


def _evidence(me: Iri, h: Happening, base: str) -> Iterator[Triple]:
    yield me, KG.reportCount, integer(len(h.reports))
    for evidence in h.evidence:
        version = node(evidence.version, base)
        yield me, KG.report, node(evidence.report, base)
        for term, span in ((KG.evidence, evidence.sentence), (KG.trigger, evidence.trigger)):
            yield me, term, span_node(span, version)
            yield from span_triples(span, version)
