"""Tables as grids of cells, whatever file they come from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from findings_nlp.geometry import Box

Places = list[tuple[int, Box]]


@dataclass(slots=True)
class Cell:
    """A cell: its text, and the places of its lines in a PDF (page from 1, box in points).

    `above` and `left` say that it is one with the cell above or to the left of it: merged, or cut by a page's end.
    """

    text: str = ""
    places: Places = field(default_factory=list)
    above: bool = False
    left: bool = False


@dataclass(slots=True)
class GridRow:
    """A row of a table; `number` counts rows of the sheet or table from 1, `first` says that a page begins with it."""

    cells: list[Cell]
    number: int = 0
    first: bool = False


@dataclass(slots=True)
class Grid:
    """A table. `name` is the sheet's, or tells which table of the file it is; `caption` the text that stands before it."""

    rows: list[GridRow]
    name: str | None = None
    caption: str = ""
    paged: bool = False


@dataclass(slots=True)
class Sheets:
    """All tables of a file in order, and the texts outside of them that may tell title and dates, in order."""

    grids: list[Grid]
    texts: list[str]


def one_line(text: object) -> str:
    r"""A text with its white space collapsed; soft hyphens go.

    >>> one_line(" two\nlines\xad ")
    'two lines'
    """
    return re.sub(r"\s+", " ", str(text).replace("\u00ad", "")).strip()


def joined(lines: list[str]) -> str:
    """The lines of a cell as one text; a hyphen at a line's end before a small letter stays without a space."""
    text = ""
    for line in filter(None, (one_line(line) for line in lines)):
        glued = text.endswith("-") and text[-2:-1].isalpha() and line[:1].islower()
        text += line if glued or not text else f" {line}"
    return text
