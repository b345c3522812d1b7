import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabling import HOSTILE

from findings_nlp.errors import TablesError
from findings_nlp.tables import book as module
from findings_nlp.tables.book import CUT, HEAD, Book, Head, Link, cell_text, dated, web_address


def read(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def made(rows, heads=("One", "Two")):
    book = Book("Title")
    book.table("Things", "All things", "What they are.", [Head(name) for name in heads], rows)
    return read(book.data())["Things"]


def test_hostile_text_is_text_in_its_cell_and_no_cell_is_a_formula():
    sheet = made([(text, None) for text in HOSTILE])
    cells = [sheet.cell(HEAD + 2 + k, 1) for k in range(len(HOSTILE))]
    assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in cells)
    assert cells[0].value == HOSTILE[0] and cells[0].data_type == "s"


@given(st.text(max_size=60))
def test_any_text_makes_a_workbook_that_is_read_back(text):
    assert (made([(text, 1)]).cell(HEAD + 2, 1).value or "") == (cell_text(text) if text else "")


def test_long_text_is_cut_and_says_so():
    for text in ("x" * 40_000, "😀" * 20_000):
        shown = cell_text(text)
        assert shown.endswith(CUT) and len(shown.encode("utf-16-le")) <= 2 * 32_767
    assert cell_text("x" * 32_767) == "x" * 32_767


@pytest.mark.parametrize(
    "text",
    ["file:///etc/passwd", "javascript:alert(1)", "\\\\host\\share", "https://", "https://a b", "https://a/\n", "internal:A1", "", None,
     "https://a/" + "x" * 3000, "mailto:a@b.c", "http://[::1"],
)  # fmt: skip
def test_unsafe_address_is_no_link(text):
    assert web_address(text) is None


def test_link_that_is_unsafe_is_plain_text():
    sheet = made([(Link("here", "file:///etc/passwd"), Link("there", "https://example.org/a.pdf#page=3"))])
    assert sheet.cell(HEAD + 2, 1).value == "here" and sheet.cell(HEAD + 2, 1).hyperlink is None
    link = sheet.cell(HEAD + 2, 2).hyperlink
    assert (link.target, link.location) == ("https://example.org/a.pdf", "page=3")


def test_dates_are_dates_and_what_is_no_date_stays_text():
    sheet = made([(dated("2023-03"), dated("2023-03-14")), (dated("2023-02-31"), dated("1023-01"))])
    first, second = (sheet.cell(HEAD + 2, k) for k in (1, 2))
    assert (first.value.year, first.value.month, first.number_format) == (2023, 3, "mmmm yyyy")
    assert (second.value.day, second.number_format) == (14, "d mmmm yyyy")
    assert [sheet.cell(HEAD + 3, k).value for k in (1, 2)] == ["2023-02-31", "1023-01"]


def test_head_stays_in_view_with_filters_and_no_cell_is_merged():
    sheet = made([("a", True)])
    [table] = sheet.tables.values()
    assert sheet.freeze_panes == f"A{HEAD + 2}" and table.ref == f"A{HEAD + 1}:B{HEAD + 2}" and table.autoFilter is not None
    assert not sheet.merged_cells.ranges and sheet.cell(HEAD + 2, 2).value == "Yes"


def test_wrapped_text_gets_the_height_it_needs():
    sheet = made([("word " * 60, None), ("short", None)])
    assert sheet.row_dimensions[HEAD + 2].height >= 5 * 15 and not sheet.row_dimensions[HEAD + 3].height


def test_same_cells_same_bytes():
    def data():
        book = Book("T")
        book.table("A", "A", "a", [Head("X")], [("=1",)])
        return book.data()

    assert data() == data()


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    with pytest.raises(TablesError, match="Things has 2 rows"):
        made([(1, 2), (3, 4)])


def test_missing_library_is_told(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(TablesError, match=r"findings-nlp\[workbook\]"):
        Book("x")
