"""Short makers of findings, for tests that need no language model: words are looked up in the text, so evidence always stands."""

from kg.model import Actor, Affiliation, Article, Claim, Event, Extraction, Mention, Party, Span, When, Where


def article(id: str = "a", text: str = "NATO met Russia in Brussels on Wednesday.", **said: str | None) -> Article:
    given: dict[str, str | None] = {"date": "2016-04-20", "source": f"Agency {id.upper()}", "url": f"https://example.org/{id}", **said}
    return Article(id=id, text=text, **given)  # type: ignore[arg-type]


def actor(name: str, kind: str = "state", of: str | None = None, **said: str | None) -> Actor:
    affiliation = None if of is None else Affiliation("actor/" + _slug(of), of)
    return Actor(id="actor/" + _slug(name), name=name, kind=kind, affiliation=affiliation, **said)  # type: ignore[arg-type]


def place(name: str, lat: float | None = None, lon: float | None = None) -> Where:
    return Where(id="place/" + _slug(name), name=name, lat=lat, lon=lon, precision="city")


def words(of: Article, text: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = of.text.index(text, start + 1)
    return of.span(start, start + len(text))


def sentence(of: Article, inside: Span) -> Span:
    start = max(of.text.rfind(". ", 0, inside.start) + 2, 0) if ". " in of.text[: inside.start] else 0
    end = of.text.find(".", inside.end)
    return of.span(start, end + 1 if end >= 0 else len(of.text))


def party(who: Actor | str, mention: Span | None = None) -> Party:
    return Party(actor=actor(who) if isinstance(who, str) else who, mention=mention)


def event(of: Article, trigger: str, kind: str | None, who: object = (), whom: object = (), *, nth: int = 1, when: str | None = None,
          where: Where | None = None, by: object = (), **fields: object) -> Event:  # fmt: skip
    span = words(of, trigger, nth)
    given: dict[str, object] = {"status": "claimed" if by else "asserted", **fields}
    return Event(
        id=of.fragment("event", span.start, span.end),
        kind=kind,
        trigger=span,
        evidence=sentence(of, span),
        actors=_parties(who),
        recipients=_parties(whom),
        date=None if when is None else When(value=when),
        place=where,
        claimed_by=_parties(by),
        **given,  # type: ignore[arg-type]
    )


def claim(of: Article, content: str, source: Actor | str | None, *, cue: str | None = None, about: tuple[Event, ...] = (), **fields: object) -> Claim:
    span = words(of, content)
    given: dict[str, object] = {"kind": "indirect", "stance": "asserts", **fields}
    return Claim(
        id=of.fragment("claim", span.start, span.end),
        source=None if source is None else party(source),
        cue=None if cue is None else words(of, cue),
        content=(span,),
        about=tuple(e.id for e in about),
        **given,  # type: ignore[arg-type]
    )


def mention(of: Article, text: str, who: Actor | str) -> Mention:
    span = words(of, text)
    return Mention(actor=actor(who) if isinstance(who, str) else who, span=span, how="name", head=span.start)


def extraction(of: Article, *findings: object) -> Extraction:
    return Extraction(article=of, provenance=(("kg", "0"),)).plus(findings)


def meeting(id: str = "a", **said: str | None) -> Extraction:
    """An article of one fact: NATO met Russia in Brussels on the 20th of April 2016."""
    of = article(id, **said)
    return extraction(of, event(of, "met", "CONSULT", "NATO", "Russia", when="2016-04-20", where=place("Brussels", 50.85, 4.35), reciprocal=True))


def accusation(id: str = "b", **said: str | None) -> Extraction:
    """An article of one claim: NATO says that Russia attacked Ukraine; and one fact: NATO accused Russia."""
    of = article(id, "NATO accused Russia. It said Russia attacked Ukraine in April.", **said)
    attack = event(of, "attacked", "ASSAULT", "Russia", "Ukraine", when="2016-04", by="NATO")
    accuse = event(of, "accused", "ACCUSE", "NATO", "Russia", when="2016-04-20")
    return extraction(of, attack, accuse, claim(of, "Russia attacked Ukraine in April", "NATO", cue="said", about=(attack,)))


def _slug(name: str) -> str:
    from kg.iri import slug

    return slug(name)


def _parties(who: object) -> tuple[Party, ...]:
    if isinstance(who, str | Actor):
        return (party(who),)
    return tuple(one if isinstance(one, Party) else party(one) for one in who)  # type: ignore[attr-defined]
