"""The blocks of the corpus' report markup, and the parser of a report's body.

Blocks never hold gold in their text. An item keeps the inside of its braces in `gold`, a heading or a polarity
paragraph its `role`; only `markup` reads the former.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BRACES = re.compile(r"\s*\{([^{}]*)\}\s*$")
BULLET = re.compile(r"- +|(\d+)\. +")
NOTE_LINE = re.compile(r"\[\^(\w+)\]:\s*")
SPAN = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|(?<!\w)\*(?P<italic>[^*\s][^*]*)\*|\[\^(?P<note>\w+)\]")


@dataclass(frozen=True)
class Span:
    """A run of characters of one kind: `text`, `bold`, `italic`, or `note` (then `text` is the footnote's key)."""

    kind: str
    text: str


@dataclass
class Heading:
    """A heading of level 1 (chapter) to 4; `role` is `+`, `-` or `recs` where findings or recommendations follow."""

    level: int
    text: str
    role: str = ""


@dataclass
class Paragraph:
    """A paragraph; `role` as for headings."""

    text: str
    role: str = ""


@dataclass
class Item:
    """A list item: its first text, then second paragraphs and sub-lists in reading order."""

    text: str
    number: int | None = None
    more: list[Paragraph | ListBlock] = field(default_factory=list)
    gold: str = field(default="", repr=False)


@dataclass
class ListBlock:
    """A bulleted or numbered list."""

    items: list[Item] = field(default_factory=list)


@dataclass
class Table:
    """A pipe table. `header` may be blank cells; a table of one row (statement and rating) has no `rows`."""

    header: list[str]
    rows: list[list[str]]


@dataclass
class Quote:
    """The words of somebody whom the inspectors met; `indented` where the source set them off with `>`."""

    text: str
    indented: bool = True


@dataclass
class Box:
    """A panel: an example of practice or a case illustration."""

    blocks: list[Block]


@dataclass
class Footnote:
    """The body of a footnote, at the place where the source has it."""

    key: str
    text: str


@dataclass
class PageBreak:
    """A forced page break."""


Block = Heading | Paragraph | ListBlock | Table | Quote | Box | Footnote | PageBreak


def spans(text: str) -> Iterator[Span]:
    """The inline runs of a text, in order; nothing is nested."""
    at = 0
    for m in SPAN.finditer(text):
        if m.start() > at:
            yield Span("text", text[at : m.start()])
        yield Span(m.lastgroup or "text", m.group(m.lastgroup or 0))
        at = m.end()
    if at < len(text):
        yield Span("text", text[at:])


def plain(text: str) -> str:
    """The text as a person would type it: no emphasis, no footnote marks, single spaces."""
    return " ".join("".join(s.text for s in spans(text) if s.kind != "note").split())


def split_gold(line: str) -> tuple[str, str]:
    """A line without its gold, and the gold's inside."""
    m = BRACES.search(line)
    return (line[: m.start()], m[1].strip()) if m else (line.rstrip(), "")


def parse_blocks(lines: list[str]) -> list[Block]:
    """The blocks of a run of lines; boxes are parsed by the same rules once their `>` is gone."""
    out: list[Block] = []
    i = 0
    while i < len(lines):
        line, gold = split_gold(lines[i])
        start = i
        i += 1
        if not line.strip():
            continue
        if line.strip() == "<pagebreak>":
            out.append(PageBreak())
        elif m := re.match(r"(#{1,4}) +(.*)", line):
            out.append(Heading(len(m[1]), m[2].strip(), gold))
        elif m := NOTE_LINE.match(line):
            out.append(Footnote(m[1], line[m.end() :].strip()))
        elif line.startswith("|"):
            i = _run(lines, start, "|")
            out.append(_table(lines[start:i]))
        elif line.startswith(">"):
            i = _run(lines, start, ">")
            out.append(_quoted([x[1:].removeprefix(" ") for x in lines[start:i]]))
        elif BULLET.match(line):
            block, i = _list(lines, start, 0)
            out.append(block)
        elif gold == "quote":
            out.append(Quote(line.strip(), indented=False))
        elif gold and gold not in ("+", "-", "recs"):
            raise ValueError(f"gold outside a list: {lines[start][:80]!r}")
        else:
            out.append(Paragraph(line.strip(), gold))
    return out


def _run(lines: list[str], start: int, mark: str) -> int:
    """Where the run of lines that begin with `mark` ends."""
    return next((k for k in range(start, len(lines)) if not lines[k].startswith(mark)), len(lines))


def _table(lines: list[str]) -> Table:
    rows = [[c.strip() for c in line.strip().strip("|").split("|")] for line in lines]
    width = max(map(len, rows))
    rows = [r + [""] * (width - len(r)) for r in rows if not all(re.fullmatch(r":?-+:?", c) for c in r)]
    return Table(rows[0], rows[1:])


def _quoted(lines: list[str]) -> Quote | Box:
    if any(split_gold(line)[1] == "quote" for line in lines):
        return Quote(" ".join(split_gold(line)[0].strip() for line in lines))
    return Box(parse_blocks(lines))


def _list(lines: list[str], i: int, indent: int) -> tuple[ListBlock, int]:
    """The list that begins at line `i` with bullets at column `indent`, and the line after it."""
    block = ListBlock()
    pad = " " * indent
    while i < len(lines):
        line, gold = split_gold(lines[i])
        if not line.strip():
            after = next((x for x in lines[i:] if x.strip()), "")
            if block.items and (after.startswith(pad + "    ") or (after.startswith(pad) and BULLET.match(after, indent))):
                i += 1
                continue
            break
        m = BULLET.match(line, indent)
        deeper = line.startswith(pad + "    ")
        if deeper and BULLET.match(line, indent + 4):
            sub, i = _list(lines, i, indent + 4)
            block.items[-1].more.append(sub)
            block.items[-1].gold, sub.items[-1].gold = sub.items[-1].gold or block.items[-1].gold, ""
            continue
        if deeper:
            block.items[-1].more.append(Paragraph(line.strip()))
            block.items[-1].gold = gold or block.items[-1].gold
        elif m and line.startswith(pad):
            block.items.append(Item(line[m.end() :].strip(), int(m[1]) if m[1] else None, gold=gold))
        else:
            break
        i += 1
    return block, i
