"""Texts to label from files: TXT (one a line), CSV and XLSX (a column), JSON lines (a field)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError

LONGEST_FIELD = 10_000_000  # characters of one CSV field
LONGEST_TEXT = 100_000  # characters of one text: themes are for passages, and a longer text is a document


class Kind(StrEnum):
    """What a file holds."""

    txt = "txt"
    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns or fields that hold the text, and its heading and polarity where there are such."""

    text: str = "text"
    section: str | None = None
    polarity: str | None = None

    def named(self) -> list[str]:
        """Those that must be there."""
        return [name for name in (self.text, self.section, self.polarity) if name]


Row = dict[str, Any]


def kind_of(path: str, given: Kind | None) -> Kind:
    """What a file holds: as given, else by the ending of its name; standard input is TXT.

    Raises:
        DataFileError: for another ending.
    """
    if given is not None:
        return given
    if path == "-":
        return Kind.txt
    ending = Path(path).suffix.lower().removeprefix(".")
    endings = {"tsv": Kind.csv, "ndjson": Kind.jsonl, "xlsm": Kind.xlsx, "text": Kind.txt} | {k.value: k for k in Kind}
    if ending not in endings:
        raise DataFileError(path, "is none of .txt, .csv, .xlsx and .jsonl by its name: say which with --input")
    return endings[ending]


def read_rows(name: str, data: bytes, kind: Kind, columns: Columns, sheet: str | None = None) -> Iterator[Row]:
    """The rows of a file, in order, every one with the named columns.

    Args:
        name: of the file, for messages; one that ends in `.tsv` has tabs between its columns.
        data: its bytes.
        kind: what it holds.
        columns: those that must be there; a TXT has `text` alone.
        sheet: of a workbook; its first by default.

    Raises:
        DataFileError: where it is not what it should be; names the row.
    """
    for number, row in enumerate(_rows(name, data, kind, columns, sheet), 1):
        if len(str(row[columns.text])) > LONGEST_TEXT:
            reason = (
                f"text {number} has {len(str(row[columns.text])):,} characters, more than {LONGEST_TEXT:,}: part it into passages"
            )
            raise DataFileError(name, reason)
        yield row


def _rows(name: str, data: bytes, kind: Kind, columns: Columns, sheet: str | None) -> Iterator[Row]:
    if kind is Kind.xlsx:
        return _sheet(name, data, columns, sheet)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.start + 1} is {data[error.start]:#04x}): save it as UTF-8"
        raise DataFileError(name, reason) from None
    if kind is Kind.txt:
        return ({columns.text: line} for line in text.splitlines())
    return _csv(name, text, columns) if kind is Kind.csv else _jsonl(name, text, columns)


def _csv(name: str, text: str, columns: Columns) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if name.lower().endswith(".tsv") else ",", strict=True)
    try:
        head = next(rows, [])
        _check(name, head, columns)
        for row in rows:
            if len(row) > len(head):
                raise DataFileError(name, f"line {rows.line_num} has {len(row)} cells, the first line {len(head)}")
            if row:
                yield dict(zip(head, row + [""] * (len(head) - len(row)), strict=True))
    except csv.Error as error:
        raise DataFileError(name, f"line {rows.line_num} is not CSV ({error})") from None


def _jsonl(name: str, text: str, columns: Columns) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise DataFileError(name, f"line {number} is not JSON") from None
        if not isinstance(row, dict):
            raise DataFileError(name, f"line {number} is not a JSON object")
        if missing := [c for c in columns.named() if c not in row]:
            raise DataFileError(name, f"line {number} has no field '{missing[0]}'")
        yield row


def _no_number(word: str) -> float:
    """NaN and Infinity, which JSON does not know though Python writes them."""
    raise ValueError(word)


def _sheet(name: str, data: bytes, columns: Columns, sheet: str | None) -> Iterator[Row]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise DataFileError(name, f"is not an Excel workbook ({str(error)[:80]})") from None
    with closing(book):
        if sheet is not None and sheet not in book.sheetnames:
            raise DataFileError(name, f"has no sheet '{sheet}'; there are {', '.join(book.sheetnames)}")
        page = book[sheet] if sheet is not None else book.worksheets[0]
        rows = page.iter_rows(values_only=True)
        head = ["" if cell is None else str(cell) for cell in next(rows, ())]
        _check(name, head, columns)
        formulas = _formulas(data, page.title)
        blank: list[Row] = []  # told once a row follows that is not blank: sheets end in rows that only look empty
        for number, row in enumerate(rows, 2):
            cells = {h: "" if cell is None else cell for h, cell in zip(head, row, strict=False) if h}
            if number in formulas and (lost := [c for c in columns.named() if cells.get(c) == ""]):
                reason = f"row {number}: the cell of '{lost[0]}' is a formula without its value: open and save it in a spreadsheet program"
                raise DataFileError(name, reason)
            blank.append(dict.fromkeys(filter(None, head), "") | cells)
            if any(cell is not None for cell in row):
                yield from blank
                blank = []


def _formulas(data: bytes, title: str) -> set[int]:
    """The rows of a sheet that hold a formula."""
    import openpyxl

    with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)) as book:
        rows = enumerate(book[title].iter_rows(values_only=True), 1)
        return {number for number, row in rows if any(isinstance(cell, str) and cell.startswith("=") for cell in row)}


def _check(name: str, head: Sequence[str], columns: Columns) -> None:
    if len(head) == 1 and any(sign in head[0] for sign in ";\t|"):
        raise DataFileError(name, f"has one column '{head[0][:60]}': part the columns by commas, or name the file .tsv for tabs")
    if missing := [c for c in columns.named() if c not in head]:
        raise DataFileError(name, f"has no column '{missing[0]}'; there are {', '.join(filter(None, head)) or 'none'}")
    if twice := [c for c in head if c and head.count(c) > 1]:
        raise DataFileError(name, f"has the column '{twice[0]}' twice")
