"""The embedded store takes many quads of new graphs in as whole files: still all of a change happens, or nothing."""

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.rdf.terms import Lit, Quad, integer
from kg.store import embedded
from kg.store.embedded import Embedded
from kg.vocab import KG, RDF, Iri

OLD, NEW, OTHER = (Iri(f"urn:kg:graph/{name}") for name in ("old", "new", "other"))
WAS: Quad = (Iri("urn:kg:a"), KG.reportCount, integer(1), OLD)
IS: Quad = (Iri("urn:kg:a"), KG.reportCount, integer(2), OLD)


def many(graph: Iri, n: int = 30) -> list[Quad]:
    """Quads of one graph, with words that have to be escaped."""
    return [(Iri(f"urn:kg:n{i}"), KG.rule, Lit(f'line {i}\n"said" \\ é'), graph) for i in range(n)]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_BULK", 20)


@pytest.fixture
def store(tmp_path: Path) -> Embedded:
    store = Embedded(tmp_path / "quads")
    store.change((), [WAS])
    return store


def test_a_change_with_whole_new_graphs_brings_them_and_all_the_rest(store: Embedded) -> None:
    store.change([WAS], [*many(NEW), *many(OTHER), IS])
    assert set(store.quads()) == {IS, *many(NEW), *many(OTHER)}


def test_what_is_added_in_bulk_is_what_a_transaction_adds(store: Embedded) -> None:
    memory = Embedded(None)
    memory.change((), many(NEW, 10))
    store.change((), many(NEW))
    assert set(memory.quads()) == {quad for quad in store.quads(g=NEW) if quad in many(NEW, 10)}


def test_a_change_that_fails_after_its_graphs_came_in_leaves_nothing_of_them(store: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Embedded.update

    def failing(self: Embedded, sparql: str) -> None:
        if "DELETE DATA" in sparql:
            raise StoreError("the disk is full")
        whole(self, sparql)

    monkeypatch.setattr(Embedded, "update", failing)
    with pytest.raises(StoreError, match="disk is full"):
        store.change([WAS], [*many(NEW), IS])
    assert list(store.quads()) == [WAS]


def test_the_next_writer_takes_away_what_a_killed_one_left_half_done(store: Embedded, tmp_path: Path) -> None:
    store._take_in({NEW}, many(NEW))  # and here it is killed
    store.close()
    again = Embedded(tmp_path / "quads")
    assert list(again.quads()) == [WAS]
    again.change((), many(NEW))
    assert len(list(again.quads(g=NEW))) == 30


def test_quads_of_a_graph_that_holds_something_come_in_a_transaction(store: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("files were written for a graph that is there")

    monkeypatch.setattr(Embedded, "_take_in", never)
    store.change((), many(OLD))
    assert len(list(store.quads(g=OLD))) == 31


def test_no_mark_of_a_change_under_way_stays_behind(store: Embedded) -> None:
    store.change((), many(NEW))
    assert not list(store.quads(p=RDF.type)) and embedded._PENDING not in set(store.graphs())
