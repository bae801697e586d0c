"""Parsed -> findings: one file per kind, each a stage `(parsed, found) -> findings`; the list of stages is the configuration."""

from collections.abc import Callable, Iterable, Sequence

from kg.model import Article, Extraction
from kg.parse import DEFAULT_MODEL, Parsed, parse

Stage = Callable[[Parsed, Extraction], Iterable[object]]


def stages() -> tuple[Stage, ...]:
    """The stages in their order: who, in which office, when, where, who says what, what was done, and with which standing."""
    from kg.extract import claims, events, mentions, places, roles, status, times

    return (mentions.find, roles.find, times.find, places.find, claims.find, events.find, status.find)


def extract(article: Article, *, stages: Sequence[Stage] | None = None, model: str = DEFAULT_MODEL) -> Extraction:
    """Find mentions, roles, times, places, claims and events in an article."""
    return run(parse(article, model=model), stages)


def run(parsed: Parsed, stages: Sequence[Stage] | None = None) -> Extraction:
    """Run stages over a parsed article: each yields findings and never writes on what it was given."""
    found = Extraction(article=parsed.article)
    for stage in default_stages() if stages is None else stages:
        found = found.plus(stage(parsed, found))
    return found


default_stages = stages
