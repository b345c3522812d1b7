"""Drop caps: the first letter of a passage set large over several lines, put back before the word that it begins."""

from __future__ import annotations

import re

from findings_nlp.layout.measures import body_style
from findings_nlp.source.pdf import Line, Page, TextLayer

_LARGE, _LINES = 1.6, 6.5  # times the body text's size: the smallest drop cap, and the tallest
_GAP = 1.2  # of the body text's size: how far from the letter the text beside it begins
_CAPITAL = re.compile(r"[“‘\"']?[^\W\d_a-z]")


def join_drop_caps(layer: TextLayer, general: frozenset[str]) -> None:
    """Take the large letters of all pages into the lines that they begin; the lines beside them begin where they do.

    Args:
        layer: the text layer, whose lines are changed in place.
        general: everyday words, which tell "A" before "recent" from the first letter of a word.
    """
    caps = [
        (page, line)
        for page in layer.pages
        if not page.crowded
        for line in page.lines
        if len(line.text) < 5 and _CAPITAL.fullmatch(line.text.strip()) and line.kind != "furniture"
    ]
    if not caps:
        return
    size = body_style(layer)[0]
    for page, cap in caps:
        if _LARGE * size < cap.size < _LINES * size:
            _join(page, cap, size, general)


def _join(page: Page, cap: Line, size: float, general: frozenset[str]) -> None:
    beside = [
        o
        for o in page.lines
        if o is not cap and 0.8 * size < o.size < 1.25 * size and -0.2 * size < o.x0 - cap.x1 < _GAP * size
        if cap.y0 - 0.3 * size < (o.y0 + o.y1) / 2 < cap.y1
    ]
    first = min(beside, key=lambda o: o.y0, default=None)
    # the letters stand as high as the capitals of the line; a letter alone in large print is a heading or a mark
    if first is None or len(first.text.split()) < 2 or len(beside) < 2 or any(o.x0 - first.x0 > size for o in beside):
        return
    letter, text = cap.text.strip(), first.text.lstrip()
    word = re.match(r"[\w’'-]*", text)
    alone = letter[-1:] in "AIO" and (letter[-1:] + (word[0] if word else "")).casefold() not in general
    gap = " " if first.text[:1].isspace() or (alone and word and word[0].casefold() in general) else ""
    if text[:1].isupper() and not gap:
        # the first words are often set in capitals
        text = re.sub(r"^[^\W\d_a-z]{2,}(?:\s+[^\W\d_a-z]{2,})*\b", lambda found: found[0].lower(), text)
    first.text = letter + gap + text
    for line in beside:
        line.x0 = cap.x0
    page.lines.remove(cap)
