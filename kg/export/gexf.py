"""A NetworkX graph as GEXF 1.2, Gephi's own format: acts have their days as `start` and `end`, so that its time line works."""

from typing import TYPE_CHECKING, Any, TextIO
from xml.etree import ElementTree

from kg.export.portable import portable
from kg.rdf.terms import days

if TYPE_CHECKING:
    import networkx as nx


def write(graph: "nx.Graph", out: TextIO) -> None:
    """Write a graph with all its attributes; equal graphs give the same bytes.

    As in GraphML, and more: nodes are labelled with their `name`, edges with their `kind`, and an edge with a `date` gets the
    first and the last day that it covers as `start` and `end`.
    """
    from networkx.readwrite.gexf import GEXFWriter

    made = portable(graph)
    for node, data in made.nodes(data=True):
        data["label"] = data.get("name", node)
    edges = made.edges(keys=True, data=True) if made.is_multigraph() else ((u, v, f"{u} {v}", data) for u, v, data in made.edges(data=True))
    for _, _, key, data in edges:
        data |= _edge(key, data)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(made)
    for meta in writer.xml.iter("meta"):
        meta.attrib.clear()  # the day of writing would make each file differ
    writer.indent(writer.xml)
    out.write('<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(writer.xml, encoding="unicode") + "\n")


def _edge(key: str, data: dict[str, Any]) -> dict[str, Any]:
    covered = days(str(data.get("date", "")))
    own = {"id": key, "label": str(data["kind"])} if "kind" in data else {"id": key}
    return own | ({"start": covered[0], "end": covered[1]} if covered else {})
