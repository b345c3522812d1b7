"""Tables of action plans in a PDF's text layer."""

from __future__ import annotations

import re

from findings_nlp.plans.grid import Grid, GridRow, Sheets, joined
from findings_nlp.plans.ruled import tables_of, unruled
from findings_nlp.plans.wording import Headings
from findings_nlp.source.pdf import Line, Page, TextLayer, turned_back

_HINT = re.compile(
    r"\A(?=.*\b(?:recommend|hmip|inspector|action|argymhell))(?=.*\b(?:action|respon|agreed|accepted|will do|to do|owner|lead\b|by when|timescale|ymateb))",
    re.I | re.S,
)
_LONGEST = 120  # characters of a heading
_TITLE = 15.0  # points: type of that size is a title's
_FIELDS = 3  # that stand level make a head without rules


def may_hold_plan(layer: TextLayer, known: Headings) -> bool:
    """Whether a page has rules and words of an action plan, or lines that are headings of one: a quick look, before tables are made."""
    for page in layer.pages:
        if len(page.shapes.vertical_rules) > 2 and _HINT.search(" ".join(line.text for line in page.lines)):
            return True
        fields = {known.field_of(line.text) for line in page.lines if len(line.text) < _LONGEST}
        if {"recommendation", "number"} & fields and {"response", "status"} & fields and len(fields - {None}) >= _FIELDS:
            return True
    return False


def sheets_of_layer(layer: TextLayer, known: Headings) -> Sheets:
    """The tables of a PDF, page by page, with the text before each; boxes are as a reader displays the page.

    Args:
        layer: the text layer.
        known: wordings of headings, for tables without rules.
    """
    grids: list[Grid] = []
    texts: list[str] = []
    starts: list[float] = []
    for page in layer.pages:
        tables = [rows for rows in tables_of(page) if rows]
        inside = [box for rows in tables for row in rows for cell in row.cells for _, box in cell.places]
        outside = [line for line in page.lines if not any(_within(line, box) for box in inside)]
        outside.sort(key=lambda line: (line.y0, line.x0))
        if not tables:
            rows, starts, head = _by_heads(page, known, starts)
            if rows:
                tables = [rows]
                outside = [line for line in outside if line.y1 <= head]
        foot = 0.0
        for rows in tables:
            boxes = [box for row in rows for cell in row.cells for _, box in cell.places]
            top = min(box[1] for box in boxes)
            before = [line.text for line in outside if foot <= line.y1 <= top + 2]
            foot = max(box[3] for box in boxes)
            grids.append(Grid(_turned(rows, page), f"page {page.number}", joined(before[-4:]), paged=True))
        texts += _paragraphs(outside)
    return Sheets(grids, texts)


def _paragraphs(lines: list[Line]) -> list[str]:
    """The lines of a page as texts; a title that is set over several lines is one."""
    out: list[str] = []
    last: Line | None = None
    for line in lines:
        height = line.y1 - line.y0
        large = line.size > _TITLE or line.bold
        wrapped = (
            last is not None
            and large
            and last.bold == line.bold
            and abs(last.size - line.size) < 0.5
            and 0 < line.y0 - last.y0 < 1.5 * height
        )
        if wrapped and abs(last.x0 - line.x0) < 2 * line.size if last else False:
            out[-1] = joined([out[-1], line.text])
        else:
            out.append(line.text)
        last = line
    return out


def _within(line: Line, box: tuple[float, float, float, float]) -> bool:
    return box[0] - 1 <= line.x0 and line.x1 <= box[2] + 1 and box[1] - 1 <= line.y0 and line.y1 <= box[3] + 1


def _by_heads(page: Page, known: Headings, before: list[float]) -> tuple[list[GridRow], list[float], float]:
    """Rows of a page without rules by its headings, or by those of the page before."""
    named = [(line, known.field_of(line.text)) for line in page.lines if len(line.text) < _LONGEST]
    for line, name in sorted(named, key=lambda pair: pair[0].y0):
        if name not in ("recommendation", "number"):
            continue
        level = [(o, field) for o, field in named if field and abs(o.y0 - line.y0) < 2.5 * (line.y1 - line.y0)]
        if len({field for _, field in level}) >= _FIELDS:
            starts = sorted({round(o.x0, 1) for o, _ in level})
            starts = [x for k, x in enumerate(starts) if k == 0 or x - starts[k - 1] > 12]
            top = min(o.y0 for o, _ in level)
            return unruled(page, starts, top), starts, top
    if before and not any(line.size > 14 for line in page.lines):
        return unruled(page, before, 0.0), before, 0.0
    return [], [], 0.0


def _turned(rows: list[GridRow], page: Page) -> list[GridRow]:
    for row in rows if page.turn else ():
        for cell in row.cells:
            cell.places = [(number, turned_back(box, page.turn, page.width, page.height)) for number, box in cell.places]
    return rows
