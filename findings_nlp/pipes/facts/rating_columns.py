"""Ratings of two inspections side by side: which column is this inspection's, and which an earlier one's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from findings_nlp.document.doc import BlockView
from findings_nlp.families.rating_words import INSPECTORATE, Scale, rating_in

_YEAR = re.compile(r"(?<!\d)(20[012]\d)(?!\d)")
_BEFORE = re.compile(r"\b(?:previous(?:ly)?|earlier|last|former|prior|first|before|baseline)\b", re.I)
_NOW = re.compile(r"\b(?:current|this|latest|new|now|present|re-?inspection)\b", re.I)
_RATING = re.compile(r"\b(?:ratings?|grades?|judgements?|scores?)\b", re.I)
_FAR = 40  # blocks between a table's head and its last row


@dataclass(frozen=True, slots=True)
class Column:
    """A column of ratings: of an earlier inspection or of this one, and the year in its head."""

    earlier: bool
    year: int | None


def columns_of(cells: list[str], scale: Scale = INSPECTORATE) -> list[Column | None] | None:
    """What the cells of a table's head say of their columns, where it sets inspections side by side; else None."""
    if any(rating_in(cell, scale) or len(cell) > 50 for cell in cells) or len(cells) < 2:
        return None
    years = [int(found[1]) if (found := _YEAR.search(cell)) else None for cell in cells]
    words = ["before" if _BEFORE.search(c) else "now" if _NOW.search(c) else "" for c in cells]
    known = [k for k in range(len(cells)) if years[k] or words[k]]
    if len(known) == 1 and words[known[0]] == "before":
        known += [k for k, cell in enumerate(cells) if k not in known and _RATING.search(cell)][-1:]
    if len(known) < 2:
        return None
    now = next((k for k in known if words[k] == "now"), None)
    if now is None:
        now = max((k for k in known if words[k] != "before"), key=lambda k: (years[k] or 9999, k), default=known[-1])
    return [Column(k != now, years[k]) if k in known else None for k in range(len(cells))]


def columns_above(blocks: list[BlockView], k: int, scale: Scale = INSPECTORATE) -> list[Column | None] | None:
    """The columns that the head of the table says which holds row `k`."""
    for block in reversed(blocks[max(0, k - _FAR) : k]):
        if block.kind == "row" and (found := columns_of(block.cell_texts(), scale)):
            return found
        if block.kind == "heading" and block.large:
            return None
    return None


def told_apart(
    cells: list[str], columns: list[Column | None], scale: Scale = INSPECTORATE
) -> tuple[str | None, list[tuple[str, int | None]]]:
    """The rating of this inspection in a row of such a table, and those of earlier ones with their years."""
    found = [(k, rating) for k, cell in enumerate(cells) if (rating := rating_in(cell, scale))]
    told = [column for column in columns if column]
    shift = len(cells) - len(columns)
    if len(found) == len(told):
        pairs = list(zip((rating for _, rating in found), told, strict=True))
    elif len(found) == 1 and len(cells) < len(columns):
        # an empty cell leaves no trace: what stands alone counts as this inspection's
        pairs = [(found[0][1], Column(False, None))]
    else:
        pairs = [(r, column) for k, r in found if 0 <= k - shift < len(columns) and (column := columns[k - shift])]
    now = next((rating for rating, column in pairs if not column.earlier), None)
    return now, [(rating, column.year) for rating, column in pairs if column.earlier]
