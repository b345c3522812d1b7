"""Footnote bodies told from the text they interrupt, and reference marks lifted out of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line

FOOTNOTE_START = re.compile(r"\s*(?:\[\^?\w+\]:?|\d{1,3}|[*†‡§])\s*\S")


def mark_footnotes(lines: list[Line], size: float, starts_section: Callable[[str], bool]) -> None:
    """Small print below the last line of body text, or opened by a raised mark, with the lines that follow it.

    The heading of a list, known to `starts_section`, is none, however small; nor is text that is set in small print: what is
    tagged as a list, follows a heading or a lead-in without a gap, or fills a page.
    """
    text = _small_text(lines, size)
    body = [line for line in lines if (line.size >= SETTINGS.text_size_ratio * size or id(line) in text) and not line.mark]
    floor = max((line.y1 for line in body), default=0.0)
    # text of full size is a tagged note only below all other text: tags are wrong now and then
    last = max((line.y1 for line in body if "Note" not in line.roles), default=0.0)
    below = [
        o for o in lines if o.size < SETTINGS.text_size_ratio * size and o.y0 > floor - 2 and not starts_section(o.text.strip())
    ]
    below = [o for o in below if id(o) not in text]
    marked = any(line.mark or FOOTNOTE_START.match(line.text) for line in below)
    # without a mark it is a note if it is short: lists and long text in small print are text
    note = marked or (len(below) <= SETTINGS.note_lines and not any(line.label == "•" for line in below))
    low = {id(line) for line in below}
    open_note = False
    for line in lines:
        note_tag = "Note" in line.roles and (
            line.size < SETTINGS.text_size_ratio * size or _opens_note(line) or line.y0 > last - 2
        )
        if note_tag or (line.mark and id(line) not in text) or (id(line) in low and FOOTNOTE_START.match(line.text)):
            open_note = True
            line.kind = "footnote"
        elif (note and id(line) in low) or (
            open_note and line.size < SETTINGS.text_size_ratio * size and not line.label and id(line) not in text
        ):
            line.kind = "footnote"
        else:
            open_note = False
        if line.kind == "footnote" and line.label and line.label != "•":
            line.mark = line.mark or line.label.strip("().")


def _small_text(lines: list[Line], size: float) -> set[int]:
    """Lines in smaller print that are text, by `id`: tagged lists, and what runs on from a heading or a page's top."""
    small = [line for line in lines if line.size < SETTINGS.text_size_ratio * size and "Note" not in line.roles]
    out = {id(line) for line in small if "LI" in line.roles and not line.mark}
    rows = sorted(lines, key=lambda o: o.y0)
    open_size = 0.0
    for k, line in enumerate(rows):
        above = rows[k - 1] if k else None
        if line.size >= SETTINGS.text_size_ratio * size:
            open_size = 0.0
            continue
        if above is None:
            # a page that begins in small print and holds a good deal of it
            whole = [o for o in small if abs(o.size - line.size) < SETTINGS.same_print_points]
            open_size = (
                line.size if len(whole) > SETTINGS.note_lines and len(whole) > SETTINGS.small_page_share * len(lines) else 0.0
            )
        elif id(above) in out and _runs_on(above, line):
            out.add(id(line))  # a number that the sentence above goes on with
            continue
        elif _leads_in(above, size) and line.y0 - above.y1 < SETTINGS.small_gap_sizes * line.size and not _opens_note(line):
            open_size = line.size
        elif abs(line.size - open_size) > SETTINGS.same_print_points or (
            line.y0 - above.y1 > SETTINGS.small_end_sizes * line.size and not (line.bold or line.label)
        ):
            open_size = 0.0
        if open_size and not _opens_note(line):
            out.add(id(line))
    return out


def _runs_on(above: Line, line: Line) -> bool:
    """Whether a line without a mark goes on with the sentence of the line right above it."""
    near = -0.5 * line.size < line.y0 - above.y1 < 0.8 * line.size and abs(above.size - line.size) < SETTINGS.same_print_points
    return (
        near and not line.mark and not line.label and above.text.rstrip()[-1:].isalnum() and abs(above.x0 - line.x0) < line.size
    )


def _leads_in(line: Line, size: float) -> bool:
    """Whether a line is a heading, or announces what stands below it."""
    return line.size > SETTINGS.larger_size_ratio * size or (line.bold and not line.label) or line.text.rstrip().endswith(":")


def _opens_note(line: Line) -> bool:
    return bool(line.mark) or (not line.label and bool(FOOTNOTE_START.match(line.text)))


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
    return [
        o for o in lines if o.kind == "footnote" or o.text.strip() not in marks or o.size > SETTINGS.raised_size_ratio * largest
    ]
