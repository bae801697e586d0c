"""News articles in, a geopolitical event knowledge graph out: who did what to whom, when and where, and who says so.

    >>> import kg
    >>> article = kg.Article(id="a", text="Moscow claims that NATO asked for the meeting. NATO and Russia met in Brussels.", date="2016-04-20")
    >>> found = kg.extract(article)
    >>> [(e.kind, e.status, [p.actor.name for p in e.claimed_by]) for e in found.events]
    [('REQUEST', 'claimed', ['Russia']), ('CONSULT', 'asserted', [])]

The way of the data, each arrow a function that can be called alone::

    source -> Article -> Parsed -> Extraction -> quads -> Store -> happenings -> rows | nx.Graph -> page | file
       read      parse     extract        quads    build                 query     network    draw   export

The door is lazy: importing `kg` loads no model and no store.
"""

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.corpus import build, remove
    from kg.draw import draw
    from kg.errors import EvidenceError, KGError, LexiconError, ModelError, QueryError, ShapeError, SourceError, StoreError
    from kg.evaluate import evaluate
    from kg.export import export
    from kg.extract import extract, extract_many
    from kg.model import Actor, Article, Claim, Event, Extraction, Mention, Party, Role, Span, When, Where
    from kg.network import relations as network
    from kg.parse import parse
    from kg.questions import query
    from kg.rdf import quads
    from kg.read import Unread, articles, read
    from kg.records import records
    from kg.store import open_store
    from kg.worlds import worlds

__all__ = [
    "Actor",
    "Article",
    "Claim",
    "Event",
    "EvidenceError",
    "Extraction",
    "KGError",
    "LexiconError",
    "Mention",
    "ModelError",
    "Party",
    "QueryError",
    "Role",
    "ShapeError",
    "SourceError",
    "Span",
    "StoreError",
    "Unread",
    "When",
    "Where",
    "articles",
    "build",
    "draw",
    "evaluate",
    "export",
    "extract",
    "extract_many",
    "network",
    "open_store",
    "parse",
    "quads",
    "query",
    "read",
    "records",
    "remove",
    "worlds",
]

_DOOR = {
    "kg.corpus": ("build", "remove"),
    "kg.draw": ("draw",),
    "kg.errors": ("EvidenceError", "KGError", "LexiconError", "ModelError", "QueryError", "ShapeError", "SourceError", "StoreError"),
    "kg.evaluate": ("evaluate",),
    "kg.export": ("export",),
    "kg.extract": ("extract", "extract_many"),
    "kg.model": ("Actor", "Article", "Claim", "Event", "Extraction", "Mention", "Party", "Role", "Span", "When", "Where"),
    "kg.network": ("network",),
    "kg.parse": ("parse",),
    "kg.questions": ("query",),
    "kg.rdf": ("quads",),
    "kg.read": ("Unread", "articles", "read"),
    "kg.records": ("records",),
    "kg.store": ("open_store",),
    "kg.worlds": ("worlds",),
}
_MAIN = {"network": "relations"}  # rooms whose main function has another name
_HOME = {name: module for module, names in _DOOR.items() for name in names}


class _Room(types.ModuleType):
    """A room whose main function has its name: `kg.extract(article)` is `kg.extract.extract(article)`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the room's main function."""
        name = self.__name__.rpartition(".")[2]
        return getattr(self, _MAIN.get(name, name))(*args, **options)


class _Door(types.ModuleType):
    """This package: a room that is imported into it becomes callable, so that it does not matter which came first."""

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, types.ModuleType) and _HOME.get(name) == value.__name__:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}; it has {', '.join(__all__)}")
    module = importlib.import_module(_HOME[name])
    return module if module.__name__ == f"kg.{name}" else getattr(module, name)
