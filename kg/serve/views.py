"""What the pages show, read from a store: plain data, so that it can cross from a worker process to the server."""

import html
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from kg.errors import QueryError
from kg.parse.layout import front_matter
from kg.plover import TYPES
from kg.questions import Question, query
from kg.questions import questions as named_questions
from kg.rdf.terms import safe
from kg.store import Store, plain
from kg.store.convert import written
from kg.vocab import KG, Iri
from kg.who import Who, decided, who

Data = dict[str, Any]
FEW = 15  # rows of a list on the front page
MOST = 200  # rows of one list on a page; the rest is a query away
AT_ONCE = 400  # reports that the explorer takes in at a time, the latest: read in about a second, and as many as a picture tells apart

_BUSY = "SELECT ?who (COUNT(?r) AS ?n) WHERE { GRAPH ?g { ?r kg:saidActor ?who } } GROUP BY ?who ORDER BY DESC(?n) ?who"
_KINDS = """SELECT ?type WHERE { GRAPH ?g { %s a ?type } }"""
_LABEL = """SELECT ?label WHERE { GRAPH ?g { %s skos:prefLabel ?label } } LIMIT 1"""
_ABOUT = """SELECT DISTINCT ?property ?value ?label WHERE { GRAPH ?g { %s ?property ?value OPTIONAL { ?value skos:prefLabel ?label } } }
ORDER BY ?property ?label ?value LIMIT 60"""
_SPAN = """BIND(COALESCE(STR(?day), CONCAT(STR(?first), "..", STR(?last)), CONCAT(STR(?first), ".."), CONCAT("..", STR(?last))) AS ?date)"""
"""A date as exactly as it is known: a day, month or year, else the first and the last day on which it can have been."""
_PARTY = """OPTIONAL { ?iri @P@ ?@V@i . ?@V@i skos:prefLabel ?@V@l BIND(CONCAT(STR(?@V@i), " ", ?@V@l) AS ?@V@) }"""
_NEXT = "\x1f"
"""What stands between two parties of a side, each its IRI, a space and its name: no name holds it."""


def _acts(query: str, actor: str, recipient: str) -> str:
    """A query of acts with its sides and its dates written out."""
    sides = [_PARTY.replace("@P@", p).replace("@V@", v) for p, v in ((actor, "a"), (recipient, "r"))]
    return query.replace("@ACTORS@", sides[0]).replace("@RECIPIENTS@", sides[1]).replace("@SPAN@", _SPAN)


