"""Pictures that show lines of print are found, charts, photographs and logos are not."""

import numpy as np
import pymupdf
import pytest
from making import Paper, running

import findings_nlp as fn
from findings_nlp.source.pdf import read_text_layer

WORDS = (
    "Leaders know their staff well and meet them each month in every office of the service, and staff speak of it with warmth.",
    "Plans are written with the person and are kept short enough to be read, which was so in 31 of the 40 cases that we saw.",
    "Partners sit beside practitioners on three mornings a week, so that referrals are made in a minute and not by a form.",
)


def pictured(write, box=(72, 300, 523, 400), *, dpi=100, over=False) -> bytes:
    """A page of text with a picture of what `write` puts on a page of its own, cut to `box`."""
    with pymupdf.open() as other:
        page = other.new_page(width=595, height=842)
        write(page)
        pixels = page.get_pixmap(clip=pymupdf.Rect(box), dpi=dpi)
    p = Paper().paragraph(*running(60))
    p.page.insert_image(pymupdf.Rect(box), pixmap=pixels, keep_proportion=False)
    if over:
        write(p.page)
    return p.data()


def found(data: bytes) -> list[tuple[int, ...]]:
    return [tuple(round(v) for v in box) for page in read_text_layer(data).pages for box in page.pictures]


def prints(page: pymupdf.Page) -> None:
    page.insert_textbox(pymupdf.Rect(76, 304, 520, 400), "\n".join(f"• {text}" for text in WORDS), fontsize=11)


def columns(page: pymupdf.Page) -> None:
    page.insert_textbox(pymupdf.Rect(76, 304, 285, 400), WORDS[0] + " " + WORDS[1], fontsize=10)
    page.insert_textbox(pymupdf.Rect(310, 309, 520, 400), WORDS[2] + " " + WORDS[0], fontsize=10)


def on_blue(page: pymupdf.Page) -> None:
    page.draw_rect(page.rect, color=None, fill=(0.1, 0.2, 0.5))
    page.insert_textbox(pymupdf.Rect(76, 304, 520, 400), " ".join(WORDS), fontsize=11, color=(1, 1, 1))


@pytest.mark.parametrize("write", [prints, columns, on_blue])
@pytest.mark.parametrize("dpi", [60, 150])
def test_picture_of_print_is_found_with_its_box(write, dpi):
    assert found(pictured(write, dpi=dpi)) == [(72, 300, 523, 400)]


def test_picture_in_strips_is_one():
    with pymupdf.open() as other:
        page = other.new_page(width=595, height=842)
        prints(page)
        strips = [page.get_pixmap(clip=pymupdf.Rect(72, y, 523, y + 25), dpi=144) for y in (300, 325, 350, 375)]
    p = Paper().paragraph(*running(60))
    for k, strip in enumerate(strips):
        p.page.insert_image(pymupdf.Rect(72, 300 + 25 * k, 523, 325 + 25 * k), pixmap=strip, keep_proportion=False)
    (box,) = found(p.data())
    assert box[1] <= 301 and box[3] >= 399


def test_letters_drawn_as_shapes_are_found():
    with pymupdf.open() as other:
        prints(other.new_page(width=595, height=842))
        drawn = other[0].get_svg_image(text_as_path=True)
    with pymupdf.open(stream=drawn.encode(), filetype="svg") as svg, pymupdf.open("pdf", svg.convert_to_pdf()) as shapes:
        p = Paper().paragraph(*running(60))
        p.page.show_pdf_page(p.page.rect, shapes)
        assert len(found(p.data())) == 1


def test_picture_with_its_text_over_it_is_none():
    assert found(pictured(prints, over=True)) == []


def bars(page: pymupdf.Page) -> None:
    page.insert_text((80, 315), "Figure 4: Percentage of cases in which the work was sufficient", fontsize=9)
    for k, share in enumerate((64, 71, 58, 80)):
        page.draw_rect(pymupdf.Rect(110 + 95 * k, 385 - 0.7 * share, 160 + 95 * k, 385), fill=(0.2, 0.4, 0.7))
        page.insert_text((112 + 95 * k, 396), f"Year {k + 1} to March", fontsize=7)
    page.draw_line((100, 385), (500, 385))


def bars_to_the_right(page: pymupdf.Page) -> None:
    for k, name in enumerate(("Assessment", "Planning", "Implementation", "Reviewing")):
        page.insert_text((80, 318 + 22 * k), name, fontsize=9)
        page.draw_rect(pymupdf.Rect(160, 308 + 22 * k, 300 + 40 * k, 322 + 22 * k), fill=(0.2, 0.4, 0.7))


def logo(page: pymupdf.Page) -> None:
    page.insert_text((80, 345), "HM Inspectorate of", fontsize=30)
    page.insert_text((80, 385), "Probation", fontsize=30)


def windows(page: pymupdf.Page) -> None:
    page.draw_rect(page.rect, color=None, fill=(0.6, 0.55, 0.5))
    for y in range(304, 396, 15):
        for x in range(78, 515, 12):
            page.draw_rect(pymupdf.Rect(x, y, x + 6, y + 9), color=None, fill=(0.15, 0.2, 0.25))


@pytest.mark.parametrize("write", [bars, bars_to_the_right, logo, windows])
def test_chart_logo_or_building_is_none(write):
    assert found(pictured(write)) == []


def test_photograph_is_none():
    noise = np.random.default_rng(1).integers(0, 255, (20, 40, 3), dtype=np.uint8).repeat(6, 0).repeat(6, 1)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, noise.shape[1], noise.shape[0], noise.tobytes(), False)
    p = Paper().paragraph(*running(60))
    p.page.insert_image(pymupdf.Rect(72, 300, 523, 500), pixmap=pixels, keep_proportion=False)
    assert found(p.data()) == []


def test_low_picture_on_every_page_is_a_running_header():
    with pymupdf.open() as other:
        page = other.new_page(width=595, height=842)
        prints(page)
        pixels = page.get_pixmap(clip=pymupdf.Rect(72, 300, 523, 345), dpi=100)
    p = Paper()
    for _ in range(4):
        p.paragraph(*running(60)).turn()
        p.page.insert_image(pymupdf.Rect(72, 20, 523, 65), pixmap=pixels, keep_proportion=False)
    assert found(p.paragraph(*running(60)).data()) == []


def chaptered(head: str) -> bytes:
    p = Paper().heading("An inspection of probation services in Otterby", 24).turn().paragraph(*running(60)).turn()
    p.turn().heading(head, 20).paragraph(*running(60))
    with pymupdf.open() as other:
        page = other.new_page(width=595, height=842)
        prints(page)
        pixels = page.get_pixmap(clip=pymupdf.Rect(72, 300, 523, 400), dpi=100)
    p.page.insert_image(pymupdf.Rect(72, 400, 523, 500), pixmap=pixels, keep_proportion=False)
    return p.data()


def test_picture_of_print_in_a_chapter_is_told_and_accounted_for():
    report = fn.read_report(chaptered("1. Organisational delivery"), nlp=fn.load("none"))
    (warning,) = [w for w in report.warnings if w.code == "text_in_picture"]
    (place,) = warning.locations
    assert place.page == 4 and [round(v) for v in place.bbox] == [72, 400, 523, 500]
    assert [u.locations for u in report.account.unread if "picture" in u.reason] == [[place]]


def test_picture_of_print_in_an_annexe_is_not():
    report = fn.read_report(chaptered("Annexe 1: How we inspected"), nlp=fn.load("none"))
    assert not [w for w in report.warnings if w.code == "text_in_picture"]
