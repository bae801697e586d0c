"""A dataset as N-Quads: every graph but that of the runs, one quad a line."""

from collections.abc import Iterable
from typing import TextIO

from kg.iri import DEFAULT_BASE
from kg.rdf.nodes import runs_graph
from kg.rdf.terms import Quad
from kg.store.convert import written


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE) -> None:
    """Write every graph of a dataset except the runs, sorted: the same quads in any order give the same bytes."""
    runs = runs_graph(base)
    out.writelines(sorted({f"{written(s)} {written(p)} {written(o)} {written(g)} .\n" for s, p, o, g in quads if g != runs}))
