"""An article made ready in a worker says all that the facts want to know of its graph, and survives the way to the writer."""

import gc
import pickle

import pytest

import kg
from kg import facts
from kg.facts.view import View
from kg.rdf import quads
from kg.samples import paths
from kg.store import Store


def everything(store: Store) -> list[object]:
    return sorted(store.quads(), key=repr)


@pytest.fixture(scope="module")
def found() -> list[kg.Extraction]:
    return list(kg.extract_many(kg.articles([str(path) for path in paths()])))


def test_what_is_prepared_gives_the_store_that_its_quads_give(found: list[kg.Extraction]) -> None:
    with kg.open_store() as plain, kg.open_store() as prepared:
        rule = facts.ready(prepared)
        facts.put(plain, {f.article.slug: quads(f) for f in found})
        made = {f.article.slug: facts.prepare(tuple(quads(f)), rule) for f in found}
        outcome = facts.put(prepared, pickle.loads(pickle.dumps(made)))
        assert everything(plain) == everything(prepared)
        assert outcome.quads_added == len(everything(prepared)) - len(list(prepared.quads(prepared.runs)))


def test_what_is_prepared_takes_the_place_of_an_older_version(found: list[kg.Extraction]) -> None:
    one, *_ = found
    slug = one.article.slug
    with kg.open_store() as store, kg.open_store() as fresh:
        facts.put(store, {slug: list(quads(one))[:-40]})
        facts.put(store, {slug: facts.prepare(tuple(quads(one)), facts.ready(store))})
        facts.put(fresh, {slug: quads(one)})
        assert everything(store) == everything(fresh)
        assert not facts.put(store, {slug: facts.prepare(tuple(quads(one)), facts.ready(store))})


def test_a_policy_of_ones_own_decides_in_the_worker_too(found: list[kg.Extraction]) -> None:
    graph = tuple(quads(found[0]))
    plain, none = facts.policy(), facts.Policy("none", "SELECT ?r WHERE { GRAPH ?g { ?r kg:status 'never' } }", {})
    assert facts.prepare(graph, plain).promotable and not facts.prepare(graph, none).promotable


def test_a_change_leaves_nothing_behind_for_the_collector_of_cycles(found: list[kg.Extraction]) -> None:
    rule = facts.policy()
    made = {f.article.slug: facts.prepare(tuple(quads(f)), rule) for f in found}
    with kg.open_store() as store:
        gc.collect()
        gc.disable()  # in a large build it runs once in many batches, and what waits for it is the memory of a build that grows
        try:
            facts.put(store, made)
            facts.remove(store, [found[0].article.slug])
            facts.rebuild(store)
            assert not [kept for kept in gc.get_objects() if isinstance(kept, View)]
        finally:
            gc.enable()
