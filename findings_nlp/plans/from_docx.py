"""Tables of a Word document, with merged cells, content controls and text boxes; what is deleted in tracked changes is not read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from findings_nlp.errors import OpenError
from findings_nlp.plans.grid import Cell, Grid, GridRow, Sheets, one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 50_000  # cells of a document
_WIDEST = 200  # columns that one cell may span


def sheets_of_docx(data: bytes, name: str) -> Sheets:
    """The tables of a Word document in order; tables within cells are text of their cell.

    Raises:
        OpenError: where it cannot be read, or python-docx is not installed.
    """
    body = _body(data, name)
    grids: list[Grid] = []
    texts: list[str] = []
    before: list[str] = []
    cells = 0
    for element in _blocks(body):
        if element.tag == f"{_W}p":
            if text := _text(element):
                texts.append(text)
                before.append(text)
            continue
        rows = _rows(element)
        cells += sum(len(row.cells) for row in rows)
        if cells > _MOST:
            raise OpenError(name, f"has more than {_MOST:,} cells in its tables")
        if rows:
            grids.append(Grid(rows, f"table {len(grids) + 1}", " ".join(before[-2:])))
            before = []
    return Sheets(grids, texts)


def _body(data: bytes, name: str) -> Any:
    try:
        import docx
    except ModuleNotFoundError:
        raise OpenError(name, "Word documents need python-docx: pip install 'findings-nlp[plans]'") from None
    try:
        return docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # lxml and python-docx raise many kinds for a broken file
        raise OpenError(name, f"is damaged ({one_line(error)[:120] or type(error).__name__})") from None


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls too."""
    for child in parent.iterchildren():
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _blocks(child)


def _inner(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _inner(child, tag)


def _rows(table: Any) -> list[GridRow]:
    out = []
    for number, row in enumerate(_inner(table, "tr"), 1):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells = [Cell() for _ in range(min(_number(row.find(f"{_W}trPr/{_W}gridBefore")), _WIDEST))]
        for cell in _inner(row, "tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            above = merge is not None and merge.get(f"{_W}val") != "restart"
            cells.append(Cell("" if above else _text(cell), above=above))
            span = min(_number(cell.find(f"{_W}tcPr/{_W}gridSpan")) or 1, _WIDEST)
            cells += [Cell(left=True, above=above) for _ in range(span - 1)]
        out.append(GridRow(cells, number))
    return out


def _number(element: Any) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return int(value) if value and value.isdigit() else 0


def _text(parent: Any) -> str:
    """The text of an element, its paragraphs parted by spaces."""
    pieces: list[str] = []
    for element in parent.iter():
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"):
            pieces.append(" ")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif element.tag == f"{_W}sym" and element.get(f"{_W}char", "").upper() in ("F0FE", "F0FD", "F052", "F053"):
            pieces.append("☒")
        elif element.tag == f"{_W}sym" and element.get(f"{_W}char", "").upper() in ("F0A8", "F06F", "F0A3"):
            pieces.append("☐")
    return one_line("".join(pieces))
