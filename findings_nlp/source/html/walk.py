"""The walk through a page's elements: from markup to pieces in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from findings_nlp.errors import ReportError
from findings_nlp.source.html import furniture
from findings_nlp.source.html.pieces import Buffer, Piece, Text, joined, parted, without_jump
from findings_nlp.source.html.place import Item, OpenList, Place, numeral, selector
from findings_nlp.source.html.tables import Cell, is_layout, layout_order, rows_in
from findings_nlp.source.pdf.lines import sound_text

_DEEPEST = 250  # elements: each is a level of the walk's recursion
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol",
     "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_PANEL = re.compile(
    r"(?:^|\s)(?:has-background|has-[\w-]+-background-color|govuk-inset-text|govuk-panel|mojblocks-[\w-]*(?:box|panel)[\w-]*)(?=\s|$)"
)
_WORD_ITEM = re.compile(r"(?:^|\s)(?:Mso)?ListParagraph\w*", re.I)


@dataclass(slots=True)
class Walk:
    """One walk; `starts` tells a heading that introduces findings, `path` is the file's name for errors."""

    tree: LexborHTMLParser
    starts: Callable[[str], bool]
    path: str
    pieces: list[Piece] = field(default_factory=list)
    buffer: Buffer = field(default_factory=Buffer)
    boxes: int = 0
    ids: Counter[str] = field(default_factory=Counter)

    def run(self) -> list[Piece]:
        """The pieces of the main part, or of the whole body where a page has none."""
        body = self.tree.body
        if body is None:
            return []
        self.ids = Counter(str(node.id) for node in self.tree.css("[id]"))
        main = furniture.main_of(self.tree)
        if main is None:
            self._children(body, Place("body"))
            self._flush(Place("body"))
            return self.pieces
        place = Place(self._path_to(main), main=True)
        self._children(main, place)
        self._flush(place)
        self._behind(main)
        return self.pieces

    def _behind(self, main: LexborNode) -> None:
        """Stray end tags close the main part too early: what follows is the report's where its blocks go on there."""
        node: LexborNode | None = main
        while node is not None and node.tag not in ("body", "html"):
            follower = node.next
            while follower is not None:
                if follower.is_element_node and follower.tag not in ("script", "style", "footer", "nav", "header"):
                    own = follower.css_first(".hale-toc-item, [class*=wp-block-], [class*=MsoList]")
                    if own is not None or re.search(r"wp-block-|hale-toc-item|MsoList", follower.attributes.get("class") or ""):
                        place = Place(self._path_to(follower.parent or node), main=True)
                        self._element(follower, place, _index(follower), None)
                        self._flush(place)
                follower = follower.next
            node = node.parent

    def _path_to(self, node: LexborNode) -> str:
        key = node.id
        if key and self.ids[key] == 1:
            return selector(key)
        parent = node.parent
        if node.tag in ("body", "html") or parent is None or not parent.is_element_node:
            return str(node.tag)
        return f"{self._path_to(parent)} > {node.tag}:nth-child({_index(node)})"

    def _children(self, node: LexborNode, place: Place, opened: OpenList | None = None) -> None:
        index = 0
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                text = child.text_content or ""
                self.buffer.add(re.sub(r"[ \t\r\n\f]+", " ", sound_text(text)), place.bold, place.italic)
            elif child.is_element_node:
                index += 1
                self._element(child, place, index, opened)

    def _element(self, node: LexborNode, place: Place, index: int, opened: OpenList | None) -> None:
        tag, attributes = str(node.tag), node.attributes
        if tag == "br":
            self.buffer.add("\n", False, False)
            return
        if furniture.is_furniture(tag, attributes, place.heading > 0, place.main) and node.css_first("main, h1") is None:
            return
        if tag in ("sup", "a") and furniture.is_mark(tag, attributes, node.text()):
            self.buffer.add("\0", place.bold, place.italic)
            return
        if place.depth >= _DEEPEST:
            raise ReportError(self.path, f"has elements nested more than {_DEEPEST} deep", "open")
        key = attributes.get("id") if attributes else None
        path = selector(key) if key and self.ids[key] == 1 else f"{place.path} > {tag}:nth-child({index})"
        within = replace(place, path=path, depth=place.depth + 1)
        if tag not in _BLOCKS:
            self._inline(node, tag, attributes, within, place)
            return
        self._flush(place)
        if tag == "table":
            self._table(node, within)
        elif tag in ("ul", "ol", "dir", "menu"):
            self._list(node, tag, attributes, within, opened)
        else:
            self._block(node, tag, attributes, within, opened)

    def _inline(self, node: LexborNode, tag: str, attributes: furniture.Attributes, within: Place, place: Place) -> None:
        style = attributes.get("style") or "" if attributes else ""
        bold = within.bold or tag in ("b", "strong") or bool(style and _BOLD.search(style))
        italic = within.italic or tag in ("i", "em", "cite")
        before = len(self.pieces)
        if tag == "q":
            self.buffer.add("“", bold, italic)
        # text of this element belongs to the block around it, blocks within it have a path through it
        self._children(node, replace(within, bold=bold, italic=italic))
        if tag == "q":
            self.buffer.add("”", bold, italic)
        if len(self.pieces) > before:
            self._flush(place)

    def _block(
        self, node: LexborNode, tag: str, attributes: furniture.Attributes, within: Place, opened: OpenList | None
    ) -> None:
        if found := _HEADING.fullmatch(tag):
            within = replace(within, heading=int(found[1]), item=None)
        elif tag == "li":
            within = self._item(attributes, within, opened)
        elif tag == "blockquote":
            plain = node.css_first("ul, ol, table, h1, h2, h3, h4, h5, h6") is None
            within = replace(within, quote=plain, box=within.box if plain else self._box())
        elif tag in ("summary", "dt"):
            within = replace(within, strong=True)
        elif tag == "details" and node.css_first("table") is None:
            within = replace(within, box=self._box())
        elif tag in ("div", "section", "aside", "article", "p"):
            within = self._division(node, tag, attributes, within)
        if attributes and furniture.is_note(tag, attributes):
            within = replace(within, note=True)
        self._children(node, within)
        self._flush(within)

    def _division(self, node: LexborNode, tag: str, attributes: furniture.Attributes, within: Place) -> Place:
        named = attributes.get("class") if attributes else None
        if not named:
            return within
        if tag == "p":
            return replace(within, listed=bool(_WORD_ITEM.search(named)))
        if _PANEL.search(named) and node.css_first("h1, h2") is None:
            return replace(within, box=self._box())
        return within

    def _box(self) -> int:
        self.boxes += 1
        return self.boxes - 1

    def _list(self, node: LexborNode, tag: str, attributes: furniture.Attributes, within: Place, opened: OpenList | None) -> None:
        if furniture.is_note(tag, attributes):
            within = replace(within, note=True)
        elif furniture.is_contents(node):
            within = replace(within, contents=True)
        depth = within.nested
        if within.item is not None:
            depth = within.item.depth + within.item.started
        elif opened is not None:
            depth += opened.met  # a list within a list, beside its items
        start = attributes.get("start") or "1"
        number = int(start) if re.fullmatch(r"-?\d{1,4}", start) else 1
        found = OpenList(tag, number, attributes.get("type") or "1")
        self._children(node, replace(within, item=None, nested=depth), found)
        self._flush(within)

    def _item(self, attributes: furniture.Attributes, within: Place, opened: OpenList | None) -> Place:
        label = "•"
        if opened is not None:
            opened.met = True
            value = attributes.get("value") or ""
            if re.fullmatch(r"\d{1,4}", value):
                opened.number = int(value)
            if opened.kind == "ol":
                label = f"{numeral(opened.number, opened.style)}."
                opened.number += 1
        return replace(within, item=Item(label, within.nested))

    def _table(self, node: LexborNode, within: Place) -> None:
        rows = list(rows_in(node, within.path))
        if not rows:
            self._children(node, within)
            self._flush(within)
            return
        if is_layout(rows, self.starts):
            only = len(rows) == 1 and len(rows[0]) == 1
            inside = replace(within, item=None, box=self._box()) if only else replace(within, item=None)
            sides = [self.starts(" ".join(cell.node.text().split())) for cell in rows[0]]
            for cell in layout_order(rows):
                # under the heads of two sides each plain cell is an item
                item = Item("•", 0) if sum(sides) > 1 and cell not in rows[0] and not cell.flows else None
                place = replace(inside, path=cell.path, item=item)
                self._children(cell.node, place)
                self._flush(place)
            return
        for row in rows:
            self._row(row, within)

    def _row(self, row: list[Cell], within: Place) -> None:
        cells = []
        for cell in row:
            content = self._cell(cell, within)
            if content.text:
                cells.append((content, cell.path))
        if cells:
            self.pieces.append(Piece("row", cells[0][0], cells[0][1], box=within.box, cells=cells))

    def _cell(self, cell: Cell, within: Place) -> Text:
        """All text of a cell as one; of a picture without any its description, which may be a rating."""
        inner = Walk(self.tree, self.starts, self.path, ids=self.ids)
        place = replace(Place(cell.path, depth=within.depth + 3), main=True, bold=cell.head)
        inner._children(cell.node, place)
        inner._flush(place)
        texts = [content for piece in inner.pieces for content in ([c for c, _ in piece.cells] or [piece.content])]
        if texts:
            return joined(texts)
        picture = cell.node.css_first("img[alt]")
        return Text(" ".join((picture.attributes.get("alt") or "").split()) if picture else "")

    def _flush(self, place: Place) -> None:
        if not self.buffer.parts:
            return
        lines = [line for line in self.buffer.take() if not _is_jump(line)]
        if not lines:
            return
        for content in parted(lines, self.starts) if not (place.heading or place.item) else [joined(lines)]:
            self.pieces.append(self._piece(content, place))

    def _piece(self, content: Text, place: Place) -> Piece:
        kind, item = "paragraph", place.item
        content.bold |= place.strong
        piece = Piece(kind, content, place.path, box=place.box, listed=place.listed)
        if place.note:
            piece.kind = "footnote"
        elif place.contents:
            piece.kind = "toc"
        elif place.heading:
            content.text = without_jump(content.text)
            piece.kind, piece.level = "heading", place.heading
        elif item is not None and not item.started:
            item.started = True
            piece.kind, piece.label, piece.depth = "bullet", item.label, item.depth
        elif place.quote:
            piece.kind = "quote"
        elif item is not None:
            piece.owned = True
        return piece


def _is_jump(line: Text) -> bool:
    return len(line.text) < 60 and not without_jump(line.text)


def _index(node: LexborNode) -> int:
    """The element's place among its parent's elements, from 1."""
    count, before = 1, node.prev
    while before is not None:
        count += before.is_element_node
        before = before.prev
    return count
