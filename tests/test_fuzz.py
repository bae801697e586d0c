"""A short run of the fuzzer; the long one is `python -m tests.bench.fuzz`."""

import pathlib

import pytest

from tests.bench.fuzz import KINDS, run


@pytest.mark.parametrize("kind", [*KINDS, "text"])
def test_mutated_input_is_read_or_told_and_never_a_traceback(kind: str, tmp_path: pathlib.Path) -> None:
    assert sum(run(kind, range(40), tmp_path).values()) == 40
