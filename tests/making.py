"""What the tests build: small PDFs line by line, and blocks from a few characters of markup."""

from __future__ import annotations

import json
import re
import textwrap
from functools import lru_cache
from pathlib import Path

import pymupdf

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView
from findings_nlp.families import headings
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.layout.clean import Vocabulary
from findings_nlp.layout.labels import BULLETS, attach_labels
from findings_nlp.layout.model import Block
from findings_nlp.pipeline import everyday_words
from findings_nlp.pipes.sections.segments import place_blocks
from findings_nlp.source.pdf import Line, Page, read_text_layer

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"


@lru_cache
def _font(name: str) -> pymupdf.Font:
    return pymupdf.Font(name)


class Paper:
    """A PDF written line by line: `helv` regular, `hebo` bold, `heit` italic, `symb` Symbol."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self.doc = pymupdf.open()
        self.width, self.height = width, height
        self.turn()

    def turn(self) -> Paper:
        """Open a new page."""
        self.page = self.doc.new_page(width=self.width, height=self.height)
        self.y = 130.0
        return self

    def at(self, x: float, y: float, text: str, size: float = 11, font: str = "helv") -> float:
        """Put text at a place; returns where it ends."""
        writer = pymupdf.TextWriter(self.page.rect)
        _, last = writer.append((x, y), text, font=_font(font), fontsize=size)
        writer.write_text(self.page)
        return last[0]

    def line(self, *texts: str, x: float = 72, size: float = 11, font: str = "helv", lead: float = 14) -> Paper:
        """Lines of running text, one below the other."""
        for text in texts:
            self.at(x, self.y, text, size, font)
            self.y += lead
        return self

    def paragraph(self, *texts: str, **style: float) -> Paper:
        """Lines and a gap."""
        self.line(*texts, **style)
        self.y += 12
        return self

    def heading(self, text: str, size: float = 18) -> Paper:
        """A bold heading in large print."""
        self.y += size
        self.at(72, self.y, text, size, "hebo")
        self.y += 1.2 * size + 6
        return self

    def label(self, text: str) -> Paper:
        """A bold line of its own in the text's size, such as "Strengths:"."""
        return self.paragraph(text, font="hebo")

    def bullet(self, *texts: str, x: float = 72, glyph: str = "•", font: str = "helv") -> Paper:
        """A bullet with a hanging indent."""
        self.at(x, self.y, glyph, 11, font)
        self.line(*texts, x=x + 18)
        self.y += 8
        return self

    def footer(self, text: str) -> Paper:
        """A running footer at the page's foot."""
        self.at(72, self.height - 40, text, 9)
        return self

    def panel(self, y0: float, y1: float, fill: tuple[float, float, float] | None = (0.85, 0.9, 1)) -> Paper:
        """A shaded panel under what is written."""
        self.page.draw_rect(pymupdf.Rect(60, y0, self.width - 60, y1), color=(0, 0, 0.5), fill=fill, overlay=False)
        return self

    def data(self, **options: object) -> bytes:
        """The PDF's bytes."""
        out: bytes = self.doc.tobytes(**options)
        return out


def blocks_of(data: bytes) -> list[Block]:
    """All blocks of a PDF, as the pipeline builds them."""
    wordings = headings()
    return build_blocks(
        read_text_layer(data), lambda t: wordings.polarity_of(t) in ("strength", "area_for_improvement"), everyday_words()
    )


def texts(blocks: list[Block], kind: str) -> list[str]:
    """The texts of the blocks of one kind."""
    return [block.text for block in blocks if block.kind == kind]


_MARKS = (
    ("#", r"(#{1,3}) (.*)"),
    ("sub", r"  - (.*)"),
    ("bullet", r"- (.*)"),
    ("number", r"(\(?\d{1,2}[.)]) (.*)"),
    ("owned", r"\+ (.*)"),
    ("row", r"\| (.*) \|"),
    ("furniture", r"~ (.*)"),
    ("footnote", r"\^ (.*)"),
)


def views(markup: str) -> list[BlockView]:
    """Blocks from markup, one a line: `# chapter`, `## section`, `### label`, `- bullet`, `1. item`, `+ paragraph of
    the bullet`, `| row | cells |`, `~ furniture`, `^ footnote`, `=` a new page, `@2 ` before any of these for frame 2.
    """
    out: list[BlockView] = []
    page, at = 1, 0
    for written in markup.strip("\n").splitlines():
        raw = written
        if not raw.strip():
            continue
        if raw.strip() == "=":
            page += 1
            continue
        box = -1
        if framed := re.match(r"@(\d) ", raw):
            box, raw = int(framed[1]), raw[3:]
        kind, text, level, depth, label, owned, cells = "paragraph", raw.strip(), 0, 0, "", False, []
        for mark, pattern in _MARKS:
            if not (found := re.fullmatch(pattern, raw)):
                continue
            kind, text = mark, found[found.re.groups]
            if mark == "#":
                kind, level = "heading", 10 * len(found[1]) + 5
            elif mark in ("bullet", "sub", "number"):
                kind, depth, label = "bullet", int(mark == "sub"), found[1] if mark == "number" else "•"
            elif mark == "owned":
                kind, owned = "paragraph", True
            elif mark == "row":
                start = at
                for cell in text.split(" | "):
                    cells.append((start, start + len(cell)))
                    start += len(cell) + 3
            break
        out.append(
            BlockView(len(out), kind, text, at, at + len(text), page, level, depth, label, box, owned, level in (15,), cells)
        )
        at += len(text) + 2
    return out


