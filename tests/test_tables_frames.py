import pandas as pd

from findings_nlp.tables.frames import DTYPES, frames
from findings_nlp.tables.schema import tables


def test_frames_have_the_documented_columns_and_types(small):
    found = frames([small])
    assert list(found) == [name for name in tables() if name != "outcomes"]
    for name, frame in found.items():
        told = {column.name: DTYPES[column.kind] for column in tables()[name].columns.values()}
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == told


def test_frames_have_a_row_for_each_thing(ashmere, small):
    found = frames([ashmere, small])
    assert list(found["reports"]["report"]) == ["pdu-2021-ashmere.pdf", "otterby.pdf"]
    for name in ("ratings", "key_questions", "findings", "recommendations", "quotes", "warnings"):
        assert len(found[name]) == len(getattr(ashmere, name)) + len(getattr(small, name))
    first = found["reports"].iloc[1]
    assert (first["score"], first["score_maximum"], first["pages"], first["strengths"]) == (1, 6, 3, 3)
    assert (first["published"], first["published_year"], first["published_month"]) == ("2023-03", 2023, 3)
    finding = found["findings"].iloc[-6]
    assert (finding["text"], finding["page"], finding["quantities"]) == (small.findings[0].text, 3, ["24 per cent"])
    quantity = found["finding_quantities"].iloc[-3]
    assert tuple(quantity[["text", "value", "unit"]]) == ("24 per cent", 24.0, "percent")


def test_frames_of_nothing_are_empty_with_columns():
    assert {name: list(frame.columns) for name, frame in frames([]).items()} == {
        name: list(table.columns) for name, table in tables().items() if name != "outcomes"
    }


def test_missing_values_are_missing_not_words(small):
    bare = small.model_copy(update={"score": None, "region": None, "cases_inspected": None, "published": None})
    first = frames([bare])["reports"].iloc[0]
    gone = ("score", "score_maximum", "region", "cases_inspected", "published", "published_year", "published_month")
    assert all(pd.isna(first[column]) for column in gone)


def test_report_gives_its_own_frames(small):
    own, ours = small.to_frames(), frames([small])
    assert list(own) == list(ours) and all(own[name].equals(ours[name]) for name in ours)
