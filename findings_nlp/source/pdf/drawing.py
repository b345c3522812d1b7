"""PDF syntax for marks: numbers, strings, and the little drawings that stand in margin and legend. Knows no library.

Coordinates here have their origin at the lower left of the mark, y up, in points. Text is set in the standard fonts
Helvetica and Helvetica-Bold, which every viewer has (ISO 32000-1, 9.6.2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RGB = tuple[float, float, float]

FONTS = {"F": "Helvetica", "B": "Helvetica-Bold"}
_SIGNS = str.maketrans({"−": "–", "→": ">", "←": "<"})


def number(value: float) -> str:
    """A PDF number: at most two decimals, no exponent.

    >>> number(3.14159), number(-0.001), number(12)
    ('3.14', '0', '12')
    """
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def numbers(values: Iterable[float]) -> str:
    """Numbers with spaces between."""
    return " ".join(number(v) for v in values)


def string(text: str) -> str:
    r"""A text string: as hexadecimal UTF-16, so that no character of it is PDF syntax.

    >>> string("a)")
    '<FEFF00610029>'
    """
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"


def shown(text: str) -> str:
    """Text for a drawing, in the encoding of the standard fonts; what that lacks becomes a question mark."""
    data = text.translate(_SIGNS).encode("cp1252", "replace")
    return "<" + data.hex().upper() + ">"


@dataclass(frozen=True, slots=True)
class Word:
    """Text in a drawing: its left end and baseline, size in points, and what is drawn before it.

    `arrow`: `right` or `left` draws an arrow of the text's height that ends at `x`; `fill` draws a plate of `width`.
    """

    x: float
    y: float
    text: str
    size: float
    colour: RGB = (0, 0, 0)
    bold: bool = False
    fill: RGB | None = None
    edge: RGB | None = None
    width: float = 0.0
    arrow: str = ""


def draw(words: Sequence[Word], size: tuple[float, float], paper: RGB | None, edge: RGB | None) -> bytes:
    """The content of an appearance: a sheet of `paper` with an `edge`, and the words on it."""
    out = ["q"]
    if paper:
        out.append(f"{numbers(paper)} rg 0 0 {numbers(size)} re f")
    if edge:
        out.append(f"{numbers(edge)} RG 0.5 w 0.25 0.25 {numbers((size[0] - 0.5, size[1] - 0.5))} re S")
    for word in words:
        out += _word(word)
    out.append("Q")
    return "\n".join(out).encode("ascii")


def _word(word: Word) -> list[str]:
    out = []
    if word.fill:
        plate = numbers((word.x - 1.5, word.y - 0.28 * word.size, word.width + 3, 1.22 * word.size))
        stroke = f"{numbers(word.edge)} RG 0.4 w {plate} re S" if word.edge else ""
        out.append(f"{numbers(word.fill)} rg {plate} re f {stroke}")
    if word.arrow:
        out.append(_arrow(word))
    if word.text:
        font = "B" if word.bold else "F"
        out.append(
            f"BT /{font} {number(word.size)} Tf {numbers(word.colour)} rg {numbers((word.x, word.y))} Td {shown(word.text)} Tj ET"
        )
    return out


def _arrow(word: Word) -> str:
    """A shaft and a head as wide as the text is high, left of the text."""
    length, head = word.size, 0.3 * word.size
    x0, y = word.x - length - 0.2 * word.size, word.y + 0.34 * word.size
    tip, tail = (x0 + length, x0) if word.arrow == "right" else (x0, x0 + length)
    back = tip - 1.6 * head if word.arrow == "right" else tip + 1.6 * head
    return (
        f"{numbers(word.colour)} RG {numbers(word.colour)} rg 0.6 w {numbers((tail, y))} m {numbers((back, y))} l S "
        f"{numbers((tip, y))} m {numbers((back, y + head))} l {numbers((back, y - head))} l f"
    )
