"""Events as a table in the column order that users of GDELT, ICEWS and ACLED know: what, when, who, whom, how, where, who says so, source.

One row for each event and pair of actors (an act of two actors on two recipients has four, each of `weight` 0.25, so that weights add
up to events). `ontology/README.md` has the dictionary of the columns.
"""

import csv
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from kg.iri import DEFAULT_BASE
from kg.plover import TYPES
from kg.rdf.terms import Lit, Quad, Term
from kg.vocab import GEO, KG, NIF, PREFIXES, PROV, RDF, SCHEMA, SEM, SKOS, XSD, Iri

_ACTOR = ("id", "name", "code", "kind", "affiliation")
COLUMNS = (
    *("event_id", "record", "event_date", "date_precision", "date_earliest", "date_latest", "year"),
    *(f"actor1_{part}" for part in _ACTOR),
    *(f"actor2_{part}" for part in _ACTOR),
    *("event_type", "mode", "contexts", "quad_class", "intensity", "reciprocal"),
    *("place_id", "place_name", "latitude", "longitude", "place_precision"),
    *("status", "certainty", "polarity", "claimant", "relayed_by", "disputed_by"),
    *("n_reports", "n_articles", "n_publishers", "weight"),
    *("quote", "quote_start", "quote_end", "trigger", "article_id", "article_title", "publisher", "published", "source_url"),
)
"""The columns, in their order; empty where nothing is known."""
_PRECISION = {XSD.date: "day", XSD.gYearMonth: "month", XSD.gYear: "year"}


class _Terms(NamedTuple):
    """Where a happening and a report keep the same thing."""

    kind: Iri
    mode: Iri
    context: Iri
    actor: Iri
    recipient: Iri
    reciprocal: Iri
    intensity: Iri
    date: Iri
    earliest: Iri
    latest: Iri
    place: Iri


_FACT = _Terms(
    *(SEM.eventType, KG.mode, KG.context, KG.actor, KG.recipient, KG.reciprocal, KG.intensity),
    *(SEM.hasTimeStamp, SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp, SEM.hasPlace),
)
_REPORT = _Terms(
    *(KG.saidType, KG.saidMode, KG.saidContext, KG.saidActor, KG.saidRecipient, KG.saidReciprocal, KG.saidIntensity),
    *(KG.saidDate, KG.saidEarliest, KG.saidLatest, KG.saidPlace),
)


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE, with_claims: bool = False) -> None:
    """Write events as CSV (RFC 4180, UTF-8): the same quads in any order give the same bytes.

    Args:
        quads: a dataset.
        out: a text stream, opened with `newline=""`.
        base: the base of the dataset's IRIs; ids are written without it.
        with_claims: add a row for each typed report that no fact rests on, `record` "report", with its own status and claimant.
    """
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows(quads, base=base, with_claims=with_claims))


def rows(quads: Iterable[Quad], *, base: str = DEFAULT_BASE, with_claims: bool = False) -> list[dict[str, str]]:
    """The rows of `write`, facts first, each by date, type and id."""
    table = _Table(quads, base)
    found = list(table.facts())
    if with_claims:
        found += table.reports()
    return sorted(found, key=lambda row: (row["record"] != "fact", row.get("date_earliest") or "9", *(row.get(name, "") for name in _ORDER)))


_ORDER = ("event_type", "event_id", "actor1_id", "actor2_id")


