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
from findings_nlp.geometry import Shapes, add_shape, join_rules
from findings_nlp.source.pdf.lines import Line, crowded, read_line, sound_lines, sound_text, vanishing
from findings_nlp.source.pdf.overprint import doubled, is_picture, on_paper, printed_once, unprinted
from findings_nlp.source.pdf.parting import crossing, parted_lines
from findings_nlp.source.pdf.pictures import OUTLINES, not_repeated, pictured_text
from findings_nlp.source.pdf.shifted import unshift
from findings_nlp.source.pdf.source import Source, one_line, quiet, read_bytes
from findings_nlp.source.pdf.space import Box, set_upright
from findings_nlp.source.pdf.structure import Structure
from findings_nlp.source.pdf.turned import turn_of

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_COLLECT_VECTORS
_TEXT, _STRUCTURE, _VECTOR = 0, 2, 3
_SHAPES = 20_000  # on one page; more are a drawing
_TAIL = 2048  # bytes at the end of a whole file in which it says so
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")  # the dictionaries of streams stand openly in the file
_FEW = 300  # letters of a page that may be a picture with a running header
_ALONE = 40  # letters of invisible text beside the printed text that are told
_INLINE = {"NonStruct", "NonDtruct", "Span", "Strong", "Em", "Link", "Lbl", "Reference", "Quote", "Code", "Annot", "Sub"}
_GROUPING = {"Document", "Sect", "Div", "Part", "Art", "Aside"}


@dataclass(slots=True)
class Page:
    """One page: its lines in stream order and the shapes drawn on it. Boxes in points from the top left."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    shapes: Shapes = field(default_factory=Shapes)
    images: bool = False
    pictures: list[Box] = field(default_factory=list)  # those that show lines of print, which are not in `lines`
    unprinted: bool = False  # holds invisible text beside the printed text, and not over it
    crowded: bool = False
    turn: int = 0  # degrees clockwise by which the page was turned to be read: its text runs sideways as displayed


@dataclass(slots=True)
class TextLayer:
    """A whole PDF's text layer.

    Lists of pages, from 1: `repaired_pages` had their letters shifted, `unreadable_pages` hold no language,
    `incomplete_pages` words that lacked letters which could not be made whole for certain, `tiny_pages` text
    that is too small to be seen, `untagged_pages` have a damaged structure tree and were read without it, `cut_pages` have a line that was cut, `crowded_pages` hold more
    than a page of text does. `repaired`: the file is damaged and was mended to be read; `cut_short`: its end is missing, too.
    `tags_tables`: the producer is Chromium's, which tags every table, so that what has other tags is no cell.
    """

    name: str
    sha256: str
    pages: list[Page]
    outline: list[tuple[int, str, int]]
    repaired_pages: list[int] = field(default_factory=list)
    unreadable_pages: list[int] = field(default_factory=list)
    incomplete_pages: list[int] = field(default_factory=list)
    untagged_pages: list[int] = field(default_factory=list)
    tiny_pages: list[int] = field(default_factory=list)
    cut_pages: list[int] = field(default_factory=list)
    crowded_pages: list[int] = field(default_factory=list)
    repaired: bool = False
    cut_short: bool = False
    tags_tables: bool = False


def read_text_layer(source: Source, name: str | None = None, tags: bool = True) -> TextLayer:
    """Read every page of a PDF.

    Args:
        source: path, bytes or binary file.
        name: the name to report; by default the file's name without its folder.
        tags: also read the structure tree; a page whose tree is damaged is read without it all the same.

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
            return _read(shown, name, data, tags)
        except ReportError:
            raise
        except Exception as error:  # MuPDF raises many kinds for a broken file
            raise DamagedError(shown, f"is damaged ({one_line(error)})") from None


def _read(shown: str, name: str, data: bytes, tags: bool) -> TextLayer:
    # a file name that is no UTF-8 comes with lone surrogates, which JSON cannot hold: written out, as in the tables
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        if document.needs_pass:
            raise EncryptedError(shown, "is encrypted and needs a password")
        ended = b"%%EOF" in data[-_TAIL:]
        if document.page_count == 0:
            if document.is_repaired or not ended:
                raise DamagedError(shown, "is damaged (its pages are lost)")
            raise NoPagesError(shown, "has no pages")
        layer = TextLayer(name, hashlib.sha256(data).hexdigest(), [], _outline(document))
        layer.tags_tables = "Skia" in ((document.metadata or {}).get("producer") or "")
        for number in range(document.page_count):
            # notes and marks laid over a page (our own among them) are none of the report's text
            xref = document.page_xref(number)
            if document.xref_get_key(xref, "Annots")[0] != "null":
                document.xref_set_key(xref, "Annots", "null")
        structure: Structure | None = None
        has_images = _IMAGE.search(data) is not None
        for number, page in enumerate(document, 1):
            structure = _current(document, structure) if tags else None
            tagged = structure is not None and structure.sound(number - 1)
            if not tagged and (tags or document.xref_get_key(page.xref, "StructParents")[0] == "int"):
                layer.untagged_pages.append(number)
            layer.pages.append(_read_page(page, number, tagged, has_images))
        _settle(layer)
        letters = sum(len(line.text) for page in layer.pages for line in page.lines)
        if letters < 20:
            if document.is_repaired:
                raise DamagedError(shown, "is damaged (no page could be read)")
            pictures = any(page.get_images() for page in document)
            reason = "has no text layer (scanned pages: run OCR first)" if pictures else "has no text on its pages"
            raise NoTextError(shown, reason)
        for page in layer.pages:
            if sum(len(line.text) for line in page.lines) < _FEW:
                page.images = is_picture(document[page.number - 1], bool(page.lines))
        not_repeated([page.pictures for page in layer.pages])
        layer.repaired = bool(document.is_repaired)
        layer.cut_short = layer.repaired and not ended
    return layer


