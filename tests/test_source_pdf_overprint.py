import json

import pymupdf
import pytest
from making import Paper, running, small_report
from test_shared import words

import findings_nlp as fn
from findings_nlp.source.pdf import read_text_layer

TEXT = "Leaders meet all staff each month"


def texts(paper: Paper) -> list[str]:
    return [line.text.strip() for page in read_text_layer(paper.data()).pages for line in page.lines]


def record(data: bytes) -> object:
    return words(json.loads(fn.read_report(data, nlp=fn.load("none")).to_json()))


def drawn_twice(data: bytes, apart: float) -> bytes:
    """A PDF with everything on its pages drawn again a little apart."""
    source = pymupdf.open(stream=data)
    out = pymupdf.open()
    for page in source:
        new = out.new_page(width=page.rect.width, height=page.rect.height)
        new.show_pdf_page(new.rect, source, page.number)
        new.show_pdf_page(pymupdf.Rect(apart, apart / 2, new.rect.x1 + apart, new.rect.y1 + apart / 2), source, page.number)
    return out.tobytes()


@pytest.mark.parametrize("apart", [0.0, 0.3, 1.0, 2.0])
def test_report_drawn_twice_is_read_once(apart, small_pdf):
    assert record(drawn_twice(small_pdf, apart)) == record(small_pdf)


@pytest.mark.parametrize("units", [list(TEXT), [word + " " for word in TEXT.split()], [TEXT]])
@pytest.mark.parametrize("apart", [0.0, 0.3, 1.0])
def test_letters_words_and_lines_drawn_twice_are_one_line(units, apart):
    p = Paper()
    x = 72.0
    for unit in units:
        end = p.at(x, 130, unit)
        p.at(x + apart, 130 + apart / 2, unit)
        x = end
    assert texts(p) == [TEXT]


def test_shadow_of_single_words_is_measured():
    p = Paper()
    x = 72.0
    for word in TEXT.split():
        end = p.at(x, 130, word + " ")
        p.at(x + 2, 131, word + " ")
        x = end
    assert texts(p) == [TEXT]


def test_same_word_in_two_columns_or_lines_is_kept():
    p = Paper().line("Requires improvement", "Requires improvement", lead=12)
    p.at(300, 130, "Requires improvement")
    assert texts(p) == ["Requires improvement"] * 3


def unseen(p: Paper, lines: list[str], **how: object) -> Paper:
    for k, text in enumerate(lines):
        p.page.insert_text((73, 131 + 14 * k), text, fontsize=11, **how)
    return p


MISREAD = [line.replace("l", "1") for line in running()]


@pytest.mark.parametrize("how", [{"render_mode": 3}, {"color": (1, 1, 1)}, {"fill_opacity": 0, "stroke_opacity": 0}])
def test_text_that_is_not_printed_is_not_read_where_a_page_has_printed_text(how):
    assert texts(unseen(Paper().paragraph(*running()), MISREAD, **how)) == running()


def test_text_that_is_not_printed_is_read_where_a_page_has_no_other():
    assert texts(unseen(Paper(), running(), render_mode=3)) == running()


def test_scan_with_a_printed_stamp_is_read():
    p = Paper()
    p.at(300, 800, "Page 3")
    assert texts(unseen(p, running(), render_mode=3)) == ["Page 3", *running()]


def test_white_text_on_a_coloured_band_is_printed():
    p = Paper().panel(110, 140, (0, 0, 0.5))
    p.page.insert_text((72, 130), "Strengths", fontsize=11, color=(1, 1, 1))
    p.y = 170
    p.paragraph(*running())
    assert "Strengths" in texts(p)


def test_unprinted_text_that_no_printed_text_covers_is_told():
    p = small_report()
    for k in range(3):
        p.page.insert_text((73, 700 + 14 * k), "Staff were not told of the change in good time.", fontsize=11, render_mode=3)
    (warning,) = [w for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == "unprinted_text"]
    assert warning.message.startswith("page 3 holds invisible text")
