"""Render corpus reports as web pages, built as the inspectorate builds them, and as a browser's print of them.

    python scripts/corpus/edition.py [ID ...] [--out corpus/editions] [--print]

`--print` needs Chromium. The same source always gives the same page; a print's two dates are fixed afterwards.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.corpus.blocks import Block, Box, Footnote, Heading, Item, ListBlock, PageBreak, Paragraph, Quote, Table, plain, spans
from scripts.corpus.data import CORPUS
from scripts.corpus.edition_page import site_page
from scripts.corpus.html_reports import imprint_lines, is_label, still
from scripts.corpus.markup import Report, parse

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Build:
    """How an editor put one report on the page."""

    numbered: bool = False  # the theme numbers the chapters
    jump: str = "in"  # the jump link: in the heading, after it, or none
    side: str = "h4"  # headings of strengths and areas: h4, bold, or level (as in the source)
    pasted: bool = False  # flat lists of findings as paragraphs pasted from Word
    broken: bool = False  # stray tags within lists
    nested: bool = False  # the body is a whole document pasted into the page
    columns: bool = False  # strengths and areas side by side
    layout_table: bool = False  # strengths and areas side by side in a table
    details: bool = False  # examples folded away
    nbsp: bool = False  # no-break spaces between words
    stacked: bool = True  # a print sets the contents list above the text


BUILDS = {
    "pdu-2021-ashmere": Build(numbered=True, stacked=False),
    "pdu-2022-winterbrook": Build(jump="after", side="bold", broken=True),
    "pdu-2024-harrowdene": Build(side="bold", nested=True, nbsp=True),
    "region-2024-eastwolds": Build(columns=True, details=True),
    "yjs-2022-castleholme": Build(side="level", layout_table=True),
    "yjs-2024-lowmoor": Build(pasted=True, jump="after"),
    "yjs-2025-tarnfell": Build(numbered=True, side="bold", broken=True, nbsp=True),
    "yjs-2025-estrand": Build(nested=True, details=True, pasted=True, jump="none"),
    "yos-2020-portmarsh": Build(layout_table=True, side="bold", numbered=True),
}


@dataclass
class Edition:
    """The writer of one page."""

    report: Report
    build: Build
    chapters: list[tuple[str, str]] = field(default_factory=list)
    boxed: bool = False

    def document(self) -> str:
        """The whole page."""
        meta = self.report.meta
        detail = f'<div class="flexible-post-type-details"><div class="flexible-post-type-detail">{self.text(meta["subtitle"])}</div></div>'
        body = (detail if meta["subtitle"] else "") + self.blocks(self.report.blocks) + self.imprint() + self.notes()
        if self.build.nested:
            head = '<meta charset="windows-1252"><title>Pasted document</title><style>p{margin:0}</style>'
            body = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
        day = str(self.date())
        return site_page(meta["title"], day, meta["id"], self.chapters, body, self.build.stacked)

    def date(self) -> str:
        """The day of publication: the printed one, or the twelfth of the printed month."""
        found = re.search(r"(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* (20\d\d)", self.report.meta["date"])
        if found is None:
            raise ValueError("the source has no date")
        return f"{found[3]}-{_MONTHS.index(found[2].lower()) + 1:02d}-{int(found[1] or 12):02d}"

    def blocks(self, blocks: list[Block]) -> str:
        """A run of blocks; strengths and areas for improvement that follow each other may be set side by side."""
        out, k = [], 0
        while k < len(blocks):
            pair = blocks[k : k + 4]
            kinds = [(type(b), getattr(b, "role", "")) for b in pair]
            wanted = [(ListBlock, ""), (ListBlock, "")]
            sides = [r for _, r in kinds[::2]]
            if (self.build.columns or self.build.layout_table) and kinds[1::2] == wanted and sides == ["+", "-"]:
                out.append(self.beside(pair))
                k += 4
            else:
                out.append(self.block(blocks[k]))
                k += 1
        return "\n".join(out)

    def beside(self, pair: list[Block]) -> str:
        """Two headed lists in two columns, or in a table that is none."""
        parts = [self.block(b) for b in pair]
        if self.build.columns:
            inside = "".join(f'<div class="wp-block-column">{a}{b}</div>' for a, b in zip(parts[::2], parts[1::2], strict=True))
            return f'<div class="wp-block-columns">{inside}</div>'
        rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (parts[::2], parts[1::2]))
        return f'<figure class="wp-block-table"><table><tbody>{rows}</tbody></table></figure>'

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph():
                return f"<p><strong>{self.inline(block.text)}</strong></p>" if block.role else f"<p>{self.inline(block.text)}</p>"
            case ListBlock():
                return self.list(block)
            case Table():
                return self.table(block)
            case Quote():
                return f'<blockquote class="wp-block-quote"><p>{self.inline(block.text)}</p></blockquote>'
            case Box():
                return self.box(block)
            case Footnote() | PageBreak():
                return '<div class="wp-block-spacer" aria-hidden="true" style="height:20px"></div>'

    def heading(self, block: Heading) -> str:
        """A heading; second-level ones carry an id and the jump link."""
        text = self.inline(block.text)
        if block.role and self.build.side != "level":
            return f"<p><strong>{text}</strong></p>" if self.build.side == "bold" else f'<h4 class="wp-block-heading">{text}</h4>'
        if block.level > 1:
            return f'<h{block.level + 1} class="wp-block-heading">{text}</h{block.level + 1}>'
        n = len(self.chapters) + 1
        number = f"{n}. " if self.build.numbered and not re.match(r"\d", block.text) else ""
        key = f"{n}-{re.sub('[^A-Za-z0-9]+', '-', plain(block.text))}"
        self.chapters.append((key, number + plain(block.text)))
        link = '<span class="hale-jump-link"> (<a class="govuk-link" href="#table-of-contents-heading">Back to top</a>)</span>'
        after = f"<p>{link}</p>" if self.build.jump == "after" else ""
        within = link if self.build.jump == "in" else ""
        return f'<h2 class="hale-toc-item wp-block-heading" id="{key}">{number}{text}{within}</h2>{after}'

    def list(self, block: ListBlock) -> str:
        """A list; flat bulleted ones may come from Word."""
        number = block.items[0].number
        if self.build.pasted and number is None and not any(x.more for x in block.items) and len(block.items) > 1:
            return self.word_list(block)
        items = [f"<li>{self.item(x)}</li>" for x in block.items]
        if self.build.broken and len(items) > 2:
            items[1] = f"</span>{items[1]}<p>&nbsp;</p>"
            items[2] = f"{items[2].removesuffix('</li>')}</p></em><br>"
        if number is None:
            return f'<ul class="wp-block-list">{"".join(items)}</ul>'
        return f'<ol{f" start={chr(34)}{number}{chr(34)}" if number != 1 else ""} class="wp-block-list">{"".join(items)}</ol>'

    def word_list(self, block: ListBlock) -> str:
        """A list as Word pastes it: paragraphs with a literal bullet and no-break spaces."""
        out = []
        for k, item in enumerate(block.items):
            place = "First" if k == 0 else "Last" if k == len(block.items) - 1 else "Middle"
            bullet = f"·<span>{'&nbsp;' * 9}</span>"
            out.append(f'<p class="MsoListParagraphCxSp{place}">{bullet}{self.inline(item.text)}</p>')
        return "".join(out)

    def item(self, item: Item) -> str:
        """What a list item holds."""
        more = (f"<p>{self.inline(x.text)}</p>" if isinstance(x, Paragraph) else self.list(x) for x in item.more)
        return self.inline(item.text) + "".join(more)

    def table(self, block: Table) -> str:
        """A data table."""
        rows = [block.header, *block.rows] if any(block.header) else block.rows
        out = []
        for n, row in enumerate(rows):
            tag = "th" if n == 0 and block.rows and any(block.header) else "td"
            out.append("<tr>" + "".join(f"<{tag}>{self.inline(cell)}</{tag}>" for cell in row) + "</tr>")
        return f'<figure class="wp-block-table"><table class="has-fixed-layout"><tbody>{"".join(out)}</tbody></table></figure>'

    def box(self, block: Box) -> str:
        """A panel; folded away its first line is what is seen."""
        first, *rest = block.blocks
        if self.build.details and isinstance(first, Paragraph | Heading):
            return f'<details class="wp-block-details"><summary>{self.inline(first.text)}</summary>{self.blocks(rest)}</details>'
        return f'<div class="wp-block-group has-background">{self.blocks(block.blocks)}</div>'

    def imprint(self) -> str:
        """Acknowledgements and publishing particulars, which a page has at its end."""
        lines = imprint_lines(self.report)
        return "".join(
            f'<h2 class="hale-toc-item wp-block-heading">{self.text(x)}</h2>' if is_label(x) else f"<p>{self.text(x)}</p>"
            for x in lines
        )

    def notes(self) -> str:
        """The footnotes with the way back to their marks."""
        items = "".join(
            f'<li id="fn{n}">{self.inline(self.report.notes[key])} <a href="#fn{n}-link">↩︎</a></li>'
            for key, n in self.report.numbers.items()
        )
        return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""

    def inline(self, source: str) -> str:
        """Inline markup."""
        out = []
        for span in spans(source):
            if span.kind == "note":
                n = self.report.numbers[span.text]
                out.append(f'<sup data-fn="fn{n}" class="fn"><a href="#fn{n}" id="fn{n}-link">{n}</a></sup>')
            else:
                tag = {"bold": "strong", "italic": "em"}.get(span.kind)
                out.append(f"<{tag}>{self.text(span.text)}</{tag}>" if tag else self.text(span.text))
        return "".join(out)

    def text(self, source: str) -> str:
        """Escaped text, every fifth space one that does not break where the editor's program wrote such."""
        words = html.escape(source, quote=False).split(" ")
        if not self.build.nbsp:
            return " ".join(words)
        return "".join(w + ("" if k == len(words) else "&nbsp;" if k % 5 == 0 else " ") for k, w in enumerate(words, 1))


def edition(name: str) -> str:
    """The page of one corpus report."""
    source = (CORPUS / "sources" / f"{name}.md").read_text(encoding="utf-8")
    return Edition(parse(source), BUILDS.get(name, Build())).document()


def print_page(page: Path, out: Path) -> None:
    """The print of a page by Chromium, with its dates fixed."""
    with tempfile.TemporaryDirectory() as work:
        command: list[Any] = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={out}", page.absolute().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    still(out)


def main() -> None:
    """Write the pages, and with `--print` their prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=sorted(BUILDS))
    parser.add_argument("--out", type=Path, default=CORPUS / "editions")
    parser.add_argument("--print", action="store_true", dest="printed")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.names:
        page = given.out / f"{name}.html"
        page.write_text(edition(name), encoding="utf-8")
        if given.printed:
            print_page(page, page.with_suffix(".pdf"))


if __name__ == "__main__":
    main()
