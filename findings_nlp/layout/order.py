"""Reading order on a page: columns told from tables, stream order checked.

Producers write text in reading order nearly always, so the stream is followed unless it is seen to jump about;
then the page is cut by geometry. Columns and table cells look alike from afar: columns are long lines on both sides of
one gutter, read one after the other; cells share rows.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from findings_nlp.layout.boxes import floats
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page


def in_reading_order(page: Page, lines: list[Line]) -> list[Line]:
    """The body lines in reading order, each with its column `side` (0 left or only, 1 right) and `band`."""
    for line in lines:
        line.side = line.band = 0
    gutter = _gutter(page, lines)
    if gutter is None:
        return lines if _stream_is_sound(lines) else _around(floats(lines, page.shapes.panels), lines)
    for line in lines:
        line.side = 1 if line.x0 >= gutter - 2 else 0
    spanning = {id(line) for line in lines if line.x0 < gutter - 4 and line.x1 > gutter + 4}
    sides = [[line for line in lines if line.side == s] for s in (0, 1)]
    if all(_stream_is_sound(side) for side in sides):
        # a return to the left column, or a line over both, opens a new band
        band, last = 0, 0
        for line in lines:
            if id(line) in spanning or (last == 1 and line.side == 0):
                band += 1
            line.band, last = band, line.side
        return lines
    return _by_geometry(lines, spanning)


def _around(floating: dict[int, int], lines: list[Line]) -> list[Line]:
    """Rows from top to bottom, what stands in a floating panel together, before the first line that begins below its top."""
    out = sorted_rows([line for line in lines if id(line) not in floating])
    for number in sorted(set(floating.values())):
        inside = sorted_rows([line for line in lines if floating.get(id(line)) == number])
        at = next((k for k, line in enumerate(out) if line.y0 > inside[0].y0), len(out))
        # not within an item that flows round the panel
        at = next((k for k in range(at, len(out)) if out[k].label or out[k].bold), len(out))
        out[at:at] = inside
    return out


def _stream_is_sound(lines: list[Line]) -> bool:
    """Whether the stream runs down the page; steps to the right within a row (cells) are no fault."""
    return not any(b.y0 < a.y0 - SETTINGS.level_sizes * a.size and b.x0 <= a.x1 - 1 and a.x0 <= b.x1 for a, b in pairwise(lines))


def sorted_rows(lines: list[Line]) -> list[Line]:
    """Top to bottom in rows, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda o: (o.y0 + o.y1) / 2):
        middle = (line.y0 + line.y1) / 2
        if rows and rows[-1][0].y0 <= middle <= rows[-1][0].y1:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda o: o.x0)]


def _gutter(page: Page, lines: list[Line]) -> float | None:
    """The x that parts two text columns, or None."""
    body = [line for line in lines if line.x1 - line.x0 > SETTINGS.column_line_share * page.width]
    if len(body) < SETTINGS.column_lines:
        return None
    starts = sorted(
        {
            round(line.x0)
            for line in body
            if SETTINGS.gutter_least_share * page.width < line.x0 < SETTINGS.gutter_most_share * page.width
        }
    )
    best = None
    for x in starts:
        right = [line for line in body if line.x0 >= x - 2]
        left = [line for line in body if line.x1 <= x]
        crossing = len(body) - len(right) - len(left)
        if (
            len(right) < SETTINGS.column_side_lines
            or len(left) < SETTINGS.column_side_lines
            or crossing > SETTINGS.crossing_share * len(body)
        ):
            continue
        # cells are short on one side, or stand in rows; column text fills its measure on both
        if min(_upper(right), _upper(left)) < SETTINGS.column_upper_share * page.width:
            continue
        if min(median(_widths(right)), median(_widths(left))) < SETTINGS.column_median_share * page.width:
            continue
        score = len(right) - 2 * crossing
        if best is None or score > best[0]:
            best = (score, x)
    return None if best is None else float(best[1])


def _widths(lines: list[Line]) -> list[float]:
    return [line.x1 - line.x0 for line in lines]


def _upper(lines: list[Line]) -> float:
    widths = sorted(_widths(lines))
    return widths[int(SETTINGS.column_upper_rank * (len(widths) - 1))]


def _by_geometry(lines: list[Line], spanning: set[int]) -> list[Line]:
    """Bands between lines that span both columns; within a band the left column, then the right."""
    out: list[Line] = []
    pending: list[Line] = []
    band = 0

    def flush() -> None:
        for side in (0, 1):
            chosen = sorted_rows([line for line in pending if line.side == side])
            for line in chosen:
                line.band = band
            out.extend(chosen)
        pending.clear()

    for line in sorted(lines, key=lambda o: o.y0):
        if id(line) in spanning:
            flush()
            band += 1
            line.band = band
            out.append(line)
        else:
            pending.append(line)
    flush()
    return out
