import csv
import io

import pytest
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.cli import app
from findings_nlp.tables import write_tables

runner = CliRunner()


@pytest.fixture
def records(small, tmp_path):
    source = small.source.model_copy(update={"name": "later.pdf", "sha256": "f" * 64})
    later = fn.keyed(small.model_copy(update={"source": source, "published": "2030-01"}))
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, report in zip(paths, (small, later), strict=True):
        path.write_text(report.to_json(), encoding="utf-8")
    return [str(p) for p in paths], (small, later)


def test_two_records_as_text_table_and_page(records, tmp_path):
    paths, (small, _) = records
    text = runner.invoke(app, ["compare", *paths, "--model", "lite"])
    assert text.exit_code == 0 and "RATINGS: Of" in text.stdout and "Still there" in text.stdout
    table = runner.invoke(app, ["compare", *paths, "--model", "lite", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    assert len(rows) == 2 * (len(small.findings) + len(small.recommendations)) and {r["status"] for r in rows} == {"still"}
    page = tmp_path / "page.html"
    assert runner.invoke(app, ["compare", *paths, "--model", "lite", "--format", "html", "-o", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_service_of_an_archive(records, tmp_path):
    from tabling import Told

    _, (small, later) = records
    out = tmp_path / "out"
    write_tables(out, ["sqlite"], [(Told("a"), small), (Told("b"), later)])
    found = runner.invoke(app, ["compare", str(out), "--service", small.service.id, "--model", "lite"])
    assert found.exit_code == 0 and "Still there" in found.stdout
    for more, said in (["--service", "youth-nowhere"], "is no service of this archive"), ([], "name the service"):
        failed = runner.invoke(app, ["compare", str(out), *more])
        assert failed.exit_code == 1 and said in failed.stderr and failed.stderr.count("\n") == 1


def test_wrong_input_is_one_line(records, tmp_path):
    paths, _ = records
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    for given in ([paths[0]], [paths[0], str(bad)], [paths[0], str(tmp_path / "none.json")], [*paths, "--service", "x"]):
        failed = runner.invoke(app, ["compare", *given])
        assert failed.exit_code == 1 and failed.stderr.count("\n") == 1, failed.stderr
