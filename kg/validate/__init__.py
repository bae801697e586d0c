"""Are these quads of the shapes that our classes have? Asked of every article before anything of it is committed."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import ShapeError
from kg.rdf.terms import Lit, Quad
from kg.validate.constraints import Data
from kg.validate.shapes import Violation, compiled
from kg.vocab import XSD, ontology

if TYPE_CHECKING:
    from rdflib import Graph

SHOWN = 3
"""How many violations an error tells; the rest are counted."""


def validate(quads: Iterable[Quad]) -> None:
    """Check quads against `ontology/shapes.ttl` (compiled: the verdicts of `pyshacl`, fit for every article of a large build).

    Raises:
        ShapeError: names the node, the shape, the path and the value of the first violations.
    """
    found = violations(quads)
    if found:
        told = "; ".join(_told(violation) for violation in found[:SHOWN])
        more = f" (and {len(found) - SHOWN} more)" if len(found) > SHOWN else ""
        raise ShapeError(f"quads break the shapes of ontology/shapes.ttl, nothing was written: {told}{more}")


def violations(quads: Iterable[Quad]) -> list[Violation]:
    """Every violation, in the order of the nodes."""
    return list(compiled().check(Data(quads)))


def report(quads: Iterable[Quad]) -> tuple[bool, str]:
    """Run pyshacl itself over quads: whether they conform, and its report in words."""
    import pyshacl

    conforms, _, words = pyshacl.validate(to_rdflib(quads), shacl_graph=_shapes())
    return bool(conforms), str(words)


@cache
def _shapes() -> "Graph":
    from rdflib import Graph

    return Graph().parse(data=ontology("shapes.ttl"), format="turtle")


def to_rdflib(quads: Iterable[Quad]) -> "Graph":
    """Quads as one rdflib Graph; strings go without their datatype, for rdflib holds `"x"` and `"x"^^xsd:string` to differ."""
    from rdflib import Graph, Literal, URIRef

    graph = Graph()
    for s, p, o, _ in quads:
        if not isinstance(o, Lit):
            graph.add((URIRef(s), URIRef(p), URIRef(o)))
        elif o.lang or o.datatype == XSD.string:
            graph.add((URIRef(s), URIRef(p), Literal(o.value, lang=o.lang)))
        else:
            graph.add((URIRef(s), URIRef(p), Literal(o.value, datatype=URIRef(o.datatype), normalize=False)))
    return graph


def _told(v: Violation) -> str:
    value = "nothing" if v.value is None else repr(v.value.value if isinstance(v.value, Lit) else v.value)
    return f"{v.focus} has {value} at {v.path} ({v.constraint} of {v.shape}: {v.message})"
