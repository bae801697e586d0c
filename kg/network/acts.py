"""Acts: what the network is drawn from, one value for each event whether it comes from an extraction or from a store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Actor, Affiliation, Article, Claim, Event, Extraction, Party
from kg.plover import TYPES, intensity_of
from kg.rdf.nodes import when_bounds
from kg.rdf.publishers import principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that one act rests on in one article.

    `start` and `end` enclose the trigger within `quote`; `offset` is the quote's place in the text; `report` is the id of
    the report that they make.
    """

    quote: str
    start: int
    end: int
    offset: int
    article: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    rule: str = ""
    confidence: float = 1.0
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event with its parties, who says so, and its evidence (the first report's first).

    `claimants` are those who relay it, outermost first, and last who says so; `beside` holds for each of them who says it together with it
    ("Kyiv and Riga say that Moscow admitted it"), () where nobody does. `earliest` and `latest` are its first and last possible day.
    `rejected_by` is who took its only report back in the ledger, and `rejected_why` the reason given.
    """

    id: str
    kind: str
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    evidence: tuple[Evidence, ...]
    mode: str = ""
    reciprocal: bool = False
    date: str = ""
    earliest: str = ""
    latest: str = ""
    place: str = ""
    status: str = "asserted"
    fact: bool = False
    claimants: tuple[Actor, ...] = ()
    beside: tuple[tuple[Actor, ...], ...] = ()
    disputed_by: tuple[Actor, ...] = ()
    certainty: str = "certain"
    intensity: float | None = None
    rejected_by: str = ""
    rejected_why: str = ""

    @property
    def levels(self) -> tuple[tuple[Actor, ...], ...]:
        """The claimants level by level, each with those who say it together with it."""
        more = self.beside or ((),) * len(self.claimants)
        return tuple((one, *others) for one, others in zip(self.claimants, more, strict=True))


def quad(kind: str) -> int:
    """The quad class of a PLOVER type: 1 and 2 cooperation, 3 and 4 conflict, odd verbal, even material; 0 for a type of a user's own."""
    return TYPES[kind].quad if kind in TYPES else 0


def score(kind: str, mode: str = "") -> float:
    """The PLOVER score of a type and mode, from -10 (most hostile) to 10; a mode without one has its type's, a type of a user's own 0.

    >>> score("ASSAULT", "aerial"), score("ASSAULT", "unheard-of"), quad("ASSAULT")
    (-9.5, -9, 4)
    """
    return intensity_of(kind, mode) if kind in TYPES else 0.0


def acts(source: Extraction | Iterable[Extraction]) -> Iterator[Act]:
    """Yield the typed acts of one or more extractions in the order of the text.

    Without a store there is no ledger and no policy, so `fact` is the plain rule: the article's own voice, asserted,
    certain, positive and not in the future. Where the publisher is a party to the act or speaks for one, its own voice is
    that party's claim. Acts that the lexicon could not type are left out.
    """
    for extraction in [source] if isinstance(source, Extraction) else source:
        voice = principal(extraction.article)
        for event in sorted(extraction.events, key=lambda e: (e.trigger, e.id)):
            if event.kind is not None and (event.actors or event.recipients):
                yield _act(extraction, event, event.kind, voice)


def _act(extraction: Extraction, event: Event, kind: str, voice: Actor | None) -> Act:
    article = extraction.article
    own = event.status == "asserted" and not event.claimed_by
    by = _each(event.claimed_by)
    if own and voice is not None and any(is_party(p.actor, voice) for p in (*event.actors, *event.recipients)):
        own, by = False, (voice,)
    future = bool(article.date) and _date(event)[: len(article.date or "")] > (article.date or "")
    first, last = when_bounds(event.date) if event.date else (None, None)
    return Act(
        id=event.id,
        kind=kind,
        mode=event.mode or "",
        actors=_each(event.actors),
        recipients=_each(event.recipients),
        reciprocal=event.reciprocal,
        date=_date(event),
        earliest=first or "",
        latest=last or "",
        place=event.place.name if event.place else "",
        status=event.status,
        fact=own and not future and event.certainty == "certain" and event.polarity == "positive",
        claimants=by,
        beside=_beside(extraction.claims, event),
        certainty=event.certainty,
        intensity=event.intensity,
        evidence=(_evidence(article, event),),
    )


def _beside(claims: Iterable[Claim], event: Event) -> tuple[tuple[Actor, ...], ...]:
    """For each claimant of an event the sources of claims in the same words."""
    about = [claim for claim in claims if event.id in claim.about and claim.source]
    found = []
    for first in _each(event.claimed_by):
        words = {claim.content for claim in about if claim.source and claim.source.actor.id == first.id}
        others = _each(tuple(claim.source for claim in about if claim.source and claim.content in words))
        found.append(tuple(other for other in others if other.id != first.id))
    return tuple(found) if any(found) else ()


def is_party(actor: Actor, voice: Actor) -> bool:
    """True where an actor is the one that a publisher speaks for, or belongs to it."""
    return voice.id in (actor.id, speaks_for(actor).id)


def _each(parties: tuple[Party, ...]) -> tuple[Actor, ...]:
    return tuple({party.actor.id: party.actor for party in parties}.values())


def _date(event: Event) -> str:
    return event.date.value or "" if event.date else ""


def _evidence(article: Article, event: Event) -> Evidence:
    quote, trigger = event.evidence, event.trigger
    inside = quote.covers(trigger)
    return Evidence(
        quote=quote.text,
        start=trigger.start - quote.start if inside else 0,
        end=trigger.end - quote.start if inside else 0,
        offset=quote.start,
        article=article.id,
        title=article.title or "",
        publisher=article.source or "",
        published=article.date or "",
        url=article.url or "",
        rule=event.rule,
        confidence=event.confidence,
        report=event.id,
    )


def speaks_for(actor: Actor) -> Affiliation:
    """Whom an actor's words count for: its state or organisation, else itself.

    >>> from kg.model import Actor, Affiliation
    >>> speaks_for(Actor(id="actor/peskov", name="Peskov", kind="person", affiliation=Affiliation("actor/russia", "Russia"))).name
    'Russia'
    """
    return actor.affiliation or Affiliation(actor.id, actor.name, actor.code)
