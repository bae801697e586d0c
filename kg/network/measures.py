"""Measures on the graphs of `kg.network`: every value that a table of ours prints, defined here and tested against small graphs worked out by hand.

Loops (acts with one side) are passed over everywhere, and so are, save by `stances`, acts that nobody says were done (denied,
planned, demanded ...). Graphs of more than `LARGE` actors go through rustworkx and graspologic-native (where it is
installed), the others through NetworkX; both give the same values.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from kg.network.graphs import DONE, dyads

LARGE = 1500  # actors; above it NetworkX's betweenness takes over ten seconds
Stance = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality:
    """How central one actor is.

    `acts` done and `received` (sums of weights; a reciprocal act is half of each), `partners` (actors it has a dyad with),
    `betweenness` (share of shortest paths through it, direction and weight left out), `rank` (PageRank with damping 0.85
    over acts, so who is acted on by the important is important), `balance` (mean intensity of all acts that it has a part in).
    """

    id: str
    name: str
    acts: float
    received: float
    partners: int
    betweenness: float
    rank: float
    balance: float


def centralities(graph: nx.MultiDiGraph) -> list[Centrality]:
    """The centralities of all actors, the most active first.

    >>> from kg.model import Actor
    >>> from kg.network import Act, relations
    >>> a, b = (Actor(id=f"actor/{x}", name=x.upper(), kind="state") for x in "ab")
    >>> [(c.name, c.acts, c.received) for c in centralities(relations([Act(id="e", kind="AID", actors=(a,), recipients=(b,), evidence=())]))]
    [('A', 1.0, 0.0), ('B', 0.0, 1.0)]
    """
    pairs = dyads(graph)
    plain = nx.Graph(pairs.to_undirected(as_view=True))
    between, rank = _betweenness(plain), _pagerank(pairs)
    found = []
    for node in pairs:
        done, got = pairs.out_degree(node, weight="acts"), pairs.in_degree(node, weight="acts")
        total = pairs.out_degree(node, weight="total") + pairs.in_degree(node, weight="total")
        found.append(
            Centrality(
                id=node,
                name=pairs.nodes[node].get("name", node),
                acts=float(done),
                received=float(got),
                partners=plain.degree(node),
                betweenness=between[node],
                rank=rank[node],
                balance=total / (done + got) if done + got else 0.0,
            )
        )
    return sorted(found, key=lambda c: (-(c.acts + c.received), c.id))


def _betweenness(graph: nx.Graph) -> dict[str, float]:
    if len(graph) <= LARGE:
        return dict(nx.betweenness_centrality(graph))
    import rustworkx as rx

    number = {node: i for i, node in enumerate(graph)}
    fast: rx.PyGraph[str, None] = rx.PyGraph()
    fast.add_nodes_from(list(graph))
    fast.add_edges_from_no_data([(number[a], number[b]) for a, b in graph.edges])
    values = rx.graph_betweenness_centrality(fast)
    return {node: values[i] for node, i in number.items()}


def _pagerank(pairs: nx.DiGraph) -> dict[str, float]:
    """PageRank by power iteration (Brin and Page 1998): damping 0.85, dangling actors' rank shared by all, to within 1e-12."""
    count = len(pairs)
    if not count:
        return {}
    out = {node: pairs.out_degree(node, weight="acts") for node in pairs}
    rank = dict.fromkeys(pairs, 1 / count)
    for _ in range(500):
        loose = sum(rank[node] for node in pairs if not out[node])
        new = dict.fromkeys(pairs, (0.15 + 0.85 * loose) / count)
        for one, other, acts in pairs.edges(data="acts"):
            new[other] += 0.85 * rank[one] * acts / out[one]
        gap = sum(abs(new[node] - rank[node]) for node in pairs)
        rank = new
        if gap < 1e-12:
            break
    return rank


def communities(graph: nx.MultiDiGraph, *, by: Literal["contact", "friendship"] = "contact", seed: int = 7) -> list[tuple[str, ...]]:
    """Groups of actors that act on one another more than on others, largest first, each sorted by id; isolated actors stand alone.

    Args:
        graph: a graph of relations.
        by: `contact` weighs a pair by its acts whatever they are; `friendship` by its cooperative acts only.
        seed: of the method's order of visits (Louvain; Leiden above `LARGE` actors where graspologic-native is installed).
    """
    flat = nx.Graph()
    flat.add_nodes_from(sorted(graph))
    for one, other, sums in sorted(dyads(graph).edges(data=True), key=lambda edge: edge[:2]):
        weight = sums["acts"] if by == "contact" else sums["q1"] + sums["q2"]
        if weight:
            flat.add_edge(one, other, weight=flat.get_edge_data(one, other, {"weight": 0.0})["weight"] + weight)
    groups = _leiden(flat, seed) if len(flat) > LARGE else None
    if groups is None:
        groups = [set(group) for group in nx.community.louvain_communities(flat, seed=seed)] if len(flat) else []
    return sorted((tuple(sorted(group)) for group in groups), key=lambda group: (-len(group), group))


