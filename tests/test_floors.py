"""A floor under quality: what the extraction has once reached on real news it keeps. Floors go up, never down.

The texts belong to their publishers and are not in this project; where the folder `shared` does not stand beside it, these tests
are skipped, and the project's own sentences (`tests/cases`, `test_cases.py`) are the only floor.
"""

import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest

import kg
from kg.read import Unread
from kg.records import records

SHARED = pathlib.Path(__file__).parent.parent.parent / "shared"
FLOORS: dict[str, dict[str, float]] = json.loads((pathlib.Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
LOWER_IS_BETTER = {"leaks", "leak share", "extra inter-actor share"}
pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold texts (../shared) are not here: they belong to their publishers")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """Every development set through the extraction and its scorer."""
    folder = tmp_path_factory.mktemp("floors")
    for name in ("articles", "sentences", "attribution.dev"):
        with (folder / name).open("w", encoding="utf-8") as out:
            rows = (a for a in kg.articles([str(SHARED / "gold" / f"{name}.jsonl")]) if not isinstance(a, Unread))
            for found in kg.extract_many(rows):
                out.writelines(json.dumps(record) + "\n" for record in records(found))
    first = folder / "first"
    first.mkdir()
    (first / "one.json").write_bytes((SHARED / "gold" / "articles" / "nato-russia-2016-04-20.json").read_bytes())
    return {
        "first article": _scored("articles", first, folder / "articles"),
        "articles": _scored("articles", SHARED / "gold" / "articles", folder / "articles"),
        "sentences": _scored("sentences", SHARED / "gold" / "sentences.jsonl", folder / "sentences"),
        "attribution": _scored("attribution", SHARED / "gold" / "attribution.dev.jsonl", folder / "attribution.dev"),
    }


def _scored(scorer: str, gold: pathlib.Path, found: pathlib.Path) -> dict[str, float]:
    """What a scorer prints, flat: `content overlap F1`."""
    command = [sys.executable, str(SHARED / "score" / f"{scorer}.py"), str(gold), str(found), "--json"]
    out: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    nested = {f"{k} {part}": v for k, value in out.items() if isinstance(value, dict) for part, v in value.items()}
    return {k: v for k, v in out.items() if not isinstance(v, dict)} | nested


@pytest.mark.parametrize(("gold", "measure"), [(gold, measure) for gold, floors in FLOORS.items() for measure in floors])
def test_quality_stays_above_its_floor(measured: dict[str, dict[str, float]], gold: str, measure: str) -> None:
    got, floor = measured[gold][measure], FLOORS[gold][measure]
    if measure in LOWER_IS_BETTER:
        assert got <= floor, f"{gold}: {measure} is {got}, above its ceiling of {floor}"
    else:
        assert got >= floor, f"{gold}: {measure} is {got}, below its floor of {floor}"


def test_every_set_that_is_measured_has_floors(measured: dict[str, dict[str, float]]) -> None:
    assert set(FLOORS) == set(measured)
