import os
import re
import signal
import subprocess
import sys
import time

import pytest
from hostile import good
from making import ROOT
from test_archive_run import tables
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.cli import app

LINE = [sys.executable, "-m", "findings_nlp.cli", "tag"]
ENV = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    inside = tmp_path_factory.mktemp("tag") / "in"
    inside.mkdir()
    for number in range(8):
        (inside / f"r{number}.pdf").write_bytes(good(number))
    return inside


@pytest.fixture(scope="module")
def whole(folder):
    """The tables of an uninterrupted run."""
    output = folder.parent / "whole"
    done = real(folder, "-o", output)
    return output, done


def real(*arguments: object, **more) -> subprocess.CompletedProcess[str]:
    line = [*LINE, *map(str, arguments), "--model", "none", "--workers", "2"]
    return subprocess.run(line, capture_output=True, text=True, check=False, env=ENV, cwd=ROOT, **more)


def call(*arguments: object):
    return CliRunner().invoke(app, ["tag", *map(str, arguments), "--model", "none"])


def test_folder_to_tables(whole):
    output, done = whole
    assert (done.returncode, done.stdout) == (0, "")
    assert "8 files: 8 ok" in done.stderr and str(output) in done.stderr
    assert "reading 8 files" in done.stderr
    assert len(fn.load_archive(output)["findings"]) == 48
    assert (output / "findings.parquet").is_file()


def test_same_command_again_reads_nothing(whole, folder):
    before = tables(whole[0])
    done = call(folder, "-o", whole[0])
    assert done.exit_code == 0
    assert "read 0 in" in done.stderr and "8 kept from earlier runs" in done.stderr and "nothing changed" in done.stderr
    assert tables(whole[0]) == before


def test_quiet_says_nothing(whole, folder):
    done = call(folder, "-o", whole[0], "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_script_is_the_same_command(whole, folder):
    line = [sys.executable, "scripts/tag_archive.py", str(folder), "-o", str(whole[0]), "--model", "none"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=ENV, cwd=ROOT)
    assert done.returncode == 0
    assert "8 kept from earlier runs" in done.stderr


def test_some_failed_files_are_exit_code_three(folder, tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"no report")
    done = call(folder / "r0.pdf", tmp_path / "bad.pdf", tmp_path / "gone.pdf", "-o", tmp_path / "out", "--workers", 1)
    assert done.exit_code == 3
    assert "bad.pdf: is not a PDF" in done.stderr and "gone.pdf: no such file" in done.stderr
    assert set(fn.load_archive(tmp_path / "out")["outcomes"].status) == {"ok", "failed"}


def test_nothing_readable_is_exit_code_one_with_the_reasons_in_the_tables(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"no report")
    done = call(tmp_path / "bad.pdf", "-o", tmp_path / "out", "--workers", 1)
    assert done.exit_code == 1
    assert list(fn.load_archive(tmp_path / "out")["outcomes"].reason) == ["is not a PDF"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere: no such file: nothing to read"),
        (["corpus", "--format", "ods"], "no table format ods"),
        (["corpus", "--threshold", "staffing"], "write it as THEME=0.3"),
        (["corpus", "--themes", "no.toml"], "no.toml"),
        (["corpus", "--threshold", "staffing=0.3"], "--threshold changes nothing with --model none"),
    ],
)
def test_user_mistake_is_one_line_and_writes_nothing(arguments, words, tmp_path):
    done = call(*arguments, "-o", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("findings-nlp: ") and done.stderr.count("\n") == 1
    assert words in done.stderr
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file_is_one_line(folder, tmp_path):
    (tmp_path / "out").write_text("x")
    done = call(folder, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert re.fullmatch(r"findings-nlp: .*out: cannot be written \(.*\)\n", done.stderr)


def test_missing_library_is_one_line_that_names_the_command(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = call(folder, "-o", tmp_path / "out", "--format", "parquet")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1 and "pip install" in done.stderr


def test_help_tells_exit_codes_and_an_example():
    done = CliRunner().invoke(app, ["tag", "--help"])
    assert all(word in done.stdout for word in ("Exit code 0", "3:", "130", "Example", "--workers", "--force"))


def test_killed_twice_and_interrupted_then_run_again_gives_the_same_tables(whole, folder, tmp_path):
    output = tmp_path / "out"
    line = [*LINE, str(folder), "-o", str(output), "--model", "none", "--workers", "1", "-q"]
    for wanted, means in ((1, signal.SIGKILL), (3, signal.SIGINT), (5, signal.SIGKILL)):
        running = subprocess.Popen(line, env=ENV, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        while len(list((output / ".records").glob("*-*.json"))) < wanted and running.poll() is None:
            time.sleep(0.02)
        running.send_signal(means)
        said = running.communicate()[1]
        assert running.returncode == (-signal.SIGKILL if means == signal.SIGKILL else 130)
        assert means == signal.SIGKILL or ("interrupted; what was read is kept" in said and "Traceback" not in said)
        assert not (output / "run.json").exists()
    done = real(folder, "-o", output)
    assert done.returncode == 0
    assert int(re.search(r"read (\d+) in", done.stderr)[1]) <= 3
    assert tables(output) == tables(whole[0])
