"""A dataset as N-Quads: every graph but that of the runs, one quad a line."""

from collections.abc import Iterable
from typing import TextIO

from kg.export.writing import full
from kg.iri import DEFAULT_BASE
from kg.rdf.nodes import runs_graph
from kg.rdf.terms import Quad


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE) -> None:
    """Write every graph of a dataset except the runs, sorted: the same quads in any order give the same bytes."""
    runs = runs_graph(base)
    out.writelines(sorted({f"{full(s)} {full(p)} {full(o)} {full(g)} .\n" for s, p, o, g in quads if g != runs}))
