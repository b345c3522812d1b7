import pytest
from making import Paper, placed, running

import findings_nlp as fn
from findings_nlp.document.contexts import contexts_of
from findings_nlp.document.doc import report_data, views
from findings_nlp.record import checks
from findings_nlp.record.checks import check


@pytest.fixture
def warned(small_pdf, nlp):
    """Warnings of the little report with some of its data changed."""
    doc = nlp(fn.read_pdf(small_pdf, nlp))
    report_data(doc)["family"] = "unknown"

    def run(**changes) -> dict[str, str]:
        report_data(doc).update(changes)
        return {code: message for code, message, _ in check(doc, views(doc), contexts_of(doc))}

    return run


def row(standard: str, value: str | int) -> dict:
    return {"standard": standard, "name": "x", "value": value, "blocks": [0], "start": 0, "end": 1}


def test_report_that_adds_up_has_no_warnings(warned):
    assert warned() == {}


def test_score_that_is_not_the_sum_of_the_ratings(warned):
    assert warned(score=[2, 6])["score_mismatch"] == "the report states 2/6; its ratings add up to 1/6"


def test_rating_that_is_not_scored_is_not_counted(warned):
    rows = [row("1.1", "Good"), row("4.1", "Outstanding")]
    found = warned(family="yjs_2021", ratings=rows, score=[2, 3], overall={"rating": "Good", "source": "sentence", "block": None})
    assert "score_mismatch" not in found
    assert "out of 36" in found["score_maximum"]


def test_overall_rating_outside_the_band_of_the_score(warned):
    message = warned(overall={"rating": "Good", "source": "sentence", "block": None})["overall_mismatch"]
    assert message == "the overall rating is Good; a score of 1/6 falls in the band of Inadequate"


def test_overall_rating_taken_from_the_score_is_owned_up_to(warned):
    assert (
        "no overall rating is printed"
        in warned(overall={"rating": "Inadequate", "source": "score_band", "block": None})["overall_from_score"]
    )


def test_casework_rating_against_its_lowest_key_question(warned):
    ratings = [row("2.2", "Good")]
    asked = [row("2.2", 71), row("2.2", 43)]
    message = warned(ratings=ratings, key_questions=asked, score=None)["rating_against_key_question"]
    assert message.startswith("2.2 is rated Good; its lowest key question, 43 per cent")
    assert "rating_against_key_question" not in warned(ratings=[row("2.2", "Inadequate")])


def test_gap_in_the_numbers_of_recommendations(warned):
    recs = [{"number": n, "blocks": [0]} for n in (1, 2, 4)]
    assert warned(recommendations=recs)["recommendation_numbering"] == "recommendation 4 stands after 2: a number is missing"
    assert "recommendation_numbering" not in warned(recommendations=[{"number": n, "blocks": [0]} for n in (1, 2, 1, 2)])
    assert "recommendation_numbering" not in warned(recommendations=[{"number": None, "blocks": [0]}] * 2)


def test_report_without_findings_says_so(warned):
    assert "its lists could not be read" in warned(findings=[])["no_findings"]


def test_layout_like_no_family_says_so():
    p = Paper().heading("Minutes of the parish council").paragraph(*running())
    codes = {w.code: w.message for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings}
    assert set(codes) == {"no_findings", "unknown_layout"}
    assert "no heading introduces" in codes["no_findings"]


def test_family_with_ratings_but_none_read():
    p = Paper().heading("An inspection of probation services in: Otterby PDU").paragraph(*running())
    assert "no_ratings" in {w.code for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings}


def test_ratings_in_a_report_of_a_family_without_any_are_left_out_and_told():
    p = Paper().heading("A thematic inspection of bail").paragraph(*running()).turn().heading("Ratings", 16)
    for number, name in (("1.1", "Leadership"), ("1.2", "Staff"), ("1.3", "Services")):
        p.paragraph(f"{number} {name}: Good")
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert (report.family, report.ratings, report.overall_rating) == ("thematic", [], None)
    (told,) = [w.message for w in report.warnings if w.code == "ratings_left_out"]
    assert told.startswith("3 ratings of some sort were left out")


def test_picture_among_the_pages_is_named():
    import pymupdf

    p = Paper().paragraph(*running())
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
    pixels.set_rect(pixels.irect, (1, 1, 1))
    p.turn().page.insert_image(p.page.rect, pixmap=pixels)
    (warning,) = [w for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == "page_without_text"]
    assert (warning.message, warning.locations) == ("page 2 holds a picture and no text", [])


def test_text_under_a_polarity_heading_that_is_no_finding_is_owned_up_to():
    p = Paper().heading("1. Delivery").paragraph(*running()).heading("1.1. Leadership", 14).label("Strengths:")
    p.bullet("The plan is known in every office.")
    p.y += 20
    p.paragraph("This paragraph stands at the margin and goes on to say something that is in no list at all.")
    (warning,) = [w for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == "unassigned_text"]
    assert "in no finding (page 1)" in warning.message and warning.locations[0].page == 1


def test_welsh_edition_is_flagged():
    words = "Mae’r gwasanaethau prawf yn yr ardal ac yn y dref wrth eu gwaith ac yr oedd yr arolygiad yn dda. "
    p = Paper().heading("Arolygiad o wasanaethau prawf")
    for _ in range(6):
        p.line(words[:85]).line(words[85:] or "ac yr oedd")
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert report.language == "cy"
    assert "welsh_edition" in {w.code for w in report.warnings}


def test_warning_points_to_where_it_stands(corpus):
    located = [w for r in corpus.values() for w in r.warnings if w.code == "rating_against_key_question"]
    assert all(w.locations for w in located)


def unread(markup: str, monkeypatch) -> str | None:
    monkeypatch.setattr(checks, "block_locations", lambda doc, indices: [])
    monkeypatch.setattr(checks, "report_data", lambda doc: {"source": {"pages": 1}})
    warned = checks._unread(None, *placed(markup))
    return warned[0][1] if warned else None


@pytest.mark.parametrize("lost", ["| {} | {} |", "{}"])
def test_rows_and_paragraphs_under_a_side_that_are_in_no_finding_are_owned_up_to(lost, monkeypatch):
    text = "What the service does for people who live far from an office"
    chapter = f"# 1. Delivery\nThe chapter begins here.\n## 1.1. Leadership\n{{}}\n{lost.format(text, text)}\n"
    assert "in no finding" in unread(chapter.format("### Strengths:"), monkeypatch)
    assert unread(chapter.format("### Context"), monkeypatch) is None
