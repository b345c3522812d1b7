"""One spaCy `Doc` for one report: all its text, `doc.spans["blocks"]`, and the way back to page and box.

What spaCy cannot hold in spans lives in `doc.user_data["findings_nlp"]` as plain lists, numbers and strings, so that it
survives `DocBin(store_user_data=True)`. Data is keyed by position in the lists, never by `Span._`: spaCy shares
extension attributes between spans of the same bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from findings_nlp.layout.model import Block, runs
from findings_nlp.pdf import Line, TextLayer

KEY = "findings_nlp"
_BETWEEN = "\n\n"
_ENDLESS = re.compile(r"\S{1000,}")

Location = tuple[int, tuple[float, float, float, float]]


@dataclass(slots=True)
class View:
    """A block as the stages see it: characters `start` to `end` of the document's text."""

    index: int
    kind: str
    text: str
    start: int
    end: int
    page: int
    level: int
    depth: int
    label: str
    box: int
    owned: bool
    large: bool
    cells: list[tuple[int, int]]

    def cell_texts(self) -> list[str]:
        """The texts of a row's cells, from left to right."""
        return [self.text[a - self.start : b - self.start] for a, b in self.cells]


_tokenizers: dict[int, tuple[Vocab, Tokenizer]] = {}


def _tokenizer(vocab: Vocab) -> Tokenizer:
    found = _tokenizers.get(id(vocab))
    if found is None or found[0] is not vocab:
        from spacy.lang.en import English

        _tokenizers[id(vocab)] = found = (vocab, English(vocab=vocab).tokenizer)
    return found[1]


def make_doc(nlp: Language | Vocab, layer: TextLayer, blocks: list[Block]) -> Doc:
    """The `Doc` of a report, ready for `nlp(doc)`.

    Args:
        nlp: a pipeline, or a vocab (the English tokenizer is used then).
        layer: the text layer that the blocks were built from.
        blocks: all blocks in reading order.
    """
    parts: list[str] = []
    records: list[dict[str, Any]] = []
    at = 0
    for block in blocks:
        if parts:
            at += len(_BETWEEN)
        records.append(_record(block, at))
        parts.append(block.text)
        at += len(block.text)
    text = _BETWEEN.join(parts)
    doc = _tokenised(nlp, text)
    doc.user_data[KEY] = {
        "source": {"name": layer.name, "sha256": layer.sha256, "pages": len(layer.pages)},
        "blocks": records,
        "notes": _notes(layer),
    }
    spans = []
    for record in records:
        span = doc.char_span(record["start"], record["end"], label=record["kind"], alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans["blocks"] = SpanGroup(doc, name="blocks", spans=spans)
    return doc


def _tokenised(nlp: Language | Vocab, text: str) -> Doc:
    """A `Doc` of `text`; a run of characters that no language has as a word becomes one token, whatever is in it.

    The tokenizer's time grows with the square of such a run.
    """
    tokenizer = nlp.make_doc if isinstance(nlp, Language) else _tokenizer(nlp)
    if not _ENDLESS.search(text):
        return tokenizer(text)
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for found in [*_ENDLESS.finditer(text), None]:
        for token in tokenizer(text[at : found.start() if found else len(text)]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        if found:
            at = found.end()
            words.append(found[0])
            spaces.append(text[at : at + 1] == " ")
            at += spaces[-1]
    return Doc(nlp.vocab if isinstance(nlp, Language) else nlp, words=words, spaces=spaces)


def _record(block: Block, at: int) -> dict[str, Any]:
    lines = [
        [at + start, at + end, line.page, line.side, *(round(v, 2) for v in line.bbox), line.size]
        for start, end, index in block.offsets
        for line in (block.lines[index],)
    ]
    return {
        "kind": block.kind,
        "text": block.text,
        "start": at,
        "end": at + len(block.text),
        "level": block.level,
        "depth": block.depth,
        "label": block.label,
        "evidence": block.evidence,
        "box": block.box,
        "owned": block.owned,
        "size": max((line.size for line in block.lines), default=0.0),
        "cells": [[at + start, at + end] for start, end in block.cells],
        "lines": lines,
    }


def _notes(layer: TextLayer) -> dict[str, Any]:
    return {
        "blank_pages": [page.number for page in layer.pages if not page.lines and page.images],
        "repaired_pages": layer.repaired_pages,
        "unreadable_pages": layer.unreadable_pages,
        "untagged_pages": layer.untagged_pages,
        "cut_pages": layer.cut_pages,
        "crowded_pages": layer.crowded_pages,
        "file": "cut short" if layer.cut_short else "repaired" if layer.repaired else "",
    }


def data_of(doc: Doc) -> dict[str, Any]:
    """The package's data on a `Doc` made by `make_doc`.

    Raises:
        ValueError: for a `Doc` that was not made from a PDF.
    """
    try:
        data: dict[str, Any] = doc.user_data[KEY]
        return data
    except KeyError:
        raise ValueError("this Doc was not made from a report: use findings_nlp.read_pdf(path, nlp.vocab)") from None


def views(doc: Doc) -> list[View]:
    """The blocks of a `Doc` in reading order."""
    records = data_of(doc)["blocks"]
    sizes: dict[float, int] = {}
    for r in records:
        if r["kind"] in ("paragraph", "bullet"):
            sizes[r["size"]] = sizes.get(r["size"], 0) + r["end"] - r["start"]
    body = max(sizes, key=lambda s: sizes[s], default=11.0)
    return [
        View(
            i,
            r["kind"],
            r["text"],
            r["start"],
            r["end"],
            r["lines"][0][2] if r["lines"] else 1,
            r["level"],
            r["depth"],
            r["label"],
            r["box"],
            r["owned"],
            r["size"] > 1.25 * body,
            [(a, b) for a, b in r["cells"]],
        )
        for i, r in enumerate(records)
    ]


def block_locations(doc: Doc, indices: list[int], start: int | None = None, end: int | None = None) -> list[Location]:
    """One box for each run of lines of the given blocks, in order; `start` and `end` narrow to characters."""
    records = data_of(doc)["blocks"]
    lines = []
    for index in indices:
        for a, b, page, side, x0, y0, x1, y1, size in records[index]["lines"]:
            if (start is None or b > start) and (end is None or a < end):
                lines.append(Line(page, x0, y0, x1, y1, "", size, False, False, "", side=side))
    return runs(lines)


def char_span(doc: Doc, start: int, end: int, label: str, name: str = "") -> Span | None:
    """The tokens of a character range, grown to whole tokens; `name` becomes the span's id."""
    return doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")


def numbered(items: list[Any], prefix: str, width: int) -> Iterator[str]:
    """`f001`, `f002` ... for as many as there are items."""
    return (f"{prefix}{k:0{width}d}" for k in range(1, len(items) + 1))
