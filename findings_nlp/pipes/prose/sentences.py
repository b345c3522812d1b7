"""The sentences of a paragraph of prose: the smallest pieces that a finding read in prose is made of."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…][’”'\")\]]*(?:\s?\[?\d{1,3}\]?(?=\s))?(\s+)(?=[‘“'\"(\[]{0,2}[A-Z0-9£€])")
# a full stop behind one of these ends no sentence
_SHORT = re.compile(
    r"(?:\b(?:Mrs?|Ms|Dr|Prof|St|Rev|Hon|Sir|No|Nos|cf|vs|viz|etc|approx|[Ff]igs?|[Pp]aras?|pp|ed|eds|vol)|\b[A-Z]|\b[a-z]\.[a-z])$"
)
_FIGURE = re.compile(r"\s\d{1,3}$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text, without the white space between them."""
    out: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for found in _END.finditer(text):
        if _SHORT.search(text[start : found.start()]) and text[found.start()] == ".":
            continue
        out.append((start, found.start(1)))
        start = found.end()
    if text[start:].strip():
        out.append((start, len(text.rstrip())))
    return out
