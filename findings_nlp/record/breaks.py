"""Where text of the chapters breaks off: a passage that begins in the middle of a sentence, a list label without its text."""

from __future__ import annotations

import itertools
import re
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView, block_locations, report_data
from findings_nlp.record.losses import Warned

_LABEL = re.compile(r"\(?\d{1,2}[.)]|\d{1,2}\.\d{1,3}\.?")
_ENDED = re.compile(r"[a-z]{3}[.!?]\s*$")
_GOES_ON = re.compile(r"[a-z]{2,}\b(?![.@/])")
_SHORTENED = re.compile(
    r"\b(?:etc|approx|incl|dept|para|paras|cont|misc|tel|esp|resp|min|max|est|assoc|figs?|vols?|nos?)\.\s*$", re.I
)
_PLAIN = re.compile(r"[^\w()]")  # a bullet, no number
_END = 16  # letters of a line's end that are looked at
_SHORTEST = 15  # letters of a passage
_RUNNING = ("bullet", "paragraph")
_PARTS = ("body", "recommendations")


def lost_beginnings(records: list[dict[str, Any]], blocks: list[BlockView], places: list[BlockContext]) -> list[int]:
    """Passages that begin in the middle of a sentence, and labels of items that have no text.

    Args:
        records: the blocks as the document's data holds them, with their lines.
        blocks: the blocks.
        places: the place of each block.
    """
    out = []
    before: BlockView | None = None
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place.role == "aside" or block.kind in ("furniture", "footnote"):
            continue
        if place.part in _PARTS and place.role in ("text", "finding", "recommendation") and block.kind in _RUNNING:
            broken = before is not None and _begins_within(block, before)
            alone = not block.label and _LABEL.fullmatch(block.text.strip())
            if broken or alone or _breaks_off(block.text, records[k]):
                out.append(k)
        elif place.part in _PARTS and place.role == "box" and before is not None and _cut(before.text, block.text):
            out.append(k)  # the rest of a sentence in what was taken for a box
        before = block if place.role in ("text", "finding", "recommendation") and block.kind in _RUNNING else None
    return out


def _cut(before: str, text: str) -> bool:
    """Whether a sentence that is not ended goes on in another block."""
    return before.rstrip()[-1:].isalnum() and text[:1].islower() and len(text) > _SHORTEST


def _begins_within(block: BlockView, before: BlockView) -> bool:
    """Whether a block right behind another begins in the middle of a sentence: an item does where the one before is a sentence."""
    if not block.text[:1].islower() or len(block.text) <= _SHORTEST or before.kind not in _RUNNING:
        return False
    whole = before.kind == "bullet" and before.text[:1].isupper() and before.text.rstrip()[-1:] in ".!?"
    return block.kind == "paragraph" or (whole and _PLAIN.fullmatch(block.label) is not None)


def _breaks_off(text: str, record: dict[str, Any]) -> bool:
    """Whether a line of a block ends a sentence and the next one begins in the middle of one."""
    for _, b in itertools.pairwise(record["lines"]):
        at = b[0] - record["start"]
        end = text[max(at - _END, 0) : at]
        goes_on = text[at : at + 1].islower() and _ENDED.search(end) and _GOES_ON.match(text, at)
        if goes_on and not _SHORTENED.search(end):
            return True
    return False


def breaks(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Warnings of passages whose beginning is missing."""
    has_pages = bool(report_data(doc)["source"]["pages"])
    out: list[Warned] = []
    for k in lost_beginnings(report_data(doc)["blocks"], blocks, places):
        where = f" on page {blocks[k].page}" if has_pages else ""
        message = (
            f"a passage{where} begins in the middle of a sentence, or an item has no text: what belongs to it may be missing"
        )
        out.append(("broken_text", message, block_locations(doc, [k])))
    return out
