import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import ROOT
from tabling import FORMATS, HOSTILE, Told, archive, varied

from findings_nlp.errors import TablesError
from findings_nlp.keys.standards import standards
from findings_nlp.tables import csv_files, jsonl, load_archive, sqlite, write, write_tables
from findings_nlp.tables.across import Across
from findings_nlp.tables.rows import outcome_row, report_rows
from findings_nlp.tables.schema import tables


def expected(batches):
    """What every format must hold, straight from the rows."""
    found, across = {name: [] for name in tables()}, Across()
    for outcome, report in batches:
        found["outcomes"].append(outcome_row(outcome))
        if report is not None and outcome.duplicate_of is None:
            for table, row in report_rows(report, found["outcomes"][-1]["report"]):
                across.see(table, row)
                found[table].append(row)
    for table, row in across.rows():
        found[table].append(row)
    return found


def told(out, form):
    return {name: table.to_pylist() for name, table in load_archive(out, form=form, arrow=True).items()}


def digests(out):
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def hostile(small, tmp_path_factory):
    out = tmp_path_factory.mktemp("hostile")
    write_tables(out, FORMATS, archive(small, HOSTILE))
    return out


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_holds_every_cell(hostile, small, form):
    want = expected(archive(small, HOSTILE))
    assert len(want["findings"]) == len(HOSTILE) * len(small.findings) and len(want["outcomes"]) == len(HOSTILE) + 2
    found = told(hostile, form)
    for name in tables():
        assert found[name] == want[name], name


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_frames(hostile, form):
    best, found = load_archive(hostile), load_archive(hostile, form=form)
    for name in tables():
        assert found[name].equals(best[name]) and list(found[name].dtypes) == list(best[name].dtypes)


@settings(max_examples=40)
@given(texts=st.lists(st.text(st.characters(), max_size=20) | st.sampled_from(HOSTILE[:-5]), min_size=1, max_size=3))
def test_any_text_comes_back_from_the_formats_that_are_text(small, tmp_path_factory, texts):
    # Arrow's formats hold UTF-8 as it is; these write cells of their own
    folder = tmp_path_factory.mktemp("any")
    want = expected(archive(small, texts))
    writers = {
        "csv": csv_files.CsvWriter(folder, False), "sqlite": sqlite.SqliteWriter(folder), "jsonl": jsonl.JsonlWriter(folder)
    }  # fmt: skip
    for name, rows in want.items():
        for writer in writers.values():
            writer.rows(tables()[name], rows)
    for outcome, report in archive(small, texts):
        writers["jsonl"].record(outcome_row(outcome), None if outcome.duplicate_of else report)
    for writer in writers.values():
        writer.close(whole=True)
    lines = list(jsonl.read_jsonl(folder / "outcomes.jsonl", folder / "records.jsonl"))
    for name, table in tables().items():
        assert list(csv_files.read_csv(folder / f"{name}.csv", table)) == want[name]
        assert list(sqlite.read_sqlite(folder / "archive.sqlite", table)) == want[name]
        assert [row for table_of, row in lines if table_of == name] == want[name]


def test_same_batches_give_the_same_bytes_and_nothing_else_is_left(hostile, small, tmp_path):
    write_tables(tmp_path, FORMATS[::-1], archive(small, HOSTILE))
    assert digests(tmp_path) == digests(hostile)
    assert all(not name.startswith(".") for name in digests(tmp_path))


def test_small_chunks_hold_the_same_rows_in_order(small, tmp_path, monkeypatch, hostile):
    monkeypatch.setattr(write, "CHUNK_ROWS", 7)
    write_tables(tmp_path, FORMATS, archive(small, HOSTILE[:30]))
    import pyarrow.parquet as pq

    assert pq.ParquetFile(tmp_path / "findings.parquet").num_row_groups > 20
    want = expected(archive(small, HOSTILE[:30]))
    assert all(told(tmp_path, form) == want for form in FORMATS)


def test_memory_holds_a_chunk_and_not_the_archive(small, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "CHUNK_ROWS", 10)
    held = []

    class Spy:
        def rows(self, table, rows):
            held.append(len(rows))

        def close(self, whole):
            pass

    monkeypatch.setitem(write.FORMATS, "parquet", (lambda folder, excel: Spy(), []))
    alive = []

    def batches():
        import gc
        import weakref

        for k in range(12):
            report = varied(small, f"text {k}")
            alive.append(weakref.ref(report))
            yield Told(f"r{k}"), report
            del report
            gc.collect()
            assert sum(ref() is not None for ref in alive) <= 2

    write_tables(tmp_path, ["parquet"], batches())
    assert len(alive) == 12 and max(held) <= 10


def test_long_cells_end_a_chunk_early(small, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "CHUNK_CHARACTERS", 5_000)
    write_tables(tmp_path, ["parquet"], archive(small, ["x" * 6_000] * 3))
    import pyarrow.parquet as pq

    assert pq.ParquetFile(tmp_path / "quotes.parquet").num_row_groups == 3


