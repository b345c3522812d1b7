"""What can be written into a PDF, as plain data: pages from 1, boxes and points of the page as displayed, origin top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from findings_nlp.source.pdf.drawing import RGB, Word
from findings_nlp.source.pdf.space import Box


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or bookmark leads: a point of a page."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Highlight:
    """Boxes of one page in one colour, with a note that opens on them."""

    page: int
    boxes: Sequence[Box]
    colour: RGB
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing at `box`, `alt` in words. `paper` and `edge` colour its sheet."""

    page: int
    box: Box
    words: Sequence[Word]
    name: str
    alt: str
    paper: RGB | None = None
    edge: RGB | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A box that leads to a target; `alt` says where to."""

    page: int
    box: Box
    target: Target
    alt: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark; `level` 1 is the outermost."""

    level: int
    title: str
    target: Target


@dataclass(slots=True)
class Marks:
    """All marks of one file. `front` is a page of its own before the first, of the first page's size, with that drawing."""

    highlights: list[Highlight] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    front: Drawing | None = None


@dataclass(slots=True)
class PageContents:
    """What is drawn on a page: its displayed size, boxes of text, and boxes of pictures and shapes."""

    width: float
    height: float
    text: list[Box]
    other: list[Box]
