import pymupdf
import pytest
from making import small_report
from paging import page
from showing import assert_sound
from test_cli import assert_failed, call, real
from test_source_pdf import BROKEN


@pytest.fixture
def path(tmp_path, small_pdf):
    out = tmp_path / "otterby.pdf"
    out.write_bytes(small_pdf)
    return out


def test_copy_is_written_and_the_report_left_alone(path, tmp_path, small_pdf):
    out = tmp_path / "marked.pdf"
    done = call("annotate", path, "-o", out, "--model", "none")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert path.read_bytes() == small_pdf
    with pymupdf.open(out) as document:
        assert [entry[1] for entry in document.get_toc() if entry[0] == 1] == [
            "Strengths (3)", "Areas for improvement (3)", "Recommendations (3)",
        ]  # fmt: skip
    assert_sound(out.read_bytes(), tmp_path)


def test_real_process_reads_standard_input_and_writes_standard_output(small_pdf):
    done = real("annotate", "-", "--model", "none", stdin=small_pdf)
    assert (done.returncode, done.stderr) == (0, b"")
    assert pymupdf.open(stream=done.stdout).page_count == 3


def test_stored_record_is_used(path, tmp_path, small):
    record = tmp_path / "record.json"
    changed = small.model_copy(update={"findings": small.findings[:1]})
    record.write_text(changed.model_copy(update={"source": small.source}).to_json(), encoding="utf-8")
    out = tmp_path / "marked.pdf"
    assert call("annotate", path, "-o", out, "--record", record).exit_code == 0
    with pymupdf.open(out) as document:
        assert "Strengths (1)" in [entry[1] for entry in document.get_toc()]


def test_record_that_does_not_fit_is_one_line(path, tmp_path, small):
    record, out = tmp_path / "record.json", tmp_path / "marked.pdf"
    other = tmp_path / "other.pdf"
    other.write_bytes(small_report().turn().data())
    record.write_text(small.to_json(), encoding="utf-8")
    assert_failed(call("annotate", other, "-o", out, "--record", record), "other.pdf", "is not the file")
    record.write_text("{}")
    assert_failed(call("annotate", path, "-o", out, "--record", record), "record.json", "is not a report's record")
    assert_failed(call("annotate", path, "-o", out, "--record", tmp_path / "none.json"), "none.json", "cannot be read")
    assert not out.exists()


def test_report_itself_is_never_overwritten(path, small_pdf):
    assert_failed(call("annotate", path, "-o", path, "--model", "none"), "is the report itself")
    assert path.read_bytes() == small_pdf


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_one_line_with_name_and_reason(case, tmp_path):
    data, _, words = BROKEN[case]
    broken, out = tmp_path / "broken.pdf", tmp_path / "marked.pdf"
    broken.write_bytes(data)
    assert_failed(call("annotate", broken, "-o", out, "--model", "none"), "broken.pdf", words)
    assert not out.exists()


def test_missing_file_is_one_line(tmp_path):
    assert_failed(
        call("annotate", tmp_path / "missing.pdf", "-o", tmp_path / "x.pdf", "--model", "none"), "missing.pdf", "no such file"
    )


def test_web_page_is_refused_with_what_to_do_instead(tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(page("<p>Text of the report.</p>"))
    assert_failed(call("annotate", path, "-o", tmp_path / "out.pdf", "--model", "none"), "report.html", "a web page", "print")
