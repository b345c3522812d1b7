"""From the tables of an action plan to its answers, row by row: which column is what, what belongs to which recommendation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from findings_nlp.layout.lists import ADDRESSEE
from findings_nlp.plans.contents import by_content, is_numbered, number_and_text, number_of
from findings_nlp.plans.due import due
from findings_nlp.plans.grid import Grid, GridRow, Places, Sheets, joined
from findings_nlp.plans.wording import Headings, agreement_of, opening_agreement, progress_of, words_of

FIELDS = ("number", "recommendation", "status", "response", "owner", "date", "progress")
_HEAD_ROWS = 40  # rows of a table in which its headings are looked for
_ENDS = re.compile(r"[.!?;:)’”\"']$")
_SHOULD = re.compile(r"\b(?:should|must|needs? to)\b\s{0,3}[:–—-]?\s{0,3}$", re.I)


@dataclass(slots=True)
class Answer:
    """One row of an action plan; texts as printed. `sheet` and `row` of files without pages, `places` of a PDF."""

    number: str | None = None
    recommendation: str | None = None
    addressee: str | None = None
    status: str | None = None
    status_printed: str | None = None
    response: str | None = None
    owner: str | None = None
    target_date: str | None = None
    target_printed: str | None = None
    progress: str | None = None
    progress_status: str | None = None
    sheet: str | None = None
    row: int | None = None
    places: Places = field(default_factory=list)


@dataclass(slots=True)
class Columns:
    """Which columns of a table hold which field; `starts` are the columns' left edges on a page."""

    of: dict[str, list[int]]
    count: int

    def text(self, row: GridRow, name: str) -> str:
        """The text of a field in a row, of several columns one behind the other."""
        found = [row.cells[k].text for k in self.of.get(name, ()) if k < len(row.cells) and row.cells[k].text]
        return ("; " if name == "owner" else " ").join(dict.fromkeys(found))

    def merged_above(self, row: GridRow, name: str) -> bool:
        """Whether a field's cell is one with the cell above it."""
        return any(row.cells[k].above for k in self.of.get(name, ()) if k < len(row.cells))


@dataclass(slots=True)
class _Row:
    """The fields of a row with its place, before it is known what it belongs to."""

    texts: dict[str, str]
    source: GridRow
    grid: Grid
    group: str = ""


def answers_of(sheets: Sheets, known: Headings) -> list[Answer]:
    """The answers of all tables that have a column of recommendations, or their numbers, and one of what is done about them."""
    out: list[Answer] = []
    before: Columns | None = None
    for grid in sheets.grids:
        found = _head(grid, known)
        if found is None and (before is None or not _goes_on(grid, before)):
            before = None if grid.rows and not grid.paged else before
            continue
        start, columns = found if found is not None else (0, before)
        if columns is None:
            continue
        rows = _rows(grid, start, columns, known)
        _settle_status(rows)
        _gather(rows, columns, out, _caption(grid, columns))
        before = columns
    return out


def _goes_on(grid: Grid, before: Columns) -> bool:
    """Whether a table without headings goes on from the one before it."""
    widths = Counter(len(row.cells) for row in grid.rows)
    return bool(widths) and widths.most_common(1)[0][0] == before.count and not (grid.caption and not grid.paged)


def _head(grid: Grid, known: Headings) -> tuple[int, Columns] | None:
    """The first row below the headings, and what they name."""
    for k, row in enumerate(grid.rows[:_HEAD_ROWS]):
        named = _named(row, known)
        if not _is_head(named):
            continue
        # headings of two rows: the lower one parts a column of the upper
        below = _named(grid.rows[k + 1], known) if k + 1 < len(grid.rows) else {}
        two = len(set(below.values()) - {"other"}) >= 2 and len(below) >= len([c for c in grid.rows[k + 1].cells if c.text])
        start = k + (2 if two else 1)
        of: dict[str, list[int]] = {}
        for column, name in sorted(by_content(grid.rows[start:], len(row.cells), named | below if two else named).items()):
            of.setdefault(name, []).append(column)
        return start, Columns(of, len(row.cells))
    return None


