from functools import lru_cache

import pymupdf
import pytest
from making import Paper, running
from showing import assert_sound
from test_source_pdf import BROKEN

import findings_nlp as fn
from findings_nlp.errors import ReportError
from findings_nlp.source.pdf.drawing import Word
from findings_nlp.source.pdf.marking import mark, survey, text_width
from findings_nlp.source.pdf.marks import Bookmark, Drawing, Highlight, Link, Marks, Target

RED = (1.0, 0.0, 0.0)


@lru_cache
def two_pages() -> bytes:
    paper = Paper().paragraph(*running())
    paper.turn().paragraph(*running())
    paper.page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 120, 200, 140), "uri": "https://example.org"})
    paper.doc.set_toc([[1, "Foreword", 1], [2, "Within", 2]])
    return paper.data()


def all_kinds() -> Marks:
    return Marks(
        highlights=[Highlight(2, [(72, 120, 300, 132), (72, 134, 200, 146)], RED, "f001", "A note (with \\ brackets) – ‘so’")],
        drawings=[Drawing(2, (10, 120, 60, 140), [Word(2, 3, "f001", 7)], "f001-mark", "f001")],
        links=[Link(2, (10, 120, 60, 140), Target(1, 72, 200), "Go to r01")],
        bookmarks=[
            Bookmark(1, "Strengths (1)", Target(2, 72, 120)),
            Bookmark(2, "1.1 Leadership", Target(2, 72, 120)),
            Bookmark(3, "f001", Target(2, 72, 120)),
            Bookmark(1, "Recommendations", Target(1, 72, 130)),
        ],
    )


@pytest.fixture
def marked() -> pymupdf.Document:
    return pymupdf.open(stream=mark(two_pages(), all_kinds()))


def test_highlight_has_boxes_colour_and_note(marked):
    page = marked[1]
    (found,) = page.annots(types=[pymupdf.PDF_ANNOT_HIGHLIGHT])
    assert found.info["content"] == "A note (with \\ brackets) – ‘so’"
    assert found.info["id"] == "f001"
    assert found.colors["stroke"] == pytest.approx(RED)
    assert len(found.vertices) == 8
    assert tuple(found.rect) == pytest.approx((72, 120, 300, 146), abs=2)
    pixels = page.get_pixmap(clip=(250, 121, 299, 131))
    assert max(set(pixels.samples[0::3])) == 255 and max(set(pixels.samples[1::3])) == 0  # red, and text through it


def test_link_leads_to_the_point_and_old_links_stay(marked):
    links = {link["kind"]: link for link in marked[1].get_links()}
    assert links[pymupdf.LINK_URI]["uri"] == "https://example.org"
    new = links[pymupdf.LINK_GOTO]
    assert (new["page"], tuple(new["from"])) == (0, (10, 120, 60, 140))
    assert new["to"].y == pytest.approx(200 - 24, abs=1)


def test_bookmarks_stand_behind_the_outline(marked):
    assert marked.get_toc() == [
        [1, "Foreword", 1], [2, "Within", 2], [1, "Strengths (1)", 2], [2, "1.1 Leadership", 2], [3, "f001", 2], [1, "Recommendations", 1],
    ]  # fmt: skip


def test_bookmarks_of_a_file_without_outline():
    data = mark(Paper().paragraph(*running()).data(), Marks(bookmarks=[Bookmark(1, "Strengths", Target(1, 0, 0))]))
    assert pymupdf.open(stream=data).get_toc() == [[1, "Strengths", 1]]


def test_pages_underneath_are_untouched(marked):
    with pymupdf.open(stream=two_pages()) as before:
        for old, new in zip(before, marked, strict=True):
            assert new.read_contents() == old.read_contents()
            assert (new.mediabox, new.cropbox, new.rotation) == (old.mediabox, old.cropbox, old.rotation)
            pictures = [page.get_pixmap(annots=False).samples for page in (old, new)]
            # a page with blending is drawn in a group, which rounds by a step or two of 255
            assert max(abs(a - b) for a, b in zip(*pictures, strict=True)) <= 2


def test_page_before_the_first_shifts_what_leads_to_pages():
    marks = all_kinds()
    marks.front = Drawing(1, (36, 36, 200, 80), [Word(5, 5, "Legend", 8)], "legend", "Legend", (1, 1, 1), (0, 0, 0))
    found = pymupdf.open(stream=mark(two_pages(), marks))
    assert found.page_count == 3
    assert [a.info["id"] for a in found[0].annots()] == ["legend"]
    assert [a.info["id"] for a in found[2].annots(types=[pymupdf.PDF_ANNOT_HIGHLIGHT])] == ["f001"]
    assert [entry[2] for entry in found.get_toc()] == [2, 3, 3, 3, 3, 2]


def test_file_is_sound_and_the_same_each_time(tmp_path):
    data = mark(two_pages(), all_kinds())
    assert data == mark(two_pages(), all_kinds())
    assert_sound(data, tmp_path)


def test_annotation_list_that_is_an_object_of_its_own_is_kept():
    document = pymupdf.open(stream=two_pages())
    page = document[1].xref
    xref = document.get_new_xref()
    document.update_object(xref, document.xref_get_key(page, "Annots")[1])
    document.xref_set_key(page, "Annots", f"{xref} 0 R")
    found = pymupdf.open(stream=mark(document.tobytes(), all_kinds()))
    assert len(found[1].get_links()) == 2


@pytest.mark.parametrize("case", ["truncated", "encrypted", "a header and noise"])
def test_broken_file_is_a_report_error(case):
    data, kind, words = BROKEN[case]
    with pytest.raises(ReportError, match=words) as caught:
        mark(data, all_kinds(), "x.pdf")
        survey(data, "x.pdf")
    assert isinstance(caught.value, kind)


def test_survey_tells_text_from_pictures():
    paper = Paper().line("Some words of text")
    paper.panel(300, 360)
    (ink,) = survey(paper.data())
    assert (ink.width, ink.height) == (595, 842)
    assert all(120 < y0 < 140 for _, y0, _, _ in ink.text)
    assert any(box == pytest.approx((60, 300, 535, 360), abs=1.5) for box in ink.other)


@pytest.mark.parametrize("text", ["f001 p. 9", "+ f001", "− f001", "› r01"])
def test_width_of_text_is_that_of_its_letters(text):
    paper = Paper()
    end = paper.at(0, 100, text.replace("−", "–"), 10)
    assert text_width(text, 10) == pytest.approx(end, abs=0.4)


def test_notes_that_are_their_own_parents_and_labels_in_a_circle_stop_no_marking(small_pdf):
    with pymupdf.open(stream=small_pdf) as document:
        note, labels = document.get_new_xref(), document.get_new_xref()
        document.update_object(note, f"<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/Parent {note} 0 R>>")
        document.xref_set_key(document.page_xref(0), "Annots", f"[{note} 0 R]")
        document.update_object(labels, f"<</Kids[{labels} 0 R]>>")
        document.xref_set_key(document.pdf_catalog(), "PageLabels", f"{labels} 0 R")
        data = document.tobytes()
    out = fn.annotate(data, nlp=fn.load("none"))
    with pymupdf.open(stream=out) as document:
        assert len(list(document[0].annots())) > 0
