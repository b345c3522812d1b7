import subprocess
import sys

import pytest
from making import ROOT

from findings_nlp.archive import digest
from findings_nlp.archive.digest import PACKAGE, code_digest, reached, reading_files


def names(paths):
    return {p.relative_to(PACKAGE).as_posix() for p in paths}


def test_every_module_that_reading_a_file_brings_in_is_hashed(small_pdf, tmp_path):
    (tmp_path / "a.pdf").write_bytes(small_pdf)
    code = (
        "import sys; from findings_nlp.archive.worker import process; from findings_nlp.archive.settings import Settings\n"
        f"outcome, record = process({str(tmp_path / 'a.pdf')!r}, Settings('lite')); assert record, outcome\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'findings_nlp'), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.splitlines()) <= {str(p) for p in reading_files()}


def test_readers_and_families_are_hashed_and_tables_pages_and_commands_are_not():
    found = names(reading_files())
    assert {
        "source/pdf/reading.py",
        "source/html/walk.py",
        "layout/blocks.py",
        "families/headings.toml",
        "data/terms.toml",
    } <= found
    assert not any(name.startswith(("tables/", "site/", "cli/", "show/")) or name == "plots.py" for name in found)


def test_packages_and_late_imports_are_reached_and_those_for_types_are_not(tmp_path, monkeypatch):
    files = {
        "__init__.py": "",
        "a.py": "from __future__ import annotations\nfrom TYPING import TYPE_CHECKING\nif TYPE_CHECKING:\n    from PKG.d import D\n"
        "def f():\n    from PKG.b import c\n",
        "b/__init__.py": "import PKG.e",
        "b/c.py": "",
        "d.py": "",
        "e.py": "import json",
    }
    for name, text in files.items():
        path = tmp_path / "pkg" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace("PKG", "pkg").replace("TYPING", "typing"))
    monkeypatch.setattr(digest, "PACKAGE", tmp_path / "pkg")
    found = {p.relative_to(tmp_path / "pkg").as_posix() for p in reached("pkg.a")}
    assert found == {"__init__.py", "a.py", "b/__init__.py", "b/c.py", "e.py"}


@pytest.mark.parametrize(("model", "counts"), [("full", True), ("lite", False), ("none", False)])
def test_the_network_counts_for_the_model_that_reads_it(model, counts, monkeypatch, tmp_path):
    (tmp_path / "encoder.onnx").write_bytes(b"1")
    monkeypatch.setattr("findings_nlp.pipes.themes.models.model_folder", lambda: tmp_path)
    code_digest.cache_clear()
    before = code_digest(model)
    (tmp_path / "encoder.onnx").write_bytes(b"2")
    code_digest.cache_clear()
    assert (code_digest(model) != before) is counts
    code_digest.cache_clear()


def test_changed_code_is_another_digest(monkeypatch, tmp_path):
    before = code_digest("none")
    changed = tmp_path / "changed.py"
    changed.write_text("x = 1")
    monkeypatch.setattr(digest, "reading_files", lambda: [changed])
    monkeypatch.setattr(digest, "PACKAGE", tmp_path)
    code_digest.cache_clear()
    assert code_digest("none") != before
    code_digest.cache_clear()
