"""A copy of a report's PDF with its findings and recommendations marked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from os import PathLike, fspath
from typing import TYPE_CHECKING

from findings_nlp.errors import NotAPdfError, ReportError
from findings_nlp.pipeline import read_report
from findings_nlp.record.schema import Finding, Recommendation, Report
from findings_nlp.show.bookmarks import bookmarks, target_of
from findings_nlp.show.legend import Legend
from findings_nlp.show.lines import line_boxes
from findings_nlp.show.margin import PageSpace, Size
from findings_nlp.show.notes import finding_note, recommendation_note
from findings_nlp.show.styles import FACT, KINDS, PAPER, KindStyle, rgb
from findings_nlp.show.words import facts_told, linked_to, page_of, visible
from findings_nlp.source.html.source import is_html
from findings_nlp.source.pdf import Box, Source, TextLayer, read_bytes, read_text_layer
from findings_nlp.source.pdf.drawing import Word
from findings_nlp.source.pdf.marking import mark, survey, text_width
from findings_nlp.source.pdf.marks import Drawing, Highlight, Link, Marks, Target

if TYPE_CHECKING:
    from spacy.language import Language

# letters in points and columns of links, the best first
_LAYOUTS = ((7.0, 1), (6.0, 1), (6.0, 2))
_WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a block in the margin."""

    text: str
    target: Target | None
    alt: str
    arrow: str = ""


def annotate(
    source: Source,
    report: Report | None = None,
    *,
    name: str | None = None,
    nlp: Language | None = None,
    tags: bool = True,
) -> bytes:
    """A copy of a report's PDF with highlights, notes, links, a legend and bookmarks; the pages underneath stay as they are.

    Args:
        source: path, bytes or binary file of the PDF.
        report: its record, where it has been read before; by default it is read now.
        name: the name to report instead of the file's own.
        nlp: the pipeline to read it with; by default `findings_nlp.load()`.
        tags: also read the structure tree of a tagged PDF.

    Raises:
        ReportError: where the file cannot be read, is a web page, or `report` is the record of another file.
    """
    shown = fspath(source) if isinstance(source, str | PathLike) else (name or "<bytes>")
    name, data = read_bytes(source, name)
    if is_html(data):
        raise NotAPdfError(shown, "is a web page: marks need a PDF, such as a browser's print of it")
    if report is None:
        report = read_report(data, name=name, nlp=nlp, tags=tags)
    elif report.source.sha256 != hashlib.sha256(data).hexdigest():
        raise ReportError(shown, f"is not the file that the record of {report.source.name} was made from", "export")
    return mark(data, make_marks(data, report, shown, tags), shown)


def make_marks(data: bytes, report: Report, name: str = "<bytes>", tags: bool = True) -> Marks:
    """All marks for one report, as plain data.

    Raises:
        ReportError: where the file cannot be read, or the record names a page that it does not have.
    """
    layer = read_text_layer(data, name, tags)
    places = [where for f in report.findings for where in f.locations] + [w for r in report.recommendations for w in r.locations]
    places += [where for _, _, read in facts_told(report) for where in read.locations]
    last = max((where.page for where in places if where.page is not None), default=0)
    if last > len(layer.pages):
        raise ReportError(name, f"has {len(layer.pages)} pages, and its record names page {last}", "export")
    spaces = [PageSpace(page.width, page.height, page.text, page.other) for page in survey(data, name)]
    marks = Marks(bookmarks=bookmarks(report))
    legend = Legend(report)
    box = legend.reserve(spaces[0])
    margins = _Margins(report, layer, spaces, marks)
    margins.write()
    marks.highlights += _facts(report, layer)
    drawing = legend.drawing(box, margins.crowded_out)
    if box is None:
        marks.front = drawing
    else:
        marks.drawings.append(drawing)
    return marks


def _facts(report: Report, layer: TextLayer) -> list[Highlight]:
    """A highlight with a note for each passage that facts were read from: none has a mark in the margin."""
    out = []
    for name, field, read in facts_told(report):
        note = f"{name}: {visible(str(read.value))} (read from: {read.source.replace('_', ' ')})"
        for k, (page, boxes) in enumerate(line_boxes(layer, read.locations)):
            out.append(Highlight(page, boxes, rgb(FACT.fill), f"fact-{field}" + (f"-{k + 1}" if k else ""), note))
    return out


