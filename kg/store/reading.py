"""What a store says of nodes, read many at a time from its indices: what it costs is what is asked for, not what the store holds."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.rdf.terms import Lit, Term
from kg.vocab import Iri

if TYPE_CHECKING:
    from kg.store.facade import Store

Node = tuple[Iri, Iri]
"""A node as a graph describes it: graph, IRI."""


class Reading:
    """What was read of nodes so far, each once."""

    def __init__(self, store: "Store") -> None:
        """Nothing is read yet."""
        self.store = store
        self._said: dict[Node, dict[Iri, list[Term]]] = {}

    def read(self, nodes: Iterable[Node]) -> None:
        """Read all that the store says of these."""
        wanted = dict.fromkeys(node for node in nodes if node not in self._said)
        self._said.update((node, {}) for node in wanted)
        for s, p, o, g in self.store.each((s, None, None, g) for g, s in wanted):
            self._said[g, s].setdefault(p, []).append(o)

    def all(self, node: Node, term: Iri) -> list[Iri]:
        """The IRIs or texts under a property, sorted."""
        found = self._said.get(node, {}).get(term, ())
        return sorted(map(_text, found)) if len(found) > 1 else [*map(_text, found)]

    def one(self, node: Node, term: Iri) -> str:
        """The first of them, "" for none."""
        found = self._said.get(node, {}).get(term)
        return "" if not found else _text(found[0]) if len(found) == 1 else min(map(_text, found))

    def at(self, node: Node, term: Iri) -> Node:
        """The node under a property, in the same graph."""
        return node[0], Iri(self.one(node, term))

    def under(self, nodes: Iterable[Node], *terms: Iri) -> None:
        """Read the nodes under these properties."""
        self.read((node[0], o) for node in nodes for term in terms for o in self.all(node, term))


def _text(term: Term) -> Iri:
    return Iri(term.value) if isinstance(term, Lit) else term
