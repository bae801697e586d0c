"""Corpora: nothing is read twice, nothing is lost, and every order of building gives the same bytes."""

import itertools
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator

import pytest

import kg
import kg.samples
from kg.corpus import built
from kg.extract import DEFAULT
from kg.model import Article
from kg.pool import each
from kg.read import Unread
from kg.store import Store
from kg.validate import violations
from tests.bench.corpus import synthetic, written

SAMPLES = [str(path) for path in kg.samples.paths()]


def exported(store: Store) -> dict[str, str]:
    return {form: kg.export(store, form) for form in ("turtle", "trig", "nquads")}


def test_building_twice_adds_nothing() -> None:
    with kg.open_store() as store:
        first = kg.build(kg.articles(SAMPLES), store)
        before = exported(store)
        second = kg.build(kg.articles(SAMPLES), store)
        assert first.counts == {"added": 3}
        assert second.counts == {"unchanged": 3}
        assert exported(store) == before


def test_every_order_of_building_gives_the_same_bytes() -> None:
    found = set()
    for order in itertools.permutations(SAMPLES):
        with kg.open_store() as store:
            for source in order[:2]:
                kg.build(kg.articles([source]), store)
            kg.build(kg.articles(order[2:]), store)
            found.add(tuple(exported(store).values()))
    assert len(found) == 1


def test_an_article_that_is_removed_takes_its_facts_along() -> None:
    with kg.open_store() as store, kg.open_store() as never:
        kg.build(kg.articles(SAMPLES), store)
        kg.remove(pathlib.Path(SAMPLES[0]).stem, store)
        kg.build(kg.articles(SAMPLES[1:]), never)
        assert exported(store) == exported(never)


def test_another_text_with_the_same_label_and_no_url_is_added_and_told() -> None:
    texts = ("Russia annexed Crimea.", "Russia invaded Crimea.")
    old, new = (Article(id="a", text=text, date="2014-04-01") for text in texts)
    with kg.open_store() as store:
        assert not kg.build(old, store).told
        assert not kg.build(old, store).told
        planned, done = kg.build(new, store, dry_run=True), kg.build(new, store)
        assert planned.told[0].detail == done.told[0].detail
        assert f"kg remove {old.slug}" in done.told[0].detail
        kg.remove(old.slug, store)
        assert not kg.build(new, store, rebuild=True).told


def test_building_the_sources_of_an_import_puts_their_texts_beside_it(tmp_path: pathlib.Path) -> None:
    article = Article(id="a", text="Russia annexed Crimea.", date="2014-04-01")
    with kg.open_store() as store, kg.open_store(tmp_path / "imported") as imported:
        kg.build(article, store)
        kg.export(store, "trig", out=tmp_path / "all.trig")
        imported.import_(tmp_path / "all.trig")
        assert "kg build its source again" in imported.check()[0]
        assert kg.build(article, imported).counts == {"unchanged": 1}
        assert not imported.check()


def test_a_summary_tells_what_was_read_from_what_is_there() -> None:
    with kg.open_store() as store:
        kg.build(Article(id="a", text="Russia annexed Crimea.", date="2014-04-01"), store)
        again = kg.build(Article(id="a", text="Russia annexed Crimea.", date="2014-04-01"), store)
    assert again.summary() == "1 unchanged; 0 events and 0 claims read; 1 happening in the store"


def test_a_changed_article_takes_the_place_of_its_older_text() -> None:
    texts = ("Russia annexed Crimea.", "Russia invaded Crimea.")
    old, new = (Article(id="a", url="https://example.org/a", text=text, date="2014-04-01") for text in texts)
    with kg.open_store() as store, kg.open_store() as fresh:
        kg.build(old, store)
        planned = kg.build(new, store, dry_run=True)
        assert kg.build(new, store).counts == {"replaced": 1} == planned.counts
        kg.build(new, fresh)
        assert exported(store) == exported(fresh)


def test_a_source_with_two_versions_of_an_article_leaves_the_last_however_often_it_is_built() -> None:
    texts = ("NATO met Russia. Nobody else came.", "NATO met Russia. Poland met Ukraine.")
    versions = [Article(id="a", text=text, url="https://news.invalid/1") for text in texts]
    with kg.open_store() as store:
        for _ in range(3):
            kg.build(versions, store)
            assert store.article("a").version == versions[-1].version


