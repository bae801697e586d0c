"""A short run of the fuzzer, and hypothesis over the same mutations; the long run is `python -m tests.bench.fuzz`."""

import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.read import Unread, articles
from tests import mutation
from tests.bench.fuzz import FILES, KINDS, run

STEPS = st.lists(
    st.builds(
        mutation.Step,
        st.sampled_from(mutation.KINDS),
        st.integers(0, 10_000),
        st.sampled_from(mutation.LENGTHS),
        st.integers(0, 10_000),
        st.one_of(st.sampled_from(mutation.NASTY), st.binary(max_size=12), st.text(max_size=8).map(lambda t: t.encode("utf-8", "replace"))),
    ),
    max_size=8,
)


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_input_is_read_or_told_and_never_a_traceback(kind: str, tmp_path: pathlib.Path) -> None:
    faults: list[str] = []
    assert sum(run(kind, range(40), tmp_path, faults.append).values()) == 40
    assert not faults


@pytest.mark.parametrize("suffix", FILES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None, derandomize=True)
@given(steps=STEPS)
def test_a_file_changed_in_any_way_is_read_or_told_of(suffix: str, steps: list[mutation.Step], tmp_path: pathlib.Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(mutation.applied(FILES[suffix], steps))
    items = list(articles([str(path)]))
    assert items
    assert all(item.reason.strip() if isinstance(item, Unread) else item.text.strip() for item in items)
