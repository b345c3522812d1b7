import io

import openpyxl
import pytest
from siting import finding, report
from tabling import HOSTILE, Told, archive
from typer.testing import CliRunner

from findings_nlp.cli import app
from findings_nlp.record.schema import Location
from findings_nlp.tables import load_archive, write_tables
from findings_nlp.tables.book import HEAD
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.schema import tables
from findings_nlp.tables.xlsx import COVER, NOTES, report_workbook, sentence, workbook


def cells(sheet):
    head, *rows = sheet.iter_rows(min_row=HEAD + 1, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, small):
    out = tmp_path_factory.mktemp("book")
    write_tables(out, ["parquet", "xlsx"], archive(small, ["Plain.", HOSTILE[0]]))
    return out


def test_workbook_holds_every_table_and_every_column_of_the_schema(folder):
    book = openpyxl.load_workbook(folder / "archive.xlsx")
    assert book.sheetnames == [COVER, NOTES, *(sentence(name) for name in tables())]
    for name, table in tables().items():
        found = cells(book[sentence(name)])
        assert [cell.value for cell in book[sentence(name)][HEAD + 1]] == [sentence(column) for column in table.columns]
        assert len([row for row in found if any(v is not None for v in row.values())]) == len(load_archive(folder)[name])
    notes = cells(book[NOTES])
    assert len(notes) == sum(len(table.columns) for table in tables().values())


def test_names_stand_for_ids_and_lists_are_text(folder):
    [first, *_] = cells(openpyxl.load_workbook(folder / "archive.xlsx")["Findings"])
    assert first["Polarity"] == "Strength" and first["Themes"] == "Staffing; mine"
    assert first["Published"].year == 2023 and "[" not in str(first["Headings"])


def test_no_cell_of_a_hostile_archive_is_a_formula(small):
    rows = {name: [] for name in tables()}
    from findings_nlp.tables.rows import outcome_row, report_rows

    for told, found in archive(small, HOSTILE):
        rows["outcomes"].append(outcome_row(told))
        if found is not None and told.duplicate_of is None:
            for table, row in report_rows(found, told.report):
                rows[table].append(row)
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}
    targets = {c.hyperlink.target for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert targets <= {None}  # all lead to cells of the same workbook


def test_page_leads_to_its_place_where_the_report_has_an_address():
    web = finding(1, "Plans were late.", "victims").model_copy(
        update={"locations": [Location(path="#a > p", fragment="#:~:text=Plans")]}
    )
    found = report("a.html", "Elmby PDU", "pdu_2021", "2023-01", [web])
    found = found.model_copy(update={"source": found.source.model_copy(update={"address": "https://example.org/report"})})
    sheet = openpyxl.load_workbook(io.BytesIO(report_workbook(found)))
    assert (
        sheet["Reports"].cell(HEAD + 2, list(tables()["reports"].columns).index("address") + 1).hyperlink.target
        == "https://example.org/report"
    )
    links = [c.hyperlink for c in sheet["Findings"][HEAD + 2] if c.hyperlink]
    assert [(link.target, link.location) for link in links] == [
        (None, "'Reports'!A5"),
        ("https://example.org/report", ":~:text=Plans"),
    ]


def test_command_writes_what_tag_writes(folder, tmp_path):
    done = CliRunner().invoke(app, ["workbook", str(folder), "-o", str(tmp_path / "a.xlsx")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.xlsx").read_bytes() == (folder / "archive.xlsx").read_bytes()
    done = CliRunner().invoke(app, ["workbook", str(tmp_path), "-o", str(tmp_path / "b.xlsx")])
    assert done.exit_code == 1 and "holds no tables" in done.output and not (tmp_path / "b.xlsx").exists()


def test_rows_are_read_back_as_they_were_given(folder):
    rows = load_rows(folder)
    assert rows["findings"][0]["themes"] == ["staffing", "mine"] and len(rows["outcomes"]) == 4


def test_empty_archive_makes_a_workbook(tmp_path):
    write_tables(tmp_path, ["xlsx"], [(Told("bad", status="failed", stage="open", reason="no PDF"), None)])
    assert len(openpyxl.load_workbook(tmp_path / "archive.xlsx").sheetnames) == 2 + len(tables())