def _leiden(graph: nx.Graph, seed: int) -> list[set[str]] | None:
    """Leiden communities (Traag, Waltman, van Eck 2019), None where graspologic-native is not installed."""
    try:
        from graspologic_native import leiden
    except ImportError:
        return None
    joined = [(one, other, float(weight)) for one, other, weight in graph.edges(data="weight")]
    _, label = leiden(
        edges=joined,
        starting_communities=None,
        resolution=1.0,
        randomness=0.001,
        iterations=2,
        use_modularity=True,
        seed=seed,
        trials=1,
    )
    groups: dict[int, set[str]] = {}
    for node in graph:
        groups.setdefault(label.get(node, -1 - len(groups)), set()).add(node)
    return list(groups.values())


def reciprocity(graph: nx.MultiDiGraph) -> float:
    """How far acts are returned: twice the lesser direction of each pair, summed, over all acts; 1 fully, 0 not at all, NaN without acts."""
    pairs = dyads(graph)
    total = sum(acts for _, _, acts in pairs.edges(data="acts"))
    back = sum(min(acts, pairs[other][one]["acts"]) for one, other, acts in pairs.edges(data="acts") if pairs.has_edge(other, one))
    return back / total if total else math.nan


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a dyad: acts in it, their mean intensity (NaN without acts) and the acts of each quad class 1-4."""

    period: str
    acts: float
    mean: float
    quads: tuple[float, float, float, float]


def series(graph: nx.MultiDiGraph, one: str, other: str, *, by: int = 7, directed: bool = False) -> list[Point]:
    """The acts between two actors by period, in order of time; undated acts and acts dated coarser than the periods are left out.

    Args:
        graph: a graph of relations.
        one: an actor's id.
        other: another's.
        by: length of the ISO prefix: 4 years, 7 months, 10 days.
        directed: only what `one` did to `other`; a reciprocal act counts half.
    """
    sums: dict[str, list[float]] = {}
    for a, b, data in graph.edges(data=True):
        if {a, b} != {one, other} or a == b or len(data["date"]) < by or data["status"] not in DONE:
            continue
        if directed and not data["reciprocal"] and a != one:
            continue
        share = data["weight"] * (0.5 if directed and data["reciprocal"] else 1)
        row = sums.setdefault(data["date"][:by], [0.0] * 6)
        row[0] += share
        row[1] += share * data["intensity"]
        if data["quad"]:
            row[1 + data["quad"]] += share
    return [Point(period, row[0], row[1] / row[0] if row[0] else math.nan, (row[2], row[3], row[4], row[5])) for period, row in sorted(sums.items())]


def stances(graph: nx.MultiDiGraph) -> dict[str, dict[str, float]]:
    """What each claimant makes of whom: claimant's name -> {recipient's id: sum of intensities of the acts that it says are done to it by others}.

    An act that it denies counts with the sign turned; an act it speaks of as its own doing is left out.
    """
    found: dict[str, dict[str, float]] = {}
    for one, other, data in graph.edges(data=True):
        if data["claimants"] and not data["alone"]:
            for who in data["claimants"].rsplit(" > ", 1)[-1].split(" + "):
                if graph.nodes[one].get("name") != who:
                    of = found.setdefault(who, {})
                    key = f"{one} {other}"
                    of[key] = of.get(key, 0.0) + data["weight"] * data["intensity"] * (-1 if data["status"] == "denied" else 1)
    return found


def similarity(graph: nx.MultiDiGraph, one: str, other: str) -> float:
    """How alike two claimants (by name) speak: the cosine of their stances, from -1 (the opposite) to 1.

    NaN where they speak of no pair of actors in common.
    """
    found = stances(graph)
    left, right = found.get(one, {}), found.get(other, {})
    if not left.keys() & right.keys():
        return math.nan
    dot = sum(left[key] * right[key] for key in left.keys() & right.keys())
    norm = math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))
    return dot / norm if norm else math.nan
