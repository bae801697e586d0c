"""The facts with their evidence as Turtle; with claims, what every article says as well, under classes of its own."""

from collections.abc import Iterable
from typing import TextIO

from kg.export.writing import Names, subjects
from kg.iri import DEFAULT_BASE
from kg.rdf.nodes import facts_graph, runs_graph
from kg.rdf.terms import Quad


def write(quads: Iterable[Quad], out: TextIO, *, base: str = DEFAULT_BASE, with_claims: bool = False) -> None:
    """Write the facts graph of a dataset, sorted: the same quads in any order give the same bytes.

    Args:
        quads: a dataset; of its graphs the facts are written.
        out: a text stream.
        base: the base of the dataset's IRIs.
        with_claims: write the graphs of articles and links too, merged; reports and claims keep their own classes and
            properties, so that no query for facts finds them.
    """
    facts, runs = facts_graph(base), runs_graph(base)
    chosen = [quad for quad in quads if quad[3] == facts or (with_claims and quad[3] != runs)]
    names = Names(chosen, base)
    blocks = list(subjects(((s, p, o) for s, p, o, _ in chosen), names))
    out.write(names.header())
    out.writelines("\n" + block for block in blocks)
