"""Typeset a corpus report as a Word document with python-docx, and print it with LibreOffice.

Footnotes are real Word footnotes (`wordparts`), lists are real Word lists with the bullets that Word writes
(Symbol U+F0B7, Wingdings U+F0A7, a dash), the contents list has right tabs with leader dots and its page numbers come
from a first printing. LibreOffice writes dates, an identifier and a checksum that differ from run to run;
`html_reports.still` makes them constant, and then the bytes are the same.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from scripts.corpus.blocks import Block, Box, Heading, Item, ListBlock, PageBreak, Paragraph, Quote, Table, plain, spans
from scripts.corpus.html_reports import RATING, chapters, cover_lines, heading_pages, imprint_lines, is_label, still
from scripts.corpus.markup import Report
from scripts.corpus.wordparts import add_footnotes, add_lists, border, fields, footnote_mark, keep_whole, number_list, shade

COLOURS = {"Outstanding": "9FD39F", "Good": "CFE8B5", "Requires improvement": "FFDF9E", "Inadequate": "F3B0A8"}


@dataclass(frozen=True)
class Word:
    """How one report is set in Word."""

    font: str = "Liberation Sans"
    heading_font: str = ""
    size: float = 11
    headings: tuple[float, float, float, float] = (20, 14, 12, 11)
    colour: str = "000000"
    capitals: bool = False
    bullet: tuple[str, str] = ("•", "")  # character and font of the first level
    inner: tuple[str, str] = ("o", "Courier New")
    indent: float = 0.63  # where the text of a bullet begins, in cm from the margin; 0 hangs it in the margin
    list_style: bool = False  # the template's own List Bullet style
    grid: bool = True
    rating_shades: bool = True
    box: str = "frame"  # `frame`, `panel` (shaded) or `plain` (between rules)
    quote: str = "italic"  # `italic`, `indent` or `panel`
    footer: tuple[str, ...] = ("FOOTER\tPAGE", "")  # odd pages, even pages ("" as the odd ones)
    header: str = ""
    chapter_pages: bool = True
    contents: int = 1
    tagged: bool = True
    justify: bool = False


@dataclass
class Writer:
    """Builds the document of one report."""

    report: Report
    look: Word
    pages: dict[int, int]
    doc: Any = field(default_factory=Document)

    def build(self) -> Any:
        """The whole document."""
        self.styles()
        add_lists(self.doc, self.look.bullet, self.look.inner, self.look.indent)
        add_footnotes(self.doc, [plain(self.report.notes[k]) for k in self.report.numbers], self.look.font, self.look.size - 2)
        self.furniture()
        self.fronts()
        for block in self.report.blocks:
            self.block(block, self.doc)
        return self.doc

    def styles(self) -> None:
        """Fonts, sizes and spacing of the template's styles, and the particulars of the document."""
        look, styles = self.look, self.doc.styles
        self.doc.core_properties.title = self.report.meta["title"]
        self.doc.core_properties.author = "HM Inspectorate of Probation (fictional)"
        faces = [
            ("Normal", look.font, look.size),
            *((f"Heading {n}", look.heading_font or look.font, look.headings[n - 1]) for n in range(1, 5)),
        ]
        for name, face, size in faces:
            style = styles[name]
            style.font.name, style.font.size = face, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{key}"), face)
            style.paragraph_format.space_after = Pt(6)
            if name != "Normal":
                style.font.bold, style.font.italic = True, False
                style.font.color.rgb = RGBColor.from_string(look.colour)
                style.font.all_caps = look.capitals and name in ("Heading 1", "Heading 2")
                style.paragraph_format.space_before = Pt(10)
        styles["Normal"].paragraph_format.line_spacing = 1.1
        styles["Heading 1"].paragraph_format.page_break_before = look.chapter_pages

    def furniture(self) -> None:
        """Page size, running header and footer; the cover has neither."""
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.different_first_page_header_footer = True
        odd, even = self.look.footer
        self.doc.settings.odd_and_even_pages_header_footer = bool(even)
        for name in ("Header", "Footer"):
            self.doc.styles[name].paragraph_format.tab_stops.clear_all()
        places = [(section.footer, odd), (section.even_page_footer, even), (section.header, self.look.header)]
        for part, source in places:
            if source:
                paragraph = part.paragraphs[0]
                stops = paragraph.paragraph_format.tab_stops
                if source.startswith("\t"):
                    stops.add_tab_stop(Cm(8.1), WD_TAB_ALIGNMENT.CENTER)
                stops.add_tab_stop(Cm(16.2), WD_TAB_ALIGNMENT.RIGHT)
                fields(paragraph, source.replace("FOOTER", self.report.meta["footer"]), Pt(8))

    def fronts(self) -> None:
        """Cover, contents and imprint."""
        sizes = {"title": 28, "subtitle": 16, "date": 12, "tiny": 8}
        for n, (kind, line) in enumerate(cover_lines(self.report)):
            paragraph = self.doc.add_paragraph()
            paragraph.paragraph_format.space_before = Pt(150 if n == 0 else 8)
            run = paragraph.add_run(line)
            run.font.size, run.bold = Pt(sizes[kind]), kind == "title"
            if kind == "title":
                run.font.color.rgb = RGBColor.from_string(self.look.colour)
        self.turn()
        paragraph = self.doc.add_paragraph()
        paragraph.add_run("Contents").bold = True
        paragraph.runs[0].font.size = Pt(self.look.headings[0])
        for n, heading in enumerate(chapters(self.report, self.look.contents), 1):
            paragraph = self.doc.add_paragraph(f"{plain(heading.text)}\t{self.pages.get(n, 0)}")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        self.turn()
        for line in imprint_lines(self.report):
            self.doc.add_paragraph().add_run(line).bold = is_label(line)
        if not self.look.chapter_pages:
            self.turn()

    def turn(self) -> None:
        """Begin a new page."""
        self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def block(self, block: Block, place: Any) -> None:
        """One block, in the document or in the cell of a box; footnotes are where their marks are."""
        match block:
            case Heading():
                self.inline(place.add_paragraph(style=f"Heading {block.level}"), block.text)
            case Paragraph():
                self.paragraph(block, place)
            case ListBlock():
                self.list(block, place, 0)
            case Table():
                self.table(block)
            case Quote():
                self.quote(block)
            case Box():
                self.box(block)
            case PageBreak():
                self.turn()

    def paragraph(self, block: Paragraph, place: Any) -> None:
        """A paragraph; polarity and addressee lines stay with what follows."""
        paragraph = place.add_paragraph()
        self.inline(paragraph, block.text)
        if block.role:
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(8)
        elif self.look.justify:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def list(self, block: ListBlock, place: Any, level: int) -> None:
        """A list; a numbered one begins at its own number."""
        first = block.items[0].number
        number = None if first is None else number_list(self.doc, first)
        for item in block.items:
            self.item(item, place, level, number)

    def item(self, item: Item, place: Any, level: int, number: int | None) -> None:
        """A list item and what hangs on it."""
        template = self.look.list_style and number is None and level == 0
        paragraph = place.add_paragraph(style="List Bullet" if template else None)
        if not template:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = self.doc.bullet_list if number is None else number
        self.inline(paragraph, item.text)
        paragraph.paragraph_format.space_after = Pt(4)
        for more in item.more:
            if isinstance(more, ListBlock):
                self.list(more, place, level + 1)
            else:
                second = place.add_paragraph()
                second.paragraph_format.left_indent = Cm(self.look.indent if self.look.indent else 0.0)
                self.inline(second, more.text)

    def table(self, block: Table) -> None:
        """A table, a statement with its rating among them; rating cells may be shaded."""
        rows = [block.header, *block.rows] if any(block.header) else block.rows
        table = self.doc.add_table(len(rows), len(rows[0]))
        table.autofit = False
        if self.look.grid:
            table.style = "Table Grid"
        longest = [max(len(plain(row[k])) for row in rows) for k in range(len(rows[0]))]
        share = [min(max(x, 8), 60) for x in longest]
        for k, column in enumerate(table.columns):
            column.width = Cm(16.2 * share[k] / sum(share))
        for n, row in enumerate(rows):
            keep_whole(table.rows[n])
            for k, source in enumerate(row):
                cell = table.cell(n, k)
                cell.width = Cm(16.2 * share[k] / sum(share))
                self.inline(cell.paragraphs[0], source)
                cell.paragraphs[0].paragraph_format.space_after = Pt(3)
                m = RATING.match(plain(source))
                if m and self.look.rating_shades:
                    shade(cell, COLOURS[m[1].capitalize()])
                if n == 0 and block.rows and any(block.header):
                    for run in cell.paragraphs[0].runs:
                        run.bold = True
        self.doc.add_paragraph().paragraph_format.space_after = Pt(2)

    def quote(self, block: Quote) -> None:
        """A quotation in the report's manner."""
        paragraph = self.doc.add_paragraph()
        self.inline(paragraph, block.text)
        if self.look.quote != "panel":
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(1.2)
        else:
            shade(paragraph, "ECECEC")
        if self.look.quote != "indent":
            for run in paragraph.runs:
                run.italic = True

    def box(self, block: Box) -> None:
        """A box: a table of one cell, framed or shaded, or paragraphs between two rules."""
        if self.look.box == "plain":
            start = len(self.doc.paragraphs)
            for inner in block.blocks:
                self.block(inner, self.doc)
            inside = self.doc.paragraphs[start:]
            border(inside[0], "top")
            border(inside[-1], "bottom")
            return
        table = self.doc.add_table(1, 1)
        cell = table.cell(0, 0)
        if self.look.box == "frame":
            table.style = "Table Grid"
        else:
            shade(cell, "E4EAF1")
        for inner in block.blocks:
            self.block(inner, cell)
        cell._tc.remove(cell.paragraphs[0]._p)
        self.doc.add_paragraph().paragraph_format.space_after = Pt(2)

    def inline(self, paragraph: Any, source: str) -> None:
        """Inline markup as runs."""
        for span in spans(source):
            if span.kind == "note":
                footnote_mark(paragraph, self.report.numbers[span.text])
            else:
                run = paragraph.add_run(span.text)
                run.bold, run.italic = span.kind == "bold" or None, span.kind == "italic" or None


def libreoffice(report: Report, look: Word, out: Path, work: Path) -> None:
    """Print with LibreOffice, twice for the sake of the contents list."""
    source = work / f"{report.meta['id']}.docx"
    tagged = f'pdf:writer_pdf_Export:{{"UseTaggedPDF":{{"type":"boolean","value":"{str(look.tagged).lower()}"}}}}'
    numbers: dict[int, int] = {}
    for _ in range(2):
        Writer(report, look, numbers).build().save(source)
        command = ["soffice", "--headless", f"-env:UserInstallation={(work / 'office').as_uri()}", "--convert-to", tagged]
        subprocess.run([*command, "--outdir", str(out.parent), str(source)], check=True, capture_output=True, timeout=240)
        numbers = heading_pages(out, chapters(report, look.contents))
    still(out)
