"""The store as everybody sees it: articles as units, one transaction at a time, the facts as what a query sees unless it says otherwise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from kg.errors import QueryError, StoreError
from kg.iri import DEFAULT_BASE
from kg.rdf.nodes import article_graph, facts_graph, links_graph, runs_graph
from kg.rdf.terms import Lit, Quad, Term, safe
from kg.store import care
from kg.store.beside import Beside, folder_for
from kg.store.convert import Block, Pattern, written
from kg.store.embedded import Embedded
from kg.store.guard import form, located, names_dataset, unknown_prefixes
from kg.store.remote import Remote
from kg.store.rows import Rows, plain
from kg.vocab import PREFIXES, SCHEMA, XSD, Iri

SCHEMA_VERSION = 1
"""The version of the shape of what a store holds; it grows when `kg store migrate` has something to do."""
META = Iri("urn:kg:store")
"""What a store says of itself, in its graph of runs."""
Scope = Literal["facts", "all"]
Dataset = tuple[tuple[Iri, ...], tuple[Iri, ...]]
"""The graphs of a query's dataset: those merged as its default graph, and the named ones."""
_PROLOGUE = re.compile(r"(?im)^\s*PREFIX\s+([\w.-]*):")


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction takes away and what it adds, as quads or as they are written (`blocks`)."""

    removed: tuple[Quad, ...] = ()
    added: tuple[Quad, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.removed or self.added or self.blocks)

    def and_(self, *others: "Change") -> "Change":
        """All these changes as one."""
        removed, added, blocks = zip(*((change.removed, change.added, change.blocks) for change in (self, *others)), strict=True)
        return Change(tuple(chain(*removed)), tuple(chain(*added)), tuple(chain(*blocks)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article of the store: `slug` names its graph, `version` its text (`article/<slug>/<sha8>`), `id` is its label."""

    slug: str
    version: str
    sha256: str
    id: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None


