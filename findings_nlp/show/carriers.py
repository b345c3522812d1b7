"""Where themes stand in a text, for pages: the text cut into pieces, what the chip of each theme tells, and the CSS.

A chip is a check box without a script: pointing at it, reaching it by keyboard or ticking it underlines the pieces of its
slot within the same card (`:has()`: Chromium and Edge 105, Safari 15.4, Firefox 121; older browsers underline nothing). Pieces
of several themes lie in several nested elements, so that each theme keeps a line of its own at its own height.

>>> shown("Courts wait.", [([(0, 6)], ["Courts"]), ([(0, 11)], ["Courts wait"])]).pieces
[Piece(text='Courts', slots=(0, 1), read=''), Piece(text=' wait', slots=(1,), read=''), Piece(text='.', slots=(), read='')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from findings_nlp.record.schema import Quantity
from findings_nlp.show.words import heading_of, quantity, short
from findings_nlp.tables.rows import fitting

Spans = Sequence[Sequence[int]]

# lines differ in height and in kind; the lowest still stands clear of the next line of text
_OFFSETS = ("0.22em", "0.42em", "0.62em")
_STYLES = ("solid", "dashed", "dotted")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: the slots of the themes that it carries, and what it was read as where it is a quantity."""

    text: str
    slots: tuple[int, ...] = ()
    read: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What the chip of a theme tells: `slot` is that of its pieces, None where nothing is known of what carries it."""

    slot: int | None = None
    words: str = ""
    heading: str = ""

    @property
    def told(self) -> str:
        """The chip's description in words."""
        return (
            f"No words carry it, but its heading does: {self.heading}"
            if self.heading
            else f"The words that carry it: {self.words}"
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to show: its pieces, what carries each of its themes, and quantities that were not found in it."""

    pieces: list[Piece]
    carried: list[Carried]
    lost: list[str]


def shown(text: str, themes: Sequence[tuple[Spans, Sequence[str]]], quantities: Sequence[Quantity] = ()) -> Shown:
    """A text cut where a theme or a quantity begins or ends; the pieces joined are the text.

    Args:
        text: of a finding or recommendation.
        themes: spans and `because` of each theme; a theme's place among them is its slot.
        quantities: numbers in the text, in its order.
    """
    marks = [fitting(spans, text) for spans, _ in themes]
    read, lost = _read(text, quantities)
    carried = [_carried(k, marks[k], because, text) for k, (_, because) in enumerate(themes)]
    return Shown(_pieces(text, marks, read), carried, lost)


def _pieces(text: str, marks: Sequence[Sequence[tuple[int, int]]], read: dict[int, tuple[int, str]]) -> list[Piece]:
    """The text cut at every edge, in one pass from left to right."""
    steps: dict[int, list[tuple[int, int]]] = {}
    for slot, spans in enumerate(marks):
        for start, end in spans:
            steps.setdefault(start, []).append((slot, 1))
            steps.setdefault(end, []).append((slot, -1))
    cuts = sorted({0, len(text), *steps, *read, *(end for end, _ in read.values())})
    open_spans, until, as_read, out = [0] * len(marks), 0, "", []
    for start, end in pairwise(cuts):
        for slot, step in steps.get(start, ()):
            open_spans[slot] += step
        until, as_read = read.get(start, (until, as_read))
        slots = tuple(slot for slot, count in enumerate(open_spans) if count)
        out.append(Piece(text[start:end], slots, as_read if start < until else ""))
    return out


def _read(text: str, quantities: Sequence[Quantity]) -> tuple[dict[int, tuple[int, str]], list[str]]:
    """Start of each quantity -> its end and what it was read as; and those that do not stand in the text."""
    found: dict[int, tuple[int, str]] = {}
    lost: list[str] = []
    at = 0
    for q in quantities:
        start = text.find(q.text, at) if q.text else -1
        if start < 0:
            lost.append(quantity(q))
            continue
        at = start + len(q.text)
        found[start] = at, f"{q.value:g} {q.unit}" + (f" of {q.of:g}" if q.of is not None else "")
    return found, lost


def _carried(slot: int, spans: Sequence[tuple[int, int]], because: Sequence[str], text: str) -> Carried:
    if spans:
        words = dict.fromkeys(short(" ".join(text[start:end].split()), _LONGEST) for start, end in spans)
        return Carried(slot, words=", ".join(f"“{part}”" for part in words))
    heading = heading_of(because)
    return Carried(slot, heading=short(heading, _LONGEST)) if heading else Carried()


def slots_of(items: Sequence[Sequence[object]]) -> int:
    """How many slots a page needs whose items have these themes."""
    return max(map(len, items), default=0)


def carrier_css(slots: int) -> str:
    """The rules that underline each slot's pieces, and the name in its chip, while the chip is pointed at, reached or ticked.

    On screen only: a printed page shows plain text. A touch leaves no lasting hover behind, so that a second tap undoes the first.
    """
    return "@media screen {\n" + "".join(map(_rule, range(slots))) + "}\n" if slots else ""


def _rule(slot: int) -> str:
    style, offset = _STYLES[(slot + slot // len(_OFFSETS)) % len(_STYLES)], _OFFSETS[slot % len(_OFFSETS)]
    line = f"text-decoration: underline {style} 2px var(--focus); text-underline-offset: {offset};"
    chosen = [f"{around}:has(.c{slot}:is(:checked, :focus-visible)) {inside}" for around, inside in _places(slot)]
    pointed = [f"{around}:has(.c{slot}:hover) {inside}" for around, inside in _places(slot)]
    return f"{', '.join(chosen)} {{ {line} }}\n@media (hover: hover) {{ {', '.join(pointed)} {{ {line} }} }}\n"


def _places(slot: int) -> tuple[tuple[str, str], ...]:
    return (".card", f".t{slot}"), (".chip", ".name")
