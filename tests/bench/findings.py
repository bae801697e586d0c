"""Articles with their findings, as extraction would give them, without any reading: stores of any size for measuring.

A month of the world has `BLOCK` articles in ten days, so that a larger store is a longer time and not a denser one: what an article can
be compared with stays the same. Sixteen states and their officials meet, accuse, sanction and shell each other; some acts are only
claimed, some are told by two wires, some are denied, and some have no date.

`write` makes a whole dataset, with facts and links, of so many articles: the first month is worked out by `kg.facts`, and the others are
the same month again with other days and numbers, and thus with other hashes (`tests/test_findings.py`: nothing would be worked out otherwise).
"""

import pathlib
import random
import re
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from kg import facts, rdf
from kg.facts.same import pair_id
from kg.iri import sha256, slug
from kg.model import Actor, Affiliation, Article, Claim, Event, Extraction, Mention, Party, Role, Span, When, Where
from kg.store import Store, open_store
from kg.vocab import KG, RDF, Iri
from tests.bench.corpus import FAMILY, GIVEN, STATES

BLOCK = 1000
DAILY = 100
YEAR = 1990
ACTS = (
    ("CONSULT", "met", "{a} met {b} in {city} on {day}.", True),
    ("ACCUSE", "accused", "{a} accused {b} of breaking the truce on {day}.", False),
    ("SANCTION", "sanctioned", "{a} sanctioned {b} over the incident on {day}.", False),
    ("ASSAULT", "shelled", "{a} shelled positions of {b} near {city} on {day}.", False),
    ("SUPPORT", "praised", "{a} praised {b} for its restraint on {day}.", False),
)
CITIES = {city: (40.0 + i, 10.0 + 2 * i) for i, (_, _, city) in enumerate(STATES)}


def state(name: str) -> Actor:
    """A state."""
    return Actor(id=f"actor/{slug(name)}", name=name, kind="state", code=name[:3].upper(), wikidata=f"Q{900_000 + len(name)}")


def official(name: str, of: str) -> Actor:
    """A person in office for a state."""
    return Actor(id=f"actor/{slug(name)}", name=name, kind="person", affiliation=Affiliation(f"actor/{slug(of)}", of, of[:3].upper()))


def finding(n: int, *, month: int | None = None, seed: int | None = None, edition: str = "Report") -> Extraction:
    """Article number n: an act in its own voice, in every third article one that an official claims, too; the same for the same n.

    Every eleventh tells of its act without a date, and of every seventh one the other party denies it.

    Another `month` and `seed` make it tell of the acts of that month's article of that place, or, from `BLOCK` on, of acts that none tells of.
    """
    month, place = n // BLOCK if month is None else month, n % BLOCK if seed is None else seed
    chance = random.Random(place)
    day = f"{YEAR + month // 12}-{1 + month % 12:02d}-{1 + place % BLOCK // DAILY:02d}"
    one, two, three = (name for name, _, _ in chance.sample(STATES, 3))
    speaker = official(f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} of {three}", three)
    city = chance.choice(list(CITIES))
    first, second = chance.choice(ACTS), chance.choice(ACTS)
    dated, denied = place % 11 != 0, place % 7 == 0
    told = (first[2] if dated else first[2].replace(" on {day}", "")).format(a=one, b=two, city=city, day=day)
    claimed = second[2].format(a=two, b=one, city=city, day=day)
    text = f"{edition} {n:07}.\n\n{told}" + (f"\n\n{speaker.name}, spokesman of {three}, said that {claimed}" if n % 3 == 0 else "")
    text += f"\n\n{two} denied this." if denied else ""
    source, url = f"Wire {chance.randrange(40)}", f"https://example.org/{n:07}"
    article = Article(id=f"n{n:07}", text=text, title=f"Report {n:07}", date=day, source=source, url=url)
    own = _event(article, first, (one, two), city, _words(article, told, 0), dated=dated)
    found = Extraction(article=article, provenance=(("kg", "0"),)).plus([*_mentions(own.actors, own.recipients), own])
    found = found.plus(_denied(article, two, own)) if denied else found
    return found.plus(_claimed(article, second, (two, one), speaker, city, claimed)) if n % 3 == 0 else found


def _claimed(
    article: Article, act: tuple[str, str, str, bool], pair: tuple[str, str], speaker: Actor, city: str, words: str
) -> Iterator[Mention | Claim | Event | Role]:
    """The paragraph after the first: what the speaker says."""
    said = article.text.index(f"\n\n{speaker.name}") + 2
    source = Party(actor=speaker, mention=_words(article, speaker.name, said))
    sentence = article.span(said, article.text.index(words, said) + len(words))
    content = article.span(article.text.index(words, said), len(article.text))
    event = _event(article, act, pair, city, content, by=source)
    of = speaker.affiliation
    yield from _mentions(event.actors, event.recipients, (source,))
    yield event
    yield Claim(
        id=article.fragment("claim", content.start, content.end), source=source, cue=_words(article, "said", said), content=(content,),
        kind="indirect", stance="asserts", about=(event.id,), rule="bench", confidence=0.9,
    )  # fmt: skip
    yield Role(person=source, role="spokesman", organisation=Party(actor=state(of.name)) if of else None, evidence=sentence, rule="bench")


