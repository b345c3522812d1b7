"""The only module that imports xlsxwriter: workbooks whose cells are never formulas and whose links lead to web addresses alone.

Each sheet has its title in the first cell, what it holds in the second row and one Excel table below, with filters and a head
that stays in view; no cell is merged. Texts that a cell cannot hold are cut and end in `CUT`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from findings_nlp.errors import TablesError
from findings_nlp.show.words import visible

HEAD = 3  # the row of a sheet's head, from 0
CUT = " [cut: longer than a cell can hold]"
MOST_ROWS = 1_048_576 - HEAD - 1
_LONGEST = 32_767  # UTF-16 units that Excel takes in a cell
_MOST_LINKS = 65_000  # of a sheet; Excel takes 65,530
_WIDEST, _NARROWEST = 60, 9
_SHORT, _SHORT_WIDEST = 120, 40  # characters up to which a text is set in a few lines of a narrower column
_A4, _A3 = 9, 8  # as Excel counts papers
_A4_HOLDS = 200  # characters that are still read when they share the width of an A4 page
_LINE, _TALLEST = 15, 400  # points: a line, and what a row may have in Excel
_LOOKED_AT = 300  # rows from which a column's width is taken
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "about": {},
    "subtitle": {"bold": True, "font_size": 12},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e7eaef"},
    "text": {"text_wrap": True, "valign": "top", "indent": 1},
    "fact": {"text_wrap": True, "valign": "top", "align": "left", "num_format": "#,##0"},
    "plain": {"valign": "top", "indent": 1},
    "number": {"valign": "top", "num_format": "0.00"},
    "integer": {"valign": "top", "num_format": "0"},
    "day": {"valign": "top", "align": "left", "num_format": "d mmmm yyyy"},
    "month": {"valign": "top", "align": "left", "num_format": "mmmm yyyy"},
    "link": {"valign": "top", "font_color": "#0b4f9e", "underline": 1},
    "edit": {"valign": "top", "text_wrap": True, "bg_color": "#fff8dc", "border": 1, "border_color": "#8a919c"},
}


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere: to a web address, or to a sheet and cell of the same workbook (`internal:`)."""

    shown: str | int
    target: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as a report tells it: with its day, or its month alone."""

    day: date
    whole: bool


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a sheet: its head; whether it is to be filled in, and from which list: a sheet's range or texts."""

    name: str
    edit: bool = False
    choices: str | tuple[str, ...] | None = None
    width: int | None = None


@dataclass(slots=True)
class _Sheet:
    written: Any
    links: int = 0
    told: list[str] = field(default_factory=list)


def xlsxwriter() -> Any:
    """The library.

    Raises:
        TablesError: where it is not installed.
    """
    try:
        import xlsxwriter as found
    except ImportError:
        raise TablesError("xlsx", "needs the package xlsxwriter: pip install 'findings-nlp[workbook]'") from None
    return found


def cell_text(text: str) -> str:
    r"""A text as a cell holds it: what hides or turns text is shown by its code, and what is too long is cut.

    >>> cell_text("a\u202eb"), len(cell_text("x" * 40_000))
    ('a[U+202E]b', 32767)
    """
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    if len(text) * 2 <= _LONGEST or len(text.encode("utf-16-le", "replace")) <= 2 * _LONGEST:
        return text
    room = text.encode("utf-16-le", "replace")[: 2 * (_LONGEST - len(CUT))]
    return room.decode("utf-16-le", "ignore") + CUT


def web_address(text: str | None) -> str | None:
    """An address that a cell may lead to: http or https with a host, printable, not too long for Excel; None for any other.

    >>> web_address("https://example.org/a.pdf"), web_address("file:///etc/passwd"), web_address("javascript:alert(1)")
    ('https://example.org/a.pdf', None, None)
    """
    if not text or len(text) > 2000 or any(not c.isprintable() or c.isspace() or c in '"<>\\^`{|}' for c in text):
        return None
    with suppress(ValueError):
        parts = urlsplit(text)
        if parts.scheme in ("http", "https") and parts.hostname:
            return text
    return None


def dated(text: str) -> Dated | str:
    """The date that `YYYY-MM` or `YYYY-MM-DD` tells, or the text itself where it tells none that Excel knows.

    >>> dated("2023-03"), dated("2023-02-31")
    (Dated(day=datetime.date(2023, 3, 1), whole=False), '2023-02-31')
    """
    if found := _DATE.fullmatch(text):
        with suppress(ValueError):
            day = date(int(found[1]), int(found[2]), int(found[3] or 1))
            return Dated(day, found[3] is not None) if day.year >= 1900 else text
    return text


