"""A cover whose text layer is no language: nothing is taken from it as a fact."""

from __future__ import annotations

import re
from typing import Any

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView

_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN = re.compile(
    r"\b(?:the|of|and|for|inspection|report|review|probation|youth|services?|justice|arolygiad|adroddiad|gwasanaeth)\b",
    re.I,
)
_FEWEST = 3  # words of a cover that can be judged


def legible(
    blocks: list[BlockView], places: list[BlockContext], notes: dict[str, Any]
) -> tuple[list[BlockView], list[BlockContext]]:
    """The blocks and places that facts may be read from: those on pages that hold language.

    A cover without any usual word is none where other pages are none either, or where no word of it stands anywhere behind it.
    Such a cover is added to the pages that are told as unreadable.

    Args:
        blocks: the document's blocks.
        places: the place of each block.
        notes: what was noticed of the pages; `unreadable_pages` is changed in place.
    """
    illegible = set(notes.get("unreadable_pages", ()))
    if 1 not in illegible and _garbled(blocks, bool(illegible)):
        illegible.add(1)
        notes["unreadable_pages"] = sorted(illegible)
    if not illegible:
        return blocks, places
    kept = [(b, p) for b, p in zip(blocks, places, strict=True) if b.page not in illegible]
    return [b for b, _ in kept], [p for _, p in kept]


def _garbled(blocks: list[BlockView], others: bool) -> bool:
    cover = " ".join(b.text for b in blocks if b.page == 1)
    if len(cover.split()) < _FEWEST or _PLAIN.search(cover):
        return False
    behind = {word.casefold() for b in blocks if b.page > 1 for word in _WORD.findall(b.text)}
    return others or (bool(behind) and not any(word.casefold() in behind for word in _WORD.findall(cover)))
