"""Typeset a corpus report with PyMuPDF's Story: simple HTML, its own bullets, running texts drawn afterwards.

Story knows little CSS. A `page-break-before` sends it into an endless loop, so every part that begins a page is a story
of its own. Its fonts write spaces inside list items as no-break spaces; that is left as it is, since readers of
such files have to cope. The bytes are the same on every run once the dates and the identifier are fixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from scripts.corpus.blocks import plain
from scripts.corpus.html_reports import Html, Look, chapters, heading_pages, text
from scripts.corpus.markup import Report

FONTS = Path("/usr/share/fonts/truetype")
BASE = "body{font-family:own} sup{font-size:65%} .tiny{font-size:8pt} .label{font-weight:bold} .title{margin-top:170pt}"
MOST = 60  # pages; more means that Story is turning in circles


@dataclass(frozen=True)
class Tale:
    """How one report is set by Story."""

    faces: tuple[str, str, str]  # files of the regular, bold and italic face below `FONTS`
    css: str
    footer: str = "left"  # where the running text stands; the page number is opposite
    header: bool = False  # running text at the head instead of the foot
    chapter_pages: bool = True
    contents: int = 1
    notes: str = "chapter"


class StoryHtml(Html):
    """The HTML of a report as Story can take it."""

    def contents(self) -> str:
        """The contents list as a table, for want of leaders."""
        rows = []
        for n, heading in enumerate(chapters(self.report, self.look.contents), 1):
            name, page = text(plain(heading.text)), self.pages.get(n, 0)
            rows.append(f'<tr><td class="c{heading.level}">{name}</td><td class="cp">{page}</td></tr>')
        return f'<p class="contents-title">Contents</p><table class="contents">{"".join(rows)}</table>'

    def parts(self, chapter_pages: bool) -> list[str]:
        """The stretches of HTML each of which begins a page."""
        body = "".join(self.block(b) for b in self.report.blocks) + self.flush()
        cut = r'<div class="break"></div>|(?=<h1[ >])' if chapter_pages else r'<div class="break"></div>'
        return [self.cover(), self.contents(), self.imprint(), *(x for x in re.split(cut, body) if x.strip())]


def styled(tale: Tale) -> str:
    """The style sheet with its faces."""
    kinds = ("", "font-weight:bold;", "font-style:italic;")
    faces = "".join(
        f"@font-face{{font-family:own;{kind}src:url({Path(x).name})}}" for x, kind in zip(tale.faces, kinds, strict=True)
    )
    return (
        faces
        + "body{font-family:own} sup{font-size:65%} .tiny{font-size:8pt} .label{font-weight:bold} .title{margin-top:170pt}"
        + tale.css
    )


def place(parts: list[str], tale: Tale, out: Path) -> None:
    """Lay the parts out, each from the top of a page; a table is never broken, for Story then loses what follows it."""
    archive = pymupdf.Archive(str((FONTS / tale.faces[0]).parent))
    sheet = pymupdf.paper_rect("a4")
    area = pymupdf.Rect(62, 66, sheet.width - 62, sheet.height - 70)
    writer = pymupdf.DocumentWriter(str(out))
    count = 0
    for part in parts:
        device, top = writer.begin_page(sheet), area.y0
        for chunk in re.split(r"(<table.*?</table>)", part):
            story, more = pymupdf.Story(chunk, styled(tale), archive=archive), int(bool(chunk.strip()))
            while more:
                more, filled = story.place(pymupdf.Rect(area.x0, top, area.x1, area.y1))
                table = bool(more) and chunk.startswith("<table") and top > area.y0
                if table:
                    story.reset()
                else:
                    story.draw(device)
                    top = filled[3]
                if more:
                    writer.end_page()
                    count += 1
                    device, top = writer.begin_page(sheet), area.y0
                    if count > MOST:
                        raise RuntimeError(f"{out.name}: Story does not come to an end")
        writer.end_page()
    writer.close()


def furnish(report: Report, tale: Tale, rough: Path, out: Path) -> None:
    """Draw running texts and page numbers on all pages but the first, fix the particulars, and save small."""
    font = FONTS / tale.faces[0]
    metric = pymupdf.Font(fontfile=str(font))
    with pymupdf.open(rough) as doc:
        for page in doc.pages(1):
            number, running = str(page.number + 1), report.meta["footer"]
            low = 40 if tale.header else page.rect.height - 38
            left, right = (running, number) if tale.footer == "left" or page.number % 2 else (number, running)
            for words, x in ((left, 62.0), (right, page.rect.width - 62 - metric.text_length(right, 8))):
                page.insert_text((x, low), words, fontsize=8, fontname="running", fontfile=str(font))
        doc.subset_fonts()
        dates = dict.fromkeys(("creationDate", "modDate"), "D:20260105090000Z")
        doc.set_metadata(
            {"title": report.meta["title"], "producer": f"MuPDF {pymupdf.mupdf_version}", "creator": "PyMuPDF Story"} | dates
        )
        doc.save(out, garbage=4, deflate=True, no_new_id=True)


def story(report: Report, tale: Tale, out: Path, work: Path) -> None:
    """Print with Story, twice for the sake of the contents list."""
    look = Look(css="", notes=tale.notes, contents=tale.contents)
    rough = work / f"{report.meta['id']}.rough.pdf"
    numbers: dict[int, int] = {}
    for _ in range(2):
        place(StoryHtml(report, look, numbers).parts(tale.chapter_pages), tale, rough)
        numbers = heading_pages(rough, chapters(report, tale.contents))
    furnish(report, tale, rough, out)