def test_empty_archive_has_every_table(tmp_path):
    write_tables(tmp_path, FORMATS, [])
    for form in FORMATS:
        assert {name: len(frame) for name, frame in load_archive(tmp_path, form=form).items()} == dict.fromkeys(tables(), 0) | {
            "standards": len(standards())
        }


def test_duplicates_and_failed_files_have_an_outcome_and_nothing_else(hostile):
    found = load_archive(hostile)
    assert {"bad", "again"} <= set(found["outcomes"]["report"])
    for name, table in tables().items():
        if name != "outcomes" and "report" in table.columns:
            assert not {"bad", "again"} & set(found[name]["report"])
    assert found["outcomes"].set_index("report").loc["bad", "path"] == "in/caf\\udce9\n.pdf"


def test_formats_that_are_not_asked_for_again_go(small, tmp_path):
    (tmp_path / "mine.csv").write_text("a\n", encoding="utf-8")
    write_tables(tmp_path, FORMATS, archive(small, ["a"]))
    write_tables(tmp_path, ["csv"], archive(small, ["b"]))
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.csv" for name in tables()} | {"tables.json", "mine.csv"}
    assert load_archive(tmp_path)["quotes"]["text"].tolist() == ["b"]


def test_failure_on_the_way_leaves_the_earlier_tables(small, tmp_path):
    write_tables(tmp_path, FORMATS, archive(small, ["a"]))
    before = digests(tmp_path)

    def broken():
        yield from archive(small, ["b"])
        raise RuntimeError("the reader died")

    with pytest.raises(RuntimeError):
        write_tables(tmp_path, FORMATS, broken())
    assert digests(tmp_path) == before


@pytest.mark.parametrize(
    ("formats", "reason"), [(["ods", "csv"], "no table format ods; there are parquet, sqlite"), ([], "no table format given")]
)
def test_wrong_format_is_told_before_anything_is_read(tmp_path, formats, reason):
    with pytest.raises(TablesError, match=reason):
        write_tables(tmp_path / "out", formats, iter(lambda: pytest.fail("read"), None))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("twice", ["a\0", "a\\x00"])
def test_two_files_with_one_id_are_refused(tmp_path, twice):
    with pytest.raises(ValueError, match="two outcomes"):
        write_tables(tmp_path, ["csv"], [(Told("a\0"), None), (Told(twice), None)])


def test_duplicate_of_nothing_is_refused(tmp_path):
    with pytest.raises(ValueError, match="duplicate_of"):
        write_tables(tmp_path, ["csv"], [(Told("a", duplicate_of="b"), None)])


def test_folder_that_cannot_be_written_gives_one_line(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TablesError) as caught:
        write_tables(tmp_path / "file", ["csv"], [])
    assert "\n" not in str(caught.value) and "file: the tables cannot be written" in str(caught.value)


def test_missing_library_gives_the_command_that_installs_it(tmp_path, monkeypatch):
    for name in ("pyarrow", "pyarrow.parquet", "pyarrow.ipc"):
        monkeypatch.setitem(sys.modules, name, None)
    for form in ("parquet", "dataset"):
        with pytest.raises(TablesError, match="pip install pyarrow"):
            write_tables(tmp_path, [form], [])
    write_tables(tmp_path, ["csv", "sqlite", "jsonl"], [])
    assert len(load_archive(tmp_path)["findings"]) == 0


def test_bytes_for_excel_begin_with_a_mark(small, tmp_path):
    write_tables(tmp_path, ["csv"], archive(small, ["a"]), excel=True)
    assert (tmp_path / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbfreport,")
    assert told(tmp_path, "csv") == expected(archive(small, ["a"]))


KILLED = """
import sys
from making import small_report
from tabling import archive
import findings_nlp as fn
from findings_nlp.tables import write_tables
small = fn.read_report(small_report().data(), name="otterby.pdf", nlp=fn.load("none"))
print("ready", flush=True)
while True:
    for text in ("new", "newer"):
        write_tables(sys.argv[1], ["parquet", "sqlite", "dataset", "csv", "jsonl"], archive(small, [text] * 3))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_killed_writer_leaves_one_whole_set(small, tmp_path):
    write_tables(tmp_path, FORMATS, archive(small, ["old"]))
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE
    )
    assert child.stdout.readline() == b"ready\n"
    time.sleep(0.7)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    sets = [{json.dumps(load_archive(tmp_path, form=form)["quotes"]["text"].tolist()) for form in FORMATS}]
    assert len(sets[0]) == 1
    write_tables(tmp_path, FORMATS, archive(small, ["old"]))
    write_tables(tmp_path / "other", FORMATS, archive(small, ["old"]))
    assert {k: v for k, v in digests(tmp_path).items() if not k.startswith("other")} == digests(tmp_path / "other")
