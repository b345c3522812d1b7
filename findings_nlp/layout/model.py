"""The blocks that layout hands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings_nlp.geometry import Box
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line

PAIRED = 1000  # bands from here on are columns under a pair of headings, see `pairs`; no page has as many of its own


@dataclass(slots=True, eq=False)
class Block:
    """One block in reading order.

    `kind`: heading, bullet, paragraph, row, quote, footnote, furniture or toc. `level` is a heading's rank (1 is the
    highest), `depth` a bullet's nesting (0 is the outermost). `offsets` leads from characters of `text` to `lines`.
    `box` numbers the frame or shaded panel that the block stands in (-1: none). `owner` is true for a paragraph that
    belongs to the bullet before it. `cells` are the characters of a row's cells.
    """

    kind: str
    lines: list[Line]
    text: str = ""
    offsets: list[tuple[int, int, int]] = field(default_factory=list)
    level: int = 0
    depth: int = 0
    label: str = ""
    evidence: str = "inferred"
    box: int = -1
    owned: bool = False
    cells: list[tuple[int, int]] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page on which the block begins, from 1."""
        return self.lines[0].page


def runs(lines: list[Line]) -> list[tuple[int, Box]]:
    """One box for each run of lines on one page and column: `(page from 1, box in points)`."""
    out: list[tuple[int, Box]] = []
    last: Line | None = None
    for line in lines:
        # a run also ends where the next line stands beside or above the one before: a new cell or column
        if (
            last is not None
            and (line.page, line.side) == (last.page, last.side)
            and line.y0 > last.y0 + SETTINGS.run_step_sizes * line.size
        ):
            page, (x0, y0, x1, y1) = out[-1]
            out[-1] = (page, (min(x0, line.x0), min(y0, line.y0), max(x1, line.x1), max(y1, line.y1)))
        else:
            out.append((line.page, line.bbox))
        last = line
    return [(page, (round(b[0], 2), round(b[1], 2), round(b[2], 2), round(b[3], 2))) for page, b in out]
