"""Findings as a column beside a DataFrame's own columns: `with_findings`. The rest is the caller's: names, tables, partitions."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.engine import Limits
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.spark_worker import kept_engine, schema, values_of
from findings_nlp.archive.store import Store
from findings_nlp.tables.optional import pyarrow

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


def with_findings(
    frame: DataFrame,
    content: str,
    *,
    column: str = "findings",
    report: str | None = None,
    settings: Settings | None = None,
    limits: Limits | None = None,
) -> DataFrame:
    """The frame with one column more, not yet computed: a struct of what each file's reading gave.

    Its fields are the outcome's (`report`, `status`, `stage`, `reason`, `seconds`, `pages`, `sha256`, `words_sha256`) and for
    each table an array of its rows (`findings`, `ratings`, ...). Repeated reports are not told.

    Args:
        frame: any DataFrame; its rows and other columns stay as they are.
        content: the column with each file's bytes (binary): a PDF or an HTML page.
        column: name of the new column.
        report: a column with the id that the rows are to have; by default the SHA-256 of the bytes.
        settings: of the pipeline; by default model `full`.
        limits: of each worker's process: time and memory for one file.

    Raises:
        RunError: for a column that is not there, not of the right type, or there already.
    """
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import BinaryType, StructField, StructType

    fields = {field.name: field for field in frame.schema.fields}
    if content not in fields or not isinstance(fields[content].dataType, BinaryType):
        raise RunError(content, f"is no binary column; the columns are {', '.join(fields)}")
    if report is not None and report not in fields:
        raise RunError(report, f"is no column; the columns are {', '.join(fields)}")
    if column in fields:
        raise RunError(column, "is a column already: name the new one otherwise")
    struct = from_arrow_schema(_fields())
    work = reader(content, report, column, settings or Settings.of(), limits or Limits())
    return frame.mapInArrow(work, StructType([*frame.schema.fields, StructField(column, struct)]))


def reader(
    content: str, report: str | None, column: str, settings: Settings, limits: Limits
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function for `mapInArrow`: batches to the same batches with one column more.

    Args:
        content: the column with the bytes.
        report: the column with the ids, or None.
        column: name of the new column.
        settings: of the pipeline.
        limits: of the one process that this worker keeps.
    """
    return partial(
        read_column, content=content, report=report, column=column, settings=settings, limits=replace(limits, workers=1)
    )


def read_column(
    batches: Iterable[pa.RecordBatch], content: str, report: str | None, column: str, settings: Settings, limits: Limits
) -> Iterator[pa.RecordBatch]:
    """Read the files in a column.

    Args:
        batches: with the columns `content` and `report`.
        content: the column with the bytes.
        report: the column with the ids, or None.
        column: name of the new column.
        settings: of the pipeline.
        limits: of the one process that this worker keeps; a file that breaks them costs that file only.

    Yields:
        Each batch with the new column, a struct, behind its own.
    """
    pa = pyarrow()
    struct = pa.struct(list(_fields()))
    for batch in batches:
        held = batch.column(content)
        names = [None] * len(held) if report is None else batch.column(report).to_pylist()
        values = _read([cell.as_py() for cell in held], names, settings, limits)
        whole = batch.schema.append(pa.field(column, struct))
        yield pa.RecordBatch.from_arrays([*batch.columns, pa.array(values, struct)], schema=whole)


def _fields() -> pa.Schema:
    """The fields of the new column: those of a file's row, without its position in a run and its path."""
    return pyarrow().schema([field for field in schema() if field.name not in ("position", "path")])


def _read(files: list[bytes | None], names: list[Any], settings: Settings, limits: Limits) -> list[dict[str, Any]]:
    """The values of the new column, one for each file, in order."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="findings-nlp-", ignore_cleanup_errors=True) as folder:
        store = Store(Path(folder), "read")

        def told(place: str, outcome: Outcome) -> None:
            name = names[int(place)]
            shown = str(name) if name is not None else outcome.sha256 or ""
            found[place] = values_of(replace(outcome, report=shown, path=shown), store)
            del found[place]["path"]

        items = []
        for place, data in enumerate(files):
            if data is None:
                told(str(place), Outcome("", "", "failed", "open", "there is no content"))
                continue
            path = Path(folder) / f"{place}.pdf"
            path.write_bytes(data)
            items.append(Item(str(path), str(place)))
        with closing(kept_engine(settings, limits, store).run(items)) as results:
            for item, outcome in results:
                sha256 = outcome.sha256 or hashlib.sha256(files[int(item.report)] or b"").hexdigest()
                told(item.report, replace(outcome, sha256=sha256))
    return [found[str(place)] for place in range(len(files))]
