import math
import unicodedata

import pytest
from hostile import SHOWN, page

import findings_nlp as fn
from findings_nlp.source.pdf import read_text_layer
from findings_nlp.source.pdf.lines import CROWD, LONGEST, Line, crowded, sound_lines, sound_text


def line(text="words", x0=72.0, y0=100.0, x1=300.0, y1=112.0, size=11.0) -> Line:
    return Line(1, x0, y0, x1, y1, text, size, False, False, "F")


def settled(*lines: Line) -> list[Line]:
    return sound_lines(lines, 595, 842)[0]


@pytest.mark.parametrize("code", [c for c in range(0x110000) if unicodedata.category(chr(c)) == "Cc"])
def test_control_characters_but_tab_and_line_feed_are_kept_out(code):
    assert (chr(code) in sound_text(f"a{chr(code)}b")) == (chr(code) in "\t\n")


def test_lone_surrogates_are_replaced_and_halves_put_together():
    assert sound_text("a\ud800b\udfffc \ud835\udc00") == "a\ufffdb\ufffdc \U0001d400"


def test_line_that_nobody_prints_is_cut_and_told():
    lines, cut = sound_lines([line("word " * LONGEST)], 595, 842)
    assert (len(lines[0].text), cut) == (LONGEST, True)
    assert sound_lines([line()], 595, 842)[1] is False


@pytest.mark.parametrize(("box", "found"), [
    ((-40.0, 100.0, 9000.0, 112.0), (0.0, 100.0, 595, 112.0)),
    ((72.0, 838.0, 300.0, 850.0), (72.0, 838.0, 300.0, 842)),
    ((-40.0, 100.0, -10.0, 112.0), None),
    ((72.0, math.nan, 300.0, 112.0), None),
    ((72.0, 100.0, math.inf, 112.0), (72.0, 100.0, 595, 112.0)),
])  # fmt: skip
def test_boxes_end_at_the_page_and_lines_off_it_are_dropped(box, found):
    assert [o.bbox for o in settled(line("words", *box))] == ([found] if found else [])


@pytest.mark.parametrize("size", [0.0, -3.0, math.nan, 1e30])
def test_size_can_be_divided_by(size):
    assert 0 < settled(line(size=size))[0].size < 1e5


def test_more_lines_at_one_height_than_print_has_are_a_crowd():
    assert crowded([line() for _ in range(CROWD + 1)])
    assert not crowded([line(y0=14.0 * k, y1=14.0 * k + 12) for k in range(CROWD * 4)])


def test_crowded_page_is_read_without_its_layout_and_told():
    data = page(b"BT /F 11 Tf 72 700 Td " + b"(word) Tj 1 0 0 1 72 700 Tm 0 0.001 Td " * 400 + b"ET " + SHOWN)
    report = fn.read_report(data, nlp=fn.load("none"))
    assert "crowded_page" in {w.code for w in report.warnings}


def test_text_scaled_to_nothing_ends_no_reading():
    data = page(
        b"BT /F 0.001 Tf 72 700 Td (A line of text that nobody can see at all.) Tj 0 -0.001 Td (Another one of them.) Tj ET"
    )
    assert read_text_layer(data).pages[0].lines[0].size > 0
    fn.read_report(data, nlp=fn.load("none"))
