"""The text of a finding or recommendation from its blocks, as a person would type it."""

from __future__ import annotations

import re
from typing import Any

from findings_nlp.document.doc import BlockView

NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]\s+(?=\S)")
_PARAGRAPH = re.compile(r"^\d{1,2}\.\d{1,3}\.?\s+(?=[^\W\d])")
TITLED = re.compile(r"^recommendation\s+(\d{1,2})\s*(?:[.:–—-]\s*|(?=$))", re.I)


def joined(blocks: list[BlockView], indices: list[int]) -> str:
    """The text of several blocks as one."""
    parts = []
    for k in indices:
        block = blocks[k]
        # a lettered sub-point keeps its letter: the text may refer to it; glyphs and numbers of lists are layout
        letter = f"{block.label} " if k != indices[0] and block.label[:1] == "(" else ""
        parts.append(letter + block.text)
    return " ".join(parts)


def finding_text(blocks: list[BlockView], raw: dict[str, Any]) -> str:
    """The text of a finding: of one read in prose its sentences, of one set in a table its longest cell."""
    if "start" in raw:
        parts = [blocks[k] for k in raw["blocks"]]
        return " ".join(b.text[max(0, raw["start"] - b.start) : max(0, raw["end"] - b.start)].strip() for b in parts)
    first = blocks[raw["blocks"][0]]
    if first.kind == "row":
        return " ".join([max(first.cell_texts(), key=len), *(blocks[k].text for k in raw["blocks"][1:])])
    return joined(blocks, raw["blocks"])


def recommendation_text(blocks: list[BlockView], raw: dict[str, Any]) -> str:
    """The text of a recommendation; of one set in a table, its longest cell."""
    first = blocks[raw["blocks"][0]]
    if first.kind == "row":
        return NUMBERED.sub("", max(first.cell_texts(), key=len))
    return _PARAGRAPH.sub("", TITLED.sub("", joined(blocks, raw["blocks"])))
