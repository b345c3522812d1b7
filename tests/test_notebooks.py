"""The notebooks of docs/notebooks run from their first cell to their last: in this process, and in a kernel where one is installed."""

import contextlib
import io
import json

import pytest
from making import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_there_is_a_notebook_and_none_holds_outputs():
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert [cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_runs(path, monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.chdir(path.parent)
    scope, told = {"__name__": "notebook"}, io.StringIO()
    with contextlib.redirect_stdout(told):
        for cell in code(path):
            exec(compile(cell, path.name, "exec"), scope)
    assert "page " in told.getvalue() and len(scope["findings"]) > 80


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_kernel_shows_the_report_and_the_tables(path):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    nbclient.NotebookClient(found, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output["data"] for cell in found.cells for output in cell.get("outputs", []) if "data" in output]
    pages = [data["text/html"] for data in shown if "text/html" in data]
    assert pages[0].startswith("<iframe") and any("<table" in page for page in pages)
