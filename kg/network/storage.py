"""Acts from a store: each happening of the facts graph once, with the words of all its reports, and each report that is no fact.

Five flat queries, each over one kind of thing, joined here: one query with all the optional parts multiplies its rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast, get_args

from kg.ledger import decisions, standing
from kg.model import Actor, ActorKind, Affiliation
from kg.network.acts import Act, Evidence, is_party
from kg.terms import safe

if TYPE_CHECKING:
    from kg.store import Store

Row = Mapping[str, str | None]
Sides = dict[str, list[str]]

_REPORTS = """SELECT ?r ?v ?type ?mode ?date ?place ?status ?certainty ?intensity ?reciprocal ?rule ?confidence ?claimant ?q ?qs ?ts ?te WHERE {
  GRAPH ?g {
    %s ?r a kg:ReportedEvent ; kg:inArticle ?v ; kg:saidType ?type ; kg:status ?status ; kg:certainty ?certainty ; kg:evidence ?e ; kg:trigger ?t .
    ?e nif:anchorOf ?q ; nif:beginIndex ?qs . ?t nif:beginIndex ?ts ; nif:endIndex ?te
    OPTIONAL { ?r kg:saidMode ?mode } OPTIONAL { ?r kg:saidDate ?date } OPTIONAL { ?r kg:saidPlace/skos:prefLabel ?place }
    OPTIONAL { ?r kg:saidIntensity ?intensity } OPTIONAL { ?r kg:saidReciprocal ?reciprocal } OPTIONAL { ?r kg:rule ?rule }
    OPTIONAL { ?r kg:confidence ?confidence } OPTIONAL { ?r kg:claimedBy ?claimant }
  } }"""
_SIDES = """SELECT ?r ?side ?x WHERE { GRAPH ?g {
    VALUES ?side { kg:saidActor kg:saidRecipient kg:relayedBy } %s ?r ?side ?x } }"""
_ACTORS = """SELECT DISTINCT ?a ?name ?kind ?code ?of ?ofname ?wikidata WHERE { GRAPH ?g {
    %s ?a a sem:Actor ; skos:prefLabel ?name OPTIONAL { ?a kg:kind ?kind } OPTIONAL { ?a kg:ploverCode ?code }
    OPTIONAL { ?a kg:affiliation ?of OPTIONAL { ?of skos:prefLabel ?ofname } } OPTIONAL { ?a schema:sameAs ?wikidata } } }"""
_ARTICLES = """SELECT DISTINCT ?v ?id ?title ?publisher ?published ?url ?voice WHERE { GRAPH ?g {
    %s ?v prov:specializationOf ?a . ?a a schema:NewsArticle ; schema:identifier ?id OPTIONAL { ?a schema:headline ?title }
    OPTIONAL { ?a schema:publisher/schema:name ?publisher } OPTIONAL { ?a schema:datePublished ?published } OPTIONAL { ?a schema:url ?url }
    OPTIONAL { ?a schema:publisher/kg:speaksFor ?voice } } }"""
_FACTS = """SELECT ?h ?type ?mode ?date ?place ?intensity ?reciprocal WHERE {
    %s ?h a sem:Event ; sem:eventType ?type OPTIONAL { ?h kg:mode ?mode } OPTIONAL { ?h sem:hasTimeStamp ?date }
    OPTIONAL { ?h sem:hasPlace/skos:prefLabel ?place } OPTIONAL { ?h kg:intensity ?intensity } OPTIONAL { ?h kg:reciprocal ?reciprocal } }"""
_PARTS = "SELECT ?h ?side ?x WHERE { VALUES ?side { kg:actor kg:recipient kg:report kg:disputedBy } %s ?h ?side ?x }"
_NAMED = "kg:saidActor|kg:saidRecipient|kg:claimedBy|kg:relayedBy|kg:inArticle/prov:specializationOf/schema:publisher/kg:speaksFor"


@dataclass
class _Things:
    """What the queries found, by id."""

    base: str
    aliases: dict[str, str]
    actors: dict[str, Actor] = field(default_factory=dict)
    articles: dict[str, Row] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def learn(self, store: "Store", reports: Iterable[Row], *, articles: Iterable[str], actors: Iterable[str]) -> None:
        """Read what is known of the articles and actors that these patterns find, and the words of these reports."""
        self.articles = _by([row for pattern in articles for row in _rows(store, _ARTICLES % pattern, every=True)], "v")
        found = [row for pattern in actors for row in _rows(store, _ACTORS % pattern, every=True)]
        for row in sorted(found, key=lambda row: tuple(value or "" for value in row.values())):
            self.actors.setdefault(str(row["a"]), _actor(row, self))
        self.evidence = {str(row["r"]): _evidence(row, self) for row in reports}

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
    who = None if around is None else f"<{safe(store.base + around.removeprefix(store.base))}>"
    things = _Things(store.base, _aliases(store))
    party = "" if who is None else f"?r kg:saidActor|kg:saidRecipient {who} ."
    mine = "" if who is None else f"?h kg:actor|kg:recipient {who} ."
    facts, parts = _by(_rows(store, _FACTS % mine), "h"), _sides(_rows(store, _PARTS % mine), "h")
    reports, sides = _by(_rows(store, _REPORTS % party, every=True), "r"), _sides(_rows(store, _SIDES % party, every=True), "r")
    articles, actors = [party and f"{party} ?r kg:inArticle ?v ."], [party and f"{party} ?r {_NAMED} ?a ."]
    if who is not None:  # a happening of this actor may rest on reports that name another, merged into it
        promoted = f"GRAPH <{store.facts}> {{ ?h kg:actor|kg:recipient {who} ; kg:report ?r }}"
        reports |= _by(_rows(store, _REPORTS % promoted, every=True), "r")
        articles.append(f"{promoted} ?r kg:inArticle ?v .")
        actors.append(f"GRAPH <{store.facts}> {{ ?h kg:actor|kg:recipient {who} ; kg:actor|kg:recipient|kg:disputedBy ?a }}")
    things.learn(store, reports.values(), articles=articles, actors=actors)
    told: set[str] = set()
    yield from _facts(things, facts, parts, told)
    yield from _claims(things, reports, sides, told)


def _facts(things: _Things, facts: Mapping[str, Row], parts: Mapping[str, Sides], told: set[str]) -> Iterator[Act]:
    for happening, row in sorted(facts.items()):
        mine = parts.get(happening, {})
        told.update(mine.get("report", ()))
        yield Act(
            id=things.short(happening),
            **_common(row),  # type: ignore[arg-type]
            actors=things.some(mine.get("actor", ())),
            recipients=things.some(mine.get("recipient", ())),
            fact=True,
            disputed_by=things.some(mine.get("disputedBy", ())),
            evidence=tuple(things.evidence[r] for r in sorted(mine.get("report", ())) if r in things.evidence),
        )


def _claims(things: _Things, reports: Mapping[str, Row], sides: Mapping[str, Sides], told: set[str]) -> Iterator[Act]:
    for report in sorted(reports.keys() - told):
        row, mine = reports[report], sides.get(report, {})
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


def _by(rows: Iterable[Row], key: str) -> dict[str, Row]:
    return {str(row[key]): row for row in rows}


def _sides(rows: Iterable[Row], key: str) -> dict[str, Sides]:
    """Rows of thing, property, value by thing and by the property's local name."""
    found: dict[str, Sides] = {}
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
