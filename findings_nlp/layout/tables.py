"""Which lines are cells of tables, and the rows they make. Tags where present, else shared rows within a column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise, zip_longest

from findings_nlp.geometry import Box, Shapes, band, parted, ruled
from findings_nlp.layout.boxes import floats
from findings_nlp.layout.clean import Vocabulary, join_lines
from findings_nlp.layout.model import Block
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import CROWD, Line

# what never continues the cell above it: a standard's number, a percentage, a whole rating
_OPENS_ROW = re.compile(
    r"\s*(?:(?:[PRNV]\s?)?\d\.\d{1,2}\b|\d{1,3}\s?%\s*$|(?:outstanding|good|requires(?: improvement)?|inadequate)\s*$)", re.I
)

_LEVEL = 4 * CROWD  # lines that follow one down the page and may stand beside it
_SHARE = re.compile(r"\s*\d{1,3}\s?%\s*")
_HEADER_LINES = 8
# heads of columns that nothing goes on from
_HEADER_CELL = re.compile(
    r"key questions?|percent(?:age)?|percentage of cases|standards?|ratings?|no\.?|number|recommendations?|\W*", re.I
)


def mark_cells(lines: list[Line], lead: float, shapes: Shapes, tags_tables: bool = False) -> None:
    """Set `kind = "cell"` on table cells among one page's lines in reading order; `shapes` holds its rules.

    `tags_tables`: every table is tagged; two texts with tags of their own side by side stand in columns of a page.
    """
    position = {id(line): k for k, line in enumerate(lines)}
    for line in lines:
        if "TD" in line.roles or "TH" in line.roles:
            line.kind = "cell"
    starts = Counter(round(line.x0) for line in lines)
    _drop_lone_cells(lines, lead)
    untagged = [line for line in lines if not line.kind]
    floating = floats(untagged, shapes.panels)
    beside: dict[int, Line] = {}
    ordered = sorted(untagged, key=lambda o: o.y0)
    for i, a in enumerate(ordered):
        for b in ordered[i + 1 : i + 1 + _LEVEL]:
            if b.y0 > a.y1:
                break
            if a.side != b.side or a.band != b.band or floating.get(id(a)) != floating.get(id(b)):
                continue
            if tags_tables and a.tag and b.tag and a.tag != b.tag:
                continue
            overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
            left, right = (a, b) if a.x0 <= b.x0 else (b, a)
            height = min(a.y1 - a.y0, b.y1 - b.y0)
            if overlap < SETTINGS.cell_overlap_share * height:
                continue
            # what is centred beside a cell of two lines stands half way between them
            if overlap < SETTINGS.centred_overlap_share * height and not (
                _SHARE.fullmatch(right.text) or _ruled(left, right, shapes.vertical_rules)
            ):
                continue
            if left.bold and left.size > SETTINGS.much_larger_size_ratio * right.size and sum(c.isalpha() for c in left.text) > 6:
                continue  # a heading with a note in the margin
            # justified text has wide gaps too, but within one line, that is between neighbours in the stream
            together = abs(position[id(left)] - position[id(right)]) == 1
            least = (
                SETTINGS.neighbour_gap_sizes if together and starts[round(right.x0)] <= 2 else SETTINGS.cell_gap_sizes
            ) * left.size
            if right.x0 - left.x1 < least and not _ruled(left, right, shapes.vertical_rules):
                continue
            # an item of a list has no neighbours; the number of a row may stand before its first cell's text
            if left.label and not (_numbers_row(left, right) and _ruled(left, right, shapes.vertical_rules)):
                continue
            beside[id(left)] = right
            beside.setdefault(id(right), left)
    for line in untagged:
        if id(line) in beside:
            line.kind = "cell"
    # a cell of several lines has a neighbour beside one of them only
    for direction in (1, -1):
        sequence = untagged[::direction]
        for a, b in pairwise(sequence):
            if a.kind == "cell" and not b.kind and _same_cell(a, b, lead, direction) and not _parted(shapes, a, b):
                other = beside.get(id(a))
                if b.label and not (other and _numbers_row(b, other) and _ruled(b, other, shapes.vertical_rules)):
                    continue
                if other is None or b.x1 < other.x0 or other.x0 < b.x0:
                    b.kind = "cell"
                    if other is not None:
                        beside[id(b)] = other


def untag_panels(lines: list[Line]) -> None:
    """A tagged table whose only column holds a list or many lines is a panel around running text, over page breaks too.

    So is one whose only cell holds several paragraphs: a page set in a layout table. Tables within it stay tables.
    """
    columns: dict[tuple[int, ...], list[Line]] = {}
    for line in lines:
        if "Table" in line.roles and ("TD" in line.roles or "TH" in line.roles):
            columns.setdefault(_outer(line, "Table"), []).append(line)
    for inside in columns.values():
        own = [line for line in inside if line.roles.count("Table") == 1]
        by_page: dict[tuple[int, int], list[Line]] = {}
        for line in own:
            by_page.setdefault((line.page, line.side), []).append(line)
        parted = any(_beside(level) for level in by_page.values())
        paragraphs = len({line.tag for line in own if line.roles[-1] not in ("TD", "TH")})
        one_cell = len({_outer(line, "TD") for line in own if "TD" in line.roles}) == 1 and paragraphs > 2
        if len(own) > 4 and not parted and (one_cell or any(line.label for line in own)):
            for line in inside:
                line.roles = _untagged(line.roles)


def _outer(line: Line, role: str) -> tuple[int, ...]:
    """The tag of the outermost element of a role that holds the line."""
    return line.tag[: len(line.tag) - (len(line.roles) - line.roles.index(role) - 1)]


def _untagged(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Roles without those of the outermost table."""
    inner = next((k for k, role in enumerate(roles) if role == "Table" and "Table" in roles[:k]), len(roles))
    return tuple(r for r in roles[:inner] if r not in ("Table", "TR", "TD", "TH", "TBody", "THead")) + roles[inner:]