_HAPPENINGS = _acts(
    """SELECT DISTINCT ?iri ?type ?date ?place ?count
(GROUP_CONCAT(DISTINCT ?a; separator="\\u001f") AS ?actors) (GROUP_CONCAT(DISTINCT ?r; separator="\\u001f") AS ?recipients) WHERE {
  GRAPH ?g { %s ?iri a sem:Event ; sem:eventType/skos:prefLabel ?type .
    OPTIONAL { ?iri sem:hasTimeStamp ?day } OPTIONAL { ?iri sem:hasEarliestBeginTimeStamp ?first } OPTIONAL { ?iri sem:hasLatestEndTimeStamp ?last }
    OPTIONAL { ?iri sem:hasPlace/skos:prefLabel ?place } OPTIONAL { ?iri kg:reportCount ?count }
    @ACTORS@ @RECIPIENTS@ } @SPAN@ }
GROUP BY ?iri ?type ?date ?place ?count ORDER BY DESC(STR(?date)) ?iri LIMIT %d""",
    "kg:actor",
    "kg:recipient",
)
_LATEST = """SELECT ?iri WHERE { GRAPH ?g { ?iri a sem:Event . OPTIONAL { ?iri sem:hasTimeStamp ?day }
  OPTIONAL { ?iri sem:hasEarliestBeginTimeStamp ?first } OPTIONAL { ?iri sem:hasLatestEndTimeStamp ?last } } @SPAN@ }
ORDER BY DESC(STR(?date)) ?iri LIMIT @FEW@""".replace("@SPAN@", _SPAN).replace("@FEW@", str(FEW))
_TOLD = """SELECT ?iri (MAX(?day) AS ?date) WHERE { { GRAPH ?g { ?iri a schema:NewsArticle BIND("" AS ?day) } }
  UNION { GRAPH ?h { ?iri schema:datePublished ?published BIND(STR(?published) AS ?day) } } }
GROUP BY ?iri ORDER BY DESC(?date) DESC(STR(?iri)) LIMIT @FEW@""".replace("@FEW@", str(FEW))
_REPORTS = _acts(
    """SELECT DISTINCT ?iri ?type ?status ?date ?claimant ?sentence ?from ?to
(GROUP_CONCAT(DISTINCT ?a; separator="\\u001f") AS ?actors) (GROUP_CONCAT(DISTINCT ?r; separator="\\u001f") AS ?recipients) WHERE {
  GRAPH ?g { %s ?iri a kg:ReportedEvent ; kg:saidType ?kind ; kg:status ?status ; kg:evidence ?e ; kg:trigger ?t .
    ?e nif:anchorOf ?sentence ; nif:beginIndex ?start . ?t nif:beginIndex ?begin ; nif:endIndex ?end .
    OPTIONAL { ?iri kg:saidDate ?day } OPTIONAL { ?iri kg:saidEarliest ?first } OPTIONAL { ?iri kg:saidLatest ?last }
    OPTIONAL { ?iri kg:claimedBy/skos:prefLabel ?claimant }
    @ACTORS@ @RECIPIENTS@ }%s
  @SPAN@
  BIND(REPLACE(STR(?kind), "^.*[/#]", "") AS ?type) BIND(?begin - ?start AS ?from) BIND(?end - ?start AS ?to) }
GROUP BY ?iri ?type ?status ?date ?claimant ?sentence ?from ?to ORDER BY ?iri LIMIT %d""",
    "kg:saidActor",
    "kg:saidRecipient",
)
_CLAIMS = """SELECT DISTINCT ?iri ?stance ?source ?cue ?content ?begin WHERE {
  GRAPH ?g { %s ?iri a schema:Claim ; kg:stance ?stance ; kg:content ?c . ?c nif:anchorOf ?content ; nif:beginIndex ?begin .
    OPTIONAL { ?iri kg:cue/nif:anchorOf ?cue } OPTIONAL { ?iri kg:claimant/skos:prefLabel ?source } }%s }
ORDER BY ?iri ?begin LIMIT %d"""
_EVIDENCE = """SELECT DISTINCT ?report ?sentence ?from ?to ?article ?title ?date ?publisher WHERE {
  GRAPH ?f { %s kg:report ?report }
  GRAPH ?g { ?report kg:evidence ?e ; kg:trigger ?t ; kg:inArticle ?version .
    ?e nif:anchorOf ?sentence ; nif:beginIndex ?start . ?t nif:beginIndex ?begin ; nif:endIndex ?end .
    ?version prov:specializationOf ?article . OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?date }
    OPTIONAL { ?article schema:publisher/schema:name ?publisher } }
  BIND(?begin - ?start AS ?from) BIND(?end - ?start AS ?to) } ORDER BY ?date ?report"""
_TRIGGERS = """SELECT ?iri ?type ?status ?begin ?end WHERE { GRAPH %s {
  ?iri a kg:ReportedEvent ; kg:status ?status ; kg:saidType ?kind ; kg:trigger ?t . ?t nif:beginIndex ?begin ; nif:endIndex ?end .
  BIND(REPLACE(STR(?kind), "^.*[/#]", "") AS ?type) } }"""
_CONTENTS = """SELECT ?iri ?source ?begin ?end WHERE { GRAPH %s {
  ?iri a schema:Claim ; kg:content ?c . ?c nif:beginIndex ?begin ; nif:endIndex ?end . OPTIONAL { ?iri kg:claimant/skos:prefLabel ?source } } }"""
_COUNTS = {
    "happenings": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a sem:Event } }",
    "reports": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a kg:ReportedEvent } }",
    "claims": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a schema:Claim } }",
    "actors": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a sem:Actor } }",
    "articles": "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { GRAPH ?g { ?x a schema:NewsArticle } }",
}
_ACTIVE = """SELECT ?iri ?name (COUNT(DISTINCT ?e) AS ?n) WHERE { GRAPH ?g { ?e a sem:Event ; sem:hasActor ?iri . ?iri skos:prefLabel ?name } }
GROUP BY ?iri ?name ORDER BY DESC(?n) ?name LIMIT @FEW@""".replace("@FEW@", str(FEW))


def overview(store: Store) -> Data:
    """The front page: how much there is, who acts most, what happened last, which articles."""
    counts = {name: _rows(store, query)[0]["n"] for name, query in _COUNTS.items()}
    latest = " ".join(written(Iri(row["iri"])) for row in _rows(store, _LATEST))  # described only then: the store may hold thousands
    told = [store.article(row["iri"]) for row in _rows(store, _TOLD)]
    return {
        "counts": counts,
        "active": _rows(store, _ACTIVE),
        "happenings": _quads(_rows(store, _HAPPENINGS % (f"VALUES ?iri {{ {latest} }}", FEW))),
        "articles": [{"slug": a.slug, "title": a.title or a.id, "date": a.date, "source": a.source} for a in told],
    }


