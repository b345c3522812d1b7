"""An archive on Apache Spark: the local engine's per-file function under `mapInArrow`, to the same Parquet tables.

Imports pyspark, as only `spark_column` does besides. How to run it, what it needs and how to size a cluster: `docs/spark.md`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from findings_nlp.archive.editions import welsh_editions
from findings_nlp.archive.engine import Limits
from findings_nlp.archive.inputs import Item, Named, expand
from findings_nlp.archive.names import escape, unique_ids
from findings_nlp.archive.outcomes import Outcome, RunError, check_accounts, duplicate, same_reports
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.spark_column import with_findings  # noqa: F401  (named here, too)
from findings_nlp.archive.spark_worker import OUTCOME, reader, record_tables
from findings_nlp.archive.spark_write import URI, write
from findings_nlp.review.log import NAME as LOG
from findings_nlp.tables.across import SEEN, Across
from findings_nlp.tables.rows import outcome_row
from findings_nlp.tables.schema import Table, tables

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {
    "text": "string",
    "integer": "bigint",
    "number": "double",
    "flag": "boolean",
    "texts": "array<string>",
    "spans": "array<array<bigint>>",
}
# PDFs of some megabytes each: few to a batch, because a batch is in memory three times (JVM, socket, Python)
_BATCH = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "8",
    "spark.sql.execution.arrow.maxBytesPerBatch": "64m",
    "spark.sql.files.ignoreCorruptFiles": "true",
    "spark.sql.files.ignoreMissingFiles": "true",
}
LARGEST = 500_000_000
_LISTED = "position bigint, report string, path string, problem string, place string"


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a run in order, and a DataFrame with `position`, `report`, `path`, `problem`, `place`, perhaps `content`.

    `place` is where an executor finds the file: executors run in folders of their own.
    """

    items: Sequence[Item]
    frame: DataFrame


def from_paths(spark: SparkSession, paths: Named | Iterable[Named], partitions: int | None = None) -> Source:
    """Files by their paths, which must be the same on the driver and every executor (a shared file system).

    Args:
        spark: the session.
        paths: folders, files, globs and lists, as for the local engine.
        partitions: tasks; by default four for each core, so that a slow file keeps no other core waiting.

    Raises:
        RunError: where there is no file to read.
    """
    items = expand(paths).items
    if not items or all(item.problem for item in items):
        raise RunError(items[0].shown if items else "inputs", (items[0].problem if items else None) or "no file was named")
    rows = [(k, item.report, item.shown, item.problem, escape(_absolute(item.path))) for k, item in enumerate(items)]
    tasks = partitions or max(1, min(len(items), 4 * _parallelism(spark)))
    return Source(items, spark.createDataFrame(rows, _LISTED).repartition(tasks))


def _absolute(path: str) -> str:
    # links are not resolved: an executor may have them otherwise
    return os.path.abspath(path)  # noqa: PTH100


def _parallelism(spark: SparkSession) -> int:
    """How many tasks run at once, by what Spark makes of a range: a session of Spark Connect has no context to ask."""
    from pyspark.sql import functions as sql

    return int(spark.range(100_000).select(sql.spark_partition_id()).distinct().count())


def from_binary_files(spark: SparkSession, folder: str, largest: int = LARGEST) -> Source:
    """The PDFs under a folder that Spark can read (`hdfs:`, `s3a:`, `file:`), their bytes sent to the workers.

    Args:
        spark: the session.
        folder: its URI or path; read at any depth.
        largest: bytes of the largest file to read; a larger one is told as failed, because a whole file must fit into
            one cell of a batch. No more than 2**31 - 1.

    Raises:
        RunError: where the folder holds no PDF, or Spark cannot list it.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as sql

    options = {"recursiveFileLookup": "true", "pathGlobFilter": "*.[pP][dD][fF]"}
    try:
        found = spark.read.format("binaryFile").options(**options).load(folder)
        sizes = {_split(row["path"]): (row["path"], row["length"]) for row in found.select("path", "length").collect()}
        # a scan leaves out empty files, the list of files does not; both are of one listing
        sizes = {_split(path): (path, 0) for path in map(unquote, found.inputFiles())} | sizes
    except PySparkException as error:
        raise RunError(folder, f"Spark cannot list it ({str(error).splitlines()[0][:200]})") from None
    if not sizes:
        raise RunError(folder, "is a folder without a PDF")
    order = sorted(sizes)
    root = len(_split(folder.rstrip("/") + "/x")[0])
    parts = [(*place, name) for place, name in order]
    ids = unique_ids(parts, [max(1, len(p) - root) for p in parts])
    items = [
        Item(_shown(path), report, f"is larger than {largest} bytes" if size > largest else None)
        for report, (path, size) in zip(ids, (sizes[key] for key in order), strict=True)
    ]
    rows = [
        (k, item.report, item.shown, item.problem, None, sizes[key][0])
        for k, (key, item) in enumerate(zip(order, items, strict=True))
    ]
    keyed = spark.createDataFrame(rows, f"{_LISTED}, uri string")
    content = found.where(sql.col("length") <= largest).select(sql.col("path").alias("uri"), "content")
    empty = [(*row, b"") for row, key in zip(rows, order, strict=True) if not sizes[key][1]]
    frame = content.join(sql.broadcast(keyed), "uri").select(*keyed.columns, "content")
    return Source(items, frame.union(spark.createDataFrame(empty, f"{_LISTED}, uri string, content binary")).drop("uri"))


def _split(uri: str) -> tuple[tuple[str, ...], str]:
    """The folders of a URI or path, and its name; sorting by them gives the local engine's order."""
    found = URI.fullmatch(uri)
    host, path = (found[2] or "", found[3]) if found else ("", str(Path(uri).absolute()))
    parts = [p for p in (host, *path.split("/")) if p]
    return tuple(parts[:-1]), parts[-1]


