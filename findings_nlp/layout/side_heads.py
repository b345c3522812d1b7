"""Headings that stand in the margin beside their list: kept whole, ahead of what they head, and out of tables."""

from __future__ import annotations

from collections.abc import Callable

from findings_nlp.layout.clean import tidy
from findings_nlp.layout.heights import Heights
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line

_HEADS = 60  # on one page
_PIECES = 3  # lines that a heading in a narrow margin may take
_LONGEST, _NARROW = 60, 30  # letters in one of them, and in one that may go on below


def gather_side_heads(lines: list[Line], starts_section: Callable[[str], bool]) -> list[Line]:
    """One page's lines in reading order with the pieces of such headings together and marked `kind = "head"`."""
    out = list(lines)
    last: dict[tuple[int, int], float] = {}
    for line in lines:
        last[line.side, line.band] = max(last.get((line.side, line.band), 0.0), line.x0)
    heights, left = Heights(lines), _HEADS
    for line in lines:
        # in running text no line begins to the right of where another ends
        if line.x1 >= last[line.side, line.band] or line.kind or line.label or len(line.text) > _LONGEST:
            continue
        if left == 0 or not any(_near(o, line) for o in heights.meeting(line.y0, line.y1 + 3 * line.size)):
            continue
        if not (head := _head(line, heights, starts_section)):
            continue
        level = heights.meeting(min(piece.y0 for piece in head), max(piece.y1 for piece in head))
        beside = [o for o in level if any(_right_of(o, piece) for piece in head)]
        if not beside or any(starts_section(tidy(o.text)) for o in beside) or not any(_is_text(o) for o in beside):
            continue
        left -= 1
        for piece in head:
            piece.kind = "head"
        rest = [o for o in out if o not in head]
        # the stream may hold the list first, or row by row
        at = min(rest.index(o) for o in beside)
        at = min(at, sum(o not in head for o in out[: out.index(line)]))
        out = rest[:at] + head + rest[at:]
    return out


def _head(line: Line, heights: Heights, starts_section: Callable[[str], bool]) -> list[Line]:
    """The line and those below it that make up a heading of a side together, or none."""
    pieces, best = [line], [line] if starts_section(tidy(line.text)) else []
    while len(pieces) < _PIECES and len(pieces[-1].text) <= _NARROW:
        last = pieces[-1]
        near = heights.meeting(last.y0, last.y0 + SETTINGS.label_below_sizes * line.size)
        below = [o for o in near if not o.label and not o.kind and 0 < o.y0 - last.y0 < SETTINGS.label_below_sizes * line.size]
        following = next(
            (
                o
                for o in below
                if abs(o.x0 - line.x0) < 2 and abs(o.size - line.size) < SETTINGS.same_print_points and o.bold == line.bold
            ),
            None,
        )
        if following is None:
            break
        pieces = [*pieces, following]
        if starts_section(tidy(" ".join(o.text for o in pieces))):
            best = pieces
    return best


def _near(other: Line, line: Line) -> bool:
    """Whether a line stands to the right of another, level with it or with the next two below it."""
    level = other.x0 > line.x1 and other.y1 > line.y0 and other.y0 < line.y1 + 3 * line.size
    return level and (other.side, other.band) == (line.side, line.band)


def _right_of(other: Line, piece: Line) -> bool:
    left = min(other.x0, other.label_x) if other.label else other.x0
    overlap = min(other.y1, piece.y1) - max(other.y0, piece.y0)
    return left > piece.x1 + SETTINGS.side_gap_sizes * piece.size and overlap > SETTINGS.side_overlap_share * (
        piece.y1 - piece.y0
    )


def _is_text(line: Line) -> bool:
    return bool(line.label) or len(line.text.split()) > 5
