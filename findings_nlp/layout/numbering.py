"""Numbered paragraphs ("2.14 The board ..."): the number is a label, as a bullet is, and no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict

from findings_nlp.layout.heights import Heights
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, TextLayer

PARAGRAPH_NUMBER = re.compile(r"\d{1,2}\.\d{1,3}\.?")
_AHEAD = re.compile(r"\s*((\d{1,2})\.(\d{1,3})\.?)(?:\s+(?=[\w‘“'\"(£])|\s*$)")
_WORDS = 6  # on the first line: headings ("2.3 Implementation and delivery") are shorter
_RUN = 8  # paragraphs of one chapter numbered without a gap; no set of standards has as many


def take_paragraph_numbers(layer: TextLayer) -> None:
    """Set the numbers of paragraphs as labels of their lines, in reports that number them."""
    found = [read for page in layer.pages if not page.crowded for read in _numbers(page.lines)]
    chapters: defaultdict[int, set[int]] = defaultdict(set)
    for _, _, match in found:
        chapters[int(match[2])].add(int(match[3]))
    if not any(set(range(1, _RUN + 1)) <= numbers for numbers in chapters.values()):
        return
    gone: set[int] = set()
    for line, target, match in found:
        if target is line:
            line.body_x = line.x0 + (line.x1 - line.x0) * match.end() / len(line.text)
            line.text = line.text[match.end() :]
        else:
            target.body_x = target.x0
            gone.add(id(line))
        target.label, target.label_x = match[1], line.x0
    for page in layer.pages:
        page.lines = [line for line in page.lines if id(line) not in gone]


def _numbers(lines: list[Line]) -> list[tuple[Line, Line, re.Match[str]]]:
    heights = Heights(lines)
    return [read for line in lines if (read := _numbered(heights, line))]


def _numbered(heights: Heights, line: Line) -> tuple[Line, Line, re.Match[str]] | None:
    """A line that begins with a number, or is one, with the line whose text it numbers."""
    if line.bold or line.kind or not (match := _AHEAD.match(line.text)):
        return None
    rest = line.text[match.end() :]
    target = line if rest else _beside(heights, line)
    if target is None or len((rest or target.text).split()) < _WORDS:
        return None
    return line, target, match


def _beside(heights: Heights, number: Line) -> Line | None:
    """The line that a number with a line of its own stands before."""
    lines = heights.meeting(number.y0 - SETTINGS.level_sizes * number.size, number.y0 + SETTINGS.level_sizes * number.size)
    level = [
        o
        for o in lines
        if o is not number
        and abs(o.y0 - number.y0) < SETTINGS.level_sizes * number.size
        and 0 <= o.x0 - number.x1 < SETTINGS.number_gap_points
    ]
    return min(level, key=lambda o: o.x0, default=None)
