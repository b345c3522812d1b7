"""Lines of text, made from MuPDF's, and the one place where what no line can hold is kept out.

Whatever a file holds, a line behind `sound_lines` has text without control characters and lone surrogates, of bounded
length, a box on its page, and a size that can be divided by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from findings_nlp.source.pdf.overprint import DARK, is_faint, is_invisible, is_white
from findings_nlp.source.pdf.space import Box

_SUPERSCRIPT, _ITALIC, _BOLD = 1, 2, 16
_SYMBOL_FONT = re.compile(r"symbol|wingding|dingbat|webding", re.I)
_MARK = re.compile(r"(?<!\s)\s*(\d{1,3}|[*†‡§])\s*")
# marks of notes as they stand behind words: several figures, a letter, a small Roman number
REFERENCE = re.compile(r"\s*(\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,4}|[a-z]|[ivx]{2,4}|[*†‡§]{1,3})\s*")
_INLINE_MARK = re.compile(r"\[\^[\w-]{1,20}\](?!:)|(?<=[\w.,;:’”'\)])\[\d{1,2}\]")
_CONTAINERS = {"Table", "TR", "L", "TBody", "THead", "TFoot"}

SIDEWAYS = "Sideways"  # the last role of a line that does not run level
CROWD = 300  # lines at one height
_BAND, _TALLEST = 12.0, 300  # points, and how many such bands a line is counted in
LONGEST = 5_000  # characters of one line
_TINY, _NARROWEST, _WORD = 0.9, 0.12, 6  # points; width of a letter in its size; letters that are told
_SMALLEST, _LARGEST = 0.1, 5_000.0  # points
# all of category Cc but tab and line feed, and surrogates
_UNSOUND = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = frozenset("\x0b\x0c\r\x1c\x1d\x1e\x1f\x85")


@dataclass(slots=True, eq=False)
class Line:
    """One run of text on one baseline, as the text layer holds it.

    The line of a web page is one element's text: `path` is the element's (empty in a PDF), `breaks` the positions in the text
    where the page has something that was left out; its page is counted by length, its box empty.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    roles: tuple[str, ...] = ()
    tag: tuple[int, ...] = ()
    item: tuple[int, ...] = ()
    head_bold: bool = False
    tail_bold: bool = False
    mark: str = ""
    label: str = ""
    label_x: float = 0.0
    body_x: float = 0.0
    side: int = 0
    band: int = 0
    kind: str = ""
    box: int = -1
    seen: Literal["printed", "faint", "white", "invisible"] = "printed"
    path: str = ""
    breaks: tuple[int, ...] = ()

    @property
    def bbox(self) -> Box:
        """Left, top, right, bottom in points from the page's top left."""
        return (self.x0, self.y0, self.x1, self.y1)


def sound_text(text: str) -> str:
    r"""`text` without control characters (Unicode category Cc) but tab and line feed; lone surrogates become U+FFFD.

    Control characters that are white space become a space.

    >>> sound_text("a\x00b\x0cc\ud800"), sound_text("as it was")
    ('ab c\ufffd', 'as it was')
    """
    if not _UNSOUND.search(text):
        return text
    # two halves that fonts map one after the other make one character
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNSOUND.sub(lambda found: " " if found[0] in _SPACES else "", whole)


def sound_lines(lines: Iterable[Line], width: float, height: float) -> tuple[list[Line], bool]:
    """The lines of a page of that size in points, mended in place, without those off the page or without text.

    Returns:
        The lines, and whether one was cut because it was longer than `LONGEST`.
    """
    out, cut = [], False
    for line in lines:
        line.text = sound_text(line.text)
        if len(line.text) > LONGEST:
            line.text, cut = line.text[:LONGEST], True
        if not _SMALLEST <= line.size <= _LARGEST:
            line.size = _LARGEST if line.size > _LARGEST else _SMALLEST
        if not (0 <= line.x0 <= line.x1 <= width and 0 <= line.y0 <= line.y1 <= height):
            line.x0, line.x1 = _within(line.x0, line.x1, width)
            line.y0, line.y1 = _within(line.y0, line.y1, height)
            if line.x0 == line.x1 or line.y0 == line.y1:
                continue
        if line.text.strip():
            out.append(line)
    return out, cut


