"""What runs in a Spark Python worker, without Spark."""

import pyarrow as pa
import pytest
from making import small_report

from findings_nlp.archive import spark_worker
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.names import escape
from findings_nlp.archive.settings import Settings

NAME = "two\nlines \udcff.pdf"
KEY = (Settings.of("none"), Limits(workers=1, timeout=100))


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """The rows of two tasks, and the process ids of the reading process after each."""
    folder = tmp_path_factory.mktemp("in")
    small = small_report().data()
    (folder / NAME).write_bytes(small)
    first = [
        {"position": 0, "report": "a", "path": escape(str(folder / NAME)), "problem": None},
        {"position": 1, "report": "b", "path": str(folder / "none.pdf"), "problem": None},
        {"position": 2, "report": "c", "path": str(folder), "problem": "is not a regular file"},
    ]
    second = [
        {"position": 3, "report": "d", "path": "s3a://bucket/" + "x" * 500 + ".pdf", "problem": None, "content": small},
        {"position": 4, "report": "e", "path": "s3a://bucket/cut.pdf", "problem": None, "content": small[:900]},
    ]
    rows, processes = {}, []
    for task in (first, second):
        batches = [pa.RecordBatch.from_pylist([row]) for row in task]
        for batch in spark_worker.read_files(batches, *KEY):
            assert batch.schema.equals(spark_worker.schema())
            rows |= {row["report"]: row for row in batch.to_pylist()}
        processes.append(spark_worker._kept[KEY].workers)
    yield rows, processes
    spark_worker._kept.pop(KEY)._stop()


def test_every_file_has_its_row(tasks):
    rows, _ = tasks
    told = {name: (row["position"], row["status"], row["stage"]) for name, row in rows.items()}
    assert told["b"] == (1, "failed", "open")
    assert told["c"] == (2, "failed", "input")
    assert told["e"] == (4, "failed", "open")
    assert told["a"][1] == told["d"][1] != "failed"
    assert rows["c"]["reason"] == "is not a regular file"


def test_rows_are_under_the_runs_id_and_path_whichever_way_the_bytes_came(tasks):
    rows, _ = tasks
    assert len(rows["a"]["findings"]) == len(rows["d"]["findings"]) == 6
    assert {row["report"] for row in rows["d"]["findings"]} == {"d"}
    assert rows["a"]["path"].endswith("two\\nlines \\udcff.pdf")
    assert rows["a"]["reports"][0]["name"] == "two\\nlines \\udcff.pdf"
    assert rows["d"]["reports"][0]["name"] == "x" * 500 + ".pdf"
    assert rows["a"]["sha256"] == rows["d"]["sha256"]


def test_one_process_reads_all_tasks(tasks):
    _, processes = tasks
    assert len(processes[0]) == 1
    assert processes[0] == processes[1]


def test_place_is_where_a_file_is_found_and_its_path_is_what_is_told(tmp_path):
    (tmp_path / NAME).write_bytes(small_report().data())
    row = {"position": 0, "report": "a", "path": "in/a.pdf", "problem": None, "place": escape(str(tmp_path / NAME))}
    (batch,) = spark_worker.read_files([pa.RecordBatch.from_pylist([row])], *KEY)
    (found,) = batch.to_pylist()
    assert (found["path"], found["status"], found["reports"][0]["name"]) == ("in/a.pdf", "ok", "a.pdf")
