"""What the documents say is so: README's blocks run, every command has its example, every public name its docstring."""

import inspect
import pathlib
import re
import shlex
import subprocess
import sys

import pytest
import typer.main

import kg
from kg.cli import app, load
from tests import readme

README = readme.README.read_text(encoding="utf-8")


def commands() -> dict[str, str]:
    """Every command with its help text."""
    load()
    group = typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        for sub, inner in getattr(command, "commands", {"": command}).items():
            found[f"{name} {sub}".strip()] = inner.help or ""
    return found


@pytest.mark.parametrize(("command", "help"), commands().items())
def test_every_command_has_an_example_in_its_help(command: str, help: str) -> None:
    assert "Example:" in help


@pytest.mark.parametrize("command", sorted({c.split()[0] for c in commands()}))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"\bkg {command}\b|kg reject.*\b{command}\b", README)


def test_every_command_in_the_readme_exists() -> None:
    known = {c.split()[0] for c in commands()}
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    used = {line.split()[1] for block in blocks for line in block.splitlines() if line.startswith("kg ")}
    assert used <= known


def test_the_run_block_leaves_a_turtle_file_and_a_page(tmp_path: pathlib.Path) -> None:
    lines = [line for line in readme.block("run").splitlines() if line.startswith("kg ")]
    assert lines
    for line in lines:
        subprocess.run([sys.executable, "-m", *shlex.split(line)], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "kg.ttl").read_text(encoding="utf-8").startswith("@prefix")
    assert (tmp_path / "kg.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("name", kg.__all__)
def test_every_public_name_says_what_it_is(name: str) -> None:
    value = getattr(kg, name)
    text = inspect.getdoc(getattr(value, name, value) if inspect.ismodule(value) else value) or ""
    assert text.split("\n")[0].rstrip().endswith((".", ":"))


def test_links_in_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (readme.README.parent / target).exists(), target
