"""Tables of a PDF's text layer: those with rules as a grid of cells, others by where their headings stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from findings_nlp.geometry import Box
from findings_nlp.layout.model import runs
from findings_nlp.plans.grid import Cell, GridRow, joined
from findings_nlp.source.pdf import Line, Page

_NEAR = 3.0  # points: rules nearer than that are one
_MOST = 400  # rules of one direction on a page; more are a drawing
_INSET = 14.0  # points from a column's edge to its text
_LEAST = 12.0  # points: a column that is narrower is a doubled rule


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `at` is its place across, `start` and `end` where it runs."""

    at: float
    start: float
    end: float


def rules_of(boxes: Iterable[Box], upright: bool) -> list[Rule]:
    """Rules from their strokes: strokes that go on from one another are one."""
    found = [Rule((b[0] + b[2]) / 2, b[1], b[3]) if upright else Rule((b[1] + b[3]) / 2, b[0], b[2]) for b in boxes]
    out: list[Rule] = []
    by_place: dict[int, list[Rule]] = defaultdict(list)
    anchors: list[float] = []
    for rule in sorted(found, key=lambda r: r.at):
        if not anchors or rule.at - anchors[-1] > _NEAR:
            anchors.append(rule.at)
        by_place[len(anchors) - 1].append(rule)
    for place, rules in by_place.items():
        at, open_ = anchors[place], sorted(rules, key=lambda r: r.start)
        start, end = open_[0].start, open_[0].end
        for rule in open_[1:]:
            if rule.start > end + _NEAR:
                out.append(Rule(at, start, end))
                start = rule.start
            end = max(end, rule.end) if rule.start <= end + _NEAR else rule.end
        out.append(Rule(at, start, end))
    return out


def tables_of(page: Page) -> list[list[GridRow]]:
    """The ruled tables of a page with two columns or more, from top to bottom."""
    shapes = page.shapes
    vertical_rules = [r for r in rules_of(shapes.vertical_rules, True) if r.end - r.start > _LEAST]
    levels = [r for r in rules_of(shapes.horizontal_rules, False) if r.end - r.start > _LEAST]
    if not 3 <= len(vertical_rules) <= _MOST or len(levels) > _MOST:
        return []
    found = []
    for ups, downs in _touching(vertical_rules, levels):
        edges = _edges([r.at for r in ups], _LEAST)
        tops = _edges([*(r.at for r in downs), min(r.start for r in ups), max(r.end for r in ups)], _NEAR)
        if len(edges) > 2 and len(tops) > 1:
            found.append((tops[0], _grid(page, edges, tops, ups, downs)))
    return [rows for _, rows in sorted(found, key=lambda table: table[0])]


def _edges(values: list[float], near: float) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > near:
            out.append(value)
    return out


