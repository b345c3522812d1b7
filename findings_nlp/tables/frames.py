"""Pandas frames of rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.across import rows_across
from findings_nlp.tables.optional import pandas
from findings_nlp.tables.rows import report_rows
from findings_nlp.tables.schema import tables

if TYPE_CHECKING:
    import pandas as pd

    from findings_nlp.record.schema import Report
    from findings_nlp.tables.rows import Row

DTYPES = {"text": "string", "integer": "Int64", "number": "Float64", "flag": "boolean", "texts": "object", "spans": "object"}


def frame(table: str, columns: dict[str, list[Any]]) -> pd.DataFrame:
    """A table's columns as a frame with the schema's dtypes; lists stay lists, missing cells are `pd.NA`."""
    pd = pandas()
    kinds = {name: DTYPES[column.kind] for name, column in tables()[table].columns.items()}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=dtype) for name, dtype in kinds.items()})


def frame_of_rows(table: str, rows: list[Row]) -> pd.DataFrame:
    """Rows of a table as a frame."""
    return frame(table, {name: [row[name] for row in rows] for name in tables()[table].columns})


def rows_of_frame(found: pd.DataFrame) -> list[Row]:
    """A frame's rows, missing cells as None."""
    cells = found.astype(object).where(found.notna(), None)
    return [dict(zip(cells.columns, row, strict=True)) for row in cells.itertuples(index=False, name=None)]


def frames(reports: Iterable[Report]) -> dict[str, pd.DataFrame]:
    """One frame for each table but `outcomes`; `report` is the file's name."""
    found: dict[str, list[Row]] = {name: [] for name in tables() if name != "outcomes"}
    for table, row in rows_across(row for report in reports for row in report_rows(report)):
        found[table].append(row)
    return {name: frame_of_rows(name, rows) for name, rows in found.items()}
