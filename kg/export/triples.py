"""The triples of a CONSTRUCT or DESCRIBE answer in the formats of the web: Turtle, N-Triples, RDF/XML, JSON-LD."""

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.rdf.terms import Lit, Term, Triple
from kg.vocab import PREFIXES, XSD


def serialized(triples: Iterable[Triple], media: str) -> bytes:
    """The bytes of some triples in a media type.

    >>> from kg.vocab import Iri
    >>> serialized([(Iri("urn:a"), Iri("urn:b"), Lit("c"))], "application/n-triples")
    b'<urn:a> <urn:b> "c" .\\n'
    """
    form = ox.RdfFormat.from_media_type(media)
    prefixes = PREFIXES if media in ("text/turtle", "application/rdf+xml") else None
    done: Any = ox.serialize((ox.Triple(_node(s), ox.NamedNode(p), _object(o)) for s, p, o in triples), format=form, prefixes=prefixes)
    return bytes(done)


def _node(term: str) -> Any:
    return ox.BlankNode(term[2:]) if term.startswith("_:") else ox.NamedNode(term)


def _object(term: Term) -> Any:
    if not isinstance(term, Lit):
        return _node(term)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value) if term.datatype == XSD.string else ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
