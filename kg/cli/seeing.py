"""Commands that show the graph: draw, network, export."""

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import app, options
from kg.cli.narrowing import Narrowing, narrowed
from kg.errors import StoreError

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store


@contextmanager
def reading(store: str) -> Iterator["Store"]:
    """The store, open for reading beside any writer."""
    from kg.store import open_store

    with open_store(store, readonly=True) as opened:
        try:
            yield opened
        except OSError as e:
            if e.errno is not None:  # of a file that the command reads or writes; the store's engine gives no number
                raise
            raise StoreError(f"{store}: its files changed while it was read, for its writer tidied them; try again ({e})") from e


@app.command()
@narrowed
def draw(
    *,
    only: Narrowing,
    store: options.Store = options.DEFAULT_STORE,
    out: options.Out = "kg.html",
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Who did what to whom, and who says so",
) -> None:
    """Draw the graph as one self-contained, interactive HTML page.

    Example: [bold]kg draw --out page.html --since 2016-04[/bold]
    """
    from kg.draw import draw as drawn

    options.can_hold(out)
    with reading(store) as opened:
        graph = only.graph(opened, rejected=True)  # the page opens without them and can show them
    options.write(str(drawn(graph, title=title)), out)
    if out != "-":
        sys.stderr.write(f"{out}: {graph.number_of_nodes()} actors, {len({k for _, _, k in graph.edges(keys=True)})} events\n")


@app.command()
@narrowed
def network(
    *,
    only: Narrowing,
    store: options.Store = options.DEFAULT_STORE,
    top: Annotated[int, typer.Option(min=1, help="Rows of each table.")] = 15,
) -> None:
    """Print measures of the network: who is central, which pairs interact and how, who belongs together.

    Example: [bold]kg network --facts --top 10[/bold]
    """
    from kg.network import measures

    with reading(store) as opened:
        graph = only.graph(opened)
    console = options.out_console()
    console.print(_centralities(measures.centralities(graph)[:top]))
    console.print(_dyads(graph, top))
    groups = [group for group in measures.communities(graph) if len(group) > 1]
    names = [(i, len(group), ", ".join(graph.nodes[a]["name"] for a in group)) for i, group in enumerate(groups[:top], 1)]
    console.print(options.table(("", "actors", "who"), names, title="Communities (by contact)"))
    share = measures.reciprocity(graph)
    console.print("No act has two sides here, so there is no reciprocity." if math.isnan(share) else f"Reciprocity {share:.2f}")


def _centralities(rows: list[Any]) -> Any:
    cells = [(c.name, f"{c.acts:.1f}", f"{c.received:.1f}", c.partners, f"{c.betweenness:.3f}", f"{c.rank:.3f}", f"{c.balance:+.1f}") for c in rows]
    return options.table(("actor", "acts", "received", "partners", "betweenness", "PageRank", "balance"), cells, title="Actors")


def _dyads(graph: "nx.MultiDiGraph", top: int) -> Any:
    """The pairs that interact most: acts by quad class and by type, and their mean intensity."""
    from collections import Counter

    from kg.network import DONE, dyads

    pairs = dyads(graph)
    types: dict[tuple[str, str], Counter[str]] = {}
    for one, other, data in graph.edges(data=True):
        if data["status"] not in DONE:
            continue
        for pair in ((one, other), (other, one)) if data["reciprocal"] else ((one, other),):
            types.setdefault(pair, Counter())[data["kind"]] += 1
    best = sorted(pairs.edges(data=True), key=lambda e: (-e[2]["acts"], e[0], e[1]))[:top]
    cells = [
        (
            f"{pairs.nodes[a]['name']} → {pairs.nodes[b]['name']}", f"{d['acts']:.1f}", *(f"{d[f'q{q}']:.1f}" for q in (1, 2, 3, 4)),
            f"{d['mean']:+.1f}", " ".join(f"{kind} {n}" for kind, n in types[a, b].most_common(4)),
        )
        for a, b, d in best
    ]  # fmt: skip
    columns = ("pair", "acts", "verbal coop", "material coop", "verbal confl", "material confl", "intensity", "types")
    return options.table(columns, cells, title="Dyads (a reciprocal act counts half in each direction)")


@app.command()
def export(
    format: Annotated[str, typer.Argument(help="turtle, trig, nquads, jsonld, csv, graphml or gexf.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    out: options.Out = "-",
    with_claims: Annotated[bool, typer.Option("--with-claims", help="Reports and claims too, under classes of their own.")] = False,
) -> None:
    """Write the graph in another form; the same graph always gives the same bytes.

    Example: [bold]kg export turtle --out facts.ttl[/bold]
    """
    from kg.export import export as written

    options.can_hold(out)
    with reading(store) as opened:
        written(opened, format, out=sys.stdout if out == "-" else out, with_claims=with_claims)
