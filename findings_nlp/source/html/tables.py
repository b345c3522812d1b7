"""Tables of a page: their rows and cells, and whether a table holds data or only places its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_FLOWING = "ul, ol, h1, h2, h3, h4, h5, h6, table, blockquote, p[class*=MsoList]"


@dataclass(slots=True)
class Cell:
    """A cell: its element and path, whether it is a head, and whether it holds lists, headings or tables."""

    node: LexborNode
    path: str
    head: bool
    flows: bool


def rows_in(table: LexborNode, path: str) -> Iterator[list[Cell]]:
    """The rows of a table, each with its cells from left to right; those of tables within cells are left out."""
    for section, at in _elements(table, path):
        if section.tag == "tr":
            yield _cells(section, at)
        elif section.tag in ("tbody", "thead", "tfoot"):
            for row, below in _elements(section, at):
                if row.tag == "tr":
                    yield _cells(row, below)


def _cells(row: LexborNode, path: str) -> list[Cell]:
    return [
        Cell(node, at, node.tag == "th", node.css_first(_FLOWING) is not None)
        for node, at in _elements(row, path)
        if node.tag in ("td", "th")
    ]


def _elements(parent: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    for index, child in enumerate((c for c in parent.iter() if c.is_element_node), 1):
        key = child.id
        named = key and key.replace("-", "a").isalnum() and key[:1].isalpha()
        yield child, f"#{key}" if named else f"{path} > {child.tag}:nth-child({index})"


def is_layout(rows: list[list[Cell]], starts: Callable[[str], bool]) -> bool:
    """Whether a table only places headings and lists.

    That is so where a cell holds such, unless a row of heads names the columns of data: then an item's parts stand in it.
    The heads of strengths and of areas for improvement name no data.
    """
    cells = [cell for row in rows for cell in row]
    heads = [" ".join(cell.node.text().split()) for cell in rows[0]]
    if len(rows) > 1 and sum(starts(text) for text in heads) > 1:
        return True
    if not any(cell.flows for cell in cells):
        return False
    if any(starts(text) for text in heads):
        return True
    named = len(rows) > 1 and len(heads) > 1 and all(0 < len(text) < 60 for text in heads) and not any(c.flows for c in rows[0])
    return not named


def layout_order(rows: list[list[Cell]]) -> list[Cell]:
    """The cells of a layout table in reading order: down each column where its first row holds headings, else row by row."""
    width = len(rows[0])
    level = width > 1 and all(len(row) == width for row in rows)
    short = all(len(cell.node.text().split()) <= 12 and cell.node.css_first("ul, ol, table") is None for cell in rows[0])
    if level and short and len(rows) > 1:
        return [row[k] for k in range(width) for row in rows]
    return [cell for row in rows for cell in row]