def moved(store: Store, iri: str) -> Data | None:
    """Where an address leads that has no page any more: `to` another one, or nowhere (it was taken away); None where it never had one."""
    version = iri.partition("#")[0]
    gone = any(next(store.quads(store.runs, p=KG.replaced, o=_checked(i)), None) is not None for i in {iri, version})
    relative = version.removeprefix(store.base)
    slug = relative.split("/")[1] if relative.startswith("article/") and "/" in relative else ""
    there = bool(slug) and next(store.quads(store.graph(slug)), None) is not None
    return {"to": f"{store.base}article/{slug}" if there else None} if gone else None


def thing(store: Store, iri: str) -> Data | None:
    """Everything known of an actor, place, happening, report or claim (`moved` where it is another one now); None where there is no such node."""
    known, me = decided(store), _checked(iri)
    if me in known.aliases:
        return {"moved": str(known.aliases[me])}
    node = written(me)
    kinds = {row["type"].rpartition("#")[2].rpartition("/")[2] for row in _rows(store, _KINDS % node)} | ({"Actor"} if me in known.names else set())
    about = _rows(store, _ABOUT % node)
    if not kinds and not about:
        return None
    label = known.names.get(me) or next((row["label"] for row in _rows(store, _LABEL % node)), None)
    data: Data = {"iri": iri, "label": label, "kinds": sorted(kinds), "about": about}
    if "Actor" in kinds:
        data["happenings"] = _quads(_rows(store, _HAPPENINGS % (f"?iri sem:hasActor {node} .", MOST)))
        data |= _told_of(store, known.who([me]))
    elif "Event" in kinds:
        data["happenings"] = _quads(_rows(store, _HAPPENINGS % (f"VALUES ?iri {{ {node} }}", 1)))
        data["evidence"] = [_marked(row) for row in _rows(store, _EVIDENCE % node)]
    elif "ReportedEvent" in kinds:
        data["reports"] = _reports(store, f"VALUES ?iri {{ {node} }}")
        data["claims"] = _claims(store, f"?iri kg:about {node} .")
    elif "Claim" in kinds:
        data["claims"] = _claims(store, f"VALUES ?iri {{ {node} }}")
        data["reports"] = _reports(store, f"{node} kg:about ?iri .")
    elif "Place" in kinds:
        data["happenings"] = _quads(_rows(store, _HAPPENINGS % (f"?iri sem:hasPlace {node} .", MOST)))
    return data


def _told_of(store: Store, me: Who) -> Data:
    """What reports that are no facts tell of an actor, and what it claims, wherever articles name it."""
    found: Data = {"reports": [], "claims": []}
    for home, actor in me.places:
        node = written(actor)
        within = [home] if home else [graph for graph, one in me.never if one == actor]
        only = f" FILTER(?g {'IN' if home else 'NOT IN'} ({', '.join(map(written, sorted(within)))}))" if within else ""
        said = f"{{ ?iri kg:saidActor {node} }} UNION {{ ?iri kg:saidRecipient {node} }} FILTER(?status != 'asserted')"
        found["reports"] += _reports(store, said, only)
        found["claims"] += _claims(store, f"?iri kg:claimant {node} .", only)
    return found


def article(store: Store, slug: str) -> Data | None:
    """An article with its findings at their words: text pieces, for offsets would be another number in a browser's strings."""
    graph = store.graph(slug)
    if next(store.quads(graph), None) is None:
        return None
    found = store.article(slug)
    events = [{**row, "quad": TYPES[row["type"]].quad if row["type"] in TYPES else 0} for row in _rows(store, _TRIGGERS % written(graph))]
    claims = _rows(store, _CONTENTS % written(graph))
    text = store.text(slug)
    return {
        "article": {"slug": slug, "title": found.title or found.id, "date": found.date, "source": found.source, "url": found.url},
        "pieces": None if text is None else pieces(text, events, claims, start=front_matter(text)),
        "events": len(events),
        "claims": len({c["iri"] for c in claims}),
    }


def pieces(text: str, events: list[Data], claims: list[Data], *, start: int = 0) -> list[Data]:
    """The text from `start` on, cut at every finding's edge; each piece says which event it is the trigger of and which claim it stands in.

    >>> [p["text"] for p in pieces("NATO met Russia", [{"iri": "e", "begin": "5", "end": "8"}], [])]
    ['NATO ', 'met', ' Russia']
    """
    spans = [(int(item["begin"]), int(item["end"]), name, item) for name, items in (("event", events), ("claim", claims)) for item in items]
    cuts = sorted({start, len(text), *(cut for begin, end, _, _ in spans for cut in (begin, end) if start < cut < len(text))})
    out = []
    for begin, end in pairwise(cuts):
        over = {name: item for a, b, name, item in spans if a <= begin and end <= b}
        out.append({"text": text[begin:end], "event": over.get("event"), "claim": over.get("claim")})
    return out