class _Table:
    """A dataset by subject and property, whatever its graphs."""

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self.base = base
        self.nodes: dict[Iri, dict[Iri, set[Term]]] = {}
        for s, p, o, _ in quads:
            self.nodes.setdefault(s, {}).setdefault(p, set()).add(o)

    def all(self, subject: Term, *path: Iri) -> list[Term]:
        """What a path leads to, sorted."""
        found: Iterable[Term] = [subject]
        for term in path:
            found = {value for node in found if not isinstance(node, Lit) for value in self.nodes.get(node, {}).get(term, ())}
        return sorted(found, key=_text)

    def one(self, subject: Term | None, *path: Iri) -> str:
        """The first of what a path leads to, as text; empty for nothing."""
        found = self.all(subject, *path) if subject is not None else []
        return _text(found[0]) if found else ""

    def id(self, value: str) -> str:
        return value.removeprefix(self.base)

    def of_class(self, kind: Iri) -> Iterator[Iri]:
        return (subject for subject, said in self.nodes.items() if kind in said.get(RDF.type, ()))

    def facts(self) -> Iterator[dict[str, str]]:
        for event in self.of_class(SEM.Event):
            own = {
                "record": "fact",
                "status": "fact",
                "certainty": "certain",
                "polarity": "positive",
                "disputed_by": self.names(event, KG.disputedBy),
                "n_reports": self.one(event, KG.reportCount),
            }
            yield from self.rows(event, _FACT, own)

    def reports(self) -> Iterator[dict[str, str]]:
        promoted = {report for event in self.of_class(SEM.Event) for report in self.nodes[event].get(KG.report, ())}
        for report in self.of_class(KG.ReportedEvent):
            if report not in promoted and KG.saidType in self.nodes[report]:
                own = {
                    "record": "report",
                    **{
                        name: self.one(report, term) for name, term in (("status", KG.status), ("certainty", KG.certainty), ("polarity", KG.polarity))
                    },
                    "claimant": self.names(report, KG.claimedBy),
                    "relayed_by": self.names(report, KG.relayedBy),
                    "n_reports": "1",
                }
                yield from self.rows(report, _REPORT, own)

    def names(self, subject: Iri, term: Iri) -> str:
        return "; ".join(self.one(actor, SKOS.prefLabel) or self.id(_text(actor)) for actor in self.all(subject, term))

    def rows(self, event: Iri, terms: _Terms, own: dict[str, str]) -> Iterator[dict[str, str]]:
        """One row for each pair of actors of an event; one side is empty where only the other is known."""
        shared = {
            "event_id": self.id(event),
            **own,
            **self.what(event, terms),
            **self.when(event, terms),
            **self.where(event, terms),
            **self.source(event),
        }
        pairs = self.pairs(event, terms)
        for one, other in pairs:
            yield {**shared, **self.actor("actor1", one), **self.actor("actor2", other), "weight": f"{1 / len(pairs):.4g}"}

    def pairs(self, event: Iri, terms: _Terms) -> list[tuple[Term | None, Term | None]]:
        left: list[Term | None] = [*self.all(event, terms.actor)] or [None]
        right: list[Term | None] = [*self.all(event, terms.recipient)] or [None]
        everyone = sorted({party for party in (*left, *right) if party is not None}, key=_text)
        if self.one(event, terms.reciprocal) == "true" and len(everyone) > 1:
            return [*itertools.combinations(everyone, 2)]
        return [(a, b) for a in left for b in right if a != b] or [(a, None) for a in left]

    def actor(self, side: str, actor: Term | None) -> dict[str, str]:
        if actor is None:
            return {}
        return {
            f"{side}_id": self.id(_text(actor)),
            f"{side}_name": self.one(actor, SKOS.prefLabel),
            f"{side}_code": self.one(actor, KG.ploverCode),
            f"{side}_kind": self.one(actor, KG.kind),
            f"{side}_affiliation": self.one(actor, KG.affiliation, SKOS.prefLabel),
        }

    def what(self, event: Iri, terms: _Terms) -> dict[str, str]:
        kind = self.one(event, terms.kind).removeprefix(PREFIXES["plover"])
        return {
            "event_type": kind,
            "mode": self.one(event, terms.mode).removeprefix(f"{PREFIXES['plover']}{kind}-"),
            "contexts": "; ".join(_text(c).removeprefix(PREFIXES["plover"] + "context-") for c in self.all(event, terms.context)),
            "quad_class": str(TYPES[kind].quad) if kind in TYPES else "",
            "intensity": self.one(event, terms.intensity),
            "reciprocal": self.one(event, terms.reciprocal) or "false",
        }

    def when(self, event: Iri, terms: _Terms) -> dict[str, str]:
        given = next((value for value in self.all(event, terms.date) if isinstance(value, Lit)), None)
        earliest, latest = self.one(event, terms.earliest), self.one(event, terms.latest)
        precision = _PRECISION.get(given.datatype, "") if given else "range" if earliest or latest else ""
        return {
            "event_date": given.value if given else "",
            "date_precision": precision,
            "date_earliest": earliest,
            "date_latest": latest,
            "year": given.value[:4] if given and precision else "",
        }

    def where(self, event: Iri, terms: _Terms) -> dict[str, str]:
        places = self.all(event, terms.place)
        if not places:
            return {}
        place = places[0]
        point = self.one(place, GEO.hasGeometry, GEO.asWKT).removeprefix("POINT(").removesuffix(")").split()
        return {
            "place_id": self.id(_text(place)),
            "place_name": self.one(place, SKOS.prefLabel),
            "place_precision": self.one(place, KG.precision),
            **({"longitude": point[0], "latitude": point[1]} if len(point) == 2 else {}),
        }

    def source(self, event: Iri) -> dict[str, str]:
        """The earliest published words that an event rests on, and how many articles and publishers stand behind it."""
        spans = sorted(self.all(event, KG.evidence), key=lambda span: (self.one(span, *_TO_ARTICLE, SCHEMA.datePublished), _text(span)))
        span = spans[0] if spans else None
        version = self.one(span, NIF.referenceContext)
        triggers = [t for t in self.all(event, KG.trigger) if self.one(t, NIF.referenceContext) == version]
        article = {name: self.one(span, *_TO_ARTICLE, *path) for name, path in _ARTICLE.items()}
        return {
            **article,
            "quote": self.one(span, NIF.anchorOf),
            "quote_start": self.one(span, NIF.beginIndex),
            "quote_end": self.one(span, NIF.endIndex),
            "trigger": self.one(triggers[0] if triggers else None, NIF.anchorOf),
            "n_articles": str(len(self.all(event, KG.evidence, *_TO_ARTICLE))),
            "n_publishers": str(len(self.all(event, KG.evidence, *_TO_ARTICLE, SCHEMA.publisher))),
        }


_TO_ARTICLE = (NIF.referenceContext, PROV.specializationOf)
_ARTICLE = {
    "article_id": (SCHEMA.identifier,),
    "article_title": (SCHEMA.headline,),
    "publisher": (SCHEMA.publisher, SCHEMA.name),
    "published": (SCHEMA.datePublished,),
    "source_url": (SCHEMA.url,),
}


def _text(value: Term) -> str:
    return value.value if isinstance(value, Lit) else value
