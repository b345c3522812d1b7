"""Writes the tables of an archive, a stretch of reports at a time, in one pass for all formats."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from findings_nlp.errors import TablesError
from findings_nlp.tables import csv_files, dataset, jsonl, parquet, sqlite, xlsx
from findings_nlp.tables.across import Across
from findings_nlp.tables.rows import Outcome, Row, outcome_row, report_rows
from findings_nlp.tables.schema import Table, tables, version
from findings_nlp.tables.staging import MANIFEST, replacing

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

# a chunk ends at either: rows for good row groups, characters so that hostile cells cannot fill the memory
CHUNK_ROWS = 10_000
CHUNK_CHARACTERS = 16_000_000


class Writer(Protocol):
    """What each format does with the tables."""

    def rows(self, table: Table, rows: list[Row]) -> None:
        """Take the next rows of a table."""

    def close(self, whole: bool) -> None:
        """Close the files; `whole` says that all rows have come."""


# format -> its writer of a folder, and what that writes; best to load from first
FORMATS: dict[str, tuple[Callable[[Path, bool], Writer], list[str]]] = {
    "parquet": (lambda folder, excel: parquet.ParquetWriter(folder), parquet.names()),
    "sqlite": (lambda folder, excel: sqlite.SqliteWriter(folder), sqlite.names()),
    "dataset": (lambda folder, excel: dataset.DatasetWriter(folder), dataset.names()),
    "jsonl": (lambda folder, excel: jsonl.JsonlWriter(folder), jsonl.names()),
    "csv": (csv_files.CsvWriter, csv_files.names()),
    "xlsx": (lambda folder, excel: xlsx.XlsxWriter(folder), xlsx.names()),
}


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value)) if isinstance(value, list) else 0


class _Chunks:
    """Gathers rows by table and hands them on in chunks that depend on the rows alone."""

    def __init__(self, writers: list[Writer]) -> None:
        self._writers = writers
        self._rows: dict[str, list[Row]] = {name: [] for name in tables()}
        self._size = dict.fromkeys(tables(), 0)
        self.counts = dict.fromkeys(tables(), 0)

    def add(self, table: str, row: Row) -> None:
        self._rows[table].append(row)
        self.counts[table] += 1
        self._size[table] += sum(_length(value) for value in row.values())
        if len(self._rows[table]) >= CHUNK_ROWS or self._size[table] >= CHUNK_CHARACTERS:
            self.flush(table)

    def flush(self, table: str) -> None:
        rows, self._rows[table], self._size[table] = self._rows[table], [], 0
        for writer in self._writers if rows else ():
            writer.rows(tables()[table], rows)


def _known(out: Path, formats: Sequence[str]) -> list[str]:
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise TablesError(str(out), f"no table format {', '.join(unknown) or 'given'}; there are {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in formats]


def _pour(batches: Iterable[tuple[Outcome, Report | None]], writers: list[Writer], chunks: _Chunks) -> None:
    seen: set[str] = set()
    originals: set[str] = set()
    across = Across()
    for outcome, found in batches:
        row = outcome_row(outcome)
        report = found if row["duplicate_of"] is None else None
        if row["report"] in seen:
            raise ValueError(f"two outcomes have the report id {row['report']!r}")
        seen.add(row["report"])
        originals.update(filter(None, [row["duplicate_of"]]))
        chunks.add("outcomes", row)
        for writer in writers:
            if isinstance(writer, jsonl.JsonlWriter):
                writer.record(row, report)
        if report is not None:
            for table, cells in report_rows(report, row["report"]):
                across.see(table, cells)
                chunks.add(table, cells)
    for table, cells in across.rows():
        chunks.add(table, cells)
    if unknown := originals - seen:
        raise ValueError(f"duplicate_of is no report's id: {min(unknown)!r}")
    for table in tables():
        chunks.flush(table)


@contextmanager
def _closing(writers: list[Writer]) -> Iterator[None]:
    try:
        yield
        for writer in writers:
            writer.close(whole=True)
    except BaseException:
        for writer in writers:
            with suppress(Exception):
                writer.close(whole=False)
        raise


def write_tables(
    out: Path, formats: Sequence[str], batches: Iterable[tuple[Outcome, Report | None]], *, excel: bool = False
) -> None:
    """Write the tables of an archive; the earlier tables of `out` stay whole until the new ones are.

    The same batches in the same order give the same bytes (with the same versions of the libraries). Formats of an earlier
    call that are not asked for again are removed, because they would tell of another run. Memory holds one chunk of each
    table, not the archive.

    Args:
        out: the folder; made where missing.
        formats: some of `parquet`, `csv`, `jsonl`, `sqlite`, `dataset`, `xlsx` (which holds the whole archive in memory).
        batches: an outcome for each file, with its record where it was read. A duplicate has no rows but its outcome.
        excel: begin CSV files with a byte order mark, without which Excel takes them for another encoding.

    Raises:
        TablesError: for an unknown format, a missing library, or files that cannot be written.
        ValueError: where two outcomes have one id, a duplicate's original is not there, or a record does not fit the schema.
    """
    out = Path(out)
    wanted = _known(out, formats)
    try:
        with replacing(out, [*(name for _, names in FORMATS.values() for name in names), *jsonl.later_names()]) as folder:
            writers = [FORMATS[name][0](folder, excel) for name in wanted]
            chunks = _Chunks(writers)
            with _closing(writers):
                _pour(batches, writers, chunks)
            manifest: dict[str, Any] = {"schema_version": version(), "formats": wanted, "rows": chunks.counts}
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise TablesError(str(out), f"the tables cannot be written ({error.strerror or error})") from error
    except sqlite3.Error as error:
        raise TablesError(str(out), f"the tables cannot be written ({error})") from error