def _reports(store: Store, pattern: str, only: str = "") -> list[Data]:
    return _quads(_marked(row) for row in _rows(store, _REPORTS % (pattern, only, MOST)))


def _claims(store: Store, pattern: str, only: str = "") -> list[Data]:
    """Claims with their contents in one list each."""
    out: dict[str, Data] = {}
    for row in _rows(store, _CLAIMS % (pattern, only, 2 * MOST)):
        out.setdefault(row["iri"], row | {"contents": []})["contents"].append(row["content"])
    return list(out.values())


def _marked(row: Data) -> Data:
    """A row with its sentence in three pieces: before the trigger, the trigger, after it."""
    sentence, begin, end = row["sentence"], int(row["from"]), int(row["to"])
    return row | {"before": sentence[:begin], "trigger": sentence[begin:end], "after": sentence[end:]}


def _quads(rows: Iterable[Data]) -> list[Data]:
    """Acts, each with the quad class of its type and its sides as lists."""
    sides = ("actors", "recipients")
    return [row | {"quad": TYPES[row["type"]].quad if row["type"] in TYPES else 0} | {side: _parties(row[side]) for side in sides} for row in rows]


def _parties(joined: str | None) -> list[Data]:
    """The parties of a side by name, each once."""
    named = dict(sorted((piece.split(" ", 1) for piece in (joined or "").split(_NEXT) if piece), reverse=True))
    return sorted(({"iri": iri, "name": name} for iri, name in named.items()), key=lambda party: (party["name"], party["iri"]))


def _rows(store: Store, query: str) -> list[Data]:
    return [row for row in store.query(query, scope="all").dicts() if any(row.values())]


def _checked(iri: str) -> Iri:
    if safe(iri) != iri or ":" not in iri:
        raise QueryError(f"{iri[:100]!r} is no IRI; give one as the pages and exports show them, e.g. urn:kg:actor/russia")
    return Iri(iri)


def questions(store: Store) -> list[Data]:
    """The named questions, each with its parameters."""
    return [_question(q) for q in named_questions().values()]


def question(store: Store, name: str, values: dict[str, str]) -> Data | None:
    """A named question, and its answer with these values; an unknown value is told beside the form."""
    known = named_questions().get(name)
    if known is None:
        return None
    data: Data = {"question": _question(known), "values": values, "columns": list(known.columns), "rows": None, "error": None}
    try:
        params: Data = dict(values)
        rows = query(store, name, max_rows=10 * MOST, **params)
        data |= {"columns": rows.columns, "rows": [[plain(term) for term in row] for row in rows]}
    except QueryError as e:
        data["error"] = str(e)
    return data


def _question(q: Question) -> Data:
    return {"name": q.name, "question": q.text, "text": q.sparql, "params": [{"name": p.name, "kind": p.about or p.type} for p in q.params]}


def explore(store: Store, actor: str) -> Data:
    """The page of the relations around an actor, and the policy that lets its scripts run; of all there is where none is named."""
    from kg.draw import draw
    from kg.network import portion, relations, stored

    around = who(store, actor).kept[0] if actor else _busiest(store)
    part = None if around is None else portion(store, around, most=AT_ONCE)
    graph = relations(stored(store) if part is None else part.acts, rejected=True)
    me = around.removeprefix(store.base) if around else ""
    name = graph.nodes[me]["name"] if me in graph else "all actors"
    note = f"the latest of {part.total:,} reports about {name}" if part and part.before else ""
    rest = {me: part.before} if part else dict.fromkeys(graph)  # of a store that is shown whole there is no more of anybody
    page = str(draw(graph, title=f"Relations of {name}", note=note, more="?format=json&actor=", rest=rest))
    return {"page": page, "policy": html.unescape(page.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"', 1)[0])}


def around(store: Store, actor: str, before: str = "") -> Data:
    """The latest acts (before a date) that an actor has a part in, as the explorer's page takes them in when its reader asks for more."""
    from kg.draw.payload import payload
    from kg.network import portion, relations

    me = who(store, actor).kept[0]
    part = portion(store, me, most=AT_ONCE, before=before or None)
    return {**payload(relations(part.acts, rejected=True), title=""), "rest": {me.removeprefix(store.base): part.before}}


def _busiest(store: Store) -> Iri | None:
    """The actor with most acts in a store that is too large to be drawn at once, None for one that is not."""
    rows = store.query(_BUSY).rows
    total = sum(int(plain(n) or 0) for _, n in rows)
    return Iri(str(rows[0][0])) if total > 2 * AT_ONCE else None


def base(store: Store) -> str:
    """The base IRI of the store."""
    return store.base