def _touching(vertical_rules: list[Rule], levels: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another, through others too: one group for each table."""
    parent = list(range(len(vertical_rules) + len(levels)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = k = parent[parent[k]]
        return k

    for i, up in enumerate(vertical_rules):
        for j, level in enumerate(levels):
            if level.start - _NEAR <= up.at <= level.end + _NEAR and up.start - _NEAR <= level.at <= up.end + _NEAR:
                parent[root(i)] = root(len(vertical_rules) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, up in enumerate(vertical_rules):
        groups[root(i)][0].append(up)
    for j, level in enumerate(levels):
        groups[root(len(vertical_rules) + j)][1].append(level)
    return [group for group in groups.values() if len(group[0]) > 2]


def _runs(rules: Sequence[Rule], at: float, place: float) -> bool:
    """Whether a rule at `at` passes `place`."""
    return any(abs(r.at - at) <= _NEAR and r.start - _NEAR <= place <= r.end + _NEAR for r in rules)


def _grid(page: Page, edges: list[float], tops: list[float], ups: list[Rule], downs: list[Rule]) -> list[GridRow]:
    columns, rows = len(edges) - 1, len(tops) - 1
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in page.lines:
        x, y = line.x0 + min(6.0, (line.x1 - line.x0) / 2), (line.y0 + line.y1) / 2
        if edges[0] <= x <= edges[-1] and tops[0] <= y <= tops[-1]:
            row, column = min(bisect_right(tops, y), rows) - 1, min(bisect_right(edges, x), columns) - 1
            lines[row, column].append(line)
    out = []
    for row in range(rows):
        middle = (tops[row] + tops[row + 1]) / 2
        cells = []
        for column in range(columns):
            centre = (edges[column] + edges[column + 1]) / 2
            left = column > 0 and not _runs(ups, edges[column], middle) and not _apart(lines, row, column, edges)
            above = row > 0 and not _runs(downs, tops[row], centre)
            cells.append(_cell(lines.get((row, column), []), above, left))
        out.append(GridRow(_merged(cells), first=row == 0))
    return _without_blanks(_raised(out))


def _raised(rows: list[GridRow]) -> list[GridRow]:
    """What stands in cells that are one with the cell above them goes to the first of them."""
    for k, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            if cell.above and cell.text:
                top = next(rows[n].cells[column] for n in range(k - 1, -1, -1) if not rows[n].cells[column].above or n == 0)
                top.text, top.places = joined([top.text, cell.text]), top.places + cell.places
                cell.text, cell.places = "", []
    return rows


def _apart(lines: dict[tuple[int, int], list[Line]], row: int, column: int, edges: list[float]) -> bool:
    """Whether a column has text of its own in a row, though no rule parts it: low rows lose the short strokes between their cells."""
    own = lines.get((row, column), [])
    before = [line for k in range(column) for line in lines.get((row, k), ())]
    begins = all(edges[column] - _NEAR <= line.x0 <= edges[column] + _INSET for line in own)
    return bool(own) and begins and all(line.x1 <= edges[column] + _NEAR for line in before)


def _cell(lines: list[Line], above: bool = False, left: bool = False) -> Cell:
    ordered = sorted(lines, key=lambda line: (round(line.y0 + line.y1) // 6, line.x0))
    return Cell(joined([line.text for line in ordered]), runs(ordered) if ordered else [], above, left)


def _merged(cells: list[Cell]) -> list[Cell]:
    """What stands in cells that are one with their left neighbour goes to the first of them."""
    for k, cell in enumerate(cells):
        if cell.left and cell.text:
            first = next(n for n in range(k, -1, -1) if not cells[n].left)
            cells[first].text = joined([cells[first].text, cell.text])
            cells[first].places += cell.places
            cell.text, cell.places = "", []
    return cells


def _without_blanks(rows: list[GridRow]) -> list[GridRow]:
    kept = [row for row in rows if any(cell.text for cell in row.cells)]
    if kept:
        kept[0].first = True
    return kept


def unruled(page: Page, starts: Sequence[float], top: float) -> list[GridRow]:
    """The rows of a table without rules below its headings.

    A row begins where the first column has a line that is no wrapped one, or where a gap runs through all columns.

    Args:
        page: of the text layer.
        starts: where the columns begin, in points from the left.
        top: the lower edge of the headings.
    """
    lines = sorted(
        (line for line in page.lines if line.y0 >= top - 1 and line.x0 >= starts[0] - _NEAR), key=lambda o: (o.y0, o.x0)
    )
    rows: list[list[list[Line]]] = []
    foot = top
    for line in lines:
        column = max(bisect_right(starts, line.x0 + _NEAR) - 1, 0)
        gap = line.y0 - foot
        height = line.y1 - line.y0
        opens = not rows or gap > 0.6 * height or (column == 0 and _numbers(line) and rows[-1][0] and _below(rows[-1][0], line))
        if opens:
            rows.append([[] for _ in starts])
        rows[-1][column].append(line)
        foot = max(foot, line.y1)
    out = [GridRow([_cell(cell) for cell in row]) for row in rows]
    return _without_blanks(out)


def _numbers(line: Line) -> bool:
    return line.text.strip()[:1].isdigit()


def _below(cell: list[Line], line: Line) -> bool:
    return line.y0 > cell[-1].y1 - 1
