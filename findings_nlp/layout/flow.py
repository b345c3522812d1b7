"""The lines of a document as one flow in reading order: labels joined, footnotes and running heads set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from findings_nlp.layout.boxes import box_of_lines
from findings_nlp.layout.clean import Vocabulary, mend_words, settle_soft_hyphens
from findings_nlp.layout.dropcaps import join_drop_caps
from findings_nlp.layout.footnotes import lift_marks, mark_footnotes
from findings_nlp.layout.furniture import mark_furniture
from findings_nlp.layout.headings import repeated_headings
from findings_nlp.layout.labels import attach_labels, bullet_glyphs, carry_labels, label_tagged_items
from findings_nlp.layout.ligatures import restore_ligatures
from findings_nlp.layout.lists import label_hanging
from findings_nlp.layout.margins import drop_line_numbers
from findings_nlp.layout.measures import Measures, body_style, measure
from findings_nlp.layout.numbering import take_paragraph_numbers
from findings_nlp.layout.order import in_reading_order
from findings_nlp.layout.paired_lists import Pair, PairFinder, set_in
from findings_nlp.layout.prints import mark_prints
from findings_nlp.layout.roles import settle_roles
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.layout.side_heads import gather_side_heads
from findings_nlp.layout.tables import mark_cells, untag_panels
from findings_nlp.layout.watermarks import mark_watermarks
from findings_nlp.source.pdf import Line, TextLayer


@dataclass(slots=True)
class Flow:
    """All lines but running heads, which `aside` holds by page; `size` is the body text's, in points."""

    lines: list[Line]
    aside: dict[int, list[Line]]
    measures: Measures
    vocabulary: Vocabulary
    size: float


def flow_of(layer: TextLayer, starts: Callable[[str], bool], general: frozenset[str], leans: Callable[[str], bool]) -> Flow:
    """Read the lines of all pages; they are labelled in place. For the arguments see `build_blocks`."""
    settle_roles(layer)
    mark_furniture(layer, starts)
    join_drop_caps(layer, general)
    mark_watermarks(layer, starts)
    mark_prints(layer)
    repeated = repeated_headings(layer, leans)
    size, bold = body_style(layer)
    vocabulary = Vocabulary.of((line for page in layer.pages for line in page.lines), general)
    layer.incomplete_pages = sorted(restore_ligatures([line for page in layer.pages for line in page.lines], vocabulary))
    drop_line_numbers(layer)
    take_paragraph_numbers(layer)
    glyphs = bullet_glyphs(layer)
    pairs = PairFinder(lambda text: starts(text) or text in repeated)
    placed: list[tuple[list[Line], list[Pair]]] = []
    aside: dict[int, list[Line]] = {}
    for page in layer.pages:
        if page.crowded:
            placed.append(([line for line in page.lines if line.kind != "furniture"], []))
            continue
        lines = in_reading_order(page, attach_labels(page, size, glyphs))
        mark_footnotes(lines, size, starts)
        lines = lift_marks(lines)
        rest, begun = pairs.take([line for line in lines if line.kind != "footnote"])
        if begun or len(rest) < sum(line.kind != "footnote" for line in lines):
            lines = in_reading_order(page, rest) + [line for line in lines if line.kind == "footnote"]
        placed.append((gather_side_heads(lines, starts), begun))
        aside[page.number] = [line for line in page.lines if line.kind == "furniture"]
    flow = carry_labels([line for lines, begun in placed for line in set_in(lines, begun)], glyphs)
    label_tagged_items(flow)
    label_hanging(flow, size, starts)
    untag_panels(flow)
    by_page: dict[int, list[Line]] = {}
    for line in flow:
        by_page.setdefault(line.page, []).append(line)
        line.text = mend_words(
            settle_soft_hyphens(line.text, vocabulary), vocabulary, line.size > SETTINGS.title_size_ratio * size
        )
    measures = measure(flow, size, bold)
    for page in layer.pages:
        if page.crowded:
            continue
        chosen = [line for line in by_page.get(page.number, ()) if line.kind != "footnote"]
        mark_cells(chosen, measures.lead, page.shapes, layer.tags_tables)
    box_of_lines(layer, flow)
    return Flow(flow, aside, measures, vocabulary, size)
