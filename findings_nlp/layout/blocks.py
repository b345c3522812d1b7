"""Lines to blocks: headings, bullets with their sub-bullets and second paragraphs, paragraphs, rows, quotes, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable

from findings_nlp.families.rating_words import rating_in
from findings_nlp.geometry import Shapes, parted
from findings_nlp.layout.clean import join_lines, tidy, without_leaders
from findings_nlp.layout.flow import Flow, flow_of
from findings_nlp.layout.footnotes import FOOTNOTE_START
from findings_nlp.layout.headings import is_heading, set_levels
from findings_nlp.layout.labels import BULLETS
from findings_nlp.layout.lists import ADDRESSEE, OpenList
from findings_nlp.layout.model import Block
from findings_nlp.layout.prints import settle_headings
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.layout.tables import rows_of
from findings_nlp.source.pdf import Line, TextLayer

_ENDS = re.compile(r"[.!?:;…][’”'\")\]]*$|[’”\"]$")
_LONE, _ALIGNED = re.compile(r"\(?\d{1,2}[.)]"), 3.0  # a label of an item by itself, and points
_TOC_LINE = re.compile(r"(?<!\.)(?<!\.\s)(?:\.\s?){5,}\s*(?:\d{1,3}\s*)?$|(?<![\ufffd…])[\ufffd…]{2,}\s*(?:\d{1,3}\s*)?$")


def _is_toc(text: str) -> bool:
    """Whether a line ends in leader dots, with or without a page's number behind them."""
    return (text.count(".") > 4 or "\ufffd" in text or "…" in text) and bool(_TOC_LINE.search(text))


def build_blocks(
    layer: TextLayer,
    starts_section: Callable[[str], bool],
    general: frozenset[str],
    leans: Callable[[str], bool] = lambda text: False,
) -> list[Block]:
    """All blocks of a document in reading order; furniture and footnotes stand after the block that they interrupt.

    Args:
        layer: the PDF's text layer; its lines are labelled in place.
        starts_section: tells whether a line of text by itself is a heading that introduces findings or recommendations.
        general: everyday words of the field, for mending broken words.
        leans: tells whether a line that no wording knows speaks of a side: a heading where the report repeats it.
    """

    def starts(text: str) -> bool:
        # a wrapped line may read like a heading ("gaps in casework"), but headings open with a capital
        return not text[:1].islower() and starts_section(text)

    flow = flow_of(layer, starts, general, leans)
    blocks = _Builder(flow, starts, {page.number: page.shapes for page in layer.pages}).build(flow.lines, flow.aside)
    set_levels(blocks, layer.outline, flow.size)
    settle_headings(layer, blocks)
    return blocks


