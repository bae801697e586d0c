"""Parsed -> findings: one file per kind, each a stage `(parsed, found) -> findings`; the list of stages is the configuration."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.model import Article, Extraction
from kg.parse import DEFAULT_MODEL, Parsed, parse

Stage = Callable[[Parsed, Extraction], Iterable[object]]


def default_stages() -> tuple[Stage, ...]:
    """The stages in their order: who, in which office, when, where, who says what, what was done, and with which standing."""
    from kg.extract import claims, events, mentions, places, roles, status, times

    return (mentions.find, roles.find, times.find, places.find, claims.find, events.find, status.find)


def extract(article: Article, *, stages: Sequence[Stage] | None = None, model: str = DEFAULT_MODEL) -> Extraction:
    """Find mentions, roles, times, places, claims and events in an article.

    >>> import kg
    >>> found = kg.extract(kg.Article(id="a", text="Russia annexed Crimea in March 2014."))
    >>> [(e.kind, e.actors[0].actor.name, e.date.value) for e in found.events]
    [('COERCE', 'Russia', '2014-03')]
    """
    return run(parse(article, model=model), stages)


def run(parsed: Parsed, stages: Sequence[Stage] | None = None) -> Extraction:
    """Run stages over a parsed article: each yields findings and never writes on what it was given."""
    found = Extraction(article=parsed.article)
    for stage in default_stages() if stages is None else stages:
        found = found.plus(stage(parsed, found))
    return found


def extract_many(articles: Iterable[Article], *, stages: Sequence[Stage] | None = None, model: str = DEFAULT_MODEL) -> Iterator[Extraction]:
    """Extract from a stream of articles, in order; memory does not grow with their number."""
    for article in articles:
        yield extract(article, stages=stages, model=model)
