"""The vector shapes of a page that matter to reading: drawn bullets, panels, upright and level rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
_TALL = 24  # points: an upright stroke of that height is a rule by itself


@dataclass(slots=True)
class Shapes:
    """Boxes in points from the page's top left: left, top, right, bottom."""

    dots: list[Box] = field(default_factory=list)
    panels: list[Box] = field(default_factory=list)
    uprights: list[Box] = field(default_factory=list)
    levels: list[Box] = field(default_factory=list)
    cells: list[Box] = field(default_factory=list)


def add_shape(block: dict[str, Any], out: Shapes, page: tuple[float, float]) -> None:
    """Sort one of MuPDF's vector blocks into `out`; `page` is the page's width and height."""
    x0, y0, x1, y1 = box = block["bbox"]
    width, height = x1 - x0, y1 - y0
    if width <= 8 and height <= 8:
        # a list bullet drawn as a path: about as wide as high, and visible
        if width >= 1.2 and 0.6 < width / max(height, 0.1) < 1.7 and _visible(block):
            out.dots.append(box)
    elif width <= (6 if height > _TALL else 3) and height > 8:
        out.uprights.append(box)
    elif height <= 2.5 and width > 24:
        if _visible(block):
            out.levels.append(box)
    elif width > 120 and height > 16 and _visible(block) and width * height < 0.8 * page[0] * page[1]:
        out.panels.append(box)
    elif width > 24 and height > 10 and block.get("stroked"):
        out.cells.append(box)
        _edges(box, out)


def settle(out: Shapes) -> None:
    """Panels that stand side by side are cells of a table: only their edges count. Stacked ones are parted by rules, too.

    Short upright strokes are rules where one goes on from another: the edges of low rows.
    """
    out.uprights = _rules(out.uprights)
    kept = []
    for box in out.panels:
        others = [o for o in out.panels if o is not box]
        beside = any(_level(box, o) and (abs(o[0] - box[2]) < 1.5 or abs(o[2] - box[0]) < 1.5) for o in others + out.cells)
        stacked = any(abs(box[0] - o[0]) < 1.5 and abs(box[2] - o[2]) < 1.5 and _touch(box, o) for o in others)
        if beside or stacked:
            _edges(box, out)
        # three of one width on top of each other are rows; two may be a box under its title's band
        rows = sum(abs(box[0] - o[0]) < 1.5 and abs(box[2] - o[2]) < 1.5 and _touch(box, o) for o in others) > 1
        column = [o for o in others if abs(box[0] - o[0]) < 1.5 and abs(box[2] - o[2]) < 1.5 and _touch(box, o)]
        rows = rows or any(abs(p[0] - o[0]) < 1.5 and _touch(p, o) for o in column for p in others if p is not o)
        if not beside and not rows:
            kept.append(box)
    out.panels = kept


def _rules(strokes: list[Box]) -> list[Box]:
    """The upright strokes that are tall, or go on from another."""
    near: dict[int, list[Box]] = defaultdict(list)
    for box in strokes:
        near[int(box[0])].append(box)

    def continued(box: Box) -> bool:
        at = int(box[0])
        return any(o is not box and _goes_on(box, o) for k in (at - 1, at, at + 1) for o in near[k])

    return [box for box in strokes if box[3] - box[1] > _TALL or continued(box)]


def _level(box: Box, other: Box) -> bool:
    return abs(box[1] - other[1]) < 1.5 and abs(box[3] - other[3]) < 1.5


def _touch(box: Box, other: Box) -> bool:
    return abs(box[3] - other[1]) < 1.5 or abs(other[3] - box[1]) < 1.5


def _goes_on(box: Box, other: Box) -> bool:
    return abs(box[0] - other[0]) < 1 and box[1] <= other[3] + 1.5 and other[1] <= box[3] + 1.5


def _edges(box: Box, out: Shapes) -> None:
    x0, y0, x1, y1 = box
    out.levels += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
    if y1 - y0 > _TALL:
        out.uprights += [(x0, y0, x0, y1), (x1, y0, x1, y1)]


def _visible(shape: dict[str, Any]) -> bool:
    return bool(shape.get("stroked")) or shape.get("color", 0) != 0xFFFFFF


def ruled(x0: float, x1: float, middle: float, uprights: list[Box]) -> bool:
    """Whether an upright rule stands between two pieces of text, the left of which ends at `x0`, the right begins at `x1`."""
    return any(x0 - 3 <= left and right <= x1 + 3 and top <= middle <= bottom for left, top, right, bottom in uprights)


def band(levels: list[Box], x0: float, x1: float, middle: float) -> tuple[float, float] | None:
    """The heights of the level rules next above and below a text, where both run over its whole width."""
    over = [top for a, top, b, _ in levels if a <= x0 + 1 and x1 - 1 <= b]
    above, below = [y for y in over if y < middle], [y for y in over if y > middle]
    return (max(above), min(below)) if above and below else None


def parted(levels: list[Box], x0: float, x1: float, upper: float, lower: float) -> bool:
    """Whether a level rule that is wider than the text runs between two lines; `upper` and `lower` are their middles."""
    return any(a <= x0 + 1 and x1 - 1 <= b and b - a > x1 - x0 + 3 and upper < top < lower for a, top, b, _ in levels)
