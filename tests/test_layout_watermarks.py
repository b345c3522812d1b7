import pymupdf
import pytest
from making import Paper, blocks_of, texts
from test_source_pdf_overprint import record

PALE = (0.9, 0.9, 0.9)


def marked(data: bytes, text: str, size: float, colour, pages=range(3), **how: object) -> bytes:
    """A PDF with a text laid level over some of its pages, behind what is there."""
    document = pymupdf.open(stream=data)
    for number in pages:
        document[number].insert_text((80, 420), text, fontsize=size, color=colour, overlay=False, **how)
    return document.tobytes()


@pytest.mark.parametrize(
    ("size", "colour", "how"),
    [
        (54, PALE, {}),
        (54, (0.6, 0, 0), {}),
        (24, (1, 0.8, 0.8), {}),
        (54, (0, 0, 0), {"fill_opacity": 0.2, "stroke_opacity": 0.2}),
        (11, PALE, {}),
    ],
)
def test_watermark_on_every_page_is_no_text(size, colour, how, small_pdf):
    data = marked(small_pdf, "OFFICIAL - DRAFT", size, colour, **how)
    assert record(data) == record(small_pdf)


def test_pale_watermark_on_one_page_is_no_text(small_pdf):
    assert record(marked(small_pdf, "OFFICIAL - DRAFT", 60, PALE, pages=[2])) == record(small_pdf)


def test_dark_text_on_one_page_is_text(small_pdf):
    data = marked(small_pdf, "See the note below", 12, (0, 0, 0), pages=[0])
    assert any("See the note below" in block.text for block in blocks_of(data) if block.kind != "furniture")


def test_heading_of_a_side_is_no_watermark():
    p = Paper()
    for _ in range(4):
        p.page.insert_text((72, 400), "Strengths", fontsize=14, color=(0.7, 0.7, 0.9))
        p.y = 430
        p.bullet("The plan is known in every office.").turn()
    assert texts(blocks_of(p.data()), "heading").count("Strengths") == 4
