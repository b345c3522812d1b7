"""Layout takes time in proportion to what a page holds: twice the lines or shapes take at most 2.5 times the time."""

from time import process_time

import pytest

import findings_nlp as fn
from findings_nlp.document.doc import make_doc
from findings_nlp.families import headings
from findings_nlp.geometry import Shapes, join_rules
from findings_nlp.layout.blocks import build_blocks
from findings_nlp.pipeline import everyday_words
from findings_nlp.source.pdf import Line, Page, TextLayer

SIZE = 600
SMALL = 0.05  # seconds of processor time below which no growth is looked for


def line(x: float, y: float, text: str, width: float = 60, size: float = 10, **more) -> Line:
    return Line(1, x, y, x + width, y + 1.2 * size, text, size, False, False, "F", **more)


def text(count: int) -> list[Line]:
    return [line(72, 40 + 14 * k, f"Sentence {k} covers a wide area of towns and villages here.", 400) for k in range(count)]


LINES = {
    "text": text,
    "cells": lambda n: [line(50 + 80 * (k % 6), 40 + 14 * (k // 6), f"cell {k}", 50) for k in range(n)],
    "items": lambda n: [o for k in range(n // 2) for o in (line(60, 40 + 14 * k, "•", 5), line(80, 40 + 14 * k, f"item {k}", 300))],
    "marks": lambda n: [o for k in range(n // 2) for o in (line(60, 40 + 14 * k, f"line {k}", 300), line(361, 39 + 14 * k, "4", 4, 6))],
    "side heads": lambda n: [
        o for k in range(n // 2) for o in (line(60, 40 + 14 * k, "Strengths", 50), line(180, 40 + 14 * k, f"words of the line {k} here", 300))
    ],
    "numbers": lambda n: [
        o for k in range(n // 2) for o in (line(50, 40 + 14 * k, f"2.{k % 900 + 1}", 20), line(80, 40 + 14 * k, "one two three four five six", 300))
    ],
    "tagged cells": lambda n: [line(60, 40 + 14 * k, f"row {k}", 300, roles=("Table", "TR", "TD"), tag=(1, 2, 3)) for k in range(n)],
    "one place": lambda n: [line(60, 5 + 0.01 * k, f"{k}", 10) for k in range(n)],
    "columns": lambda n: [line(60 + 0.8 * k, 40, f"{k}", 0.7) for k in range(n)],
}  # fmt: skip
SHAPES = {
    "panels": lambda n: Shapes(
        panels=[(60 + k % 3 * 150, 40 + 20 * (k // 3), 200 + k % 3 * 150, 58 + 20 * (k // 3)) for k in range(n)]
    ),
    "stacked panels": lambda n: Shapes(panels=[(60, 40 + 20 * k, 200, 60 + 20 * k) for k in range(n)]),
    "panels in one place": lambda n: Shapes(panels=[(60 + 0.01 * k, 40, 200 + 0.01 * k, 60 + 0.01 * k) for k in range(n)]),
    "upright rules": lambda n: Shapes(vertical_rules=[(60 + 0.3 * k, 40, 60 + 0.3 * k, 800) for k in range(n)]),
    "short uprights": lambda n: Shapes(
        vertical_rules=[(60 + k % 8 * 60, 40 + 14 * (k // 8), 60 + k % 8 * 60, 54 + 14 * (k // 8)) for k in range(n)]
    ),
    "level rules": lambda n: Shapes(horizontal_rules=[(60, 40 + 14 * k, 560, 40 + 14 * k) for k in range(n)]),
    "dots": lambda n: Shapes(drawn_bullets=[(60, 44 + 14 * k, 64, 48 + 14 * k) for k in range(n)]),
}


def spent(lines: list[Line], shapes: Shapes) -> float:
    """Seconds of processor time of the layout stage over one page."""
    from findings_nlp.source.pdf.lines import crowded

    known = headings()
    began = process_time()
    page = Page(1, 595, max([o.y1 for o in lines] + [800.0]) + 20, lines, shapes, crowded=crowded(lines))
    join_rules(shapes)
    layer = TextLayer("x", "0", [page], [])
    build_blocks(layer, lambda t: known.polarity_of(t) in ("strength", "area_for_improvement"), everyday_words())
    return process_time() - began


def report(findings: int) -> float:
    """Seconds of processor time from the lines of a report to its record, twenty findings to a page."""
    pages = []
    for number in range(1, findings // 20 + 1):
        lines = [line(72, 60, f"2.{number} Delivery", 200, 18), line(72, 90, "Strengths:", 80, 13)]
        for k in range(20):
            y = 120 + 30 * k
            lines += [
                line(72, y, "•", 5),
                line(90, y, f"Staff of office {k} covered a wide area of towns and knew it well.", 400),
            ]
        pages.append(Page(number, 595, 842, lines, Shapes()))
    for page in pages:
        for one in page.lines:
            one.page = page.number
    known, nlp = headings(), fn.load("none")
    began = process_time()
    layer = TextLayer("x", "0", pages, [])
    blocks = build_blocks(layer, lambda t: known.polarity_of(t) in ("strength", "area_for_improvement"), everyday_words())
    record = fn.report_from_doc(nlp(make_doc(nlp.vocab, layer, blocks)))
    took = process_time() - began
    assert len(record.findings) == findings
    return took


def more_than_twice(once, twice) -> bool:
    """Whether the second takes more than 2.5 times as long as the first, three times out of three."""
    return all((took := twice()) > max(SMALL, 2.5 * once()) for _ in range(3)) and took > SMALL


def grows(make) -> bool:
    """Whether twice as much on a page takes more than 2.5 times as long."""
    return more_than_twice(lambda: spent(*make(SIZE)), lambda: spent(*make(2 * SIZE)))


def test_time_grows_with_the_findings_of_a_report():
    report(20)
    assert not more_than_twice(lambda: report(400), lambda: report(800))


@pytest.mark.parametrize("name", LINES)
def test_time_grows_with_the_lines_of_a_page(name):
    assert not grows(lambda n: (LINES[name](n), Shapes()))


@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_shapes_of_a_page(name):
    assert not grows(lambda n: (text(80), SHAPES[name](n)))


def test_time_grows_with_lines_and_shapes_together():
    assert not grows(lambda n: (LINES["cells"](n), SHAPES["short uprights"](n)))
