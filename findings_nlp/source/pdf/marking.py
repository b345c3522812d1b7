"""Writes marks into a copy of a PDF: highlights with notes, drawings in the margin, links, bookmarks.

Everything is an annotation or a bookmark: content streams, page boxes and what is there already stay as they are. All marks
come as plain data (see `marks`). The same input gives the same bytes, but
for encrypted files, whose strings are encrypted with random numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pymupdf

from findings_nlp.errors import DamagedError, EncryptedError
from findings_nlp.source.pdf.drawing import FONTS, draw, number, numbers, string
from findings_nlp.source.pdf.marks import Bookmark, Drawing, Highlight, Link, Marks, PageContents, Target
from findings_nlp.source.pdf.source import one_line, quiet
from findings_nlp.source.pdf.space import Box, Space, set_upright, space_of
from findings_nlp.source.pdf.structure import sound_labels

_PRINT, _READ_ONLY = 4, 64


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in points of text in Helvetica."""
    # PyMuPDF's table of widths ends with Latin-1: signs beyond it have the widths of the digit and the parenthesis
    alike = text.translate({0x2212: "0", 0x2013: "0", 0x203A: "("})
    return float(pymupdf.get_text_length(alike, fontname="hebo" if bold else "helv", fontsize=size))


def _open(data: bytes, name: str) -> Any:
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except Exception as error:  # MuPDF raises many kinds for a broken file
        raise DamagedError(name, f"is damaged ({one_line(error)})") from None
    if document.needs_pass:
        raise EncryptedError(name, "is encrypted and needs a password")
    _mend(document, name)
    return document


def _mend(document: Any, name: str) -> None:
    """Drop the notes of pages that cannot be loaded with them, and page labels that cannot be followed."""
    for index in range(document.page_count):
        try:
            document[index]
        except Exception:  # MuPDF raises many kinds for broken notes
            try:
                document.xref_set_key(document.page_xref(index), "Annots", "null")
                document[index]
            except Exception as error:
                raise DamagedError(name, f"is damaged (page {index + 1}: {one_line(error)})") from None
    if not sound_labels(document):
        document.xref_set_key(document.pdf_catalog(), "PageLabels", "null")


def survey(data: bytes, name: str = "<bytes>") -> list[PageContents]:
    """Where the pages of a PDF have ink.

    Raises:
        DamagedError, EncryptedError: where the file cannot be opened.
    """
    with quiet(), _open(data, name) as document:
        return [_surveyed(document, index, name) for index in range(document.page_count)]


def _surveyed(document: Any, index: int, name: str) -> PageContents:
    """The ink of a page, without its notes where they cannot be drawn."""
    for last in (False, True):
        try:
            set_upright(document[index])
            return _contents(document[index])
        except Exception as error:  # MuPDF raises many kinds for broken notes
            if last:
                raise DamagedError(name, f"is damaged (page {index + 1}: {one_line(error)})") from None
            document.xref_set_key(document.page_xref(index), "Annots", "null")
    raise AssertionError


def _contents(page: Any) -> PageContents:
    text: list[Box] = []
    other: list[Box] = []
    for kind, box in page.get_bboxlog():
        shown = pymupdf.Rect(box) & page.rect
        if shown.is_empty or kind.startswith(("ignore", "clip")):
            continue
        (text if "text" in kind else other).append((shown.x0, shown.y0, shown.x1, shown.y1))
    return PageContents(page.rect.width, page.rect.height, text, other)


def mark(data: bytes, marks: Marks, name: str = "<bytes>") -> bytes:
    """A copy of a PDF with the marks in it.

    An encrypted file keeps its encryption and permissions; a digital signature does not survive.

    Raises:
        DamagedError, EncryptedError: where the file cannot be opened or written.
    """
    with quiet(), _open(data, name) as document:
        try:
            _Writer(document, marks).write()
            out: bytes = document.tobytes(encryption=pymupdf.mupdf.PDF_ENCRYPT_KEEP, no_new_id=True)
            return out
        except Exception as error:  # a file may open and yet be too broken to write
            raise DamagedError(name, f"is damaged and cannot be marked ({one_line(error)})") from None