class Book:
    """A workbook in memory; the same cells give the same bytes.

    Args:
        title: of the workbook, for its properties.
    """

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter().Workbook(self._bytes, options)
        stamp = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # no clock: the same cells give the same bytes
        self._book.set_properties({"title": cell_text(title), "author": "findings_nlp", "created": stamp})
        self._looks = {
            name: self._book.add_format({"font_name": "Arial", "font_size": 11} | look) for name, look in _LOOKS.items()
        }
        self._tables = 0
        self.cut = 0

    def data(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._bytes.getvalue()

    def page(self, name: str, lines: Iterable[tuple[str, Sequence[Any]]], widths: Sequence[int] = (40, 90)) -> None:
        """A sheet of lines, each a look (`title`, `subtitle`, `fact`, `edit`) and its cells from the first column on.

        Args:
            name: of the sheet.
            lines: looks and cells.
            widths: of the columns, in characters.
        """
        sheet = _Sheet(self._book.add_worksheet(name))
        sheet.written.hide_gridlines(2)
        for k, width in enumerate(widths):
            sheet.written.set_column(k, k, width, self._looks["text"])
        for row, (look, cells) in enumerate(lines):
            if look in ("fact", "edit"):
                sheet.written.set_row(row, _height(cells, widths))
            for column, value in enumerate(cells):
                self._cell(sheet, row, column, value, "fact" if look == "edit" and column == 0 else look)
        self._printed(sheet.written, 0, sum(widths))

    def table(
        self, name: str, title: str, about: str, heads: Sequence[Head], rows: Sequence[Sequence[Any]], back: str | None = None
    ) -> None:
        """A sheet with one table.

        Args:
            name: of the sheet.
            title: in its first cell.
            about: what it holds, in the second row.
            heads: of the columns, each name once.
            rows: cells: texts, numbers, truths, `Dated`, `Link`, or None for an empty cell.
            back: the sheet that the third row leads back to.

        Raises:
            TablesError: where there are more rows than a sheet can hold.
        """
        if len(rows) > MOST_ROWS:
            raise TablesError("xlsx", f"{name} has {len(rows):,} rows, more than a sheet can hold: write parquet, sqlite or csv")
        sheet = _Sheet(self._book.add_worksheet(name))
        widths = [head.width or _width(head.name, column, rows) for column, head in enumerate(heads)]
        for column, width in enumerate(widths):
            sheet.written.set_column(column, column, width, self._looks["plain"])
        self._cell(sheet, 0, 0, title, "title", wrap=False)
        self._cell(sheet, 1, 0, about, "about", wrap=False)
        if back:
            self._cell(sheet, 2, 0, Link(f"Back to {back}", f"internal:'{back}'!A1"))
        for row, cells in enumerate(rows, HEAD + 1):
            sheet.written.set_row(row, _height(cells, widths))
            for column, (value, head) in enumerate(zip(cells, heads, strict=True)):
                self._cell(sheet, row, column, value, "edit" if head.edit else None)
        last = HEAD + max(1, len(rows))  # Excel takes no table without a row
        self._tables += 1
        sheet.written.add_table(
            HEAD, 0, last, len(heads) - 1,
            {
                "name": f"table_{self._tables}_{re.sub('[^a-z0-9]+', '_', name.lower())}", "style": "Table Style Light 1",
                "columns": [{"header": head.name, "header_format": self._looks["head"]} for head in heads],
            },
        )  # fmt: skip
        for column, head in enumerate(heads):
            if head.choices:
                source = head.choices if isinstance(head.choices, str) else list(head.choices)
                told = {"error_title": "Not in the list", "error_message": "Choose from the list, or leave the cell empty."}
                sheet.written.data_validation(HEAD + 1, column, last, column, {"validate": "list", "source": source} | told)
        sheet.written.set_row(HEAD, 2 * _LINE)
        sheet.written.freeze_panes(HEAD + 1, 0)
        self._printed(sheet.written, HEAD, sum(widths))

    def _printed(self, sheet: Any, head: int, width: float) -> None:
        """Set up paper: one page wide, as many high as it takes, with the head on each; who hides columns prints the rest larger."""
        sheet.set_landscape()
        sheet.set_paper(_A4 if width <= _A4_HOLDS else _A3)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)  # inches
        sheet.fit_to_pages(1, 0)
        if head:
            sheet.repeat_rows(head)
        sheet.set_footer("&L&A&RPage &P of &N")

    def _cell(self, sheet: _Sheet, row: int, column: int, value: Any, look: str | None = None, wrap: bool = True) -> None:
        looks, written = self._looks, sheet.written
        if value is None or value == "":
            if look == "edit":
                written.write_blank(row, column, None, looks[look])
        elif isinstance(value, Link):
            target = value.target if value.target.startswith("internal:'") else web_address(value.target)
            if target is None or sheet.links >= _MOST_LINKS:
                self._cell(sheet, row, column, value.shown, look)
            else:
                sheet.links += 1
                written.write_url(row, column, target, looks["link"], cell_text(str(value.shown)))
        elif isinstance(value, Dated):
            written.write_datetime(row, column, value.day, looks["day" if value.whole else "month"])
        elif isinstance(value, bool):
            written.write_string(row, column, "Yes" if value else "No", looks[look or "plain"])
        elif isinstance(value, int | float):
            written.write_number(row, column, value, looks[look or ("integer" if isinstance(value, int) else "number")])
        else:
            text = cell_text(str(value))
            self.cut += text.endswith(CUT)
            written.write_string(row, column, text, looks[look or ("text" if wrap and len(text) > 20 else "plain")])


def _length(value: Any) -> int:
    if isinstance(value, Dated):
        return 18
    shown = value.shown if isinstance(value, Link) else value
    return max((len(line) for line in str(shown).split("\n")), default=0) if shown is not None else 0


def _width(head: str, column: int, rows: Sequence[Sequence[Any]]) -> float:
    lengths = sorted(_length(row[column]) for row in rows[:_LOOKED_AT]) or [0]
    usual = lengths[int(0.9 * (len(lengths) - 1))]
    longest_word = max(len(word) for word in head.split()) + 3  # room for the filter's arrow
    return min(_SHORT_WIDEST if usual <= _SHORT else _WIDEST, max(_NARROWEST, longest_word, usual + 1))


def _height(cells: Sequence[Any], widths: Sequence[float]) -> float:
    """Points that a row needs: programs do not all fit it to wrapped text by themselves."""
    lines = 1
    for value, width in zip(cells, widths, strict=False):
        if isinstance(value, str) and len(value) > 20:
            # words do not fill a line to its end, and some programs draw a little wider
            lines = max(lines, sum(1 + int(len(line) / (0.92 * width)) for line in value.split("\n")))
    return min(_TALLEST, _LINE * lines)
