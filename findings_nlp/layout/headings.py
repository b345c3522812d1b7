"""Which blocks are headings, and their rank: by tags, size, weight, numbering and the outline together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from findings_nlp.layout.model import Block
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, TextLayer

_TAG = re.compile(r"H([1-6])?$|Title$")
STANDARD_NUMBER = re.compile(r"(?:[Ss]tandard\s+)?(?:[PRNCA]\s?)?\d\.\d\.?\s|V\s?\d(?:\.\d)?\.?\s")
_COLUMN_HEAD = re.compile(r"percent(?:age)?\b.{0,200}\byes\b|percentage$|key questions?$", re.I)
_Style = tuple[float, bool, bool]  # size, bold, capitals
_CHAPTER = re.compile(r"\d\.\s|annex|appendix|foreword|contents", re.I)


def is_heading(lines: list[Line], size: float, bold: bool, label: str) -> bool:
    """Whether lines that make one block are a heading. `size` and `bold` are the body text's."""
    first = lines[0]
    text = " ".join(line.text.strip() for line in lines)
    if _COLUMN_HEAD.match(text) and len(text) < 60:
        return False
    if not text or len(text) > SETTINGS.heading_letters or label == "•" or "%" in text or sum(c.isalpha() for c in text) < 2:
        return False
    words = len(text.split())
    if first.roles and _TAG.match(first.roles[-1]):
        # a whole sentence in the print of the text is tagged as a heading by mistake
        as_body = first.size < SETTINGS.larger_size_ratio * size and first.bold == bold
        return not (text[-1] in ".;" and words > SETTINGS.capitals_heading_words and as_body)
    if text[-1] in ".;," and words > SETTINGS.capitals_heading_words and first.size < SETTINGS.much_larger_size_ratio * size:
        return False
    if (
        first.size > SETTINGS.larger_size_ratio * size
        and words <= SETTINGS.large_heading_words
        and all(line.size > SETTINGS.larger_size_ratio * size for line in lines)
    ):
        return True
    if words > SETTINGS.heading_words or text[-1] in ".;," or text[0].islower():
        return False
    if all(line.bold for line in lines) and not bold:
        return True
    letters = [c for c in text if c.isalpha()]
    return (
        len(letters) > 3
        and all(c.isupper() for c in letters)
        and words <= SETTINGS.capitals_heading_words
        and first.size >= SETTINGS.text_size_ratio * size
    )


def repeated_headings(layer: TextLayer, leans: Callable[[str], bool]) -> set[str]:
    """Short bold lines that a report prints at least three times and that speak of strengths or of weaknesses."""
    times = Counter(
        " ".join(line.text.split())
        for page in layer.pages
        for line in page.lines
        if line.bold and 6 < len(line.text) < 60 and line.kind != "furniture"
    )
    return {text for text, n in times.items() if n >= 3 and len(text.split()) > 1 and leans(text)}


def set_levels(blocks: list[Block], outline: list[tuple[int, str, int]], size: float) -> None:
    """Rank the headings: tagged level, outline level or style, with numbered standards always one rank below chapters.

    Ranks are relative; what counts is which heading ends which.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    listed = {(_squeeze(title), page): level for level, title, page in outline}
    styles = sorted({_style(block, size) for block in headings}, reverse=True)
    rank = {style: index + 1 for index, style in enumerate(styles)}
    two_level = [_style(block, size) for block in headings if STANDARD_NUMBER.match(block.text)]
    standard = max(set(two_level), key=two_level.count) if two_level else None
    tagged = [(_style(b, size), int(t[1]) * 10) for b in headings if (t := _TAG.match((b.lines[0].roles or ("",))[-1])) and t[1]]
    for block in headings:
        tag = _TAG.match(block.lines[0].roles[-1]) if block.lines[0].roles else None
        style = _style(block, size)
        if tag and tag[1]:
            block.level = _usual(style, tagged) or int(tag[1]) * 10
        elif (level := listed.get((_squeeze(block.text), block.page))) is not None:
            block.level = level * 10
        else:
            block.level = (_level_among(style, tagged) if standard is None else None) or rank[style] * 10 + 5
    if standard is None:
        return
    levels = [block.level for block in headings if STANDARD_NUMBER.match(block.text)]
    base = max(set(levels), key=levels.count)
    for block in headings:
        # one rank for all standards, and for what is set in the same style at no lower a tag
        if STANDARD_NUMBER.match(block.text) or (_style(block, size) == standard and block.level % 10 == 5 and base % 10 == 5):
            block.level = base
        elif block.level == base and _CHAPTER.match(block.text) and _style(block, size) != standard:
            block.level = base - 5
        elif block.level % 10 == 5 and base % 10 == 0:
            style = _style(block, size)
            block.level = base if style == standard else base + 5 + rank[style] if style < standard else max(1, base - 5)


def _usual(style: _Style, tagged: list[tuple[_Style, int]]) -> int | None:
    """The rank that nearly all tagged headings of a style have: those that are tagged otherwise are of the same rank."""
    levels = [level for other, level in tagged if other == style]
    level = max(set(levels), key=levels.count)
    return level if len(levels) > 3 and levels.count(level) >= SETTINGS.heading_tags_share * len(levels) else None


def _level_among(style: _Style, tagged: list[tuple[_Style, int]]) -> int | None:
    """The rank of a heading without a tag among headings that have one: that of its own style, else below all in larger print."""
    if same := [level for other, level in tagged if other == style]:
        return max(set(same), key=same.count)
    above = [level for other, level in tagged if other > style]
    below = [level for other, level in tagged if other < style]
    if not above:
        return min(below, default=None)
    return min(max(above) + 5, min(below, default=99) - 1)


def _style(block: Block, size: float) -> _Style:
    line = block.lines[0]
    letters = [c for c in block.text if c.isalpha()]
    capitals = bool(letters) and all(c.isupper() for c in letters)
    return (round(2 * max(line.size, size * SETTINGS.style_least_ratio)) / 2, line.bold, capitals)


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
