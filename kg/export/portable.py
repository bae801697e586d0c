"""A NetworkX graph made fit for other tools: what the GraphML and GEXF writers share.

Sorted; every attribute of one type throughout; no attribute that is empty, for some readers drop those and some do not; no
character that XML cannot hold; edge ids that are unique, for Gephi drops an edge whose id it has seen. `start` and `end`, which
GEXF takes for times, are called `trigger_start` and `trigger_end`: they are offsets in `quote`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

Value = str | int | float | bool

RENAMED = {"start": "trigger_start", "end": "trigger_end", "id": "own_id", "label": "own_label", "key": "own_key"}
"""Names that the formats give a meaning of their own."""
_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def portable(graph: "nx.Graph") -> "nx.Graph":
    """A sorted copy of a graph of any of the four kinds, with plain attributes.

    >>> import networkx as nx
    >>> g = nx.MultiDiGraph(); _ = g.add_edge("b", "a", key="e", intensity=-3, start=4, note="")
    >>> list(portable(g).edges(data=True))
    [('b', 'a', {'intensity': -3, 'trigger_start': 4})]
    """
    made = type(graph)()
    nodes = {str(node): _plain(data) for node, data in graph.nodes(data=True)}
    made.add_nodes_from((node, nodes[node]) for node in sorted(nodes))
    if graph.is_multigraph():
        edges = sorted((str(u), str(v), str(key), _plain(data)) for u, v, key, data in graph.edges(keys=True, data=True))
        known = Counter(key for _, _, key, _ in edges)
        made.add_edges_from((u, v, key if known[key] == 1 else f"{key} {u} {v}", data) for u, v, key, data in edges)
    else:
        made.add_edges_from(sorted((str(u), str(v), _plain(data)) for u, v, data in graph.edges(data=True)))
    _unify([data for _, data in made.nodes(data=True)])
    _unify([data for *_, data in made.edges(data=True)])
    return made


def _plain(data: Mapping[str, Any]) -> dict[str, Value]:
    return {RENAMED.get(name, name): plain for name, value in sorted(data.items()) if (plain := _value(value)) not in ("", None)}


def _value(value: Any) -> Value | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _NO_XML.sub("\ufffd", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _unify(attributes: Iterable[dict[str, Value]]) -> None:
    """Give each attribute one type: floats where any is a float, text where they differ otherwise.

    A truth that not every node or edge has is text as well, for igraph reads a missing one as false.
    """
    held = list(attributes)
    kinds: dict[str, set[type]] = {}
    count: Counter[str] = Counter()
    for data in held:
        count.update(data.keys())
        for name, value in data.items():
            kinds.setdefault(name, set()).add(type(value))
    for name, found in kinds.items():
        if len(found) > 1 or (found == {bool} and count[name] < len(held)):
            one = float if found == {int, float} else _text
            for data in held:
                if name in data:
                    data[name] = one(data[name])


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
