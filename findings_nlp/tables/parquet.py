"""Parquet: one file for each table, row groups as the chunks come, Zstandard, no time stamps."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from findings_nlp.tables.arrow import arrow_batch, arrow_schema
from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.rows import Row
from findings_nlp.tables.schema import Table, tables


class ParquetWriter:
    """Writes `TABLE.parquet` into a folder, of all tables or of `only` some."""

    def __init__(self, folder: Path, only: Collection[str] | None = None) -> None:
        pq = pyarrow("pyarrow.parquet")
        self._schemas = {name: arrow_schema(table) for name, table in tables().items() if only is None or name in only}
        self._files = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd", version="2.6")
            for name, schema in self._schemas.items()
        }

    def rows(self, table: Table, rows: list[Row]) -> None:
        """One chunk of a table: one row group."""
        self._files[table.name].write_batch(arrow_batch(table, rows, self._schemas[table.name]), row_group_size=len(rows))

    def close(self, whole: bool) -> None:
        """Write the footers."""
        for file in self._files.values():
            file.close()


def names() -> list[str]:
    """What a `ParquetWriter` writes."""
    return [f"{name}.parquet" for name in tables()]
