import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.export import COLUMNS, findings_csv, frames, plain_cell, rows


@pytest.mark.parametrize("text", ["=1+1", "+44 161", "-3", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\n=1"])
def test_cell_that_a_spreadsheet_would_run_is_made_text(text):
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["24 per cent", "", "'quoted'", "a=b", 5, None, 2.5])
def test_other_cells_stay_as_they_are(value):
    assert plain_cell(value) == value


@given(st.text() | st.tuples(st.sampled_from(["", " ", "\t", "\u00a0"]), st.sampled_from("=+-@\t\r"), st.text()).map("".join))
def test_no_cell_begins_a_formula(text):
    cell = plain_cell(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell in (text, "'" + text)
    assert plain_cell(cell) == cell


def test_frames_have_the_documented_columns_and_types(small):
    tables = frames([small])
    assert list(tables) == list(COLUMNS)
    for name, table in tables.items():
        assert {column: str(dtype) for column, dtype in table.dtypes.items()} == COLUMNS[name]


def test_frames_have_a_row_for_each_thing(ashmere, small):
    tables = frames([ashmere, small])
    assert list(tables["reports"]["report"]) == ["pdu-2021-ashmere.pdf", "otterby.pdf"]
    for name in ("ratings", "key_questions", "findings", "recommendations", "quotes", "warnings"):
        assert len(tables[name]) == len(getattr(ashmere, name)) + len(getattr(small, name))
    first = tables["reports"].iloc[1]
    assert (first["score"], first["score_maximum"], first["pages"], first["strengths"]) == (1, 6, 3, 3)
    finding = tables["findings"].iloc[-6]
    assert (finding["text"], finding["page"]) == (small.findings[0].text, 3)
    assert finding["quantities"] == "24 per cent"


def test_frames_of_nothing_are_empty_with_columns():
    assert {name: list(table.columns) for name, table in frames([]).items()} == {n: list(c) for n, c in COLUMNS.items()}


def test_missing_values_are_missing_not_words(small):
    bare = small.model_copy(update={"score": None, "region": None, "cases_inspected": None})
    first = frames([bare])["reports"].iloc[0]
    assert all(pd.isna(first[column]) for column in ("score", "score_maximum", "region", "cases_inspected"))


def test_report_gives_its_own_frames(small):
    own, ours = small.to_frames(), frames([small])
    assert all(own[name].equals(ours[name]) for name in COLUMNS)


def test_csv_has_a_row_for_each_finding_and_recommendation(small):
    found = list(csv.DictReader(io.StringIO(findings_csv(small), newline="")))
    assert [row["id"] for row in found] == [x.id for x in [*small.findings, *small.recommendations]]
    assert [row["text"] for row in found] == [x.text for x in [*small.findings, *small.recommendations]]
    assert [row["kind"] for row in found] == ["finding"] * 6 + ["recommendation"] * 3
    assert (found[0]["polarity"], found[-1]["addressee"], found[-1]["number"]) == ("strength", "East Fells region", "3")


def test_csv_survives_commas_quotes_and_newlines_and_runs_nothing(small):
    nasty = '=HYPERLINK("http://x.example","a, b")\nnext'
    changed = small.model_copy(update={"findings": [small.findings[0].model_copy(update={"text": nasty})]})
    row = next(csv.DictReader(io.StringIO(findings_csv(changed), newline="")))
    assert row["text"] == "'" + nasty


def test_rows_name_the_page_where_a_thing_begins(small):
    found = rows([small])
    assert [row["page"] for row in found["findings"]] == [f.locations[0].page for f in small.findings]
    assert {row["page"] for row in found["warnings"]} == {None}
