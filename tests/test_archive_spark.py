"""The archive on Spark against the local engine, in local mode with two Python workers or as FINDINGS_NLP_SPARK says."""

from __future__ import annotations

import os
import shutil
import sys
from types import SimpleNamespace

import pytest
from making import CORPUS, ROOT

if sys.platform == "win32":
    pytest.skip("Spark's Python workers are forked", allow_module_level=True)
pytest.importorskip("pyspark", reason="pyspark is not installed: pip install pyspark")
if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
    pytest.skip("Spark needs Java 17 or newer, and there is none", allow_module_level=True)

from findings_nlp.archive import spark as engine
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import RunError
from findings_nlp.archive.run import tag_archive
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.spark_write import write_parts
from findings_nlp.tables import load_archive
from findings_nlp.tables.arrow import arrow_schema

LIMITS = Limits(workers=2, timeout=8)
# local-cluster[2,1,1024] runs executors as on a cluster, connect:local[2] a server of Spark Connect
MASTER = os.environ.get("FINDINGS_NLP_SPARK", "local[2]")
REPORTS = ["crc-2019-marchland", "pdu-2021-ashmere", "yjs-2025-tarnfell"]


@pytest.fixture(scope="session")
def spark():
    given = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    given["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g", "spark.log.level": "ERROR",
        # a short run is over before the second compiler pays
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }  # fmt: skip
    builder = SparkSession.builder.appName("findings-nlp tests")
    builder = builder.remote(MASTER.removeprefix("connect:")) if MASTER.startswith("connect:") else builder.master(MASTER)
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Good reports, repeated ones, broken ones, one that kills and one that hangs its reader, and odd names."""
    found = tmp_path_factory.mktemp("archive")
    paths = [CORPUS / "reports" / f"{name}.pdf" for name in REPORTS]
    for path in paths:
        shutil.copy(path, found)
    good = paths[0].read_bytes()
    (found / "a").mkdir()
    (found / "a" / "copy #1%20 ü\n'=x.pdf").write_bytes(good)
    (found / "a" / paths[1].name).write_bytes(paths[1].read_bytes() + b"\n% the same words in other bytes")
    (found / "dies.pdf").write_bytes(good + b"\n% dies")
    (found / "hangs.pdf").write_bytes(good + b"\n% hangs")
    (found / "cut.pdf").write_bytes(good[:5000])
    (found / "picture.pdf").write_bytes(b"\xff\xd8\xff\xe0 JFIF")
    (found / "zero.PDF").write_bytes(b"")
    (found / "notes.txt").write_text("none.pdf\n", encoding="utf-8")
    return found


def content(out):
    """All tables as rows, without times."""
    found = {name: table.to_pylist() for name, table in load_archive(out, arrow=True).items()}
    for row in found["outcomes"]:
        row.pop("seconds", None)
    return found


def test_tables_equal_the_local_engines_whatever_the_files(spark, folder, tmp_path):
    settings, inputs = Settings.of("none", hook="spark_faults:before"), [folder, folder / "notes.txt"]
    tag_archive(inputs, tmp_path / "local", settings=settings, limits=LIMITS)
    counts = engine.tag_archive(spark, engine.from_paths(spark, inputs, partitions=4), tmp_path / "spark", settings, LIMITS)
    ours, theirs = content(tmp_path / "spark"), content(tmp_path / "local")
    told = {row["report"]: (row["status"], row["reason"]) for row in theirs["outcomes"]}
    assert told["hangs.pdf"] == ("failed", "took longer than 8 s")
    assert "SIGKILL" in told["dies.pdf"][1]
    assert [status for status, _ in told.values()].count("skipped") == 2
    assert len(theirs["findings"]) > 100
    for name, rows in theirs.items():
        assert ours[name] == rows, name
    assert sum(counts.values()) == len(theirs["outcomes"])


def test_bytes_sent_to_the_workers_give_the_same_tables(spark, folder, tmp_path):
    """With themes and evidence, and the files that a scan of Spark's treats in its own way."""
    few = tmp_path / "few"
    shutil.copytree(folder, few, ignore=shutil.ignore_patterns("dies*", "hangs*", "crc*", "yjs*", "notes*"))
    tag_archive(few, tmp_path / "local", settings=Settings.of("lite"), limits=LIMITS)
    key = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(key)
    engine.tag_archive(spark, engine.from_binary_files(spark, str(few)), tmp_path / "spark", Settings.of("lite"), LIMITS)
    assert spark.conf.get(key) == before
    ours, theirs = content(tmp_path / "spark"), content(tmp_path / "local")
    assert all(theirs[name] for name in ("finding_themes", "evidence", "recommendation_themes", "finding_quantities"))
    for name, rows in theirs.items():
        assert ours[name] == rows, name
    for name, table in load_archive(tmp_path / "local", arrow=True).items():
        assert load_archive(tmp_path / "spark", [name], arrow=True)[name].schema.equals(table.schema, check_metadata=True)


