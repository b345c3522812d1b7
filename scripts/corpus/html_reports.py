"""Typeset a corpus report as HTML, and print it with WeasyPrint or with Chromium.

The HTML is plain and the same for both; the look is in `css`. Footnotes come in three kinds: `float` (real
page footnotes, WeasyPrint only), `place` (small print where the source has the note, so that it may stand between
two paragraphs) and `chapter` (collected at the end of a chapter).

Chromium cannot put page numbers into a contents list, so the report is printed twice: the second time with the
numbers found in the first. WeasyPrint writes the same bytes on every run; so does Chromium once `still`
has fixed its two dates.
"""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

from scripts.corpus.blocks import Block, Box, Footnote, Heading, Item, ListBlock, PageBreak, Paragraph, Quote, Table, plain, spans
from scripts.corpus.markup import Report

RATING = re.compile(r"(?i)^(?:(?:our |overall )?rat(?:ing|ed)(?: as)?:? ?)?(outstanding|good|requires improvement|inadequate)$")


@dataclass(frozen=True)
class Look:
    """How one report is set: its style sheet and the choices that a style sheet cannot make."""

    css: str
    notes: str = "chapter"
    contents: int = 1  # deepest heading level in the contents list
    contents_first: bool = True  # contents before the imprint page


@dataclass
class Html:
    """The writer: one instance for one report, since it counts headings and keeps notes until they are due."""

    report: Report
    look: Look
    pages: dict[int, int] = field(default_factory=dict)
    due: list[str] = field(default_factory=list)
    count: int = 0

    def document(self) -> str:
        """The whole report as an HTML page."""
        meta = self.report.meta
        body = "".join(self.block(b) for b in self.report.blocks) + self.flush()
        fronts = [self.contents(), self.imprint()]
        if not self.look.contents_first:
            fronts.reverse()
        return (
            f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{text(meta["title"])}</title>'
            f"<style>{self.look.css}</style></head><body>{self.cover()}{''.join(fronts)}<main>{body}</main></body></html>"
        )

    def cover(self) -> str:
        """The title page."""
        lines = cover_lines(self.report)
        rest = "".join(f'<p class="{kind}">{text(line)}</p>' for kind, line in lines[1:])
        return f'<section class="cover"><p class="title">{text(lines[0][1])}</p>{rest}</section>'

    def imprint(self) -> str:
        """The page of acknowledgements and publishing particulars."""
        parts = (f'<p class="{"label" if is_label(x) else "small"}">{text(x)}</p>' for x in imprint_lines(self.report))
        return f'<section class="imprint">{"".join(parts)}</section>'

    def contents(self) -> str:
        """The contents list; the page numbers are the style sheet's affair or come from `pages`."""
        lines = []
        for n, heading in enumerate(chapters(self.report, self.look.contents), 1):
            page = f'<span class="pg">{self.pages.get(n, 0)}</span>'
            lines.append(
                f'<a class="toc l{heading.level}" href="#h{n}"><span>{text(plain(heading.text))}</span><i></i>{page}</a>'
            )
        return f'<nav class="contents"><p class="contents-title">Contents</p>{"".join(lines)}</nav>'

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                kind = {"recs": "addr", "+": "pol", "-": "pol"}.get(
                    block.role, "rating" if RATING.match(plain(block.text)) else ""
                )
                return self.tag("p", kind, self.inline(block.text))
            case ListBlock():
                return self.list(block)
            case Table():
                return self.table(block)
            case Quote():
                return self.tag("blockquote", "in" if block.indented else "out", f"<p>{self.inline(block.text)}</p>")
            case Box():
                return self.tag("div", "box", "".join(self.block(b) for b in block.blocks))
            case Footnote() if self.look.notes == "float":
                return ""
            case Footnote():
                n = self.report.numbers[block.key]
                note = self.tag("p", "note", f"<sup>{n}</sup> {self.inline(block.text)}")
                if self.look.notes == "place":
                    return note
                self.due.append(note)
                return ""
            case PageBreak():
                return '<div class="break"></div>'

    def heading(self, block: Heading) -> str:
        """A heading; polarity headings keep their level but carry a class, and no place in the contents."""
        if block.role:
            return self.tag(f"h{block.level}", "addr" if block.role == "recs" else "pol", self.inline(block.text))
        before = self.flush() if block.level == 1 else ""
        mark = ""
        if block.level <= self.look.contents:
            self.count += 1
            mark = f' id="h{self.count}"'
        return f"{before}<h{block.level}{mark}>{self.inline(block.text)}</h{block.level}>"

    def list(self, block: ListBlock) -> str:
        """A list; numbered items keep the number that they have in the source."""
        items = "".join(self.item(x) for x in block.items)
        start = block.items[0].number
        return f"<ul>{items}</ul>" if start is None else f'<ol start="{start}">{items}</ol>'

    def item(self, item: Item) -> str:
        """A list item with its second paragraphs and sub-lists."""
        value = f' value="{item.number}"' if item.number is not None else ""
        more = (self.tag("p", "more", self.inline(x.text)) if isinstance(x, Paragraph) else self.list(x) for x in item.more)
        return f"<li{value}>{self.inline(item.text)}{''.join(more)}</li>"

    def table(self, block: Table) -> str:
        """A table; cells that hold a rating and nothing else are given its colour's class."""
        kind = "statement" if not block.rows else "kq" if "ercent" in block.header[-1] or "%" in block.header[-1] else "grid"
        rows = [block.header, *block.rows] if any(block.header) else block.rows
        out = []
        for n, row in enumerate(rows):
            tag = "th" if n == 0 and block.rows and any(block.header) else "td"
            cells = []
            for cell in row:
                m = RATING.match(plain(cell))
                mark = f' class="r {m[1].split()[0].lower()}"' if m else ""
                cells.append(f"<{tag}{mark}>{self.inline(cell)}</{tag}>")
            out.append(f"<tr>{''.join(cells)}</tr>")
        return f'<table class="{kind}">{"".join(out)}</table>'

    def inline(self, source: str) -> str:
        """Inline markup as HTML."""
        out = []
        for span in spans(source):
            if span.kind == "note" and self.look.notes == "float":
                out.append(f'<span class="fn">{self.inline(self.report.notes[span.text])}</span>')
            elif span.kind == "note":
                out.append(f"<sup>{self.report.numbers[span.text]}</sup>")
            else:
                tag = {"bold": "b", "italic": "em"}.get(span.kind)
                out.append(f"<{tag}>{text(span.text)}</{tag}>" if tag else text(span.text))
        return "".join(out)

    def tag(self, name: str, kind: str, inside: str) -> str:
        """An element, with a class where there is one."""
        return f'<{name} class="{kind}">{inside}</{name}>' if kind else f"<{name}>{inside}</{name}>"

    def flush(self) -> str:
        """The notes that are due, for the end of a chapter."""
        notes, self.due = "".join(self.due), []
        return f'<div class="notes">{notes}</div>' if notes else ""


