"""Commands that read articles: extract, build, remove, demo, evaluate."""

import functools
import pathlib
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import app, options

if TYPE_CHECKING:
    from kg.extract import Settings
    from kg.model import Article


@app.command()
def extract(
    sources: options.Sources,
    format: str = typer.Option("jsonl", "--format", "-f", help="jsonl (records) or table."),
    explain: bool = typer.Option(False, "--explain", help="Sentence by sentence: what was found, by which rule, and what was passed over and why."),
    source_format: options.From = None,
    model: options.Model = None,
    lexicon: options.Lexicon = None,
    actors: options.Actors = None,
    base: options.Base = "urn:kg:",
    workers: options.Workers = 1,
) -> None:
    """Print what articles say, without a store: events, claims, mentions and roles.

    Example: [bold]kg extract article.md --format table[/bold]
    """
    from kg.pool import each
    from kg.read import Unread, articles

    if format not in ("jsonl", "table"):
        raise typer.BadParameter(f"{format!r}; use jsonl or table", param_hint="--format")
    shown = "account" if explain else format
    work = functools.partial(_rendered, shown=shown, width=options.width(), base=base, settings=options.settings(model, lexicon, actors))
    unread = 0
    for result in each(articles(sources, format=source_format), work, workers=workers):
        if isinstance(result, Unread):
            unread += not result.set_aside
            sys.stderr.write(f"kg: {'set aside' if result.set_aside else 'not read'}: {result.source}: {result.reason}\n")
        else:
            sys.stdout.write(result)
    if unread:
        raise typer.Exit(3)


def _rendered(articles: "list[Article]", *, shown: str, width: int, base: str, settings: "Settings") -> list[str]:
    """What `kg extract` prints of each article; runs in the workers, so that only text comes back."""
    from kg.cli import rendering
    from kg.extract import extract_many

    found = extract_many(articles, settings=settings)
    if shown == "jsonl":
        return [rendering.as_lines(f, base=base) for f in found]
    return [(rendering.as_account if shown == "account" else rendering.as_tables)(f, width=width) for f in found]


@app.command()
def build(
    sources: options.Sources,
    store: options.Store = options.DEFAULT_STORE,
    source_format: options.From = None,
    model: options.Model = None,
    lexicon: options.Lexicon = None,
    actors: options.Actors = None,
    base: Annotated[str | None, typer.Option("--base", envvar="KG_BASE", callback=options.absolute, help="Base IRI of a new store.")] = None,
    workers: options.Workers = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added, replaced and left.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build again what is unchanged, too.")] = False,
    policy: Annotated[
        str | None, typer.Option("--policy", help="Which reports become fact: plain, strict (two sources for violence), or a .rq file.")
    ] = None,
    log: Annotated[pathlib.Path | None, typer.Option("--log", help="File for a line of JSON on each article.")] = None,
    dask: Annotated[str | None, typer.Option("--dask", help="Address of a Dask scheduler (tcp://...) to build on.")] = None,
) -> None:
    """Build articles into a store: extract, validate, commit, and recompute the facts they touch.

    What is there already is skipped; what changed is replaced; interrupted, the next run goes on.

    Example: [bold]kg build articles/*.md --store kg-store --workers 2[/bold]
    """
    from kg.cli.progress import Progress, total
    from kg.corpus import build as built
    from kg.read import articles
    from kg.store import open_store

    settings = options.settings(model, lexicon, actors)
    with open_store(store, base=base) as opened, Progress(log, total=total(sources)) as progress, options.executor(dask) as executor:
        items = articles(sources, format=source_format)
        report = built(
            items,
            opened,
            settings=settings,
            workers=workers,
            executor=executor,
            dry_run=dry_run,
            rebuild=rebuild,
            policy=policy,
            heard=progress.heard,
        )
    progress.finish(report)
    if report.failed:
        raise typer.Exit(3)


@app.command()
def remove(
    article: Annotated[str, typer.Argument(help="An article's label, slug, URL or IRI.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
) -> None:
    """Take an article, and the facts that rested on it alone, out of a store again.

    Example: [bold]kg remove wire-2016-04-20[/bold]
    """
    from kg.corpus import remove as removed
    from kg.store import open_store

    with open_store(store) as opened:
        slug = removed(article, opened)
    sys.stderr.write(f"removed {slug}\n")


@app.command()
def demo(
    folder: Annotated[pathlib.Path, typer.Argument(help="Where to leave the store, the Turtle file and the page.")] = pathlib.Path(),
) -> None:
    """Build the sample articles that ship with kg, and leave a Turtle file and a page in the working folder.

    Example: [bold]kg demo[/bold]
    """
    import kg.samples
    from kg.cli.showing import demonstrated

    demonstrated([str(path) for path in kg.samples.paths()], folder)


@app.command()
def evaluate(
    gold: Annotated[pathlib.Path, typer.Argument(help="JSON lines of records, corrected by hand.", show_default=False)],
    found: Annotated[pathlib.Path, typer.Argument(help="JSON lines of records, as kg extract prints them.", show_default=False)],
) -> None:
    """Measure an extraction against gold: precision, recall and F1, status, claims, calibration.

    Example: [bold]kg extract mine.jsonl > found.jsonl; kg evaluate gold.jsonl found.jsonl[/bold]
    """
    from kg.cli.showing import evaluation
    from kg.errors import SourceError
    from kg.evaluate import evaluate as measured
    from kg.evaluate import records, unmatched

    try:
        with gold.open(encoding="utf-8") as wanted, found.open(encoding="utf-8") as got:
            want, have = list(records(wanted, gold.name)), list(records(got, found.name))
    except UnicodeDecodeError as e:
        raise SourceError(f"{gold} or {found}: not UTF-8 ({e}); both are JSON lines as kg extract prints them") from e
    evaluation(measured(want, have))
    missing, extra = unmatched(want, have)
    if missing:
        sys.stderr.write(f"{options.count(len(missing), 'article')} of gold with nothing found, counted as missed: {', '.join(missing[:5])}\n")
    if extra:
        sys.stderr.write(f"{options.count(len(extra), 'article')} found that gold does not have, counted as wrong: {', '.join(extra[:5])}\n")
