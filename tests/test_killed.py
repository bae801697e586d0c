from pathlib import Path

from kg import facts
from tests.killing import build, killed, lasting


def test_a_build_killed_at_random_moments_loses_nothing_acknowledged_and_ends_in_the_same_bytes(tmp_path: Path) -> None:
    for acknowledged, store in killed(tmp_path / "s", n=24, kills=3, seed=7):
        there = {article.version for article in store.articles()}
        assert not acknowledged or acknowledged[-1].split()[1] in there
        assert not store.check() and not facts.drift(store)
        last = lasting(store)
    assert last == lasting(build(None, 24))
