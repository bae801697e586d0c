"""Who is who in a store: the actors that a name means, with what people decided in the ledger.

Articles keep the names that they give; decisions stand beside them. An actor that was merged into another one is that one in every article;
one that was told apart is another one in the articles that the decision names. So an actor is a set of places to look: ids that mean it
wherever they stand, some of them not in these articles, and ids that mean it in some articles alone.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.errors import QueryError
from kg.iri import slug
from kg.ledger import Decision, decisions, standing
from kg.rdf.terms import Quad, node, text
from kg.store import Store, plain
from kg.store.convert import written
from kg.store.reading import Node
from kg.vocab import SKOS, Iri


@dataclass(frozen=True)
class Identities:
    """What standing decisions say of actors: `aliases` are those merged, each with the one that stays, `parted` who an actor is in an article's
    graph instead, `names` what those are called that stay or are told apart."""

    aliases: Mapping[Iri, Iri] = field(default_factory=dict)
    parted: Mapping[Iri, Mapping[Iri, Iri]] = field(default_factory=dict)
    names: Mapping[Iri, str] = field(default_factory=dict)

    def known(self, graph: Iri) -> Mapping[Iri, Iri]:
        """Who the actors of an article's graph are, where people say so: in these articles another one, everywhere one with another."""
        return self._known.get(graph, self.aliases)

    @cached_property
    def _known(self) -> dict[Iri, dict[Iri, Iri]]:
        return {graph: _roots({**self.aliases, **parted}) for graph, parted in self.parted.items()}

    def name(self, graph: Iri, actor: Iri) -> str | None:
        """What an actor that a graph names is called after the decisions, None where no decision is about it."""
        known = self.known(graph)
        return self.names.get(known[actor]) if actor in known else None

    def who(self, actors: Iterable[Iri]) -> "Who":
        """These actors, wherever a store's graphs name them."""
        kept = frozenset(self.aliases.get(actor, actor) for actor in actors)
        ids = kept | {gone for gone, stays in self.aliases.items() if stays in kept}
        here = {graph: {actor for actor in {*ids, *known} if known.get(actor, actor) in kept} for graph, known in self._known.items()}
        return Who(
            tuple(sorted(kept)),
            (*sorted(kept), *sorted(ids - kept)),
            tuple(sorted((graph, actor) for graph, found in here.items() for actor in found - ids)),
            frozenset((graph, actor) for graph, found in here.items() for actor in ids - found),
        )


@dataclass(frozen=True, slots=True)
class Who:
    """One or more actors: `kept` as the facts name them, `ids` that mean them everywhere but in the places of `never`, and `only` in these."""

    kept: tuple[Iri, ...]
    ids: tuple[Iri, ...]
    only: tuple[Node, ...] = ()
    never: frozenset[Node] = frozenset()

    @property
    def places(self) -> tuple[tuple[Iri | None, Iri], ...]:
        """Graph (None: any) and id, to look for them; what stands in a place of `never` is to be left out."""
        return (*((None, actor) for actor in self.ids), *self.only)

    def under(self, store: Store, term: Iri) -> Iterator[Quad]:
        """The quads that have one of them under a property."""
        found = store.each((None, term, actor, graph) for graph, actor in self.places)
        return (quad for quad in found if (quad[3], quad[2]) not in self.never) if self.never else found

    def condition(self, variable: str, graph: str) -> str:
        """A SPARQL filter: that a variable means them in the graph of another one; empty where their ids do everywhere.

        >>> Who((Iri("urn:a"),), (Iri("urn:a"),), (), frozenset({(Iri("urn:g"), Iri("urn:a"))})).condition("c", "g")
        'FILTER((?c IN (<urn:a>)) && !(?c = <urn:a> && ?g IN (<urn:g>)))'
        """
        if not self.only and not self.never:
            return ""
        either = " || ".join((f"?{variable} IN ({', '.join(map(written, self.ids))})", *_pairs(self.only, variable, graph)))
        return f"FILTER({' && '.join((f'({either})', *(f'!({pair})' for pair in _pairs(self.never, variable, graph))))})"


