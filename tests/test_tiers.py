"""What works without the optional libraries, which are hidden from a process of its own and from its workers."""

import json
import os
import pkgutil
import sqlite3
import subprocess
import sys

import pytest
from making import ROOT

import findings_nlp

TABLES = ("pandas", "pyarrow", "datasets")
OTHERS = ("altair", "protego", "bs4", "pyspark", "playwright", "pikepdf", "torch", "transformers", "onnx", "yaml")
TIERS = {"plain": (*TABLES, *OTHERS), "tables": OTHERS}


@pytest.fixture
def run(tmp_path):
    """Runs Python without the libraries that a tier lacks."""

    def start(tier: str, *arguments: str, cwd=ROOT) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / tier
        folder.mkdir(exist_ok=True)
        hide = f"import sys\nfor name in {TIERS[tier]!r}:\n    sys.modules[name] = None\n"
        (folder / "sitecustomize.py").write_text(hide)
        path = os.pathsep.join((str(folder), str(ROOT)))
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, cwd=cwd, env=os.environ | {"PYTHONPATH": path}
        )

    return start


@pytest.fixture
def papers(tmp_path, small_pdf):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "otterby.pdf").write_bytes(small_pdf)
    return folder


@pytest.mark.parametrize("tier", TIERS)
def test_every_module_can_be_imported(tier, run):
    names = [m.name for m in pkgutil.walk_packages(findings_nlp.__path__, "findings_nlp.") if not m.name.endswith("__main__")]
    done = run(tier, "-c", f"from importlib import import_module\nfor name in {names!r}: import_module(name)")
    assert done.returncode == 0, done.stderr[-600:]


def test_plain_package_makes_tables_and_a_site(run, papers, tmp_path):
    out = tmp_path / "out"
    tag = ["-m", "findings_nlp.cli", "tag", str(papers), "-o", str(out), "--model", "none", "--workers", "1"]
    done = run("plain", *tag, "--format", "csv,jsonl,sqlite")
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(out / "archive.sqlite") as base:
        assert base.execute("SELECT count(*) FROM findings").fetchone()[0] > 0
    for form in ("sqlite", "csv", "jsonl"):
        code = f"from findings_nlp.tables.load import load_rows; print(len(load_rows({str(out)!r}, form={form!r})['findings']))"
        assert int(run("plain", "-c", code).stdout) > 0
    done = run("plain", "-m", "findings_nlp.cli", "site", str(out), "-o", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert "Otterby PDU" in (tmp_path / "site" / "services.html").read_text(encoding="utf-8")


def test_without_pyarrow_the_tables_are_sqlite_unless_another_format_is_asked_for(run, papers, tmp_path):
    tag = ["-m", "findings_nlp.cli", "tag", str(papers), "--model", "none", "--workers", "1", "-o"]
    assert run("plain", *tag, str(tmp_path / "a")).returncode == 0
    assert json.loads((tmp_path / "a" / "tables.json").read_text(encoding="utf-8"))["formats"] == ["sqlite"]
    done = run("plain", *tag, str(tmp_path / "b"), "--format", "parquet")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "pip install pyarrow" in done.stderr
    assert not (tmp_path / "b" / "tables.json").exists()


@pytest.mark.parametrize(
    "use", ["report.to_frames()", "report.evidence_matrix()", "fn.load_archive('out')", "plots.evidence_matrix(report)"]
)
def test_what_needs_a_library_says_which_in_one_line(use, run, papers, tmp_path):
    tag = ["-m", "findings_nlp.cli", "tag", str(papers), "-o", str(tmp_path / "out"), "--model", "none", "--workers", "1"]
    assert "load_archive" not in use or run("plain", *tag).returncode == 0
    code = (
        "import findings_nlp as fn\nfrom findings_nlp import plots\n"
        f"report = fn.read_report({str(papers / 'otterby.pdf')!r}, nlp=fn.load('none'))\n"
        f"try: {use}\nexcept fn.ReportError as error: print(error)"
    )
    done = run("plain", "-c", code, cwd=tmp_path)
    library = "altair" if "plots" in use else "pandas"
    assert done.stdout.count("\n") == 1 and done.stdout.endswith(f"pip install {library}\n"), done.stderr[-600:]


def test_tables_tier_gives_frames_and_parquet(run, papers):
    code = (
        "import findings_nlp as fn\n"
        f"print(len(fn.read_report({str(papers / 'otterby.pdf')!r}, nlp=fn.load('none')).to_frames()['findings']) > 0)"
    )
    assert run("tables", "-c", code).stdout == "True\n"
