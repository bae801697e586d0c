"""The embedded store takes much that is added in as whole files: still all of a change happens, or nothing."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.rdf.terms import Lit, Quad, integer
from kg.store import block, embedded, quads_of
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
    monkeypatch.setattr(embedded, "_FILES", range(20, 1_000))


@pytest.fixture
def store(tmp_path: Path) -> Embedded:
    store = Embedded(tmp_path / "quads")
    store.change((), [WAS])
    return store


def test_much_comes_in_with_what_goes_and_with_what_is_written(store: Embedded) -> None:
    store.change([WAS], [*many(NEW), IS], [block(many(OTHER))])
    assert set(store.quads()) == {IS, *many(NEW), *many(OTHER)}


def test_what_is_added_in_bulk_is_what_a_transaction_adds(store: Embedded) -> None:
    memory = Embedded(None)
    memory.change((), many(NEW, 10))
    store.change((), many(NEW))
    assert set(memory.quads()) == {quad for quad in store.quads(g=NEW) if quad in many(NEW, 10)}


def test_what_is_there_already_is_there_once(store: Embedded) -> None:
    store.change((), many(NEW))
    store.change([WAS], [*many(NEW), *many(OTHER)])
    assert sorted(store.quads()) == sorted([*many(NEW), *many(OTHER)]) and store.count() == 60


def test_a_change_whose_files_cannot_be_written_leaves_everything_as_it_was(store: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        """A disk that is full when files are written."""

        def __init__(self, inner: ox.Store) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

        def bulk_load(self, *_: object) -> None:
            raise OSError("no space left")

    monkeypatch.setattr(store, "_ox", Full(store._ox))
    with pytest.raises(StoreError, match="nothing was written"):
        store.change([WAS], [*many(NEW), IS])
    assert list(store.quads()) == [WAS]


def killed(store: Embedded, monkeypatch: pytest.MonkeyPatch, *, after: int) -> Embedded:
    """What the next writer opens when a change ends after so many of its three steps: what goes goes with a note, files come in, the note goes."""
    left = iter(range(after))

    class Killed(BaseException):
        pass

    class Mortal:
        """A store that lives for so many writes."""

        def __init__(self, inner: ox.Store) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> object:
            if name in ("update", "bulk_load") and next(left, None) is None:
                raise Killed
            return getattr(self.inner, name)

    assert store.folder is not None
    with monkeypatch.context() as patched:
        patched.setattr(store, "_ox", Mortal(store._ox))
        with pytest.raises(Killed):
            store.change([WAS], [*many(NEW), IS])
    there = store.folder.parent / "then"
    store.backup(there)  # what the kill left
    return Embedded(there)


@pytest.mark.parametrize("after", [0, 1])
def test_the_next_writer_takes_back_what_a_killed_one_began(store: Embedded, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    again = killed(store, monkeypatch, after=after)
    assert list(again.quads()) == [WAS]
    again.change([WAS], [*many(NEW), IS])
    assert set(again.quads()) == {IS, *many(NEW)}


def test_the_next_writer_ends_what_a_killed_one_had_done(store: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(killed(store, monkeypatch, after=2).quads()) == {IS, *many(NEW)}


def test_no_note_of_a_change_under_way_stays_behind(store: Embedded) -> None:
    store.change([WAS], many(NEW))
    assert set(store.graphs()) == {NEW}


def test_a_block_holds_the_quads_that_it_was_made_of() -> None:
    quads = [*many(NEW), IS, (IS[0], KG.rule, Iri("urn:kg:%22"), OLD), (IS[0], KG.rule, Lit("hm", RDF.langString, "de"), NEW)]
    written = block(quads)
    assert (list(quads_of(written)), written.size) == (quads, len(quads))
