import csv
import io
import json

import pytest
from asking import outcomes
from typer.testing import CliRunner

from findings_nlp.cli import app
from findings_nlp.tables import write_tables


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    write_tables(folder, ["sqlite"], outcomes())
    return folder


def run(*arguments, code=0):
    found = CliRunner().invoke(app, ["search", *map(str, arguments)])
    assert found.exit_code == code, found.output
    return found.stdout if code == 0 else found.stderr


def test_hits_are_told_with_their_place_and_their_number(out):
    told = run(out, '"professional curiosity"')
    assert told == (
        "a.pdf f005 (strength; Ashmere PDU; 2022-03; page 3)\n"
        "  Practitioners showed professional curiosity about family life.\n1 text in 1 report\n"
    )
    assert run(out, "wifi", "--limit", 1).endswith("4 texts in 1 report, the first 1 shown\n")
    assert "taken for the same: multi-agency public protection arrangements = MAPPA" in run(out, "MAPPA")


def test_a_slip_is_answered_with_what_may_have_been_meant(out):
    assert run(out, "profesional").startswith("no text says 'profesional'; did you mean professional or professionals?\n0 texts")


def test_kinds_values_and_counts(out):
    assert "a.pdf q01 (quote;" in run(out, "curiosity", "--kind", "quote")
    told = run(out, "", "--where", "year=2019", "--where", "theme=risk_of_harm", "--counts")
    assert "2 texts in 1 report" in told and "  theme: risk_of_harm 2" in told


def test_other_programs_read_json_and_csv(out):
    told = json.loads(run(out, "wifi", "--format", "json"))
    assert (told["total"], len(told["hits"]), told["hits"][0]["report"]) == (4, 4, "a.pdf")
    rows = list(csv.DictReader(io.StringIO(run(out, "intelligence", "--format", "csv"), newline="")))
    assert [(row["kind"], row["id"], row["page"]) for row in rows] == [("recommendation", "r01", "3")]


def test_texts_like_another_stand_nearest_first_without_it(out):
    told = json.loads(run(out, "--like", "a.pdf f001", "--format", "json"))
    names = [(hit["report"], hit["id"]) for hit in told["hits"]]
    assert ("a.pdf", "f001") not in names
    assert set(names[:3]) & {("a.pdf", "f002"), ("a.pdf", "f003"), ("a.pdf", "r02")}
    assert told["by"] == "vectors"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none", "x"), "none: is not a folder of tables"),
        (("OUT", "x", "--where", "colour=red"), "no filter 'colour'; there are report"),
        (("OUT", "x", "--where", "year"), "--where year: write it as year=2023"),
        (("OUT", "x", "--like", "a.pdf f001"), "leave one of them out"),
        (("OUT", "--like", "a.pdf f999"), "no text 'a.pdf f999'"),
        (("OUT", "x", "--where", "limit=3"), "an option of its own"),
    ],
)
def test_wrong_requests_are_told_in_one_line(out, arguments, message):
    told = run(*(out if a == "OUT" else a for a in arguments), code=1)
    assert message in told and told.count("\n") == 1
