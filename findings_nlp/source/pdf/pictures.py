"""Pictures on a page that show lines of print: text which the page's text layer does not hold.

A part of a page that was made into an image, or its letters into outlines, leaves no text behind and no gap that layout could
see. Where a page holds a large image, or many small filled shapes, that part of it is drawn and looked at: lines of print are
rows of many short strokes at an even distance, which charts, photographs and logos are not. The page's own text is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from findings_nlp.source.pdf.space import Box

_WIDTH, _HEIGHT = 0.35, 18.0  # of the page's width, and points: smaller pictures are marks and logos
_TOUCH = 2.0  # points: pictures nearer than that are one, cut into strips
_MOST = 400  # images on one page that are looked at; more are a pattern
OUTLINES = 120  # small shapes on one page from which they may be letters
_LETTER = 16.0  # points: letters that are drawn as shapes are no larger
_LARGEST = 100_000_000  # pixels of an image that is looked at
_PIXELS = 1200  # of the longer side as drawn
_DPI = 108  # pixels for 72 points
_INK = 50  # of 255: how far a stroke differs from its ground
_FULL = 60  # changes between stroke and ground, of a full line of print
_STROKES = 0.12  # changes between stroke and ground for a point of width, of a line of print
_GUTTER, _COLUMN = 8.0, 110.0  # points: a blank strip between columns, and the narrowest column of print
_COLUMNS, _WIDE = 24, 0.55  # parts of a line's width, and the share of them that print reaches
_LOW, _TALL = 2.5, 18.0  # points: heights of a line of print
_ALIKE = 0.7  # share of the strokes that two rows of one line have in the same places: more is a pattern
_PITCH = 3.5  # of a line's height: how far the next line of print may lie below it
_LINES = 2  # lines of print below one another
_FEWEST, _OVER = 1, 4  # full lines among them; more where text lies over the picture
_MARKED = 0.006  # of a row's width: with less ink it holds at most an upright rule
_SHARE = 0.6  # of the rows with ink that are print
_RUNNING, _REPEATED = 120.0, 3  # points, and pages that have the same picture in the same place: a running header or footer
_Grey = npt.NDArray[np.uint8]
_Ink = npt.NDArray[np.bool_]


def pictured_text(page: Any, lines: Sequence[Box], shapes: int) -> list[Box]:
    """The pictures of a page that show lines of print.

    Args:
        page: a PyMuPDF page that stands upright.
        lines: boxes of the page's lines of text, in points from the top left.
        shapes: number of small shapes on the page.

    Returns:
        Boxes in points from the page's top left, from the top down.
    """
    try:
        images = page.get_images()
        if (shapes < OUTLINES and not images) or any(image[2] * image[3] > _LARGEST for image in images):
            return []
        return _pictures(page, lines)
    except Exception:  # MuPDF raises many kinds for a broken image, which then shows nothing
        return []


def _pictures(page: Any, lines: Sequence[Box]) -> list[Box]:
    width = page.rect.width
    found = [box for box in _candidates(page) if box[2] - box[0] >= _WIDTH * width and box[3] - box[1] >= _HEIGHT]
    return [box for box in found if shows_print(*_drawn(page, box, lines))]


def not_repeated(pages: Sequence[list[Box]]) -> None:
    """Take away low pictures that stand in the same place on several pages: running headers and footers."""
    places = Counter(_rounded(box) for boxes in pages for box in boxes if box[3] - box[1] < _RUNNING)
    for boxes in pages:
        boxes[:] = [box for box in boxes if places[_rounded(box)] < _REPEATED]


def _rounded(box: Box) -> tuple[int, ...]:
    return tuple(round(value / _TOUCH) for value in box)


def _candidates(page: Any) -> list[Box]:
    """Where images lie, and where small filled shapes stand close together; strips of one picture as one."""
    log = page.get_bboxlog()
    whole = tuple(page.rect)
    images = [_cut(box, whole) for kind, box in log if kind in ("fill-image", "fill-imgmask")]
    letters = [_cut(box, whole) for kind, box in log if kind == "fill-path" and _is_small(box)]
    found = _merged([box for box in images if box is not None][:_MOST], _TOUCH)
    if len(letters) >= OUTLINES:
        found += _regions([box for box in letters if box is not None])
    return sorted(found, key=lambda box: (box[1], box[0]))


def _is_small(box: Box) -> bool:
    return 0.5 < box[2] - box[0] < _LETTER and 0.5 < box[3] - box[1] < _LETTER


def _cut(box: Box, whole: Sequence[float]) -> Box | None:
    """A box as far as it lies on the page."""
    x0, y0, x1, y1 = max(box[0], whole[0]), max(box[1], whole[1]), min(box[2], whole[2]), min(box[3], whole[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _merged(boxes: Iterable[Box], near: float) -> list[Box]:
    """Boxes from the top down, those that touch as one."""
    out: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        one = box
        while (at := next((k for k, o in enumerate(out) if _touch(o, one, near)), None)) is not None:
            other = out.pop(at)
            one = (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
        out.append(one)
    return out


def _touch(a: Box, b: Box, near: float) -> bool:
    return a[0] - near < b[2] and b[0] - near < a[2] and a[1] - near < b[3] and b[1] - near < a[3]


def _regions(letters: Sequence[Box]) -> list[Box]:
    """Areas of small shapes: rows of shapes at one height, and rows one below the other."""
    rows: dict[int, list[Box]] = {}
    for box in letters:
        rows.setdefault(int(box[3] // 6), []).append(box)
    whole = [_around(row) for row in rows.values() if len(row) > 5]
    return _merged(whole, 2 * _LETTER)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _drawn(page: Any, box: Box, lines: Sequence[Box]) -> tuple[_Grey, float, int]:
    """A part of a page in grey, pixels for a point, and how many lines of the page's text lie over it, which are painted out."""
    dpi = max(int(min(_DPI, 72 * _PIXELS / max(box[2] - box[0], box[3] - box[1]))), 1)
    drawn = page.get_pixmap(dpi=dpi, clip=box, colorspace="gray", alpha=False)
    scale = dpi / 72
    grey = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width].copy()
    over = 0
    ground = _ground(grey)
    for x0, y0, x1, y1 in lines:
        a, b = max(int((x0 - box[0]) * scale) - 1, 0), int((x1 - box[0]) * scale) + 2
        c, d = max(int((y0 - box[1]) * scale) - 1, 0), int((y1 - box[1]) * scale) + 2
        if a < drawn.width and c < drawn.height and b > 2 and d > 2:
            grey[c:d, a:b] = ground
            over += box[1] < (y0 + y1) / 2 < box[3]
    return grey, scale, over


