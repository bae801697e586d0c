"""What a store says of nodes, read many at a time from its indices: what it costs is what is asked for, not what the store holds."""

from collections.abc import Iterable, Sequence
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
        self._some: dict[tuple[Node, Iri], list[Term]] = {}

    def read(self, nodes: Iterable[Node], *terms: Iri) -> None:
        """Read all that the store says of these, or only these properties of them, which of many nodes is much less; no node ("") is none."""
        fresh = (node for node in nodes if node[1] and node not in self._said)
        if terms:
            some = dict.fromkeys((node, term) for node in fresh for term in terms)
            wanted = [key for key in some if key not in self._some]
            self._some.update((key, []) for key in wanted)
            for s, p, o, g in self.store.each((s, term, None, g) for (g, s), term in wanted):
                self._some[(g, s), p].append(o)
            return
        whole = dict.fromkeys(fresh)
        self._said.update((node, {}) for node in whole)
        for s, p, o, g in self.store.each((s, None, None, g) for g, s in whole):
            self._said[g, s].setdefault(p, []).append(o)

    def _terms(self, node: Node, term: Iri) -> Sequence[Term]:
        whole = self._said.get(node)
        return self._some.get((node, term), ()) if whole is None else whole.get(term, ())

    def all(self, node: Node, term: Iri) -> list[Iri]:
        """The IRIs or texts under a property, sorted."""
        return texts(self._terms(node, term))

    def one(self, node: Node, term: Iri) -> str:
        """The first of them, "" for none."""
        return first(self._terms(node, term)) or ""

    def at(self, node: Node, term: Iri) -> Node:
        """The node under a property, in the same graph."""
        return node[0], Iri(self.one(node, term))

    def under(self, nodes: Iterable[Node], *terms: Iri) -> None:
        """Read the nodes under these properties."""
        self.read((node[0], o) for node in nodes for term in terms for o in self.all(node, term))


def texts(terms: Sequence[Term]) -> list[Iri]:
    """IRIs, and literals as their text, sorted."""
    return sorted(map(_text, terms)) if len(terms) > 1 else [*map(_text, terms)]


def first(terms: Sequence[Term]) -> Iri | None:
    """The first of `texts`, None of no terms; nearly all have one value, for which nothing is sorted."""
    return None if not terms else _text(terms[0]) if len(terms) == 1 else min(map(_text, terms))


def _text(term: Term) -> Iri:
    return Iri(term.value) if isinstance(term, Lit) else term
