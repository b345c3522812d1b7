import io
import os
import shutil
import subprocess

import openpyxl
import pymupdf
import pytest
from siting import HOSTILE
from test_review_sample import SIDES, THEMES, rows

from findings_nlp.review.quality import quality
from findings_nlp.review.sample import Review, make_review
from findings_nlp.review.sheet import quality_sheet, review_workbook
from findings_nlp.tables.xlsx import workbook

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def review():
    return make_review(rows(), THEMES, SIDES, most=10)


def test_lists_to_choose_from_stand_on_polarity_each_theme_and_each_link(review):
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(review)))
    found = {(str(v.sqref), v.formula1) for v in book["Findings"].data_validations.dataValidation}
    heads = [cell.value for cell in book["Findings"][4]]
    assert sum("Themes" in formula for _, formula in found) == sum(head.startswith("Theme ") for head in heads) == 6
    assert '"Strength,Area for improvement"' in {formula for _, formula in found}
    assert '"Reason,No reason"' in {v.formula1 for v in book["Links"].data_validations.dataValidation}
    names = [row[0].value for row in book["Themes"].iter_rows(min_row=5)]
    assert names == list(review.themes.values())
    assert "random" not in {cell.value for row in book["Findings"].iter_rows() for cell in row}


def test_hostile_text_is_text(review):
    items = [item | {"text": HOSTILE, "context": "=1+1", "service": "@x", "source": "javascript:x"} for item in review.findings]
    found = Review(review.id, review.by, review.themes, review.polarities, items, review.links)
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(found)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {cell.hyperlink.target for cell in cells if cell.hyperlink} <= {None}


def test_error_rates_have_a_sheet_in_the_archive_s_workbook():
    from test_review_log import entry

    told = quality([entry(text=str(k), after=("strength", ["victims"] if k else [])) for k in range(10)])
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows(), quality_sheet(told))))
    lines = {row[0]: row[1:] for row in book["Quality"].iter_rows(min_row=5, values_only=True)}
    assert lines["Polarity, all"][0] == "100% (72% to 100%, n = 10)" and lines["Victims"][1].startswith("0%")
    assert quality_sheet(None) is None


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_libreoffice_opens_both_workbooks(review, tmp_path):
    for name, data in (("archive", workbook(rows())), ("review", review_workbook(review))):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    environment = os.environ | {"HOME": str(tmp_path)}
    command = [SOFFICE, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, tmp_path.glob("*.xlsx"))]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=500)
    for name, word in (("archive", "One row for each report that was read"), ("review", "Findings to check")):
        with pymupdf.open(tmp_path / f"{name}.pdf") as document:
            assert word in " ".join(" ".join(page.get_text() for page in document).split())
