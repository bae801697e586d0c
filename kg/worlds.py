"""Worlds: what each claimant says is true, and two of them side by side, every stance with its words.

The world of X is the facts that X does not deny, and X's own assertions. What a relay says that X asserts is the relay's word, and is
shown only where asked for (`relayed`). A state's world includes what its officials, ministries and armed forces say, as far as the article
gives them that affiliation, and the own voice of publishers that speak for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.errors import QueryError
from kg.questions import actors
from kg.rdf.terms import Term
from kg.store import Store, plain
from kg.store.bind import bind
from kg.vocab import Iri

Stance = Literal["asserts", "denies", "silent"]
OFFICIAL = ("person", "government", "military")
"""The kinds of actors whose words count for the state or organisation that they belong to."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Saying:
    """One time that a claimant takes a stance on something: `by` said the words `quote`, which stand at `start`-`end` of the article.

    `trigger` are the words that name the act, `sentence` is the whole sentence in which a denial stands ("these accusations" says little),
    empty where no report has it as its evidence.
    """

    article: str
    start: int
    end: int
    quote: str
    by: str
    stance: str
    via: str
    report: str
    trigger: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that is said to have happened: all reports that tell of it; `fact` is its happening, None where it is none."""

    id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    fact: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What one claimant says: its sayings on each matter (by the matter's id), and what it holds true."""

    actor: str
    matters: Mapping[str, Matter]
    sayings: Mapping[str, tuple[Saying, ...]]

    def stance(self, matter: str) -> Stance:
        """What the claimant does about a matter; who both asserts and denies it, denies it."""
        said = {s.stance for s in self.sayings.get(matter, ())}
        return "denies" if "denies" in said else "asserts" if "asserts" in said else "silent"

    @property
    def true(self) -> frozenset[str]:
        """The ids of the matters that are true in this world: the facts that it does not deny, and what it asserts."""
        return frozenset(
            m.id for m in self.matters.values() if self.stance(m.id) == "asserts" or (m.fact is not None and self.stance(m.id) == "silent")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One row of a comparison: a matter and what both do about it, each with its sayings."""

    matter: Matter
    one: Stance
    other: Stance
    one_says: tuple[Saying, ...]
    other_says: tuple[Saying, ...]

    @property
    def holds(self) -> tuple[bool, bool]:
        """Whether the matter is true in the one world and in the other: asserted there, or a fact that is not denied."""
        one, other = (stance == "asserts" or (stance == "silent" and self.matter.fact is not None) for stance in (self.one, self.other))
        return one, other


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two worlds side by side: a row for each matter that at least one of them speaks of, contradictions first.

    `distance` is taken over these rows, so that articles about other matters do not change it: 1 minus the share of what is true in either
    world that is true in both (Jaccard). 0 where all that one of them speaks of is true in both, 1 where nothing is; None where no row is true
    in either.
    """

    one: str
    other: str
    rows: tuple[Side, ...]
    distance: float | None


def world(store: Store, actor: str, *, relayed: bool = False) -> World:
    """What an actor (by name or id) says is true.

    Raises:
        QueryError: nobody has that name.
    """
    matters, home = _matters(store)
    sayings: dict[str, set[Saying]] = {}
    for saying in _sayings(store, actors(store, actor), relayed=relayed):
        if saying.report in home:
            sayings.setdefault(home[saying.report], set()).add(saying)
    return World(actor=actor, matters=matters, sayings={m: tuple(sorted(said)) for m, said in sorted(sayings.items())})


def worlds(store: Store, one: str, other: str, *, relayed: bool = False) -> Comparison:
    """Lay two worlds side by side.

    Raises:
        QueryError: nobody has one of the names, or both are the same actor.
    """
    if set(actors(store, one)) & set(actors(store, other)):
        raise QueryError(f"{one!r} and {other!r} are the same actor")
    a, b = world(store, one, relayed=relayed), world(store, other, relayed=relayed)
    spoken = sorted({*a.sayings, *b.sayings}, key=lambda m: (not _against(a.stance(m), b.stance(m)), a.matters[m].date or "9999", m))
    rows = tuple(
        Side(matter=a.matters[m], one=a.stance(m), other=b.stance(m), one_says=a.sayings.get(m, ()), other_says=b.sayings.get(m, ())) for m in spoken
    )
    return Comparison(one=one, other=other, rows=rows, distance=_distance(rows))


def _distance(rows: Iterable[Side]) -> float | None:
    true = [side.holds for side in rows if any(side.holds)]
    return round(1 - sum(map(all, true)) / len(true), 4) if true else None


def _against(one: Stance, other: Stance) -> bool:
    return {one, other} == {"asserts", "denies"}


_REPORTS = """SELECT ?report ?kind ?date ?side ?name ?fact WHERE {
  GRAPH ?g { ?report a kg:ReportedEvent ; kg:saidType ?kind
    OPTIONAL { ?report kg:saidDate ?date }
    OPTIONAL { VALUES ?side { kg:saidActor kg:saidRecipient } ?report ?side ?who . ?who skos:prefLabel ?name } }
  OPTIONAL { ?fact kg:report ?report } } ORDER BY ?report ?side ?name"""
_SAME = "SELECT ?a ?b WHERE { GRAPH ?g { ?a kg:sameEventAs ?b } }"


def _matters(store: Store) -> tuple[dict[str, Matter], dict[str, str]]:
    """The matters of a store, and the matter of each report."""
    reports: dict[str, list[dict[str, str | None]]] = {}
    for row in store.query(_REPORTS).dicts():
        reports.setdefault(str(row["report"]), []).append(row)
    home = _homes(reports, ((str(plain(a)), str(plain(b))) for a, b in store.query(_SAME)))
    matters: dict[str, Matter] = {}
    for report in sorted(reports):
        rows, id_ = reports[report], home[report]
        fact = next((row["fact"] for row in rows if row["fact"]), None)
        old = matters.get(id_)
        if old is None:
            names = ({str(r["name"]) for r in rows if (r["side"] or "").endswith(side)} for side in ("saidActor", "saidRecipient"))
            doers, targets = (tuple(sorted(n)) for n in names)
            kind = str(rows[0]["kind"]).rpartition("#")[2]
            matters[id_] = Matter(id=id_, type=kind, actors=doers, recipients=targets, date=rows[0]["date"], fact=fact)
        elif fact and not old.fact:
            matters[id_] = Matter(id=id_, type=old.type, actors=old.actors, recipients=old.recipients, date=old.date, fact=fact)
    return matters, home


def _homes(reports: Iterable[str], same: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The matter of each report: the smallest id among those that tell of the same event."""
    root = {report: report for report in reports}

    def find(report: str) -> str:
        while root[report] != report:
            root[report] = root[root[report]]
            report = root[report]
        return report

    for a, b in same:
        if a in root and b in root:
            low, high = sorted((find(a), find(b)))
            root[high] = low
    return {report: find(report) for report in root}


_VOICES = """VALUES ?of { UNDEF }
  GRAPH ?g { { ?of a sem:Actor BIND(?of AS ?who) } UNION { ?who kg:affiliation ?of ; kg:kind ?kind FILTER(?kind IN (%s)) } }"""
_WORDS = """?report a kg:ReportedEvent ; kg:status ?status ; kg:polarity ?polarity ; kg:evidence ?span ;
      kg:inArticle/prov:specializationOf/schema:identifier ?article . ?span nif:anchorOf ?quote ; nif:beginIndex ?start ;
      nif:endIndex ?end . ?report kg:trigger/nif:anchorOf ?trigger ."""
_SAID_BY = """{ ?report kg:claimedBy ?who } UNION { ?report kg:claimedBy ?first . ?one kg:about ?report ; kg:claimant ?first ; kg:content ?words .
      ?two kg:about ?report ; kg:claimant ?who ; kg:content ?words FILTER(?who != ?first) }"""  # what several say together is the word of each
_SPOKEN = f"""SELECT DISTINCT ?report ?article ?start ?end ?quote ?by ?stance ?via ?trigger WHERE {{
  {_VOICES}
  GRAPH ?g {{ {_WORDS} {_SAID_BY} ?who skos:prefLabel ?by OPTIONAL {{ ?report kg:relayedBy/skos:prefLabel ?via }} }}
  FILTER(?status IN ("claimed", "denied", "negated"))
  BIND(IF(?status = "claimed" && ?polarity = "positive", "asserts", "denies") AS ?stance)
}}"""
_DENIED = f"""SELECT DISTINCT ?report ?article ?start ?end ?quote ?by ?stance ?via ?trigger ?graph WHERE {{
  {_VOICES}
  GRAPH ?g {{ ?claim kg:claimant ?who ; kg:about ?report ; kg:stance ?does ; kg:content ?span ;
      kg:inArticle/prov:specializationOf/schema:identifier ?article .
    ?span nif:anchorOf ?quote ; nif:beginIndex ?start ; nif:endIndex ?end . ?who skos:prefLabel ?by
    OPTIONAL {{ ?report kg:trigger/nif:anchorOf ?trigger }} OPTIONAL {{ ?claim kg:withinClaim/kg:claimant/skos:prefLabel ?via }} }}
  BIND(?g AS ?graph)
  FILTER(?does IN ("denies", "rejects"))
  BIND("denies" AS ?stance)
}}"""
_OWN_VOICE = f"""SELECT DISTINCT ?report ?article ?start ?end ?quote ?by ?stance ?via ?trigger WHERE {{
  VALUES ?of {{ UNDEF }}
  GRAPH ?g {{ {_WORDS} ?report kg:inArticle/prov:specializationOf/schema:publisher ?publisher . ?publisher kg:speaksFor ?of ; schema:name ?by
    FILTER NOT EXISTS {{ ?report kg:claimedBy ?someone }} }}
  FILTER(?status IN ("asserted", "denied", "negated"))
  BIND(IF(?status = "asserted" && ?polarity = "positive", "asserts", "denies") AS ?stance)
}}"""


def _sayings(store: Store, who: Iterable[Iri], *, relayed: bool) -> Iterable[Saying]:
    """What these actors, and those who speak for them, say of reports; of what others pass on only with `relayed`."""
    of: dict[str, Iterable[Term]] = {"of": tuple(who)}
    kinds = ", ".join(f'"{kind}"' for kind in OFFICIAL)
    sentences = _Sentences(store)
    for query in (_SPOKEN, _DENIED, _OWN_VOICE):
        for row in store.query(bind(query.replace("%s", kinds), of)).dicts():
            if row["via"] is None or relayed:
                yield Saying(
                    article=str(row["article"]),
                    start=(start := int(row["start"] or 0)),
                    end=(end := int(row["end"] or 0)),
                    quote=str(row["quote"]),
                    by=str(row["by"]),
                    stance=str(row["stance"]),
                    via=row["via"] or "",
                    report=str(row["report"]),
                    trigger=row["trigger"] or "",
                    sentence=sentences.around(str(row["graph"]), start, end) if "graph" in row else "",
                )


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
