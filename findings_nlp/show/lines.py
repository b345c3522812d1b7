"""From a record's stored boxes to one box for each line of text in them. Nothing is searched by its words."""

from __future__ import annotations

from findings_nlp.record.schema import Location
from findings_nlp.source.pdf import Box, Line, TextLayer


def line_boxes(layer: TextLayer, locations: list[Location]) -> list[tuple[int, list[Box]]]:
    """The lines that stand in the boxes: page and boxes, one pair for each page, in order.

    A line counts where its middle lies in a box; it is cut to the box, so that a bullet before it stays out. A box with
    no line in it is kept whole. Locations on pages that the file lacks give nothing.
    """
    out: dict[int, list[Box]] = {}
    for location in locations:
        if location.place is None or location.place[0] > len(layer.pages):
            continue
        page, place = location.place
        read = layer.pages[page - 1]
        # a page that was turned to be read holds its lines as they were read
        found = [box for line in read.lines if not read.turn and (box := _cut(line, place))]
        out.setdefault(page, []).extend(found or [place])
    return list(out.items())


def _cut(line: Line, box: Box) -> Box | None:
    x0, y0, x1, y1 = box
    if not y0 - 0.5 <= (line.y0 + line.y1) / 2 <= y1 + 0.5:
        return None
    left, right = max(x0, line.x0), min(x1, line.x1)
    # one corner of a neighbour's letter is no line
    return (left, line.y0, right, line.y1) if right - left > 1 else None
