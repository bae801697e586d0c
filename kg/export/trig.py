"""A dataset as TriG: every graph but that of the runs, each grouped by subject."""

from collections.abc import Iterable
from typing import TextIO

from kg.export.writing import Names, subjects
from kg.iri import DEFAULT_BASE
from kg.rdf.nodes import runs_graph
from kg.rdf.terms import Quad, Triple
from kg.vocab import Iri


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE) -> None:
    """Write every graph of a dataset except the runs, sorted: the same quads in any order give the same bytes."""
    runs = runs_graph(base)
    chosen = [quad for quad in quads if quad[3] != runs]
    names = Names(chosen, base)
    graphs: dict[Iri, list[Triple]] = {}
    for s, p, o, graph in chosen:
        graphs.setdefault(graph, []).append((s, p, o))
    blocks = [(names(graph), list(subjects(graphs[graph], names, "  "))) for graph in sorted(graphs)]
    out.write(names.header())
    for name, written in blocks:
        out.write(f"\n{name} {{\n")
        out.write("\n".join(written))
        out.write("}\n")
