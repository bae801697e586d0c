"""What claimants do about reports, before their words are read: that costs a few lookups a stance, where the words cost many."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg import facts
from kg.facts.chains import Levels
from kg.store.reading import Node
from kg.vocab import KG, RDF, SCHEMA, Iri
from kg.who import Who
from kg.worlds.reading import Reading

OFFICIAL = ("person", "government", "military")
"""The kinds of actors whose words count for the state or organisation that they belong to."""
_DENIALS = frozenset({"denies", "rejects"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """That `by` asserts or denies a report, in the words of `told`: the report's own, or those of a claim about it.

    `levels` are those who say what a report tells, outermost first; `relayed` whether anybody passes it on.
    """

    report: Node
    told: Node
    by: Iri
    does: str
    relayed: bool = False
    levels: Levels = ()


def stances(read: Reading, who: Who, *, relayed: bool) -> list[Stand]:
    """The stances of actors, and of those who speak for them; of what others pass on only with `relayed`, on rejected reports none."""
    voices = _voices(read, who)
    rejected = facts.rejections(read.store)
    claims = dict(_said_by(read, voices, who, KG.claimant))
    read.read(claims, KG.about)
    found = (*_spoken(read, claims, _said_by(read, voices, who, KG.claimedBy)), *_denied(read, claims), *_own_voice(read, who))
    return [said for said in found if (relayed or not said.relayed) and said.report[1] not in rejected]


def _voices(read: Reading, who: Who) -> list[tuple[Iri | None, Iri]]:
    """Whose words count, and in which graph (None: in any): they themselves, and whom an article gives as an official of theirs."""
    near = [(g, s) for s, _, _, g in who.under(read.store, KG.affiliation)]
    read.read(near, KG.kind)
    return [*who.places, *(node for node in dict.fromkeys(near) if read.one(node, KG.kind) in OFFICIAL)]


def _said_by(read: Reading, voices: Iterable[tuple[Iri | None, Iri]], who: Who, term: Iri) -> list[tuple[Node, Iri]]:
    """What has one of these voices under a property, and which."""
    found = ((g, s, Iri(str(o))) for s, _, o, g in read.store.each((None, term, one, g) for g, one in voices))
    return [((g, s), by) for g, s, by in found if (g, by) not in who.never]


def _spoken(read: Reading, claims: Mapping[Node, Iri], named: Iterable[tuple[Node, Iri]]) -> Iterator[Stand]:
    """What they are the innermost source of, alone or together with others."""
    about = [((claim[0], report), by) for claim, by in claims.items() for report in read.all(claim, KG.about)]
    pairs = dict.fromkeys([*named, *about])
    levels = facts.chains(read.store, dict.fromkeys(report for report, _ in pairs))
    mine = [(report, one) for report, one in pairs if one in levels.get(report[1], ((),))[-1]]
    read.read((report for report, _ in mine), KG.status, KG.polarity)
    for report, one in mine:
        if does := _does(read, report, "claimed"):
            chain = levels[report[1]]
            yield Stand(report=report, told=report, by=one, does=does, relayed=len(chain) > 1, levels=chain)


def _denied(read: Reading, claims: Mapping[Node, Iri]) -> Iterator[Stand]:
    """What they deny or reject in words that stand apart from the report: "Moscow rejects the charge"."""
    read.read(claims, KG.stance)
    denials = [claim for claim in claims if _DENIALS & set(read.all(claim, KG.stance))]
    read.read(denials, KG.withinClaim)
    outer = {claim: read.at(claim, KG.withinClaim) for claim in denials}
    read.read(outer.values(), KG.claimant)
    for claim in denials:
        relay = bool(read.one(outer[claim], KG.claimant))
        for report in read.all(claim, KG.about):
            yield Stand(report=(claim[0], report), told=claim, by=claims[claim], does="denies", relayed=relay)


def _own_voice(read: Reading, who: Who) -> Iterator[Stand]:
    """What publishers that speak for them tell in their own voice."""
    publishers = [(g, s) for s, _, _, g in who.under(read.store, KG.speaksFor)]
    of = {g: s for g, s in publishers if g != read.store.facts}
    reports = [(g, s) for s, _, _, g in read.store.each((None, RDF.type, KG.ReportedEvent, g) for g in of)]
    read.read(reports, KG.claimedBy, KG.status, KG.polarity, KG.inArticle)
    reports = [report for report in reports if not read.all(report, KG.claimedBy)]
    read.articles(reports)
    for report in reports:
        does = _does(read, report, "asserted")
        if does and read.at(read.article(report), SCHEMA.publisher)[1] == of[report[0]]:
            yield Stand(report=report, told=report, by=of[report[0]], does=does)


def _does(read: Reading, report: Node, said: str) -> str:
    """What its source does about a report: `said` is the status of what it puts forward; "" where it takes no stance."""
    status = read.one(report, KG.status)
    if status not in (said, "denied", "negated"):
        return ""
    return "asserts" if status == said and read.one(report, KG.polarity) == "positive" else "denies"
