"""A PDF's text layer as lines with size, weight, font, box and tag.

PyMuPDF is not thread-safe: call from one thread at a time, or from several processes.
One pass over each page yields text, tagged structure and the vector shapes that matter here
(drawn list bullets, frames and shaded panels), because a second pass costs as much as the first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from os import PathLike, fspath
from typing import Any

import pymupdf

from findings_nlp.errors import (
    DamagedError,
    EncryptedError,
    NoPagesError,
    NotAPdfError,
    NoTextError,
    ReportError,
)
from findings_nlp.pdf.parting import crossing, parted_lines
from findings_nlp.pdf.source import Source, one_line, quiet, read_bytes
from findings_nlp.pdf.space import Box, set_upright
from findings_nlp.shapes import Shapes, add_shape, settle
from findings_nlp.shifted import unshift

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_COLLECT_STRUCTURE | pymupdf.TEXT_COLLECT_VECTORS
)
_SUPERSCRIPT, _ITALIC, _BOLD = 1, 2, 16
_TEXT, _STRUCTURE, _VECTOR = 0, 2, 3
_SYMBOL_FONT = re.compile(r"symbol|wingding|dingbat|webding", re.I)
_MARK = re.compile(r"\s*(\d{1,3}|[*†‡§])\s*")
_INLINE_MARK = re.compile(r"\[\^[\w-]{1,20}\](?!:)|(?<=[\w.,;:’”'\)])\[\d{1,2}\]")
_CONTAINERS = {"Table", "TR", "L", "TBody", "THead", "TFoot"}
_INLINE = {"NonStruct", "NonDtruct", "Span", "Strong", "Em", "Link", "Lbl", "Reference", "Quote", "Code", "Annot", "Sub"}
_GROUPING = {"Document", "Sect", "Div", "Part", "Art", "Aside"}


@dataclass(slots=True, eq=False)
class Line:
    """One run of text on one baseline, as the text layer holds it.

    The line of a web page is one element's text: `path` is the element's (empty in a PDF), `breaks` the positions in the text
    where the page has something that was left out; its page is counted by length, its box empty.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    roles: tuple[str, ...] = ()
    tag: tuple[int, ...] = ()
    item: tuple[int, ...] = ()
    head_bold: bool = False
    tail_bold: bool = False
    mark: str = ""
    label: str = ""
    label_x: float = 0.0
    body_x: float = 0.0
    side: int = 0
    band: int = 0
    kind: str = ""
    box: int = -1
    path: str = ""
    breaks: tuple[int, ...] = ()

    @property
    def bbox(self) -> Box:
        """Left, top, right, bottom in points from the page's top left."""
        return (self.x0, self.y0, self.x1, self.y1)