def vanishing(lines: Iterable[Line]) -> bool:
    """Whether lines hold words that are scaled to next to nothing, in both directions or one: nobody can see them."""
    letters = 0
    for line in lines:
        flat = line.x1 - line.x0 < _NARROWEST * line.size * len(line.text) and line.roles[-1:] != (SIDEWAYS,)
        if line.size < _TINY or (flat and len(line.text) > 2):
            letters += sum(c.isalpha() for c in line.text)
    return letters >= _WORD


def crowded(lines: list[Line]) -> bool:
    """Whether more lines stand at one height than print has beside each other: what compares neighbours would never end."""
    if len(lines) <= CROWD:
        return False
    heights: Counter[int] = Counter()
    for line in lines:
        first, last = int(line.y0 // _BAND), int(line.y1 // _BAND)
        heights.update((first,) if last == first else range(first, min(last, first + _TALLEST) + 1))
    return max(heights.values(), default=0) > CROWD


def _within(low: float, high: float, end: float) -> tuple[float, float]:
    """A stretch cut to 0 to `end`; of no length where it lies outside, or is no number."""
    if not (low <= high and low < end and high > 0):
        return 0.0, 0.0
    return max(low, 0.0), min(high, end)


def _stands_higher(span: dict[str, Any], main: dict[str, Any]) -> bool:
    """Whether smaller print stands on a baseline of its own above the line's."""
    lift = main["origin"][1] - span["origin"][1]
    return bool(span["size"] < 0.9 * main["size"] and lift > 0.15 * main["size"])


def read_line(raw: dict[str, Any], page: int, roles: tuple[str, ...], tag: tuple[int, ...]) -> Line | None:
    """A line from one of MuPDF's, with the roles and the tag that it stands under; None where it has no text."""
    spans = raw["spans"]
    main = spans[0] if len(spans) == 1 else max(spans, key=lambda s: len(s["text"].strip()))
    size, mark = main["size"], ""
    if len(spans) == 1:
        text = main["text"]
        head = tail = bool(main["flags"] & _BOLD)
        bold, italic = bool(main["flags"] & _BOLD), bool(main["flags"] & _ITALIC)
        if len(text.strip()) == 1 and _SYMBOL_FONT.search(main["font"]):
            text = "\u2022"
    else:
        parts: list[str] = []
        bold = italic = True
        styles: list[bool] = []
        for span in spans:
            piece, flags = span["text"], span["flags"]
            higher = bool(flags & _SUPERSCRIPT) or _stands_higher(span, main)
            pattern = REFERENCE if higher else _MARK
            if (higher or span["size"] < 0.78 * size) and (found := pattern.fullmatch(piece)):
                # a mark that opens the line belongs to a footnote's body; elsewhere it is a reference: lifted out
                if not parts:
                    mark = found[1]
                elif piece[:1].isspace() or piece[-1:].isspace():
                    parts.append(" ")
                continue
            if len(piece.strip()) == 1 and _SYMBOL_FONT.search(span["font"]):
                piece = "\u2022 "
            elif piece.strip():
                styles.append(bool(flags & _BOLD))
                italic &= bool(flags & _ITALIC)
            parts.append(piece)
        text = "".join(parts)
        bold = bool(styles) and all(styles)
        head, tail = (styles[0], styles[-1]) if styles else (False, False)
    if "[" in text:
        text = _INLINE_MARK.sub("", text)
    if not text.strip():
        return None
    x0, y0, x1, y1 = raw["bbox"]
    if roles and roles[-1] in _CONTAINERS:
        # MuPDF hangs untagged content into whatever container it met last
        roles, tag = (), ()
    if raw["dir"] != (1.0, 0.0):
        roles = (*roles, SIDEWAYS)
    read = Line(page, x0, y0, x1, y1, text, round(size, 2), bold, italic, main["font"], roles, tag, (), head, tail, mark)
    if main.get("color", 0) < DARK and main.get("alpha") == 255 and not is_invisible(main):
        return read  # as nearly all text is
    if is_invisible(main):
        read.seen = "invisible"
    elif is_white(main):
        read.seen = "white"
    elif is_faint(main):
        read.seen = "faint"
    return read
