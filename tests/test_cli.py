import csv
import io
import json
import os
import subprocess
import sys

import pytest
from making import CORPUS, ROOT, small_report
from paging import page
from test_source_pdf import BROKEN
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.cli import app
from findings_nlp.record.schema import Report, json_schema


@pytest.fixture
def path(tmp_path, small_pdf):
    out = tmp_path / "otterby.pdf"
    out.write_bytes(small_pdf)
    return out


def call(*arguments: object, stdin: bytes | None = None):
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def real(*arguments: object, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "findings_nlp.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )


def assert_failed(done, *words: str) -> None:
    """Exit code 1, nothing on standard output, one line on standard error that says which file and why."""
    err = done.stderr if isinstance(done.stderr, str) else done.stderr.decode()
    code = done.exit_code if hasattr(done, "exit_code") else done.returncode
    assert code == 1
    assert done.stdout in ("", b"")
    assert err.count("\n") == 1 and err.endswith("\n")
    assert err.startswith("findings-nlp: ") and "Traceback" not in err
    assert all(word in err for word in words), err


def test_record_goes_to_standard_output_as_json(path, small):
    done = call("extract", path, "--model", "none")
    assert (done.exit_code, done.stderr) == (0, "")
    assert Report.from_json(done.stdout) == small


def test_real_process_reads_standard_input(small_pdf, small):
    done = real("extract", "-", "--model", "none", stdin=small_pdf)
    assert (done.returncode, done.stderr) == (0, b"")
    report = Report.from_json(done.stdout)
    assert report.source.name == "<stdin>"
    assert report.findings == small.findings


def test_real_process_prints_utf8_whatever_the_locale(path):
    done = real("extract", path, "--format", "text", "--pages")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "“Nobody ever rings me back when I leave a message.” (p. 3)" in done.stdout.decode("utf-8")


def test_csv_format(path, small):
    done = call("extract", path, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout, newline="")))
    assert [row["text"] for row in found] == [x.text for x in [*small.findings, *small.recommendations]]


def test_output_file_is_written_whole_and_nothing_is_printed(path, tmp_path, small):
    out = tmp_path / "record.json"
    done = call("extract", path, "--output", out, "--model", "none")
    assert (done.exit_code, done.stdout) == (0, "")
    assert Report.from_json(out.read_bytes()) == small
    assert sorted(p.name for p in tmp_path.iterdir()) == ["otterby.pdf", "record.json"]


def test_output_that_cannot_be_written_is_one_line(path, tmp_path):
    assert_failed(call("extract", path, "-o", tmp_path / "no" / "such" / "folder.json"), "folder.json", "cannot be written")


def test_failed_run_leaves_an_earlier_output_alone(tmp_path):
    out = tmp_path / "record.json"
    out.write_text("earlier")
    assert_failed(call("extract", tmp_path / "missing.pdf", "-o", out), "no such file")
    assert out.read_text() == "earlier"


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_one_line_with_name_and_reason(case, tmp_path):
    data, _, words = BROKEN[case]
    path = tmp_path / "broken report.pdf"
    path.write_bytes(data)
    assert_failed(call("extract", path), str(path), words)
    assert_failed(call("extract", "-", stdin=data), "<stdin>", words)


def test_damaged_file_is_one_line_in_a_real_process(tmp_path):
    data, _, words = BROKEN["truncated"]
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    assert_failed(real("extract", path), str(path), words)


def test_missing_file_and_folder_are_one_line(tmp_path):
    assert_failed(call("extract", tmp_path / "missing.pdf"), "missing.pdf", "no such file")
    assert_failed(call("extract", tmp_path), tmp_path.name, "is a folder")


def test_odd_file_name_stays_on_one_line(tmp_path):
    assert_failed(call("extract", tmp_path / "a\nb\x1b.pdf"), "a\\nb\\x1b.pdf", "no such file")


def test_reader_that_goes_away_is_no_error():
    path = CORPUS / "reports" / "pdu-2021-ashmere.pdf"
    done = subprocess.run(
        f"{sys.executable} -m findings_nlp.cli extract {path} | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_help_names_the_formats_and_an_example():
    done = call("extract", "--help")
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("--format", "--output", "json", "csv", "text", "Exit code", "Example"))
    assert "extract" in call("--help").stdout


def test_version_and_schema():
    assert call("--version").stdout.strip() == fn.__version__
    assert json.loads(call("schema").stdout) == json_schema()


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "a.pdf", "--format", "xml"], ["nonsense"]])
def test_wrong_usage_exits_with_two(arguments):
    done = call(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage" in done.stderr


@pytest.fixture
def partial(tmp_path):
    """A report with a chapter of recommendations that yields none."""
    p = small_report().turn().heading("1.3. Services", 14).label("Harvest notes:")
    p.bullet("Waiting times have fallen in every office.").bullet("Places are short in all of the towns.")
    out = tmp_path / "partial.pdf"
    out.write_bytes(p.data())
    return out


@pytest.mark.parametrize("form", ["json", "text", "csv"])
def test_partly_read_report_says_so_on_standard_error_in_every_format(partial, tmp_path, form):
    done = call("extract", partial, "--model", "none", "--format", form)
    said = "findings-nlp: partial.pdf: partly read: lists that belong to nothing; see the record's warnings\n"
    assert (done.exit_code, done.stderr) == (0, said)
    done = call("extract", partial, "--model", "none", "--format", form, "--output", tmp_path / "out")
    assert (done.stdout, done.stderr) == ("", said)


def test_strict_ends_with_a_code_of_its_own_after_printing(partial, path):
    done = call("extract", partial, "--model", "none", "--strict")
    assert done.exit_code == 3 and Report.from_json(done.stdout).findings
    assert call("extract", path, "--model", "none", "--strict").exit_code == 0


def test_web_page_is_read_by_path_folder_and_standard_input(tmp_path):
    body = "<h2>2. Work</h2><h3>2.1 Assessment</h3><h4>Strengths:</h4><ul><li>Staff of the unit were trained.</li></ul>"
    (tmp_path / "report.html").write_bytes(page(body))
    told = []
    for given, stdin in ((tmp_path / "report.html", None), (tmp_path, None), ("-", page(body))):
        done = call("extract", given, "--model", "none", stdin=stdin)
        assert done.exit_code == 0 and done.stderr.endswith("partly read: no rating read; see the record's warnings\n")
        told.append(Report.from_json(done.stdout))
    assert [r.source.name for r in told] == ["report.html", "report.html", "<stdin>"]
    assert told[0].findings == told[1].findings == told[2].findings != []