def test_what_other_settings_would_find_is_built_again(tmp_path: pathlib.Path) -> None:
    words = tmp_path / "own.tsv"
    words.write_text("head\tpos\twith\ttype\tmode\tcontexts\tactor\trecipient\tintensity\tnote\nbefriend\tverb\t\tSUPPORT\n", encoding="utf-8")
    settings = kg.extract.Settings(lexicon=words)
    article = Article(id="a", text="Russia befriended Syria.", date="2016-04-20")
    with kg.open_store() as store:
        kg.build(article, store)
        assert kg.build(article, store, settings=settings, dry_run=True).counts == {"replaced": 1}
        kg.build(article, store, settings=settings)
        assert kg.build(article, store, settings=settings).counts == {"unchanged": 1}
        assert store.query("ASK { ?e sem:eventType plover:SUPPORT }")


def test_what_cannot_be_read_is_told_and_the_rest_is_built(tmp_path: pathlib.Path) -> None:
    rows = [json.dumps({"id": f"r{i}", "text": f"NATO met Russia in Brussels for the {i}th time."}) for i in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join([rows[0], "{", *rows[1:]]), encoding="utf-8")
    with kg.open_store() as store:
        report = kg.build(kg.articles([str(tmp_path / "a.jsonl"), str(tmp_path / "none.txt")]), store)
    assert report.counts == {"added": 3, "not read": 2}
    assert [o.source for o in report.told] == ["a:2", str(tmp_path / "none.txt")]


def doubled(articles: list[Article]) -> list[str]:
    return [a.id * 2 for a in articles]


def deadly(articles: list[Article]) -> list[str]:
    if any("boom" in a.text for a in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return [a.id for a in articles]


def stream(n: int, *, bad: int | None = None) -> Iterator[Article | Unread]:
    for i in range(n):
        yield Unread("gap", "none") if i == 3 else Article(id=str(i), text=("boom " if i == bad else "calm ") * 3000)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_with_what_was_not_read_in_its_place(workers: int) -> None:
    got = [r.source if isinstance(r, Unread) else r for r in each(stream(6), doubled, workers=workers)]
    assert got == ["00", "11", "22", "gap", "44", "55"]


def test_an_article_that_kills_its_worker_costs_only_itself() -> None:
    got = list(each(stream(12, bad=5), deadly, workers=2))
    assert [r for r in got if not isinstance(r, Unread)] == [str(i) for i in range(12) if i not in (3, 5)]
    assert [r.source for r in got if isinstance(r, Unread)] == ["gap", "5"]


def test_a_script_that_cannot_start_workers_is_told_why(tmp_path: pathlib.Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text("from kg import Article\nfrom kg.pool import each\nlist(each([Article(id='a', text='b')], len, workers=2))\n", encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("kg.errors.KGError: no worker process can start; in a script, call this under")


def test_the_stream_is_read_no_further_ahead_than_the_workers_need() -> None:
    read = 0

    def counted() -> Iterable[Article]:
        nonlocal read
        for i in range(1000):
            read += 1
            yield Article(id=str(i), text="x" * 40_000)

    next(iter(each(counted(), doubled, workers=2)))
    assert read < 20


def test_two_workers_build_the_same_bytes_as_one() -> None:
    articles = list(synthetic(30))
    with kg.open_store() as one, kg.open_store() as two:
        kg.build(articles, one)
        kg.build(articles, two, workers=2)
        assert exported(one) == exported(two)


def test_a_build_on_a_cluster_whose_worker_dies_is_the_same_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.corpus, "BATCH", 20_000)  # so that something is heard long before the end
    pytest.importorskip("distributed", reason="dask is an optional extra")
    from distributed import Client, LocalCluster

    articles = list(synthetic(120, seed=3))
    with kg.open_store() as plain, kg.open_store() as clustered:
        kg.build(articles, plain)
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
            heard = 0

            def kill_one(_: object) -> None:
                nonlocal heard
                heard += 1
                if heard == 50:
                    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

            kg.build(articles, clustered, executor=client.get_executor(retries=3), heard=kill_one)
        assert exported(clustered) == exported(plain)


def test_a_build_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: pathlib.Path) -> None:
    source = written(tmp_path / "a.jsonl", synthetic(90, seed=5, words=400))
    command = [sys.executable, "-m", "kg", "build", str(source), "--store", str(tmp_path / "store"), "--log", str(tmp_path / "log")]
    kills = 0
    while True:
        before = lines(tmp_path / "log")
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        while process.poll() is None and (lines(tmp_path / "log") == before or kills >= 2):
            time.sleep(0.02)
        if process.poll() is not None:
            break
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        kills += 1
    assert kills
    with kg.open_store(tmp_path / "store", readonly=True) as store, kg.open_store() as whole:
        kg.build(kg.articles([str(source)]), whole)
        assert exported(store) == exported(whole)


def lines(path: pathlib.Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_worker_validates_what_it_made() -> None:
    (made,) = built([Article(id="a", text="NATO met Russia.")], settings=DEFAULT, base="urn:kg:", rule=kg.facts.policy())
    assert made.graph is not None
    assert not violations(made.graph.quads())
    assert not made.broken
