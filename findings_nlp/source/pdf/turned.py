"""Pages whose text runs sideways or upside down: by how much to turn them to be read, and boxes turned back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from findings_nlp.source.pdf.space import Box

# how far a page is turned clockwise so that text of this direction runs level
_TURNS = {(0, -1): 90, (0, 1): 270, (-1, 0): 180}
_MOST = 0.6  # share of a page's letters that must run in one direction
_FEW = 60  # letters: fewer are a label in the margin


def turn_of(content: dict[str, Any]) -> int:
    """Degrees clockwise by which a page has to be turned so that most of its text runs level; 0 where it does.

    Args:
        content: the page as MuPDF's `dict`.
    """
    lines = list(_lines(content["blocks"]))
    if all(line["dir"] == (1.0, 0.0) for line in lines):
        return 0
    letters: Counter[tuple[int, int]] = Counter()
    for line in lines:
        across, down = line["dir"]
        letters[round(across), round(down)] += sum(len(span["text"].strip()) for span in line["spans"])
    direction, most = max(letters.items(), key=lambda pair: pair[1], default=((1, 0), 0))
    return _TURNS.get(direction, 0) if most > max(_FEW, _MOST * letters.total()) else 0


def _lines(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("lines") or ()
        yield from _lines(block.get("blocks") or [])


def turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of a page that was turned to be read, on the page as displayed.

    Args:
        box: in points from the top left of the page as it was read.
        turn: degrees clockwise by which the page was turned: 0, 90, 180 or 270.
        width: of the page as it was read, in points.
        height: of the page as it was read, in points.
    """
    x0, y0, x1, y1 = box
    if turn == 90:
        return y0, width - x1, y1, width - x0
    if turn == 270:
        return height - y1, x0, height - y0, x1
    return (width - x1, height - y1, width - x0, height - y0) if turn == 180 else box
