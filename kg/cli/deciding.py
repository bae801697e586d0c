"""Decisions of people: merge, split, accept, reject, retype, undo; each is kept in the ledger with who, when and why, and can be undone."""

import getpass
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import app, options

if TYPE_CHECKING:
    from kg.facts import Outcome
    from kg.ledger import Anchor, Decision

Why = Annotated[str, typer.Option("--why", help="The reason, for whoever reads the ledger.")]
Who = Annotated[str | None, typer.Option("--who", help="Who decides; the user's name if left out.", envvar="KG_WHO")]
EVENT = "A happening (happening/...) or a report (article/...#event-...), by id or IRI."


def _decide(store: str, verb: str, *names: str, who: str | None, why: str, value: str | None = None) -> None:
    from kg.facts import decide
    from kg.store import open_store

    with open_store(store) as opened:
        decision, outcome = decide(opened, verb, *names, value=value, who=who or getpass.getuser(), why=why)
    _tell(f"{decision.id}: {verb} {' '.join(names)}", outcome)


def _tell(what: str, outcome: "Outcome") -> None:
    sys.stderr.write(f"{what}; {options.count(len(outcome.added), 'happening')} added, {len(outcome.removed)} taken away\n")
    for line in dict.fromkeys(outcome.lost):
        sys.stderr.write(f"cannot be placed any more: {line}\n")


def _target(decision: "Decision", labels: Mapping[str, str]) -> str:
    """What a decision is about: the words of its events with their articles, or actors, or the decision undone; and the value it gives."""
    sides = [_words(anchors, labels) for anchors in (decision.event, decision.other) if anchors]
    sides += [actor.removeprefix("actor/") for actor in decision.actors or decision.parted[:1]]
    sides += [f"in {', '.join(labels.get(a, a) for a in decision.articles)}"] if decision.articles else []
    about = " | ".join(sides)
    return f"{about} -> {decision.value}" if about and decision.value else about or decision.value or ""


def _words(anchors: Sequence["Anchor"], labels: Mapping[str, str]) -> str:
    return ", ".join(f"{a.kind or 'untyped'} {a.quote!r} in {labels.get(a.article, a.article)}" for a in anchors)


@app.command()
def merge(
    first: Annotated[str, typer.Argument(help="The event or actor that stays.", show_default=False)],
    second: Annotated[str, typer.Argument(help="The event or actor that is the same one.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Say that two events, or two actors, are one.

    Example: [bold]kg merge "Kiev government" Ukraine --why "one government"[/bold]
    """
    _decide(store, "merge", first, second, who=who, why=why)


@app.command()
def split(
    event: Annotated[str, typer.Argument(metavar="EVENT|ACTOR", help=f"{EVENT[:-1]}; or an actor, by name or id.", show_default=False)],
    parts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT|ARTICLE]...", help="Reports that tell of something else (all if left out), or articles that mean another."),
    ] = None,
    other: Annotated[str | None, typer.Option("--as", help="Of an actor: who it is in these articles, by name or id.", show_default=False)] = None,
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Say that the reports of an event tell of several, or that an actor is another one in some articles.

    Example: [bold]kg split happening/1b2c3d4e article/x/0a1b2c3d#event-100-110[/bold]

    Example: [bold]kg split "John Smith" wire-2016-04-20 --as "John Smith (senator)"[/bold]
    """
    _decide(store, "split", event, *(parts or ()), who=who, why=why, value=other)


@app.command()
def accept(
    event: Annotated[str, typer.Argument(help=EVENT, show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Take a report as fact that the policy would not.

    Example: [bold]kg accept article/x/0a1b2c3d#event-100-110 --why "two more sources"[/bold]
    """
    _decide(store, "accept", event, who=who, why=why)


@app.command()
def reject(
    event: Annotated[str, typer.Argument(help=EVENT, show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Unmake a fact, or take one report's word away.

    Example: [bold]kg reject happening/1b2c3d4e --why "a drill, not an attack"[/bold]
    """
    _decide(store, "reject", event, who=who, why=why)


@app.command()
def retype(
    event: Annotated[str, typer.Argument(help=EVENT, show_default=False)],
    type: Annotated[str, typer.Argument(help="A PLOVER type (ASSAULT, CONSULT, ...).", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Give an event another type.

    Example: [bold]kg retype happening/1b2c3d4e MOBILIZE[/bold]
    """
    _decide(store, "retype", event, who=who, why=why, value=type.upper())


@app.command()
def undo(
    decision: Annotated[str | None, typer.Argument(help="A decision's id; without one the ledger is listed.")] = None,
    store: options.Store = options.DEFAULT_STORE,
    why: Why = "",
    who: Who = None,
) -> None:
    """Undo a decision, or list the ledger.

    Example: [bold]kg undo 3f2a9c01d4[/bold]
    """
    from kg.facts import log, lost
    from kg.facts import undo as undone
    from kg.store import open_store

    if decision is None:
        with open_store(store, readonly=True) as opened:
            labels = {article.slug: article.id for article in opened.articles()}
            rows = [(d.id, d.when[:16], d.who, d.verb, _target(d, labels), d.why, "" if stands else "undone") for d, stands in log(opened)]
            options.out_console().print(options.table(("decision", "when", "who", "what", "of what", "why", ""), rows))
            for line in dict.fromkeys(lost(opened)):
                sys.stderr.write(f"cannot be placed any more: {line}\n")
        return
    with open_store(store) as opened:
        written, outcome = undone(opened, decision, who=who or getpass.getuser(), why=why)
    _tell(f"{written.id}: undo {decision}", outcome)