class _Margins:
    """Highlights, and beside each its id and the links of its reasons; possible links stand in the notes only."""

    def __init__(self, report: Report, layer: TextLayer, spaces: list[PageSpace], marks: Marks) -> None:
        self.report, self.layer, self.spaces, self.marks = report, layer, spaces, marks
        self.crowded_out = 0  # marks for which no margin has room
        self.reasons, self.possible = linked_to(report, "reason"), linked_to(report, "possible")
        self.findings = {f.id: f for f in report.findings}
        self.pages = {f.id: page_of(f.locations) for f in report.findings}

    def write(self) -> None:
        for rec in self.report.recommendations:
            links = [
                self._row(self.findings[e.finding], "right", f"evidence for {rec.id}")
                for e in rec.reasons
                if e.finding in self.findings
            ]
            self._item(rec, "recommendation", recommendation_note(self.report, rec, self.pages), links)
        for finding in self.report.findings:
            reasons, possible = self.reasons.get(finding.id, []), self.possible.get(finding.id, [])
            links = [self._row(rec, "left", f"recommendation that {finding.id} is a reason for") for rec, _ in reasons]
            self._item(finding, finding.polarity, finding_note(self.report, finding, reasons, possible), links)

    def _row(self, item: Finding | Recommendation, arrow: str, why: str) -> _Row:
        page = page_of(item.locations)
        text = item.id + (f" p. {page}" if page else "")
        return _Row(text, target_of(item.locations), f"Go to {text}: {why}", arrow)

    def _item(self, item: Finding | Recommendation, kind: str, note: str, links: list[_Row]) -> None:
        style = KINDS[kind]
        lines = line_boxes(self.layer, item.locations)
        for k, (page, boxes) in enumerate(lines):
            name = item.id if k == 0 else f"{item.id}-{k + 1}"
            self.marks.highlights.append(Highlight(page, boxes, rgb(style.fill), name, note))
            self._block(page, boxes, item.id, name, style, links if k == 0 else [])

    def _block(self, page: int, boxes: list[Box], id: str, name: str, style: KindStyle, links: list[_Row]) -> None:
        space = self.spaces[page - 1]
        head = f"{style.sign} {id}"
        layouts = [_Layout(head, links, size, columns) for size, columns in _LAYOUTS if columns == 1 or len(links) > 2]
        placed = space.beside(boxes[0][1], [layout.size for layout in layouts], _sides(space, boxes))
        if placed is None:
            self.crowded_out += 1
            return
        layout, box = layouts[placed[0]], placed[1]
        for k, row in enumerate(links):
            if row.target:
                x, top = box[0] + layout.x(k), box[1] + layout.top(k)
                self.marks.links.append(Link(page, (x, top, x + layout.cell, top + layout.row), row.target, row.alt))
        alt = ", ".join([head, *(row.text for row in links)])
        self.marks.drawings.append(Drawing(page, box, layout.words(style), f"{name}-mark", alt, _WHITE if links else None))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a block is set: its head, and its links below in one or two columns."""

    head: str
    links: list[_Row]
    letter: float
    columns: int

    @property
    def row(self) -> float:
        return 1.28 * self.letter

    @property
    def cell(self) -> float:
        rows = (text_width(row.text, self.letter) + 1.4 * self.letter + 3 for row in self.links)
        return max([text_width(self.head, self.letter, True) + 4, *rows])

    @property
    def size(self) -> Size:
        return self.columns * self.cell, self.row * (1 + -(-len(self.links) // self.columns)) + 1

    def x(self, k: int) -> float:
        return self.cell * (k % self.columns)

    def top(self, k: int) -> float:
        return self.row * (1 + k // self.columns) + 1

    def words(self, style: KindStyle) -> list[Word]:
        base = self.size[1] - 0.95 * self.letter
        width = text_width(self.head, self.letter, True)
        out = [Word(2, base - 0.5, self.head, self.letter, rgb(PAPER["ink"]), True, rgb(style.fill), rgb(style.edge), width)]
        for k, row in enumerate(self.links):
            x, y = self.x(k) + 1.4 * self.letter, base - self.top(k)
            out.append(Word(x, y, row.text, self.letter, rgb(style.edge), arrow=row.arrow))
        return out


def _sides(space: PageSpace, boxes: list[Box]) -> list[str]:
    """The nearer margin first for a column of a page, else the wider."""
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    if right < 0.55 * space.width:
        return ["left", "right"]
    if left > 0.45 * space.width:
        return ["right", "left"]
    body = space.body()
    return ["left", "right"] if body[0] >= space.width - body[1] else ["right", "left"]
