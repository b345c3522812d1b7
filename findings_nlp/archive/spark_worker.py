"""What runs in a Spark Python worker: files to rows, through the local engine's guarded process. Knows nothing of Spark.

Each Python worker keeps one such process, with its loaded model, for all tasks that it is given.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.engine import Engine, Limits
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.names import unescape
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.plan import digest, missing
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store
from findings_nlp.tables.arrow import arrow_schema
from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.rows import Row, report_rows
from findings_nlp.tables.schema import Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

# columns of an outcome on its way to the driver, with their kind as in `tables/schema.toml`
OUTCOME = {
    "report": "text", "path": "text", "status": "text", "stage": "text", "reason": "text", "seconds": "number",
    "pages": "integer", "sha256": "text", "words_sha256": "text", "language": "text", "edition_key": "text",
}  # fmt: skip
# one engine for each process, with what it was made for
_kept: dict[tuple[Settings, Limits], Engine] = {}


def record_tables() -> dict[str, Table]:
    """The tables that a record has rows in: all but `outcomes` and those across reports."""
    return {name: table for name, table in tables().items() if name != "outcomes" and not table.across}


def schema() -> pa.Schema:
    """A file's row: its position in the run, its outcome, and for each table the list of its rows there."""
    pa = pyarrow()
    kinds = {"text": pa.string(), "number": pa.float64(), "integer": pa.int64()}
    fields = [("position", pa.int64()), *((name, kinds[kind]) for name, kind in OUTCOME.items())]
    for name, table in record_tables().items():
        fields.append((name, pa.list_(pa.struct([(f.name, f.type) for f in arrow_schema(table)]))))
    return pa.schema(fields)


def reader(settings: Settings, limits: Limits) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function for `mapInArrow`: batches of files to batches of one file each."""
    return partial(read_files, settings=settings, limits=replace(limits, workers=1))


@dataclass(slots=True)
class _Files:
    """The files of a task, handed to the engine as it asks for them; what is settled without it is put aside."""

    batches: Iterable[pa.RecordBatch]
    folder: Path
    under_way: dict[str, Row]
    settled: list[tuple[Row, Outcome]]

    def items(self) -> Iterator[Item]:
        """The files to read. One whose bytes came along is written to disk until it is read."""
        for batch in self.batches:
            for row in batch.to_pylist():
                path = unescape(row.pop("place", None) or row["path"])
                if (data := row.pop("content", None)) is not None:
                    path = self._spooled(row["position"], path, data)
                item = Item(path, row["report"], row["problem"])
                sha, trouble = (None, None) if item.problem else digest(item.path)
                if sha is None:
                    self.settled.append((row, missing(item, trouble)))
                    continue
                self.under_way[item.report] = row | {"sha256": sha, "spooled": path if data is not None else None}
                yield item

    def _spooled(self, position: int, path: str, data: bytes) -> str:
        place = self.folder / str(position)
        place.mkdir()
        # a key of an object store may be longer than a file's name can be
        spooled = place / path.rpartition("/")[2][-60:]
        spooled.write_bytes(data)
        return str(spooled)

    def needed(self, sha256: str | None) -> bool:
        """Whether a file with the same bytes is under way, whose record is the same file of the store."""
        return any(row["sha256"] == sha256 for row in self.under_way.values())

    def done(self, outcome: Outcome) -> tuple[Row, Outcome]:
        """A file that the engine has read, under the run's path; its spooled bytes are removed."""
        row = self.under_way.pop(outcome.report)
        if row["spooled"]:
            spooled = Path(row["spooled"])
            spooled.unlink(missing_ok=True)
            with suppress(OSError):
                spooled.parent.rmdir()
        return row, outcome if outcome.sha256 else replace(outcome, sha256=row["sha256"])


def kept_engine(settings: Settings, limits: Limits, store: Store) -> Engine:
    """The engine of this process for such settings and limits, with its loaded model; it writes into `store` from now on."""
    engine = _kept.setdefault((settings, limits), Engine(settings, limits, store, lasting=True))
    engine.store = store
    return engine


def read_files(batches: Iterable[pa.RecordBatch], settings: Settings, limits: Limits) -> Iterator[pa.RecordBatch]:
    """Read the files of one task.

    Args:
        batches: with the columns `position`, `report` (unique id), `path` (escaped), `problem` and, where the bytes come
            along, `content`.
        settings: of the pipeline.
        limits: of the one process that this worker keeps; a file that breaks them costs that file only.

    Yields:
        A batch with one row of `schema()` for each file, in no certain order.

    Raises:
        RunError: where no process can be started or the disk is full: the task fails, and Spark tries it elsewhere.
    """
    with tempfile.TemporaryDirectory(prefix="findings-nlp-", ignore_cleanup_errors=True) as folder:
        engine = kept_engine(settings, limits, Store(Path(folder), "read"))
        store = engine.store
        files = _Files(batches, Path(folder), {}, [])
        with closing(engine.run(files.items())) as results:
            for _, outcome in results:
                row, outcome = files.done(outcome)  # noqa: PLW2901
                yield _batch(row, outcome, store)
                if outcome.sha256 and not files.needed(outcome.sha256):
                    store.path(outcome.sha256).unlink(missing_ok=True)
                while files.settled:
                    yield _batch(*files.settled.pop(), store)
        while files.settled:
            yield _batch(*files.settled.pop(), store)


def _batch(row: Row, outcome: Outcome, store: Store) -> pa.RecordBatch:
    values = {"position": row["position"]} | values_of(replace(outcome, path=row["path"]), store)
    return pyarrow().RecordBatch.from_pylist([values], schema=schema())


def values_of(outcome: Outcome, store: Store) -> dict[str, Any]:
    """An outcome's columns, and for each table the list of its rows there."""
    values: dict[str, Any] = {name: getattr(outcome, name) for name in OUTCOME} | {name: [] for name in record_tables()}
    if outcome.has_record and outcome.sha256:
        report = store.record(outcome.sha256, outcome.path.rsplit("/", 1)[-1])
        for table, cells in report_rows(report, outcome.report):
            values[table].append(cells)
    return values
