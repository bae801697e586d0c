"""Graphs to files: one module for each format, each with `write(..., out)`; `export` finds the right one.

    turtle              the facts with their evidence; with claims, what every article says as well
    trig nquads jsonld  every graph but that of the runs
    csv                 the facts as a table of events and pairs of actors; with claims, a row for each report too
    graphml gexf        the network of actors, for Gephi, igraph and others

The same graph gives the same bytes, in whatever order it was built.
"""

import importlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias, cast

from kg.errors import KGError, QueryError
from kg.iri import DEFAULT_BASE
from kg.model import Extraction
from kg.rdf.terms import Quad

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

    Source: TypeAlias = Store | Extraction | Iterable[Quad] | nx.Graph

FORMATS = ("turtle", "trig", "nquads", "jsonld", "csv", "graphml", "gexf")
_SUFFIXES = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "csv": "csv", "graphml": "graphml", "gexf": "gexf"}
_CHOOSING = ("turtle", "csv")
"""The formats that hold the facts alone unless claims are asked for."""


def export(
    source: "Source", format: str | None = None, *, out: TextIO | str | Path | None = None, with_claims: bool = False, base: str | None = None
) -> str:
    """Write a graph in one of `FORMATS`.

    Args:
        source: a store, an extraction (which has reports and no facts yet), quads, or for GraphML and GEXF a NetworkX graph.
        format: one of `FORMATS`; by default that of the suffix of `out`, else Turtle.
        out: a path or a text stream; by default the text is only returned.
        with_claims: Turtle, CSV, GraphML and GEXF hold the facts alone unless this is set.
        base: the base of the IRIs; by default that of the store.

    Returns:
        The text, empty where it went to `out`.

    Raises:
        QueryError: an unknown format, or a NetworkX graph for a format of RDF.
        KGError: `out` cannot be written.

    >>> from kg.model import Article, Extraction
    >>> print(export(Extraction(article=Article(id="a", text="Nothing.", source="The Wire")), "turtle").strip()[-69:])
    publisher:the-wire a schema:Organization ;
      schema:name "The Wire" .
    """
    name = _format(format, out)
    if isinstance(out, str | Path):
        with _opened(Path(out)) as file:
            _write(source, name, file, with_claims, base)
        return ""
    if out is not None:
        _write(source, name, out, with_claims, base)
        return ""
    held = io.StringIO(newline="")
    _write(source, name, held, with_claims, base)
    return held.getvalue()


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as e:
        raise KGError(f"{path} cannot be written ({e.strerror or e}); name a file in a folder that is there and yours") from e


def _format(format: str | None, out: object) -> str:
    if format is None and isinstance(out, str | Path):
        format = next((name for name, suffix in _SUFFIXES.items() if Path(out).suffix == f".{suffix}"), None)
    name = format or "turtle"
    if name not in FORMATS:
        raise QueryError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    return name


def _write(source: "Source", name: str, out: TextIO, with_claims: bool, base: str | None) -> None:
    module: Any = importlib.import_module(f"kg.export.{name}")
    if name in ("graphml", "gexf"):
        module.write(_network(source, with_claims), out)
        return
    alone = isinstance(source, Extraction)  # it has no facts yet
    options: dict[str, Any] = {"with_claims": with_claims or alone} if name in _CHOOSING else {}
    base = base or getattr(source, "base", None) or DEFAULT_BASE
    module.write(_quads(source, name, base), out, base=base, **options)


def _network(source: Any, with_claims: bool) -> "nx.Graph":
    if hasattr(source, "is_multigraph"):
        return source
    from kg.network import relations

    return relations(source, facts_only=not with_claims)


def _quads(source: Any, name: str, base: str) -> Iterable[Quad]:
    if hasattr(source, "is_multigraph"):
        raise QueryError(f"a NetworkX graph cannot be written as {name}; it can as graphml or gexf")
    if isinstance(source, Extraction):
        from kg.rdf import quads

        return quads(source, base=base)
    return cast("Iterable[Quad]", source.quads() if hasattr(source, "quads") else source)
