"""What claimants say of reports: each stance once, with its words."""

from collections.abc import Iterable, Iterator

from kg import facts
from kg.facts.chains import Levels
from kg.parse.layout import sentence_around
from kg.store import Store
from kg.store.reading import Node
from kg.vocab import KG, RDF, SCHEMA, Iri
from kg.worlds.reading import Reading
from kg.worlds.values import Saying

OFFICIAL = ("person", "government", "military")
"""The kinds of actors whose words count for the state or organisation that they belong to."""
_DENIALS = frozenset({"denies", "rejects"})


def sayings(store: Store, who: Iterable[Iri], *, relayed: bool) -> Iterator[Saying]:
    """What these actors, and those who speak for them, say of reports; of what others pass on only with `relayed`, of rejected ones nothing."""
    read, own = Reading(store), tuple(who)
    voices = _voices(read, own)
    rejected = facts.rejections(store)
    found = [*_spoken(read, voices), *_denied(read, voices), *_own_voice(read, own)]
    yield from (said for said in dict.fromkeys(found) if (relayed or not said.via) and Iri(said.report) not in rejected)


def _voices(read: Reading, who: tuple[Iri, ...]) -> list[tuple[Iri | None, Iri]]:
    """Whose words count, and in which graph (None: in any): they themselves, and whom an article gives as an official of theirs."""
    near = [(g, s) for s, _, _, g in read.store.each((None, KG.affiliation, of, None) for of in who)]
    read.read(near)
    return [*((None, one) for one in who), *(node for node in dict.fromkeys(near) if read.one(node, KG.kind) in OFFICIAL)]


def _spoken(read: Reading, voices: list[tuple[Iri | None, Iri]]) -> Iterator[Saying]:
    """What they are the innermost source of, alone or together with others."""
    named = [((g, s), Iri(str(o))) for s, _, o, g in read.store.each((None, KG.claimedBy, who, g) for g, who in voices)]
    claims = [((g, s), Iri(str(o))) for s, _, o, g in read.store.each((None, KG.claimant, who, g) for g, who in voices)]
    about = [((g, Iri(str(o))), s) for s, _, o, g in read.store.each((claim, KG.about, None, g) for (g, claim), _ in claims)]
    by = dict(claims)
    pairs = dict.fromkeys([*named, *((report, by[report[0], claim]) for report, claim in about)])
    levels = facts.chains(read.store, dict.fromkeys(report for report, _ in pairs))
    mine = [(report, who) for report, who in pairs if who in levels.get(report[1], ((),))[-1]]
    _read_reports(read, [report for report, _ in mine])
    read.read((g, actor) for (g, report), _ in mine for level in levels[report] for actor in level)
    for (g, report), who in mine:
        stance = _stance(read, (g, report), "claimed")
        if stance:
            *outer, inner = levels[report]
            yield _of_report(read, (g, report), who, stance, beside=inner, via=tuple(outer))


def _denied(read: Reading, voices: list[tuple[Iri | None, Iri]]) -> Iterator[Saying]:
    """What they deny or reject in words that stand apart from the report: "Moscow rejects the charge"."""
    claims = list(dict.fromkeys((g, s) for s, _, _, g in read.store.each((None, KG.claimant, who, g) for g, who in voices)))
    read.read(claims)
    claims = [claim for claim in claims if _DENIALS & set(read.all(claim, KG.stance))]
    read.under(claims, KG.content, KG.claimant, KG.withinClaim, KG.about)
    read.under([(g, o) for g, c in claims for o in read.all((g, c), KG.withinClaim)], KG.claimant)
    read.under([(g, o) for g, c in claims for o in read.all((g, c), KG.about)], KG.trigger)
    read.articles(claims)
    alike, sentences = _alike(read, claims), _Sentences(read)
    for claim in claims:
        for report in read.all(claim, KG.about):
            for content in read.all(claim, KG.content):
                span = claim[0], content
                yield _denial(read, claim, report, span, beside=alike[span], sentences=sentences)


