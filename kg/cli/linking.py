"""The command that asks the network who somebody is: link; it goes nowhere unless a service is named."""

import pathlib
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import app, options
from kg.cli.seeing import reading
from kg.errors import KGError, ServiceError

if TYPE_CHECKING:
    from kg.link import Unlinked, Verdict

HEAD = """# Actors linked by `kg link`; read by kg with --actors FILE. Correct what is wrong: lines that stand here are not asked for again.
"""


@app.command()
def link(
    store: options.Store = options.DEFAULT_STORE,
    service: Annotated[str | None, typer.Option("--service", envvar="KG_LINK_SERVICE", help="URL of a Reconciliation API 0.2 service.")] = None,
    out: Annotated[pathlib.Path, typer.Option("--out", "-o", help="Actors file to write, or to add to.")] = pathlib.Path("linked.ttl"),
    min_score: Annotated[float, typer.Option("--min-score", help="Score that a match must reach.")] = 90.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print the names that would be sent; nothing is sent.")] = False,
) -> None:
    """Look up the Wikidata ids of actors that have none, at a service that you name; only names and kinds are sent.

    Writes an actors file; build with --actors FILE to use it. Unsure is left unlinked.

    Example: [bold]kg link --service https://reconcile.example.org/en/api --out linked.ttl[/bold]
    """
    from kg.link import ids, unlinked

    kept = _kept(out)
    with reading(store) as opened:
        wanted = [actor for actor in unlinked(opened) if actor.id not in kept]
        taken = {id: str(actor).removeprefix(opened.base) for id, actor in ids(opened).items()} | {id: actor for actor, id in kept.items() if id}
    if dry_run:
        sys.stdout.writelines(f"{actor.name}\t{actor.kind}\n" for actor in wanted)
        return
    if service is None:
        raise KGError(f"{len(wanted)} actors could be looked up; name a service with --service URL, or see what would be sent with --dry-run")
    _link(wanted, service, out, min_score, taken)


def _link(wanted: "Iterable[Unlinked]", service: str, out: pathlib.Path, min_score: float, taken: dict[str, str]) -> None:
    from kg.link import Service, as_turtle, reconcile

    verdicts: list[Verdict] = []
    broken: ServiceError | None = None
    try:
        for verdict in reconcile(wanted, Service(service), min_score=min_score):
            verdicts.append(verdict)
    except ServiceError as e:
        broken = e  # what was answered before is kept
    linked = [v for v in verdicts if v.wikidata]
    if linked:
        new = "" if out.exists() else HEAD
        with out.open("a", encoding="utf-8") as file:
            file.write(new + as_turtle(linked))
    if verdicts:
        _told(verdicts, taken)
    if verdicts or broken is None:
        sys.stderr.write(f"{len(linked)} linked, {len(verdicts) - len(linked)} left alone{f'; {out}, for --actors' if linked else ''}\n")
    if broken is not None:
        raise broken


def _told(verdicts: list["Verdict"], taken: dict[str, str]) -> None:
    rows = [(v.actor.name, v.actor.kind, v.wikidata or "", v.label, v.why) for v in verdicts]
    options.out_console().print(options.table(("actor", "kind", "Wikidata", "label there", "why"), rows))
    for v in verdicts:
        if v.wikidata and (other := taken.setdefault(v.wikidata, v.actor.id)) != v.actor.id:
            sys.stderr.write(f"{v.actor.name} and {other} have one id, {v.wikidata}; if they are one: kg merge {other} {v.actor.id}\n")


def _kept(out: pathlib.Path) -> dict[str, str]:
    """The actors that the file has already, by id, each with its Wikidata id."""
    from kg.gazetteer.turtle import read_file

    return {row[0]: row[5] for row in read_file(out)[0]} if out.exists() else {}
