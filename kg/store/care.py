"""The care of a store: what it holds, whether it is sound, imports, backups and new schema versions."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.iri import sha8
from kg.rdf.terms import Lit, Quad, Term
from kg.store.convert import written
from kg.store.rows import plain
from kg.vocab import KG, NIF, PROV, SCHEMA, SEM, Iri

if TYPE_CHECKING:
    from kg.store.facade import Store

FORMATS = {".nq": "application/n-quads", ".nquads": "application/n-quads", ".trig": "application/trig"}
"""The files that hold a whole dataset, by their ending, with their media types."""
MIGRATIONS: dict[int, Callable[["Store"], None]] = {}
"""What takes a store from this schema version to the next; version 1 is the first."""
_KINDS = {"reports": KG.ReportedEvent, "claims": SCHEMA.Claim, "happenings": SEM.Event, "mentions": KG.Mention, "articles": SCHEMA.NewsArticle}


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a store holds; `size` in bytes on disk, None where it is not on this machine's disk."""

    location: str
    base: str
    schema: int
    articles: int
    reports: int
    claims: int
    mentions: int
    happenings: int
    actors: int
    quads: int
    decisions: int
    size: int | None


def info(store: "Store") -> Info:
    """Count what a store holds."""
    counts = {name: _count(store, f"?x a <{kind}>") for name, kind in _KINDS.items()}
    folder = store.beside.folder if store.location != "memory" else None
    return Info(
        location=store.location,
        base=store.base,
        schema=store.schema,
        actors=_count(store, f"?x a <{SEM.Actor}>"),
        quads=_quads(store),
        decisions=len(store.beside.lines()),
        size=sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) if folder and folder.is_dir() else None,
        **counts,
    )


def _count(store: "Store", pattern: str) -> int:
    rows = store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ GRAPH ?g {{ {pattern} }} }}").rows
    return int(plain(rows[0][0]) or 0)


def _quads(store: "Store") -> int:
    """How many quads; of a server, which may hold graphs of others, too, those of this base."""
    if not _shared(store):
        return store.backend.count()
    graphs = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), {written(Lit(store.base))}))"
    return int(plain(store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {graphs} }}").rows[0][0]) or 0)


def _shared(store: "Store") -> bool:
    """Whether it is a server's dataset, in which others may keep graphs, and the server its own."""
    return store.location.startswith(("http://", "https://"))


_RULES = {
    "both report and happening": "SELECT DISTINCT ?x { GRAPH ?g { ?x a kg:ReportedEvent } GRAPH ?h { ?x a sem:Event } }",
    "a report described in the facts": "SELECT DISTINCT ?x { GRAPH ?g { ?x a kg:ReportedEvent } ?x ?p ?o }",
    "a happening whose report is gone": "SELECT DISTINCT ?x { ?x kg:report ?r FILTER NOT EXISTS { GRAPH ?g { ?r a kg:ReportedEvent } } }",
    "a happening without words": "SELECT DISTINCT ?x { ?x a sem:Event FILTER NOT EXISTS { ?x kg:evidence/nif:anchorOf ?quote } }",
    "a finding of another text than its article's": (
        "SELECT DISTINCT ?x { GRAPH ?g { ?x kg:inArticle ?v } FILTER NOT EXISTS { GRAPH ?g { ?v schema:sha256 ?s } } }"
    ),
}


def check(store: "Store") -> list[str]:
    """What is wrong with a store, a line each; an empty list is a sound store.

    Looked for: nodes that are report and happening at once, happenings without report or words, texts that are missing or damaged,
    spans whose words do not stand in their text, blank nodes, graphs that are nobody's.
    """
    found = [f"{plain(row[0])}: {rule}" for rule, query in _RULES.items() for row in store.query(query)]
    known = {store.facts, store.links, store.runs, *(store.graph(a.slug) for a in store.articles())}
    ours = (name for name in store.backend.graphs() if name.startswith(store.base) or not _shared(store))
    found += [f"{name}: a graph that belongs to no article under the base {store.base}" for name in ours if name not in known]
    for article in store.articles():
        found += _texts(store, article.slug, article.sha256)
    return sorted(found)


def _texts(store: "Store", slug: str, digest: str) -> list[str]:
    try:
        text = store.beside.text(digest)
    except StoreError as e:
        return [str(e)]
    if text is None:
        return [f"article/{slug}: its text is not kept beside the store (an import brings none); kg build its source again and it will be"]
    graph = store.graph(slug)
    begin = {s: o for s, _, o, _ in store.quads(graph, p=NIF.beginIndex)}
    end = {s: o for s, _, o, _ in store.quads(graph, p=NIF.endIndex)}
    wrong = []
    for span, _, quote, _ in store.quads(graph, p=NIF.anchorOf):
        start, stop = plain(begin.get(span)), plain(end.get(span))
        if start is None or stop is None or text[int(start) : int(stop)].encode("utf-8", "replace") != str(plain(quote)).encode("utf-8", "replace"):
            wrong.append(f"{span}: its words do not stand there in the text")
    return wrong


