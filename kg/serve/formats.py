"""Answers as the SPARQL protocol sends them: JSON, XML, CSV and TSV of rows; N-Triples, Turtle, RDF/XML and JSON-LD of triples.

Written from the W3C recommendations (SPARQL 1.1 Query Results JSON Format, XML Format, CSV and TSV Formats; 21 March 2013).
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import cast
from xml.sax.saxutils import escape, quoteattr

from kg.rdf.terms import Lit, Term, Triple
from kg.store import Row, Rows
from kg.store.convert import written
from kg.vocab import XSD

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES, RDFXML, JSONLD = "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
ROWS = (JSON, XML, CSV, TSV)  # the first is the default
TRIPLES = (TURTLE, NTRIPLES, RDFXML, JSONLD)
ALIASES = {"application/json": JSON, "application/xml": XML, "text/xml": XML, "text/plain": NTRIPLES, "application/x-turtle": TURTLE}
NAMES = {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV, "turtle": TURTLE, "ttl": TURTLE, "nt": NTRIPLES, "rdf": RDFXML, "jsonld": JSONLD}


def negotiate(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that an Accept header likes best; the first one for none or `*/*`; None where nothing fits.

    >>> negotiate("text/csv;q=0.5, application/json", ROWS)
    'application/sparql-results+json'
    """
    wishes = [_wish(part) for part in (accept or "*/*").split(",")]
    best: tuple[float, int, str] | None = None
    for rank, media in enumerate(offered):
        liking = max((_liking(kind, quality, media) for kind, quality in wishes), default=(0.0, 0))
        if liking[0] > 0 and (best is None or (liking[0], -rank) > best[:2]):
            best = (liking[0], -rank, media)
    return best[2] if best else None


def _wish(part: str) -> tuple[str, float]:
    kind, *parameters = part.strip().split(";")
    quality = next((p.split("=", 1)[1] for p in parameters if p.strip().startswith("q=")), "1")
    try:
        return ALIASES.get(kind.strip().lower(), kind.strip().lower()), float(quality)
    except ValueError:
        return kind.strip().lower(), 0.0


def _liking(kind: str, quality: float, media: str) -> tuple[float, int]:
    """How much a wish likes a media type: its quality where it means it, and how exactly it does."""
    if kind == media:
        return quality, 2
    if kind.endswith("/*") and kind != "*/*" and media.startswith(kind[:-1]):
        return quality, 1
    return (quality * 0.999, 0) if kind == "*/*" else (0.0, 0)


def write(rows: Rows, media: str) -> bytes:
    """The answer in a media type of `ROWS` (select, ask) or `TRIPLES` (graph)."""
    if rows.kind == "graph":
        from kg.export.triples import serialized

        return serialized((cast(Triple, row) for row in rows), media)
    writer = _ASKS[media] if rows.kind == "ask" else _SELECTS[media]
    return writer(rows)


def _json(rows: Rows) -> bytes:
    bindings = [{name: _json_term(term) for name, term in zip(rows.columns, row, strict=True) if term is not None} for row in rows]
    return json.dumps({"head": {"vars": rows.columns}, "results": {"bindings": bindings}}, ensure_ascii=False, separators=(",", ":")).encode()


def _json_term(term: Term) -> dict[str, str]:
    if not isinstance(term, Lit):
        return {"type": "bnode", "value": term[2:]} if term.startswith("_:") else {"type": "uri", "value": term}
    if term.lang:
        return {"type": "literal", "value": term.value, "xml:lang": term.lang}
    return {"type": "literal", "value": term.value} | ({} if term.datatype == XSD.string else {"datatype": term.datatype})


def _xml(rows: Rows) -> bytes:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.columns)
    results = "".join(f"<result>{''.join(_bindings(rows.columns, row))}</result>" for row in rows)
    return f"{_XML_HEAD}<head>{variables}</head><results>{results}</results></sparql>".encode()


def _bindings(columns: Sequence[str], row: Row) -> Iterator[str]:
    for name, term in zip(columns, row, strict=True):
        if term is not None:
            yield f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"


_XML_HEAD = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml_term(term: Term) -> str:
    if not isinstance(term, Lit):
        return f"<bnode>{escape(term[2:])}</bnode>" if term.startswith("_:") else f"<uri>{escape(term)}</uri>"
    extra = f" xml:lang={quoteattr(term.lang)}" if term.lang else "" if term.datatype == XSD.string else f" datatype={quoteattr(term.datatype)}"
    return f"<literal{extra}>{escape(term.value)}</literal>"


def _csv(rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows(["" if t is None else t.value if isinstance(t, Lit) else t for t in row] for row in rows)
    return out.getvalue().encode()


def _tsv(rows: Rows) -> bytes:
    lines = ["\t".join(f"?{name}" for name in rows.columns)]
    lines += ["\t".join("" if term is None else written(term) for term in row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _ask_json(rows: Rows) -> bytes:
    return json.dumps({"head": {}, "boolean": bool(rows)}).encode()


def _ask_xml(rows: Rows) -> bytes:
    return f"{_XML_HEAD}<head/><boolean>{str(bool(rows)).lower()}</boolean></sparql>".encode()


def _ask_text(rows: Rows) -> bytes:
    return b"true\n" if rows else b"false\n"  # CSV and TSV have no form for ASK; this is what the common servers send


_SELECTS: dict[str, Callable[[Rows], bytes]] = {JSON: _json, XML: _xml, CSV: _csv, TSV: _tsv}
_ASKS: dict[str, Callable[[Rows], bytes]] = {JSON: _ask_json, XML: _ask_xml, CSV: _ask_text, TSV: _ask_text}
