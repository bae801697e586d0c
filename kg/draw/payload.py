"""A graph as the data of its page: pyvis nodes and edges with fixed places, and the tables of words that they point to."""

import itertools
import json
from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np
from pyvis.edge import Edge
from pyvis.network import Network

from kg.draw.arrange import arrange

FAMILIES: dict[str, tuple[str, str, tuple[str, ...]]] = {  # family -> what the legend says, vis-network's shape, kinds
    "state": ("States", "dot", ("state",)),
    "alliance": ("Alliances, blocs, IGOs", "hexagon", ("igo", "bloc")),
    "government": ("Organs of state, parties", "square", ("government", "party")),
    "force": ("Armed forces and groups", "triangle", ("military", "armed_group", "vessel", "aircraft")),
    "person": ("Persons", "diamond", ("person",)),
    "people": ("Groups of people", "dot", ("population",)),
    "organisation": ("Other organisations", "square", ("ngo", "company", "media", "organisation")),
    "territory": ("Places that act or are acted on", "hexagon", ("territory",)),
    "unknown": ("Not known", "dot", ("unknown",)),
}
FAMILY = {kind: family for family, (_, _, kinds) in FAMILIES.items() for kind in kinds}
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 0, "keyboard": False, "multiselect": False, "selectConnectedEdges": False},
}
MOST = 25_000  # edges of one page: some 15 MB, read and drawn within two seconds
EVIDENCE = ("quote", "start", "end", "offset", "rule", "confidence")
ARTICLE = ("article", "title", "publisher", "published", "url")
Json = dict[str, Any]


def payload(graph: nx.MultiDiGraph, *, title: str, note: str = "", most: int = MOST) -> Json:
    """Nodes and edges of a `kg.network.relations` graph as the page reads them.

    `nodes` are pyvis nodes (id, label, shape, x, y, size) with kind, family, code, affiliation and strength, strongest
    first; `edges` are pyvis edges with short-named attributes; each edge's `ev` holds the indices of its evidence in
    `evidence`, whose `a` is the index of its article in `articles`. Of a graph of more than `most` edges those of the
    strongest actors are taken, and the note says so.
    """
    whole = graph.number_of_edges()
    if whole > most:
        graph = _strongest(graph, most)
        note = ", ".join(filter(None, [note, f"the {graph.number_of_edges():,} acts of the strongest actors, of {whole:,}"]))
    network, words = _network(graph), _Words()
    for one, other, data in graph.edges(data=True):
        network.edges.append(Edge(one, other, True, **_edge(data, words)).options)  # add_edge would search all nodes each time
    nodes, edges, _, _, _, _ = network.get_network_data()
    return {
        "title": title,
        "note": note,
        "families": [{"id": family, "name": name} for family, (name, _, _) in FAMILIES.items()],
        "nodes": nodes,
        "edges": edges,
        "evidence": words.evidence,
        "articles": list(words.articles.values()),
        "options": OPTIONS,
    }


def _strongest(graph: nx.MultiDiGraph, most: int) -> nx.MultiDiGraph:
    """The edges among as many of the strongest actors as keep to `most` edges."""
    strength, _ = _strengths(graph)
    rank = {node: i for i, node in enumerate(sorted(strength, key=lambda node: (-strength[node], node)))}
    ranked = sorted(graph.edges(keys=True), key=lambda edge: (max(rank[edge[0]], rank[edge[1]]), edge))
    return graph.edge_subgraph(ranked[:most])


def _network(graph: nx.MultiDiGraph) -> Network:
    """The nodes as pyvis holds them, strongest first, each at its place."""
    strength, pairs = _strengths(graph)
    order = sorted(strength, key=lambda node: (-strength[node], node))
    number = {node: i for i, node in enumerate(order)}
    ends = np.array([(number[a], number[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    top = max(strength.values(), default=1.0) or 1.0
    least = 6 if len(order) <= 200 else 3.5  # a crowd of weak actors must not hide the strong
    sizes = np.array([least + 16 * (strength[node] / top) ** 0.5 for node in order])
    places = arrange(len(order), ends, np.array(list(pairs.values()), dtype=np.float64), sizes)
    network = Network(directed=True, cdn_resources="in_line")
    for node, (x, y), size in zip(order, places.tolist(), sizes.tolist(), strict=True):
        data = graph.nodes[node]
        family = FAMILY.get(data.get("kind", "unknown"), "unknown")
        network.add_node(
            node,
            label=data.get("name") or node,
            shape=FAMILIES[family][1],
            x=round(x, 1),
            y=round(y, 1),
            size=round(size, 1),
            kind=data.get("kind", "unknown"),
            family=family,
            code=data.get("code", ""),
            of=data.get("affiliation", ""),
            strength=round(strength[node], 3),
        )
    return network


def _strengths(graph: nx.MultiDiGraph) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Acts that each actor has a part in, and acts between each unordered pair."""
    strength = dict.fromkeys(graph, 0.0)
    pairs: dict[tuple[str, str], float] = {}
    for one, other, weight in graph.edges(data="weight", default=1.0):
        strength[one] += weight
        if one != other:
            strength[other] += weight
            pair = (one, other) if one < other else (other, one)
            pairs[pair] = pairs.get(pair, 0.0) + weight
    return strength, dict(sorted(pairs.items()))


class _Words:
    """The tables of evidence and articles, each entry once."""

    def __init__(self) -> None:
        self.evidence: list[Json] = []
        self.articles: dict[tuple[Any, ...], Json] = {}
        self._seen: dict[tuple[Any, ...], int] = {}

    def index(self, report: Json) -> int:
        """The place of a report's words in the table."""
        key = tuple(report.get(name) for name in (*EVIDENCE, "article"))
        if key not in self._seen:
            source = tuple(report.get(name, "") for name in ARTICLE)
            article = self.articles.setdefault(source, {"n": len(self.articles), **dict(zip(ARTICLE, source, strict=True))})
            self._seen[key] = len(self.evidence)
            self.evidence.append({**{name: report[name] for name in EVIDENCE if name in report}, "a": article["n"]})
        return self._seen[key]


def _edge(data: Json, words: _Words) -> Json:
    reports: Iterable[Json] = itertools.chain([data] if data.get("quote") else [], json.loads(data.get("reports") or "[]"))
    edge = {
        "id": data["event"],
        "k": data["kind"],
        "m": data.get("mode", ""),
        "q": data["quad"],
        "i": data["intensity"],
        "d": data.get("date", ""),
        "e": "" if data.get("date") else data.get("earliest", ""),
        "l": "" if data.get("date") else data.get("latest", ""),
        "p": data.get("place", ""),
        "st": data.get("status", "asserted"),
        "ce": data.get("certainty", "certain"),
        "f": int(data.get("fact", False)),
        "c": [level.split(" + ") for level in data.get("claimants", "").split(" > ") if level],
        "rb": data.get("rejected_by", ""),
        "rw": data.get("rejected_why", ""),
        "x": data.get("disputed_by", ""),
        "r": int(data.get("reciprocal", False)),
        "al": data.get("alone", ""),
        "w": round(data.get("weight", 1.0), 4),
        "ev": [words.index(report) for report in reports],
    }
    return {name: value for name, value in edge.items() if value not in ("", [], 0) or name in ("i", "q", "ev")}


def embed(data: Json) -> str:
    r"""The data as JSON that can stand inside a `<script>` whatever the articles hold.

    >>> embed({"q": "</script><!--\u2028&"})
    '{"q":"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
