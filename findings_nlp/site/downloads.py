"""The tables that the site offers as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.csv_files import plain_cell
from findings_nlp.tables.rows import clean_text

if TYPE_CHECKING:
    import pandas as pd

OFFERED = ("reports", "services", "ratings", "key_questions", "findings", "recommendations", "evidence", "quotes")


def downloads(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, int, str]]:
    """File name, number of rows and text of each table that is offered and there."""
    for name in OFFERED:
        if name in tables:
            yield f"{name}.csv", len(tables[name]), _written(tables[name])


def _written(frame: pd.DataFrame) -> str:
    target = io.StringIO()
    # the mark at the start tells spreadsheets that the text is UTF-8
    target.write("\ufeff")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(frame.columns)
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
    for row in zip(*columns, strict=True):
        writer.writerow([_cell(value) for value in row])
    return target.getvalue()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return plain_cell(clean_text(value))
    return plain_cell(json.dumps([clean_text(str(part)) for part in value], ensure_ascii=False))
