"""The vector shapes of a page that matter to reading: drawn bullets, panels, upright and level rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Box = tuple[float, float, float, float]
_TALL = 24  # points: an upright stroke of that height is a rule by itself
_NEAR = 1.5  # points: edges nearer than that are one
_FAR = 1e12
_BANDS = 64  # parts of a page's height by which upright rules are found


@dataclass(slots=True)
class Shapes:
    """Boxes in points from the page's top left: left, top, right, bottom."""

    drawn_bullets: list[Box] = field(default_factory=list)
    panels: list[Box] = field(default_factory=list)
    vertical_rules: list[Box] = field(default_factory=list)
    horizontal_rules: list[Box] = field(default_factory=list)
    cells: list[Box] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many shapes there are."""
        return (
            len(self.drawn_bullets) + len(self.panels) + len(self.vertical_rules) + len(self.horizontal_rules) + len(self.cells)
        )


def add_shape(block: dict[str, Any], out: Shapes, page: tuple[float, float]) -> None:
    """Sort one of MuPDF's vector blocks into `out`; `page` is the page's width and height."""
    x0, y0, x1, y1 = box = block["bbox"]
    if not (-_FAR < x0 <= x1 < _FAR and -_FAR < y0 <= y1 < _FAR):
        return
    width, height = x1 - x0, y1 - y0
    if width <= 8 and height <= 8:
        # a list bullet drawn as a path: about as wide as high, and visible
        if width >= 1.2 and 0.6 < width / max(height, 0.1) < 1.7 and _visible(block):
            out.drawn_bullets.append(box)
    elif width <= (6 if height > _TALL else 3) and height > 8:
        out.vertical_rules.append(box)
    elif height <= 2.5 and width > 24:
        if _visible(block):
            out.horizontal_rules.append(box)
    elif width > 120 and height > 16 and _visible(block) and width * height < 0.8 * page[0] * page[1]:
        out.panels.append(box)
    elif width > 24 and height > 10 and block.get("stroked"):
        out.cells.append(box)
        _edges(box, out)


def join_rules(out: Shapes) -> None:
    """Panels that stand side by side are cells of a table: only their edges count. Stacked ones are parted by rules, too.

    Short upright strokes are rules where one goes on from another: the edges of low rows.
    """
    out.vertical_rules = _rules(out.vertical_rules)
    kept = []
    panels, level = _Stacked(out.panels), _Rows(out.panels + out.cells)
    for box in out.panels:
        beside = any(_level(box, o) and (abs(o[0] - box[2]) < _NEAR or abs(o[2] - box[0]) < _NEAR) for o in level.near(box))
        column = [o for o in panels.touching(box) if abs(box[2] - o[2]) < _NEAR]
        if beside or column:
            _edges(box, out)
        # three of one width on top of each other are rows; two may be a box under its title's band
        rows = len(column) > 1 or any(p is not box for o in column for p in panels.touching(o))
        if not beside and not rows:
            kept.append(box)
    out.panels = kept
    out.vertical_rules, out.horizontal_rules = VerticalRules(out.vertical_rules), HorizontalRules(out.horizontal_rules)


def _cells(*values: float) -> Iterator[tuple[int, ...]]:
    """The cell of a grid that a place falls in, and those around it."""
    first, *rest = (int(value // _NEAR) for value in values)
    for k in (first - 1, first, first + 1):
        yield from ((k, *more) for more in _cells(*values[1:])) if rest else ((k,),)


class _Stacked:
    """Boxes by their left corners: those that stand on or hang from one."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._tops: dict[tuple[int, ...], list[Box]] = defaultdict(list)
        self._feet: dict[tuple[int, ...], list[Box]] = defaultdict(list)
        for box in boxes:
            self._tops[int(box[0] // _NEAR), int(box[1] // _NEAR)].append(box)
            self._feet[int(box[0] // _NEAR), int(box[3] // _NEAR)].append(box)

    def touching(self, box: Box) -> Iterator[Box]:
        """Other boxes with the same left edge whose top or foot meets the foot or top of `box`."""
        for found, y in ((self._tops, box[3]), (self._feet, box[1])):
            for cell in _cells(box[0], y):
                yield from (o for o in found.get(cell, ()) if o is not box and abs(box[0] - o[0]) < _NEAR and _touch(box, o))


class _Rows:
    """Boxes by top and foot: those that are level with one."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._found: dict[tuple[int, ...], list[Box]] = defaultdict(list)
        for box in boxes:
            self._found[int(box[1] // _NEAR), int(box[3] // _NEAR)].append(box)

    def near(self, box: Box) -> Iterator[Box]:
        """Other boxes that may be level with `box`."""
        for cell in _cells(box[1], box[3]):
            yield from (o for o in self._found.get(cell, ()) if o is not box)


class VerticalRules(list[Box]):
    """Upright rules, found by height. Not to be changed after it is made."""

    def __init__(self, rules: Iterable[Box] = ()) -> None:
        super().__init__(rules)
        self._low = min((rule[1] for rule in self), default=0.0)
        self._step = max((max((rule[3] for rule in self), default=0.0) - self._low) / _BANDS, 1e-6)
        self._bands: dict[int, list[Box]] = defaultdict(list)
        for rule in self:
            for k in range(self._band(rule[1]), self._band(rule[3]) + 1):
                self._bands[k].append(rule)

    def _band(self, y: float) -> int:
        return min(max(int((y - self._low) / self._step), -1), _BANDS + 1)

    def at(self, y: float) -> Sequence[Box]:
        """The rules that may pass a height, in order."""
        return self._bands.get(self._band(y), ())


class HorizontalRules(list[Box]):
    """Level rules, found by height. Not to be changed after it is made."""

    def __init__(self, rules: Iterable[Box] = ()) -> None:
        super().__init__(rules)
        self._sorted = sorted(self, key=lambda rule: rule[1])
        self._tops = [rule[1] for rule in self._sorted]

    def between(self, upper: float, lower: float) -> Sequence[Box]:
        """The rules below `upper` and above `lower`, from top to bottom."""
        return self._sorted[bisect_right(self._tops, upper) : bisect_left(self._tops, lower)]


def _rules(strokes: list[Box]) -> list[Box]:
    """The upright strokes that are tall, or go on from another."""
    tall: dict[int, list[Box]] = defaultdict(list)
    short: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in strokes:
        if box[3] - box[1] > _TALL:
            tall[int(box[0])].append(box)
        else:
            short[int(box[0]), int(box[1] // _TALL)].append(box)

    def continued(box: Box) -> bool:
        at, first, last = int(box[0]), int((box[1] - _NEAR) // _TALL) - 1, int((box[3] + _NEAR) // _TALL)
        for x in (at - 1, at, at + 1):
            near = [o for y in range(first, last + 1) for o in short.get((x, y), ())]
            if any(o is not box and _goes_on(box, o) for found in (near, tall.get(x, ())) for o in found):
                return True
        return False

    return [box for box in strokes if box[3] - box[1] > _TALL or continued(box)]


def _level(box: Box, other: Box) -> bool:
    return abs(box[1] - other[1]) < _NEAR and abs(box[3] - other[3]) < _NEAR


def _touch(box: Box, other: Box) -> bool:
    return abs(box[3] - other[1]) < _NEAR or abs(other[3] - box[1]) < _NEAR


def _goes_on(box: Box, other: Box) -> bool:
    return abs(box[0] - other[0]) < 1 and box[1] <= other[3] + 1.5 and other[1] <= box[3] + 1.5


def _edges(box: Box, out: Shapes) -> None:
    x0, y0, x1, y1 = box
    out.horizontal_rules += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
    if y1 - y0 > _TALL:
        out.vertical_rules += [(x0, y0, x0, y1), (x1, y0, x1, y1)]


def _visible(shape: dict[str, Any]) -> bool:
    return bool(shape.get("stroked")) or shape.get("color", 0) != 0xFFFFFF


def passing(vertical_rules: Sequence[Box], y: float) -> Sequence[Box]:
    """The upright rules that may pass a height."""
    return vertical_rules.at(y) if isinstance(vertical_rules, VerticalRules) else vertical_rules


def between(levels: Sequence[Box], upper: float, lower: float) -> Sequence[Box]:
    """The level rules that may lie between two heights."""
    return levels.between(upper, lower) if isinstance(levels, HorizontalRules) else levels


def ruled(x0: float, x1: float, middle: float, vertical_rules: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two pieces of text, the left of which ends at `x0`, the right begins at `x1`."""
    rules = passing(vertical_rules, middle)
    return any(x0 - 3 <= left and right <= x1 + 3 and top <= middle <= bottom for left, top, right, bottom in rules)


def band(levels: Sequence[Box], x0: float, x1: float, middle: float) -> tuple[float, float] | None:
    """The heights of the level rules next above and below a text, where both run over its whole width."""
    above = next((top for a, top, b, _ in reversed(_from(levels, -_FAR, middle)) if a <= x0 + 1 and x1 - 1 <= b), None)
    below = next((top for a, top, b, _ in _from(levels, middle, _FAR) if a <= x0 + 1 and x1 - 1 <= b), None)
    return (above, below) if above is not None and below is not None else None


def _from(levels: Sequence[Box], upper: float, lower: float) -> Sequence[Box]:
    return (levels if isinstance(levels, HorizontalRules) else HorizontalRules(levels)).between(upper, lower)


def parted(levels: Sequence[Box], x0: float, x1: float, upper: float, lower: float) -> bool:
    """Whether a level rule that is wider than the text runs between two lines; `upper` and `lower` are their middles."""
    rules = between(levels, upper, lower)
    return any(a <= x0 + 1 and x1 - 1 <= b and b - a > x1 - x0 + 3 and upper < top < lower for a, top, b, _ in rules)