def placed(markup: str) -> tuple[list[BlockView], list[BlockContext]]:
    """Blocks from markup with their places."""
    blocks = views(markup)
    return blocks, place_blocks(blocks, headings())


def text_line(text: str, y: float = 100, x: float = 72, page: int = 1, size: float = 11, **more: object) -> Line:
    """A line of a text layer, as wide as its text would be."""
    fields = {"bold": False, "italic": False, "font": "Arial"} | more
    return Line(page, x, y, x + 0.5 * size * len(text), y + size, text, size, **fields)


def labelled(lines: list[Line]) -> list[Line]:
    """Lines of a page with their labels joined to them."""
    return attach_labels(Page(1, 595, 842, lines), 11, frozenset(BULLETS))


def vocabulary(document: str = "", general: str = "") -> Vocabulary:
    """The words of a document and the everyday words behind it."""
    return Vocabulary.of([text_line(document)], frozenset(general.split()))


def normal(text: str | None) -> str:
    """Text for comparison: quotation marks straight, white space collapsed."""
    straight = (text or "").translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(straight.split())


def wider(box: tuple[float, float, float, float], by: float) -> pymupdf.Rect:
    """A box with a margin of so many points."""
    x0, y0, x1, y1 = box
    return pymupdf.Rect(x0 - by, y0 - by, x1 + by, y1 + by)


def running(words: int = 90) -> list[str]:
    """Lines of running text, so that a little report has a usual distance of lines."""
    sentence = (
        "The service covers a wide area of small towns and villages, and its staff travel far to see the people they supervise. "
    )
    return textwrap.wrap(" ".join((sentence * 9).split()[:words]) + ".", 82)


def small_report() -> Paper:
    """A little report with all the parts that matter: cover, ratings, recommendations, a chapter with findings."""
    p = Paper()
    p.heading("An inspection of probation services in: Otterby PDU", 20)
    p.paragraph("The Probation Service – East Fells region", size=14)
    p.paragraph("HM Inspectorate of Probation, March 2023", size=12)
    p.paragraph("This inspection was led by HM Inspector Ada Quill, supported by a team of inspectors.")
    p.paragraph("Printed for the Inspectorate. ISBN: 978-1-915468-99-4. All rights are reserved by nobody.")
    p.turn().heading("Foreword")
    p.paragraph(*running(), "Overall, we have rated Otterby PDU as ‘Inadequate’.")
    p.heading("Ratings")
    p.paragraph("Fieldwork started 9 January 2023")
    p.paragraph("Score 1/6")
    for name, rating in (("1.1 Leadership", "Inadequate"), ("1.2 Staff", "Requires improvement")):
        p.at(72, p.y, name)
        p.at(320, p.y, rating)
        p.y += 24
    p.heading("Recommendations")
    p.label("Otterby PDU should:")
    p.bullet("improve the quality of its plans to keep people safe", glyph="1.")
    p.bullet("see to it that every case has a named practitioner.", glyph="2.")
    p.label("East Fells region should:")
    p.bullet("fill the posts that stand empty.", glyph="3.")
    p.heading("Background")
    p.paragraph(*running(60), "We inspected 46 cases in all.")
    p.turn().heading("1. Organisational delivery")
    p.paragraph(*running())
    p.heading("1.1. Leadership", 14)
    p.label("Strengths:")
    p.bullet(
        "Leaders meet all staff each month and act on what they hear, and", "24 per cent of staff said that this had helped them."
    )
    p.bullet("The plan for the year is known in every office.")
    p.label("Areas for improvement:")
    p.bullet("In six of 21 cases nobody had asked the police what they knew.")
    p.paragraph("“Nobody ever rings me back when I leave a message.”")
    p.bullet("Audits are done late and are not followed up by managers.")
    p.heading("1.2. Staff", 14)
    p.label("Strengths:")
    p.bullet("Staff are proud of their work and of one another.")
    p.label("Areas for improvement:")
    p.bullet("Vacancies among probation officers stand at 30 per cent.")
    return p


def corpus_texts() -> list[str]:
    """The texts of the corpus's batches and sets."""
    paths = sorted(CORPUS.glob("findings/*.jsonl")) + sorted(CORPUS.glob("sets/*.jsonl"))
    return [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
