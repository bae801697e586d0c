"""Acts from a store: each happening of the facts graph once, with the words of all its reports, and each report that is no fact.

Everything is looked up node by node in the store's indices, level by level, many nodes to a request: so the acts around one
actor cost what they are, not what the store is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from kg.facts import chains, rejections
from kg.facts.chains import Levels
from kg.model import Actor, ActorKind, Affiliation
from kg.network.acts import Act, Evidence, is_party
from kg.network.latest import count, latest
from kg.rdf.terms import safe
from kg.store.reading import Node, Reading
from kg.vocab import KG, NIF, PROV, RDF, SCHEMA, SEM, SKOS, Iri
from kg.who import decided

if TYPE_CHECKING:
    from kg.store import Store

_WORDS = (KG.evidence, KG.trigger, KG.inArticle, KG.saidPlace)
_NAMED = (KG.saidActor, KG.saidRecipient, KG.claimedBy, KG.relayedBy)


def stored(store: "Store", *, around: str | None = None) -> Iterator[Act]:
    """Yield the acts of a store, facts first: happenings, then reports that no happening rests on, each in the order of its id.

    Args:
        store: an open store.
        around: only acts that the actor of this id (`actor/russia`) has a part in.
    """
    read = _Reader(store)
    who = None if around is None else read.kept(around)
    yield from _acts(read, who, *(read.everything() if who is None else read.around(who)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Some of the acts that an actor has a part in, the latest; `before` is the date before which there are more, `total` counts all reports."""

    acts: tuple[Act, ...]
    before: str | None
    total: int


def portion(store: "Store", around: str, *, most: int, before: str | None = None) -> Portion:
    """The acts that some so many reports about an actor tell of, the latest before a date: what a large store is explored by, page by page."""
    read = _Reader(store)
    who = read.kept(around)
    everyone = read.decided.who([who])
    total = count(store, everyone)
    if total <= most:
        return Portion(acts=tuple(_acts(read, who, *read.around(who))), before=None, total=total)
    reports, rest = latest(store, everyone, most, before=before)
    return Portion(acts=tuple(_acts(read, who, read.happenings(reports), reports)), before=rest, total=total)


def telling(store: "Store", reports: Iterable[str], happenings: Iterable[str] = ()) -> Iterator[Act]:
    """The acts that these reports tell of, and these happenings, by IRI; nothing else of the store is read."""
    read = _Reader(store)
    told = {(g, s) for s, _, _, g in store.each((Iri(report), KG.status, None, None) for report in sorted(set(reports)))}
    yield from _acts(read, None, read.happenings(told) | {(store.facts, Iri(one)) for one in happenings}, told)


def _acts(read: "_Reader", who: Iri | None, happenings: set[Node], reports: set[Node]) -> Iterator[Act]:
    read.describe(happenings, reports)
    told: set[Iri] = set()
    for node in sorted(happenings, key=lambda node: node[1]):
        told.update(read.all(node, KG.report))
        if who is None or who in read.all(node, SEM.hasActor):
            yield read.fact(node)
    for node in sorted(reports, key=lambda node: node[1]):
        if node[1] not in told and read.one(node, KG.saidType):
            yield read.claim(node)


