"""Reading order on a page: labels joined to their lines, columns told from tables, stream order checked.

Producers write text in reading order nearly always, so the stream is followed unless it is seen to jump about;
then the page is cut by geometry. Columns and table cells look alike from afar: columns are long lines on both sides of
one gutter, read one after the other; cells share rows.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from findings_nlp.pdf import Line, Page

BULLETS = "•·●▪■□○◦‣⁃➢✓✔∙◾◼❖►▶♦\u00a7\uf0b7\uf0a7\uf0a8\uf076\uf0d8\uf0fc\uf06e\uf0fe"
_GLYPH = re.compile(rf"\s*([{BULLETS}])\s*")
_GLYPH_AHEAD = re.compile(rf"\s*([{BULLETS}])(?:\s+|(?=\S))")
_DASH_AHEAD = re.compile(r"\s*([–—-])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,2}[.)]|\(\d{1,2}\))\s*")
_NUMBER_AHEAD = re.compile(r"\s*(\d{1,2}[.)]|\(\d{1,2}\))\s+(?=[\w‘“'\"(])")
_LETTER_AHEAD = re.compile(r"\s*(\((?:[a-z]|[ivx]{2,4})\)|[a-z][.)])\s+(?=\S)")
_LETTER = re.compile(r"\s*(\((?:[a-z]|[ivx]{1,4})\)|[a-z][.)])\s*")
_STRAY_O = re.compile(r"\s*o\s*")
_MARK_ONLY = re.compile(r"\s*(\d{1,3}|[*†‡§])\s*")


def attach_labels(page: Page, body_size: float) -> list[Line]:
    """Join list labels (glyphs, numbers, letters, drawn dots) to the line they stand before; drop stray reference marks.

    Returns the page's body lines in stream order.
    """
    lines = [line for line in page.lines if line.kind != "furniture"]
    labels: list[tuple[float, float, float, str, Line | None]] = []
    rest: list[Line] = []
    for line in lines:
        text = line.text
        stripped = text.strip()
        if len(stripped) <= 5 and (found := _GLYPH.fullmatch(text) or _NUMBER.fullmatch(text) or _LETTER.fullmatch(text)):
            labels.append((line.x0, line.x1, (line.y0 + line.y1) / 2, found[1], line))
        elif stripped in ("o", "–", "-", "—"):
            labels.append((line.x0, line.x1, (line.y0 + line.y1) / 2, "•", line))
        else:
            rest.append(line)
    labels += [(x0, x1, (y0 + y1) / 2, "•", None) for x0, y0, x1, y1 in page.dots]
    for x0, x1, y, label, source in labels:
        target = _right_neighbour(rest, x1, y, body_size)
        if target is not None and not target.label:
            target.label, target.label_x, target.body_x = label, x0, target.x0
        elif source is not None:
            rest.append(source)
    if any(label[4] in rest for label in labels if label[4] is not None):
        order = {id(line): k for k, line in enumerate(lines)}
        rest.sort(key=lambda line: order[id(line)])
    rest = _join_pieces(_drop_marks(rest, body_size))
    for line in rest:
        if not line.label and line.size < 1.12 * body_size:
            _split_label(line)
    return rest


def _join_pieces(lines: list[Line]) -> list[Line]:
    """Pieces of one printed line that the text layer parted at a mark, a link or a wide space become one line again."""
    out: list[Line] = []
    starts = Counter(round(line.x0) for line in lines)
    for line in lines:
        last = out[-1] if out else None
        if (
            last is not None
            and not line.label
            # pieces that begin where others do are cells of a column, however near
            and (starts[round(line.x0)] <= 2 or line.x0 - last.x1 < 0.35 * last.size)
            and abs((last.y0 + last.y1) - (line.y0 + line.y1)) < 0.5 * last.size
            and -1.5 < line.x0 - last.x1 < 1.1 * last.size
            and abs(last.size - line.size) < 0.15 * last.size
            and last.tag == line.tag[: len(last.tag)]
        ):
            gap = "" if line.x0 - last.x1 < 0.12 * last.size or last.text[-1:].isspace() or line.text[:1].isspace() else " "
            last.text += gap + line.text
            last.x1, last.y0, last.y1 = max(last.x1, line.x1), min(last.y0, line.y0), max(last.y1, line.y1)
            last.bold &= line.bold
            last.tail_bold = line.tail_bold
            last.italic &= line.italic
        else:
            out.append(line)
    return out


def _right_neighbour(lines: list[Line], x: float, y: float, body_size: float) -> Line | None:
    best, best_gap = None, 45.0
    for line in lines:
        # labels of display-size headings ("1.") are part of the heading
        if line.y0 - 1 <= y <= line.y1 + 1 and line.size < 1.25 * body_size:
            gap = line.x0 - x
            if -2.0 <= gap < best_gap:
                best, best_gap = line, gap
    return best


def _split_label(line: Line) -> None:
    """Take a label that is part of the line's own text off it."""
    text = line.text
    found = _GLYPH_AHEAD.match(text) or _LETTER_AHEAD.match(text)
    if found is None and not line.bold:
        found = _NUMBER_AHEAD.match(text)
    if found is None and (dash := _DASH_AHEAD.match(text)) and len(text.split()) > 4:
        found = dash
    if found is None and text.startswith("o ") and len(text.split()) > 3:
        found = re.match(r"(o)\s+", text)
    if found and text[found.end() :].strip():
        label = found[1]
        line.label, line.label_x = ("•" if label in BULLETS + "–—-o" else label), line.x0
        # where the text begins is only known by its share of the line; the next line tells better
        line.body_x = line.x0 + (line.x1 - line.x0) * found.end() / len(text)
        line.text = text[found.end() :]


