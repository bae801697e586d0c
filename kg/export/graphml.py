"""A NetworkX graph as GraphML, which networkx, igraph, Gephi, yEd and Cytoscape read."""

from typing import TYPE_CHECKING, TextIO

from kg.export.portable import portable

if TYPE_CHECKING:
    import networkx as nx


def write(graph: "nx.Graph", out: TextIO) -> None:
    """Write a graph with all its attributes; equal graphs give the same bytes.

    Empty attributes are left out, and `start` and `end` are called `trigger_start` and `trigger_end` (see `kg.export.portable`).
    """
    from networkx.readwrite.graphml import GraphMLWriter

    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(portable(graph))
    out.write(f'<?xml version="1.0" encoding="utf-8"?>\n{writer}\n')
