"""What a command loads before it does anything: not by the clock, which a busy machine bends, but by the modules that it imports."""

import pathlib
import subprocess
import sys

import pytest

import kg

PARSING = ("spacy", "kg.extract", "kg.parse", "kg.read", "kg.corpus")
STORE = ("pyoxigraph", "kg.store")
OTHERS = ("numpy", "rdflib", "pyshacl", "networkx", "rigour", "lxml", "httpx", "starlette", "asyncio")
LOADED = """
import runpy, sys
sys.argv[0] = "kg"
try:
    runpy.run_module("kg", run_name="__main__")
finally:
    sys.stderr.write("LOADED " + " ".join(sys.modules))
"""


def loaded(*command: str) -> set[str]:
    """The modules that are there when a command is done."""
    done = subprocess.run([sys.executable, "-c", LOADED, *command], capture_output=True, text=True, check=True)
    return set(done.stderr.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("command", ["--help", "--version", "extract --help", "build --help"])
def test_help_and_version_load_no_model_and_no_store(command: str) -> None:
    assert loaded(*command.split()).isdisjoint(PARSING + STORE + OTHERS)


def test_a_question_loads_the_store_and_nothing_that_reads_articles(tmp_path: pathlib.Path) -> None:
    with kg.open_store(tmp_path / "s") as store:
        kg.build(kg.Article(id="a", text="Russia annexed Crimea in March 2014.", date="2014-04-01"), store)
    for question in ("--list", "facts", "ASK { ?s ?p ?o }"):
        assert loaded("query", question, "--store", str(tmp_path / "s")).isdisjoint(PARSING + OTHERS), question