class _Reader(Reading):
    """What was read of a store's nodes, and acts made of it."""

    def __init__(self, store: "Store") -> None:
        """Nothing is read yet."""
        super().__init__(store)
        self.decided = decided(store)
        self.home: dict[Iri, Node] = {}  # where an actor is described here: in the facts where they do, else in an article
        self.instead: dict[Iri, Node] = {}  # ... else as one that people merged into it, or took for it
        self.reports: dict[Iri, Node] = {}
        self.actors: dict[Iri, Actor] = {}
        self.levels: dict[Iri, Levels] = {}
        self.rejected = rejections(store)

    def kept(self, actor: str) -> Iri:
        """The actor of an id, or the one that it was merged into."""
        me = safe(self.store.base + actor.removeprefix(self.store.base))
        return self.decided.aliases.get(me, me)

    def everything(self) -> tuple[set[Node], set[Node]]:
        """All happenings and all reports."""
        return self._found([(None, RDF.type, SEM.Event, self.store.facts)]), self._found([(None, RDF.type, KG.ReportedEvent, None)])

    def around(self, who: Iri) -> tuple[set[Node], set[Node]]:
        """The happenings and reports that an actor has a part in, and the happenings of the reports."""
        me = self.decided.who([who])
        reports = {(g, s) for side in (KG.saidActor, KG.saidRecipient) for s, _, _, g in me.under(self.store, side)}
        own = self._found((None, side, who, self.store.facts) for side in (KG.actor, KG.recipient))
        return own | self.happenings(reports), reports

    def happenings(self, reports: set[Node]) -> set[Node]:
        """What these reports tell of: one may say more than its happening, which holds what all its reports agree on, and is no claim for that."""
        return self._found((None, KG.report, report, self.store.facts) for _, report in sorted(reports))

    def _found(self, patterns: Iterable[tuple[Iri | None, Iri, Iri, Iri | None]]) -> set[Node]:
        return {(g, s) for s, _, _, g in self.store.each(patterns)}

    def describe(self, happenings: set[Node], reports: set[Node]) -> None:
        """Read happenings and reports, the words and articles of these, and the actors and places of both."""
        self.read(happenings)
        own = {report for node in happenings for report in self.all(node, KG.report)} - {report for _, report in reports}
        reports |= {(g, s) for s, _, _, g in self.store.each((report, RDF.type, KG.ReportedEvent, None) for report in sorted(own))}
        self.read(reports)
        self.reports = {report: (g, report) for g, report in reports}
        self.read((g, o) for g, r in reports for term in _WORDS for o in self.all((g, r), term))
        self.read((self.store.facts, o) for node in happenings for o in self.all(node, SEM.hasPlace))
        articles = {(g, a) for g, r in reports for v in self.all((g, r), KG.inArticle) for a in self.all((g, v), PROV.specializationOf)}
        self.read(articles)
        publishers = {(g, p) for g, a in articles for p in self.all((g, a), SCHEMA.publisher)}
        self.read(publishers)
        for node in happenings:
            self._live(node[0], (actor for term in (KG.actor, KG.recipient, KG.disputedBy) for actor in self.all(node, term)))
        for node in sorted(reports):
            self._live(node[0], (actor for term in _NAMED for actor in self.all(node, term)))
        for node in sorted(publishers):
            self._live(node[0], self.all(node, KG.speaksFor))
        self.levels = chains(self.store, ((g, r) for g, r in reports if self.all((g, r), KG.claimedBy)))
        for g, r in sorted(reports):
            self._live(g, (who for level in self.levels.get(r, ()) for who in level))
        homes = [*self.home.values(), *(node for actor, node in self.instead.items() if actor not in self.home)]
        self.read(homes)
        self.read((node[0], of) for node in homes for of in self.all(node, KG.affiliation))

    def _live(self, graph: Iri, actors: Iterable[Iri]) -> None:
        for actor in actors:
            known = self.decided.known(graph).get(actor, actor)
            (self.home if known == actor else self.instead).setdefault(known, (graph, actor))

    def short(self, iri: str) -> str:
        """An id without the store's base."""
        return iri.removeprefix(self.store.base)

    def fact(self, node: Node) -> Act:
        """The act of a happening."""
        evidence = [self.evidence(self.reports[report]) for report in self.all(node, KG.report) if report in self.reports]
        return Act(
            id=self.short(node[1]),
            kind=_local(self.one(node, SEM.eventType)),
            mode=_local(self.one(node, KG.mode)).partition("-")[2],
            reciprocal=self.one(node, KG.reciprocal) == "true",
            date=self.one(node, SEM.hasTimeStamp),
            earliest=self.one(node, SEM.hasEarliestBeginTimeStamp),
            latest=self.one(node, SEM.hasLatestEndTimeStamp),
            place=self.one(self.at(node, SEM.hasPlace), SKOS.prefLabel),
            intensity=_number(self.one(node, KG.intensity)),
            actors=self.some(node, self.all(node, KG.actor)),
            recipients=self.some(node, self.all(node, KG.recipient)),
            fact=True,
            disputed_by=self.some(node, self.all(node, KG.disputedBy)),
            evidence=tuple(evidence),
        )

    def claim(self, node: Node) -> Act:
        """The act of a report that is no fact."""
        actors, recipients = (self.some(node, self.all(node, term)) for term in (KG.saidActor, KG.saidRecipient))
        levels = self._voices(node)
        decision = self.rejected.get(node[1])
        return Act(
            id=self.short(node[1]),
            kind=_local(self.one(node, KG.saidType)),
            mode=_local(self.one(node, KG.saidMode)).partition("-")[2],
            reciprocal=self.one(node, KG.saidReciprocal) == "true",
            date=self.one(node, KG.saidDate),
            earliest=self.one(node, KG.saidEarliest),
            latest=self.one(node, KG.saidLatest),
            place=self.one(self.at(node, KG.saidPlace), SKOS.prefLabel),
            intensity=_number(self.one(node, KG.saidIntensity)),
            actors=actors,
            recipients=recipients,
            status=self.one(node, KG.status) or "asserted",
            certainty=self.one(node, KG.certainty) or "certain",
            claimants=tuple(first for first, *_ in levels),
            beside=tuple(tuple(others) for _, *others in levels) if any(len(level) > 1 for level in levels) else (),
            evidence=(self.evidence(node),),
            rejected_by=(decision.who or "somebody") if decision else "",
            rejected_why=decision.why if decision else "",
        )

    def _voices(self, node: Node) -> list[tuple[Actor, ...]]:
        """Who says so, level by level; of a party's own publisher that party. Each actor once, merged ones as the one that stays."""
        levels, seen = [], set[str]()
        for level in self.levels.get(node[1], ()):
            fresh = tuple(actor for who in level for actor in self.some(node, [who]) if actor.id not in seen)
            seen.update(actor.id for actor in fresh)
            levels += [tuple({actor.id: actor for actor in fresh}.values())] if fresh else []
        if levels or (self.one(node, KG.status) or "asserted") != "asserted":
            return levels
        parties = self.some(node, [*self.all(node, KG.saidActor), *self.all(node, KG.saidRecipient)])
        voices = self.some(node, self.all(self._publisher(node), KG.speaksFor))
        return [(voice,) for voice in voices if any(is_party(party, voice) for party in parties)]

    def _publisher(self, report: Node) -> Node:
        return self.at(self.at(self.at(report, KG.inArticle), PROV.specializationOf), SCHEMA.publisher)

    def evidence(self, report: Node) -> Evidence:
        """The words of a report."""
        sentence, trigger = self.at(report, KG.evidence), self.at(report, KG.trigger)
        quote, at = self.one(sentence, NIF.anchorOf), int(self.one(sentence, NIF.beginIndex) or 0)
        start, end = (int(self.one(trigger, term) or 0) - at for term in (NIF.beginIndex, NIF.endIndex))
        inside = 0 <= start < end <= len(quote)
        version = self.at(report, KG.inArticle)
        article = self.at(version, PROV.specializationOf)
        return Evidence(
            quote=quote,
            start=start if inside else 0,
            end=end if inside else 0,
            offset=at,
            article=self.one(article, SCHEMA.identifier) or self.short(version[1]),
            title=self.one(article, SCHEMA.headline),
            publisher=self.one(self.at(article, SCHEMA.publisher), SCHEMA.name),
            published=self.one(article, SCHEMA.datePublished),
            url=self.one(article, SCHEMA.url),
            report=self.short(report[1]),
            rule=self.one(report, KG.rule),
            confidence=float(self.one(report, KG.confidence) or 1),
        )

    def some(self, node: Node, ids: Iterable[Iri]) -> tuple[Actor, ...]:
        """The actors of these ids that a node names, as people decided who they are."""
        known = self.decided.known(node[0])
        kept = sorted({known.get(i, i) for i in ids})
        for one in kept:
            if one not in self.actors:
                self.actors[one] = self._actor(one)
        return tuple(self.actors[one] for one in kept)

    def _actor(self, id_: Iri) -> Actor:
        own = self.home.get(id_)
        node = own or self.instead.get(id_, (Iri(""), id_))
        kind, of = self.one(node, KG.kind), self.at(node, KG.affiliation)
        return Actor(
            id=self.short(id_),
            name=(self.one(own, SKOS.prefLabel) if own else self.decided.names.get(id_)) or self.short(id_),
            kind=cast(ActorKind, kind if kind in get_args(ActorKind) else "unknown"),
            code=self.one(node, KG.ploverCode) or None,
            affiliation=Affiliation(self.short(of[1]), self.one(of, SKOS.prefLabel) or self.short(of[1])) if of[1] else None,
            wikidata=(self.one(own, SCHEMA.sameAs).rpartition("/")[2] or None) if own else None,
        )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _number(text: str) -> float | None:
    return float(text) if text else None