class _Writer:
    def __init__(self, document: Any, marks: Marks) -> None:
        self.doc = document
        self.marks = marks
        self.shift = 0
        self.spaces: dict[int, Space] = {}
        self.annots: dict[int, list[int]] = {}
        self.fonts = ""

    def write(self) -> None:
        fonts = {
            key: self._object(f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>")
            for key, base in FONTS.items()
        }
        self.fonts = "".join(f"/{key} {xref} 0 R" for key, xref in fonts.items())
        if self.marks.front:
            width, height = self._space(1).size
            self.doc.new_page(pno=0, width=width, height=height)
            self.shift = 1
            self.spaces.clear()
            self._drawing(self.marks.front, 0)
        for highlight in self.marks.highlights:
            self._highlight(highlight)
        for drawing in self.marks.drawings:
            self._drawing(drawing, self._index(drawing.page))
        for link in self.marks.links:
            self._link(link)
        for index, found in self.annots.items():
            self._attach(index, found)
        if self.marks.bookmarks:
            self._bookmarks()

    def _index(self, page: int) -> int:
        return page - 1 + self.shift

    def _space(self, page: int) -> Space:
        index = self._index(page)
        if index not in self.spaces:
            self.spaces[index] = space_of(self.doc[index])
        return self.spaces[index]

    def _object(self, text: str) -> int:
        xref: int = self.doc.get_new_xref()
        self.doc.update_object(xref, text)
        return xref

    def _form(self, box: str, matrix: str, resources: str, content: bytes) -> int:
        xref = self._object(f"<</Type/XObject/Subtype/Form/BBox[{box}]/Matrix[{matrix}]/Resources<<{resources}>>>>")
        self.doc.update_stream(xref, content, new=False)
        return xref

    def _annotation(self, index: int, body: str) -> None:
        xref = self._object(f"<</Type/Annot/P {self.doc.page_xref(index)} 0 R{body}>>")
        self.annots.setdefault(index, []).append(xref)

    def _highlight(self, item: Highlight) -> None:
        space = self._space(item.page)
        boxes = [space.box(box) for box in item.boxes]
        rect = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        quads = numbers(v for box in item.boxes for corner in space.corners(box) for v in corner)
        content = f"/M gs {numbers(item.colour)} rg " + " ".join(
            f"{numbers((x0, y0, x1 - x0, y1 - y0))} re" for x0, y0, x1, y1 in boxes
        )
        form = self._form(
            numbers(rect), "1 0 0 1 0 0", "/ExtGState<</M<</Type/ExtGState/BM/Multiply>>>>", (content + " f").encode()
        )
        self._annotation(
            self._index(item.page),
            f"/Subtype/Highlight/Rect[{numbers(rect)}]/QuadPoints[{quads}]/C[{numbers(item.colour)}]/F {_PRINT}"
            f"/T{string('findings_nlp')}/Contents{string(item.note)}/NM{string(item.name)}/AP<</N {form} 0 R>>",
        )

    def _drawing(self, item: Drawing, index: int) -> None:
        space = self.spaces.setdefault(index, space_of(self.doc[index]))
        x0, y0, x1, y1 = item.box
        content = draw(item.words, (x1 - x0, y1 - y0), item.paper, item.edge)
        box = f"0 0 {numbers((x1 - x0, y1 - y0))}"
        form = self._form(box, f"{numbers(space.upright)} 0 0", f"/Font<<{self.fonts}>>", content)
        self._annotation(
            index,
            f"/Subtype/FreeText/Rect[{numbers(space.box(item.box))}]/DA(/F 6 Tf 0 g)/F {_PRINT | _READ_ONLY}"
            f"/Contents{string(item.alt)}/NM{string(item.name)}/AP<</N {form} 0 R>>",
        )

    def _link(self, item: Link) -> None:
        rect = self._space(item.page).box(item.box)
        self._annotation(
            self._index(item.page),
            f"/Subtype/Link/Rect[{numbers(rect)}]/Border[0 0 0]/H/I/F {_PRINT}/Contents{string(item.alt)}"
            f"/Dest{self._destination(item.target)}",
        )

    def _destination(self, target: Target) -> str:
        x, y = self._space(target.page).point(max(0.0, target.x - 12), max(0.0, target.y - 24))
        return f"[{self.doc.page_xref(self._index(target.page))} 0 R/XYZ {number(x)} {number(y)} null]"

    def _attach(self, index: int, found: list[int]) -> None:
        """Put new annotations behind the page's own."""
        page = self.doc.page_xref(index)
        kind, old = self.doc.xref_get_key(page, "Annots")
        if kind == "xref":
            old = self.doc.xref_object(int(old.split()[0]), compressed=True)
        old = old.strip()[1:-1] if old.strip().startswith("[") else ""
        self.doc.xref_set_key(page, "Annots", "[" + " ".join([old, *(f"{xref} 0 R" for xref in found)]) + "]")

    def _bookmarks(self) -> None:
        """Put a tree of bookmarks, closed, behind the outline's own."""
        catalog = self.doc.pdf_catalog()
        kind, root = self.doc.xref_get_key(catalog, "Outlines")
        if kind == "xref":
            outline = int(root.split()[0])
        else:
            outline = self._object("<</Type/Outlines>>")
            self.doc.xref_set_key(catalog, "Outlines", f"{outline} 0 R")
        items = [(mark, self._object("<<>>")) for mark in self.marks.bookmarks]
        tops = self._siblings(items, outline)
        before = self.doc.xref_get_key(outline, "Last")
        if before[0] == "xref":
            last = int(before[1].split()[0])
            self.doc.xref_set_key(last, "Next", f"{tops[0]} 0 R")
            self.doc.xref_set_key(tops[0], "Prev", f"{last} 0 R")
        else:
            self.doc.xref_set_key(outline, "First", f"{tops[0]} 0 R")
        self.doc.xref_set_key(outline, "Last", f"{tops[-1]} 0 R")
        kind, count = self.doc.xref_get_key(outline, "Count")
        self.doc.xref_set_key(outline, "Count", str(max(0, int(count) if kind == "int" else 0) + len(tops)))

    def _siblings(self, items: list[tuple[Bookmark, int]], parent: int) -> list[int]:
        groups = list(_groups(items))
        xrefs = [group[0][1] for group in groups]
        for k, ((bookmark, xref), *below) in enumerate(groups):
            body = f"/Title{string(bookmark.title)}/Parent {parent} 0 R/Dest{self._destination(bookmark.target)}"
            body += f"/Prev {xrefs[k - 1]} 0 R" if k else ""
            body += f"/Next {xrefs[k + 1]} 0 R" if k + 1 < len(xrefs) else ""
            if below:
                children = self._siblings(below, xref)
                body += f"/First {children[0]} 0 R/Last {children[-1]} 0 R/Count -{len(children)}"
            self.doc.update_object(xref, f"<<{body}>>")
        return xrefs


def _groups(items: list[tuple[Bookmark, int]]) -> Iterator[list[tuple[Bookmark, int]]]:
    """Each outermost bookmark with those below it."""
    group: list[tuple[Bookmark, int]] = []
    for item in items:
        if group and item[0].level <= group[0][0].level:
            yield group
            group = []
        group.append(item)
    if group:
        yield group
