import re
import shutil

import pytest
from reviewing import NAMES, make_archive
from typer.testing import CliRunner

from findings_nlp.assure.pack import escaped, markdown, pack, page, proved
from findings_nlp.assure.proof import Missing, Proof
from findings_nlp.cli import app

RUN = {
    "run": {"finished": "2026-01-01"}, "settings": {"model": "full", "code": "c0de", "key": "k", "libraries": {"numpy": "1"}},
    "counts": {"files": 3, "ok": 1, "partial": 1, "failed": 1, "skipped": 0, "pages": 9, "findings": 7, "recommendations": 2},
}  # fmt: skip
EVIL = "<script>window.ran = 1</script> | {findings} ![x](http://a/b)"


def row(number):
    return {"report": EVIL, "finding": f"f{number:03d}", "page": 3, "polarity": "strength", "text": EVIL}


@pytest.fixture
def made():
    proof = Proof(2, 1, 0, [Missing(EVIL, "f001", 3, ("evil",), EVIL)], [("b.pdf", "no such file")])
    return pack("out", RUN, proof, [row(k) for k in range(60)], 50)


def test_figures_are_those_of_the_run_and_nothing_is_left_to_fill_in_braces(made):
    text = markdown(*made)
    assert "3 files in, 3 outcomes out: 1 ok, 1 partial, 1 failed" in text and "below 5.8 per cent" in text
    assert "1 exceptions; 1 files could not be compared" in text and "c0de" in text
    assert "{" not in text.replace("{findings}", "")
    for part in ("Algorithmic Transparency", "Reproducible Analytical Pipeline", "AQuA", "sample to check by hand"):
        assert part in text and part in page(*made)


def test_hostile_text_is_no_markup_in_either(made):
    text, html = markdown(*made), page(*made)
    assert "<script" not in text and not re.search(r"(?<!\\)\]\(http", text) and "<script" not in html
    assert all(line.count(" | ") == 5 for line in text.splitlines() if "f0" in line and "strength" in line)
    assert "script-src &#39;none&#39;" in html


@pytest.mark.parametrize("text", ["a|b", "# head", "*x*", "a\nb", "[a](b)", "\u202e", "`x`"])
def test_escaped_text_stays_in_its_cell(text):
    assert "\n" not in escaped(text) and "\u202e" not in escaped(text) and escaped("plain, 24.5%") == "plain, 24.5%"


def test_command_proves_an_archive_and_tells_files_that_are_gone(tmp_path, monkeypatch):
    folder = make_archive(tmp_path)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["assure", "out", "-o", "trust"])
    assert done.exit_code == 0 and "0 exceptions" in done.output
    assert {path.name for path in (folder / "trust").iterdir()} == {"assurance.md", "assurance.html"}
    (folder / "in" / NAMES[0]).unlink()
    done = CliRunner().invoke(app, ["assure", "out", "-o", "trust"])
    assert done.exit_code == 3 and "1 files could not be compared" in done.output
    shutil.rmtree(folder / "out" / ".records")
    done = CliRunner().invoke(app, ["assure", "out", "-o", "trust"])
    assert done.exit_code == 1 and done.output.count("\n") == 1


def test_proof_in_a_sentence():
    assert (
        proved(Proof(2, 1, 1))
        == "2 texts looked for at their places, 1 stand there in one piece, 1 with every word, 0 exceptions."
    )