def text(source: str) -> str:
    """Escaped text."""
    return html.escape(source, quote=False)


def chapters(report: Report, deepest: int) -> list[Heading]:
    """The headings that the contents list names."""
    return [b for b in report.blocks if isinstance(b, Heading) and b.level <= deepest and not b.role]


def cover_lines(report: Report) -> list[tuple[str, str]]:
    """The lines of the title page with their kinds, title first."""
    meta = report.meta
    named = "nspectorate" in meta["subtitle"] + meta["date"] or "HMI" in meta["date"]
    date = meta["date"] if named else f"HM Inspectorate of Probation, {meta['date']}"
    lines = [("title", meta["title"]), ("subtitle", meta["subtitle"]), ("date", date)]
    return [x for x in lines if x[1]] + [("tiny", "Fictional report, made for testing software")]


def imprint_lines(report: Report) -> list[str]:
    """The paragraphs of the imprint page; a stray `Contents` label is not one of them."""
    return [x for x in report.meta["cover"] if x != "Contents"]


def is_label(line: str) -> bool:
    """Whether an imprint line is a small heading such as `Acknowledgements`."""
    return len(line) < 60 and not re.search(r"[.:;,©\d]", line)


def heading_pages(pdf: Path, headings: list[Heading]) -> dict[int, int]:
    """On which page each heading of the contents list stands, found by its words in the order of reading.

    The search begins after the first page that says Contents; a heading that wraps or is hyphenated is known by
    its letters alone.
    """
    with pymupdf.open(pdf) as doc:
        pages = [letters(page.get_text()) for page in doc]
    first = next((n for n, page in enumerate(pages[:6]) if "contents" in page), 0) + 1
    found: dict[int, int] = {}
    at = first
    for n, heading in enumerate(headings, 1):
        want = letters(plain(heading.text))
        at = next((k for k in range(at, len(pages)) if want in pages[k]), at)
        found[n] = at + 1
    return found


def letters(source: str) -> str:
    """A text without anything but its letters and digits, in small letters, ligatures undone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", source)).lower()


def still(pdf: Path) -> None:
    """Replace the dates, identifiers and checksum that a producer writes by fixed ones of the same length."""
    data = re.sub(rb"\(D:\d{14}", b"(D:20260105090000", pdf.read_bytes())
    zeros = rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=/ID \[ <)[0-9A-F]{32}|(?<=>\n<)[0-9A-F]{32}(?=> \])"
    pdf.write_bytes(re.sub(zeros, b"0" * 32, data))


def weasyprint(report: Report, look: Look, out: Path) -> None:
    """Print with WeasyPrint, which numbers the contents list itself."""
    from weasyprint import HTML

    HTML(string=Html(report, look).document()).write_pdf(out, pdf_identifier=report.meta["id"].encode())


def chromium(report: Report, look: Look, out: Path, work: Path) -> None:
    """Print with Chromium, twice for the sake of the contents list."""
    page = work / f"{report.meta['id']}.html"
    numbers: dict[int, int] = {}
    for _ in range(2):
        page.write_text(Html(report, look, numbers).document(), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work / 'profile'}"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        numbers = heading_pages(out, chapters(report, look.contents))
    still(out)
