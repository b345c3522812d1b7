"""Labels of list items joined to their lines: glyphs, numbers, letters and drawn dots; stray reference marks dropped."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import zip_longest

from findings_nlp.geometry import Box, ruled
from findings_nlp.layout.heights import Heights
from findings_nlp.layout.margins import without_references
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page, TextLayer

# glyphs that are bullets wherever they stand; others are learnt from the document, see `bullet_glyphs`
BULLETS = "•·●▪■□○◦‣⁃➢✓✔∙◾◼❖►▶♦\u00a7\uf0b7\uf0a7\uf0a8\uf076\uf0d8\uf0fc\uf06e\uf0fe»›❯➤→★✶✦⬤◆▸▹⦁"
_DASH_AHEAD = re.compile(r"\s*([–—−*+~-])\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,2}[.)]|\(\d{1,2}\))\s*")
_NUMBER_AHEAD = re.compile(r"\s*(\d{1,2}[.)]|\(\d{1,2}\))(?:\s+(?=[\w‘“'\"(])|(?=[a-z]{2}))")
_GLYPH_AHEAD = re.compile(r"\s*([^\w\s])(?:\s+|(?=\S))")
_NAMED_AHEAD = re.compile(
    r"\s*(?:Recommendation\s+(\d{1,2})\s*[:.–—-]\s*(?=\S)|(?:R|Rec\.?)\s?(\d{1,2})[.):]?\s+(?=[A-Za-z]))", re.I
)
_NAMED = re.compile(r"\s*(?:R|Rec\.?)\s?(\d{1,2})[.):]?\s*")
_LETTER_AHEAD = re.compile(r"\s*(\((?:[a-z]|[ivx]{2,4})\)|[a-z][.)])\s+(?=\S)")
_LETTER = re.compile(r"\s*(\((?:[a-z]|[ivx]{1,4})\)|[a-z][.)])\s*")
_HEADINGS = [(f"H{n}",) for n in ("", *range(1, 7))]
# words before which no sentence ends, and a number may follow
_WANTS_NUMBER = re.compile(
    r"\b(?:to|and|or|of|in|from|than|by|at|for|with|under|over|about|around|nearly|only|just|the|chapters?|sections?|standards?"
    r"|paragraphs?|pages?|figures?|tables?|numbers?|recommendations?|appendix|annexe?|part)\s*$",
    re.I,
)
_MARK_ONLY = re.compile(r"\s*(\d{1,3}|[*†‡§])\s*")


def bullet_glyphs(layer: TextLayer) -> frozenset[str]:
    """The glyphs that open lines of this document as bullets: the known ones and any other sign that does so at least three times."""
    openers: Counter[str] = Counter()
    for page in layer.pages:
        for line in page.lines:
            first = line.text.split(maxsplit=1)[:1]
            if first and len(first[0]) == 1 and line.kind != "furniture" and unicodedata.category(first[0])[0] in "SPC":
                openers[first[0]] += 1
    learnt = {sign for sign, times in openers.items() if times >= 3 and sign not in "“”‘’\"'()[]{}.,;:!?…/&%£$€©<=>|_"}
    return frozenset(BULLETS) | learnt


def attach_labels(page: Page, body_size: float, glyphs: frozenset[str]) -> list[Line]:
    """Join list labels (glyphs, numbers, letters, drawn dots) to the line they stand before; drop stray reference marks.

    Returns the page's body lines in stream order.
    """
    lines = without_references([line for line in page.lines if line.kind != "furniture"])
    labels: list[tuple[float, float, float, str, Line | None]] = []
    rest: list[Line] = []
    level: Heights | None = None
    for line in lines:
        text = line.text
        stripped = text.strip()
        found = (_NUMBER.fullmatch(text) or _LETTER.fullmatch(text) or _NAMED.fullmatch(text)) if len(stripped) <= 5 else None
        sign = stripped in glyphs or stripped in ("o", "–", "-", "—", "−", "*")
        if found or sign:
            level = level or Heights(lines)
        if level and (found or sign) and not _in_a_line(line, level):
            labels.append((line.x0, line.x1, (line.y0 + line.y1) / 2, found[1] if found else "•", line))
        else:
            rest.append(line)
    labels += [(x0, x1, (y0 + y1) / 2, "•", None) for x0, y0, x1, y1 in page.shapes.drawn_bullets]
    heights, alone = Heights(rest), False
    for x0, x1, y, label, source in labels:
        target = _right_neighbour(heights, x1, y, body_size) or (source and _line_below(heights, source))
        if target is not None and not target.label:
            target.label, target.label_x, target.body_x = label, x0, target.x0
        elif source is not None:
            rest.append(source)
            heights.add(source)
            alone = True
    if alone:
        order = {id(line): k for k, line in enumerate(lines)}
        rest.sort(key=lambda line: order[id(line)])
    rest = _join_pieces(_drop_marks(rest, body_size), page.shapes.vertical_rules)
    for before, line in zip([None, *rest], rest, strict=False):
        if not line.label and line.size < SETTINGS.label_size_ratio * body_size and not _goes_on(before, line):
            _split_label(line, glyphs)
    return rest


def _in_a_line(sign: Line, lines: Heights) -> bool:
    """Whether what would be a label is a piece of running text: directly behind other text, or part of the next word.

    Word processors write each run of words as a piece of its own, so that a hyphen or an "o" may stand alone.
    """
    part = sign.text.strip() in "o-–—−" and not sign.text[-1:].isspace()
    middle, reach = (sign.y0 + sign.y1) / 2, SETTINGS.sign_level_sizes * sign.size
    for o in lines.meeting(middle - reach, middle + reach):
        level = o is not sign and abs((o.y0 + o.y1) - (sign.y0 + sign.y1)) < 2 * SETTINGS.sign_level_sizes * sign.size
        if not level or (o.tag and sign.tag and o.tag != sign.tag):
            continue
        if o.x0 < sign.x0 and -1 < sign.x0 - o.x1 < SETTINGS.sign_gap_sizes * sign.size:
            return True
        if part and -1 < o.x0 - sign.x1 < SETTINGS.sign_word_sizes * sign.size and o.text[:1].isalnum():
            return True
    return False


def _join_pieces(lines: list[Line], vertical_rules: list[Box]) -> list[Line]:
    """Pieces of one printed line that the text layer parted at a mark, a link or a wide space become one line again."""
    out: list[Line] = []
    starts = Counter(round(line.x0) for line in lines)
    ends = Counter(round(line.x1) for line in lines)
    flush = False
    for k, line in enumerate(lines):
        last = out[-1] if out else None
        if (
            last is not None
            and not line.label
            and abs((last.y0 + last.y1) - (line.y0 + line.y1)) < 2 * SETTINGS.piece_level_sizes * last.size
            and abs(last.size - line.size) < SETTINGS.same_piece_size_share * last.size
            and last.tag == line.tag[: len(last.tag)]
            and (space := line.x0 - last.x1) > -1.5
            and not ruled(last.x1, line.x0, (line.y0 + line.y1) / 2, vertical_rules)
        ):
            # pieces that begin where others do are cells of a column, however near
            one = bool(last.tag) and last.tag == line.tag
            near = space < SETTINGS.piece_gap_sizes * last.size and (
                one or starts[round(line.x0)] <= 2 or space < SETTINGS.column_gap_sizes * last.size
            )
            if (
                not near
                and space < (SETTINGS.wide_bold_gap_sizes if line.bold else SETTINGS.wide_gap_sizes) * last.size
                and starts[round(line.x0)] == 1
            ):
                # justified lines of narrow columns have very wide spaces, and end at the common edge
                flush = flush or _ends_flush(lines, k, ends)
                near = flush and last.bold == line.bold
        else:
            near = flush = False
        if near and last is not None:
            gap = (
                ""
                if line.x0 - last.x1 < SETTINGS.no_space_sizes * last.size or last.text[-1:].isspace() or line.text[:1].isspace()
                else " "
            )
            last.text += gap + line.text
            last.x1, last.y0, last.y1 = max(last.x1, line.x1), min(last.y0, line.y0), max(last.y1, line.y1)
            last.bold &= line.bold
            last.tail_bold = line.tail_bold
            last.italic &= line.italic
        else:
            out.append(line)
    return out


def _ends_flush(lines: list[Line], k: int, ends: Counter[int]) -> bool:
    """Whether the printed line that piece `k` stands in ends where at least four lines of the page do."""
    last = lines[k]
    for line in lines[k + 1 : k + 12]:
        if abs(line.y0 - last.y0) > SETTINGS.level_sizes * last.size or line.x0 < last.x0:
            break
        last = line
    edge = round(last.x1)
    return ends[edge - 1] + ends[edge] + ends[edge + 1] >= 4


def _right_neighbour(heights: Heights, x: float, y: float, body_size: float) -> Line | None:
    best, best_gap = None, SETTINGS.label_gap_points
    for line in heights.meeting(y - 1, y + 1):
        # labels of display-size headings ("1.") are part of the heading
        if line.y0 - 1 <= y <= line.y1 + 1 and line.size < SETTINGS.labelled_size_ratio * body_size:
            gap = line.x0 - x
            if -2.0 <= gap < best_gap:
                best, best_gap = line, gap
    return best


def _line_below(heights: Heights, label: Line) -> Line | None:
    """The line that a label too wide for its indent was set above."""
    lines = heights.meeting(label.y0 - label.size, label.y0 + 2 * label.size)
    near = [
        o
        for o in lines
        if 0 < o.y0 - label.y0 < SETTINGS.label_below_sizes * label.size and label.x0 + 6 < o.x0 < label.x0 + 60 and not o.bold
    ]
    beside = any(abs(o.y0 - label.y0) < SETTINGS.level_sizes * label.size for o in lines)
    return None if beside else min(near, key=lambda o: o.y0, default=None)


def _goes_on(before: Line | None, line: Line) -> bool:
    """Whether a line begins with a number that ends a sentence of the line above: "in chapters 2 to" / "6. We shall return"."""
    number = _NUMBER_AHEAD.match(line.text)
    if before is None or number is None or number[1].strip("().") in ("0", "1") or not _WANTS_NUMBER.search(before.text):
        return False
    below = -SETTINGS.sentence_above_sizes * line.size <= line.y0 - before.y1 <= SETTINGS.sentence_below_sizes * line.size
    return below and abs(before.x0 - line.x0) < line.size and abs(before.size - line.size) < SETTINGS.same_cell_size_points


def _split_label(line: Line, glyphs: frozenset[str]) -> None:
    """Take a label that is part of the line's own text off it."""
    text = line.text
    found = _GLYPH_AHEAD.match(text)
    if found and found[1] not in glyphs:
        found = None
    named = _NAMED_AHEAD.match(text)
    if named and named[1] and (line.bold or line.roles[-1:] in _HEADINGS):
        named = None  # "Recommendation 1: Housing" is a title
    found = found or _LETTER_AHEAD.match(text) or named
    if found is None and not line.bold:
        found = _NUMBER_AHEAD.match(text)
    if found is None and (dash := _DASH_AHEAD.match(text)) and len(text.split()) > 4:
        found = dash
    if found is None and text.startswith("o ") and len(text.split()) > 3:
        found = re.match(r"(o)\s+", text)
    if found and text[found.end() :].strip():
        label = found[found.lastindex or 1]
        line.label, line.label_x = ("•" if label in glyphs or label in "–—−*+~-o" else label), line.x0
        # where the text begins is only known by its share of the line; the next line tells better
        line.body_x = line.x0 + (line.x1 - line.x0) * found.end() / len(text)
        line.text = text[found.end() :]


