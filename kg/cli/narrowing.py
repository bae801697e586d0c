"""The options that narrow the graph, which every command that shows it has."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What of the graph a command shall show; each field is one option."""

    since: Annotated[str | None, typer.Option("--since", help="First day of the events, an ISO prefix (2016-04).")] = None
    until: Annotated[str | None, typer.Option("--until", help="Last day of the events, an ISO prefix.")] = None
    type: Annotated[list[str] | None, typer.Option("--type", help="PLOVER type to keep (ASSAULT); may be given several times.")] = None
    status: Annotated[list[str] | None, typer.Option("--status", help="Status to keep (claimed); may be given several times.")] = None
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Kind of actors to keep (state); may be given several times.")] = None
    place: Annotated[str | None, typer.Option("--place", help="Only what happened at this place, by name.")] = None
    world: Annotated[str | None, typer.Option("--world", help="Only the facts that this claimant does not deny, and what it asserts.")] = None
    facts: Annotated[bool, typer.Option("--facts", help="Only what is taken as fact.")] = False

    def graph(self, store: "Store", *, rejected: bool = False) -> "nx.MultiDiGraph":
        """The graph of a store, narrowed.

        Raises:
            QueryError: no such type, status, kind, day or claimant.
        """
        from typing import get_args

        from kg.model import ActorKind, Status
        from kg.network import relations
        from kg.plover import TYPES

        return relations(
            store,
            period=(_day(self.since), _day(self.until)) if self.since or self.until else None,
            types=[_known("type", name.upper(), TYPES) for name in self.type or ()] or None,
            statuses=[_known("status", name.lower(), get_args(Status)) for name in self.status or ()] or None,
            kinds=[_known("kind of actor", name.lower(), get_args(ActorKind)) for name in self.kind or ()] or None,
            place=self.place,
            world=_claimant(store, self.world),
            facts_only=self.facts,
            rejected=rejected,
        )


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Narrowing` in the place of its parameter `only`."""
    own = [parameter for name, parameter in inspect.signature(command, eval_str=True).parameters.items() if name != "only"]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=getattr(Narrowing, name), annotation=annotation)
        for name, annotation in inspect.get_annotations(Narrowing, eval_str=True).items()
    ]
    names = {field.name for field in fields(Narrowing)}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        only = Narrowing(**{name: value for name, value in given.items() if name in names})
        command(**{name: value for name, value in given.items() if name not in names}, only=only)

    run.__signature__ = inspect.Signature([*own, *more])  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *more]}
    return run


def _known(what: str, name: str, allowed: Any) -> str:
    if name not in allowed:
        raise QueryError(f"unknown {what} {name!r}; there are {', '.join(allowed)}")
    return name


def _day(stated: str | None) -> str | None:
    from kg.rdf.terms import days

    if stated is not None and days(stated) is None:
        raise QueryError(f"{stated!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return stated


def _claimant(store: "Store", name: str | None) -> str | None:
    """The id of the claimant that a name means; nobody of that name is an error and not an empty page."""
    from kg.who import who

    return name and min(who(store, name).kept, key=len).removeprefix(store.base)
