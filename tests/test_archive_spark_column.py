"""Findings as a column, without Spark: what its worker does with batches."""

import hashlib

import pyarrow as pa
import pytest
from making import small_report

from findings_nlp.archive import spark_worker
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.spark_column import read_column

SETTINGS, LIMITS = Settings.of("none"), Limits(workers=1)


@pytest.fixture(scope="module")
def small():
    yield small_report().data()
    spark_worker._kept.pop((SETTINGS, LIMITS))._stop()


def test_each_row_keeps_its_columns_and_gains_its_findings(small):
    rows = [
        {"id": "a", "n": 1, "pdf": small},
        {"id": "b", "n": 2, "pdf": small[:900]},
        {"id": "c", "n": 3, "pdf": None},
        {"id": "d", "n": 4, "pdf": small},
    ]
    (batch,) = read_column([pa.RecordBatch.from_pylist(rows)], "pdf", "id", "read", SETTINGS, LIMITS)
    found = batch.to_pylist()
    assert [{name: row[name] for name in ("id", "n", "pdf")} for row in found] == rows
    assert [(row["read"]["report"], row["read"]["status"]) for row in found] == [
        ("a", "ok"), ("b", "failed"), ("c", "failed"), ("d", "ok")
    ]  # fmt: skip
    assert found[2]["read"]["reason"] == "there is no content"
    assert [len(row["read"]["findings"]) for row in found] == [6, 0, 0, 6]
    assert {cells["report"] for cells in found[3]["read"]["findings"]} == {"d"}


def test_reports_without_an_id_are_named_by_their_bytes(small):
    (batch,) = read_column([pa.RecordBatch.from_pylist([{"content": small}])], "content", None, "findings", SETTINGS, LIMITS)
    (found,) = batch.column("findings").to_pylist()
    assert found["report"] == found["sha256"] == hashlib.sha256(small).hexdigest()
    assert found["reports"][0]["report"] == found["report"]
