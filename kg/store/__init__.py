"""The store: articles, facts and the words that they rest on, embedded by default, behind a SPARQL 1.1 endpoint by URL.

    with open_store("kg-store") as store:
        store.query("SELECT ?event WHERE { ?event a sem:Event }")

On disk a store is a folder: `quads/` (Oxigraph), `texts/` (the articles' texts under their SHA-256) and `ledger.jsonl` (human decisions).
"""

from kg.store.convert import Block, block, quads_of
from kg.store.facade import SCHEMA_VERSION, Change, Scope, Store, StoredArticle, difference, open_store
from kg.store.rows import Row, Rows, plain

__all__ = [
    "SCHEMA_VERSION",
    "Block",
    "Change",
    "Row",
    "Rows",
    "Scope",
    "Store",
    "StoredArticle",
    "block",
    "difference",
    "open_store",
    "plain",
    "quads_of",
]