class _Builder:
    """Walks the lines once and closes a block where the next line cannot belong to it."""

    def __init__(self, flow: Flow, starts_section: Callable[[str], bool], shapes: dict[int, Shapes]) -> None:
        self.m, self.vocabulary, self.starts_section = flow.measures, flow.vocabulary, starts_section
        self.out: list[Block] = []
        self.open: list[Line] = []
        self.waiting: list[Block] = []
        self.list = OpenList(flow.measures)
        self.shapes = shapes
        self.last_place = (0, 0)

    def build(self, flow: list[Line], aside: dict[int, list[Line]]) -> list[Block]:
        cells: list[Line] = []
        page = 0
        for line in flow:
            if line.page != page:
                self._furniture(aside, page, line.page)
                page = line.page
            if line.kind == "footnote":
                self._footnote(line)
                continue
            if line.kind == "cell":
                self._close()
                cells.append(line)
                continue
            if cells and self._between_rows(line, cells):
                cells.append(line)
                continue
            self._rows(cells)
            if self.open and not self._continues(self.open[-1], line):
                self._close()
            self.open.append(line)
        self._rows(cells)
        self._close()
        self._furniture(aside, page, 10**9)
        self._flush_waiting()
        return self.out

    def _between_rows(self, line: Line, cells: list[Line]) -> bool:
        """A row with one filled cell ("1. Organisational delivery") among rows of a table."""
        last = cells[-1]
        first = min(cells, key=lambda o: o.x0)
        near = (line.page, line.side) == (last.page, last.side) and 0 < line.y0 - last.y0 < SETTINGS.row_step_leads * self.m.lead
        table_text = len(line.text) < 60 and not line.label and not _ENDS.search(line.text.strip())
        rows = len({round(cell.y0) for cell in cells}) > 1 or "rating" in last.text.casefold() or bool(cells[0].bold)
        return (
            near
            and rows
            and table_text
            and abs(line.x0 - first.x0) < 2
            and line.size == last.size
            and not self.starts_section(line.text)
        )

    def _rows(self, cells: list[Line]) -> None:
        if cells:
            self.out.extend(rows_of(cells, self.m.lead, self.vocabulary, self.shapes))
            cells.clear()
            self._flush_waiting()

    def _furniture(self, aside: dict[int, list[Line]], done: int, upto: int) -> None:
        for number in sorted(k for k in aside if done <= k < upto or (k == done)):
            for line in aside.pop(number, []):
                self.waiting.append(Block("furniture", [line], tidy(line.text), [(0, len(tidy(line.text)), 0)]))

    def _footnote(self, line: Line) -> None:
        last = self.waiting[-1] if self.waiting else None
        if last and last.kind == "footnote" and not line.mark and not FOOTNOTE_START.match(line.text) and last.page == line.page:
            last.lines.append(line)
        else:
            self.waiting.append(Block("footnote", [line], label=line.mark))

    def _flush_waiting(self) -> None:
        for block in self.waiting:
            if block.kind == "footnote":
                block.text, block.offsets = join_lines(block.lines, self.vocabulary)
        self.out.extend(block for block in self.waiting if block.text)
        self.waiting = []

    def _continues(self, a: Line, b: Line) -> bool:
        """Whether line `b` belongs to the block that ends in line `a`."""
        if (
            b.label
            or _is_toc(a.text)
            or (len(self.open) == 1 and not a.label and self.starts_section(tidy(a.text)))
            or (self.starts_section(tidy(b.text)) and (b.bold != self.m.bold or self._heads_plainly(a, b)))
        ):
            return False
        if self.open[0].label and _LONE.fullmatch(b.text.strip()) and abs(b.x0 - self.open[0].label_x) < _ALIGNED:
            return False  # the label of an item whose text is missing
        if len(self.open) == 1 and rating_in(a.text) and tidy(b.text)[:1].isupper():
            return False  # "Requires improvement", and the paragraph below it
        if (
            abs(a.size - b.size) > SETTINGS.same_size_share * max(a.size, b.size)
            or (b.bold and not a.tail_bold)
            or (a.bold and not b.head_bold)
        ):
            return False
        quoted = b.text.lstrip()[:1] == "“" and a.text.rstrip()[-1:] in ".?!" and self.open[0].label and b.x0 > a.x0 + 5
        # what is left of a frame behind a page's end may be too small to be seen as one, or be seen as another
        cut = a.page != b.page and abs(a.x0 - b.x0) < 3 and not _ENDS.search(a.text.rstrip()) and b.text.lstrip()[:1].islower()
        if quoted or (a.box != b.box and not cut) or (b.text.lstrip()[:1] in '“"' and a.text.rstrip()[-1:] in '”")'):
            return False
        if a.tag and b.tag and a.roles and b.roles:
            if a.tag == b.tag:
                return True
            if (a.page, a.side) == (b.page, b.side):
                return False
        elif a.tag and b.tag and a.tag != b.tag and (a.page, a.side) == (b.page, b.side):
            return False
        if (a.page, a.side, a.band) != (b.page, b.side, b.band):
            return self._continues_over_break(a, b)
        step = b.y0 - a.y0
        levels = self.shapes[a.page].horizontal_rules
        if levels and parted(levels, min(a.x0, b.x0), max(a.x1, b.x1), (a.y0 + a.y1) / 2, (b.y0 + b.y1) / 2):
            return False
        pitch = self._pitch(a)
        if step < -2 or step > SETTINGS.block_step_ratio * pitch:
            return step > -2 and abs(step) < 2 and b.x0 >= a.x1 - 2
        if (
            not self.open[0].label
            and self._ends_paragraph(a)
            and tidy(b.text)[:1].isupper()
            and step > SETTINGS.sentence_step_ratio * pitch
        ):
            return False
        return self._indent_fits(a, b)

    def _heads_plainly(self, a: Line, b: Line) -> bool:
        """A heading set as plain text: behind a whole sentence, no sentence itself."""
        return bool(_ENDS.search(a.text.rstrip())) and b.text.rstrip()[-1:] not in ".,;" and b.text.lstrip()[:1].isupper()

    def _ends_paragraph(self, a: Line) -> bool:
        """A sentence's end short of the right edge."""
        return a.text.rstrip()[-1:] in ".!?”" and self.m.reach(a) < SETTINGS.full_line_share

    def _pitch(self, a: Line) -> float:
        if len(self.open) > 1 and self.open[-2].page == a.page and self.open[-2].y0 < a.y0:
            step = a.y0 - self.open[-2].y0
            if step > SETTINGS.step_least_sizes * a.size:
                return max(step, SETTINGS.step_lead_share * self.m.lead * a.size / self.m.size)
        return (
            max(self.m.lead, SETTINGS.body_step_sizes * a.size)
            if a.size <= SETTINGS.title_size_ratio * self.m.size
            else SETTINGS.title_step_sizes * a.size
        )

    def _indent_fits(self, a: Line, b: Line) -> bool:
        first = self.open[0]
        if first.label and len(self.open) == 1:
            # "... should:" back at the margin addresses the next recommendations
            return b.x0 > first.label_x - 1 and not (b.x0 < first.label_x + 3 and ADDRESSEE.fullmatch(tidy(b.text)))
        if len(self.open) == 1 and 0 < a.x0 - b.x0 < SETTINGS.first_indent_points and not first.label:
            return True
        # a hanging indent without a label: lists that lost their glyphs
        if (
            len(self.open) == 1
            and SETTINGS.indent_points <= b.x0 - a.x0 < SETTINGS.hanging_indent_points
            and a.text.rstrip()[-1:] not in ".:"
            and a.size <= SETTINGS.title_size_ratio * self.m.size
        ):
            return b.y0 - a.y0 <= SETTINGS.hanging_step_ratio * self._pitch(a)
        # quotations and centred headings move about; running text does not
        return (
            abs(a.x0 - b.x0) < SETTINGS.indent_points
            or a.size > SETTINGS.title_size_ratio * self.m.size
            or (a.italic and b.italic)
        )

    def _continues_over_break(self, a: Line, b: Line) -> bool:
        text = tidy(a.text)
        first = self.open[0]
        if is_heading(self.open, self.m.size, self.m.bold, first.label) or is_heading([b], self.m.size, self.m.bold, b.label):
            return False
        start = tidy(b.text)
        if self.starts_section(start) or self.starts_section(text):
            return False
        indent_a = a.x0 - self.m.margins.get(a.side, 0.0)
        indent_b = b.x0 - self.m.margins.get(b.side, 0.0)
        if abs(indent_a - indent_b) > SETTINGS.break_indent_points and not (first.label and len(self.open) == 1 and indent_b > 0):
            return False
        if ADDRESSEE.fullmatch(start) or (start[:1] in '“"' and text[-1:].isalnum()):
            return False
        if not _ENDS.search(text):
            return (
                start[:1].islower()
                or start[:1].isdigit()
                or not first.label
                or self.m.reach(a) > SETTINGS.long_line_share
                or indent_b > SETTINGS.break_indent_points
            )
        return start[:1].islower()

    def _close(self) -> None:
        lines, self.open = self.open, []
        if not lines:
            return
        block = self._block(lines)
        self.last_place = (lines[-1].page, lines[-1].side)
        if block.text:
            self.out.append(block)
        self._flush_waiting()

    def _block(self, lines: list[Line]) -> Block:
        first = lines[0]
        text, offsets = join_lines(lines, self.vocabulary)
        block = Block("paragraph", lines, text, offsets, label=first.label, box=first.box)
        block.evidence = "tagged" if first.roles else "inferred"
        if _is_toc(first.text) or "TOCI" in first.roles or "TOC" in first.roles:
            block.kind = "toc"
            block.text = without_leaders(text)
            block.offsets = [(0, len(block.text), 0)]
        elif is_heading(lines, self.m.size, self.m.bold, first.label) or (self.starts_section(text) and not first.label):
            block.kind = "heading"
            if first.label and first.label not in BULLETS:
                block.text = f"{first.label} {text}"
                shift = len(first.label) + 1
                block.offsets = [(start + shift, end + shift, k) for start, end, k in offsets]
            self.list.bullets = []
        elif first.label:
            block.kind = "bullet"
            if len(lines) > 1 and (lines[1].page, lines[1].side) == (first.page, first.side):
                first.body_x = lines[1].x0
            block.depth = self.list.nest(first)
        else:
            block.owned = self.list.owns(first, text, self.last_place)
            if not block.owned:
                self.list.leave(first, text)
        return block
