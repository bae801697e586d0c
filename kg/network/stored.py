"""Acts from a store: each happening of the facts graph once, with the words of all its reports, and each report that is no fact.

Five flat queries, each over one kind of thing, joined here: one query with all the optional parts multiplies its rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast, get_args

from kg.ledger import decisions, standing
from kg.model import Actor, ActorKind, Affiliation
from kg.network.acts import Act, Evidence, is_party

if TYPE_CHECKING:
    from kg.store import Store

Row = Mapping[str, str | None]

_REPORTS = """SELECT ?r ?v ?type ?mode ?date ?place ?status ?certainty ?intensity ?reciprocal ?rule ?confidence ?claimant ?q ?qs ?ts ?te WHERE {
  GRAPH ?g {
    ?r a kg:ReportedEvent ; kg:inArticle ?v ; kg:saidType ?type ; kg:status ?status ; kg:certainty ?certainty ; kg:evidence ?e ; kg:trigger ?t .
    ?e nif:anchorOf ?q ; nif:beginIndex ?qs . ?t nif:beginIndex ?ts ; nif:endIndex ?te
    OPTIONAL { ?r kg:saidMode ?mode } OPTIONAL { ?r kg:saidDate ?date } OPTIONAL { ?r kg:saidPlace/skos:prefLabel ?place }
    OPTIONAL { ?r kg:saidIntensity ?intensity } OPTIONAL { ?r kg:saidReciprocal ?reciprocal } OPTIONAL { ?r kg:rule ?rule }
    OPTIONAL { ?r kg:confidence ?confidence } OPTIONAL { ?r kg:claimedBy ?claimant }
    %s
  } }"""
_SIDES = """SELECT ?r ?side ?x WHERE { GRAPH ?g {
    VALUES ?side { kg:saidActor kg:saidRecipient kg:relayedBy } ?r ?side ?x %s } }"""
_ACTORS = """SELECT ?a ?name ?kind ?code ?of ?ofname ?wikidata WHERE { GRAPH ?g {
    ?a a sem:Actor ; skos:prefLabel ?name OPTIONAL { ?a kg:kind ?kind } OPTIONAL { ?a kg:ploverCode ?code }
    OPTIONAL { ?a kg:affiliation ?of OPTIONAL { ?of skos:prefLabel ?ofname } } OPTIONAL { ?a schema:sameAs ?wikidata } } }"""
_ARTICLES = """SELECT ?v ?id ?title ?publisher ?published ?url ?voice WHERE { GRAPH ?g {
    ?v prov:specializationOf ?a . ?a a schema:NewsArticle ; schema:identifier ?id OPTIONAL { ?a schema:headline ?title }
    OPTIONAL { ?a schema:publisher/schema:name ?publisher } OPTIONAL { ?a schema:datePublished ?published } OPTIONAL { ?a schema:url ?url }
    OPTIONAL { ?a schema:publisher/kg:speaksFor ?voice } } }"""
_FACTS = """SELECT ?h ?type ?mode ?date ?place ?intensity ?reciprocal WHERE {
    ?h a sem:Event ; sem:eventType ?type OPTIONAL { ?h kg:mode ?mode } OPTIONAL { ?h sem:hasTimeStamp ?date }
    OPTIONAL { ?h sem:hasPlace/skos:prefLabel ?place } OPTIONAL { ?h kg:intensity ?intensity } OPTIONAL { ?h kg:reciprocal ?reciprocal } %s }"""
_PARTS = "SELECT ?h ?side ?x WHERE { VALUES ?side { kg:actor kg:recipient kg:report kg:disputedBy } ?h ?side ?x %s }"


@dataclass
class _Things:
    """What the queries found, by id."""

    base: str
    aliases: dict[str, str]
    actors: dict[str, Actor] = field(default_factory=dict)
    articles: dict[str, Row] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def some(self, ids: Iterable[str]) -> tuple[Actor, ...]:
        """The actors of these ids, merged ones as the one that stays, sorted."""
        kept = sorted({self.aliases.get(i, i) for i in ids})
        return tuple(self.actors.get(i) or Actor(id=self.short(i), name=self.short(i), kind="unknown") for i in kept)

    def short(self, iri: str) -> str:
        """An id without the store's base."""
        return iri.removeprefix(self.base)


def stored(store: "Store", *, around: str | None = None) -> Iterator[Act]:
    """Yield the acts of a store, facts first: happenings, then reports that no happening rests on, each in the order of its id.

    Args:
        store: an open store.
        around: only acts that the actor of this id (`actor/russia`) has a part in.
    """
    who = None if around is None else f"<{store.base}{around.removeprefix(store.base)}>"
    things = _Things(store.base, _aliases(store))
    for row in sorted(_rows(store, _ACTORS, every=True), key=lambda row: tuple(v or "" for v in row.values())):
        things.actors.setdefault(str(row["a"]), _actor(row, things))
    things.articles = {str(row["v"]): row for row in _rows(store, _ARTICLES, every=True)}
    reports = {str(row["r"]): row for row in _rows(store, _REPORTS % ("" if who is None else f"?r kg:saidActor|kg:saidRecipient {who}"), every=True)}
    if who is not None:  # a happening of this actor may rest on reports that name another, merged into it
        promoted = f"GRAPH <{store.facts}> {{ ?h kg:actor|kg:recipient {who} ; kg:report ?r }}"
        reports |= {str(row["r"]): row for row in _rows(store, _REPORTS % promoted, every=True)}
    things.evidence = {report: _evidence(row, things) for report, row in reports.items()}
    told: set[str] = set()
    yield from _facts(store, things, who, reports, told)
    yield from _claims(store, things, reports, told)


