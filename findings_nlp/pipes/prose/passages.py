"""Which text of a report is read for findings by the model, and under which headings it stands.

Headings always win: where a standard, or a chapter without standards, holds a headed list, the model reads nothing of it. It
reads the body and the executive summary, and no foreword, background, contents, ratings, method, annexe, recommendation, table,
quotation or practice example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from findings_nlp.document.contexts import BlockContext, standard_of
from findings_nlp.document.doc import BlockView
from findings_nlp.families import bare, headings
from findings_nlp.pipes.prose.features import Passage
from findings_nlp.pipes.prose.sentences import sentences

_SILENT = ("contents", "front", "foreword", "ratings", "previous", "recommendations", "background", "annex")
_QUESTION = re.compile(
    r"(?:(?:to what extent|how|what|which|who) .{6,}|(?:is|are|was|were|do|does|did|has|have|can) .{6,})\?", re.I
)
_CHAPTER = re.compile(r"(?:chapter\s+)?\d{1,2}[.:]?\s+\D", re.I)
_CONCLUSION = re.compile(r"\bconclusions?\b", re.I)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|‘[^‘]*’", re.S)  # a paragraph that is nothing but what somebody said
_LEAST_WORDS = 40  # of a standard without a list before it counts as one that is written in prose


@dataclass(slots=True)
class Where:
    """Where a block stands for the model: headings from the outermost, standard, key question, and whether in a summary."""

    chain: list[str] = field(default_factory=list)
    standard: str | None = None
    question: str | None = None
    in_summary: bool = False
    silent: bool = True

    @property
    def unit(self) -> str:
        """What one headed list speaks for: the standard, else the chapter."""
        return self.standard or (self.chain[0] if self.chain else "")


@dataclass(slots=True)
class Piece:
    """One passage of a report: what the detector reads, and for each sentence its block and characters in the document."""

    passage: Passage
    spans: list[tuple[int, int, int]]
    where: Where
    announced: bool = False


def is_question(text: str) -> bool:
    """Whether a line is nothing but a key question."""
    return bool(_QUESTION.fullmatch(text.strip())) and len(text) < 260


def walk(blocks: Sequence[BlockView], places: Sequence[BlockContext]) -> list[Where]:
    """Where each block stands; unlike `Place`, with headings that announce findings of no side."""
    stack: list[tuple[int, str]] = []
    question: str | None = None
    here = Where()
    out: list[Where] = []
    for block, place in zip(blocks, places, strict=True):
        heads = block.kind == "heading" and place.role not in ("aside", "box", "quote")
        asked = block.kind == "paragraph" and place.role == "text" and is_question(block.text)
        if heads:
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            stack.append((block.level, block.text.strip()))
            question = block.text.strip() if is_question(block.text) else None
        elif asked:
            question = block.text.strip()
        if heads or asked:
            here = _where([text for _, text in stack], question)
        out.append(here)
    return out


def _where(chain: list[str], question: str | None) -> Where:
    parts = [headings().part_of(text) for text in chain]
    # "Key findings" below a chapter of the body is no summary of the report
    summary = any(
        part == "summary" and (k == 0 or bare(text) != "key findings")
        for k, (part, text) in enumerate(zip(parts, chain, strict=True))
    )
    standard = next((found for text in reversed(chain) if (found := standard_of(text))), None)
    # a numbered chapter below an unnumbered heading of another part is set smaller than that, not part of it
    first = max((k for k, text in enumerate(chain) if _CHAPTER.match(text)), default=0)
    silent = not chain or any(part in _SILENT for part in parts[first:])
    return Where(chain, standard, question, summary, silent)


def pieces(blocks: Sequence[BlockView], places: Sequence[BlockContext]) -> list[Piece]:
    """The passages that the model reads, in reading order."""
    where = walk(blocks, places)
    headed = {where[k].unit for k, place in enumerate(places) if place.role in ("polarity", "none") and place.polarity}
    found = list(_candidates(blocks, places, where))
    if not headed:
        return found
    words: dict[str, int] = {}
    for piece in found:
        words[piece.where.unit] = words.get(piece.where.unit, 0) + sum(len(text.split()) for text in piece.passage.sentences)
    standards = any(where[k].standard for k, place in enumerate(places) if place.role == "polarity" and place.polarity)

    def in_prose(piece: Piece) -> bool:
        unit = piece.where.unit
        if not piece.where.standard and _CONCLUSION.search(unit):
            return False  # says once more what the lists say
        return unit not in headed and words[unit] >= _LEAST_WORDS and (bool(piece.where.standard) or not standards)

    written = {piece.where.unit for piece in found if not piece.where.in_summary and in_prose(piece)}
    # a summary repeats what the lists say, unless some of the report has none
    return [piece for piece in found if (bool(written) and standards if piece.where.in_summary else piece.where.unit in written)]


def _candidates(blocks: Sequence[BlockView], places: Sequence[BlockContext], where: Sequence[Where]) -> Iterator[Piece]:
    used = -1
    announced = False
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if block.kind in ("furniture", "footnote"):
            continue
        plain = block.kind in ("paragraph", "bullet") and place.role == "text" and place.polarity is None
        if k <= used:
            continue
        if block.kind != "bullet":
            announced = plain and block.text.rstrip().endswith(":")
        if not plain or where[k].silent or place.part in ("contents", "annex", "recommendations") or is_question(block.text):
            continue
        if _QUOTED.fullmatch(block.text.strip()):
            continue
        members = [k]
        if block.kind == "bullet":
            members += _owned(blocks, k)
            used = members[-1]
        spans = [(m, blocks[m].start + start, blocks[m].start + end) for m in members for start, end in sentences(blocks[m].text)]
        texts = [blocks[m].text[a - blocks[m].start : b - blocks[m].start] for m, a, b in spans]
        if texts:
            kind = "item" if block.kind == "bullet" else "paragraph"
            yield Piece(Passage(where[k].chain, kind, texts), spans, where[k], announced and kind == "item")


def _owned(blocks: Sequence[BlockView], k: int) -> list[int]:
    """The blocks that belong to a bullet: its sub-points and second paragraphs."""
    out = []
    for m in range(k + 1, len(blocks)):
        block = blocks[m]
        if block.kind in ("furniture", "footnote"):
            continue
        if not (block.owned or (block.kind == "bullet" and block.depth > blocks[k].depth)):
            break
        out.append(m)
    return out
