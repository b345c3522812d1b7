"""Where a page's points are: from the page as displayed (origin top left, y down) to PDF user space, and back upright.

Rotation and crop box follow ISO 32000-1, 7.7.3.3 and 14.11.2: `/Rotate` turns the page clockwise for display, the crop box
(cut to the media box) is what is displayed, and `/UserUnit` is the size of a unit in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Space:
    """One page: `rotation` 0, 90, 180 or 270 degrees clockwise; `crop` left, bottom, right, top in user space."""

    rotation: int
    crop: Box
    unit: float = 1.0

    @property
    def size(self) -> Point:
        """Width and height as displayed, in points."""
        x0, y0, x1, y1 = self.crop
        width, height = (x1 - x0) * self.unit, (y1 - y0) * self.unit
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> Point:
        """A displayed point in user space."""
        x0, y0, x1, y1 = self.crop
        x, y = x / self.unit, y / self.unit
        return {0: (x0 + x, y1 - y), 90: (x0 + y, y0 + x), 180: (x1 - x, y0 + y), 270: (x1 - y, y1 - x)}[self.rotation]

    def box(self, box: Box) -> Box:
        """A displayed box as left, bottom, right, top in user space."""
        (ax, ay), (bx, by) = self.point(box[0], box[1]), self.point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def corners(self, box: Box) -> list[Point]:
        """Upper left, upper right, lower left and lower right of a displayed box, in user space."""
        x0, y0, x1, y1 = box
        return [self.point(x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))]

    @property
    def upright(self) -> tuple[int, int, int, int]:
        """The matrix `a b c d` under which an appearance stands upright on the displayed page."""
        return {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[self.rotation]


def space_of(page: Any) -> Space:
    """The space of a PyMuPDF page."""
    media, crop = page.mediabox, page.cropbox
    # PyMuPDF gives the crop box with y down from the media box's top
    low, high = media.y1 - crop.y1, media.y1 - crop.y0
    box = (max(media.x0, crop.x0), max(media.y0, low), min(media.x1, crop.x1), min(media.y1, high))
    kind, value = page.parent.xref_get_key(page.xref, "UserUnit")
    unit = float(value) if kind in ("int", "float", "real") and float(value) > 0 else 1.0
    return Space(page.rotation % 360, box, unit)


def set_upright(page: Any) -> None:
    """Turn a rotated PyMuPDF page, in memory, into an unrotated one of the same looks.

    PyMuPDF's own `remove_rotation` puts pages with a crop box elsewhere.
    """
    space = space_of(page)
    if not space.rotation:
        return
    x0, y0, x1, y1 = space.crop
    matrix = {90: (0, -1, 1, 0, -y0, x1), 180: (-1, 0, 0, -1, x1, y1), 270: (0, 1, -1, 0, y1, -x0)}[space.rotation]
    document = page.parent
    width, height = (v / space.unit for v in space.size)
    turn = document.get_new_xref()
    document.update_object(turn, "<<>>")
    document.update_stream(turn, (" ".join(f"{v:.4f}" for v in matrix) + " cm\n").encode(), new=True)
    old = " ".join(f"{xref} 0 R" for xref in page.get_contents())
    document.xref_set_key(page.xref, "Contents", f"[{turn} 0 R {old}]")
    for key in ("CropBox", "TrimBox", "BleedBox", "ArtBox", "MediaBox"):
        document.xref_set_key(page.xref, key, f"[0 0 {width:.4f} {height:.4f}]")
    document.xref_set_key(page.xref, "Rotate", "0")
