import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.tables.csv_files import findings_csv, plain_cell, restored

SIGNS = "=+-@＝＋－＠"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+44 161", "-3", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "\n=1", "\tx", "\rx", "＝1+1", "\u200b=1"],
)
def test_cell_that_a_spreadsheet_would_run_is_made_text(text):
    assert plain_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["24 per cent", "", "'quoted'", "a=b", "'", "–", 5, None, 2.5])
def test_other_cells_stay_as_they_are(value):
    assert plain_cell(value) == value


CELLS = st.text() | st.tuples(st.sampled_from(["", " ", "\t", "\u00a0", "'", "''"]), st.sampled_from(SIGNS), st.text()).map(
    "".join
)


@given(CELLS)
def test_no_cell_begins_a_formula_and_each_comes_back(text):
    cell = plain_cell(text)
    assert not cell.lstrip().startswith(tuple(SIGNS)) and not cell.startswith(("\t", "\r", "\n"))
    assert cell in (text, "'" + text)
    assert restored(cell) == text


@given(CELLS, CELLS)
def test_two_texts_never_become_one_cell(one, other):
    assert (plain_cell(one) == plain_cell(other)) == (one == other)


def test_csv_has_a_row_for_each_finding_and_recommendation(small):
    found = list(csv.DictReader(io.StringIO(findings_csv(small), newline="")))
    assert [row["id"] for row in found] == [x.id for x in [*small.findings, *small.recommendations]]
    assert [row["text"] for row in found] == [x.text for x in [*small.findings, *small.recommendations]]
    assert [row["kind"] for row in found] == ["finding"] * 6 + ["recommendation"] * 3
    assert (found[0]["polarity"], found[0]["quantities"]) == ("strength", "24 per cent")
    assert (found[-1]["addressee"], found[-1]["number"]) == ("East Fells region", "3")


def test_csv_survives_commas_quotes_and_newlines_and_runs_nothing(small):
    nasty = '=HYPERLINK("http://x.example","a, b")\nnext'
    changed = small.model_copy(update={"findings": [small.findings[0].model_copy(update={"text": nasty})]})
    row = next(csv.DictReader(io.StringIO(findings_csv(changed), newline="")))
    assert row["text"] == "'" + nasty


def test_csv_of_a_text_that_utf8_cannot_hold(small):
    changed = small.model_copy(update={"findings": [small.findings[0].model_copy(update={"text": "a\udcff\0b"})]})
    row = next(csv.DictReader(io.StringIO(findings_csv(changed).encode().decode(), newline="")))
    assert row["text"] == r"a\udcff\x00b"


def test_pandas_reads_the_csv(small):
    assert pd.read_csv(io.StringIO(findings_csv(small)))["text"].notna().all()
