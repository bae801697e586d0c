"""What a store says of nodes, read many at a time from its indices: what it costs is what is asked for, not what the store holds."""

from collections.abc import Iterable

from kg.rdf.terms import Term
from kg.store import Store, plain
from kg.vocab import KG, NIF, PROV, SCHEMA, SKOS, Iri

Node = tuple[Iri, Iri]
"""A node as a graph describes it: graph, IRI."""


class Reading:
    """What was read of nodes so far, each once."""

    def __init__(self, store: Store) -> None:
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
        """The values of a property, sorted; texts as their text."""
        return sorted(Iri(plain(o) or "") for o in self._said.get(node, {}).get(term, ()))

    def one(self, node: Node, term: Iri) -> str:
        """The first of them, "" for none."""
        return next(iter(self.all(node, term)), "")

    def at(self, node: Node, term: Iri) -> Node:
        """The node under a property, in the same graph."""
        return node[0], Iri(self.one(node, term))

    def under(self, nodes: Iterable[Node], *terms: Iri) -> None:
        """Read the nodes under these properties."""
        self.read((node[0], o) for node in nodes for term in terms for o in self.all(node, term))

    def articles(self, nodes: list[Node]) -> None:
        """Read the texts that reports or claims stand in, and the articles of those."""
        self.under(nodes, KG.inArticle)
        self.under((self.at(node, KG.inArticle) for node in nodes), PROV.specializationOf)

    def article(self, node: Node) -> Node:
        """The article that a report or claim stands in."""
        return self.at(self.at(node, KG.inArticle), PROV.specializationOf)

    def label(self, node: Node) -> str:
        """The name of an actor or publisher."""
        return self.one(node, SKOS.prefLabel) or self.one(node, SCHEMA.name) or node[1]

    def words(self, span: Node) -> tuple[int, int, str]:
        """Where a span begins and ends, and its words."""
        return int(self.one(span, NIF.beginIndex) or 0), int(self.one(span, NIF.endIndex) or 0), self.one(span, NIF.anchorOf)
