"""Which reports become fact: the conditions of a policy file (`queries/promote.rq`), and what people decided."""

import importlib.resources
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import QueryError
from kg.plover import TYPES
from kg.rdf.terms import Quad
from kg.store import Store, open_store
from kg.store.facade import Change
from kg.store.union import classes, predicates
from kg.vocab import RDF, Iri

POLICIES = {"plain": "promote", "strict": "promote_strict"}
"""The policies that ship, by name, with their files in `queries/`."""


@dataclass(frozen=True)
class Policy:
    """The query that selects promotable reports, and for some types how many independent sources a fact needs."""

    name: str
    sparql: str
    sources: Mapping[str, int]


def policy(name: str | Path = "plain") -> Policy:
    """A policy by its name (`plain`, `strict`), or from a file of one's own in the form of `queries/promote.rq`.

    >>> dict(policy("strict").sources)
    {'ASSAULT': 2, 'COERCE': 2, 'MOBILIZE': 2}

    Raises:
        QueryError: no such policy, or a file that is not one.
    """
    if str(name) in POLICIES:
        return _shipped(str(name))
    try:
        return _read(str(name), Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as e:
        raise QueryError(f"no policy {str(name)!r}: there are {', '.join(POLICIES)}, or the path of a .rq file ({e})") from e


@cache
def _shipped(name: str) -> Policy:
    return _read(name, importlib.resources.files("kg").joinpath("queries", f"{POLICIES[name]}.rq").read_text(encoding="utf-8"))


def _read(name: str, text: str) -> Policy:
    head = re.search(r"(?m)^# policy *(.*)$", text)
    if head is None:
        raise QueryError(f"{name}: no policy; it needs a line '# policy'")
    sources = {}
    for part in filter(None, head[1].split(",")):
        kind, _, count = part.strip().partition(" ")
        if kind not in TYPES or not count.isdigit():
            raise QueryError(f"{name}: '# policy {head[1]}' must be pairs such as 'ASSAULT 2'; the types are {', '.join(TYPES)}")
        sources[kind] = int(count)
    return Policy(name, text, sources)


def promotable(store: Store, rule: Policy) -> set[Iri]:
    """All reports of the store that the policy lets become fact."""
    return {Iri(str(row[0])) for row in store.query(rule.sparql)}


def promotable_of(quads: Iterable[Quad], rule: Policy, base: str) -> set[Iri]:
    """The reports among these quads of article graphs that the policy lets become fact; nothing else is looked at."""
    wanted, kinds = _asked(rule.sparql)
    asked = (q for q in quads if wanted is None or (q[1] in wanted and (q[1] != RDF.type or kinds is None or q[2] in kinds)))
    with open_store(None, base=base) as scratch:
        scratch.commit(Change(added=tuple(asked)))
        return promotable(scratch, rule)


@cache
def _asked(sparql: str) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The properties and the classes that a policy can ask for."""
    return predicates(sparql), classes(sparql)
