"""A remote store: any server that speaks SPARQL 1.1 Query, Update and (for imports) the Graph Store protocol.

Credentials come from the environment only: `KG_STORE_USER` and `KG_STORE_PASSWORD`, or `KG_STORE_TOKEN`. Servers that lay their
addresses out in their own way are told by `KG_STORE_UPDATE_URL` and `KG_STORE_GRAPHS_URL`. A remote store has no lock of ours:
one writer at a time is the user's to see to.
"""

import base64
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import QueryError, StoreError
from kg.rdf.terms import Lit, Quad, Term
from kg.store.convert import Block, Pattern, block, from_json, written
from kg.store.guard import form, keywords
from kg.store.rows import ASK_TRUE, Rows, each_once
from kg.store.union import as_set
from kg.vocab import GEO, XSD, Iri

_TIMEOUT = 60.0
"""Seconds that a server may take to answer."""
_TRIES = 3
"""How often a request is sent when the server says 503 or 429; what only reads is also sent again when the line breaks."""
_PATTERNS = 100
"""Patterns looked up in one request: some kilobytes, which every server takes."""
_JSON = "application/sparql-results+json"
_REWRITTEN = frozenset({GEO.wktLiteral, XSD.anyURI})
"""Datatypes whose literals Virtuoso rewrites, or does not find when they are named to be deleted."""


class Addresses(NamedTuple):
    """Where a server takes queries, updates and whole graphs."""

    query: str
    update: str
    graphs: str


def addresses(url: str, environ: Mapping[str, str]) -> Addresses:
    """The three addresses of a server, from the one that a user gives.

    >>> addresses("http://localhost:7878", {}).update
    'http://localhost:7878/update'
    >>> addresses("http://localhost:3030/ds/query", {}).update
    'http://localhost:3030/ds/update'
    >>> addresses("http://localhost:8890/sparql", {}).update
    'http://localhost:8890/sparql'
    """
    bare = url.rstrip("/")
    if bare.endswith("/query"):
        root = bare.removesuffix("/query")
        found = Addresses(bare, f"{root}/update", f"{root}/store")
    elif bare.endswith("/sparql") or "/repositories/" in bare:
        found = Addresses(bare, f"{bare}/statements" if "/repositories/" in bare else bare, f"{bare}/rdf-graphs/service")
    else:
        found = Addresses(f"{bare}/query", f"{bare}/update", f"{bare}/store")
    return Addresses(found.query, environ.get("KG_STORE_UPDATE_URL") or found.update, environ.get("KG_STORE_GRAPHS_URL") or found.graphs)


