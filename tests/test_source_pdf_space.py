import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.source.pdf.space import Space, set_upright, space_of

TURNS = [0, 90, 180, 270]
coordinate = st.floats(-500, 2000, allow_nan=False)
crops = st.tuples(coordinate, coordinate, st.floats(50, 1500), st.floats(50, 1500)).map(
    lambda c: (c[0], c[1], c[0] + c[2], c[1] + c[3])
)


def page_of(rotation: int, media: str = "[-30 20 600 850]", crop: str | None = "[50 60 500 900]", text: str = "Hello"):
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((100, 200), text)
    document.xref_set_key(page.xref, "MediaBox", media)
    if crop:
        document.xref_set_key(page.xref, "CropBox", crop)
    document.xref_set_key(page.xref, "Rotate", str(rotation))
    return pymupdf.open(stream=document.tobytes())[0]


@given(st.sampled_from(TURNS), crops, st.floats(0, 1), st.floats(0, 1))
def test_displayed_page_is_the_crop_box(rotation, crop, u, v):
    space = Space(rotation, crop)
    width, height = space.size
    x, y = space.point(u * width, v * height)
    assert crop[0] - 1e-6 <= x <= crop[2] + 1e-6 and crop[1] - 1e-6 <= y <= crop[3] + 1e-6
    assert space.box((0, 0, width, height)) == pytest.approx(crop)


@pytest.mark.parametrize("rotation", TURNS)
@pytest.mark.parametrize("crop", [None, "[50 60 500 900]", "[50 60 500 800]"])
def test_upright_page_looks_the_same_and_leads_back(rotation, crop):
    page = page_of(rotation, crop=crop)
    space = space_of(page)
    before = page.get_pixmap()
    assert space.size == pytest.approx((page.rect.width, page.rect.height))
    set_upright(page)
    page = page.parent.reload_page(page)
    after = page.get_pixmap()
    assert page.rotation == 0
    assert (before.width, before.height, before.samples) == (after.width, after.height, after.samples)
    # "Hello" was written with its left end at x = 100 and its foot at y = 642 of user space
    x0, y0, _, y1 = space.box(page.get_text("words")[0][:4])
    assert x0 == pytest.approx(100, abs=0.01)
    assert y0 < 642 < y1


def test_user_unit_is_heeded():
    page = page_of(0, media="[0 0 300 400]", crop=None)
    page.parent.xref_set_key(page.xref, "UserUnit", "2")
    page = pymupdf.open(stream=page.parent.tobytes())[0]
    assert space_of(page).size == pytest.approx((page.rect.width, page.rect.height))


def test_corners_are_those_of_the_page_as_displayed():
    assert Space(0, (0, 0, 100, 200)).corners((10, 20, 30, 40)) == [(10, 180), (30, 180), (10, 160), (30, 160)]
    assert Space(90, (0, 0, 200, 100)).corners((10, 20, 30, 40)) == [(20, 10), (20, 30), (40, 10), (40, 30)]
