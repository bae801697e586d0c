"""What claimants say of reports: each stance once, with its words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import facts
from kg.rdf.terms import Term
from kg.store import Store, plain
from kg.store.bind import bind
from kg.vocab import KG, SKOS, Iri
from kg.worlds.values import Saying

Row = dict[str, str | None]

OFFICIAL = ("person", "government", "military")
"""The kinds of actors whose words count for the state or organisation that they belong to."""

_VOICES = """VALUES ?of { UNDEF }
  GRAPH ?g { { ?of a sem:Actor BIND(?of AS ?who) } UNION { ?who kg:affiliation ?of ; kg:kind ?kind FILTER(?kind IN (%s)) } }"""
_WORDS = """?report a kg:ReportedEvent ; kg:status ?status ; kg:polarity ?polarity ; kg:evidence ?span ;
      kg:inArticle/prov:specializationOf ?text . ?text schema:identifier ?article OPTIONAL { ?text schema:datePublished ?published }
    ?span nif:anchorOf ?quote ; nif:beginIndex ?start ; nif:endIndex ?end . ?report kg:trigger/nif:anchorOf ?trigger ."""
_SAID_BY = """{ ?report kg:claimedBy ?who } UNION { ?report kg:claimedBy ?first . ?one kg:about ?report ; kg:claimant ?first ; kg:content ?words .
      ?two kg:about ?report ; kg:claimant ?who ; kg:content ?words FILTER(?who != ?first) }"""  # what several say together is the word of each
_SPOKEN = f"""SELECT DISTINCT ?graph ?report ?article ?published ?start ?end ?quote ?who ?by ?stance ?via ?trigger WHERE {{
  {_VOICES}
  GRAPH ?g {{ {_WORDS} {_SAID_BY} ?who skos:prefLabel ?by OPTIONAL {{ ?report kg:relayedBy/skos:prefLabel ?via }} }}
  BIND(?g AS ?graph)
  FILTER(?status IN ("claimed", "denied", "negated"))
  BIND(IF(?status = "claimed" && ?polarity = "positive", "asserts", "denies") AS ?stance)
}}"""
_DENIED = f"""SELECT DISTINCT ?graph ?report ?article ?published ?start ?end ?quote ?who ?by ?stance ?via ?trigger ?span WHERE {{
  {_VOICES}
  GRAPH ?g {{ ?claim kg:claimant ?who ; kg:about ?report ; kg:stance ?does ; kg:content ?span ;
      kg:inArticle/prov:specializationOf ?text . ?text schema:identifier ?article OPTIONAL {{ ?text schema:datePublished ?published }}
    ?span nif:anchorOf ?quote ; nif:beginIndex ?start ; nif:endIndex ?end . ?who skos:prefLabel ?by
    OPTIONAL {{ ?report kg:trigger/nif:anchorOf ?trigger }} OPTIONAL {{ ?claim kg:withinClaim/kg:claimant/skos:prefLabel ?via }} }}
  BIND(?g AS ?graph)
  FILTER(?does IN ("denies", "rejects"))
  BIND("denies" AS ?stance)
}}"""
_OWN_VOICE = f"""SELECT DISTINCT ?graph ?report ?article ?published ?start ?end ?quote ?who ?by ?stance ?via ?trigger WHERE {{
  VALUES ?of {{ UNDEF }}
  GRAPH ?g {{ {_WORDS} ?report kg:inArticle/prov:specializationOf/schema:publisher ?publisher . ?publisher kg:speaksFor ?of ; schema:name ?by
    FILTER NOT EXISTS {{ ?report kg:claimedBy ?someone }} }}
  BIND(?g AS ?graph) BIND(?publisher AS ?who)
  FILTER(?status IN ("asserted", "denied", "negated"))
  BIND(IF(?status = "asserted" && ?polarity = "positive", "asserts", "denies") AS ?stance)
}}"""


def sayings(store: Store, who: Iterable[Iri], *, relayed: bool) -> Iterator[Saying]:
    """What these actors, and those who speak for them, say of reports; of what others pass on only with `relayed`, of rejected ones nothing."""
    of: dict[str, Iterable[Term]] = {"of": tuple(who)}
    kinds = ", ".join(f'"{kind}"' for kind in OFFICIAL)
    sentences, rejected = _Sentences(store), facts.rejections(store)
    for query in (_SPOKEN, _DENIED, _OWN_VOICE):
        rows = [row for row in store.query(bind(query.replace("%s", kinds), of)).dicts() if row["via"] is None or relayed]
        for row, beside in zip(rows, _beside(store, rows, denied=query is _DENIED), strict=True):
            said = _saying(row, beside)
            if Iri(said.report) not in rejected:
                yield replace(said, sentence=sentences.around(str(row["graph"]), said.start, said.end)) if query is _DENIED else said


def _saying(row: Row, beside: Iterable[str]) -> Saying:
    return Saying(
        article=str(row["article"]),
        start=int(row["start"] or 0),
        end=int(row["end"] or 0),
        quote=str(row["quote"]),
        by=str(row["by"]),
        stance=str(row["stance"]),
        via=row["via"] or "",
        report=str(row["report"]),
        trigger=row["trigger"] or "",
        beside=tuple(sorted(beside)),
        published=row["published"] or "",
    )


def _beside(store: Store, rows: list[Row], *, denied: bool) -> Iterator[set[str]]:
    """For each row the names of those who say it together with the one who does."""
    here = [Iri(str(row["graph"])) for row in rows]
    mates: dict[tuple[Iri, str], set[Iri]] = {}
    if denied:  # they deny it in the same words
        claims = {(g, s): str(o) for s, _, o, g in store.each((None, KG.content, Iri(str(r["span"])), g) for g, r in zip(here, rows, strict=True))}
        for s, _, o, g in store.each((claim, KG.claimant, None, g) for g, claim in sorted(claims)):
            mates.setdefault((g, claims[g, s]), set()).add(Iri(str(o)))
    else:
        told = facts.chains(store, ((g, Iri(str(row["report"]))) for g, row in zip(here, rows, strict=True)))
        mates = {(g, str(row["report"])): set(levels[-1]) for g, row in zip(here, rows, strict=True) if (levels := told.get(Iri(str(row["report"]))))}
    key = "span" if denied else "report"
    found = [mates.get((g, str(row[key])), set()) - {Iri(str(row["who"]))} for g, row in zip(here, rows, strict=True)]
    wanted = sorted({(g, actor) for g, others in zip(here, found, strict=True) for actor in others})
    names = {(g, s): str(plain(o)) for s, _, o, g in store.each((actor, SKOS.prefLabel, None, g) for g, actor in wanted)}
    yield from ({names.get((g, actor), actor) for actor in others} for g, others in zip(here, found, strict=True))


_EVIDENCE = """SELECT DISTINCT ?start ?end ?words WHERE { VALUES ?g { UNDEF }
  GRAPH ?g { ?report kg:evidence ?span . ?span nif:beginIndex ?start ; nif:endIndex ?end ; nif:anchorOf ?words } } ORDER BY ?start ?end"""


class _Sentences:
    """The sentences of articles that reports rest on, each article's looked up once."""

    def __init__(self, store: Store) -> None:
        self._store, self._known = store, dict[str, list[tuple[int, int, str]]]()

    def around(self, graph: str, start: int, end: int) -> str:
        """The sentence that holds these words, empty where no report rests on it."""
        if graph not in self._known:
            rows = self._store.query(bind(_EVIDENCE, {"g": [Iri(graph)]})).dicts()
            self._known[graph] = [(int(r["start"] or 0), int(r["end"] or 0), r["words"] or "") for r in rows]
        return next((words for begin, stop, words in self._known[graph] if begin <= start and end <= stop), "")