def _shown(uri: str) -> str:
    """A local file's path, any other's URI."""
    found = URI.fullmatch(uri)
    return found[3] if found and found[1] == "file" else uri


def read_files(source: Source, settings: Settings | None = None, limits: Limits | None = None) -> DataFrame:
    """One row for each file, not yet computed: `position`, the outcome's columns, and one column of rows for each table.

    Repeated reports are not told yet. Its executors need this package, and each core one process beside Spark's own.
    """
    settings = settings or Settings.of()
    columns = ["position bigint", *(f"{name} {_TYPES[kind]}" for name, kind in OUTCOME.items())]
    columns += [f"`{name}` array<struct<{_columns(table, ': ')}>>" for name, table in record_tables().items()]
    return source.frame.mapInArrow(reader(settings, limits or Limits()), ", ".join(columns))


def _columns(table: Table, between: str = " ") -> str:
    return ", ".join(f"`{c.name}`{between}{_TYPES[c.kind]}" for c in table.columns.values())


def tag_archive(
    spark: SparkSession, source: Source, output: str | Path, settings: Settings | None = None, limits: Limits | None = None
) -> dict[str, int]:
    """Read an archive into Parquet tables with the local engine's names, columns and rows, in its order.

    Args:
        spark: the session; its Arrow batch sizes are set for the run and set back.
        source: the files.
        output: a folder, the same for driver and executors: one file for each table, and earlier tables are replaced whole.
            Or a URI (`hdfs:`, `s3a:`): a folder of parts for each table, overwritten one by one.
        settings: of the pipeline; by default model `full`.
        limits: of each worker's process: time and memory for one file.

    Returns:
        How many files have each status.

    Raises:
        RunError: where files were lost, which is a defect, or the folder has corrections.
    """
    from pyspark import StorageLevel

    if (Path(str(output)) / LOG).is_file():
        raise RunError(
            str(output), f"has {LOG}, which only the local run applies: choose another folder, or use findings-nlp tag"
        )
    with _configured(spark, _BATCH):
        # what took minutes a file is kept until all tables are written
        read = read_files(source, settings, limits).persist(StorageLevel.DISK_ONLY)
        try:
            outcomes = outcomes_of(source.items, read)
            frames = dict(_frames(spark, read, outcomes))
            write(frames, str(output))
        finally:
            read.unpersist()
    return dict(Counter(outcome.status for outcome in outcomes))


def outcomes_of(items: Sequence[Item], read: DataFrame) -> list[Outcome]:
    """The outcome of every file, in order, accounted for, repeated reports told as the local engine tells them.

    Raises:
        RunError: where Spark gave a file twice or one that was not asked for.
    """
    rows = read.select("position", *OUTCOME).collect()
    found = {row["position"]: Outcome(**{name: row[name] for name in OUTCOME}) for row in rows}
    check_accounts({items[k].report for k in found if k < len(items)}, (Outcome(row["report"], "", "ok") for row in rows))
    told: list[Outcome] = []
    first: dict[str, str] = {}
    for position, item in enumerate(items):
        why = ("input", item.problem) if item.problem else ("open", "Spark could not read it")
        outcome = found.get(position) or Outcome(item.report, item.shown, "failed", *why)
        known = first.setdefault(outcome.sha256, outcome.report) if outcome.sha256 else outcome.report
        if known != outcome.report:
            same = Outcome(outcome.report, outcome.path, "skipped", sha256=outcome.sha256)
            outcome = duplicate(same, known, "the same bytes as")
        told.append(outcome)
    return welsh_editions(same_reports(told), counted=False)


def _frames(spark: SparkSession, read: DataFrame, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, DataFrame]]:
    """Every table as a DataFrame, its rows in the order of the files and of each record."""
    from pyspark.sql import functions as sql

    table = tables()["outcomes"]
    rows = [(k, *outcome_row(outcome).values()) for k, outcome in enumerate(outcomes)]
    told = spark.createDataFrame(rows, f"position bigint, {_columns(table)}")
    yield "outcomes", told.orderBy("position").drop("position")
    kept = [(k,) for k, outcome in enumerate(outcomes) if outcome.has_record]
    across = Across()
    counted = read.join(sql.broadcast(spark.createDataFrame(kept, "position bigint")), "position")
    for name, table in record_tables().items():
        rows_of = counted.select("position", sql.posexplode(sql.col(name)).alias("place", "row"))
        chosen = [sql.col("row").getField(column).alias(column) for column in table.columns]
        ordered = rows_of.orderBy("position", "place").select(*chosen)
        if name in SEEN:
            for row in ordered.toLocalIterator():
                across.see(name, row.asDict(recursive=True))
        yield name, ordered
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name, table in tables().items() if table.across}
    for name, cells in across.rows():
        found[name].append(tuple(cells.values()))
    for name, values in found.items():
        yield name, spark.createDataFrame(values, _columns(tables()[name])).coalesce(1)


@contextmanager
def _configured(spark: SparkSession, values: dict[str, str]) -> Iterator[None]:
    before = {key: spark.conf.get(key, None) for key in values}
    try:
        for key, value in values.items():
            spark.conf.set(key, value)
        yield
    finally:
        for key, old in before.items():
            spark.conf.unset(key) if old is None else spark.conf.set(key, old)
