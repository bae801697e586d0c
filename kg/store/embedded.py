"""The embedded store: Oxigraph in a folder or in memory, through pyoxigraph."""

import itertools
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.terms import TRUE, Lit, Quad, Term, safe
from kg.store.convert import Block, Pattern, block, from_ox, quad_from_ox, to_ox
from kg.store.rows import ASK_TRUE, Rows, each_once, plain
from kg.store.union import as_set, predicates
from kg.vocab import Iri

T = TypeVar("T")
_POLL = 0.1
"""Seconds between two tries at a locked store."""
_FLUSH = 5_000
"""Quads after which the log is folded into the files: a reader that opens has at most these to replay (0.1 s; 60,000 took 1.6 s)."""
_FILES = range(10_000, 1_000_001)
"""Quads added that files are written for: from the first number on they cost half of a transaction; of more than the last there are several
batches of files, which do not come in together."""
_PENDING = Iri("urn:kg:pending")
"""The graph in which a change under way notes what it has taken away (`_GONE`) and that its files have come in (`_COME`)."""
_GONE, _COME = Iri("urn:kg:pending#gone"), Iri("urn:kg:pending#come")
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
            self._mend()

    def quads(self, s: Iri | None = None, p: Iri | None = None, o: Term | None = None, g: Iri | None = None) -> Iterator[Quad]:
        """The quads that match the terms given."""
        subject, predicate, graph = (None if term is None else ox.NamedNode(term) for term in (s, p, g))
        pattern = subject, predicate, None if o is None else to_ox(o), graph

        def found() -> Iterator[Quad]:
            return map(quad_from_ox, self._ox.quads_for_pattern(*pattern))

        return self._steadily(found) if self.readonly else found()

    def _steadily(self, read: Callable[[], Iterator[T]]) -> Iterator[T]:
        """What `read` yields; where a writer has tidied files away beside this reader, of the store as it is now.

        Raises:
            StoreError: some of it was given already, or the files went once more.
        """
        given = again = False
        while True:
            try:
                for found in read():
                    given = True
                    yield found
                return
            except OSError as e:
                if not self.readonly:
                    raise
                if given or again:
                    raise StoreError(f"{self.folder}: changed by its writer while it was read; ask again") from e
            again = True
            self.refresh()

    def each(self, patterns: Iterable[Pattern]) -> Iterator[Quad]:
        """The quads that match any of these patterns, pattern by pattern."""
        for pattern in patterns:
            yield from self.quads(*pattern)

    def graphs(self) -> Iterator[Iri]:
        """The names of the graphs that hold something."""
        for name in self._steadily(lambda: iter(self._ox.named_graphs())):
            if next(self.quads(g=Iri(name.value)), None) is not None:
                yield Iri(name.value)

    def count(self) -> int:
        """How many quads."""
        return next(self._steadily(lambda: iter([len(self._ox)])))

    def query(self, sparql: str, *, default: tuple[Iri, ...] | None, union: bool, max_rows: int | None, named: tuple[Iri, ...] | None = None) -> Rows:
        """The answer to a query, read through in this thread (a result read in another one ends the process)."""
        graphs = None if default is None else [ox.NamedNode(g) for g in default]
        others = None if named is None else [ox.NamedNode(g) for g in named]
        try:
            return next(self._steadily(lambda: iter([self._answer(sparql, graphs, others, union, max_rows)])))
        except SyntaxError as e:
            raise QueryError(f"SPARQL that does not parse: {str(e).strip()}") from e
        except (OSError, RuntimeError, ValueError) as e:
            raise QueryError(f"the query could not be answered: {e}") from e

    def _answer(self, sparql: str, default: Any, named: Any, union: bool, max_rows: int | None) -> Rows:
        source, sparql, union = self._source(sparql, union)
        answer: Any = source.query(sparql, default_graph=default, named_graphs=named, use_default_graph_as_union=union)
        if isinstance(answer, ox.QueryBoolean):
            return Rows("ask", ("answer",), ((ASK_TRUE if answer else Lit("false"),),))
        if isinstance(answer, ox.QueryTriples):
            rows = ((from_ox(t.subject), from_ox(t.predicate), from_ox(t.object)) for t in answer)
            return _limited("graph", ("subject", "predicate", "object"), each_once(rows), max_rows)
        columns = tuple(v.value for v in answer.variables)
        found = (tuple(None if term is None else from_ox(term) for term in solution) for solution in answer)
        return _limited("select", columns, found, max_rows)

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

    def change(self, removed: Iterable[Quad], added: Iterable[Quad], blocks: Iterable[Block] = ()) -> None:
        """Take quads away and add others, as values or as written: all of it happens, or nothing.

        One transaction; much that is added is written into files, which come in all together.
        """
        self._writable()
        gone, come = block(removed), [*blocks, block(added)]
        if sum(part.size for part in come) in _FILES:
            self._take_in(gone, come)
            self._unflushed += gone.size
        else:
            data = ("DELETE", gone.text), ("INSERT", "".join(part.text for part in come))
            if parts := [f"{verb} DATA {{ {text} }}" for verb, text in data if text]:
                self.update(" ;\n".join(parts))
            self._unflushed += gone.size + sum(part.size for part in come)
        if self._unflushed > _FLUSH:
            self._flush()

    def _take_in(self, gone: Block, come: list[Block]) -> None:
        """Bring all that is added at once.

        What goes, goes in a transaction before, which notes it: it comes back where the files do not come in, when this fails or when the
        next writer opens the store. That they have come they say themselves.
        """
        if gone.size:
            noted = block([(_PENDING, _GONE, Lit(gone.text), _PENDING)])
            self.update(f"DELETE DATA {{ {gone.text} }} ;\nINSERT DATA {{ {noted.text} }}")
            come = [*come, block([(_PENDING, _COME, TRUE, _PENDING)])]
        try:
            self._ox.bulk_load("".join(part.text for part in come), ox.RdfFormat.TRIG)  # one batch: its files come in together
        except (OSError, SyntaxError, ValueError) as e:
            self._mend()
            raise StoreError(f"{self.folder or 'memory'}: nothing was written ({e})") from e
        if gone.size:
            self.update(f"DROP GRAPH <{_PENDING}>")

    def _mend(self) -> None:
        """End a change that was cut off in the middle: back to before it where its files never came in."""
        noted = {p: o for _, p, o, _ in self.quads(g=_PENDING)}
        if noted:
            back = "" if _COME in noted else f"INSERT DATA {{ {plain(noted[_GONE])} }} ;\n"
            self.update(f"{back}DROP GRAPH <{_PENDING}>")

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
            said = str(e).lower()
            if not readonly and ("permission denied" in said or "read-only file system" in said):
                raise StoreError(f"{folder.parent}: may not be written ({e}); ask it without writing, or make a copy and write that") from e
            locked = "lock" in said
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
