import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tabling import Told, varied

from findings_nlp.tables.rows import cell, clean, clean_text, outcome_row, placed, report_rows
from findings_nlp.tables.schema import Column, tables


def column(kind, missing=True):
    return Column("c", kind, missing, "")


@given(st.text(st.characters()))
def test_clean_text_is_utf8_without_nul_and_changes_nothing_else(text):
    out = clean_text(text)
    assert "\0" not in out and out.encode("utf-8").decode("utf-8") == out
    assert clean_text(out) == out
    fit = "".join(c for c in text if c != "\0" and not 0xD800 <= ord(c) < 0xE000)
    assert (out == text) == (fit == text)


@pytest.mark.parametrize(
    ("value", "kind", "want"),
    [
        (math.inf, "number", None), (math.nan, "number", None), (2**63, "integer", None), (-(2**63), "integer", -(2**63)),
        ("", "text", None), (None, "texts", []), (None, "spans", []), ([(3, 7)], "spans", [[3, 7]]), (["a\0", ""], "texts", ["a\\x00", ""]), (1, "flag", True), (3, "number", 3.0),
    ],
)  # fmt: skip
def test_cell_that_no_format_holds_is_made_fit(value, kind, want):
    assert cell(value, column(kind)) == want


@pytest.mark.parametrize("kind", ["text", "integer", "number", "flag"])
def test_cell_that_must_be_there_is_there(kind):
    with pytest.raises(ValueError, match="c: a value is missing"):
        cell(None, column(kind, missing=False))


def test_empty_text_stays_where_a_text_must_be():
    assert cell("", column("text", missing=False)) == ""


def test_clean_goes_through_lists_and_dictionaries():
    assert clean({"a\0": [{"b": ("\udcff", math.inf, 2**80, True, None)}]}) == {
        "a\\x00": [{"b": ["\\udcff", None, None, True, None]}]
    }


def test_rows_have_every_column_in_the_order_of_the_schema(small):
    found = list(report_rows(varied(small)))
    own = {name for name, table in tables().items() if not table.across}
    assert {table for table, _ in found} == own - {
        "outcomes",
        "key_questions",
        "responses",
    }  # an inspection report answers nothing
    for table, row in found:
        assert list(row) == list(tables()[table].columns)
        assert all(isinstance(value, str | int | float | list | None) for value in row.values())
    assert list(outcome_row(Told("a"))) == list(tables()["outcomes"].columns)


def test_rows_carry_what_the_record_holds(ashmere):
    found = {name: [row for table, row in report_rows(ashmere, "id") if table == name] for name in tables()}
    assert [row["text"] for row in found["findings"]] == [f.text for f in ashmere.findings]
    assert [row["page"] for row in found["findings"]] == [f.locations[0].page for f in ashmere.findings]
    assert [row["headings"] for row in found["findings"]] == [f.headings for f in ashmere.findings]
    assert [(row["text"], row["value"], row["unit"], row["out_of"]) for row in found["finding_quantities"]] == [
        (q.text, q.value, q.unit, q.of) for f in ashmere.findings for q in f.quantities
    ]
    assert [row["rating"] for row in found["ratings"]] == [r.rating for r in ashmere.ratings]
    assert [(row["position"], row["percent_yes"]) for row in found["key_questions"]] == [
        (k, q.percent_yes) for k, q in enumerate(ashmere.key_questions, 1)
    ]
    head = found["reports"][0]
    assert (head["report"], head["name"], head["published"]) == ("id", "pdu-2021-ashmere.pdf", ashmere.published)
    assert (head["strengths"], head["model"]) == (len(ashmere.strengths), ashmere.model.name)


def test_themes_and_evidence_have_long_tables(small):
    found = list(report_rows(varied(small), "id"))
    themes = [tuple(row.values())[2:5] for table, row in found if table == "finding_themes"]
    assert themes == [("staffing", 0.9, True), ("mine", 0.25, False)]
    assert [row["theme"] for table, row in found if table == "recommendation_themes"] == ["staffing", "mine"]
    assert next(row for table, row in found if table == "findings")["themes"] == ["staffing", "mine"]
    assert [(row["finding"], row["because"], row["band"]) for table, row in found if table == "evidence"] == [
        (small.findings[1].id, ["Plain."], "reason"), (small.findings[0].id, [], "possible")
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["finding_themes", "recommendation_themes"])
def test_words_of_a_theme_stand_beside_their_places(small, table):
    staffing, mine = [row for name, row in report_rows(varied(small)) if name == table]
    # what is no place in the text is left out
    assert staffing["spans"] == [[0, 6], [0, 1], [0, 6]]
    assert staffing["theme_words"] == ["Plain.", "P", "Plain."]
    assert staffing["because"] == ["Plain.", "b"]
    # a heading is what carries the theme, and no word of the text
    assert (mine["spans"], mine["theme_words"], mine["because"]) == ([], [], ["heading: Plain."])


@given(st.text(st.characters() | st.sampled_from("\0\ud83d\udcff")), st.integers(0, 9), st.integers(0, 9))
@example("a\0b\udcffcd", 2, 3)
def test_places_stay_on_their_words_in_a_cleaned_text(text, start, length):
    for a, b in placed([(start, start + length)], text):
        assert clean_text(text)[a:b] == clean_text(text[start : start + length]) != ""
    assert bool(placed([(start, start + length)], text)) == (length > 0 and start + length <= len(text))


@pytest.mark.parametrize(
    ("published", "want"), [("2023-03", (2023, 3)), ("2023-03-09", (2023, 3)), (None, (None, None)), ("spring", (None, None))]
)
def test_year_and_month_of_the_date(small, published, want):
    changed = small.model_copy(update={"published": published})
    for table, row in report_rows(changed):
        if table in ("reports", "findings", "recommendations"):
            assert (row["published"], row["published_year"], row["published_month"]) == (published, *want)


def test_keys_are_unique_also_where_a_theme_is_named_twice(small):
    f = varied(small).findings[0]
    twice = small.model_copy(update={"findings": [f.model_copy(update={"themes": f.themes * 2})]})
    rows = [row for table, row in report_rows(twice) if table == "finding_themes"]
    assert [row["theme"] for row in rows] == ["staffing", "mine"]
    assert next(row for table, row in report_rows(twice) if table == "findings")["themes"] == ["staffing", "mine"]
