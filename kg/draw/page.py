"""The page around the data: template, style and scripts into one file."""

import base64
import hashlib
import html
import importlib.resources
import pathlib
from collections.abc import Mapping
from functools import cache
from string import Template

import networkx as nx

from kg.draw.payload import Json, embed, payload

SCRIPTS = ("base", "model", "bend", "scene", "pyvis", "canvas", "words", "time", "quote", "panel", "sieve", "seek", "save", "main")
VIS = "lib/vis-9.1.2/vis-network.min.js"


class Page(str):
    """A page as a string; Jupyter shows it in a frame of its own."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        frame = 'style="width:100%;height:720px;border:1px solid #8884;border-radius:8px" sandbox="allow-scripts allow-downloads allow-popups"'
        return f'<iframe {frame} srcdoc="{html.escape(str(self), quote=True)}"></iframe>'


def draw(
    graph: nx.MultiDiGraph,
    *,
    title: str = "Who did what to whom",
    note: str = "",
    more: str = "",
    rest: Mapping[str, str | None] | None = None,
) -> Page:
    """The interactive page of a graph of relations, as one HTML document without any outside part.

    Facts are solid, claims dashed and named after their claimant, denials dotted; every line opens its words. Beyond a
    few dozen actors the page opens on the strongest.

    Args:
        graph: as `kg.network.relations` makes it.
        title: the heading; shown as text whatever it holds.
        note: a line below it, e.g. what the graph was made from.
        more: for the explorer of a server only: an address on it that an actor's id is appended to, and which answers with
            the `payload` of that actor's acts as JSON. With it the page asks its own server, and nobody else.
        rest: with `more`, of actors whose acts were asked for the date before which there are more, None where there are none.

    >>> import networkx as nx
    >>> draw(nx.MultiDiGraph(), title="<b>")[:15]
    '<!doctype html>'
    """
    return document({**payload(graph, title=title, note=note), **({"more": more, "rest": dict(rest or {})} if more else {})}, title=title)


def document(data: Json, *, title: str) -> Page:
    """The document that shows this data (`kg.draw.payload.payload` says what it holds)."""
    connect = "connect-src 'self'; " if data.get("more") else ""
    return assembled("page.html", data, title=title, style=asset("page.css"), scripts={"vis": library(), "app": script(SCRIPTS)}, connect=connect)


def assembled(template: str, data: Json, *, title: str, style: str, scripts: dict[str, str], connect: str = "") -> Page:
    """Template, style, scripts and data as one document whose policy lets these scripts run and nothing else."""
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts.values()))}; style-src {_hash(style)}; img-src data: blob:; {connect}"
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    filled = Template(asset(template)).substitute(
        title=html.escape(title), policy=html.escape(policy, quote=True), style=style, data=embed(data), **scripts
    )
    return Page(filled)


@cache
def library() -> str:
    """The vis-network that pyvis ships (Apache-2.0 or MIT), as it stands."""
    text = importlib.resources.files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")


@cache
def script(names: tuple[str, ...]) -> str:
    """Our own scripts of these names as one."""
    parts = (asset(f"{name}.js") for name in names)
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();"


def asset(name: str) -> str:
    """One file of the page."""
    path = importlib.resources.files("kg.draw").joinpath("assets", name)
    return path.read_text(encoding="utf-8")


def save(page: str, path: str | pathlib.Path) -> pathlib.Path:
    """Write a page to a file and give its path."""
    where = pathlib.Path(path)
    where.write_text(page, encoding="utf-8", newline="\n")
    return where


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() + "'"