def _beside(lines: list[Line]) -> bool:
    """Whether two of the lines, the left one without a label, stand beside each other."""
    ordered = sorted(lines, key=lambda o: o.y0)
    tops = [o.y0 for o in ordered]
    for a in lines:
        reach = SETTINGS.level_sizes * a.size
        near = ordered[bisect_left(tops, a.y0 - reach) : bisect_right(tops, a.y0 + reach)]
        if not a.label and any(abs(a.y0 - b.y0) < reach and b.x0 > a.x1 for b in near):
            return True
    return False


def _drop_lone_cells(lines: list[Line], lead: float) -> None:
    """A line tagged as a cell far from any other cell was hung there by mistake: MuPDF does so after page breaks."""
    cells = sorted((line for line in lines if line.kind == "cell"), key=lambda o: o.y0)
    foot = -1e9
    for line, after in zip_longest(cells, cells[1:]):
        if not (
            line.y0 < foot + SETTINGS.lone_cell_leads * lead or (after and after.y0 < line.y1 + SETTINGS.lone_cell_leads * lead)
        ):
            line.kind, line.roles, line.tag = "", (), ()
        foot = max(foot, line.y1)


def _ruled(left: Line, right: Line, vertical_rules: list[Box]) -> bool:
    """Whether a vertical rule stands between two pieces."""
    return ruled(left.x1, right.x0, (left.y0 + left.y1) / 2, vertical_rules)


def _numbers_row(left: Line, right: Line) -> bool:
    return left.label[:1].isdigit() and not right.label


def _parted(shapes: Shapes | None, a: Line, b: Line) -> bool:
    """Whether a level rule runs between two lines, one below the other."""
    upper, lower = sorted(((a.y0 + a.y1) / 2, (b.y0 + b.y1) / 2))
    return shapes is not None and parted(shapes.horizontal_rules, max(a.x0, b.x0), min(a.x1, b.x1), upper, lower)


def _same_cell(a: Line, b: Line, lead: float, direction: int) -> bool:
    step = (b.y0 - a.y0) * direction
    return (
        abs(a.x0 - b.x0) < SETTINGS.cell_edge_points
        and abs(a.size - b.size) < SETTINGS.same_cell_size_points
        and 0 < step < SETTINGS.cell_step_leads * lead
    )


