"""Every ontology term that the code writes or asks for, once; `tests/test_vocab.py` proves that code and ontology agree both ways.

Terms are plain strings (`Iri`), so that nothing here loads an RDF library. A term that is not declared here does not exist:
`KG.saidActr` is an AttributeError, and a test reads the code for such names before it can run.
"""
# ruff: noqa: N815  # terms are spelt as their vocabularies spell them

from pathlib import Path
from typing import ClassVar, NewType

Iri = NewType("Iri", str)
"""An absolute IRI, ready to be written."""

ONTOLOGIES = ("kg.ttl", "plover.ttl", "actors.ttl", "shapes.ttl", "context.jsonld")


class Namespace:
    """A vocabulary: each annotated name of a subclass becomes the term `iri + name`."""

    iri: ClassVar[str]
    terms: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, *, iri: str) -> None:
        """Give every annotated name its term."""
        cls.iri, cls.terms = iri, tuple(cls.__annotations__)
        for name in cls.terms:
            setattr(cls, name, Iri(iri + name.rstrip("_")))


class KG(Namespace, iri="urn:kg:ontology#"):
    """Our own terms; what each means is said in `ontology/kg.ttl`."""

    # reports: what one article says was done; sub-properties of nothing
    ReportedEvent: Iri
    saidType: Iri
    saidMode: Iri
    saidContext: Iri
    saidActor: Iri
    saidRecipient: Iri
    saidReciprocal: Iri
    saidDate: Iri
    saidEarliest: Iri
    saidLatest: Iri
    saidPlace: Iri
    saidIntensity: Iri
    status: Iri
    certainty: Iri
    polarity: Iri
    claimedBy: Iri
    relayedBy: Iri
    # claims and mentions
    claimant: Iri
    claimantSpan: Iri
    cue: Iri
    content: Iri
    claimKind: Iri
    stance: Iri
    about: Iri
    withinClaim: Iri
    Mention: Iri
    span: Iri
    refersTo: Iri
    how: Iri
    why: Iri
    # of every finding
    inArticle: Iri
    evidence: Iri
    trigger: Iri
    actorSpan: Iri
    recipientSpan: Iri
    dateSpan: Iri
    placeSpan: Iri
    rule: Iri
    confidence: Iri
    # roles
    office: Iri
    # actors and places
    kind: Iri
    ploverCode: Iri
    affiliation: Iri
    speaksFor: Iri
    precision: Iri
    # happenings
    actor: Iri
    recipient: Iri
    mode: Iri
    context: Iri
    reciprocal: Iri
    intensity: Iri
    report: Iri
    reportCount: Iri
    disputedBy: Iri
    actedOn: Iri
    # the PLOVER scheme
    quadClass: Iri
    score: Iri
    needsRecipient: Iri
    goldstein: Iri
    # links between reports
    sameEventAs: Iri
    contradicts: Iri
    Link: Iri
    block: Iri
    promotable: Iri
    # runs
    Run: Iri
    host: Iri
    replaced: Iri


class RDF(Namespace, iri="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF itself."""

    type: Iri
    langString: Iri


class RDFS(Namespace, iri="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema."""

    label: Iri
    comment: Iri


class XSD(Namespace, iri="http://www.w3.org/2001/XMLSchema#"):
    """The datatypes of literals."""

    string: Iri
    boolean: Iri
    integer: Iri
    decimal: Iri
    date: Iri
    gYearMonth: Iri
    gYear: Iri
    dateTime: Iri
    anyURI: Iri


class SEM(Namespace, iri="http://semanticweb.cs.vu.nl/2009/11/sem/"):
    """The Simple Event Model: happenings, actors, places. No report is ever the subject of one of its properties."""

    Event: Iri
    Actor: Iri
    Place: Iri
    EventType: Iri
    eventType: Iri
    hasActor: Iri
    hasPlace: Iri
    hasTimeStamp: Iri
    hasEarliestBeginTimeStamp: Iri
    hasLatestEndTimeStamp: Iri


class PROV(Namespace, iri="http://www.w3.org/ns/prov#"):
    """PROV-O: how findings came about."""

    Entity: Iri
    Activity: Iri
    SoftwareAgent: Iri
    used: Iri
    wasGeneratedBy: Iri
    wasAssociatedWith: Iri
    specializationOf: Iri
    startedAtTime: Iri
    endedAtTime: Iri


class NIF(Namespace, iri="http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"):
    """NIF 2.0: texts, and stretches of them by Unicode code point offsets."""

    Context: Iri
    OffsetBasedString: Iri
    beginIndex: Iri
    endIndex: Iri
    anchorOf: Iri
    referenceContext: Iri


class SKOS(Namespace, iri="http://www.w3.org/2004/02/skos/core#"):
    """SKOS: names, and the PLOVER scheme."""

    Concept: Iri
    ConceptScheme: Iri
    prefLabel: Iri
    altLabel: Iri
    definition: Iri
    notation: Iri
    inScheme: Iri
    topConceptOf: Iri
    broader: Iri
    closeMatch: Iri
    relatedMatch: Iri
    scopeNote: Iri


class SCHEMA(Namespace, iri="https://schema.org/"):
    """schema.org: articles, publishers, claims, links to Wikidata."""

    NewsArticle: Iri
    Claim: Iri
    Organization: Iri
    headline: Iri
    datePublished: Iri
    publisher: Iri
    author: Iri
    url: Iri
    inLanguage: Iri
    encodingFormat: Iri
    identifier: Iri
    name: Iri
    sha256: Iri
    softwareVersion: Iri
    sameAs: Iri
    startDate: Iri
    endDate: Iri


class ORG(Namespace, iri="http://www.w3.org/ns/org#"):
    """The W3C Organization Ontology: who holds which office where."""

    Membership: Iri
    member: Iri
    organization: Iri


class GEO(Namespace, iri="http://www.opengis.net/ont/geosparql#"):
    """GeoSPARQL: where places lie."""

    Geometry: Iri
    hasGeometry: Iri
    asWKT: Iri
    wktLiteral: Iri


PLOVER = "urn:kg:plover#"
"""The namespace of the PLOVER scheme: `plover:CONSULT`, `plover:CONSULT-visit`, `plover:context-diplomatic`."""
CAMEO = "urn:kg:cameo#"
"""The namespace of the CAMEO codes: `cameo:036`."""
WIKIDATA = "http://www.wikidata.org/entity/"

PREFIXES: dict[str, str] = {
    "cameo": CAMEO,
    "geo": GEO.iri,
    "kg": KG.iri,
    "nif": NIF.iri,
    "org": ORG.iri,
    "plover": PLOVER,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sem": SEM.iri,
    "skos": SKOS.iri,
    "wd": WIKIDATA,
    "xsd": XSD.iri,
}
"""The prefixes that every query and export of ours may rely on."""

NAMESPACES: tuple[type[Namespace], ...] = (KG, RDF, RDFS, XSD, SEM, PROV, NIF, SKOS, SCHEMA, ORG, GEO)


def ontology(name: str) -> str:
    """The text of one of our ontology files (`ONTOLOGIES`), from the wheel or from a checkout.

    >>> ontology("kg.ttl").startswith("@prefix")
    True

    Raises:
        FileNotFoundError: no such file.
    """
    here = Path(__file__).parent
    for folder in (here / "ontology", here.parent / "ontology"):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise FileNotFoundError(f"no ontology file {name!r}; there are {', '.join(ONTOLOGIES)}")