def _drop_marks(lines: list[Line], body_size: float) -> list[Line]:
    """A reference mark that the text layer holds as a line of its own, right behind another line, is no text."""
    out = []
    for line in lines:
        if line.size < 0.8 * body_size and _MARK_ONLY.fullmatch(line.text):
            behind = any(
                o is not line and o.size > line.size and o.y0 - 2 <= (line.y0 + line.y1) / 2 <= o.y1 and abs(o.x1 - line.x0) < 6
                for o in lines
            )
            if behind:
                continue
        out.append(line)
    return out


def in_reading_order(page: Page, lines: list[Line]) -> list[Line]:
    """The body lines in reading order, each with its column `side` (0 left or only, 1 right) and `band`."""
    for line in lines:
        line.side = line.band = 0
    gutter = _gutter(page, lines)
    if gutter is None:
        return lines if _stream_is_sound(lines) else sorted_rows(lines)
    for line in lines:
        line.side = 1 if line.x0 >= gutter - 2 else 0
    spanning = {id(line) for line in lines if line.x0 < gutter - 4 and line.x1 > gutter + 4}
    sides = [[line for line in lines if line.side == s] for s in (0, 1)]
    if all(_stream_is_sound(side) for side in sides):
        # a return to the left column, or a line over both, opens a new band
        band, last = 0, 0
        for line in lines:
            if id(line) in spanning or (last == 1 and line.side == 0):
                band += 1
            line.band, last = band, line.side
        return lines
    return _by_geometry(lines, spanning)


def _stream_is_sound(lines: list[Line]) -> bool:
    """Whether the stream runs down the page; steps to the right within a row (cells) are no fault."""
    return not any(b.y1 < a.y0 + 1 and b.x0 <= a.x1 - 1 for a, b in pairwise(lines))


def sorted_rows(lines: list[Line]) -> list[Line]:
    """Top to bottom in rows, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda o: (o.y0 + o.y1) / 2):
        middle = (line.y0 + line.y1) / 2
        if rows and rows[-1][0].y0 <= middle <= rows[-1][0].y1:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda o: o.x0)]


def _gutter(page: Page, lines: list[Line]) -> float | None:
    """The x that parts two text columns, or None."""
    body = [line for line in lines if line.x1 - line.x0 > 0.12 * page.width]
    if len(body) < 12:
        return None
    starts = sorted({round(line.x0) for line in body if 0.4 * page.width < line.x0 < 0.65 * page.width})
    best = None
    for x in starts:
        right = [line for line in body if line.x0 >= x - 2]
        left = [line for line in body if line.x1 <= x]
        crossing = len(body) - len(right) - len(left)
        if len(right) < 5 or len(left) < 5 or crossing > 0.25 * len(body):
            continue
        # cells are short on one side, or stand in rows; column text fills its measure on both
        if min(_upper(right), _upper(left)) < 0.24 * page.width:
            continue
        if min(median(_widths(right)), median(_widths(left))) < 0.2 * page.width:
            continue
        score = len(right) - 2 * crossing
        if best is None or score > best[0]:
            best = (score, x)
    return None if best is None else float(best[1])


def _widths(lines: list[Line]) -> list[float]:
    return [line.x1 - line.x0 for line in lines]


def _upper(lines: list[Line]) -> float:
    widths = sorted(_widths(lines))
    return widths[int(0.75 * (len(widths) - 1))]


def _by_geometry(lines: list[Line], spanning: set[int]) -> list[Line]:
    """Bands between lines that span both columns; within a band the left column, then the right."""
    out: list[Line] = []
    pending: list[Line] = []
    band = 0

    def flush() -> None:
        for side in (0, 1):
            chosen = sorted_rows([line for line in pending if line.side == side])
            for line in chosen:
                line.band = band
            out.extend(chosen)
        pending.clear()

    for line in sorted(lines, key=lambda o: o.y0):
        if id(line) in spanning:
            flush()
            band += 1
            line.band = band
            out.append(line)
        else:
            pending.append(line)
    flush()
    return out