def _facts(store: "Store", things: _Things, who: str | None, reports: Mapping[str, Row], told: set[str]) -> Iterator[Act]:
    narrowed = "" if who is None else f"FILTER EXISTS {{ ?h kg:actor|kg:recipient {who} }}"
    parts = _sides(_rows(store, _PARTS % narrowed), "h")
    for row in sorted(_rows(store, _FACTS % narrowed), key=lambda row: str(row["h"])):
        mine = parts.get(str(row["h"]), {})
        told.update(mine.get("report", ()))
        yield Act(
            id=things.short(str(row["h"])),
            **_common(row),  # type: ignore[arg-type]
            actors=things.some(mine.get("actor", ())),
            recipients=things.some(mine.get("recipient", ())),
            fact=True,
            disputed_by=things.some(mine.get("disputedBy", ())),
            evidence=tuple(things.evidence[r] for r in sorted(mine.get("report", ())) if r in reports),
        )


def _claims(store: "Store", things: _Things, reports: Mapping[str, Row], told: set[str]) -> Iterator[Act]:
    parts = _sides(_rows(store, _SIDES % "", every=True), "r")
    for report in sorted(reports.keys() - told):
        row, mine = reports[report], parts.get(report, {})
        innermost = () if row["claimant"] is None else (row["claimant"],)
        by = (*things.some(mine.get("relayedBy", ())), *things.some(innermost))
        voice = things.articles.get(str(row["v"]), {}).get("voice")
        if not by and voice is not None and row["status"] == "asserted":
            [speaker] = things.some([voice])
            parties = things.some([*mine.get("saidActor", ()), *mine.get("saidRecipient", ())])
            by = (speaker,) if any(is_party(party, speaker) for party in parties) else ()
        yield Act(
            id=things.short(report),
            **_common(row),  # type: ignore[arg-type]
            actors=things.some(mine.get("saidActor", ())),
            recipients=things.some(mine.get("saidRecipient", ())),
            status=row["status"] or "asserted",
            certainty=row["certainty"] or "certain",
            claimants=by,
            evidence=(things.evidence[report],),
        )


def _rows(store: "Store", sparql: str, *, every: bool = False) -> list[Row]:
    return list(store.query(sparql, scope="all" if every else "facts").dicts())


def _sides(rows: Iterable[Row], key: str) -> dict[str, dict[str, list[str]]]:
    """Rows of thing, property, value by thing and by the property's local name."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(str(row[key]), {}).setdefault(str(row["side"]).rpartition("#")[2], []).append(str(row["x"]))
    return found


def _common(row: Row) -> dict[str, str | bool | float | None]:
    kind, mode = (str(row[name] or "").rpartition("#")[2] for name in ("type", "mode"))
    return {
        "kind": kind,
        "mode": mode.removeprefix(f"{kind}-"),
        "date": row["date"] or "",
        "place": row["place"] or "",
        "reciprocal": row["reciprocal"] == "true",
        "intensity": None if row["intensity"] is None else float(row["intensity"]),
    }


def _actor(row: Row, things: _Things) -> Actor:
    kind = row["kind"] if row["kind"] in get_args(ActorKind) else "unknown"
    of = None if row["of"] is None else Affiliation(things.short(row["of"]), row["ofname"] or things.short(row["of"]))
    wikidata = None if row["wikidata"] is None else row["wikidata"].rpartition("/")[2]
    return Actor(
        id=things.short(str(row["a"])), name=str(row["name"]), kind=cast(ActorKind, kind), code=row["code"], affiliation=of, wikidata=wikidata
    )


def _evidence(row: Row, things: _Things) -> Evidence:
    article, quote, at = things.articles.get(str(row["v"]), {}), row["q"] or "", int(row["qs"] or 0)
    start, end = int(row["ts"] or 0) - at, int(row["te"] or 0) - at
    inside = 0 <= start < end <= len(quote)
    return Evidence(
        quote=quote,
        start=start if inside else 0,
        end=end if inside else 0,
        offset=at,
        article=article.get("id") or things.short(str(row["v"])),
        title=article.get("title") or "",
        publisher=article.get("publisher") or "",
        published=article.get("published") or "",
        url=article.get("url") or "",
        report=things.short(str(row["r"])),
        rule=row["rule"] or "",
        confidence=float(row["confidence"] or 1),
    )


def _aliases(store: "Store") -> dict[str, str]:
    """Each actor that people merged into another, with the one that stays."""
    pairs = [d.actors for d in standing(decisions(store.beside.lines())) if d.verb == "merge" and d.actors]
    into = {f"{store.base}{gone}": f"{store.base}{kept}" for kept, gone in pairs}
    found = {}
    for actor in into:
        seen, at = {actor}, into[actor]
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        found[actor] = at
    return found
