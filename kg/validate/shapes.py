"""The SHACL shapes compiled to plain checks: the verdicts of pyshacl for the part of SHACL that `ontology/shapes.ttl` uses, forty
times faster (3.5 ms against 140 ms for an article of 1,500 quads).

    data = Data(quads); violations = list(compiled().check(data))

Compiled are node shapes with `sh:targetClass`, `sh:closed`, `sh:ignoredProperties`, `sh:nodeKind`, `sh:not [ sh:class ]`, and property
shapes over one property or a sequence with the constraints in `BUILDERS`; anything else in the shapes is an error at
compilation, so that nothing is passed over in silence. `tests/test_shapes.py` proves that the verdicts are those of pyshacl.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import ShapeError
from kg.rdf.terms import Lit, Term
from kg.validate.constraints import BUILDERS, SH, Data, Test, sh
from kg.vocab import RDF, Iri, ontology

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


_NONE: list[Term] = []


class Violation(NamedTuple):
    """One broken constraint: at which node, of which shape, along which path, by which value (None where one is missing)."""

    focus: Iri
    shape: str
    path: str
    constraint: str
    value: Term | None
    message: str


@dataclass(frozen=True)
class _Property:
    path: tuple[Iri, ...]
    tests: tuple[Test, ...]
    message: str | None

    @cached_property
    def optional(self) -> bool:
        """Whether a node without any value breaks nothing, so that it need not be looked at."""
        return not any(found for test in self.tests for found in test(Data(()), Iri(""), []))


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    target: Iri
    closed: frozenset[Iri] | None
    never: tuple[Iri, ...]
    properties: tuple[_Property, ...]

    def check(self, data: Data, focus: Iri) -> Iterator[Violation]:
        node = data.nodes[focus]
        if self.closed is not None:
            for term in sorted(node.keys() - self.closed):
                for surplus in node[term]:
                    yield Violation(focus, self.name, term, "Closed", surplus, f"{term} is no property of this shape")
        for kind in self.never:
            if data.is_a(focus, kind):
                yield Violation(focus, self.name, RDF.type, "Not", focus, f"it must not be a {kind} as well")
        for prop in self.properties:
            values = node.get(prop.path[0], _NONE) if len(prop.path) == 1 else data.values(focus, prop.path)
            if not values and prop.optional:
                continue
            for test in prop.tests:
                for constraint, value in test(data, focus, values):
                    path = " / ".join(prop.path)
                    yield Violation(focus, self.name, path, constraint, value, prop.message or f"{path} breaks {constraint}")


class Shapes:
    """Compiled shapes, by the class that each is for."""

    def __init__(self, shapes: Iterable[_Shape]) -> None:
        """Index shapes by their class."""
        self.by_class: dict[Iri, list[_Shape]] = {}
        for shape in shapes:
            self.by_class.setdefault(shape.target, []).append(shape)

    def check(self, data: Data) -> Iterator[Violation]:
        """Yield every violation, node by node in the order of the data."""
        for focus, properties in data.nodes.items():
            for kind in properties.get(RDF.type, ()):
                for shape in self.by_class.get(Iri(str(kind)), ()) if not isinstance(kind, Lit) else ():
                    yield from shape.check(data, focus)


@cache
def compiled() -> Shapes:
    """The shapes of `ontology/shapes.ttl`, compiled once a process."""
    return compile_shapes(ontology("shapes.ttl"))


def compile_shapes(turtle: str) -> Shapes:
    """Compile SHACL shapes.

    Raises:
        ShapeError: they use a part of SHACL that is not compiled.
    """
    from rdflib import Graph

    graph = Graph().parse(data=turtle, format="turtle")
    return Shapes(_node_shape(graph, shape, target) for shape, target in graph.subject_objects(sh("targetClass")))


def _node_shape(graph: "Graph", shape: "Node", target: "Node") -> _Shape:
    parts = list(graph.predicate_objects(shape))
    properties = tuple(_property_shape(graph, value) for term, value in parts if str(term) == SH + "property")
    closed, ignored, never = False, {RDF.type}, []
    for term, value in parts:
        match str(term).removeprefix(SH):
            case "closed":
                closed = bool(value.toPython())  # type: ignore[attr-defined]
            case "ignoredProperties":
                ignored |= {Iri(str(item)) for item in graph.items(value)}
            case "not":
                never.append(Iri(str(graph.value(value, sh("class")))))
            case "targetClass" | "property" | "nodeKind" | RDF.type:
                pass  # sh:nodeKind sh:IRI of a node: no quad of ours has another subject
            case _:
                raise ShapeError(
                    f"{term} of {shape} is not compiled; kg/validate/shapes.py knows sh:closed, sh:ignoredProperties, sh:not and sh:property"
                )
    allowed = frozenset(ignored | {prop.path[0] for prop in properties if len(prop.path) == 1})
    return _Shape(str(shape), Iri(str(target)), allowed if closed else None, tuple(never), properties)


def _property_shape(graph: "Graph", shape: "Node") -> _Property:
    from rdflib import URIRef

    path = graph.value(shape, sh("path"))
    steps = (Iri(str(path)),) if isinstance(path, URIRef) else tuple(Iri(str(step)) for step in graph.items(path))  # type: ignore[arg-type]
    tests, message = [], None
    for term, value in sorted(graph.predicate_objects(shape)):
        name = str(term).removeprefix(SH)
        if name == "message":
            message = str(value)
        elif name in BUILDERS:
            tests.append(BUILDERS[name](graph, value))
        elif name != "path" and str(term) != RDF.type:
            raise ShapeError(f"{term} of the shape of {path} is not compiled; kg/validate/shapes.py knows {', '.join(sorted(BUILDERS))}")
    return _Property(steps, tuple(tests), message)
