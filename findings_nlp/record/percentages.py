"""Percentages of key questions that were not read in full: one without its question, a question without its percentage,
one that belongs to no standard where others do.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext, standard_of
from findings_nlp.document.doc import BlockView, block_locations
from findings_nlp.record.losses import Warned

_SHARE = re.compile(r"\d{1,3}\s?(?:%|per cent)")
_QUESTION = re.compile(r"(?:do|does|is|are|was|were|did|has|have|can|how)\b.{15,300}\?", re.I)
_NEAR = 4  # blocks between rows of one table
_MOST = 0.6  # share of the percentages that belong to a standard


def lost_percentages(data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[int]:
    """Rows and paragraphs near a table of key questions that hold a percentage alone, or a question alone."""
    used = {k for q in data["key_questions"] for k in q["blocks"]}
    near = {j for k in used for j in range(k - _NEAR, k + _NEAR + 1) if 0 <= j < len(blocks)}
    out = []
    for k in sorted(near - used):
        block, place = blocks[k], places[k]
        if place.role in ("aside", "box", "quote", "finding", "heading", "polarity"):
            continue
        cells = [cell.strip() for cell in (block.cell_texts() if block.kind == "row" else [block.text])]
        shares = [cell for cell in cells if _SHARE.fullmatch(cell)]
        rest = [cell for cell in cells if cell not in shares and not standard_of(cell)]
        alone = bool(shares) and not any(len(cell.split()) > 2 for cell in rest)
        unanswered = block.kind == "row" and not shares and any(_QUESTION.fullmatch(cell) for cell in rest)
        doubled = bool(shares) and any(_QUESTION.match(f"{cell}?") for cell in rest)
        if alone or unanswered or doubled:
            out.append(k)
    return out


def percentages(doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Warnings of key questions that were not read in full."""
    out: list[Warned] = []
    for k in lost_percentages(data, blocks, places):
        message = f"a percentage or a key question on page {blocks[k].page} stands without the other"
        out.append(("unmatched_percentage", message, block_locations(doc, [k])))
    questions = data["key_questions"]
    without = [q for q in questions if not q["standard"]]
    if without and len(questions) - len(without) >= _MOST * len(questions):
        pages = sorted({blocks[q["blocks"][0]].page for q in without})
        where = f" (page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))})" if data["source"]["pages"] else ""
        message = (
            f"{len(without)} key question{'s belong' if len(without) > 1 else ' belongs'} to no standard, where others do{where}"
        )
        out.append(("unmatched_percentage", message, block_locations(doc, [k for q in without for k in q["blocks"]])))
    return out