def import_file(store: "Store", path: Path) -> int:
    """Load a dataset of N-Quads or TriG, fast; how many quads it holds (of TriG: how many were new).

    Blank nodes are given IRIs of their own (skolemised). Texts and the ledger are files of their own and are not in it. An import is not one
    transaction: what was read before an error stays.

    Raises:
        StoreError: another format, a file that cannot be read, or another base than the store's.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise StoreError(f"{path}: an import is a whole dataset, {' or '.join(sorted(FORMATS))}; Turtle holds one graph only")
    if not path.is_file():
        raise StoreError(f"{path}: no such file")
    if store.readonly:
        raise StoreError(f"{store.location}: opened for reading only")
    lines, blanks = _looked_through(path)
    there = set(store.backend.graphs())
    before = 0 if lines is not None else store.backend.count()
    store.backend.bulk(path, form)
    if blanks:
        _skolemise(store, sha8(path.name))
    foreign = [g for g in store.backend.graphs() if not g.startswith(store.base) and g not in there]
    if foreign:
        raise StoreError(f"{path}: holds graphs that are not under the base {store.base} of this store, such as {foreign[0] or 'the default graph'}")
    return lines if lines is not None else store.backend.count() - before


def without_text(store: "Store") -> list[str]:
    """The slugs of the articles whose text is not kept beside the store."""
    there = set(store.beside.digests())
    versions = {version for version, *_ in store.quads(p=PROV.specializationOf)}
    missing = {version for version, _, digest, _ in store.quads(p=SCHEMA.sha256) if version in versions and plain(digest) not in there}
    return sorted(version.removeprefix(store.base).split("/")[1] for version in missing)


def _looked_through(path: Path) -> tuple[int | None, bool]:
    """How many statements a file of N-Quads holds (None for other formats), and whether it can hold blank nodes; no parser is needed to tell."""
    if FORMATS[path.suffix.lower()] != "application/n-quads":
        return None, True
    lines, blanks = 0, False
    with path.open("rb") as file:
        for line in file:
            lines += line[:1] == b"<" or bool(line.strip() and not line.lstrip().startswith(b"#"))
            blanks = blanks or b"_:" in line
    return lines, blanks


def _skolemise(store: "Store", mark: str) -> None:
    ours = f"STRSTARTS(STR(?g), {written(Lit(store.base))})"  # a server may have graphs of others
    blanks = f"GRAPH ?g {{ ?s ?p ?o }} FILTER({ours} && (ISBLANK(?s) || ISBLANK(?o)))"
    query = f"SELECT ?s ?p ?o ?g WHERE {{ {blanks} }}"
    if not store.query(query, max_rows=1):
        return

    def named(term: Term) -> Term:
        return Iri(f"{store.base}skolem/{mark}-{term[2:]}") if not isinstance(term, Lit) and term.startswith("_:") else term

    added: list[Quad] = []
    for s, p, o, g in store.query(query):
        added.append((Iri(str(named(s or Iri("")))), Iri(str(p)), named(o or Iri("")), Iri(str(g))))
    store.backend.change((), added)
    store.backend.update(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {blanks} }}")


def backup(store: "Store", target: Path) -> None:
    """Copy a store, its texts and its ledger into a new folder, which is a store itself.

    Raises:
        StoreError: the folder is there already, or cannot be written.
    """
    if target.exists() and any(target.iterdir()) if target.is_dir() else target.exists():
        raise StoreError(f"{target}: is there already; name a new folder")
    target.mkdir(parents=True, exist_ok=True)
    store.backend.backup(target / "quads")
    copy = type(store.beside)(target)
    for digest in store.beside.digests():
        if (text := store.beside.text(digest)) is not None:
            copy.keep(text)
    if lines := store.beside.lines():
        (target / "ledger.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def migrate(store: "Store") -> list[str]:
    """Bring a store of an older schema version up to this one's; what was done, a line for each step."""
    from kg.store.facade import META, SCHEMA_VERSION

    done = []
    for version in range(store.schema, SCHEMA_VERSION):
        MIGRATIONS[version](store)
        old = [quad for quad in store.quads(store.runs, s=META) if quad[1] == SCHEMA.softwareVersion]
        store.backend.change(old, [(META, SCHEMA.softwareVersion, Lit(str(version + 1)), store.runs)])
        store.schema = version + 1
        done.append(f"schema version {version} -> {version + 1}")
    return done


def sweep(store: "Store") -> int:
    """Let go of texts that no article has any more (left by a crash, a correction or a removal); how many."""
    kept = {plain(o) for _, _, o, _ in store.quads(p=SCHEMA.sha256)}
    loose = [digest for digest in store.beside.digests() if digest not in kept]
    for digest in loose:
        store.beside.forget(digest)
    return len(loose)
