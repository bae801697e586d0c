"""The datasets of the benchmarks hold what `kg` itself would have worked out."""

import pathlib

import pytest

from kg import facts
from kg.store import open_store
from kg.validate import validate
from kg.vocab import KG
from tests.bench import findings


def test_a_dataset_of_copied_months_is_what_would_be_worked_out(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "BLOCK", 200)
    monkeypatch.setattr(findings, "DAILY", 100)
    for kept in (findings._month, findings._article):
        kept.cache_clear()
    findings.write(tmp_path / "d.nq", 600)
    with open_store() as store:
        store.import_(tmp_path / "d.nq")
        assert len(store.articles()) == 600
        assert next(store.quads(store.links, p=KG.sameEventAs), None) is not None
        assert not facts.drift(store)
        for article in store.articles()[:5]:
            validate(store.quads(store.graph(article.slug)))
    for kept in (findings._month, findings._article):
        kept.cache_clear()
