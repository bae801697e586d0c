"""The W3C SPARQL 1.1 query tests through `kg serve`, beside the same tests on pyoxigraph itself: `python -m tests.bench.w3c`.

The suite comes with rdflib's source distribution, fetched from the package index (or named with --suite FOLDER). All its data is loaded
into one store, each file as a graph, and every test names its graphs with the protocol's `default-graph-uri` and `named-graph-uri`.
Left out: updates, entailment, SERVICE (refused here by design), and syntax tests whose queries are not run.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection

from tests.test_serve import serving

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
FOLDERS = (
    "aggregates", "bind", "bindings", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res", "negation",
    "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip
FORMS = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".csv": ox.QueryResultsFormat.CSV, ".tsv": ox.QueryResultsFormat.TSV}
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}


@dataclass(frozen=True)
class Case:
    """One test: a query, its graphs, and the file with the answer (None for a syntax test, which must parse or must not)."""

    name: str
    query: pathlib.Path
    default: tuple[pathlib.Path, ...]
    named: tuple[pathlib.Path, ...]
    result: pathlib.Path | None
    positive: bool = True


def cases(suite: pathlib.Path) -> Iterator[Case]:
    """Every query test of the suite."""
    for folder in FOLDERS:
        manifest = Graph().parse(suite / folder / "manifest.ttl", publicID=(suite / folder).as_uri() + "/")
        for head in manifest.objects(None, MF.entries):
            yield from filter(None, (_case(manifest, entry, folder) for entry in Collection(manifest, head)))


def _case(manifest: Graph, entry: Any, folder: str) -> Case | None:
    kind, action, result = (manifest.value(entry, p) for p in (RDF.type, MF.action, MF.result))
    name = f"{folder}/{str(entry).rpartition('#')[2]}"
    if kind in (MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11):
        return Case(name, _path(action), (), (), None, positive=kind == MF.PositiveSyntaxTest11)
    if kind not in (MF.QueryEvaluationTest, MF.CSVResultFormatTest):
        return None
    graphs = (tuple(map(_path, manifest.objects(action, p))) for p in (QT.data, QT.graphData))
    query = manifest.value(action, QT.query)
    return None if query is None or result is None else Case(name, _path(query), *graphs, _path(result))


def _path(uri: Any) -> pathlib.Path:
    return pathlib.Path(str(uri).removeprefix("file://"))


def load(every: list[Case], folder: pathlib.Path) -> None:
    """All data files into one store, each as a graph of its own."""
    files = {path for case in every for path in (*case.default, *case.named)}
    (folder / "quads").mkdir(parents=True)
    store = ox.Store(str(folder / "quads"))
    for path in sorted(files):
        store.load(path=str(path), base_iri=path.as_uri(), to_graph=ox.NamedNode(path.as_uri()))
    store.flush()


def expected(path: pathlib.Path) -> Any:
    """The answer that the suite wants, as something that can be compared."""
    if path.suffix == ".csv":
        return table(path.read_bytes())
    if path.suffix in FORMS:
        return comparable(ox.parse_query_results(path.read_bytes(), format=FORMS[path.suffix]))
    return canonical(ox.parse(path=str(path), base_iri=path.as_uri()))


def table(data: bytes) -> Counter[str]:
    """CSV, which says too little to be read back as terms, as a bag of lines; blank nodes only as blank."""
    return Counter(re.sub(r"_:\w+", "_", line.strip()) for line in data.decode().splitlines())


def comparable(answer: Any) -> Any:
    """Rows as a bag; blank nodes only as blank, for which row they link is told by the rest of the rows."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    names = sorted(v.value for v in answer.variables)
    return Counter(tuple("_" if isinstance(row[n], ox.BlankNode) else row[n] and str(row[n]) for n in names) for row in answer)


def canonical(quads: Any) -> set[str]:
    """Triples with canonical blank nodes."""
    data = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(q) for q in data}


def direct(case: Case, store: ox.Store) -> bool:
    """The test on pyoxigraph itself."""
    try:
        graphs = ([ox.NamedNode(p.as_uri()) for p in paths] for paths in (case.default, case.named))
        default, named = graphs
        answer = store.query(case.query.read_text(encoding="utf-8"), base_iri=case.query.as_uri(), default_graph=default, named_graphs=named)
        got: Any = canonical(answer) if isinstance(answer, ox.QueryTriples) else None
        if got is None:
            as_table = case.result is not None and case.result.suffix == ".csv"
            got = table(answer.serialize(format=ox.QueryResultsFormat.CSV)) if as_table else comparable(answer)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return not case.positive
    return case.positive and (case.result is None or got == expected(case.result))


def served(case: Case, url: str) -> bool:
    """The test through the endpoint."""
    suffix = case.result.suffix if case.result and case.result.suffix in FORMS else ".srj"
    query = f"BASE <{case.query.as_uri()}>\n" + case.query.read_text(encoding="utf-8")
    asked = [("query", query), *(("default-graph-uri", p.as_uri()) for p in case.default), *(("named-graph-uri", p.as_uri()) for p in case.named)]
    if not case.default and not case.named:
        asked.append(("named-graph-uri", "urn:none"))
    accept = {"Accept": f"{ACCEPT[suffix]}, application/n-triples"}
    answer = httpx.post(
        f"{url}/sparql",
        content=httpx.QueryParams(asked).__str__(),
        headers=accept | {"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    )
    if answer.status_code != 200:
        return answer.status_code == 400 and not case.positive
    if case.result is None:
        return case.positive
    if "n-triples" in answer.headers["content-type"]:
        return bool(canonical(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)) == expected(case.result))
    if suffix == ".csv":
        return bool(table(answer.content) == expected(case.result))
    return bool(comparable(ox.parse_query_results(answer.content, format=FORMS[suffix])) == expected(case.result))


def fetched(folder: pathlib.Path) -> pathlib.Path:
    """The suite, out of rdflib's source distribution."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "rdflib==7.6.0", "-d", str(folder)]
    subprocess.run(command, check=True)
    with tarfile.open(next(folder.glob("rdflib-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("rdflib-*/test/data/suites/w3c/sparql11"))


def main() -> None:
    """Run both and print how many each passes, and what only one of them does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        every = list(cases((options.suite or fetched(folder)).resolve()))
        load(every, folder / "store")
        with serving(folder / "store", workers=2) as url:
            ours = {case.name: served(case, url) for case in every}
        store = ox.Store.read_only(str(folder / "store" / "quads"))
        theirs = {case.name: direct(case, store) for case in every}
    sys.stdout.write(f"{len(every)} query tests: kg serve passes {sum(ours.values())}, pyoxigraph {sum(theirs.values())}\n")
    for case in every:
        if ours[case.name] != theirs[case.name]:
            sys.stdout.write(f"  only {'kg serve' if ours[case.name] else 'pyoxigraph'}: {case.name}\n")


if __name__ == "__main__":
    main()