def test_file_too_large_to_send_is_told(spark, folder, tmp_path):
    source = engine.from_binary_files(spark, f"file:{folder / 'a'}", largest=1000)
    counts = engine.tag_archive(spark, source, tmp_path / "out", Settings.of("none"), LIMITS)
    outcomes = content(tmp_path / "out")["outcomes"]
    assert (counts, {row["reason"] for row in outcomes}) == ({"failed": 2}, {"is larger than 1000 bytes"})


def test_two_workers_each_load_the_model_once_for_all_their_tasks(spark, tmp_path):
    good = next((CORPUS / "reports").glob("*.pdf")).read_bytes()
    (tmp_path / "in").mkdir()
    for k in range(12):
        (tmp_path / "in" / f"r{k}.pdf").write_bytes(good + f"\n% {k}".encode())
    settings = Settings.of("none", hook="spark_faults:trace")
    for turn in range(2):
        engine.tag_archive(spark, engine.from_paths(spark, tmp_path / "in", 6), tmp_path / f"out{turn}", settings, LIMITS)
    traces = {tuple(path.name.split(".")[2:4]) for path in (tmp_path / "in").glob("*.trace")}
    workers, processes = ({trace[k] for trace in traces} for k in (0, 1))
    assert len(workers) == len(processes) == 2
    assert content(tmp_path / "out0") == content(tmp_path / "out1")


def test_tables_at_a_uri_are_folders_of_parts(spark, tmp_path):
    import pandas as pd

    frames = {"ratings": spark.createDataFrame([("a", 1), ("b", 2)], "report string, page bigint").orderBy("page")}
    for _ in range(2):
        write_parts(frames, f"file:{tmp_path}/out/")
    assert pd.read_parquet(tmp_path / "out" / "ratings.parquet")["report"].tolist() == ["a", "b"]


def test_nothing_to_read_is_one_line_and_harms_no_earlier_tables(spark, tmp_path):
    for make in (engine.from_paths, engine.from_binary_files):
        with pytest.raises(RunError) as caught:
            make(spark, str(tmp_path / "none"))
        assert "\n" not in str(caught.value)
        with pytest.raises(RunError, match="folder without a PDF"):
            make(spark, str(tmp_path))


def read_of(rows):
    """A DataFrame that holds outcomes, as far as `outcomes_of` asks."""
    blank = dict.fromkeys(engine.OUTCOME)
    return SimpleNamespace(select=lambda *_: SimpleNamespace(collect=lambda: [blank | row for row in rows]))


ITEMS = [Item("/x/a.pdf", "a.pdf"), Item("/x/b.pdf", "b.pdf"), Item("/x/c.pdf", "c.pdf")]


def test_file_that_spark_lost_has_an_outcome():
    rows = [{"position": k, "report": ITEMS[k].report, "path": "", "status": "ok"} for k in (2, 0)]
    outcomes = engine.outcomes_of(ITEMS, read_of(rows))
    assert [(o.report, o.status, o.reason) for o in outcomes] == [
        ("a.pdf", "ok", None), ("b.pdf", "failed", "Spark could not read it"), ("c.pdf", "ok", None)
    ]  # fmt: skip