def _denial(read: Reading, claim: Node, report: Iri, span: Node, *, beside: set[str], sentences: "_Sentences") -> Saying:
    start, end, quote = read.words(span)
    article, by = read.article(claim), read.label(read.at(claim, KG.claimant))
    relay = read.at(read.at(claim, KG.withinClaim), KG.claimant)
    return Saying(
        article=read.one(article, SCHEMA.identifier),
        start=start,
        end=end,
        quote=quote,
        by=by,
        stance="denies",
        via=read.label(relay) if relay[1] else "",
        report=report,
        trigger=read.words(read.at((claim[0], report), KG.trigger))[2],
        sentence=sentences.around(claim, start, end),
        beside=tuple(sorted(beside - {by})),
        published=read.one(article, SCHEMA.datePublished),
    )


def _own_voice(read: Reading, who: tuple[Iri, ...]) -> Iterator[Saying]:
    """What publishers that speak for them tell in their own voice."""
    publishers = [(g, s) for s, _, _, g in read.store.each((None, KG.speaksFor, of, None) for of in who)]
    publishers = [(g, s) for g, s in dict.fromkeys(publishers) if g != read.store.facts]
    reports = [(g, s) for s, _, _, g in read.store.each((None, RDF.type, KG.ReportedEvent, g) for g, _ in publishers)]
    read.read([*publishers, *reports])
    reports = [report for report in reports if not read.all(report, KG.claimedBy)]
    _read_reports(read, reports)
    of = dict(publishers)
    for g, report in reports:
        stance = _stance(read, (g, report), "asserted")
        if stance and read.at(read.article((g, report)), SCHEMA.publisher)[1] == of[g]:
            yield _of_report(read, (g, report), of[g], stance)


def _read_reports(read: Reading, reports: list[Node]) -> None:
    read.read(reports)
    read.under(reports, KG.evidence, KG.trigger)
    read.articles(reports)


def _stance(read: Reading, report: Node, said: str) -> str:
    """What its source does about a report: `said` is the status of what it puts forward; "" where it takes no stance."""
    status = read.one(report, KG.status)
    if status not in (said, "denied", "negated"):
        return ""
    return "asserts" if status == said and read.one(report, KG.polarity) == "positive" else "denies"


def _of_report(read: Reading, report: Node, who: Iri, stance: str, *, beside: tuple[Iri, ...] = (), via: Levels = ()) -> Saying:
    start, end, quote = read.words(read.at(report, KG.evidence))
    article, g = read.article(report), report[0]
    return Saying(
        article=read.one(article, SCHEMA.identifier),
        start=start,
        end=end,
        quote=quote,
        by=read.label((g, who)),
        stance=stance,
        via=" says that ".join(" and ".join(read.label((g, actor)) for actor in level) for level in via),
        report=report[1],
        trigger=read.words(read.at(report, KG.trigger))[2],
        beside=tuple(sorted(read.label((g, actor)) for actor in beside if actor != who)),
        published=read.one(article, SCHEMA.datePublished),
    )


def _alike(read: Reading, claims: list[Node]) -> dict[Node, set[str]]:
    """Of each span that claims have as their content, the names of all whose claims have it."""
    spans = dict.fromkeys((g, content) for g, claim in claims for content in read.all((g, claim), KG.content))
    same = [((g, s), Iri(str(o))) for s, _, o, g in read.store.each((None, KG.content, span, g) for g, span in spans)]
    read.read(claim for claim, _ in same)
    read.under([claim for claim, _ in same], KG.claimant)
    found: dict[Node, set[str]] = {span: set() for span in spans}
    for claim, span in same:
        found[claim[0], span].update(read.label((claim[0], who)) for who in read.all(claim, KG.claimant))
    return found


class _Sentences:
    """The sentences around words: those that reports rest on, else as the text has it; each article's looked up once."""

    def __init__(self, read: Reading) -> None:
        self._read, self._known = read, dict[Iri, list[tuple[int, int, str]]]()

    def around(self, claim: Node, start: int, end: int) -> str:
        """The sentence that holds these words of a claim, "" where no report rests on it and the text is not kept."""
        graph = claim[0]
        if graph not in self._known:
            spans = [(graph, Iri(str(o))) for _, _, o, _ in self._read.store.each([(None, KG.evidence, None, graph)])]
            self._read.read(spans)
            self._known[graph] = sorted({self._read.words(span) for span in spans})
        known = next((words for begin, stop, words in self._known[graph] if begin <= start and end <= stop), "")
        if known:
            return known
        digest = self._read.one(self._read.at(claim, KG.inArticle), SCHEMA.sha256)
        text = self._read.store.beside.text(digest) if digest else None
        return "" if text is None else text[slice(*sentence_around(text, start, end))]
