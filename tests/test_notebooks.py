"""The notebooks run from top to bottom."""

import pathlib

import pytest

NOTEBOOKS = sorted((pathlib.Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the kernel's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_says_what_it_shows(path: pathlib.Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="the notebook tools are not installed")
    nbclient = pytest.importorskip("nbclient", reason="the notebook tools are not installed")
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert notebook.cells[0].cell_type == "markdown"
    assert all(cell.outputs for cell in cells if "=" not in cell.source.splitlines()[-1]), "run it and keep its output"
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