def _named(row: GridRow, known: Headings) -> dict[int, str]:
    return {k: name for k, cell in enumerate(row.cells) if not cell.left and (name := known.field_of(cell.text))}


def _is_head(named: dict[int, str]) -> bool:
    found = set(named.values())
    asked, done = found & {"recommendation", "number"}, found & {"response", "status", "progress", "status_or_progress"}
    untold = {"recommendation", "owner", "date"} <= found
    alone = untold or ("response" in found and len(found & {"owner", "date", "progress", "status_or_progress"}) > 1)
    return bool(asked and done and len(found) > 1) or alone


def _rows(grid: Grid, start: int, columns: Columns, known: Headings) -> list[_Row]:
    out = []
    head = {name for name in columns.of if name != "other"}
    first = start > 0 and all(row.first or k for k, row in enumerate(grid.rows[:start]))
    for source in grid.rows[start:]:
        again = _named(source, known)
        if len({*again.values()} & head) >= max(2, len(head) - 2) and _is_head(again):
            first = first or source.first  # the headings, repeated on a page
            continue
        source.first, first = source.first or first, False
        texts = {name: columns.text(source, name) for name in columns.of}
        filled = [cell for cell in source.cells if cell.text]
        if filled:
            out.append(_Row(texts, source, grid, _group(source, columns)))
    return out


def _group(row: GridRow, columns: Columns) -> str:
    """The text of a row that heads those below it: one cell over the whole width, or a lone text in the first column."""
    filled = [k for k, cell in enumerate(row.cells) if cell.text]
    if len(filled) != 1 or len(row.cells) < 2:
        return ""
    text = row.cells[filled[0]].text
    whole = all(cell.left for cell in row.cells[filled[0] + 1 :]) and filled[0] == 0
    if whole:
        return text
    lone = filled[0] in (*columns.of.get("number", ()), *columns.of.get("recommendation", ()), 0)
    speaks = _SHOULD.search(text) or ADDRESSEE.fullmatch(text) or (is_numbered(text) and "recommendation" not in columns.of)
    in_number = filled[0] in columns.of.get("number", ()) and number_of(text) is None
    return text if lone and (speaks or in_number) else ""


def _settle_status(rows: list[_Row]) -> None:
    """A column headed "Status" holds agreement or progress, whichever more of its cells say."""
    cells = [row.texts["status_or_progress"] for row in rows if row.texts.get("status_or_progress")]
    agreed = sum(agreement_of(cell) is not None for cell in cells)
    name = "status" if agreed > sum(progress_of(cell) is not None for cell in cells) else "progress"
    for row in rows:
        text = row.texts.pop("status_or_progress", "")
        if text:
            row.texts[name] = joined([row.texts.get(name, ""), text])


def _caption(grid: Grid, columns: Columns) -> str:
    """The recommendation that stands before a table which has no column for it."""
    found = re.search(r"(?:^|(?<=\s))rec(?:ommendation)?s?\.?\s{0,3}(?:no\.?\s{0,3})?\d{1,2}\b.*", grid.caption, re.I | re.S)
    return found[0] if found and "recommendation" not in columns.of else ""


def _gather(rows: list[_Row], columns: Columns, out: list[Answer], caption: str) -> None:
    addressee: str | None = None
    open_: Answer | None = None
    numbered = "number" in columns.of or None
    if caption:
        open_ = Answer(*number_and_text(caption))
    if not caption and rows and rows[0].grid.paged and rows[0].source.first and out:
        open_, addressee = out[-1], out[-1].addressee
    for row in rows:
        if row.group:
            if _heads_recommendation(row.group, columns):
                open_ = Answer(*number_and_text(row.group), addressee)
            else:
                addressee = _SHOULD.sub("", row.group).strip(" :") or None
            continue
        if out and open_ is out[-1] and _continues(row, columns, out[-1], bool(numbered)):
            _append(out, row)
            continue
        made = _answer(row, columns, open_, addressee)
        if made is None:
            continue
        out.append(made)
        open_ = made