def _ground(grey: _Grey) -> int:
    return int(np.bincount(grey.ravel(), minlength=256).argmax()) if grey.size else 255


def shows_print(grey: _Grey, scale: float, over: int = 0) -> bool:
    """Whether a picture shows lines of print.

    Args:
        grey: rows by columns of 0 (black) to 255.
        scale: pixels for a point.
        over: number of lines of text that lay over the picture: where there are some, more of it must be print.
    """
    if min(grey.shape) < 4:
        return False
    ink = np.abs(grey.astype(np.int16) - _ground(grey)) > _INK
    read = [part for part in _columns(ink, scale) if _is_print(part, scale, _OVER if over else _FEWEST)]
    return 2 * sum(_strokes(part) for part in read) > _strokes(ink)


def _strokes(ink: _Ink) -> int:
    return int((ink[:, 1:] != ink[:, :-1]).sum())


def _columns(ink: _Ink, scale: float) -> list[_Ink]:
    """The parts of a picture that blank strips from top to foot set apart, without narrow ones: bullets and rules."""
    filled = np.concatenate(([False], ink.any(axis=0), [False]))
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    parts: list[list[int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if parts and (start - parts[-1][1]) / scale < _GUTTER:
            parts[-1][1] = int(end)
        else:
            parts.append([int(start), int(end)])
    return [ink[:, start:end] for start, end in parts if (end - start) / scale > _COLUMN]


def _is_print(ink: _Ink, scale: float, least: int) -> bool:
    """Whether a part of a picture is lines of print: two below one another, `least` full ones among them, and hardly anything else."""
    changes = ink[:, 1:] != ink[:, :-1]
    lines = [line for line in _bands(changes.sum(axis=1)) if _LOW <= (line[1] - line[0]) / scale <= _TALL]
    if all(
        sum(_is_wide(changes[start:end], scale) for start, end in group) < least
        for group in _groups(lines)
        if len(group) >= _LINES
    ):
        return False
    printed = np.zeros(len(ink), np.bool_)
    for start, end in lines:
        printed[max(start - 1, 0) : end + 1] = True
    inked = ink.mean(axis=1) > _MARKED
    return bool((printed & inked).sum() > _SHARE * inked.sum())


def _bands(strokes: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First row and row behind of each run of rows with strokes, told from the rows between lines of print."""
    most = float(np.percentile(strokes, 90)) if strokes.size else 0.0
    full = np.concatenate(([False], strokes > max(0.12 * most, 1.0), [False]))
    edges = np.flatnonzero(full[1:] != full[:-1])
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield int(start), int(end)


def _groups(lines: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Lines one below the other at the distance of print."""
    group: list[tuple[int, int]] = []
    for line in lines:
        if group and line[0] - group[-1][0] > _PITCH * max(line[1] - line[0], group[-1][1] - group[-1][0]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_wide(changes: npt.NDArray[np.bool_], scale: float) -> bool:
    """Whether a line has the strokes of print over much of its width."""
    busiest = changes.sum(axis=1).argsort()[-max(changes.shape[0] // 2, 1) :]
    strokes = changes[busiest].mean(axis=0)
    reached = [part.sum() > 0.5 * _STROKES * len(part) / scale for part in np.array_split(strokes, _COLUMNS)]
    upper, lower = changes[len(changes) // 4], changes[3 * len(changes) // 4]
    alike = int((upper & lower).sum()) > _ALIKE * max(int(upper.sum()), int(lower.sum()), 1)
    return not alike and strokes.sum() >= _FULL and sum(reached) >= _WIDE * _COLUMNS