def _denied(article: Article, name: str, event: Event) -> Iterator[Mention | Claim]:
    """The last paragraph: the other party denies the act of the first."""
    begun = article.text.rindex("\n\n") + 2
    source = Party(actor=state(name), mention=_words(article, name, begun))
    content = _words(article, "this", begun)
    yield from _mentions((source,))
    yield Claim(
        id=article.fragment("claim", content.start, content.end), source=source, cue=_words(article, "denied", begun), content=(content,),
        kind="indirect", stance="denies", about=(event.id,), rule="bench", confidence=0.9,
    )  # fmt: skip


def _mentions(*sides: tuple[Party, ...]) -> Iterator[Mention]:
    for party in (party for side in sides for party in side):
        if party.mention:
            yield Mention(actor=party.actor, span=party.mention, how="name", head=party.mention.start)


def _event(
    article: Article,
    act: tuple[str, str, str, bool],
    pair: tuple[str, str],
    city: str,
    evidence: Span,
    *,
    by: Party | None = None,
    dated: bool = True,
) -> Event:
    kind, verb, pattern, mutual = act
    trigger = _words(article, verb, evidence.start)
    who, whom = (Party(actor=state(name), mention=_words(article, name, evidence.start)) for name in pair)
    lat, lon = CITIES[city]
    place = Where(id=f"place/{slug(city)}", name=city, lat=lat, lon=lon, precision="city") if "{city}" in pattern else None
    return Event(
        id=article.fragment("event", trigger.start, trigger.end), kind=kind, trigger=trigger, evidence=evidence, actors=(who,), recipients=(whom,),
        reciprocal=mutual, date=When(value=article.date) if dated else None, place=place,
        status="claimed" if by else "asserted", claimed_by=(by,) if by else (), rule="bench", confidence=0.9,
    )  # fmt: skip


def _words(article: Article, words: str, after: int) -> Span:
    start = article.text.index(words, after)
    return article.span(start, start + len(words))


# -- datasets of any size ------------------------------------------------------------------------------------------------------------

_HASHED = re.compile(
    r"(example-org-\d{7}-[0-9a-f]{8}(?:/[0-9a-f]{8})?|example\.org/\d{7}|Report \d{7}|\"n\d{7}\"|\"[0-9a-f]{64}\""
    rf"|{YEAR}-01(?!\d)|happening/[0-9a-f]{{16}}|link/[0-9a-f]{{16}})"
)
"""What is different in another month."""


def write(path: pathlib.Path, articles: int, *, first: int = 0) -> int:
    """Write a dataset of so many articles (whole months, from this one on) as N-Quads; how many quads, twice those that two months share."""
    pieces, reports, links = _month()
    quads = 0
    with path.open("w", encoding="utf-8") as file:
        for month in range(first, first + articles // BLOCK):
            other = _other(month)
            for at in sorted(reports):
                other[f"happening/{sha256(at)[:16]}"] = f"happening/{sha256(_moved(at, other))[:16]}"
            for one, two in links:
                other[pair_id(one, two)] = pair_id(_moved(one, other), _moved(two, other))
            text = "".join(piece if i % 2 == 0 else other[piece] for i, piece in enumerate(pieces))
            quads += text.count("\n")
            file.write(text)
    return quads


def _moved(iri: str, other: dict[str, str]) -> str:
    return _HASHED.sub(lambda found: other[found[0]], iri)


def _other(month: int) -> dict[str, str]:
    """What stands in another month for what stands in the first one."""
    other = {f"{YEAR}-01": f"{YEAR + month // 12}-{1 + month % 12:02d}"}
    for place in range(BLOCK):
        n = month * BLOCK + place
        old, new = _article(place), finding(n).article
        other[old.slug], other[old.version.removeprefix("article/")] = new.slug, new.version.removeprefix("article/")
        other[f"example.org/{place:07}"], other[f"Report {place:07}"] = f"example.org/{n:07}", f"Report {n:07}"
        other[f'"n{place:07}"'], other[f'"{old.sha256}"'] = f'"n{n:07}"', f'"{new.sha256}"'
    return other


@cache
def _article(place: int) -> Article:
    return finding(place).article


@cache
def _month() -> tuple[list[str], set[str], list[tuple[str, str]]]:
    """The first month in pieces (text, what is different, text, ...), its reports, and the pairs that are linked."""
    with open_store() as store:
        found = [finding(n) for n in range(BLOCK)]
        facts.put(store, {f.article.slug: rdf.quads(f) for f in found})
        reports = {str(s) for s, *_ in store.quads(p=RDF.type, o=KG.ReportedEvent)}
        pairs = [tuple(sorted(str(q[2]) for q in store.quads(store.links, s=link, p=KG.report))) for link in _links(store)]
        text = ox.serialize((q for q in store.backend._ox if q.graph_name.value != store.runs), format=ox.RdfFormat.N_QUADS)  # type: ignore[union-attr]
    return _HASHED.split((text or b"").decode()), reports, pairs  # type: ignore[return-value]


def _links(store: Store) -> Iterator[Iri]:
    return (s for s, *_ in store.quads(store.links, p=RDF.type, o=KG.Link))
