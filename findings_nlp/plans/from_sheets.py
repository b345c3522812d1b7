"""Tables of workbooks and CSV files."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from findings_nlp.errors import OpenError
from findings_nlp.plans.grid import Cell, Grid, GridRow, Sheets, one_line

_MOST = 2_000_000  # cells of a sheet, empty ones too
_LONGEST = 1_000_000  # characters of one CSV field


def sheets_of_workbook(data: bytes, name: str) -> Sheets:
    """The sheets of an Excel workbook; merged cells know that they are.

    Raises:
        OpenError: where it cannot be read, is too large, or holds a formula whose value was not stored.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        TypeError,
        SyntaxError,
        AttributeError,
    ) as error:
        raise OpenError(name, f"is damaged ({one_line(error)[:80] or type(error).__name__})") from None
    grids = []
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _MOST:
            raise OpenError(name, f"sheet '{sheet.title}' has more than {_MOST:,} cells: delete its empty rows and columns")
        grids.append(Grid(_sheet(sheet, written[sheet.title], name), sheet.title))
    return Sheets(grids, [])


def _sheet(sheet: Any, written: Any, name: str) -> list[GridRow]:
    above, left = set(), set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            above |= {(row, c) for c in range(area.min_col, area.max_col + 1)} if row > area.min_row else set()
            left |= {(row, c) for c in range(area.min_col + 1, area.max_col + 1)}
    out = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = []
        for place, cell in enumerate(row, 1):
            if cell.value is None and written.cell(number, place).data_type == "f":
                where = f"sheet '{sheet.title}', cell {cell.coordinate}"
                raise OpenError(name, f"{where} is a formula without its value: open and save it in a spreadsheet program")
            text = _shown(cell.value, str(getattr(cell, "number_format", "") or ""))
            cells.append(Cell(text, above=(number, place) in above, left=(number, place) in left))
        if any(cell.text for cell in cells):
            out.append(GridRow(cells, number))
    return out


def _shown(value: Any, form: str) -> str:
    """A cell's value as text; dates as ISO dates, without the day where the cell does not show it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        whole = value.date() if isinstance(value, datetime) else value
        return whole.isoformat() if "d" in form.lower().replace("red", "") else f"{whole:%Y-%m}"
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return one_line(value)


def sheets_of_csv(data: bytes, name: str) -> Sheets:
    """The rows of a CSV file; commas, semicolons, tabs or bars part its columns.

    Raises:
        OpenError: where it is no UTF-8 text or no CSV.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OpenError(
            name, f"is not UTF-8 text (byte {error.start + 1} is {data[error.start]:#04x}): save it as UTF-8"
        ) from None
    limit = csv.field_size_limit(_LONGEST)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        rows, start = [], 1
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(GridRow([Cell(one_line(cell)) for cell in row], start))
            start = reader.line_num + 1
    except csv.Error as error:
        raise OpenError(name, f"line {reader.line_num} is not CSV ({error})") from None
    finally:
        csv.field_size_limit(limit)
    return Sheets([Grid(rows)] if rows else [], [])


def _delimiter(text: str) -> str:
    """The sign that parts most columns in the first lines."""
    head = "\n".join(text.splitlines()[:10])
    return max(",;\t|", key=lambda sign: (head.count(sign), sign == ","))
