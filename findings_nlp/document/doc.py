"""One spaCy `Doc` for one report: all its text, `doc.spans["blocks"]`, and the way back to page and box.

What spaCy cannot hold in spans lives in `doc.user_data["findings_nlp"]` as plain lists, numbers and strings, so that it
survives `DocBin(store_user_data=True)`. Data is keyed by position in the lists, never by `Span._`: spaCy shares
extension attributes between spans of the same bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from findings_nlp.document.tokens import tokenised
from findings_nlp.layout.model import Block, runs
from findings_nlp.source.editions import Facts, text_fragment
from findings_nlp.source.pdf import SIDEWAYS, Box, Line, Page, TextLayer, turned_back

KEY = "findings_nlp"
_BETWEEN = "\n\n"
_FEW = 60  # letters that are no page's text
_LABEL, _PASSAGE = 25, 200  # letters of a chart's label at most, and of a passage at least


class Element(NamedTuple):
    """Where something stands in a web page: the element's path (a CSS selector) and a text fragment for its address."""

    path: str
    fragment: str


Location = tuple[int, tuple[float, float, float, float]] | Element


@dataclass(slots=True)
class BlockView:
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
    size: float = 0.0

    def cell_texts(self) -> list[str]:
        """The texts of a row's cells, from left to right."""
        return [self.text[a - self.start : b - self.start] for a, b in self.cells]


