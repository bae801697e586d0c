"""Terms in other worlds' clothes: as pyoxigraph's objects, as SPARQL text, as SPARQL JSON results."""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.rdf.terms import Lit, Quad, Term, safe
from kg.vocab import GEO, RDF, XSD, Iri

_BOOLEAN = {"1": "true", "0": "false"}
_GEOMETRY = Iri("http://www.openlinksw.com/schemas/virtrdf#Geometry")
"""What Virtuoso makes of a WKT literal: its coordinates in single precision."""
_NUMBER = re.compile(r"-?\d+\.\d+")
Pattern = tuple[Iri | None, Iri | None, Term | None, Iri | None]
"""Subject, predicate, object and graph of the quads that are looked for, None for any."""
_CONTROLS = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES = str.maketrans(_CONTROLS | {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})


def written(term: Term) -> str:
    """A term as SPARQL, Turtle and N-Quads write it: what no IRI may hold is percent-encoded, a blank node keeps its label.

    >>> written(Iri("urn:kg:actor/russia")), written(Lit('say "no"')), written(Lit("2016", XSD.gYear))
    ('<urn:kg:actor/russia>', '"say \\\\"no\\\\""', '"2016"^^<http://www.w3.org/2001/XMLSchema#gYear>')
    """
    if not isinstance(term, Lit):
        return term if term.startswith("_:") else f"<{safe(term)}>"
    if term.lang:
        return f"{quoted(term.value)}@{term.lang}"
    return quoted(term.value) if term.datatype == XSD.string else f"{quoted(term.value)}^^<{term.datatype}>"


def quoted(value: str) -> str:
    """A string between double quotes, with all that must be escaped.

    >>> print(quoted('say "no"'))
    "say \\"no\\""
    """
    return f'"{value.translate(_ESCAPES)}"'


class Block(NamedTuple):
    """Quads as text that SPARQL reads between the braces of INSERT DATA, and TriG as a file, and how many they are."""

    text: str
    size: int


class _Written(dict[Term, str]):
    """Terms as they are written, each worked out once: an article says most of its terms many times."""

    def __missing__(self, term: Term) -> str:
        self[term] = text = written(term)
        return text


def block(quads: Iterable[Quad]) -> Block:
    """Quads as text: one GRAPH group for each run of quads of one graph, in which each run of one subject names it once.

    >>> a, p, g = Iri("urn:kg:a"), Iri("urn:kg:p"), Iri("urn:kg:g")
    >>> print(block([(a, p, Lit("x"), g), (a, p, Lit("y"), g)]).text)
    GRAPH <urn:kg:g> {
    <urn:kg:a> <urn:kg:p> "x" ;
    <urn:kg:p> "y" .
    }
    <BLANKLINE>
    """
    term = _Written()
    parts: list[str] = []
    size, subject, graph, end = 0, None, None, ""
    for s, p, o, g in quads:
        size += 1
        if g != graph:
            parts.append(f"{end}GRAPH <{g}> {{\n{term[s]} {term[p]} {term[o]}")
            subject, graph, end = s, g, " .\n}\n"
        elif s != subject:
            parts.append(f" .\n{term[s]} {term[p]} {term[o]}")
            subject = s
        else:
            parts.append(f" ;\n{term[p]} {term[o]}")
    return Block("".join([*parts, end]), size)


def quads_of(written: Block) -> Iterator[Quad]:
    """The quads of a block."""
    return map(quad_from_ox, ox.parse(written.text, format=ox.RdfFormat.TRIG))


def to_ox(term: Term) -> ox.NamedNode | ox.Literal:
    """A term as pyoxigraph's."""
    if not isinstance(term, Lit):
        return ox.NamedNode(term)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value) if term.datatype == XSD.string else ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def quad_to_ox(quad: Quad) -> ox.Quad:
    """A quad as pyoxigraph's."""
    s, p, o, g = quad
    return ox.Quad(ox.NamedNode(s), ox.NamedNode(p), to_ox(o), ox.NamedNode(g))


def from_ox(term: Any) -> Term:
    """A term of pyoxigraph as ours; a blank node becomes `_:id`, a triple term its text."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Lit(term.value, Iri(term.datatype.value), term.language)
    return Iri(str(term)) if isinstance(term, ox.BlankNode) else Lit(str(term))


def quad_from_ox(quad: ox.Quad) -> Quad:
    """A quad of pyoxigraph as ours; nearly all of it is named nodes, for which nothing is called: large builds read millions of them back."""
    s, p, o, g = quad
    subject = s.value if type(s) is ox.NamedNode else from_ox(s)
    value = o.value if type(o) is ox.NamedNode else from_ox(o)
    graph = g.value if type(g) is ox.NamedNode else "" if isinstance(g, ox.DefaultGraph) else from_ox(g)
    return subject, p.value, value, graph  # type: ignore[return-value]


def from_json(value: dict[str, str]) -> Term:
    """A term of SPARQL JSON results as ours.

    >>> from_json({"type": "literal", "value": "POINT(4.3499999046326 50.849998474121)", "datatype": _GEOMETRY}).value
    'POINT(4.35 50.85)'
    """
    if value["type"] == "uri":
        return Iri(value["value"])
    if value["type"] == "bnode":
        return Iri("_:" + value["value"])
    lang = value.get("xml:lang")
    datatype = RDF.langString if lang else Iri(value.get("datatype", XSD.string))
    if datatype == _GEOMETRY:
        return Lit(_NUMBER.sub(lambda m: _single(float(m[0])), value["value"]), GEO.wktLiteral)
    text = _BOOLEAN.get(value["value"], value["value"]) if datatype == XSD.boolean else value["value"]  # Virtuoso writes true as 1
    return Lit(text, datatype, lang)


def _single(number: float) -> str:
    """The shortest decimal that single precision cannot tell from a number.

    >>> _single(37.700000762939), _single(-0.10000000149012)
    ('37.7', '-0.1')
    """
    (rounded,) = struct.unpack("f", struct.pack("f", number))
    texts = (f"{number:.{digits}g}" for digits in range(1, 10))
    return next(text for text in texts if struct.unpack("f", struct.pack("f", float(text)))[0] == rounded)
