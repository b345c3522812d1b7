import csv
import io
import json

import openpyxl
import pytest
from test_cli import assert_failed, call

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.taxonomy import shipped_themes

UPW, STAFF = "UPW backlogs were a concern.", "Too many probation officer posts were vacant."


def rows(done):
    assert (done.exit_code, done.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_text_file_gives_a_row_a_line(tmp_path):
    path = tmp_path / "minutes.txt"
    path.write_text(f"{UPW}\n\n{STAFF}\n", encoding="utf-8-sig")
    first, empty, last = rows(call("label", path, "--model", "lite"))
    assert first["text"] == UPW
    assert json.loads(first["themes"])[0] == "unpaid_work"
    assert json.loads(first["theme_words"])[0][0].startswith("UPW")
    assert 0 < json.loads(first["theme_scores"])[0] <= 1
    assert (empty["text"], empty["themes"]) == ("", "[]")
    assert "staffing" in json.loads(last["themes"])


def test_columns_of_a_csv_stay_and_formulas_are_not_run(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(f'id,comment,"note"\n=1+1,"{UPW}","two\nlines"\n2,{STAFF}\n', encoding="utf-8")
    first, second = rows(call("label", path, "--column", "comment", "--model", "lite"))
    assert list(first) == ["id", "comment", "note", "themes", "theme_scores", "theme_words"]
    assert (first["id"], first["note"], second["note"]) == ("'=1+1", "two\nlines", "")


def test_sections_and_polarities_from_columns(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("text,head,side\nIt was set out well.,Unpaid work,strength\nIt was set out well.,,\n", encoding="utf-8")
    first, second = rows(call("label", path, "--section-column", "head", "--polarity-column", "side", "--model", "lite"))
    assert "unpaid_work" in json.loads(first["themes"])
    assert "unpaid_work" not in json.loads(second["themes"])
    assert json.loads(first["theme_words"]) == [["heading: Unpaid work"]]


def test_workbook_sheet_and_jsonl_out(tmp_path):
    path = tmp_path / "plan.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["other"])
    sheet = book.create_sheet("Plan")
    sheet.append(["n", "action", None])
    sheet.append([1, UPW])
    sheet.append([])
    sheet.append([2, None])
    sheet.cell(9, 1).font = openpyxl.styles.Font(bold=True)  # a sheet may end in rows that hold no cell's value
    book.save(path)
    done = call("label", path, "--sheet", "Plan", "--column", "action", "--format", "jsonl", "--model", "lite")
    first, blank, second = map(json.loads, done.stdout.splitlines())
    assert blank == {"n": "", "action": "", "themes": []}
    assert (first["n"], first["action"], first["themes"][0]["theme"]) == (1, UPW, "unpaid_work")
    assert UPW[slice(*first["themes"][0]["spans"][0])] == first["themes"][0]["because"][0]
    assert second == {"n": 2, "action": "", "themes": []}
    assert_failed(call("label", path, "--sheet", "Plans"), "plan.xlsx", "has no sheet 'Plans'; there are Sheet, Plan")


def test_standard_input_and_output_file(tmp_path):
    line = json.dumps({"text": UPW, "who": {"a": [1]}})
    out = tmp_path / "out.jsonl"
    done = call("label", "-", "--input", "jsonl", "--format", "jsonl", "--model", "lite", "-o", out, stdin=f"{line}\n\n".encode())
    assert (done.exit_code, done.stdout) == (0, "")
    (row,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert row["who"] == {"a": [1]}
    (row,) = rows(call("label", "-", "--model", "lite", stdin=UPW.encode()))
    assert row["text"] == UPW


def test_an_empty_file_has_no_rows(tmp_path):
    path = tmp_path / "none.txt"
    path.write_bytes(b"")
    assert rows(call("label", path, "--model", "lite")) == []


@pytest.mark.parametrize(
    ("name", "data", "options", "reason"),
    [
        ("a.pdf", b"%PDF", [], "is none of .txt, .csv, .xlsx and .jsonl by its name: say which with --input"),
        ("a.txt", b"caf\xe9", [], "is not UTF-8 text (byte 4 is 0xe9)"),
        ("a.csv", b"txt\nx\n", [], "has no column 'text'; there are txt"),
        ("a.csv", b"text,text\nx,y\n", [], "has the column 'text' twice"),
        ("a.csv", b"text\nx,y\n", [], "line 2 has 2 cells, the first line 1"),
        ("a.csv", b"", [], "has no column 'text'; there are none"),
        ("a.csv", b"id;text\n1;x\n", [], "has one column 'id;text': part the columns by commas"),
        ("a.csv", b'text\n"x\ny\n', [], "line 3 is not CSV (unexpected end of data)"),
        ("a.csv", b"text,themes\nx,y\n", [], "has a column 'themes' already: rename it"),
        ("a.csv", b"text,side\nx,good\n", ["--polarity-column", "side"], "text 1: the polarity 'good' is neither strength"),
        ("a.jsonl", b'{"text": "a"}\n{"text"', [], "line 2 is not JSON"),
        ("a.jsonl", b"[1]", [], "line 1 is not a JSON object"),
        ("a.jsonl", b'{"txt": "a"}', [], "line 1 has no field 'text'"),
        ("a.jsonl", b"[" * 100_000, [], "line 1 is not JSON"),
        ("a.xlsx", b"PK\x03\x04 no", [], "is not an Excel workbook"),
        ("a.xlsx", b"text", [], "is not an Excel workbook"),
    ],
)
def test_wrong_files_are_told_in_one_line(tmp_path, name, data, options, reason):
    path = tmp_path / name
    path.write_bytes(data)
    assert_failed(call("label", path, "--model", "lite", *options), name, reason)


def test_missing_file_and_wrong_themes(tmp_path):
    assert_failed(call("label", tmp_path / "no.txt"), "no.txt", "cannot be read (No such file or directory)")
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    assert_failed(call("label", path, "--model", "lite", "--themes", tmp_path / "no.toml"), "no.toml")


RULES = '[[theme]]\nid = "wifi"\nname = "Wi-Fi"\nphrases = ["wifi"]\n[[theme]]\nid = "dogs"\nname = "D"\ndefinition = "Dogs."\n'


def test_themes_are_listed():
    done = call("themes")
    assert done.exit_code == 0
    for theme in shipped_themes():
        assert f"{theme.id}: {theme.name}" in done.stdout
    assert "UPW (unpaid work)" in done.stdout
    listed = json.loads(call("themes", "--format", "json").stdout)
    assert [t["id"] for t in listed] == [t.id for t in shipped_themes()]
    assert all(t["names"] and 0 < t["precision"] <= 1 for t in listed)


def test_rules_are_tried_on_a_record(tmp_path, small):
    rules, record = tmp_path / "mine.toml", tmp_path / "record.json"
    rules.write_text(RULES.replace('"wifi"]', '"vacancies"]'), encoding="utf-8")
    record.write_text(small.to_json(), encoding="utf-8")
    done = call("themes", "--try", rules, record)
    first, *hits = done.stdout.splitlines()
    assert first == f"wifi: {len(hits)} of {len(small.findings) + len(small.recommendations)} texts"
    assert hits and all("[Vacancies]" in line or "[vacancies]" in line for line in hits)
    assert not any(line.startswith("dogs:") for line in done.stdout.splitlines())


def test_rules_are_tried_on_an_archive(tmp_path, path_of_tables):
    rules = tmp_path / "mine.toml"
    rules.write_text(RULES.replace('"wifi"]', '"vacancies"]'), encoding="utf-8")
    done = call("themes", "--try", rules, path_of_tables)
    assert done.exit_code == 0
    assert "[Vacancies]" in done.stdout


@pytest.fixture
def path_of_tables(tmp_path, small_pdf):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "otterby.pdf").write_bytes(small_pdf)
    done = call("tag", tmp_path / "in", "-o", tmp_path / "out", "--model", "none", "--format", "sqlite", "--workers", "1", "-q")
    assert done.exit_code == 0
    return tmp_path / "out"


def test_a_formula_without_its_value_is_told_and_not_taken_for_an_empty_text(tmp_path):
    path = tmp_path / "plan.xlsx"
    book = openpyxl.Workbook()
    for row in (["n", "text"], ["=1+1", UPW], [2, "=A2"]):
        book.active.append(row)
    book.save(path)
    assert_failed(call("label", path, "--model", "lite"), "plan.xlsx", "row 3: the cell of 'text' is a formula without its value")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know_are_no_json(tmp_path, word):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "x", "n": {word}}}\n', encoding="utf-8")
    assert_failed(call("label", path, "--model", "lite"), "a.jsonl", "line 1 is not JSON")


def test_a_text_as_long_as_a_report_is_refused_by_its_number(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x\n" + "word " * 20_001 + "\n", encoding="utf-8")
    assert_failed(call("label", path, "--model", "lite"), "a.txt", "text 2 has 100,005 characters, more than 100,000")


def test_tries_are_also_given_to_programs_and_themes_without_rules_are_told(tmp_path, small):
    rules, record = tmp_path / "mine.toml", tmp_path / "record.json"
    rules.write_text(RULES.replace('"wifi"]', '"vacancies"]'), encoding="utf-8")
    record.write_text(small.to_json(), encoding="utf-8")
    done = call("themes", "--try", rules, record, "--format", "json")
    assert "no phrases or patterns, so not tried: dogs" in done.stderr
    (tried,) = json.loads(done.stdout)
    hit = tried["hits"][0]
    assert tried["theme"] == "wifi"
    assert [hit["text"][a:b].lower() for a, b in hit["spans"]] == ["vacancies"] * len(hit["spans"])


def test_what_cannot_be_tried_is_told(tmp_path):
    rules, plain = tmp_path / "mine.toml", tmp_path / "plain.toml"
    rules.write_text(RULES, encoding="utf-8")
    plain.write_text('[[theme]]\nid = "dogs"\nname = "D"\ndefinition = "Dogs."\n', encoding="utf-8")
    assert_failed(call("themes", "--try", rules), "--try needs an archive or a record")
    assert_failed(call("themes", tmp_path), "an archive is read with --try FILE alone")
    assert_failed(call("themes", "--try", plain, tmp_path), "plain.toml", "no theme with phrases or patterns")
    missing = call("themes", "--try", rules, tmp_path / "no")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.splitlines()[-1].endswith("no: is not a folder of tables")
    rules.write_text('[[theme]]\nid = "wifi"\nname = "W"\npatterns = ["("]\n', encoding="utf-8")
    assert_failed(call("themes", "--try", rules, tmp_path), "mine.toml", "is no regular expression")


def test_a_workbook_that_is_no_zip_is_a_documented_error():
    from findings_nlp.cli.text_files import Columns, Kind, read_rows

    with pytest.raises(DataFileError, match="is not an Excel workbook"):
        list(read_rows("a.xlsx", b"", Kind.xlsx, Columns()))
