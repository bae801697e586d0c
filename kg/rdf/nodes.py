"""The nodes that articles and facts share, in RDF: graphs, articles, actors, places and stretches of text (`kg.rdf` has the whole model)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from kg.iri import DEFAULT_BASE, slug
from kg.model import Actor, Affiliation, Article, Span, When, Where
from kg.plover import TYPES, intensity_of, type_iri
from kg.rdf.terms import Lit, Quad, Triple, date, days, decimal, integer, node, text, wikidata
from kg.vocab import GEO, KG, NIF, PROV, RDF, SCHEMA, SEM, SKOS, XSD, Iri


def article_graph(article_slug: str, base: str = DEFAULT_BASE) -> Iri:
    """The graph of an article: `graph/article/<slug>`."""
    return node(f"graph/article/{article_slug}", base)


def facts_graph(base: str = DEFAULT_BASE) -> Iri:
    """The graph of the facts and their evidence."""
    return node("graph/facts", base)


def links_graph(base: str = DEFAULT_BASE) -> Iri:
    """The graph of links between reports, derived."""
    return node("graph/links", base)


def runs_graph(base: str = DEFAULT_BASE) -> Iri:
    """The graph of what changes from run to run; exports leave it out."""
    return node("graph/runs", base)


def article_triples(article: Article, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """What is known of an article, its publisher and the version of its text."""
    me, version = node(f"article/{article.slug}", base), node(article.version, base)
    yield me, RDF.type, SCHEMA.NewsArticle
    yield me, SCHEMA.identifier, text(article.id)
    yield me, SCHEMA.inLanguage, text(article.language)
    yield me, SCHEMA.encodingFormat, text("text/markdown" if article.format == "markdown" else "text/plain")
    if article.title:
        yield me, SCHEMA.headline, text(article.title)
    if article.date:
        yield me, SCHEMA.datePublished, date(article.date)
    if article.author:
        yield me, SCHEMA.author, text(article.author)
    if article.url:
        yield me, SCHEMA.url, Lit(text(article.url).value, XSD.anyURI)
    if name := publisher_name(article):
        publisher = publisher_node(name, base)
        yield me, SCHEMA.publisher, publisher
        yield publisher, RDF.type, SCHEMA.Organization
        yield publisher, SCHEMA.name, text(name)
    yield version, RDF.type, NIF.Context
    yield version, RDF.type, PROV.Entity
    yield version, PROV.specializationOf, me
    yield version, SCHEMA.sha256, text(article.sha256)
    yield version, NIF.beginIndex, integer(0)
    yield version, NIF.endIndex, integer(len(article.text))


def publisher_name(article: Article) -> str:
    """Who published an article: its source, else the host of its URL, else nobody known (empty)."""
    return article.source or host(article.url)


def host(url: str | None) -> str:
    """The host of a URL without `www.`, empty where there is none.

    >>> host("https://www.nato.int/news/1"), host("https://["), host(None)
    ('nato.int', '', '')
    """
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # a URL that is none
        return ""


def publisher_node(source: str, base: str = DEFAULT_BASE) -> Iri:
    """The node of a publisher, from the name that its articles give."""
    return node(f"publisher/{slug(source)}", base)


def actor_triples(actor: Actor, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """What is known of an actor; `affiliation_triples` names what it belongs to."""
    me = node(actor.id, base)
    yield me, RDF.type, SEM.Actor
    yield me, SKOS.prefLabel, text(actor.name)
    yield me, KG.kind, text(actor.kind)
    if actor.code:
        yield me, KG.ploverCode, text(actor.code)
    if actor.wikidata:
        yield me, SCHEMA.sameAs, wikidata(actor.wikidata)
    if actor.affiliation and actor.affiliation.id != actor.id:
        yield me, KG.affiliation, node(actor.affiliation.id, base)


def affiliation_triples(of: Affiliation, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """The little that is known of the state or organisation that an actor belongs to, where nothing else describes it."""
    me = node(of.id, base)
    yield me, RDF.type, SEM.Actor
    yield me, SKOS.prefLabel, text(of.name)
    if of.code:
        yield me, KG.ploverCode, text(of.code)


def type_triples(kind: str) -> Iterator[Triple]:
    """Name, quad class and score of an event type, so that a graph which uses it can be read alone; nothing of an unknown one."""
    if kind in TYPES:
        me = type_iri(kind)
        yield me, RDF.type, SKOS.Concept
        yield me, SKOS.prefLabel, text(kind)
        yield me, KG.quadClass, integer(TYPES[kind].quad)
        yield me, KG.score, decimal(TYPES[kind].score)


def intensity(kind: str, mode: str | None, own: float | None) -> Lit | None:
    """The intensity of an act: its own, else that of its mode, else that of its type."""
    if own is None and kind in TYPES:
        own = intensity_of(kind, mode)
    return None if own is None else decimal(own)


def place_triples(place: Where, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """What is known of a place: its name and where it lies (WGS 84, longitude first)."""
    me = node(place.id, base)
    yield me, RDF.type, SEM.Place
    yield me, SKOS.prefLabel, text(place.name)
    yield me, KG.precision, text(place.precision)
    if place.lat is not None and place.lon is not None:
        point = node(f"{place.id}#point", base)
        yield me, GEO.hasGeometry, point
        yield point, RDF.type, GEO.Geometry
        yield point, GEO.asWKT, Lit(f"POINT({decimal(place.lon).value} {decimal(place.lat).value})", GEO.wktLiteral)


def span_triples(span: Span, version: Iri) -> Iterator[Triple]:
    """A stretch of a text version, with its words."""
    me = span_node(span, version)
    yield me, RDF.type, NIF.OffsetBasedString
    yield me, NIF.beginIndex, integer(span.start)
    yield me, NIF.endIndex, integer(span.end)
    yield me, NIF.anchorOf, text(span.text)
    yield me, NIF.referenceContext, version


def span_node(span: Span, version: Iri) -> Iri:
    """The node of a stretch of a text version."""
    return Iri(f"{version}#span-{span.start}-{span.end}")


def when_bounds(when: When) -> tuple[str | None, str | None]:
    """The first and the last day on which it can have been, None where the text leaves one open."""
    own = days(when.value) if when.value else None
    first = days(when.earliest) if when.earliest else None
    last = days(when.latest) if when.latest else None
    return (first or own or (None,))[0], (last or own or (None,))[-1]


def run_triples(
    started: datetime, *, host: str = "", ended: datetime | None = None, replaced: Iterable[str] = (), base: str = DEFAULT_BASE
) -> Iterator[Triple]:
    """One run of the pipeline: when, on which machine, and the text versions that newer ones took the place of; for `runs_graph` only."""
    me = node(f"run/{started.isoformat()}", base)
    yield me, RDF.type, KG.Run
    yield me, PROV.startedAtTime, _instant(started)
    if ended is not None:
        yield me, PROV.endedAtTime, _instant(ended)
    if host:
        yield me, KG.host, text(host)
    for version in replaced:
        yield me, KG.replaced, node(version, base)


def _instant(moment: datetime) -> Lit:
    """To the second, for engines write parts of one in different ways."""
    return Lit(moment.isoformat(timespec="seconds").replace("+00:00", "Z"), XSD.dateTime)


def distinct(triples: Iterable[Triple], graph: Iri) -> Iterator[Quad]:
    """Each triple once, in its order, as a quad of this graph."""
    for s, p, o in dict.fromkeys(triples):
        yield s, p, o, graph
