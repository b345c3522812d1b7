import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_review_sample import SIDES, THEMES, rows

from findings_nlp.errors import DataFileError
from findings_nlp.review.returned import read_returned
from findings_nlp.review.sample import make_review
from findings_nlp.review.sheet import review_workbook
from findings_nlp.review.stored import path_of


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    review = make_review(rows(), THEMES, SIDES, most=10)
    path_of(out, review.id).parent.mkdir()
    path_of(out, review.id).write_text(json.dumps(review.as_dict()), encoding="utf-8")
    return out, review


def written(path, data):
    path.write_bytes(data)
    return path


def test_workbook_as_it_was_sent_says_nothing(made, tmp_path):
    out, review = made
    found = read_returned(written(tmp_path / "a.xlsx", review_workbook(review)), out)
    assert (found.who, found.entries, found.mistakes, found.review) == ("", [], [], review)


def test_checked_rows_and_nothing_else_are_told(made, tmp_path):
    out, review = made
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(review)))
    heads = [cell.value for cell in book["Findings"][4]]
    book["Findings"].cell(5, heads.index("Checked") + 1, "yes ")
    book["Findings"].cell(6, heads.index("Comment") + 1, "only a comment")
    book.save(tmp_path / "a.xlsx")
    [entry] = read_returned(tmp_path / "a.xlsx", out).entries
    item = review.findings[0]
    assert entry["before"] == entry["after"] == {"polarity": item["polarity"], "themes": item["themes"]}
    assert (entry["report"], entry["finding"], entry["sample"]) == (item["report"], item["finding"], item["sample"])


def test_order_of_themes_and_case_are_no_correction_and_a_theme_twice_counts_once(made, tmp_path):
    out, review = made
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(review)))
    sheet = book["Findings"]
    heads = [cell.value for cell in sheet[4]]
    first = heads.index("Theme 1") + 1
    shown = sheet.cell(5, first).value
    sheet.cell(5, first, None)
    sheet.cell(5, first + 2, shown.upper())
    sheet.cell(5, first + 3, f" {shown} ")
    book.save(tmp_path / "a.xlsx")
    assert read_returned(tmp_path / "a.xlsx", out).entries == []


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"kind": "finding", "place": 99, "polarity": "strength", "themes": []}, "no such item"),
        ({"kind": "finding", "place": -1, "polarity": "strength", "themes": []}, "no such item"),
        ({"kind": "finding", "place": 0, "polarity": "good", "themes": []}, "unknown polarity"),
        ({"kind": "finding", "place": 0, "polarity": "strength", "themes": ["weather"]}, "unknown theme"),
        ({"kind": "finding", "place": 0, "polarity": "strength", "themes": "victims"}, "unknown theme"),
        ({"kind": "finding", "place": 0, "polarity": ["x"], "themes": []}, "unknown polarity"),
        ({"kind": "finding", "place": 0, "polarity": "strength", "themes": [["x"]]}, "unknown theme"),
        ({"kind": "link", "place": 0, "link": "maybe"}, "unknown verdict"),
        ({"kind": "other", "place": 0}, "not an item"),
        ("x", "not an item"),
    ],
)  # fmt: skip
def test_page_s_file_is_checked_item_by_item(made, tmp_path, item, told):
    out, review = made
    path = written(tmp_path / "a.json", json.dumps({"review": review.id, "who": "Ada", "items": [item]}).encode())
    found = read_returned(path, out)
    assert found.entries == [] and len(found.mistakes) == 1 and told in found.mistakes[0] and "item 1" in found.mistakes[0]


def test_item_that_stands_twice_in_a_page_s_file_is_a_mistake(made, tmp_path):
    out, review = made
    item = {"kind": "link", "place": 0, "link": "reason"}
    path = written(tmp_path / "a.json", json.dumps({"review": review.id, "who": "Ada", "items": [item, item]}).encode())
    assert read_returned(path, out).mistakes == [f"{path}: item 2: stands in the file twice"]


def test_workbook_of_something_else_and_one_that_unpacks_to_too_much_are_refused(made, tmp_path):
    out, _ = made
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 210_000_000)
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as parts:
        parts.writestr("a", "b")
    for name, told in (("other.xlsx", "no review"), ("bomb.xlsx", "too large"), ("empty.xlsx", "not an Excel workbook")):
        with pytest.raises(DataFileError, match=told):
            read_returned(tmp_path / name, out)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_line(made, tmp_path_factory, data):
    path = written(tmp_path_factory.getbasetemp() / "any.xlsx", data)
    with pytest.raises(DataFileError) as error:
        read_returned(path, made[0])
    assert "\n" not in str(error.value)


@given(st.data())
def test_any_damage_to_a_part_of_a_workbook_is_one_line_or_mistakes(made, tmp_path_factory, data):
    out, review = made
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    with zipfile.ZipFile(io.BytesIO(review_workbook(review))) as whole, zipfile.ZipFile(path, "w") as parts:
        name = data.draw(st.sampled_from(sorted(whole.namelist())))
        for part in whole.namelist():
            content = whole.read(part)
            if part == name:
                at = data.draw(st.integers(0, len(content) - 1))
                content = content[:at] + data.draw(st.binary(max_size=20)) + content[at + data.draw(st.integers(0, 40)) :]
            parts.writestr(part, content)
    try:
        read_returned(path, out)
    except DataFileError as error:
        assert "\n" not in str(error)
