"""Everything that a store knows of one event or actor, with its sentences; and how two stores differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import QueryError
from kg.questions import query
from kg.rdf.terms import Term
from kg.store import Row, Rows, Store, plain
from kg.store.bind import bind
from kg.store.convert import written
from kg.store.naming import named
from kg.vocab import KG, RDF, SEM, Iri
from kg.who import decided, who


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is shown: a title and a table."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Shown:
    """What a store knows of an event or an actor: its ids and name, and the sections that are not empty."""

    kind: str
    ids: tuple[str, ...]
    name: str
    sections: tuple[Section, ...]


def show(store: Store, what: str) -> Shown:
    """Everything known of an event (a happening or a report, by IRI or id) or an actor (by name, IRI or id).

    Raises:
        QueryError: the store knows neither an event nor an actor of that name.
    """
    me = named(store, what)
    kinds = {o for _, _, o, _ in store.quads(s=me, p=RDF.type)}
    if SEM.Event in kinds:
        return _event(store, me, "happening")
    if KG.ReportedEvent in kinds:
        return _event(store, me, "report")
    if "happening/" in what or "#" in what or re.fullmatch(r"[0-9a-f]{8,16}", what):
        raise QueryError(f"no event {what!r} in {store.location}; name a happening (its hash, as tables show it) or a report (LABEL#event-5-8)")
    return _actor(store, what)


def _event(store: Store, me: Iri, kind: str) -> Shown:
    of: dict[str, list[Term]] = {"event": [me]}
    about = [Section("what is known", store.query(bind(_ABOUT, of), scope="all"))]
    words = [Section("words", query(store, "evidence", event=me))]
    told = [Section(title, store.query(bind(sparql, of))) for title, sparql in _EVENT.items()]
    name = " ".join(str(plain(row[1])) for row in about[0].rows if plain(row[0]) in ("type", "said type")) or me
    return Shown(kind, (me,), name, tuple(section for section in (*about, *words, *told) if section.rows))


def _actor(store: Store, what: str) -> Shown:
    me = who(store, what)
    of, only = {"actor": [actor for _, actor in me.places]}, me.condition("actor", "g")
    if me.only:  # the names and the Wikidata id in these articles are those of the actor that they took it for
        only += f" FILTER(!BOUND(?p) || ?p NOT IN (skos:prefLabel, skos:altLabel, schema:sameAs) || ?actor IN ({', '.join(map(written, me.ids))}))"
    facts = [Section("facts", query(store, "facts", actor=me.kept))]
    told = [Section(title, store.query(bind(sparql, of, {"actor": only}))) for title, sparql in _ACTOR.items()]
    said = [Section("says", query(store, "claims", claimant=me.kept)), Section("words", query(store, "said", claimant=me.kept))]
    called = decided(store).names
    label = next((called[actor] for actor in me.kept if actor in called), None)
    label = label or next((plain(row[0]) for row in store.query(bind(_LABEL, {"actor": me.kept}))), None)
    return Shown("actor", me.ids, label or what, tuple(section for section in (*told, *facts, *said) if section.rows))


_LABEL = "SELECT ?name WHERE { VALUES ?actor { UNDEF } GRAPH ?g { ?actor skos:prefLabel ?name } } ORDER BY ?actor ?name LIMIT 1"
_ABOUT = """SELECT DISTINCT ?property ?value WHERE {
  VALUES ?event { UNDEF }
  VALUES (?p ?property) {
    (sem:eventType "type") (kg:mode "mode") (kg:context "context") (kg:actor "actor") (kg:recipient "recipient") (sem:hasTimeStamp "date")
    (sem:hasEarliestBeginTimeStamp "not before") (sem:hasLatestEndTimeStamp "not after") (sem:hasPlace "place") (kg:intensity "intensity")
    (kg:reportCount "independent reports") (kg:disputedBy "disputed by") (kg:saidType "said type") (kg:saidActor "said actor")
    (kg:saidRecipient "said recipient") (kg:saidDate "said date") (kg:saidPlace "said place") (kg:status "status") (kg:certainty "certainty")
    (kg:polarity "polarity") (kg:claimedBy "claimed by") (kg:relayedBy "relayed by") (kg:rule "rule") (kg:confidence "confidence") }
  ?event ?p ?v
  OPTIONAL { ?v skos:prefLabel ?name }
  BIND(COALESCE(?name, IF(ISIRI(?v), STRAFTER(STR(?v), "#"), STR(?v))) AS ?value)
} ORDER BY ?property ?value"""
_SIDE = """?report kg:evidence/nif:anchorOf ?quote ; kg:status ?status ; kg:inArticle/prov:specializationOf/schema:identifier ?article
    OPTIONAL { ?report kg:claimedBy/skos:prefLabel ?claimant }"""
_EVENT = {
    "also told by": f"""SELECT DISTINCT ?article ?claimant ?status ?quote ?why ?report WHERE {{
  VALUES ?event {{ UNDEF }}
  {{ ?event kg:report ?mine }} UNION {{ GRAPH ?any {{ ?event a kg:ReportedEvent }} BIND(?event AS ?mine) }}
  GRAPH ?links {{ ?mine kg:sameEventAs ?report . ?link kg:report ?mine, ?report ; kg:why ?why }}
  FILTER NOT EXISTS {{ ?event kg:report ?report }}
  GRAPH ?g {{ {_SIDE} }} }} ORDER BY ?article ?quote ?report""",
    "contradicted by": f"""SELECT DISTINCT ?article ?claimant ?status ?quote ?why ?report WHERE {{
  VALUES ?event {{ UNDEF }}
  {{ ?event kg:report ?mine }} UNION {{ GRAPH ?any {{ ?event a kg:ReportedEvent }} BIND(?event AS ?mine) }}
  GRAPH ?links {{ ?mine kg:contradicts ?report . ?link kg:report ?mine, ?report ; kg:why ?why }}
  GRAPH ?g {{ {_SIDE} }} }} ORDER BY ?article ?quote ?report""",
    "what others say of it": """SELECT DISTINCT ?claimant ?stance ?words ?article WHERE {
  VALUES ?event { UNDEF }
  { ?event kg:report ?report } UNION { GRAPH ?any { ?event a kg:ReportedEvent } BIND(?event AS ?report) }
  GRAPH ?g { ?claim kg:about ?report ; kg:stance ?stance ; kg:content/nif:anchorOf ?words ;
      kg:inArticle/prov:specializationOf/schema:identifier ?article OPTIONAL { ?claim kg:claimant/skos:prefLabel ?claimant } }
} ORDER BY ?claimant ?stance ?words""",
    "fact": """SELECT DISTINCT ?happening ?type WHERE {
  VALUES ?event { UNDEF }
  ?happening kg:report ?event ; sem:eventType ?kind BIND(STRAFTER(STR(?kind), "#") AS ?type) } ORDER BY ?happening""",
}
_ACTOR = {
    "what is known": """SELECT DISTINCT ?property ?value WHERE {
  VALUES ?actor { UNDEF }
  VALUES (?p ?property) { (skos:prefLabel "name") (skos:altLabel "other name") (kg:kind "kind") (kg:ploverCode "code") (kg:affiliation "belongs to")
    (schema:sameAs "same as") }
  GRAPH ?g { ?actor ?p ?v OPTIONAL { ?v skos:prefLabel ?name } }
  BIND(COALESCE(?name, STR(?v)) AS ?value)
} ORDER BY ?property ?value""",
    "offices": """SELECT DISTINCT ?person ?office ?organisation ?quote ?article WHERE {
  VALUES ?actor { UNDEF }
  GRAPH ?g { ?role a org:Membership ; org:member ?who ; kg:office ?office ; kg:evidence/nif:anchorOf ?quote ;
      kg:inArticle/prov:specializationOf/schema:identifier ?article . ?who skos:prefLabel ?person
    OPTIONAL { ?role org:organization ?of . ?of skos:prefLabel ?organisation } }
  FILTER(?who = ?actor || ?of = ?actor)
} ORDER BY ?person ?office ?article""",
    "what others say of it": """SELECT DISTINCT ?claimant ?type ?status ?quote ?start ?end ?article WHERE {
  VALUES ?actor { UNDEF }
  GRAPH ?g { ?report kg:saidActor|kg:saidRecipient ?actor ; kg:claimedBy ?c ; kg:saidType ?kind ; kg:status ?status ; kg:evidence ?span ;
      kg:inArticle/prov:specializationOf/schema:identifier ?article . ?c skos:prefLabel ?claimant .
    ?span nif:anchorOf ?quote ; nif:beginIndex ?start ; nif:endIndex ?end }
  FILTER(?c != ?actor)
  BIND(STRAFTER(STR(?kind), "#") AS ?type)
} ORDER BY ?claimant ?type ?article ?start""",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """How two stores differ: rows `(store, what, id, name)`, `store` being `-` for what only the first has and `+` for the second."""

    rows: tuple[tuple[str, str, str, str], ...]

    def __bool__(self) -> bool:
        """Whether they differ."""
        return bool(self.rows)


def diff(one: Store, other: Store) -> Difference:
    """What articles, facts and reports one of two stores has and the other has not, by id."""
    found = []
    for what, query_ in _THINGS.items():
        mine, theirs = (dict(_named(store.query(query_), store)) for store in (one, other))
        found += [("-", what, id_, mine[id_]) for id_ in sorted(mine.keys() - theirs.keys())]
        found += [("+", what, id_, theirs[id_]) for id_ in sorted(theirs.keys() - mine.keys())]
        found += [("~", what, id_, f"{mine[id_]} -> {theirs[id_]}") for id_ in sorted(mine.keys() & theirs.keys()) if mine[id_] != theirs[id_]]
    return Difference(tuple(found))


def _named(rows: Rows, store: Store) -> Iterator[tuple[str, str]]:
    grouped: dict[str, list[str]] = {}
    row: Row
    for row in rows:
        grouped.setdefault((plain(row[0]) or "").removeprefix(store.base), []).append(" ".join(filter(None, map(plain, row[1:]))))
    yield from ((id_, "; ".join(sorted(set(names)))) for id_, names in grouped.items())


_THINGS = {
    "article": "SELECT ?v ?id WHERE { GRAPH ?g { ?v prov:specializationOf/schema:identifier ?id } }",
    "fact": """SELECT ?h ?type ?who ?whom ?date WHERE { ?h a sem:Event ; sem:eventType ?kind BIND(STRAFTER(STR(?kind), "#") AS ?type)
  OPTIONAL { ?h kg:actor/skos:prefLabel ?who } OPTIONAL { ?h kg:recipient/skos:prefLabel ?whom } OPTIONAL { ?h sem:hasTimeStamp ?date } }""",
    "report": """SELECT ?r ?type ?status ?quote WHERE { GRAPH ?g { ?r a kg:ReportedEvent ; kg:status ?status ; kg:trigger/nif:anchorOf ?quote
  OPTIONAL { ?r kg:saidType ?kind BIND(STRAFTER(STR(?kind), "#") AS ?type) } } }""",
}
