"""Frames and shaded panels: which lines stand together in one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice

from findings_nlp.geometry import Box, between
from findings_nlp.layout.heights import Heights
from findings_nlp.layout.model import PAIRED
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page, TextLayer

_FRAMES = 500  # and panels, on one page
_PAIRS = 50_000  # pairs of upright rules looked at on one page


def box_of_lines(layer: TextLayer, flow: list[Line]) -> None:
    """Number the frames and panels through the document and set `line.box`; table cells stay out.

    A panel that runs over a page break keeps its number where it ends one page and opens the next.
    """
    by_page: dict[int, list[Line]] = {}
    for line in flow:
        by_page.setdefault(line.page, []).append(line)
    number = -1
    open_boxes: list[tuple[int, float, int]] = []  # (page, left edge, number) of boxes that reach the end of their column
    for page in layer.pages:
        lines = [line for line in by_page.get(page.number, []) if line.kind not in ("cell", "footnote") and line.band < PAIRED]
        if not lines:
            continue
        heights = Heights(lines)
        for box in _boxes(page):
            inside = [line for line in heights.meeting(box[1], box[3]) if line.box < 0 and _within(line, box)]
            if not inside or len(inside) == len(lines) > 12:
                continue
            top, foot = _column(lines, inside[0].side)
            chosen = None
            if min(line.y0 for line in inside) <= top + 1:
                # it opens its column: it may go on from the column or page before
                chosen = next((n for p, x, n in reversed(open_boxes) if _goes_on(p, x, page.number, box[0])), None)
            if chosen is None:
                number += 1
                chosen = number
            for line in inside:
                line.box = chosen
            if max(line.y1 for line in inside) >= foot - 1:
                open_boxes.append((page.number, box[0], chosen))


def floats(lines: list[Line], panels: list[Box]) -> dict[int, int]:
    """For lines, by `id`, in a panel that running text flows round its number: higher than two lines, narrower than the text."""
    width = max((line.x1 for line in lines), default=0.0) - min((line.x0 for line in lines), default=0.0)
    out: dict[int, int] = {}
    heights = Heights(lines)
    for k, (x0, y0, x1, y1) in enumerate(panels):
        if x1 - x0 < SETTINGS.floating_width_share * width:
            inside = [o for o in heights.meeting(y0, y1) if x0 - 3 <= o.x0 and o.x1 <= x1 + 3 and y0 <= (o.y0 + o.y1) / 2 <= y1]
            if inside and y1 - y0 > SETTINGS.floating_height_sizes * inside[0].size:
                out |= {id(o): k for o in inside}
    return out


def _column(lines: list[Line], side: int) -> tuple[float, float]:
    """Top and foot of a column."""
    column = [line for line in lines if line.side == side]
    return min(line.y0 for line in column), max(line.y1 for line in column)


def _goes_on(page: int, left: float, next_page: int, next_left: float) -> bool:
    """Whether a box may continue one that ended a column: on the next page, or further right on the same."""
    return page == next_page - 1 or (page == next_page and next_left > left + 100)


def _within(line: Line, box: Box) -> bool:
    x0, y0, x1, y1 = box
    middle = (line.y0 + line.y1) / 2
    return x0 - 3 <= line.x0 and line.x1 <= x1 + 6 and y0 <= middle <= y1


def _boxes(page: Page) -> list[Box]:
    """Panels, frames drawn as one path and frames drawn as four rules, the smallest first, neighbours merged."""
    found = [box for box in page.shapes.panels if box[3] - box[1] > 20]
    for left, right in _posts(page.shapes.vertical_rules):
        if len(found) > _FRAMES:
            break
        if right[0] - left[2] > 150 and not _ruled_off(page, left, right):
            found.append((left[0], left[1], right[2], left[3]))
    merged: list[Box] = []
    for box in sorted(found, key=lambda b: (b[1], b[0])):
        last = merged[-1] if merged else None
        if last and abs(last[0] - box[0]) < 3 and abs(last[2] - box[2]) < 3 and box[1] - last[3] < 3:
            merged[-1] = (last[0], last[1], last[2], max(last[3], box[3]))
        else:
            merged.append(box)
    return sorted(merged, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _posts(vertical_rules: Sequence[Box]) -> Iterator[tuple[Box, Box]]:
    """Upright rules of one top and foot, each with those to the right of it; no more pairs than frames could need."""
    posts = sorted(vertical_rules)
    cells: dict[tuple[int, int], list[int]] = {}
    for k, post in enumerate(posts):
        cells.setdefault((int(post[1] // 4), int(post[3] // 4)), []).append(k)
    left = _PAIRS
    for k, post in enumerate(posts):
        top, foot = int(post[1] // 4), int(post[3] // 4)
        near = [cells.get((y0, y1), ()) for y0 in (top - 1, top, top + 1) for y1 in (foot - 1, foot, foot + 1)]
        behind = merge(*(found[bisect_right(found, k) :] for found in near))
        for other in islice((posts[at] for at in behind), max(left, 0)):
            left -= 1
            if abs(post[1] - other[1]) < 4 and abs(post[3] - other[3]) < 4:
                yield post, other


def _ruled_off(page: Page, left: Box, right: Box) -> bool:
    """Whether rules part what stands between two posts into three rows or more: a table, not a frame."""
    inner = [
        y0
        for x0, y0, x1, _ in between(page.shapes.horizontal_rules, left[1] + 6, left[3] - 6)
        if x0 < left[2] + 3 and x1 > right[0] - 3 and left[1] + 6 < y0 < left[3] - 6
    ]
    return len({round(y / 3) for y in inner}) > 1
