"""The facts at another time: as the articles published by a day give them, or only what happened in a period; both in memory."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import QueryError
from kg.facts.happenings import Component
from kg.facts.keeping import _noted, _standing
from kg.facts.plan import whole
from kg.facts.policy import policy
from kg.rdf.terms import days
from kg.store import Change, Store, StoredArticle
from kg.store.beside import Beside
from kg.store.embedded import Embedded


@dataclass(frozen=True)
class AsOf:
    """A store in memory, and the articles that were left out of it: published later, or with no date to tell by."""

    store: Store
    later: tuple[StoredArticle, ...]
    undated: tuple[StoredArticle, ...]


def as_of(store: Store, day: str, *, since: str | None = None, until: str | None = None) -> AsOf:
    """The store as it would be with the articles published by a day alone: facts promoted anew, the ledger's decisions applied.

    `since` and `until` keep only what happened between two days, too.

    Raises:
        QueryError: not a day (`YYYY-MM-DD`, or a month or year, whose last day is meant).
    """
    limit = _span(day)[1]
    pool = [(a, days(a.date)) if a.date else (a, None) for a in store.articles()]
    kept = [a for a, span in pool if span and span[1] <= limit]
    later = tuple(a for a, span in pool if span and span[1] > limit)
    return AsOf(_copy(store, kept, since, until), later, tuple(a for a, span in pool if span is None))


def during(store: Store, since: str | None, until: str | None) -> Store:
    """The store with only those happenings that can have been between two days (each may be left open, or be a month or a year).

    Happenings of which no first day is known, only that they were done by some day, are left out. Reports and claims stay as they are.
    """
    return _copy(store, store.articles(), since, until)


def _copy(store: Store, articles: list[StoredArticle] | tuple[StoredArticle, ...], since: str | None, until: str | None) -> Store:
    beside = Beside(store.beside.folder)
    if store.beside.folder is None:
        beside = store.beside
    copy = Store(Embedded(None), beside, location="memory", base=store.base)
    copy.commit(Change(added=tuple(q for a in articles for q in store.quads(store.graph(a.slug)))))
    found = whole(copy, rule=policy(_noted(store)[0]), decisions=_standing(copy), keep=_within(since, until))
    copy.commit(found.change)
    return copy


def _within(since: str | None, until: str | None) -> Callable[[Component], bool] | None:
    if since is None and until is None:
        return None
    start, end = _span(since)[0] if since else "0000", _span(until)[1] if until else "9999"

    def keep(component: Component) -> bool:
        firsts = [r.first for r in component.promoted if r.first]
        lasts = [r.last for r in component.promoted if r.last]
        return bool(firsts) and min(firsts) <= end and (max(lasts) if lasts else "9999") >= start

    return keep


def _span(value: str) -> tuple[str, str]:
    span = days(value) if len(value) <= 10 else None
    if span is None:
        raise QueryError(f"{value!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY")
    return span