def _drop_marks(lines: list[Line], body_size: float) -> list[Line]:
    """A reference mark that the text layer holds as a line of its own, right behind another line, is no text."""
    out, heights = [], Heights(lines)
    for line in lines:
        if line.size < SETTINGS.mark_size_ratio * body_size and _MARK_ONLY.fullmatch(line.text):
            behind = any(
                o is not line
                and o.size > SETTINGS.larger_size_ratio * line.size
                and o.y0 - 3 <= (line.y0 + line.y1) / 2 <= o.y1
                and line.y1 < o.y1
                and abs(o.x1 - line.x0) < 6
                for o in heights.meeting((line.y0 + line.y1) / 2, (line.y0 + line.y1) / 2 + 3)
            )
            if behind:
                continue
        out.append(line)
    return out


def carry_labels(flow: list[Line], glyphs: frozenset[str]) -> list[Line]:
    """The flow without bullets that stand alone at the foot of a page: the break has parted them from their item."""
    out: list[Line] = []
    for line, following in zip_longest(flow, flow[1:]):
        alone = line.text.strip() in glyphs and not line.label
        if alone and following and following.page == line.page + 1 and not following.label and not following.kind:
            following.label, following.label_x, following.body_x = "•", line.x0, following.x0
        else:
            out.append(line)
    return out


def label_tagged_items(lines: list[Line]) -> None:
    """The first line of each tagged list item is an item's start, with or without a glyph."""
    seen: set[tuple[int, ...]] = set()
    for line in lines:
        if line.item and line.item not in seen:
            seen.add(line.item)
            if not line.label and line.kind == "" and "TOC" not in line.roles:
                line.label, line.label_x, line.body_x = "•", line.x0, line.x0
