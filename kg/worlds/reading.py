"""What worlds read of a store's nodes: where reports and claims stand, their words, and what actors are called."""

from kg.store import reading
from kg.store.reading import Node
from kg.vocab import KG, NIF, PROV, SCHEMA, SKOS


class Reading(reading.Reading):
    """What was read of nodes so far, each once, with the articles that they stand in."""

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
