"""`scripts/bench/golden.py`: what counts as equal, and that a difference is told with its field."""

import json
import subprocess
import sys

import pytest
from making import ROOT

from scripts.bench import golden


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, ["a"]),
        ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}, ["a[].b"]),
        ({"a": [1]}, {"a": [1, 2]}, ["a[] (count)"]),
        ({"a": 1}, {"a": 1, "c": 2}, ["c (new)"]),
        ({"a": {"b": 1}}, {"a": {}}, ["a.b (gone)"]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2, "b": 1}}, ["a (order)"]),
    ],
)
def test_fields_that_differ_are_named(before, after, fields):
    assert list(golden.differences(before, after)) == fields


@pytest.mark.parametrize(("but", "count"), [((), 1), (("warnings",), 0), (("text",), 1)])
def test_only_named_fields_may_differ(but, count, tmp_path):
    for name, warnings in (("before", []), ("after", ["odd"])):
        (tmp_path / name).mkdir()
        record = {"source": {"warnings": warnings}, "findings": [{"text": "Plans were late."}]}
        (tmp_path / name / "a.json").write_text(json.dumps(record), encoding="utf-8")
    assert golden.compare(tmp_path / "before", tmp_path / "after", frozenset(but)) == count


def test_a_record_that_is_missing_is_a_difference(tmp_path, capsys):
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    (tmp_path / "before" / "a.json").write_text("{}", encoding="utf-8")
    assert golden.compare(tmp_path / "before", tmp_path / "after", frozenset()) == 1
    assert "a.json: only in one folder" in capsys.readouterr().out


def test_two_readings_of_one_state_are_equal_and_a_file_that_cannot_be_read_is_kept_as_its_error(tmp_path, small_pdf):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "otterby.pdf").write_bytes(small_pdf)
    (tmp_path / "in" / "odd.pdf").write_bytes(b"nothing")
    script = [sys.executable, str(ROOT / "scripts/bench/golden.py")]
    for name in ("a", "b"):
        done = subprocess.run(
            [*script, "write", str(tmp_path / name), str(tmp_path / "in")], check=True, capture_output=True, text=True
        )
        assert done.stdout.startswith("2 records")
    kept = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((tmp_path / "a").iterdir())]
    assert list(kept[0]) == ["error"]
    assert kept[1]["findings"]
    done = subprocess.run(
        [*script, "compare", str(tmp_path / "a"), str(tmp_path / "b")], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "2 files, 0 differ\n")
