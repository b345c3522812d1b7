"""The tables that the site offers as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.csv_files import plain_cell
from findings_nlp.tables.rows import Row, clean_text
from findings_nlp.tables.schema import tables as schema

if TYPE_CHECKING:
    import pandas as pd

OFFERED = (
    "reports",
    "services",
    "ratings",
    "key_questions",
    "findings",
    "recommendations",
    "evidence",
    "quotes",
    "responses",
    "answers",
    "threads",
    "thread_steps",
)


def downloads(tables: Mapping[str, pd.DataFrame | list[Row]]) -> Iterator[tuple[str, int, str]]:
    """File name, number of rows and text of each table that is offered and there."""
    for name in OFFERED:
        if name in tables:
            yield f"{name}.csv", len(tables[name]), _written(*_columns_and_rows(name, tables[name]))


def _columns_and_rows(name: str, table: pd.DataFrame | list[Row]) -> tuple[list[str], Iterable[Iterable[Any]]]:
    if isinstance(table, list):
        there = list(table[0]) if table else list(schema()[name].columns)
        return there, ([row[column] for column in there] for row in table)
    columns = [table[column].astype(object).where(table[column].notna(), None).tolist() for column in table.columns]
    return list(table.columns), zip(*columns, strict=True)


def _written(columns: list[str], rows: Iterable[Iterable[Any]]) -> str:
    target = io.StringIO()
    # the mark at the start tells spreadsheets that the text is UTF-8
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return target.getvalue()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return plain_cell(clean_text(value))
    return plain_cell(json.dumps([clean_text(str(part)) for part in value], ensure_ascii=False))
