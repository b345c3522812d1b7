"""Typeset a corpus report with Typst: justified and hyphenated, in one column or in two, with numbered footnotes.

All text goes to Typst as string literals, so that nothing in a report can be taken for markup. Typst numbers the
contents list itself and, with the document's date fixed, writes the same bytes on every run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts.corpus.blocks import Block, Box, Heading, Item, ListBlock, PageBreak, Paragraph, Quote, Table, plain, spans
from scripts.corpus.html_reports import RATING, cover_lines, imprint_lines, is_label
from scripts.corpus.markup import Report

COLOURS = {"outstanding": "#9fd39f", "good": "#cfe8b5", "requires improvement": "#ffdf9e", "inadequate": "#f3b0a8"}


@dataclass(frozen=True)
class Type:
    """How one report is set in Typst."""

    font: str = "Liberation Serif"
    heading_font: str = "Liberation Sans"
    size: float = 10.5
    columns: int = 1
    justify: bool = True
    colour: str = "#000000"
    bullets: tuple[str, str] = ("[•]", "[–]")  # Typst content: a glyph or something drawn
    indent: str = "0pt"
    chapter_pages: bool = True
    headings: tuple[float, float, float, float] = (20, 14, 12, 10.5)
    stroke: str = "0.5pt"  # of tables
    shades: bool = True
    box: str = "fill: luma(235)"  # arguments of the block that holds a box
    quote: str = "italic"  # `italic` or `panel`
    footer: str = "FOOTER #h(1fr) #PAGE"
    header: str = ""
    contents: int = 1
    margin: str = "2.4cm"


class Setter:
    """Writes one report's Typst source."""

    def __init__(self, report: Report, look: Type) -> None:
        self.report, self.look = report, look
        self.said: set[str] = set()  # footnotes already printed

    def source(self) -> str:
        """The whole source."""
        body = "\n".join(self.block(b) for b in self.report.blocks)
        columns = f"#set page(columns: {self.look.columns})\n" if self.look.columns > 1 else ""
        return f"{self.preamble()}\n{self.fronts()}\n{columns}{body}\n"

    def preamble(self) -> str:
        """Page, text, heading, list and footnote rules."""
        look, meta = self.look, self.report.meta
        page = "context counter(page).display()"
        total = "context counter(page).final().first()"

        def running(what: str) -> str:
            what = (
                what.replace("FOOTER", f"#{literal(meta['footer'])};").replace("#PAGE", f"#{page}").replace("#TOTAL", f"#{total}")
            )
            return f"context if counter(page).get().first() > 1 [#set text(size: 8pt); {what}]"

        rules = [
            f"#set document(title: {literal(meta['title'])}, date: datetime(year: 2026, month: 1, day: 5))",
            f'#set page(paper: "a4", margin: {look.margin}, footer: {running(look.footer)}, header: {running(look.header)})',
            f'#set text(font: "{look.font}", size: {look.size}pt, lang: "en", region: "GB")',
            f"#set text(hyphenate: {str(look.justify).lower()})",
            f"#set par(justify: {str(look.justify).lower()}, leading: 0.62em, spacing: 0.95em)",
            f"#set list(marker: ({', '.join(look.bullets)}), indent: {look.indent}, body-indent: 0.7em, spacing: 0.8em)",
            f"#set enum(indent: {look.indent}, spacing: 0.8em)",
            f"#set table(stroke: {look.stroke}, inset: 4.5pt)",
            f'#show heading: set text(font: "{look.heading_font}", fill: rgb("{look.colour}"), hyphenate: false)',
            "#show heading: set par(justify: false)",
            "#show table: set par(justify: false)",
            "#show table: set text(hyphenate: false)",
        ]
        for level, size in enumerate(look.headings, 1):
            rules.append(f"#show heading.where(level: {level}): set text(size: {size}pt)")
            rules.append(f"#show heading.where(level: {level}): set block(above: 1.4em, below: 0.8em)")
        return "\n".join(rules)

    def fronts(self) -> str:
        """Cover, contents and imprint."""
        sizes = {"title": 28, "subtitle": 15, "date": 11, "tiny": 8}
        cover = ["#v(5cm)"]
        for kind, line in cover_lines(self.report):
            weight = '"bold"' if kind == "title" else '"regular"'
            face = f'font: "{self.look.heading_font}", size: {sizes[kind]}pt, weight: {weight}, fill: rgb("{self.look.colour}")'
            cover.append(
                f"#par(justify: false, leading: 0.75em, spacing: 1.4em)[#text({face}, hyphenate: false, {literal(line)})]"
            )
        imprint = [f"#{'strong' if is_label(x) else 'par'}[#{literal(x)};]\n" for x in imprint_lines(self.report)]
        contents = f"#outline(title: [Contents], depth: {self.look.contents}, indent: 1.2em)"
        last = "" if self.look.chapter_pages else "#pagebreak()\n"
        return "\n".join([*cover, "#pagebreak()", contents, "#pagebreak()", *imprint, last])

    def block(self, block: Block) -> str:
        """One block as Typst source; footnotes are where their marks are."""
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph() if block.role:
                return f"#block(above: 1.2em, below: 0.8em, sticky: true)[{self.inline(block.text)}]"
            case Paragraph():
                return f"#par[{self.inline(block.text)}]"
            case ListBlock():
                return self.list(block)
            case Table():
                return self.table(block)
            case Quote():
                inside = f"#emph[{self.inline(block.text)}]"
                panel = (
                    "fill: luma(238), inset: 8pt, width: 100%"
                    if self.look.quote == "panel"
                    else "inset: (left: 1.6em, right: 1.6em)"
                )
                return f"#block({panel}, above: 1.1em, below: 1.1em)[{inside}]"
            case Box():
                inside = "\n".join(self.block(b) for b in block.blocks)
                return f"#block({self.look.box}, inset: 9pt, width: 100%, breakable: true)[{inside}]"
            case PageBreak():
                return "#colbreak(weak: true)" if self.look.columns > 1 else "#pagebreak(weak: true)"
        return ""

    def heading(self, block: Heading) -> str:
        """A heading; a chapter may begin a page, and in two columns it runs across both."""
        listed = "false" if block.role else "true"
        made = f"#heading(level: {block.level}, outlined: {listed})[{self.inline(block.text)}]"
        if block.level > 1 or not self.look.chapter_pages:
            return made
        if self.look.columns > 1:
            made = f'#place(top + left, scope: "parent", float: true, clearance: 1.2em)[{made}]'
        return f"#pagebreak(weak: true)\n{made}"

    def list(self, block: ListBlock) -> str:
        """A list; numbered items keep their numbers."""
        if block.items[0].number is None:
            return f"#list({', '.join(self.item(x) for x in block.items)})"
        return f"#enum({', '.join(f'enum.item({x.number}){self.item(x)}' for x in block.items)})"

    def item(self, item: Item) -> str:
        """The content of a list item."""
        more = (f"#parbreak()\n{self.inline(x.text)}" if isinstance(x, Paragraph) else self.list(x) for x in item.more)
        return f"[{self.inline(item.text)}{''.join(more)}]"

    def table(self, block: Table) -> str:
        """A table, a statement with its rating among them."""
        rows = [block.header, *block.rows] if any(block.header) else block.rows
        longest = [min(max(9, *(len(plain(row[k])) for row in rows)), 60) for k in range(len(rows[0]))]
        cells = []
        for n, row in enumerate(rows):
            for source in row:
                m = RATING.match(plain(source))
                fill = f'fill: rgb("{COLOURS[m[1].lower()]}")' if m and self.look.shades else ""
                inside = self.inline(source)
                if n == 0 and block.rows and any(block.header):
                    inside = f"#strong[{inside}]"
                cells.append(f"table.cell({fill})[{inside}]")
        return f"#table(columns: ({', '.join(f'{x}fr' for x in longest)},), {', '.join(cells)})"

    def inline(self, source: str) -> str:
        """Inline markup as Typst content; a footnote that is called again refers to its first call."""
        out = []
        for span in spans(source):
            if span.kind == "note":
                if span.text in self.said:
                    out.append(f"#footnote(<{span.text}>);")
                else:
                    self.said.add(span.text)
                    out.append(f"#footnote[{self.inline(self.report.notes[span.text])}] <{span.text}>")
            else:
                name = {"bold": "strong", "italic": "emph"}.get(span.kind)
                out.append(f"#{name}[#{literal(span.text)};];" if name else f"#{literal(span.text)};")
        return "".join(out)


def literal(text: str) -> str:
    """A Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def typst(report: Report, look: Type, out: Path) -> None:
    """Print with Typst."""
    from typst import compile as typeset

    out.write_bytes(typeset(Setter(report, look).source().encode(), font_paths=["/usr/share/fonts"], format="pdf"))
