"""Tagged PDFs for tests: text in a tree of structure elements, each run of words marked content of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pymupdf


@dataclass
class Element:
    """A structure element; `kids` are elements and marked content as `(page, id)`."""

    role: str
    kids: list[Element | tuple[int, int]] = field(default_factory=list)


class Tagged:
    """A tagged PDF written line by line."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.path = [self.root]
        self.pages: list[list[str]] = []
        self.turn()

    def turn(self) -> Tagged:
        """Open a new page."""
        self.pages.append([])
        self.y, self.count = 100.0, 0
        return self

    @contextmanager
    def inside(self, *roles: str) -> Iterator[None]:
        """Put what follows into new elements, the outermost first."""
        for role in roles:
            element = Element(role)
            self.path[-1].kids.append(element)
            self.path.append(element)
        yield
        del self.path[-len(roles) :]

    def text(self, role: str, *lines: str | list[str], x: float = 72, size: float = 11, bold: bool = False) -> Tagged:
        """An element with lines of text, each in one run or in several."""
        with self.inside(role):
            self.lines(*lines, x=x, size=size, bold=bold)
        self.y += 12
        return self

    def lines(self, *lines: str | list[str], x: float = 72, size: float = 11, bold: bool = False) -> Tagged:
        """Lines of text in the open element."""
        for line in lines:
            at = x
            for run in [line] if isinstance(line, str) else line:
                element = Element("Span", [(len(self.pages) - 1, self.count)])
                self.path[-1].kids.append(element)
                self._show(run, at, size, bold)
                at += pymupdf.get_text_length(run, fontname="hebo" if bold else "helv", fontsize=size)
            self.y += 1.3 * size
        return self

    def _show(self, run: str, x: float, size: float, bold: bool) -> None:
        data = run.encode("cp1252").hex()
        font = "B" if bold else "F"
        self.pages[-1].append(
            f"/Span <</MCID {self.count}>> BDC BT /{font} {size} Tf {x:.2f} {842 - self.y:.2f} Td <{data}> Tj ET EMC"
        )
        self.count += 1

    def items(self, *items: str | list[str], glyph: str = "•", x: float = 90, size: float = 11) -> Tagged:
        """A list; with several items and a glyph "1." they are numbered."""
        with self.inside("L"):
            for number, item in enumerate(items, 1):
                label = f"{number}. " if glyph == "1." else f"{glyph} "
                with self.inside("LI"):
                    with self.inside("Lbl"):
                        self.lines(label, x=x, size=size)
                    self.y -= 1.3 * size
                    with self.inside("LBody"):
                        self.lines(item, x=x + 14, size=size)
        self.y += 12
        return self

    def data(self) -> bytes:
        """The PDF's bytes."""
        document = pymupdf.open()
        fonts = {}
        for key, base in (("F", "Helvetica"), ("B", "Helvetica-Bold")):
            fonts[key] = document.get_new_xref()
            document.update_object(fonts[key], f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>")
        pages = []
        for content in self.pages:
            page = document.new_page(width=595, height=842)
            stream = document.get_new_xref()
            document.update_object(stream, "<<>>")
            document.update_stream(stream, "\n".join(content).encode("latin-1"), new=True)
            document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
            document.xref_set_key(page.xref, "Resources", f"<</Font<</F {fonts['F']} 0 R/B {fonts['B']} 0 R>>>>")
            document.xref_set_key(page.xref, "StructParents", str(len(pages)))
            pages.append(page.xref)
        tree = document.get_new_xref()
        document.update_object(tree, "<</Type/StructTreeRoot>>")
        parents: dict[tuple[int, int], int] = {}
        top = _write(document, self.root, tree, pages, parents)
        nums = " ".join(
            f"{n} [{' '.join(f'{xref} 0 R' for (page, _), xref in sorted(parents.items()) if page == n)}]"
            for n in range(len(pages))
        )
        document.update_object(tree, f"<</Type/StructTreeRoot/K[{top} 0 R]/ParentTree<</Nums[{nums}]>>>>")
        catalog = document.pdf_catalog()
        document.xref_set_key(catalog, "StructTreeRoot", f"{tree} 0 R")
        document.xref_set_key(catalog, "MarkInfo", "<</Marked true>>")
        out: bytes = document.tobytes()
        return out


def _write(document, element: Element, parent: int, pages: list[int], parents: dict[tuple[int, int], int]) -> int:
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    kids, page = [], ""
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{_write(document, kid, xref, pages, parents)} 0 R")
        else:
            parents[kid] = xref
            page = f"/Pg {pages[kid[0]]} 0 R"
            kids.append(str(kid[1]))
    document.update_object(xref, f"<</Type/StructElem/S/{element.role}/P {parent} 0 R/K[{' '.join(kids)}]{page}>>")
    return xref


def tagged_report(chapter) -> bytes:
    """A little tagged report; `chapter` writes its last page."""
    t = Tagged()
    t.text("H1", "An inspection of probation services in: Otterby PDU", size=20, bold=True)
    t.text("P", "HM Inspectorate of Probation, March 2023")
    t.turn().text("H1", "Organisational delivery", size=20, bold=True)
    chapter(t)
    return t.data()