@dataclass(slots=True)
class Page:
    """One page: its lines in stream order and the shapes drawn on it. Boxes in points from the top left."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    shapes: Shapes = field(default_factory=Shapes)
    images: bool = False


@dataclass(slots=True)
class TextLayer:
    """A whole PDF's text layer.

    `tags_tables`: the producer is Chromium's, which tags every table, so that what has other tags is no cell.
    """

    name: str
    sha256: str
    pages: list[Page]
    outline: list[tuple[int, str, int]]
    repaired_pages: list[int] = field(default_factory=list)
    unreadable_pages: list[int] = field(default_factory=list)
    tags_tables: bool = False


def read_text_layer(source: Source, name: str | None = None) -> TextLayer:
    """Read every page of a PDF.

    Args:
        source: path, bytes or binary file.
        name: the name to report; by default the file's name without its folder.

    Raises:
        ReportError: with path, stage and reason; see `findings_nlp.errors`.
    """
    shown = fspath(source) if isinstance(source, str | PathLike) else (name or "<bytes>")
    name, data = read_bytes(source, name)
    if not data.strip():
        raise NotAPdfError(shown, "is empty")
    if b"%PDF-" not in data[:1024]:
        raise NotAPdfError(shown, "is not a PDF")
    with quiet():
        try:
            return _read(shown, name, data)
        except ReportError:
            raise
        except Exception as error:  # MuPDF raises many kinds for a broken file
            raise DamagedError(shown, f"is damaged ({one_line(error)})") from None


def _read(shown: str, name: str, data: bytes) -> TextLayer:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        if document.needs_pass:
            raise EncryptedError(shown, "is encrypted and needs a password")
        if document.page_count == 0:
            raise NoPagesError(shown, "has no pages")
        tags_tables = "Skia" in ((document.metadata or {}).get("producer") or "")
        outline = [(level, " ".join(title.split()), page) for level, title, page in document.get_toc()]
        for number in range(document.page_count):
            # notes and marks laid over a page (our own among them) are none of the report's text
            document.xref_set_key(document.page_xref(number), "Annots", "null")
        pages = [_read_page(page, number) for number, page in enumerate(document, 1)]
        letters = sum(len(line.text) for page in pages for line in page.lines)
        if letters < 20:
            if document.is_repaired:
                raise DamagedError(shown, "is damaged (no page could be read)")
            pictures = any(page.get_images() for page in document)
            reason = "has no text layer (scanned pages: run OCR first)" if pictures else "has no text on its pages"
            raise NoTextError(shown, reason)
        for page in pages:
            if not page.lines:
                page.images = bool(document[page.number - 1].get_images())
    # a file name that is no UTF-8 comes with lone surrogates, which JSON cannot hold: written out, as in the tables
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    layer = TextLayer(name, hashlib.sha256(data).hexdigest(), pages, outline, tags_tables=tags_tables)
    for page in pages:
        texts, state = unshift([line.text for line in page.lines])
        if state == "repaired":
            for line, text in zip(page.lines, texts, strict=True):
                line.text = text
            layer.repaired_pages.append(page.number)
        elif state == "unreadable":
            layer.unreadable_pages.append(page.number)
    return layer


def _read_page(page: Any, number: int) -> Page:
    if page.rotation:
        # the same picture with its coordinates turned upright: boxes are from the top left as displayed
        set_upright(page)
        page = page.parent.reload_page(page)
    content = page.get_text("dict", flags=_FLAGS)
    out = Page(number, content["width"], content["height"])
    stack: list[tuple[dict[str, Any], tuple[str, ...], tuple[int, ...], tuple[int, ...]]] = [
        (block, (), (), ()) for block in reversed(content["blocks"])
    ]
    while stack:
        block, roles, tag, item = stack.pop()
        kind = block["type"]
        if kind == _TEXT:
            for line in block["lines"]:
                read = _read_line(line, number, roles, tag)
                if read is not None:
                    read.item = item if read.tag else ()
                    out.lines.append(read)
        elif kind == _STRUCTURE:
            role = block.get("std") or block.get("raw") or ""
            if role not in _INLINE:
                tag = (*tag, block["index"])
                if role not in _GROUPING:
                    roles = (*roles, role)
                    item = tag if role == "LI" else item
            children = block.get("blocks") or ()
            stack.extend((child, roles, tag, item) for child in reversed(children))
        elif kind == _VECTOR:
            add_shape(block, out.shapes, (out.width, out.height))
    settle(out.shapes)
    _part_cells(page, out)
    return out


def _part_cells(page: Any, out: Page) -> None:
    rules = {line.bbox: at for line in out.lines if (at := crossing(line.bbox, out.shapes.uprights))}
    if not rules:
        return
    parted = parted_lines(page, rules)
    lines: list[Line] = []
    for line in out.lines:
        pieces = [_read_line(raw, line.page, line.roles, line.tag) for raw in parted.get(line.bbox, ())]
        lines += [piece for piece in pieces if piece is not None] or [line]
    out.lines = lines


def _stands_higher(span: dict[str, Any], main: dict[str, Any]) -> bool:
    """Whether smaller print stands on a baseline of its own above the line's."""
    lift = main["origin"][1] - span["origin"][1]
    return bool(span["size"] < 0.9 * main["size"] and lift > 0.15 * main["size"])


def _read_line(raw: dict[str, Any], page: int, roles: tuple[str, ...], tag: tuple[int, ...]) -> Line | None:
    spans = raw["spans"]
    main = spans[0] if len(spans) == 1 else max(spans, key=lambda s: len(s["text"].strip()))
    size, mark = main["size"], ""
    if len(spans) == 1:
        text = main["text"]
        head = tail = bool(main["flags"] & _BOLD)
        bold, italic = bool(main["flags"] & _BOLD), bool(main["flags"] & _ITALIC)
        if _SYMBOL_FONT.search(main["font"]) and len(text.strip()) == 1:
            text = "\u2022"
    else:
        parts: list[str] = []
        bold = italic = True
        styles: list[bool] = []
        for span in spans:
            piece, flags = span["text"], span["flags"]
            raised = flags & _SUPERSCRIPT or span["size"] < 0.78 * size or _stands_higher(span, main)
            if raised and (found := _MARK.fullmatch(piece)):
                # a mark that opens the line belongs to a footnote's body; elsewhere it is a reference: lifted out
                if not parts:
                    mark = found[1]
                elif piece[:1].isspace() or piece[-1:].isspace():
                    parts.append(" ")
                continue
            if _SYMBOL_FONT.search(span["font"]) and len(piece.strip()) == 1:
                piece = "\u2022 "
            elif piece.strip():
                styles.append(bool(flags & _BOLD))
                italic &= bool(flags & _ITALIC)
            parts.append(piece)
        text = "".join(parts)
        bold = bool(styles) and all(styles)
        head, tail = (styles[0], styles[-1]) if styles else (False, False)
    if "[" in text:
        text = _INLINE_MARK.sub("", text)
    if not text.strip() or text.isspace():
        return None
    x0, y0, x1, y1 = raw["bbox"]
    if roles and roles[-1] in _CONTAINERS:
        # MuPDF hangs untagged content into whatever container it met last
        roles, tag = (), ()
    if raw["dir"] != (1.0, 0.0):
        roles = (*roles, "Artifact")
    return Line(page, x0, y0, x1, y1, text, round(size, 2), bold, italic, main["font"], roles, tag, (), head, tail, mark)
