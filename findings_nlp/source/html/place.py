"""Where the walk through a page stands: in which elements, lists and items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(slots=True)
class Item:
    """A list item: its label, how deep it stands, and whether its first text has been met."""

    label: str
    depth: int
    started: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What the elements around a text say of it."""

    path: str
    depth: int = 0
    heading: int = 0
    item: Item | None = None
    nested: int = 0  # depth of the items of the next list
    quote: bool = False
    note: bool = False
    contents: bool = False
    bold: bool = False
    italic: bool = False
    listed: bool = False
    strong: bool = False
    main: bool = False
    box: int = -1


@dataclass(slots=True)
class OpenList:
    """An open list: its kind and the number of its next item."""

    kind: str
    number: int
    style: str = "1"
    met: bool = False


def selector(key: str) -> str:
    """The CSS selector of an id."""
    if _ID.fullmatch(key):
        return f"#{key}"
    quoted = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'[id="{quoted}"]'


def numeral(number: int, style: str) -> str:
    """An item's number as its list prints it; `style` is the list's `type`: 1, a, A, i or I."""
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 1 <= number <= 20:
        roman = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        text = "x" * (number // 10) + roman
        return text.upper() if style == "I" else text
    return str(number)