def test_types_of_columns_are_those_of_the_tables():
    from pyspark.sql.pandas.types import from_arrow_type

    for table in engine.record_tables().values():
        for column, field in zip(table.columns.values(), arrow_schema(table), strict=True):
            assert engine._TYPES[column.kind] == from_arrow_type(field.type).simpleString(), column
    assert "spans" in {column.kind for table in engine.record_tables().values() for column in table.columns.values()}


def test_relative_paths_are_found_from_another_folder(spark, tmp_path, monkeypatch):
    """As on a cluster, whose executors run in folders of their own."""
    shutil.copy(CORPUS / "reports" / f"{REPORTS[0]}.pdf", tmp_path)
    monkeypatch.chdir(tmp_path)
    source = engine.from_paths(spark, f"{REPORTS[0]}.pdf")
    (row,) = source.frame.collect()
    assert (row["path"], row["place"]) == (f"{REPORTS[0]}.pdf", str(tmp_path / f"{REPORTS[0]}.pdf"))


def test_findings_as_a_column_beside_the_users_own(spark, tmp_path):
    paths = [CORPUS / "reports" / f"{name}.pdf" for name in REPORTS]
    rows = [(path.stem, path.read_bytes()) for path in paths] + [("nothing", None)]
    frame = spark.createDataFrame(rows, "title string, content binary")
    read = engine.with_findings(frame, "content", report="title", settings=Settings.of("lite"), limits=LIMITS)
    assert read.columns == ["title", "content", "findings"]
    read.drop("content").write.partitionBy("title").parquet(f"file:{tmp_path}/out")
    found = {row["title"]: row["findings"] for row in spark.read.parquet(f"file:{tmp_path}/out").collect()}
    assert found["nothing"]["status"] == "failed"
    for path in paths:
        row = found[path.stem]
        assert len(row["findings"]) > 10 and {cells["report"] for cells in row["findings"]} == {path.stem}
        assert any(cells["spans"] for cells in row["finding_themes"])
    with pytest.raises(RunError, match="no binary column"):
        engine.with_findings(frame, "title")
    with pytest.raises(RunError, match="is a column already"):
        engine.with_findings(frame, "content", column="title")


@pytest.mark.parametrize("extra", [{"position": 0, "report": "a.pdf"}, {"position": 1, "report": "z.pdf"}])
def test_file_too_many_is_a_defect(extra):
    rows = [{"position": 0, "report": "a.pdf", "path": "", "status": "ok"}, extra | {"path": "", "status": "ok"}]
    with pytest.raises(RunError):
        engine.outcomes_of(ITEMS, read_of(rows))


def test_first_of_the_same_bytes_counts_wherever_it_was_read():
    rows = [
        {"position": k, "report": ITEMS[k].report, "path": ITEMS[k].path, "status": "ok", "sha256": "f00", "pages": 9}
        for k in (2, 1, 0)
    ]
    outcomes = engine.outcomes_of(ITEMS, read_of(rows))
    assert [(o.status, o.duplicate_of) for o in outcomes] == [("ok", None), ("skipped", "a.pdf"), ("skipped", "a.pdf")]


@pytest.mark.parametrize(
    ("uri", "split", "shown"),
    [
        ("file:/a/b.pdf", (("a",), "b.pdf"), "/a/b.pdf"),
        ("file:///a/c d/b#.pdf", (("a", "c d"), "b#.pdf"), "/a/c d/b#.pdf"),
        ("s3a://bucket/a/b.pdf", (("bucket", "a"), "b.pdf"), "s3a://bucket/a/b.pdf"),
        ("/a/b.pdf", (("a",), "b.pdf"), "/a/b.pdf"),
    ],
)
def test_uris(uri, split, shown):
    assert (engine._split(uri), engine._shown(uri)) == (split, shown)
