"""What claimants say of reports: each stance once, with its words."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg.parse.layout import sentence_around
from kg.store import Store, plain
from kg.store.reading import Node
from kg.vocab import KG, SCHEMA, Iri
from kg.who import Who
from kg.worlds.reading import Reading
from kg.worlds.stances import Stand, stances
from kg.worlds.values import Saying


def sayings(store: Store, who: Who, *, relayed: bool) -> list[Saying]:
    """What these actors, and those who speak for them, say of reports; of what others pass on only with `relayed`, of rejected ones nothing."""
    read = Reading(store)
    found = stances(read, who, relayed=relayed)
    apart = [said for said in found if said.told != said.report]
    return list(dict.fromkeys([*_spoken(read, [said for said in found if said.told == said.report]), *_apart(read, apart)]))


def wordless(store: Store, who: Who, *, relayed: bool) -> list[Saying]:
    """The same without words and names, for those who count: what each is about, and when its article came out."""
    found = stances(Reading(store), who, relayed=relayed)
    graphs = dict.fromkeys(said.report[0] for said in found)
    days = {g: plain(o) or "" for *_, o, g in store.each((None, SCHEMA.datePublished, None, g) for g in graphs)}
    return [_of(said, "", days.get(said.report[0], "")) for said in found]


def _of(said: Stand, article: str, published: str, words: tuple[int, int, str] = (0, 0, ""), **more: Any) -> Saying:
    start, end, quote = words
    named = {"by": "", "via": ""} | more
    return Saying(article=article, start=start, end=end, quote=quote, stance=said.does, report=said.report[1], published=published, **named)


def _told(read: Reading, said: Stand) -> tuple[str, str]:
    """The article that a saying stands in, and its day."""
    article = read.article(said.told)
    return read.one(article, SCHEMA.identifier), read.one(article, SCHEMA.datePublished)


def _spoken(read: Reading, found: list[Stand]) -> Iterator[Saying]:
    """In the words of the reports themselves."""
    reports = [said.report for said in found]
    read.read(reports, KG.inArticle, KG.evidence, KG.trigger)
    read.under(reports, KG.evidence, KG.trigger)
    read.articles(reports)
    read.names((said.report[0], actor) for said in found for level in (*said.levels, (said.by,)) for actor in level)
    for said in found:
        g, by = said.report[0], read.label((said.report[0], said.by))
        *outer, beside = ([read.label((g, actor)) for actor in level] for level in said.levels or ((),))
        yield _of(
            said,
            *_told(read, said),
            read.words(read.at(said.report, KG.evidence)),
            by=by,
            via=" says that ".join(map(" and ".join, outer)),
            trigger=read.words(read.at(said.report, KG.trigger))[2],
            beside=tuple(sorted({*beside} - {by})),
        )


def _apart(read: Reading, found: list[Stand]) -> Iterator[Saying]:
    """In words that stand apart from the reports."""
    claims = list(dict.fromkeys(said.told for said in found))
    read.read(claims, KG.inArticle, KG.content, KG.withinClaim)
    read.under(claims, KG.content)
    outer = {claim: read.at(claim, KG.withinClaim) for claim in claims}
    read.read(outer.values(), KG.claimant)
    read.read((said.report for said in found), KG.trigger)
    read.under([said.report for said in found], KG.trigger)
    read.articles(claims)
    alike, sentences = _alike(read, claims), _Sentences(read)
    read.names(read.at(claim, KG.claimant) for claim in (*claims, *outer.values()))
    for said in found:
        by, relay = (read.label(read.at(claim, KG.claimant)) for claim in (said.told, outer[said.told]))
        for content in read.all(said.told, KG.content):
            start, end, _ = words = read.words((said.told[0], content))
            yield _of(
                said,
                *_told(read, said),
                words,
                by=by,
                via=relay,
                trigger=read.words(read.at(said.report, KG.trigger))[2],
                sentence=sentences.around(said.told, start, end),
                beside=tuple(sorted(alike[said.told[0], content] - {by})),
            )


def _alike(read: Reading, claims: Iterable[Node]) -> dict[Node, set[str]]:
    """Of each span that claims have as their content, the names of all whose claims have it."""
    spans = dict.fromkeys((g, content) for g, claim in claims for content in read.all((g, claim), KG.content))
    same = [((g, s), Iri(str(o))) for s, _, o, g in read.store.each((None, KG.content, span, g) for g, span in spans)]
    read.read((claim for claim, _ in same), KG.claimant)
    read.names((claim[0], who) for claim, _ in same for who in read.all(claim, KG.claimant))
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