def _heads_recommendation(text: str, columns: Columns) -> bool:
    return "recommendation" not in columns.of and not _SHOULD.search(text)


def _whole_number(number: str | None) -> str | None:
    found = re.match(r"\d+", number or "")
    return found[0] if found else None


def _continues(row: _Row, columns: Columns, last: Answer, numbered: bool) -> bool:
    """Whether a row is the rest of the last one, cut by a page's end."""
    t = row.texts
    if not (row.grid.paged and row.source.first) or (number_of(t.get("number", "")) is not None):
        return False
    if t.get("status") and agreement_of(t["status"]) and last.status:
        return False
    if t.get("date") and due(t["date"]) and last.target_date:
        return False
    if t.get("recommendation"):
        if numbered:
            return True
        return bool(last.recommendation) and not _ENDS.search(last.recommendation or "") and t["recommendation"][:1].islower()
    if t.get("owner") and last.owner and t.get("response", "")[:1].isupper() and _ENDS.search(last.response or "."):
        return False
    cut = bool(last.response) and not _ENDS.search(last.response or "")
    return cut or t.get("response", "")[:1].islower() or not (t.get("owner") or t.get("date") or t.get("status"))


def _append(out: list[Answer], row: _Row) -> None:
    """Add the rest of a row to the last answer; the rest of a recommendation goes to all answers to it."""
    t, last = row.texts, out[-1]
    if rest := t.get("recommendation"):
        before = last.recommendation
        for answer in out:
            if answer.recommendation == before and answer.number == last.number:
                answer.recommendation = joined([before or "", rest])
    last.response = joined([last.response or "", t.get("response", "")]) or None
    last.owner = joined([last.owner or "", t.get("owner", "")]) or None
    last.progress = joined([last.progress or "", t.get("progress", "")]) or None
    last.target_printed = joined([last.target_printed or "", t.get("date", "")]) or None
    last.status_printed = joined([last.status_printed or "", t.get("status", "")]) or None
    _tell(last)
    last.places += [place for cell in row.source.cells for place in cell.places]


def _tell(answer: Answer) -> None:
    """States and dates from what is printed."""
    answer.status = agreement_of(answer.status_printed or "")
    if answer.status_printed is None and answer.response and (told := opening_agreement(answer.response)):
        answer.status, answer.status_printed = told
    answer.target_date = due(answer.target_printed or "")
    answer.progress_status = progress_of(answer.progress or "")
    if answer.progress_status is None and re.match(r"complete", words_of(answer.target_printed or "")):
        answer.progress_status = "complete"


def _answer(row: _Row, columns: Columns, open_: Answer | None, addressee: str | None) -> Answer | None:
    t, source = row.texts, row.source
    number, text = number_of(t.get("number", "")), t.get("recommendation", "").strip() or None
    if text and number is None:
        number, text = number_and_text(text)
    told = text is None and open_ is not None and _same(number, t.get("number", ""), open_)
    if told and open_ is not None:
        text, number = open_.recommendation, number or open_.number
    if text is None and number is None:
        return None
    made = Answer(number, text, addressee)
    made.response, made.owner = t.get("response") or None, t.get("owner") or None
    made.status_printed, made.target_printed, made.progress = (
        t.get("status") or None,
        t.get("date") or None,
        t.get("progress") or None,
    )
    if open_ is not None and told:
        for name, own in (
            ("status", "status_printed"),
            ("response", "response"),
            ("owner", "owner"),
            ("date", "target_printed"),
            ("progress", "progress"),
        ):
            inherits = columns.merged_above(source, name) or (name == "status" and name in columns.of)
            if inherits and getattr(made, own) is None:
                setattr(made, own, getattr(open_, own))
    _tell(made)
    made.sheet, made.row = (None, None) if row.grid.paged else (row.grid.name, source.number)
    made.places = [place for cell in source.cells for place in cell.places]
    return made


def _same(number: str | None, printed: str, open_: Answer) -> bool:
    """Whether a row without a recommendation is a further action on the one before it."""
    return number is None or _whole_number(number) == _whole_number(open_.number)
