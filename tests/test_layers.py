"""Who may import whom: a room imports from lower lines only, never from a neighbour, and heavy libraries stay in their rooms."""

import ast
import pathlib

import pytest

KG = pathlib.Path(__file__).parent.parent / "kg"
LAYERS = [
    {"dates", "errors", "iri", "vocab"},
    {"model", "plover"},
    {"lexicon", "records"},
    {"parse", "gazetteer"},
    {"identity", "rdf"},
    {"read", "extract"},
    {"store", "ledger", "validate", "pool"},
    {"who"},
    {"facts", "questions"},
    {"worlds", "network", "show", "link"},
    {"export", "draw"},
    {"corpus", "serve", "evaluate"},
    {"cli"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
DOORS = {  # library -> the rooms that may import it
    "spacy": {"parse"},
    "pyoxigraph": {"store", "export"},
    "oxrdflib": {"store", "export"},
    "pyshacl": {"validate"},
    "pyvis": {"draw"},
    "typer": {"cli"},
    "starlette": {"serve"},
    "uvicorn": {"serve", "cli"},
}
FRONT = {"__init__", "__main__", "samples"}  # the lazy front door and data


def room(path: pathlib.Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imports(path: pathlib.Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "kg" else set()
    return found


FILES = [p for p in sorted(KG.rglob("*.py")) if room(p) not in FRONT]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(KG)))
def test_a_room_imports_only_from_lower_lines(path: pathlib.Path) -> None:
    mine = room(path)
    assert mine in LEVEL, f"{mine} has no line in LAYERS"
    for module in imports(path):
        if module.startswith("kg.") and (other := module.split(".")[1]) in LEVEL and other != mine:
            assert LEVEL[other] < LEVEL[mine], f"{path.relative_to(KG)} imports {module}, which is not on a lower line"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(KG)))
def test_a_foreign_world_is_entered_through_its_own_room(path: pathlib.Path) -> None:
    for module in imports(path):
        allowed = DOORS.get(module.split(".")[0])
        assert allowed is None or room(path) in allowed, f"{path.relative_to(KG)} imports {module}"
