"""Pictures that show lines of print: passages of the report that its text layer does not hold, told with page and box."""

from __future__ import annotations

from typing import Any

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView
from findings_nlp.record.losses import Warned

Box = tuple[float, float, float, float]
_FRONT_PAGES = 3  # cover, imprint and contents


def lost_pictures(notes: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[tuple[int, Box]]:
    """Page and box of pictures of print on pages of the report itself.

    Args:
        notes: what was noticed of the pages, from the document's data.
        blocks: the document's blocks.
        places: the place of each block.

    Returns:
        Pages from 1 and boxes in points from the top left, in order. Covers, annexes and pages without other text, which are
        told by themselves, are left out.
    """
    if not notes.get("pictures"):
        return []
    parts: dict[int, set[str]] = {}
    for block, place in zip(blocks, places, strict=True):
        parts.setdefault(block.page, set()).add(place.part)
    told = {*notes.get("blank_pages", ()), *notes.get("sideways_pages", ())}
    out = []
    for page, box in notes.get("pictures", ()):
        only = parts.get(page, {"body"}) - {"contents", "annex"}
        if page not in told and only and not (page <= _FRONT_PAGES and only <= {"front"}):
            out.append((page, (box[0], box[1], box[2], box[3])))
    return out


def pictures(notes: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Warnings of pictures that show lines of print; arguments as for `lost_pictures`."""
    return [
        ("text_in_picture", f"page {page} holds a picture that shows lines of text; they were not read", [(page, box)])
        for page, box in lost_pictures(notes, blocks, places)
    ]
