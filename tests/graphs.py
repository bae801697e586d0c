"""Short factories for the graph tests: one article with everything in it, and the happening that it tells of."""

from kg.model import Actor, Affiliation, Article, Claim, Event, Extraction, Mention, Party, Role, Span, When, Where
from kg.rdf.happening import Evidence, Happening, happening_triples
from kg.rdf.nodes import article_triples, distinct, facts_graph
from kg.rdf.terms import Quad

TEXT = (
    "Norway and Chile signed a pact in Oslo on 3 May 2015. Chilean minister Ana Rojas said that Peru, according to Lima's"
    " critics, had shelled a village. Peru denied it."
)
CHILE = Actor(id="actor/chile", name="Chile", kind="state", code="CHL", wikidata="Q298")
NORWAY = Actor(id="actor/norway", name="Norway", kind="state", code="NOR")
PERU = Actor(id="actor/peru", name="Peru", kind="state", code="PER")
ROJAS = Actor(id="actor/ana-rojas", name="Ana Rojas", kind="person", affiliation=Affiliation("actor/chile", "Chile", "CHL"))
CRITICS = Actor(id="actor/critics", name="critics", kind="population", affiliation=Affiliation("actor/lima", "Lima"))
OSLO = Where(id="place/oslo", name="Oslo", lat=59.91, lon=10.75, precision="city")
HOSTILE = '"><img src=x onerror=alert(1)> \\ \u0007 {x} javascript:'


def article(text: str = TEXT, **fields: str) -> Article:
    return Article(**{"id": "a1", "text": text, "title": "A pact", "date": "2015-05-04", "source": "The Wire", "url": "https://w.example/a"} | fields)


def words(of: Article, wanted: str) -> Span:
    start = of.text.index(wanted)
    return of.span(start, start + len(wanted))


def party(of: Article, actor: Actor, wanted: str | None = None) -> Party:
    return Party(actor=actor, mention=words(of, wanted) if wanted else None)


def signing(of: Article) -> Event:
    trigger = words(of, "signed")
    return Event(
        id=of.fragment("event", trigger.start, trigger.end),
        kind="CONSULT",
        mode="visit",
        contexts=("diplomatic",),
        trigger=trigger,
        evidence=words(of, of.text.split(". ")[0]),
        actors=(party(of, NORWAY, "Norway"), party(of, CHILE, "Chile")),
        reciprocal=True,
        date=When(value="2015-05-03", mention=words(of, "3 May 2015")),
        place=OSLO,
        rule="sign a pact",
        confidence=0.9,
    )


def shelling(of: Article) -> Event:
    trigger = words(of, "shelled")
    return Event(
        id=of.fragment("event", trigger.start, trigger.end),
        kind="ASSAULT",
        trigger=trigger,
        evidence=words(of, of.text.split(". ")[1]),
        actors=(party(of, PERU, "Peru"),),
        date=When(value=None, latest="2015-05"),
        status="claimed",
        claimed_by=(party(of, ROJAS, "Ana Rojas"), party(of, CRITICS, "critics")),
        certainty="probable",
    )


def extraction(of: Article | None = None) -> Extraction:
    a = of or article()
    cue = words(a, "said")
    claim = Claim(
        id=a.fragment("claim", cue.start, cue.end),
        source=party(a, ROJAS, "Ana Rojas"),
        cue=cue,
        content=(words(a, "Peru"), words(a, "had shelled a village")),
        kind="indirect",
        stance="asserts",
        about=(shelling(a).id,),
    )
    role = Role(person=party(a, ROJAS, "Ana Rojas"), role="minister", organisation=party(a, CHILE), evidence=words(a, "Chilean minister Ana Rojas"))
    mention = Mention(actor=NORWAY, span=words(a, "Norway"), how="name", head=0, why="known name")
    return Extraction(
        article=a,
        mentions=(mention,),
        claims=(claim,),
        events=(signing(a), shelling(a)),
        roles=(role,),
        provenance=(("some-model", "1.2 " + "0" * 64), ("kg", "0.1")),
    )


def happening(of: Article | None = None) -> Happening:
    a = of or article()
    told = signing(a)
    return Happening(
        id="happening/0a1b2c3d",
        kind="CONSULT",
        mode="visit",
        evidence=(Evidence(report=told.id, version=a.version, sentence=told.evidence, trigger=told.trigger),),
        actors=(NORWAY, CHILE),
        reciprocal=True,
        date=told.date,
        place=OSLO,
        disputed_by=(PERU,),
    )


def fact_quads(of: Article | None = None) -> list[Quad]:
    a = of or article()
    return list(distinct([*happening_triples(happening(a)), *article_triples(a)], facts_graph()))
