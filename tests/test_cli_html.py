from test_cli import assert_failed, call, real

from findings_nlp.show.page import report_page


def test_page_of_a_pdf(tmp_path, small_pdf, small):
    path, out = tmp_path / "otterby.pdf", tmp_path / "otterby.html"
    path.write_bytes(small_pdf)
    done = call("html", path, "-o", out, "--model", "none")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert out.read_text(encoding="utf-8") == report_page(small)


def test_page_of_a_stored_record_goes_to_standard_output(tmp_path, small):
    record = tmp_path / "otterby.json"
    record.write_text(small.to_json(), encoding="utf-8")
    done = real("html", record)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8") == report_page(small)


def test_what_is_no_record_or_no_report_is_one_line(tmp_path):
    record = tmp_path / "odd.json"
    record.write_text("[1, 2")
    assert_failed(call("html", record), "odd.json", "is not a report's record")
    assert_failed(call("html", tmp_path / "none.json"), "none.json", "cannot be read")
    assert_failed(call("html", tmp_path / "none.pdf", "--model", "none"), "none.pdf", "no such file")
