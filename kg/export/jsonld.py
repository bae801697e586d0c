"""A dataset as JSON-LD 1.1 under a published context (`ontology/context.jsonld`), written into each file, so that no reader needs a network."""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from kg.iri import DEFAULT_BASE
from kg.plover import TYPES, edge_iri
from kg.rdf.nodes import runs_graph
from kg.rdf.terms import Lit, Quad, Term
from kg.vocab import GEO, KG, NAMESPACES, NIF, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Iri

Json = Any

_STRINGS = frozenset(
    {
        *(KG.status, KG.certainty, KG.polarity, KG.claimKind, KG.stance, KG.how, KG.why, KG.rule, KG.office, KG.kind, KG.ploverCode, KG.precision),
        *(KG.host, KG.block, NIF.anchorOf, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.notation, SKOS.scopeNote, RDFS.label, RDFS.comment),
        *(SCHEMA.headline, SCHEMA.author, SCHEMA.inLanguage, SCHEMA.encodingFormat, SCHEMA.identifier, SCHEMA.name, SCHEMA.sha256),
        SCHEMA.softwareVersion,
    }
)
_MIXED = frozenset({KG.saidDate, SCHEMA.datePublished, Iri(PREFIXES["sem"] + "hasTimeStamp")})
_TYPED: dict[Iri, Iri] = {
    **dict.fromkeys((KG.saidReciprocal, KG.reciprocal, KG.needsRecipient, KG.promotable), XSD.boolean),
    **dict.fromkeys((KG.reportCount, KG.quadClass, NIF.beginIndex, NIF.endIndex), XSD.integer),
    **dict.fromkeys((KG.saidIntensity, KG.intensity, KG.confidence, KG.score, KG.goldstein), XSD.decimal),
    **dict.fromkeys((KG.saidEarliest, KG.saidLatest), XSD.date),
    **dict.fromkeys((Iri(PREFIXES["sem"] + name) for name in ("hasEarliestBeginTimeStamp", "hasLatestEndTimeStamp")), XSD.date),
    **dict.fromkeys((PROV.startedAtTime, PROV.endedAtTime), XSD.dateTime),
    SCHEMA.url: XSD.anyURI,
    GEO.asWKT: GEO.wktLiteral,
}
"""What a plain string stands for under each property; every other property holds IRIs."""


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE) -> None:
    """Write every graph of a dataset except the runs, sorted: the same quads in any order give the same bytes."""
    runs, compact = runs_graph(base), _Compact(base)
    graphs: dict[Iri, dict[Iri, dict[Iri, set[Term]]]] = {}
    for s, p, o, graph in quads:
        if graph != runs:
            graphs.setdefault(graph, {}).setdefault(s, {}).setdefault(p, set()).add(o)
    document = {
        "@context": {**context(), "id": base},
        "@graph": [
            {"@id": compact.iri(name), "@graph": [compact.node(s, nodes[s]) for s in sorted(nodes)]} for name, nodes in sorted(graphs.items())
        ],
    }
    json.dump(document, out, ensure_ascii=False, indent=1)
    out.write("\n")


def context() -> dict[str, Json]:
    """The context: prefixes, and a short name for each term with what its values are."""
    spaces = [space for space in NAMESPACES if space not in (RDF, XSD)]
    terms = [Iri(space.iri + name) for space in spaces for name in space.terms] + [edge_iri(kind) for kind in TYPES]
    return {"@version": 1.1, **PREFIXES, **{_short(term): _definition(term) for term in terms}}


def published() -> str:
    """The text of `ontology/context.jsonld`; write it anew when a term was added."""
    return json.dumps({"@context": context()}, indent=1) + "\n"


def _short(term: Iri) -> str:
    """The last part of a term; no two terms of ours share it."""
    return term[max(term.rfind("/"), term.rfind("#")) + 1 :]


def _prefixed(term: Iri) -> str:
    return next(f"{name}:{term.removeprefix(iri)}" for name, iri in PREFIXES.items() if term.startswith(iri))


def _definition(term: Iri) -> Json:
    named = _prefixed(term)
    if _short(term)[0].isupper() and term not in _EDGES:
        return named
    if term in _STRINGS or term in _MIXED:
        return {"@id": named}
    return {"@id": named, "@type": _prefixed(_TYPED[term]) if term in _TYPED else "@id"}


_EDGES = frozenset(edge_iri(kind) for kind in TYPES)
_OWN = frozenset(Iri(space.iri + name) for space in NAMESPACES if space not in (RDF, XSD) for name in space.terms) | _EDGES


class _Compact:
    """Terms in the context's short form, for one base."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

    def iri(self, iri: str) -> str:
        for name, space in self.prefixes:
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                return f"{name}:{iri[len(space) :]}"
        if iri.startswith(self.base) and not iri.startswith("//", len(self.base)):
            return f"id:{iri[len(self.base) :]}"
        return iri

    def node(self, subject: Iri, properties: dict[Iri, set[Term]]) -> dict[str, Json]:
        said: dict[str, Json] = {"@id": self.iri(subject)}
        for term in sorted(properties, key=lambda term: (term != RDF.type, term)):
            values = sorted(properties[term], key=lambda value: (isinstance(value, Lit), value))
            if term == RDF.type:
                said["@type"] = [self._class(value) for value in values]
            else:
                found = [self.value(term, value) for value in values]
                said[_short(term) if term in _OWN else self.iri(term)] = found[0] if len(found) == 1 else found
        return said

    def _class(self, value: Term) -> str:
        return _short(value) if not isinstance(value, Lit) and value in _OWN else self.iri(str(value))

    def value(self, term: Iri, value: Term) -> Json:
        """A value under its property: bare where the context says what it is, else with its kind."""
        if not isinstance(value, Lit):
            plain = term in _OWN and term not in _STRINGS and term not in _MIXED and term not in _TYPED
            return self.iri(value) if plain else {"@id": self.iri(value)}
        if value.lang:
            return {"@value": value.value, "@language": value.lang}
        if value.datatype == _TYPED.get(term) or (value.datatype == XSD.string and (term in _STRINGS or term in _MIXED)):
            return value.value
        return {"@value": value.value} if value.datatype == XSD.string else {"@value": value.value, "@type": self.iri(value.datatype)}
