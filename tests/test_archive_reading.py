import os
import subprocess
import sys

import pytest
from hostile import good
from making import ROOT

import findings_nlp as fn
from findings_nlp.errors import ReportError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    inside = tmp_path_factory.mktemp("reading") / "in"
    inside.mkdir()
    for number in range(4):
        (inside / f"r{number}.pdf").write_bytes(good(number))
    (inside / "r1-copy.pdf").write_bytes(good(1))
    (inside / "r2-bad.pdf").write_bytes(b"no")
    (inside / "r1-copy.pdf").write_bytes((inside / "r1.pdf").read_bytes())
    return inside


def test_outcomes_come_in_input_order_with_their_records(folder):
    found = list(fn.read_reports([folder, folder / "no.pdf"], workers=2, model="none"))
    assert [o.report for o in found] == ["r0.pdf", "r1-copy.pdf", "r1.pdf", "r2-bad.pdf", "r2.pdf", "r3.pdf", "no.pdf"]
    assert [o.status for o in found] == ["ok", "ok", "skipped", "failed", "ok", "ok", "failed"]
    assert [o.record is not None for o in found] == [o.has_record for o in found]
    assert found[0].record == fn.read_report(folder / "r0.pdf", nlp=fn.load("none"))


def test_outcomes_as_completed_are_the_same_ones(folder):
    unordered = list(fn.read_reports(folder, workers=2, model="none", ordered=False))
    assert sorted(o.report for o in unordered) == ["r0.pdf", "r1-copy.pdf", "r1.pdf", "r2-bad.pdf", "r2.pdf", "r3.pdf"]
    assert all(o.record.source.name == o.report for o in unordered if o.record)


def test_leaving_early_leaves_nothing_behind(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    reading = fn.read_reports(folder, workers=1, model="none")
    assert next(reading).report == "r0.pdf"
    assert list(tmp_path.iterdir())
    reading.close()
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_told_at_the_call():
    with pytest.raises(ReportError, match=r"no\.toml"):
        fn.read_reports("corpus", taxonomies=["no.toml"])
    with pytest.raises(ValueError, match="huge"):
        fn.read_reports("corpus", model="huge")


def test_nothing_to_read_is_no_outcome():
    assert list(fn.read_reports([])) == []


def test_script_needs_no_guard_and_may_be_piped_in(folder):
    script = f"import findings_nlp as fn\nprint([o.status for o in fn.read_reports({str(folder)!r}, workers=1, model='none')])\n"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stdout) == (0, "['ok', 'ok', 'skipped', 'failed', 'ok', 'ok']\n")
