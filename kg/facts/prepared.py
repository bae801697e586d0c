"""One article made ready for a store: its graph as it is written, and of it what the facts look at.

Made where the article is read, in a worker, so that the one process that writes has as little to do for it as can be.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.facts.policy import Policy, promotable_of
from kg.facts.reports import Nodes, nodes_of, reports_in
from kg.facts.same import Report
from kg.iri import DEFAULT_BASE
from kg.rdf.terms import Quad
from kg.store import Block, block, quads_of
from kg.vocab import Iri


@dataclass(frozen=True, slots=True)
class Prepared:
    """The graph of an article: as text, its reports, what it says of actors, places and itself, and which reports the policy lets become fact."""

    block: Block
    reports: tuple[Report, ...]
    nodes: Nodes
    promotable: frozenset[Iri]

    def quads(self) -> Iterator[Quad]:
        """The quads of the graph."""
        return quads_of(self.block)


def prepare(quads: Sequence[Quad], rule: Policy, *, base: str = DEFAULT_BASE) -> Prepared:
    """Make the quads of one article's graph, each once, ready to be put into a store with that policy and base."""
    nodes = nodes_of(quads)
    return Prepared(block(quads), tuple(reports_in(nodes)), _described(nodes, base), frozenset(promotable_of(quads, rule, base)))


def _described(nodes: Nodes, base: str) -> Nodes:
    """Without the findings and stretches of text (`article/...#...`), of which the facts take only what is in the reports."""
    return {key: said for key, said in nodes.items() if not (key[1].startswith(f"{base}article/") and "#" in key[1])}


def of_all(articles: Iterable[Prepared]) -> Nodes:
    """What all these articles say, by graph and node."""
    return {key: said for article in articles for key, said in article.nodes.items()}
