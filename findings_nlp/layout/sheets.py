"""Reports that are printed two pages to a sheet, or much smaller or larger than usual, brought to pages of the usual size.

Layout works on pages as they were designed: each half of a sheet is a page of its own, and body text has about 11 points. Once
the blocks are made, their lines are put back to where they stand in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from findings_nlp.geometry import Box, HorizontalRules, Shapes, VerticalRules
from findings_nlp.layout.measures import body_style
from findings_nlp.layout.model import Block
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page, TextLayer


@dataclass(slots=True)
class _Place:
    """Where a page of the layout stands in the file: its page, its left edge in points, and the size of its print."""

    page: int
    left: float
    factor: float


class Sheets:
    """The pages of a text layer for the layout; `layer` is that layer itself where nothing has to be changed."""

    def __init__(self, layer: TextLayer) -> None:
        """Take a text layer apart; its lines are moved in place until `rejoin`."""
        self.source = layer
        self.layer = layer
        self._places: dict[int, _Place] = {}
        halves = _in_halves(layer)
        size = body_style(layer)[0]
        factor = (
            SETTINGS.usual_body_points / size if size < SETTINGS.small_body_points or size > SETTINGS.large_body_points else 1.0
        )
        if halves or factor != 1.0:
            self._part(halves, factor)

    def _part(self, halves: set[int], factor: float) -> None:
        pages: list[Page] = []
        first: dict[int, int] = {}
        for page in self.source.pages:
            width = page.width / 2 if page.number in halves else page.width
            parts = [(k * width, (k + 1) * width) for k in range(2 if page.number in halves else 1)]
            first[page.number] = len(pages) + 1
            for left, right in parts:
                number = len(pages) + 1
                self._places[number] = _Place(page.number, left, factor)
                lines = [o for o in page.lines if len(parts) == 1 or left <= (o.x0 + o.x1) / 2 < right]
                shapes = page.shapes if len(parts) == 1 and factor == 1.0 else _moved(page.shapes, left, right, factor)
                size = (width * factor, page.height * factor)
                pages.append(replace(page, number=number, width=size[0], height=size[1], lines=lines, shapes=shapes))
        outline = [(level, title, first.get(page, page)) for level, title, page in self.source.outline]
        self.layer = replace(self.source, pages=pages, outline=outline)
        for page in pages:
            for line in page.lines:
                line.page = page.number
                _move(line, -self._places[page.number].left, 0.0, factor)

    def rejoin(self, blocks: Iterable[Block]) -> None:
        """Put the lines of all blocks, and of the text layer, back to their places in the file."""
        if not self._places:
            return
        lines = {id(line): line for page in self.layer.pages for line in page.lines}
        lines |= {id(line): line for block in blocks for line in block.lines}
        for line in lines.values():
            place = self._places[line.page]
            line.page = place.page
            _move(line, 0.0, place.left, 1 / place.factor)
        self.source.incomplete_pages = sorted({self._places[page].page for page in self.layer.incomplete_pages})


def _move(line: Line, before: float, behind: float, factor: float) -> None:
    line.x0, line.x1 = (line.x0 + before) * factor + behind, (line.x1 + before) * factor + behind
    line.y0, line.y1 = line.y0 * factor, line.y1 * factor
    line.label_x, line.body_x = (line.label_x + before) * factor + behind, (line.body_x + before) * factor + behind
    line.size = round(line.size * factor, 2)


def _moved(shapes: Shapes, left: float, right: float, factor: float) -> Shapes:
    """The shapes between two heights of a sheet's width, as they stand on a page of their own."""

    def moved(boxes: Iterable[Box]) -> list[Box]:
        return [
            ((x0 - left) * factor, y0 * factor, (x1 - left) * factor, y1 * factor)
            for x0, y0, x1, y1 in boxes
            if left <= (x0 + x1) / 2 < right
        ]

    return Shapes(
        moved(shapes.drawn_bullets),
        moved(shapes.panels),
        VerticalRules(moved(shapes.vertical_rules)),
        HorizontalRules(moved(shapes.horizontal_rules)),
        moved(shapes.cells),
    )


def _in_halves(layer: TextLayer) -> set[int]:
    """The sheets that hold two pages: wide, and most of those with text part in the middle, with running text on both halves."""
    wide = [
        page for page in layer.pages if page.width > SETTINGS.sheet_width_ratio * page.height and page.lines and not page.crowded
    ]
    if len(wide) < SETTINGS.sheet_wide_share * len([page for page in layer.pages if page.lines]):
        return set()
    parted = {page.number for page in wide if _parts(page)}
    running = {page.number for page in wide if page.number in parted and _runs_on_both(page)}
    return (
        parted
        if len(running) >= max(SETTINGS.sheet_running_share * len(wide), 2)
        and len(parted) >= SETTINGS.sheet_parted_share * len(wide)
        else set()
    )


def _parts(page: Page) -> bool:
    """Whether nothing stands in or runs over the middle of a sheet."""
    middle, reach = page.width / 2, SETTINGS.sheet_gutter_share * page.width
    crossing = [box for boxes in (page.shapes.horizontal_rules, page.shapes.panels, page.shapes.cells) for box in boxes]
    boxes = [line.bbox for line in page.lines] + crossing
    return not any(x0 < middle + reach and x1 > middle - reach for x0, _, x1, _ in boxes)


def _runs_on_both(page: Page) -> bool:
    middle = page.width / 2
    left = sum(len(line.text) > SETTINGS.sheet_letters for line in page.lines if line.x1 < middle)
    right = sum(len(line.text) > SETTINGS.sheet_letters for line in page.lines if line.x0 > middle)
    return min(left, right) >= SETTINGS.sheet_lines
