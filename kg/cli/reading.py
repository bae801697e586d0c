"""Commands that read articles: extract, build, remove, demo, evaluate."""

import functools
import sys

import typer

from kg.cli import app, options
from kg.extract import Settings
from kg.model import Article
from kg.parse import DEFAULT_MODEL
from kg.read import Unread


@app.command()
def extract(
    sources: options.Sources,
    format: str = typer.Option("jsonl", "--format", "-f", help="jsonl (records) or table."),
    explain: bool = typer.Option(False, "--explain", help="Sentence by sentence: what was found, by which rule, and what was passed over and why."),
    source_format: options.From = None,
    model: options.Model = DEFAULT_MODEL,
    lexicon: options.Lexicon = None,
    actors: options.Actors = None,
    base: options.Base = "urn:kg:",
    workers: options.Workers = 1,
) -> None:
    """Print what articles say, without a store: events, claims, mentions and roles.

    Example: [bold]kg extract article.md --format table[/bold]
    """
    from kg.corpus.pool import each
    from kg.read import articles

    if format not in ("jsonl", "table"):
        raise typer.BadParameter(f"{format!r}; use jsonl or table", param_hint="--format")
    shown = "account" if explain else format
    work = functools.partial(_rendered, shown=shown, width=options.width(), base=base, settings=Settings(model=model, lexicon=lexicon, actors=actors))
    unread = 0
    for result in each(articles(sources, format=source_format), work, workers=workers):
        if isinstance(result, Unread):
            unread += 1
            sys.stderr.write(f"kg: not read: {result.source}: {result.reason}\n")
        else:
            sys.stdout.write(result)
    if unread:
        raise typer.Exit(3)


def _rendered(articles: list[Article], *, shown: str, width: int, base: str, settings: Settings) -> list[str]:
    """What `kg extract` prints of each article; runs in the workers, so that only text comes back."""
    from kg.cli import rendering
    from kg.extract import extract_many

    found = extract_many(articles, settings=settings)
    if shown == "jsonl":
        return [rendering.as_lines(f, base=base) for f in found]
    return [(rendering.as_account if shown == "account" else rendering.as_tables)(f, width=width) for f in found]