class Remote:
    """A dataset behind a SPARQL 1.1 endpoint."""

    def __init__(self, url: str, *, readonly: bool = False, environ: Mapping[str, str] | None = None) -> None:
        """Nothing is sent yet."""
        env = os.environ if environ is None else environ
        self.at, self.readonly, self._auth = addresses(url, env), readonly, _authorization(env)

    def quads(self, s: Iri | None = None, p: Iri | None = None, o: Term | None = None, g: Iri | None = None) -> Iterator[Quad]:
        """The quads that match the terms given."""
        return self.each([(s, p, o, g)])

    def each(self, patterns: Iterable[Pattern]) -> Iterator[Quad]:
        """The quads that match any of these patterns, many patterns to a request."""
        wanted = list(dict.fromkeys(patterns))
        for start in range(0, len(wanted), _PATTERNS):
            union = " UNION ".join(map(_branch, wanted[start : start + _PATTERNS]))
            for s, p, o, g in self._select(f"SELECT DISTINCT ?s ?p ?o ?g WHERE {{ {union} }}").rows:
                yield Iri(str(s)), Iri(str(p)), o or Lit(""), Iri(str(g))

    def graphs(self) -> Iterator[Iri]:
        """The names of the graphs that hold something."""
        for row in self._select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows:
            yield Iri(str(row[0]))

    def count(self) -> int:
        """How many quads."""
        value = self._select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }").rows[0][0]
        return int(value.value) if isinstance(value, Lit) else 0

    def query(self, sparql: str, *, default: tuple[Iri, ...] | None, union: bool, max_rows: int | None, named: tuple[Iri, ...] | None = None) -> Rows:
        """The answer to a query; graphs are named to the server as the protocol says (`default-graph-uri`, `named-graph-uri`)."""
        dataset: list[tuple[str, str]] = []
        if named is not None:
            dataset += [("default-graph-uri", g) for g in default or ()] + [("named-graph-uri", g) for g in named]
        elif default is not None or union:
            everything = tuple(self.graphs()) if union or "GRAPH" in keywords(sparql) else ()
            dataset += [("default-graph-uri", g) for g in (everything if union else default or ())]
            dataset += [("named-graph-uri", g) for g in everything]
        rows = self._select((as_set(sparql) or sparql) if union else sparql, dataset)
        if rows.kind == "graph":
            rows = Rows(rows.kind, rows.columns, tuple(each_once(rows)))
        if max_rows is None or len(rows.rows) <= max_rows:
            return rows
        return Rows(rows.kind, rows.columns, rows.rows[:max_rows], truncated=True)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad], blocks: Iterable[Block] = ()) -> None:
        """Take quads away and add others, as values or as written, in one update request, which servers run as one transaction.

        A literal that a server may keep as another one than it was given is not found again by what it was: all values beside it go, too,
        and those that stay are written anew.
        """
        removed, added = list(removed), list(added)
        loose = {(s, p, g) for s, p, o, g in removed if isinstance(o, Lit) and o.datatype in _REWRITTEN}
        plain, gone = [(s, p, o, g) for s, p, o, g in removed if (s, p, g) not in loose], set(removed)
        added += [quad for quad in self.each((s, p, None, g) for s, p, g in sorted(loose)) if quad not in gone]
        parts = [f"DELETE WHERE {{ GRAPH <{g}> {{ <{s}> <{p}> ?o }} }}" for s, p, g in sorted(loose)]
        new = "".join(part.text for part in (*blocks, block(added)))
        parts += [f"{verb} DATA {{ {text} }}" for verb, text in (("DELETE", block(plain).text), ("INSERT", new)) if text]
        if parts:
            self.update(" ;\n".join(parts))

    def update(self, sparql: str) -> None:
        """Send an update of our own; user queries never come here."""
        self._write(self.at.update, sparql.encode(), "application/sparql-update", "POST")

    def bulk(self, path: Path, form: str) -> None:
        """Send a file's graphs one by one through the Graph Store protocol."""
        import pyoxigraph as ox

        graphs: dict[str, list[Any]] = {}
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.from_media_type(form)):
                graphs.setdefault(getattr(quad.graph_name, "value", ""), []).append(quad.triple)
        except (OSError, SyntaxError, ValueError) as e:
            raise StoreError(f"{path}: cannot be imported ({e})") from e
        for name, triples in graphs.items():
            body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            target = f"{self.at.graphs}?graph={urllib.parse.quote(name, safe='')}" if name else f"{self.at.graphs}?default"
            self._write(target, body or b"", "application/n-triples", "POST")

    def backup(self, target: Path) -> None:
        """Write all quads into a new embedded dataset."""
        from kg.store.embedded import Embedded

        Embedded(target).change((), self.quads())

    def optimize(self) -> None:
        """Servers look after themselves."""

    def refresh(self) -> None:
        """A server always answers from what it holds now."""

    def close(self) -> None:
        """Nothing is held open."""

    def _select(self, sparql: str, dataset: Iterable[tuple[str, str]] = ()) -> Rows:
        graph = form(sparql) in ("CONSTRUCT", "DESCRIBE")
        body = urllib.parse.urlencode([("query", sparql), *dataset]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/n-triples" if graph else _JSON}
        answer = self._send(urllib.request.Request(self.at.query, body, headers, method="POST"), reads=True)
        return _graph_rows(answer) if graph else _json_rows(answer, self.at.query, ask=form(sparql) == "ASK")

    def _write(self, url: str, body: bytes, media: str, method: str) -> None:
        if self.readonly:
            raise StoreError(f"{self.at.query}: opened for reading only; open it without readonly to write")
        self._send(urllib.request.Request(url, body, {"Content-Type": media}, method=method), reads=False)

    def _send(self, request: urllib.request.Request, *, reads: bool) -> bytes:
        if self._auth:
            request.add_header("Authorization", self._auth)
        for attempt in range(1, _TRIES + 1):
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
                    body: bytes = answer.read()
                    return body
            except urllib.error.HTTPError as e:
                if e.code not in (429, 503) or attempt == _TRIES:
                    raise _refused(e, reads) from e
            except OSError as e:
                if not reads or attempt == _TRIES:
                    raise StoreError(f"{request.full_url}: out of reach ({e}); is the server running?") from e
            time.sleep(0.2 * attempt)
        raise AssertionError("unreachable")


def _branch(pattern: Pattern) -> str:
    """One pattern as a branch of a UNION, its fixed terms written out, for engines join a VALUES block by reading everything."""
    s, p, o, g = (f"?{name}" if term is None else written(term) for name, term in zip("spog", pattern, strict=True))
    fixed = " ".join(f"BIND({written(term)} AS ?{name})" for name, term in zip("spog", pattern, strict=True) if term is not None)
    return f"{{ GRAPH {g} {{ {s} {p} {o} }} {fixed} }}"


def _authorization(env: Mapping[str, str]) -> str | None:
    if token := env.get("KG_STORE_TOKEN"):
        return f"Bearer {token}"
    if user := env.get("KG_STORE_USER"):
        pair = f"{user}:{env.get('KG_STORE_PASSWORD', '')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()
    return None


def _refused(error: urllib.error.HTTPError, reads: bool) -> QueryError | StoreError:
    said = " ".join(error.read(500).decode("utf-8", "replace").split())
    if error.code in (401, 403):
        return StoreError(f"{error.url}: {error.code}, not allowed; set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN")
    kind = QueryError if reads and error.code == 400 else StoreError
    return kind(f"{error.url}: {error.code} {said}")


def _json_rows(answer: bytes, url: str, *, ask: bool) -> Rows:
    """Rows; of an ASK its truth, which Virtuoso sends as a row with one column."""
    try:
        found = json.loads(answer)
        if "boolean" in found:
            return Rows("ask", ("answer",), ((ASK_TRUE if found["boolean"] else Lit("false"),),))
        columns = tuple(found["head"]["vars"])
        rows = found["results"]["bindings"]
        if ask:
            return Rows("ask", ("answer",), ((ASK_TRUE if rows and rows[0][columns[0]]["value"] in ("1", "true") else Lit("false"),),))
        return Rows("select", columns, tuple(tuple(from_json(row[c]) if c in row else None for c in columns) for row in rows))
    except (ValueError, KeyError, TypeError) as e:
        raise StoreError(f"{url}: answered with something that is not {_JSON} ({e})") from e


def _graph_rows(answer: bytes) -> Rows:
    import pyoxigraph as ox

    from kg.store.convert import from_ox

    triples = ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)
    rows = tuple((from_ox(q.subject), from_ox(q.predicate), from_ox(q.object)) for q in triples)
    return Rows("graph", ("subject", "predicate", "object"), rows)
