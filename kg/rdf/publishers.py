"""Whom a publisher speaks for: state media, ministries and armed forces are no neutral voice on what their own side does."""

from functools import cache, lru_cache

from kg.gazetteer import world
from kg.lexicon import table
from kg.model import Actor, Article
from kg.rdf.nodes import host

_OWN_VOICE = frozenset({"state", "igo", "government", "military", "armed_group", "party", "media"})
"""The kinds of actors whose words count for them, or for the state or organisation that they belong to."""


def principal(article: Article) -> Actor | None:
    """The party that the publisher of an article belongs to or speaks for, None for one that speaks for itself.

    Known by its name or the host of its URL from `lexicon/publishers.tsv`, else by its name among the known actors.

    >>> principal(Article(id="a", text="...", source="TASS")).name
    'Russia'
    >>> principal(Article(id="a", text="...", source="Reuters"))
    >>> principal(Article(id="a", text="...", url="https://www.nato.int/news/1")).id
    'actor/nato'
    """
    listed = _listed()
    by_name = listed.get((article.source or "").casefold())
    id = by_name or next((listed[host] for host in _hosts(article.url) if host in listed), None)
    return world().actor(id) if id else _known(article.source or "")


@cache
def _listed() -> dict[str, str]:
    return {row["publisher"].casefold(): f"actor/{row['speaks_for']}" for row in table("publishers")}


def _hosts(url: str | None) -> list[str]:
    """The host of a URL and what it is a subdomain of, longest first."""
    parts = host(url).split(".")
    return [".".join(parts[i:]) for i in range(len(parts) - 1)]


@lru_cache(4096)
def _known(name: str) -> Actor | None:
    """The actor behind a publisher that is known as an actor itself; independent media stand behind themselves alone."""
    for named in world().named(name) if name else ():
        actor = named.actor
        if named.how == "name" and actor.kind in _OWN_VOICE:
            if actor.affiliation is not None:
                return world().actor(actor.affiliation.id)
            return None if actor.kind == "media" else actor
    return None
