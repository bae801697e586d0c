"""Articles -> store and facts, one or many: skip what is there, extract the rest in workers, validate, commit in batches, report.

Each batch is one change with the happenings that it touches, all of it or nothing (`kg.store.embedded`), so that a kill loses nothing
acknowledged and leaves nothing half; the next run goes on where it stopped, for what is there is skipped.
"""

import datetime
import functools
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace

from kg import facts
from kg.corpus.report import Fate, Outcome, Report
from kg.errors import ShapeError, StoreError
from kg.extract import DEFAULT, Settings, extract_many, provenance
from kg.model import Article, Extraction
from kg.pool import each
from kg.rdf import agents, quads
from kg.rdf.nodes import distinct, run_triples
from kg.rdf.terms import node, text
from kg.read import Read, Unread
from kg.store import Change, Store, plain
from kg.validate import validate
from kg.vocab import PROV, SCHEMA, Iri

__all__ = ["Outcome", "Report", "build", "remove"]
BATCH = 300_000  # quads of a change: 400 short articles or 60 long ones; all that a store holds is tidied up again after every few changes
SECONDS, LONGEST = 4.0, 16.0  # after which the first change is made, and each later one, however small: what a kill can lose, and progress waits for
Heard = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a worker makes of an article: its graph made ready for the store, or the shape that it breaks."""

    article: Article
    graph: facts.Prepared | None = None
    events: int = 0
    claims: int = 0
    broken: str = ""


def build(
    items: Article | Iterable[Read],
    store: Store,
    *,
    settings: Settings = DEFAULT,
    workers: int = 1,
    executor: Executor | None = None,
    dry_run: bool = False,
    rebuild: bool = False,
    policy: str | None = None,
    heard: Heard | None = None,
) -> Report:
    """Build articles into a store.

    Args:
        items: articles, and `Unread`s as `kg.articles` yields them; read as a stream.
        store: an open store.
        settings: what decides what is found; an article that was built with other settings is built again.
        workers: processes that extract at once.
        executor: any `concurrent.futures` executor instead, such as a Dask client's.
        dry_run: only say what would be done.
        rebuild: build again what is unchanged, too.
        policy: which reports become fact: `plain`, `strict`, or the path of a query of your own; that of the store if left out.
        heard: called with the outcome of each article as soon as it is committed.

    Raises:
        StoreError: the store cannot be written.
        QueryError: no such policy.

    >>> import kg
    >>> with kg.open_store() as store:
    ...     report = kg.build(kg.Article(id="a", text="Russia annexed Crimea in March 2014.", date="2014-04-01"), store)
    >>> report.counts["added"], report.events
    (1, 1)
    """
    report, begun = Report(), time.monotonic()
    if policy is not None:
        facts.policy(policy)  # a wrong one is told before anything is read, and also of a dry run

    def tell(outcome: Outcome) -> None:
        report.add(outcome)
        if heard is not None:
            heard(outcome)

    stream = _namesakes([items] if isinstance(items, Article) else items, store)
    made_by = _made_by(settings, store.base)
    if dry_run:
        for item in stream:
            tell(_planned(item, _standing(item, store, made_by, rebuild=rebuild)))
    else:
        fresh = _fresh(stream, store, made_by, tell, rebuild=rebuild)
        work = functools.partial(built, settings=settings, base=store.base, rule=facts.ready(store, policy))
        started = datetime.datetime.now(datetime.UTC)
        results = each(fresh, work, workers=workers, executor=executor)
        with closing(results):  # also when this is interrupted
            for batch in _batches(results):
                _note(store, started, _commit(batch, store, tell, policy))
    report.happenings = int(next(store.query("SELECT (COUNT(?e) AS ?n) { ?e a sem:Event }").dicts())["n"] or 0)
    report.seconds = time.monotonic() - begun
    return report


def remove(article: str, store: Store) -> str:
    """Take an article (label, slug, URL or IRI) and the facts that rested on it alone away again; its slug.

    Raises:
        StoreError: no article of that name, or several.
    """
    there = store.article(article)
    outcome = facts.remove(store, [there.slug])
    _note(store, datetime.datetime.now(datetime.UTC), [there.version, *outcome.removed])
    return there.slug


def _made_by(settings: Settings, base: str) -> dict[Iri, str]:
    """The software agents that these settings leave in a graph, each with its hash."""
    return {node(agent, base): digest for agent, digest in agents(provenance(settings))}


def _standing(item: Read, store: Store, made_by: dict[Iri, str], *, rebuild: bool) -> Fate | None:
    """What an article is to the store: `added`, `replaced` or `unchanged`; None where it was not read."""
    if isinstance(item, Unread):
        return None
    graph = store.graph(item.slug)
    there = next(store.quads(graph, p=PROV.used), None)
    if there is None:
        return "added"
    same_text = there[2] == node(item.version, store.base)
    same_makers = {s: plain(o) for s, _, o, _ in store.quads(graph, p=SCHEMA.sha256) if s != there[2]} == made_by
    return "unchanged" if same_text and same_makers and not rebuild else "replaced"


def _planned(item: Read, standing: Fate | None) -> Outcome:
    if isinstance(item, Unread):
        return _unread(item)
    assert standing is not None
    again = ("would be built again",) if standing == "replaced" else ()
    return Outcome(source=item.id, fate=standing, detail="; ".join((*again, *item.notes)) if standing != "unchanged" else "")


def _namesakes(items: Iterable[Read], store: Store) -> Iterator[Read]:
    """The articles, with a note on each that has no URL and the label of another text: it is added beside that text and does not replace it."""
    known: dict[str, set[str]] = {}  # the graphs of this run by label: not all of them are in the store yet
    for item in items:
        if isinstance(item, Article):
            graph = store.graph(item.slug)
            own = known.setdefault(item.id, set())
            if not item.url and next(store.quads(graph, p=PROV.used), None) is None:
                item = _noted(item, (own | {g for *_, g in store.quads(p=SCHEMA.identifier, o=text(item.id))}) - {graph})
            own.add(graph)
        yield item


def _noted(article: Article, others: set[str]) -> Article:
    """An article with a note on the other texts of its label, where there are any."""
    if not others:
        return article
    slug = min(others).rpartition("/")[2]
    note = f"another text labelled {article.id!r} is in the store, too; give texts a url to have one replace the other, or kg remove {slug}"
    return replace(article, notes=(*article.notes, note))


def _fresh(items: Iterable[Read], store: Store, made_by: dict[Iri, str], tell: Heard, *, rebuild: bool) -> Iterator[Read]:
    """The articles that have to be built; the others are told of at once. Of two with one slug in a run the last stands."""
    under_way: dict[str, str] = {}  # the versions that are not yet in the store, by slug
    for item in items:
        if isinstance(item, Unread):
            yield item
            continue
        if _standing(item, store, made_by, rebuild=rebuild) == "unchanged" and under_way.get(item.slug, item.version) == item.version:
            _keep(item, store)
            tell(Outcome(source=item.id, fate="unchanged"))
        else:
            under_way[item.slug] = item.version
            yield item


def _keep(article: Article, store: Store) -> None:
    """Put a text beside the store again where it is gone or damaged: an import brings the graph of an article, and no text."""
    try:
        whole = store.beside.text(article.sha256) is not None
    except StoreError:
        store.beside.forget(article.sha256)
        whole = False
    if not whole:
        store.beside.keep(article.text)


def built(articles: list[Article], *, settings: Settings, base: str, rule: facts.Policy) -> list[Built]:
    """Extract, validate and make ready for the store; runs in the workers."""
    return [_built(found, base, rule) for found in extract_many(articles, settings=settings)]


def _built(found: Extraction, base: str, rule: facts.Policy) -> Built:
    made = tuple(quads(found, base=base))
    try:
        validate(made)
    except ShapeError as e:
        return Built(article=found.article, broken=str(e))
    events = sum(e.kind is not None for e in found.events)
    return Built(article=found.article, graph=facts.prepare(made, rule, base=base), events=events, claims=len(found.claims))


def _batches(results: Iterable[Built | Unread]) -> Iterator[list[Built | Unread]]:
    """Results in batches, each with at most one version of an article."""
    batch: list[Built | Unread] = []
    slugs: set[str] = set()
    size, begun, patience = 0, time.monotonic(), SECONDS
    for result in results:
        slug = result.article.slug if isinstance(result, Built) else ""
        if batch and (size >= BATCH or time.monotonic() - begun >= patience or slug in slugs):
            yield batch
            batch, slugs, size, begun, patience = [], set(), 0, time.monotonic(), min(2 * patience, LONGEST)
        batch.append(result)
        size += result.graph.block.size if isinstance(result, Built) and result.graph else 0
        slugs |= {slug} - {""}
    if batch:
        yield batch


def _commit(batch: Sequence[Built | Unread], store: Store, tell: Heard, policy: str | None) -> list[str]:
    """One transaction for a batch; only then is anything acknowledged. The ids that are gone now: older texts, happenings no longer supported."""
    good = [(result.article, result.graph) for result in batch if isinstance(result, Built) and result.graph]
    versions = {a.slug: next(store.quads(store.graph(a.slug), p=PROV.used), None) for a, _ in good}
    old = {slug: str(quad[2]) for slug, quad in versions.items() if quad is not None}
    outcome = facts.put(store, {a.slug: graph for a, graph in good}, texts={a.slug: a.text for a, _ in good}, rule=policy)
    for result in batch:
        tell(_unread(result) if isinstance(result, Unread) else _outcome(result, replaced=result.article.slug in old))
    now = {node(a.version, store.base) for a, _ in good}
    return [version for version in old.values() if version not in now] + [h for h in outcome.removed if h not in outcome.added]


def _note(store: Store, started: datetime.datetime, gone: Sequence[str]) -> None:
    """Note in the runs graph what this run took the place of, so that old addresses can say where to look (no export holds this)."""
    if gone:
        said = run_triples(started, host=platform.node(), replaced=gone, base=store.base)
        store.commit(Change(added=tuple(distinct(said, store.runs))))


def _unread(item: Unread) -> Outcome:
    return Outcome(source=item.source, fate="set aside" if item.set_aside else "not read", detail=item.reason)


def _outcome(result: Built, *, replaced: bool) -> Outcome:
    if result.broken:
        return Outcome(source=result.article.id, fate="rejected", detail=result.broken)
    fate: Fate = "replaced" if replaced else "added"
    return Outcome(source=result.article.id, fate=fate, detail="; ".join(result.article.notes), events=result.events, claims=result.claims)
