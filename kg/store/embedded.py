"""The embedded store: Oxigraph in a folder or in memory, through pyoxigraph."""

import itertools
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.terms import Lit, Quad, Term, safe
from kg.store.convert import Pattern, data_block, from_ox, lines, quad_from_ox, to_ox
from kg.store.rows import ASK_TRUE, Rows, each_once
from kg.store.union import as_set, predicates
from kg.vocab import RDF, Iri

_POLL = 0.1
"""Seconds between two tries at a locked store."""
_FLUSH = 5_000
"""Quads after which the log is folded into the files: a reader that opens has at most these to replay (0.1 s; 60,000 took 1.6 s)."""
_BULK = 50_000
"""Quads of new graphs from which files are written and taken in whole: half the time of a transaction; of fewer the files cost more."""
_PENDING = Iri("urn:kg:pending")
"""The graph that names the graphs which a change under way brings whole; it holds something only between two steps of `change`."""
_TIDYING = 3.0
"""Seconds that a reader goes on trying while a writer tidies its files; 20 readers beside a busy writer needed one more try at most."""


class Embedded:
    """A dataset of Oxigraph's: `folder` on disk, or in memory where it is None."""

    def __init__(self, folder: Path | None, *, readonly: bool = False, wait: float = 10.0) -> None:
        """Open it; a lock is waited for."""
        self.folder, self.readonly, self._unflushed = folder, readonly, 0
        self._ox = ox.Store() if folder is None else _opened(folder, readonly, wait)
        if folder is not None and not readonly:
            (folder.parent / "writer").write_text(f"{os.getpid()}\n", encoding="utf-8")
            self._undo()

    def quads(self, s: Iri | None = None, p: Iri | None = None, o: Term | None = None, g: Iri | None = None) -> Iterator[Quad]:
        """The quads that match the terms given."""
        subject, predicate, graph = (None if term is None else ox.NamedNode(term) for term in (s, p, g))
        return map(quad_from_ox, self._ox.quads_for_pattern(subject, predicate, None if o is None else to_ox(o), graph))

    def each(self, patterns: Iterable[Pattern]) -> Iterator[Quad]:
        """The quads that match any of these patterns, pattern by pattern."""
        for pattern in patterns:
            yield from self.quads(*pattern)

    def graphs(self) -> Iterator[Iri]:
        """The names of the graphs that hold something."""
        for name in self._ox.named_graphs():
            if next(self._ox.quads_for_pattern(None, None, None, name), None) is not None:
                yield Iri(name.value)

    def count(self) -> int:
        """How many quads."""
        return len(self._ox)

    def query(self, sparql: str, *, default: tuple[Iri, ...] | None, union: bool, max_rows: int | None, named: tuple[Iri, ...] | None = None) -> Rows:
        """The answer to a query, read through in this thread (a result read in another one ends the process)."""
        graphs: Any = None if default is None else [ox.NamedNode(g) for g in default]
        others: Any = None if named is None else [ox.NamedNode(g) for g in named]
        try:
            source, sparql, union = self._source(sparql, union)
            answer: Any = source.query(sparql, default_graph=graphs, named_graphs=others, use_default_graph_as_union=union)
            if isinstance(answer, ox.QueryBoolean):
                return Rows("ask", ("answer",), ((ASK_TRUE if answer else Lit("false"),),))
            if isinstance(answer, ox.QueryTriples):
                rows = ((from_ox(t.subject), from_ox(t.predicate), from_ox(t.object)) for t in answer)
                return _limited("graph", ("subject", "predicate", "object"), each_once(rows), max_rows)
            columns = tuple(v.value for v in answer.variables)
            found = (tuple(None if term is None else from_ox(term) for term in solution) for solution in answer)
            return _limited("select", columns, found, max_rows)
        except SyntaxError as e:
            raise QueryError(f"SPARQL that does not parse: {str(e).strip()}") from e
        except (OSError, RuntimeError, ValueError) as e:
            raise QueryError(f"the query could not be answered: {e}") from e

    def _source(self, sparql: str, union: bool) -> tuple[ox.Store, str, bool]:
        """What to ask, and how, so that no triple of a union of graphs counts twice: the dataset, or a copy of the triples asked for."""
        if not union:
            return self._ox, sparql, union
        distinct = as_set(sparql)
        if distinct is not None:
            return self._ox, distinct, True
        wanted = predicates(sparql)
        merged = ox.Store()
        each = [None] if wanted is None else [ox.NamedNode(p) for p in sorted(wanted) if safe(p) == p and ":" in p]
        for predicate in each:
            merged.extend(ox.Quad(q.subject, q.predicate, q.object) for q in self._ox.quads_for_pattern(None, predicate, None, None))
        return merged, sparql, False

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take quads away and add others: all of it happens, or nothing.

        One transaction; many quads of new graphs (the articles of a large build) are taken in before it, all at once, and noted, so
        that they go again where the transaction that should follow never came: when this fails, or when the next writer opens the store.
        """
        self._writable()
        removed, added = list(removed), list(added)
        whole = self._new_graphs(added)
        try:
            if whole:
                self._take_in(whole, (q for q in added if q[3] in whole))
                added = [q for q in added if q[3] not in whole]
            parts = [f"{verb} DATA {{ {block} }}" for verb, block in (("DELETE", data_block(removed)), ("INSERT", data_block(added))) if block]
            if whole:
                parts.append(f"DROP SILENT GRAPH <{_PENDING}>")
            if parts:
                self.update(" ;\n".join(parts))
        except StoreError:
            self._undo()
            raise
        self._unflushed += len(removed) + len(added)
        if self._unflushed > _FLUSH:
            self._flush()

    def _new_graphs(self, added: list[Quad]) -> frozenset[Iri]:
        """The graphs of these quads that hold nothing yet, where their quads are many; else none."""
        if len(added) < _BULK:
            return frozenset()
        sizes = Counter(graph for *_, graph in added)
        new = frozenset(graph for graph in sizes if next(self.quads(g=graph), None) is None)
        return new if sum(sizes[graph] for graph in new) >= _BULK else frozenset()

    def _take_in(self, graphs: Iterable[Iri], quads: Iterable[Quad]) -> None:
        """Note that these graphs are under way, then bring all their quads at once."""
        self.update(f"INSERT DATA {{ {data_block((graph, RDF.type, _PENDING, _PENDING) for graph in sorted(graphs))} }}")
        try:
            self._ox.bulk_load(lines(quads).encode(), ox.RdfFormat.N_QUADS)  # one batch of at most a million quads: its files come in together
        except (OSError, SyntaxError, ValueError) as e:
            raise StoreError(f"{self.folder or 'memory'}: nothing was written ({e})") from e

    def _undo(self) -> None:
        """Take away the graphs of a change that never came to its end."""
        pending = [graph for graph, *_ in self.quads(g=_PENDING)]
        if pending:
            self.update(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in [*pending, _PENDING]))

    def update(self, sparql: str) -> None:
        """Run an update of our own; user queries never come here."""
        self._writable()
        try:
            self._ox.update(sparql)  # in Oxigraph's log when this returns: a killed process loses nothing
        except (OSError, RuntimeError, SyntaxError) as e:
            raise StoreError(f"{self.folder or 'memory'}: nothing was written ({e})") from e

    def bulk(self, path: Path, form: str) -> None:
        """Load a whole file fast, in the format of a media type."""
        self._writable()
        try:
            self._ox.bulk_load(path=str(path), format=ox.RdfFormat.from_media_type(form))
            self._ox.flush()
        except (OSError, SyntaxError, ValueError) as e:
            raise StoreError(f"{path}: cannot be imported ({e})") from e

    def backup(self, target: Path) -> None:
        """Copy the dataset into a new folder (hard links where the file system allows them)."""
        try:
            if self.folder is None or self.readonly:
                copied = ox.Store(str(target))
                copied.bulk_extend(iter(self._ox))
                copied.flush()
            else:
                self._ox.backup(str(target))
        except OSError as e:
            shutil.rmtree(target, ignore_errors=True)
            raise StoreError(f"{target}: the backup could not be written ({e})") from e

    def optimize(self) -> None:
        """Make later reads fast after a large import."""
        self._ox.optimize()

    def refresh(self) -> None:
        """See what another process has written since this reader was opened."""
        if self.readonly and self.folder is not None:
            self._ox = _opened(self.folder, True, 0)

    def close(self) -> None:
        """Let go of the lock."""
        if self._unflushed:
            self._flush()
        del self._ox

    def _flush(self) -> None:
        self._ox.flush()
        self._unflushed = 0

    def _writable(self) -> None:
        if self.readonly:
            raise StoreError(f"{self.folder}: opened for reading only; open it without readonly to write")


def _opened(folder: Path, readonly: bool, wait: float) -> ox.Store:
    """Open the folder; a lock held by another process is waited for, up to `wait` seconds.

    A reader that opens while the writer tidies its files may meet one that is just gone, which Oxigraph calls corruption: it looks again.
    """
    until = time.monotonic() + (_TIDYING if readonly else wait)
    while True:
        try:
            return ox.Store.read_only(str(folder)) if readonly else ox.Store(str(folder))
        except (OSError, RuntimeError) as e:
            locked = "lock" in str(e).lower()
            if not locked and not (readonly and time.monotonic() < until):
                raise StoreError(f"{folder.parent}: not a readable store ({e}); restore a backup, or build it again") from e
            if locked and time.monotonic() >= until:
                raise StoreError(
                    f"{folder.parent}: being written by another process{_writer(folder)}; waited {wait:g} s; try again when it is done"
                ) from e
        time.sleep(_POLL)


def _writer(folder: Path) -> str:
    try:
        return f" ({(folder.parent / 'writer').read_text(encoding='utf-8').strip()})"
    except OSError:
        return ""


def _limited(kind: Any, columns: tuple[str, ...], rows: Iterator[Any], max_rows: int | None) -> Rows:
    if max_rows is None:
        return Rows(kind, columns, tuple(rows))
    kept = tuple(itertools.islice(rows, max_rows))
    return Rows(kind, columns, kept, truncated=next(rows, None) is not None)
