import os
import subprocess
import sys

import pytest
from making import ROOT


@pytest.fixture
def run(tmp_path):
    """Runs Python where a module torch can be imported that says so."""
    (tmp_path / "torch.py").write_text("import os\nos.write(2, b'torch was imported')\n")
    env = {key: value for key, value in os.environ.items() if key != "FINDINGS_NLP_IN_PROCESS"}
    env["PYTHONPATH"] = f"{ROOT}{os.pathsep}{tmp_path}"
    return lambda *words: subprocess.run([sys.executable, *map(str, words)], capture_output=True, check=False, env=env)


def test_commands_do_not_wait_for_libraries_that_nothing_here_uses(tmp_path, small_pdf, run):
    (tmp_path / "otterby.pdf").write_bytes(small_pdf)
    for words in (["extract", tmp_path / "otterby.pdf"], ["tag", tmp_path, "-o", tmp_path / "out", "--format", "csv", "-q"]):
        done = run("-m", "findings_nlp.cli", *words, "--model", "none")
        assert (done.returncode, done.stderr) == (0, b"")


def test_program_that_wants_them_has_them_still(run):
    done = run(
        "-c",
        "from findings_nlp.starting import import_spacy; import_spacy(); import spacy, torch; from spacy.cli import info; info(silent=False)",
    )
    assert (done.returncode, done.stderr) == (0, b"torch was imported")
    assert b"spaCy version" in done.stdout