def _pairs(nodes: Iterable[Node], variable: str, graph: str) -> Iterator[str]:
    by: dict[Iri, list[Iri]] = {}
    for home, actor in sorted(nodes):
        by.setdefault(actor, []).append(home)
    for actor, homes in by.items():
        yield f"?{variable} = {written(actor)} && ?{graph} IN ({', '.join(map(written, homes))})"


def identities(made: Iterable[Decision], base: str) -> Identities:
    """What these decisions say of actors; the later of two holds."""
    aliases: dict[Iri, Iri] = {}
    parted: dict[Iri, dict[Iri, Iri]] = {}
    names: dict[Iri, str] = {}
    for decision in made:
        if decision.actors:
            kept, gone = (node(actor, base) for actor in decision.actors)
            aliases[gone] = kept
            names[kept] = decision.value or decision.actors[0]
        elif decision.parted:
            old, new = (node(actor, base) for actor in decision.parted)
            names[new] = decision.value or decision.parted[1]
            for article in decision.articles:
                parted.setdefault(Iri(f"{base}graph/article/{article}"), {})[old] = new
    return Identities(_roots(aliases), parted, names)


def decided(store: Store) -> Identities:
    """What the standing decisions of a store's ledger say of actors."""
    return identities(standing(decisions(store.beside.lines())), store.base)


def _roots(aliases: Mapping[Iri, Iri]) -> dict[Iri, Iri]:
    """Each merged actor with the one that stays at the end of its chain; a circle is cut where it closes."""
    found = {}
    for actor in aliases:
        seen, at = {actor}, aliases[actor]
        while at in aliases and at not in seen:
            seen.add(at)
            at = aliases[at]
        if at != actor:
            found[actor] = at
    return found


def who(store: Store, *names: str) -> Who:
    """The actors of a store that names, ids or IRIs mean.

    Each is looked for in this order: id; name as it is written there, or in the ledger; another name that the gazetteer knows; name in any
    case; surname, where one person has it.

    Raises:
        QueryError: nobody has a name; the message says which names are like it.
    """
    known = decided(store)
    found: set[Iri] = set()
    for name in names:
        looks = (_by_id, _by_label, _by_gazetteer, _by_fold)
        found |= next(filter(None, (look(store, known, name) for look in looks)))
    return known.who(found)


def _by_id(store: Store, known: Identities, name: str) -> set[Iri]:
    id_ = node(name if name.startswith(("actor/", store.base)) else f"actor/{slug(name)}", store.base)
    there = id_ in known.names or store.query(f"ASK {{ GRAPH ?g {{ {written(id_)} a sem:Actor }} }}")  # every article about it types it again
    return {id_} if there else set()


def _by_label(store: Store, known: Identities, name: str) -> set[Iri]:
    labels = store.each((None, p, text(name), None) for p in (SKOS.prefLabel, SKOS.altLabel))
    told = {actor for actor, called in known.names.items() if called == name}
    return told | {id_ for s in dict.fromkeys(s for s, *_ in labels) for id_ in _by_id(store, known, s)}


def _by_gazetteer(store: Store, known: Identities, name: str) -> set[Iri]:
    from kg.gazetteer import world

    return {id_ for found in world().named(name) for id_ in _by_id(store, known, node(found.actor.id, store.base))}


def _by_fold(store: Store, known: Identities, name: str) -> set[Iri]:
    rows = store.query("SELECT DISTINCT ?a ?l WHERE { GRAPH ?g { ?a a sem:Actor ; skos:prefLabel ?l } }")
    labels: dict[str, set[Iri]] = {}
    for actor, label in (*((Iri(str(a)), plain(label) or "") for a, label in rows), *known.names.items()):
        labels.setdefault(label.casefold(), set()).add(actor)
    if name.casefold() in labels:
        return labels[name.casefold()]
    ending = {label: ids for label, ids in labels.items() if label.endswith(f" {name.casefold()}")}  # a surname that one person has
    if len(ending) == 1:
        return ending.popitem()[1]
    if ending:
        raise QueryError(f"{name!r} can be {', '.join(sorted(ending))}; give the full name")
    near = difflib.get_close_matches(name.casefold(), labels, n=3, cutoff=0.6)
    hint = f"; there are names like it: {', '.join(near)}" if near else ""
    raise QueryError(f"no actor {name!r} in {store.location}{hint}")
