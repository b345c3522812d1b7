"""What stands beside or above the lines of the text and is none of it: numbers that count the lines, raised marks of notes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from findings_nlp.layout.heights import Heights
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import REFERENCE, Line, Page, TextLayer

_COUNTED = re.compile(r"\s*\d{1,4}\s*")
_RUNNING = 30  # letters of a line of running text
_ON_PAGE, _IN_ALL = 6, 12  # numbers on a page, or in the whole report, that are a count of lines
_REGULAR = 0.8  # share of the steps between those of a page that must be the same
_PAGES = 0.6  # share of the pages with such numbers on which they are


def drop_line_numbers(layer: TextLayer) -> None:
    """Numbers that count the lines in the margin are furniture: plain figures outside the text, rising down the pages.

    They count each line or every fifth; a page with few lines has few of them, and they are told by those of other pages.
    """
    found = [numbers for page in layer.pages if not page.crowded for numbers in _outside(page) if numbers]
    counted: Counter[int] = Counter()
    columns = 0
    for numbers in found:
        steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(numbers))
        if steps:
            step, times = steps.most_common(1)[0]
            columns += 1
            counted[step] += step > 0 and times >= _REGULAR * steps.total()
    if not columns:
        return
    step, times = counted.most_common(1)[0]
    regular = times >= _PAGES * columns and sum(map(len, found)) >= _IN_ALL
    for numbers in found:
        values = [int(line.text) for line in numbers]
        rising = all(a < b for a, b in pairwise(values))
        if (len(values) >= _ON_PAGE and rising) or (regular and rising and all(value % step == 0 for value in values)):
            for line in numbers:
                line.kind = "furniture"


def _outside(page: Page) -> tuple[list[Line], list[Line]]:
    """Figures by themselves to the left, and those to the right, of a page's running text, from top to bottom."""
    figures = [line for line in page.lines if line.kind != "furniture" and _COUNTED.fullmatch(line.text)]
    text = [line for line in page.lines if line.kind != "furniture" and not _COUNTED.fullmatch(line.text)]
    if not figures or not text:
        return [], []
    text = [line for line in text if len(line.text) > _RUNNING] or text
    left, right = min(line.x0 for line in text), max(line.x1 for line in text)
    figures.sort(key=lambda o: o.y0)
    return [o for o in figures if o.x1 <= left + 1], [o for o in figures if o.x0 >= right - 1]


def without_references(lines: list[Line]) -> list[Line]:
    """The lines without raised marks of notes that the text layer holds as lines of their own, right behind their word."""
    small = [line for line in lines if len(line.text) < 12 and REFERENCE.fullmatch(line.text)]
    if not small:
        return lines
    heights = Heights(lines)
    gone = {id(mark) for mark in small if any(_raised(mark, o) for o in heights.meeting(mark.y0, mark.y1))}
    return [line for line in lines if id(line) not in gone]


def _raised(mark: Line, line: Line) -> bool:
    """Whether a mark stands in smaller print above the baseline of a line, right behind its end."""
    behind = -SETTINGS.mark_before_sizes * line.size < mark.x0 - line.x1 < SETTINGS.mark_behind_sizes * line.size
    above = line.y0 - SETTINGS.mark_above_sizes * line.size < mark.y0 and mark.y1 < line.y1 - SETTINGS.mark_foot_sizes * line.size
    return (
        mark is not line
        and mark.size < SETTINGS.raised_size_ratio * line.size
        and behind
        and above
        and len(line.text) > len(mark.text)
    )