def rows_of(lines: list[Line], lead: float, vocabulary: Vocabulary, shapes: dict[int, Shapes]) -> list[Block]:
    """Rows from a run of cell lines in reading order; `shapes` by page."""
    rows: list[list[list[Line]]] = []
    for line in lines:
        row = rows[-1] if rows else None
        cell = _home(row, line, lead, shapes.get(line.page)) if row else None
        if cell is not None:
            cell.append(line)
        elif row and _on_row(row, line, shapes.get(line.page)):
            row.append([line])
        else:
            rows.append([[line]])
    blocks = []
    for row in rows:
        row.sort(key=lambda cell: cell[0].x0)
        block = Block("row", [line for cell in row for line in cell])
        block.evidence = "tagged" if any("TD" in o.roles or "TH" in o.roles for o in block.lines) else "inferred"
        _write_text(block, [(*_cell_text(cell, vocabulary), cell) for cell in row])
        blocks.append(block)
    return blocks


def _home(row: list[list[Line]], line: Line, lead: float, shapes: Shapes | None) -> list[Line] | None:
    """The cell of the row that the line continues."""
    prefixed = any(re.fullmatch(r"\s*[PRNVC]\s*", cell[-1].text) and abs(cell[-1].x0 - line.x0) < 3 for cell in row)
    if _OPENS_ROW.match(line.text) and not prefixed and any(cell[0].x0 < line.x1 and line.x0 < cell[-1].x1 for cell in row):
        return None
    for cell in row:
        last = cell[-1]
        if last.page != line.page or last.side != line.side or last.text.rstrip().endswith("?"):
            continue
        head = len(cell) < _HEADER_LINES and _HEADER_CELL.fullmatch(" ".join(o.text.strip() for o in cell))
        if head or _parted(shapes, last, line):
            continue
        if line.roles and last.roles and line.tag and last.tag:
            if line.tag == last.tag:
                return cell
            continue
        aligned = abs(last.x0 - line.x0) < SETTINGS.cell_edge_points or (line.x0 < last.x1 and last.x0 < line.x1 and len(row) > 1)
        height = last.y1 - last.y0
        if (
            aligned
            and line.y0 > last.y0 + SETTINGS.cell_below_share * height
            and line.y0 - last.y1 < max(SETTINGS.cell_foot_points, lead - height) + SETTINGS.cell_foot_sizes * line.size
        ):
            return cell
    return None


def _band(line: Line, shapes: Shapes) -> tuple[int, int] | None:
    found = band(shapes.horizontal_rules, line.x0, line.x1, (line.y0 + line.y1) / 2)
    return found and (round(found[0] / 3), round(found[1] / 3))


def _tag(line: Line) -> tuple[int, ...]:
    """The tag of the row that holds the line."""
    return line.tag[: len(line.tag) - (len(line.roles) - line.roles.index("TR") - 1)] if "TR" in line.roles else ()


def _on_row(row: list[list[Line]], line: Line, shapes: Shapes | None) -> bool:
    top = min(o.y0 for cell in row for o in cell)
    bottom = max(o.y1 for cell in row for o in cell)
    first = row[0][0]
    if first.page != line.page or first.side != line.side:
        return False
    if any(cell[0].x0 < line.x1 and line.x0 < max(o.x1 for o in cell) for cell in row):
        return False
    # cells set low or in the middle begin below the first line of a higher one
    if (tag := _tag(line)) and tag == _tag(first):
        return True
    if shapes and (within := _band(line, shapes)) and within == _band(first, shapes):
        return True
    return min(bottom, line.y1) - max(top, line.y0) > SETTINGS.row_overlap_share * (line.y1 - line.y0)


def _cell_text(cell: list[Line], vocabulary: Vocabulary) -> tuple[str, list[tuple[int, int, int]]]:
    """The cell's text with the label that was taken off its first line ("1." before a standard's name)."""
    text, offsets = join_lines(cell, vocabulary)
    label = cell[0].label
    if not label or label == "•":
        return text, offsets
    shift = len(label) + 1
    return f"{label} {text}", [(start + shift, end + shift, k) for start, end, k in offsets]


def _write_text(block: Block, cells: list[tuple[str, list[tuple[int, int, int]], list[Line]]]) -> None:
    text, at = "", 0
    for piece, shares, lines in cells:
        if text:
            text += " | "
        block.cells.append((len(text), len(text) + len(piece)))
        block.offsets += [(start + len(text), end + len(text), index + at) for start, end, index in shares]
        text += piece
        at += len(lines)
    block.text = text