class Store:
    """A dataset with its texts and its ledger; made by `open_store`, closed by `close` or as a context manager."""

    def __init__(self, backend: Embedded | Remote, beside: Beside, *, location: str, base: str | None = None) -> None:
        """See `open_store`."""
        self.backend, self.beside, self.location = backend, beside, location
        self.base, self.schema = _meta(backend, base, location)
        self.facts, self.links, self.runs = facts_graph(self.base), links_graph(self.base), runs_graph(self.base)

    @property
    def readonly(self) -> bool:
        """Whether it was opened for reading only."""
        return self.backend.readonly

    def graph(self, slug: str) -> Iri:
        """The graph of an article."""
        return article_graph(slug, self.base)

    def article_graphs(self) -> Iterator[Iri]:
        """The graphs of all articles."""
        return (graph for graph in self.backend.graphs() if graph.startswith(self.base + "graph/article/"))

    def quads(self, graph: str | None = None, *, s: Iri | None = None, p: Iri | None = None, o: Term | None = None) -> Iterator[Quad]:
        """The quads that match: of one graph, or of all; `s`, `p` and `o` narrow them down."""
        return self.backend.quads(s, p, o, None if graph is None else Iri(graph))

    def each(self, patterns: Iterable[Pattern]) -> Iterator[Quad]:
        """The quads that match any of these patterns `(s, p, o, graph)`, None for any term; one request for many to a remote store."""
        return self.backend.each(patterns)

    def query(self, sparql: str, *, scope: Scope = "facts", max_rows: int | None = None, dataset: Dataset | None = None) -> Rows:
        """The answer to a read-only SPARQL 1.1 query.

        What stands outside of GRAPH is asked of the facts; with `scope="all"` of the union of all graphs, each triple once (a
        query that names GRAPH, too, sees a triple once for each graph that has it); with FROM of the graphs that
        the query names; with `dataset` of those graphs (default, named), whatever the query names. Graphs can always be named with
        GRAPH. The prefixes of `kg.vocab.PREFIXES` need no declaration.

        Raises:
            QueryError: SPARQL that does not parse, an update, or SERVICE.
            StoreError: a remote store is out of reach.
        """
        form(sparql)
        if max_rows is not None and max_rows < 0:
            raise QueryError(f"a limit of {max_rows} rows; give 0 or more")
        if unknown := unknown_prefixes(sparql, PREFIXES):
            raise QueryError(f"unknown prefix {unknown[0]}: in the query; declare it (PREFIX {unknown[0]}: <...>); known are {', '.join(PREFIXES)}")
        default: tuple[Iri, ...] | None
        named: tuple[Iri, ...] | None
        default, named = dataset or ((self.facts,) if scope == "facts" and not names_dataset(sparql) else None, None)
        union = scope == "all" and dataset is None and not names_dataset(sparql)
        whole = _prefixed(sparql)
        try:
            return self.backend.query(whole, default=default, named=named, union=union, max_rows=max_rows)
        except QueryError as e:
            raise QueryError(located(str(e), sparql, len(whole) - len(sparql))) from e

    def commit(self, change: Change, *, texts: Iterable[str] = ()) -> None:
        """Do a change in one transaction; texts are kept first, so that no article is ever without its own.

        Raises:
            StoreError: opened for reading only, or the write failed; then nothing was changed.
        """
        if self.readonly:
            raise StoreError(f"{self.location}: opened for reading only; open it without readonly to write")
        if self.schema < SCHEMA_VERSION:
            raise StoreError(f"{self.location}: of schema version {self.schema}, this kg writes {SCHEMA_VERSION}; run kg store migrate")
        for text in texts:
            self.beside.keep(text)
        if change:
            self.backend.change(change.removed, change.added, change.blocks)

    def articles(self) -> tuple[StoredArticle, ...]:
        """The articles of the store, in the order of their slugs."""
        return self._articles(None)

    def article(self, name: str) -> StoredArticle:
        """The article of this slug, label, URL, version or IRI.

        Raises:
            StoreError: none has that name, or several have it as a label.
        """
        relative = name.removeprefix(self.base).split("#", 1)[0]
        slug = relative.split("/")[1] if relative.startswith("article/") else name
        found = self._articles(self.graph(slug)) or self._said(SCHEMA.identifier, Lit(name)) or self._said(SCHEMA.url, Lit(name, XSD.anyURI))
        if len(found) == 1:
            return found[0]
        if found:
            raise StoreError(f"{name!r} is the label of {len(found)} articles; name one: {', '.join(a.slug for a in found)}")
        pool = self.articles()
        known = ", ".join(a.id for a in pool[:5]) + (", ..." if len(pool) > 5 else "")
        raise StoreError(f"no article {name!r} in {self.location}; there are {len(pool)}{f': {known}' if known else ''}")

    def text(self, article: str) -> str | None:
        """The text of an article (slug, label, URL or IRI), None where it is not kept beside this store."""
        return self.beside.text(self.article(article).sha256)

    def info(self) -> care.Info:
        """What the store holds, counted."""
        return care.info(self)

    def check(self) -> list[str]:
        """What is wrong with it, a line each (`care.check`)."""
        return care.check(self)

    def backup(self, target: str | Path) -> None:
        """Copy it, its texts and its ledger into a new folder (`care.backup`)."""
        care.backup(self, Path(target))

    def import_(self, path: str | Path) -> int:
        """Load a dataset of N-Quads or TriG; how many quads were added (`care.import_file`)."""
        return care.import_file(self, Path(path))

    def migrate(self) -> list[str]:
        """Bring it up to this schema version; what was done (`care.migrate`)."""
        return care.migrate(self)

    def refresh(self) -> None:
        """See what a writer has written since this store was opened for reading."""
        self.backend.refresh()

    def close(self) -> None:
        """Let go of the store; it must not be used any more."""
        self.backend.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def _said(self, p: Iri, o: Lit) -> tuple[StoredArticle, ...]:
        """The articles of which their graphs say this."""
        graphs = {graph for *_, graph in self.quads(p=p, o=o)}
        return tuple(article for graph in sorted(graphs) for article in self._articles(graph))

    def _articles(self, graph: Iri | None) -> tuple[StoredArticle, ...]:
        """All articles, or that of one graph, named in the query itself: of a VALUES block engines make a join that reads all."""
        found = []
        where, name = ("?g", "BIND(STR(?g) AS ?name)") if graph is None else (written(safe(graph)), f"BIND({written(Lit(graph))} AS ?name)")
        for row in self.query(_ARTICLES % (where, name)).dicts():
            version = str(row.pop("v")).removeprefix(self.base)
            fields: dict[str, Any] = dict(row)
            found.append(StoredArticle(slug=version.split("/")[1], version=version, **fields))
        return tuple(sorted(found, key=lambda article: article.slug))


