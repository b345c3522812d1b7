"""Cells that MuPDF took for one line of text, parted at the upright rules between them.

MuPDF joins what stands on one baseline with a narrow gap, as figures in neighbouring cells do ("87% 13%"). The usual pass
tells no places within a line, so lines that a rule crosses are read again character by character; few pages have any.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pymupdf

from findings_nlp.geometry import Box, passing

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_INSIDE = 4.0  # points that a line reaches beyond a rule at both sides


def crossing(box: Box, vertical_rules: Sequence[Box]) -> list[float]:
    """Where rules cross a line's box, from left to right."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    found = (
        (left + right) / 2
        for left, top, right, bottom in passing(vertical_rules, middle)
        if x0 + _INSIDE < left and right < x1 - _INSIDE and top <= middle <= bottom
    )
    return sorted(set(found))


def parted_lines(page: Any, rules: dict[Box, list[float]]) -> dict[Box, list[dict[str, Any]]]:
    """For lines, by box, that rules cross: MuPDF's lines of their pieces, where the rules run through gaps in the text."""
    out = {}
    for block in page.get_text("rawdict", flags=_FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            at = rules.get(tuple(line["bbox"]), [])
            pieces = [piece for piece in _pieces(line, at) if piece["spans"]]
            if len(pieces) > 1:
                out[tuple(line["bbox"])] = pieces
    return out


def _pieces(line: dict[str, Any], rules: list[float]) -> list[dict[str, Any]]:
    printed = [c["bbox"] for span in line["spans"] for c in span["chars"] if not c["c"].isspace()]
    edges = [x for x in rules if not any(x0 < x < x1 for x0, _, x1, _ in printed)]
    bounds = [-1e9, *edges, 1e9]
    return [_between(line, left, right) for left, right in pairwise(bounds)]


def _between(line: dict[str, Any], left: float, right: float) -> dict[str, Any]:
    """The part of a line whose characters stand between two places."""
    spans: list[dict[str, Any]] = []
    boxes: list[Box] = []
    for span in line["spans"]:
        chars = [c for c in span["chars"] if left < (c["bbox"][0] + c["bbox"][2]) / 2 < right]
        text = "".join(c["c"] for c in chars)
        if text.strip():
            boxes += [c["bbox"] for c in chars if not c["c"].isspace()]
            kept = {key: span[key] for key in ("size", "flags", "font")} | {"origin": chars[0]["origin"]}
            spans.append(kept | {"text": text if spans else text.strip()})
    if not boxes:
        return {"spans": []}
    box = (min(b[0] for b in boxes), line["bbox"][1], max(b[2] for b in boxes), line["bbox"][3])
    return {"spans": spans, "bbox": box, "dir": line["dir"]}
