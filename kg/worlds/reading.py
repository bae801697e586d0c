"""What worlds read of a store's nodes: where reports and claims stand, their words, and what actors are called."""

from collections.abc import Iterable

from kg.store import Store, reading
from kg.store.reading import Node
from kg.vocab import KG, NIF, PROV, SCHEMA, SKOS
from kg.who import decided


class Reading(reading.Reading):
    """What was read of nodes so far, each once, with the articles that they stand in, and the names that people gave to actors."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        super().__init__(store)
        self._decided = decided(store)

    def articles(self, nodes: list[Node]) -> None:
        """Read the texts that reports or claims stand in, and the articles of those."""
        versions = [self.at(node, KG.inArticle) for node in nodes]
        self.read(versions, PROV.specializationOf, SCHEMA.sha256)
        self.read((self.at(version, PROV.specializationOf) for version in versions), SCHEMA.identifier, SCHEMA.datePublished, SCHEMA.publisher)

    def article(self, node: Node) -> Node:
        """The article that a report or claim stands in."""
        return self.at(self.at(node, KG.inArticle), PROV.specializationOf)

    def names(self, nodes: Iterable[Node]) -> None:
        """Read what actors or publishers are called."""
        self.read(nodes, SKOS.prefLabel, SCHEMA.name)

    def label(self, node: Node) -> str:
        """The name of an actor or publisher, "" for none: who it is after decisions of people, else as the article has it."""
        return self._decided.name(*node) or self.one(node, SKOS.prefLabel) or self.one(node, SCHEMA.name) or node[1]

    def words(self, span: Node) -> tuple[int, int, str]:
        """Where a span begins and ends, and its words."""
        return int(self.one(span, NIF.beginIndex) or 0), int(self.one(span, NIF.endIndex) or 0), self.one(span, NIF.anchorOf)
