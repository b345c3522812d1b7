"""Pages whose letters were written shifted by 29 codes: fonts without a map to Unicode (docs/reports.md, 4.3)."""

from __future__ import annotations

import re
from typing import Literal

_COMMON = re.compile(r"\b(?:the|of|and|to|in|yr|yn|ac|y)\b", re.I)
_PLAIN = (" the ", " of ", " and ", " to ", " in ")


def unshift(lines: list[str]) -> tuple[list[str], Literal["fine", "repaired", "unreadable"]]:
    """The lines of a page, shifted back where that makes them language; `unreadable` where they are none either way."""
    text = " ".join(lines)
    if len(text) < 180 or sum(map(text.count, _PLAIN)) * 120 > len(text):
        return lines, "fine"
    if len(_COMMON.findall(text)) * 120 > len(text) or any("." * 6 in line for line in lines):
        return lines, "fine"
    letters = sum(c.isalpha() for c in text)
    if letters < 150:
        return lines, "fine"
    if len(_COMMON.findall(_shift(text))) * 60 > letters:
        return [_shift(line) for line in lines], "repaired"
    if sum(c in "aeiouAEIOU" for c in text) < 0.2 * letters:
        return lines, "unreadable"
    return lines, "fine"


def _shift(text: str) -> str:
    return "".join(c if c.isspace() else chr(min(ord(c) + 29, 0x10FFFF)) for c in text.upper())