def difference(old: Iterable[Quad], new: Iterable[Quad]) -> Change:
    """What has to be taken away and added to get from the old quads to the new ones."""
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return Change(tuple(quad for quad in before if quad not in after), tuple(quad for quad in after if quad not in before))


def open_store(
    where: str | Path | None = None, *, readonly: bool = False, base: str | None = None, wait: float = 10.0, beside: str | Path | None = None
) -> Store:
    """Open a store: a folder (made where there is none), an endpoint (`http://...`), or memory (None).

    `readonly` reads beside a writer, as of now (`Store.refresh` to see more); else there is one writer at a time, and a second one waits up
    to `wait` seconds. `base` is for a new store. `beside` is the folder for the texts and ledger of a remote store.

    Raises:
        StoreError: locked, damaged, out of reach, of another schema version or base, or not there (`readonly`).

    >>> with open_store() as store:
    ...     bool(store.query("ASK { ?s ?p ?o }"))
    False
    """
    if where is None:
        return Store(Embedded(None), Beside(None), location="memory", base=base)
    if re.match(r"https?://", str(where)):
        folder = Path(beside) if beside else folder_for(str(where))
        return Store(Remote(str(where), readonly=readonly), Beside(folder), location=str(where), base=base)
    path = Path(where)
    _usable(path, readonly)
    return Store(Embedded(path / "quads", readonly=readonly, wait=wait), Beside(path), location=str(path), base=base)


_ARTICLES = """
SELECT ?v ?sha256 ?id ?title ?date ?source ?url WHERE { GRAPH %s {
  ?v prov:specializationOf ?a ; schema:sha256 ?sha256 . ?a schema:identifier ?id
  OPTIONAL { ?a schema:headline ?title } OPTIONAL { ?a schema:datePublished ?date }
  OPTIONAL { ?a schema:publisher/schema:name ?source } OPTIONAL { ?a schema:url ?url }
} %s FILTER(STRENDS(STR(?a), REPLACE(?name, "^.*/", "/"))) }
"""


def _prefixed(sparql: str) -> str:
    """The query with the project's prefixes declared before it, save those that it declares itself; all on one line, so that errors keep theirs."""
    own = set(_PROLOGUE.findall(sparql))
    return " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name not in own) + " " + sparql


def _meta(backend: Embedded | Remote, base: str | None, location: str) -> tuple[str, int]:
    """Base and schema version of a dataset; a new one is told them."""
    said = {p: plain(o) or "" for _, p, o, _ in backend.quads(s=META)}
    if not said:
        wanted = base or DEFAULT_BASE
        if not backend.readonly:
            graph = runs_graph(wanted)
            marks = [(META, SCHEMA.softwareVersion, Lit(str(SCHEMA_VERSION)), graph), (META, SCHEMA.url, Lit(wanted), graph)]
            backend.change((), marks)
        return wanted, SCHEMA_VERSION
    version, known = int(said.get(SCHEMA.softwareVersion, "0") or 0), said.get(SCHEMA.url, DEFAULT_BASE)
    if version > SCHEMA_VERSION:
        raise StoreError(f"{location}: of schema version {version}, this kg knows up to {SCHEMA_VERSION}; install a newer kg")
    if base and base != known:
        raise StoreError(f"{location}: its base is {known!r}, not {base!r}; open it without a base, or build a new store")
    return known, version


def _usable(path: Path, readonly: bool) -> None:
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store; name a folder")
    if readonly and not (path / "quads").is_dir():
        raise StoreError(f"{path}: no store there; make one with kg build SOURCE --store {path}")
    if path.is_dir() and any(path.iterdir()) and not (path / "quads").is_dir():
        raise StoreError(f"{path}: a folder with other things in it, not a store; name a new or empty one")
    if not readonly:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise StoreError(f"{path}: cannot be made ({e})") from e
