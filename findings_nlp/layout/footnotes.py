"""Footnote bodies told from the text they interrupt, and reference marks lifted out of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from findings_nlp.pdf import Line

FOOTNOTE_START = re.compile(r"\s*(?:\[\^?\w+\]:?|\d{1,3}|[*†‡§])\s*\S")

_SHORT = 8  # lines


def mark_footnotes(lines: list[Line], size: float, starts_section: Callable[[str], bool]) -> None:
    """Small print below the last line of body text, or opened by a raised mark, with the lines that follow it.

    The heading of a list, known to `starts_section`, is none, however small.
    """
    body = [line for line in lines if line.size >= 0.95 * size and not line.mark]
    floor = max((line.y1 for line in body), default=0.0)
    below = [o for o in lines if o.size < 0.95 * size and o.y0 > floor - 2 and not starts_section(o.text.strip())]
    marked = any(line.mark or FOOTNOTE_START.match(line.text) for line in below)
    # without a mark it is a note if it is short: lists and long text in small print are text
    note = marked or (len(below) <= _SHORT and not any(line.label == "•" for line in below))
    low = {id(line) for line in below}
    open_note = False
    for line in lines:
        if "Note" in line.roles or line.mark or (id(line) in low and FOOTNOTE_START.match(line.text)):
            open_note = True
            line.kind = "footnote"
        elif (note and id(line) in low) or (open_note and line.size < 0.95 * size and not line.label):
            line.kind = "footnote"
        else:
            open_note = False
        if line.kind == "footnote" and line.label and line.label != "•":
            line.mark = line.mark or line.label.strip("().")


def lift_marks(lines: list[Line]) -> list[Line]:
    """Take off reference marks that the text layer holds as plain figures behind a word ("the scheme4 did").

    Some fonts print raised figures as glyphs of their own, of full size. Only figures of a footnote that stands on the
    same page are taken, and never behind a figure. Returns the lines without those that hold nothing but a raised mark,
    which a line's end has parted from its word.
    """
    marks = set()
    for line in lines:
        if (
            line.kind == "footnote" and (found := re.match(r"\s*(\d{1,2})(?=\D)", line.mark or line.text))
        ) or line.mark.isdigit():
            marks.add(line.mark if line.mark.isdigit() else found[1])  # type: ignore[index]
    for mark in marks:
        pattern = re.compile(rf"(?<=[a-z’”\)])([.,;:]?){mark}(?=\s|$)|(?<=\d\d\.){mark}(?=\s+[A-Z]|\s*$)")
        for line in lines:
            if line.kind != "footnote" and mark in line.text:
                line.text = pattern.sub(lambda m: m[1] or "", line.text)
    largest = max((line.size for line in lines), default=0.0)
    return [o for o in lines if o.kind == "footnote" or o.text.strip() not in marks or o.size > 0.8 * largest]