def _current(document: Any, structure: Structure | None) -> Structure:
    """The structure tree as it is now: anything that is looked at may have MuPDF mend the file, and find another tree."""
    while structure is None or structure.mended != bool(document.is_repaired):
        structure = Structure(document)
    return structure


def _outline(document: Any) -> list[tuple[int, str, int]]:
    return [(level, " ".join(sound_text(title).split()), page) for level, title, page in document.get_toc()]


def _settle(layer: TextLayer) -> None:
    """Shifted letters turned back, and what no line can hold kept out."""
    for page in layer.pages:
        texts, state = unshift([line.text for line in page.lines])
        if state == "repaired":
            for line, text in zip(page.lines, texts, strict=True):
                line.text = text
            layer.repaired_pages.append(page.number)
        elif state == "unreadable":
            layer.unreadable_pages.append(page.number)
        if vanishing(page.lines):
            layer.tiny_pages.append(page.number)
        page.lines, cut = sound_lines(page.lines, page.width, page.height)
        if cut:
            layer.cut_pages.append(page.number)
        if crowded(page.lines) or page.shapes.count > _SHAPES:
            layer.crowded_pages.append(page.number)
            page.crowded, page.shapes = True, Shapes()
            for line in page.lines:
                line.roles = line.tag = line.item = ()


def _read_page(page: Any, number: int, tagged: bool, has_images: bool) -> Page:
    if page.rotation:
        # the same picture with its coordinates turned upright: boxes are from the top left as displayed
        set_upright(page)
        page = page.parent.reload_page(page)
    flags = _FLAGS | (pymupdf.TEXT_COLLECT_STRUCTURE if tagged else 0)
    content = page.get_text("dict", flags=flags)
    if turn := turn_of(content):
        page.set_rotation(turn)
        set_upright(page)
        page = page.parent.reload_page(page)
        content = page.get_text("dict", flags=flags)
    out = Page(number, content["width"], content["height"], turn=turn)
    _read_blocks(content, out)
    if out.shapes.count > _SHAPES:
        return out
    if not crowded(_near(out)):
        unseen = _unseen(page, out)
        apart = doubled(_near(out))
        if unseen or apart is not None:
            content = page.get_text("rawdict", flags=flags)
            printed_once(content, unseen, apart)
            out.lines, out.shapes = [], Shapes()
            _read_blocks(content, out)
        if has_images or len(out.shapes.drawn_bullets) >= OUTLINES:
            out.pictures = pictured_text(page, [line.bbox for line in out.lines], len(out.shapes.drawn_bullets))
    join_rules(out.shapes)
    _part_cells(page, out)
    return out


def _near(out: Page) -> list[Line]:
    """The lines whose height is that of a line on the page, or near it: a damaged file holds any numbers."""
    return [line for line in out.lines if -out.height <= line.y0 <= line.y1 <= 2 * out.height]


def _unseen(page: Any, out: Page) -> set[Box]:
    """The boxes of lines that are not printed, on a page that has printed text; they are taken off `out`."""
    unseen = [line for line in out.lines if line.seen == "invisible"]
    if white := [line for line in out.lines if line.seen == "white"]:
        unseen += [line for line, bare in zip(white, on_paper(page, [o.bbox for o in white]), strict=True) if bare]
    if not unseen:
        return set()
    gone = {id(line) for line in unseen}
    dropped, alone = unprinted(unseen, [line for line in out.lines if id(line) not in gone])
    out.unprinted = alone > _ALONE
    boxes = {line.bbox for line in out.lines if id(line) in dropped}
    out.lines = [line for line in out.lines if id(line) not in dropped]
    return boxes


def _read_blocks(content: dict[str, Any], out: Page) -> None:
    """The lines and shapes of MuPDF's blocks, in stream order."""
    stack: list[tuple[dict[str, Any], tuple[str, ...], tuple[int, ...], tuple[int, ...]]] = [
        (block, (), (), ()) for block in reversed(content["blocks"])
    ]
    while stack:
        block, roles, tag, item = stack.pop()
        kind = block["type"]
        if kind == _TEXT:
            for line in block["lines"]:
                read = read_line(line, out.number, roles, tag)
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


def _part_cells(page: Any, out: Page) -> None:
    if not out.shapes.vertical_rules:
        return
    rules = {line.bbox: at for line in out.lines if (at := crossing(line.bbox, out.shapes.vertical_rules))}
    if not rules:
        return
    parted = parted_lines(page, rules)
    lines: list[Line] = []
    for line in out.lines:
        pieces = [read_line(raw, line.page, line.roles, line.tag) for raw in parted.get(line.bbox, ())]
        lines += [piece for piece in pieces if piece is not None] or [line]
    out.lines = lines
