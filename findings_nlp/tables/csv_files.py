"""CSV: RFC 4180, UTF-8, one file for each table; and the findings and recommendations of one report in one text.

A text that a spreadsheet would run as a formula gets an apostrophe before it, and so does one that already has the
apostrophe, so that `restored` gives back what was there. Lists are JSON arrays, flags `true` and `false`, missing cells
empty.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from findings_nlp.tables.rows import Row, clean_text, report_rows
from findings_nlp.tables.schema import LISTS, Column, Table, tables

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

# signs that begin a formula, also full width, behind what a spreadsheet may skip; a tab or line end may begin a cell anew
_FORMULA = re.compile("'*(?:[\t\r\n]|[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠])")
_QUOTED = re.compile("'(?=" + _FORMULA.pattern + ")")


def plain_cell(value: Any) -> Any:
    """A value for a spreadsheet: text that it would run gets an apostrophe before it; other values stay.

    >>> plain_cell("=1+1"), plain_cell("'=1+1"), plain_cell("24 per cent")
    ("'=1+1", "''=1+1", '24 per cent')
    """
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def restored(cell: str) -> str:
    """What `plain_cell` was given.

    >>> restored("''=1+1"), restored("'tis")
    ("'=1+1", "'tis")
    """
    return cell[1:] if _QUOTED.match(cell) else cell


def written(value: Any, column: Column) -> str:
    """A cell of the schema as CSV text."""
    if value is None:
        return ""
    if column.kind in LISTS:
        return json.dumps(value, ensure_ascii=False)
    if column.kind == "flag":
        return "true" if value else "false"
    return plain_cell(value) if column.kind == "text" else repr(value)


def read_cell(cell: str, column: Column) -> Any:
    """The cell of the schema that `written` was given."""
    if column.kind in LISTS:
        return json.loads(cell)
    if cell == "" and column.missing:
        return None
    if column.kind == "text":
        return restored(cell)
    return cell == "true" if column.kind == "flag" else float(cell) if column.kind == "number" else int(cell)


class CsvWriter:
    """Writes `TABLE.csv` into a folder, of all tables or of `only` some, with a byte order mark for Excel where asked."""

    def __init__(self, folder: Path, excel: bool, only: Collection[str] | None = None) -> None:
        self._files: dict[str, IO[str]] = {}
        encoding = "utf-8-sig" if excel else "utf-8"
        for name, table in tables().items():
            if only is not None and name not in only:
                continue
            self._files[name] = (folder / f"{name}.csv").open("w", encoding=encoding, newline="")
            csv.writer(self._files[name]).writerow(table.columns)

    def rows(self, table: Table, rows: list[Row]) -> None:
        """One chunk of a table."""
        lines = ([written(row[c.name], c) for c in table.columns.values()] for row in rows)
        csv.writer(self._files[table.name]).writerows(lines)

    def close(self, whole: bool) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()


def names() -> list[str]:
    """What a `CsvWriter` writes."""
    return [f"{name}.csv" for name in tables()]


def read_csv(path: Path, table: Table) -> Iterator[Row]:
    """The rows of one of our CSV files, as they were given to the writer.

    Raises:
        ValueError: where the file has other columns or cells than the schema.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        # the module's limit is the process's: put it back
        limit = csv.field_size_limit(2**31 - 1)
        try:
            reader = csv.reader(file)
            if next(reader, None) != list(table.columns):
                raise ValueError("other columns than the schema's")
            for line in reader:
                yield {c.name: read_cell(text, c) for c, text in zip(table.columns.values(), line, strict=True)}
        finally:
            csv.field_size_limit(limit)


ONE = (
    "kind", "report", "id", "standard", "section", "polarity", "addressee", "number", "text", "themes", "quantities", "page",
    "inspected_body", "published", "standard_name",
)  # fmt: skip


def findings_csv(report: Report) -> str:
    """The findings and recommendations of one report as CSV, one row each; themes and quantities as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ONE, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    found = list(report_rows(report))
    standards = {rating.standard: rating.name for rating in report.ratings if rating.standard}
    for table, kind in (("findings", "finding"), ("recommendations", "recommendation")):
        for row in (row for name, row in found if name == table):
            flat = row | {"kind": kind, "id": row[kind], "themes": " ".join(row["themes"])}
            flat["quantities"] = "; ".join(row.get("quantities", ()))
            flat["standard_name"] = standards.get(row.get("standard") or "")
            writer.writerow({name: plain_cell(value) for name, value in flat.items()})
    return clean_text(out.getvalue())