def make_doc(nlp: Language | Vocab, layer: TextLayer, blocks: list[Block], edition: Facts | None = None) -> Doc:
    """The `Doc` of a report, ready for `nlp(doc)`.

    Args:
        nlp: a pipeline, or a vocab (the English tokenizer is used then).
        layer: the text layer that the blocks were built from.
        blocks: all blocks in reading order.
        edition: what the head of a web page says; None for a PDF.
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
    doc = tokenised(nlp, text)
    doc.user_data[KEY] = {
        "source": {"name": layer.name, "sha256": layer.sha256, "pages": len(layer.pages)},
        "blocks": records,
        "notes": _notes(layer),
    }
    if edition is not None:
        data = doc.user_data[KEY]
        data["edition"] = asdict(edition)
        if edition.address:
            data["source"]["address"] = edition.address
    spans = []
    for record in records:
        span = doc.char_span(record["start"], record["end"], label=record["kind"], alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans["blocks"] = SpanGroup(doc, name="blocks", spans=spans)
    return doc


def _record(block: Block, at: int) -> dict[str, Any]:
    lines = [
        [
            at + start,
            at + end,
            line.page,
            line.side,
            round(line.x0, 2),
            round(line.y0, 2),
            round(line.x1, 2),
            round(line.y1, 2),
            line.size,
        ]
        for start, end, index in block.offsets
        for line in (block.lines[index],)
    ]
    record = {
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
    if any(line.path for line in block.lines):
        record["elements"] = [[block.lines[index].path, list(block.lines[index].breaks)] for _, _, index in block.offsets]
    return record


def _notes(layer: TextLayer) -> dict[str, Any]:
    notes: dict[str, Any] = {
        "blank_pages": [page.number for page in layer.pages if page.images and _text_letters(page) < _FEW],
        "pictures": [[page.number, list(_as_displayed(box, page))] for page in layer.pages for box in page.pictures],
        "sideways_pages": [page.number for page in layer.pages if _sideways(page)],
        "repaired_pages": layer.repaired_pages,
        "unreadable_pages": layer.unreadable_pages,
        "incomplete_pages": layer.incomplete_pages,
        "unprinted_pages": [page.number for page in layer.pages if page.unprinted],
        "tiny_pages": layer.tiny_pages,
        "untagged_pages": layer.untagged_pages,
        "cut_pages": layer.cut_pages,
        "crowded_pages": layer.crowded_pages,
        "file": "cut short" if layer.cut_short else "repaired" if layer.repaired else "",
    }
    partly = {*notes["blank_pages"], *notes["sideways_pages"], *notes["unprinted_pages"]}
    notes["sizes"] = {str(page.number): [page.width, page.height] for page in layer.pages if page.number in partly}
    notes["turned"] = {str(page.number): [page.turn, page.width, page.height] for page in layer.pages if page.turn}
    return notes


def _as_displayed(box: Box, page: Page) -> Box:
    x0, y0, x1, y1 = turned_back(box, page.turn, page.width, page.height)
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)


def is_report(doc: Doc) -> bool:
    """Whether a `Doc` was made from a report; any other is a plain text to the components."""
    return KEY in doc.user_data


def _letters(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _sideways(page: Page) -> bool:
    """Whether a page holds text that does not run level and was not read: more than its level text, or lines of running text."""
    lines = [line for line in page.lines if line.roles[-1:] == (SIDEWAYS,)]
    letters = _letters(lines)
    # labels of charts are short, and a watermark at an angle is one line
    running = [line for line in lines if len(line.text) > _LABEL and line.seen == "printed"]
    return letters > _FEW and (letters > _text_letters(page) or (len(running) > 1 and _letters(running) > _PASSAGE))


def _text_letters(page: Page) -> int:
    """How many letters of a page stand in its text; running headers and what does not run level do not count."""
    return _letters(o for o in page.lines if o.kind != "furniture" and o.roles[-1:] != (SIDEWAYS,))


def report_data(doc: Doc) -> dict[str, Any]:
    """The package's data on a `Doc` made by `make_doc`.

    Raises:
        ValueError: for a `Doc` that was not made from a PDF.
    """
    try:
        data: dict[str, Any] = doc.user_data[KEY]
        return data
    except KeyError:
        raise ValueError("this Doc was not made from a report: use findings_nlp.read_pdf or read_doc(path, nlp.vocab)") from None


def views(doc: Doc) -> list[BlockView]:
    """The blocks of a `Doc` in reading order."""
    records = report_data(doc)["blocks"]
    sizes: dict[float, int] = {}
    for r in records:
        if r["kind"] in ("paragraph", "bullet"):
            sizes[r["size"]] = sizes.get(r["size"], 0) + r["end"] - r["start"]
    body = max(sizes, key=lambda s: sizes[s], default=11.0)
    return [
        BlockView(
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
            [(a, b) for a, b in r["cells"]] if r["cells"] else [],
            r["size"],
        )
        for i, r in enumerate(records)
    ]


def block_locations(doc: Doc, indices: list[int], start: int | None = None, end: int | None = None) -> list[Location]:
    """One box for each run of lines of the given blocks, in order; `start` and `end` narrow to characters.

    Of a web page one element for each block, or of a row the cells that were asked for.
    """
    records = report_data(doc)["blocks"]
    # the document's own text is put together anew at each use
    text = _BETWEEN.join(r["text"] for r in records) if any("elements" in records[k] for k in indices) else ""
    lines: list[Line] = []
    elements: list[Location] = []
    for index in indices:
        named = records[index].get("elements")
        if named and (start, end) == (None, None):
            elements.append(_element(text, records[index], named))
            continue
        for k, (a, b, page, side, x0, y0, x1, y1, size) in enumerate(records[index]["lines"]):
            if (start is not None and b <= start) or (end is not None and a >= end):
                continue
            if named:
                path, breaks = named[k]
                elements.append(Element(path, text_fragment(text[a:b], breaks, text[:a])))
            else:
                lines.append(Line(page, x0, y0, x1, y1, "", size, False, False, "", side=side))
    turned = report_data(doc)["notes"].get("turned") or {}
    found = runs(lines)
    if turned:
        found = [(page, turned_back(box, *turned[str(page)]) if str(page) in turned else box) for page, box in found]
    return [*elements, *found]


def _element(whole: str, record: dict[str, Any], named: list[list[Any]]) -> Element:
    """Where a whole block stands; of a row its `tr`, from the first cell to the last."""
    start, end = record["start"], record["end"]
    path, breaks = named[0]
    if len(named) > 1:
        row, _, cell = path.rpartition(" > ")
        path = row if cell.startswith(("td", "th")) else path
        breaks = [a - start for a, *_ in record["lines"][1:]] + list(breaks)
    text = whole[start:end].replace(" | ", "   ") if len(named) > 1 else whole[start:end]
    return Element(path, text_fragment(text, breaks, whole[:start]))


def char_span(doc: Doc, start: int, end: int, label: str, name: str = "") -> Span | None:
    """The tokens of a character range, grown to whole tokens; `name` becomes the span's id."""
    return doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")


def numbered(items: list[Any], prefix: str, width: int) -> Iterator[str]:
    """`f001`, `f002` ... for as many as there are items."""
    return (f"{prefix}{k:0{width}d}" for k in range(1, len(items) + 1))
