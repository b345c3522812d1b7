import pytest
from making import Paper, running

import findings_nlp as fn
from findings_nlp.document.contexts import contexts_of
from findings_nlp.document.doc import report_data, views
from findings_nlp.record.checks import check


def warnings(p: Paper) -> dict[str, str]:
    return {w.code: w.message for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings}


def report(*standards: tuple[str, bool, bool]) -> Paper:
    """A chapter of standards, each with strengths, areas for improvement or both."""
    p = Paper().heading("1. Organisational delivery", 20).paragraph(*running())
    for name, strengths, areas in standards:
        p.turn().heading(name, 14)
        if strengths:
            p.label("Strengths:").bullet("The plan is known in every office of it.").bullet("Staff are proud of it.")
        if areas:
            p.label("Areas for improvement:").bullet("Audits are done late and are not followed up.")
    return p


BOTH = (("1.1. Leadership", True, True), ("1.2. Staff", True, True))


def test_whole_report_loses_nothing():
    assert not {"unassigned_list", "one_sided", "no_recommendations", "unreadable_text"} & set(warnings(report(*BOTH)))


def test_list_under_a_heading_that_tells_no_side_is_told():
    p = report(*BOTH).turn().heading("1.3. Services", 14).label("Harvest notes:")
    p.bullet("Waiting times have fallen in every office.").bullet("Places are short in all of the towns.")
    assert warnings(p)["unassigned_list"].startswith("2 items of lists") and "page 4" in warnings(p)["unassigned_list"]


def test_list_that_a_line_announces_or_under_a_judged_heading_is_not():
    p = report(*BOTH).turn().heading("1.3. Services", 14).line("The service has these offices:")
    p.bullet("one in the town of Otterby by the river").bullet("one in the hills to the north of it.")
    p.heading("The work of the courts: good", 14)
    p.bullet("People get help quickly.", glyph="1.").bullet("Most plans are written down.", glyph="2.")
    assert "unassigned_list" not in warnings(p)


def test_side_that_a_standard_lacks_where_others_have_both_is_told():
    found = warnings(report(*BOTH, ("1.3. Services", True, False)))
    assert (
        found["one_sided"]
        == "no areas for improvement were read under 1.3. Services, where other sections have both sides (page 4)"
    )
    assert "one_sided" not in warnings(report(("1.1. Leadership", True, True), ("1.2. Staff", True, False)))


def test_side_that_the_whole_report_lacks_is_told():
    p = report(("1.1. Leadership", True, False), ("1.2. Staff", True, False))
    assert warnings(p)["one_sided"] == "4 strengths were read and no areas for improvement"
    p.label("Areas for improvement:").bullet("None identified.")
    assert "one_sided" not in warnings(p)


def test_chapter_of_recommendations_that_yields_none_is_told():
    p = Paper().heading("1. Delivery").paragraph(*running()).turn().heading("Recommendations").paragraph(*running(30))
    assert warnings(p)["no_recommendations"] == "the chapter of recommendations yields none (page 2)"
    p = Paper().heading("1. Delivery").paragraph(*running()).turn().heading("Recommendations")
    assert "no_recommendations" not in warnings(p.paragraph("We make no recommendations."))


@pytest.mark.parametrize("sign", ["\ufffd", "\x02", "\ue0a1"])
def test_words_with_signs_that_are_no_text_are_told_with_their_page(small_pdf, nlp, sign):
    doc = nlp(fn.read_pdf(small_pdf, nlp))
    record = next(r for r in report_data(doc)["blocks"] if r["text"].startswith("Vacancies"))
    record["text"] = record["text"].replace("probation", f"proba{sign}on")
    found = [message for code, message, _ in check(doc, views(doc), contexts_of(doc)) if code == "unreadable_text"]
    assert found == ["page 3 holds 1 word with characters that cannot be read"]


def test_ratings_table_against_the_standards_own_sections(small_pdf, nlp):
    doc = nlp(fn.read_pdf(small_pdf, nlp))
    own = {"standard": "1.1", "name": "Leadership", "value": "Good", "blocks": [3], "start": 0, "end": 1}
    report_data(doc)["ratings_in_sections"] = [own]
    [(_, message, where)] = [w for w in check(doc, views(doc), contexts_of(doc)) if w[0] == "ratings_contradict"]
    assert message == "1.1 is rated Inadequate in the table of ratings and Good in its own section" and where


def pictured(p: Paper, height: float = 842) -> Paper:
    import pymupdf

    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 9))
    pixels.set_rect(pixels.irect, (200, 200, 200))
    p.page.insert_image(pymupdf.Rect(0, 0, 595, height), pixmap=pixels, keep_proportion=False)
    return p


def test_page_that_became_a_picture_is_told_though_it_has_a_running_footer():
    p = Paper()
    for number in range(1, 6):
        p.footer(f"Inspection of Otterby PDU {number}")
        if number == 4:
            pictured(p)
        else:
            p.paragraph(*running())
        p.turn()
    assert warnings(p.paragraph(*running()))["page_without_text"] == "page 4 holds a picture and no text"


def test_page_with_a_picture_beside_its_text_is_not():
    assert "page_without_text" not in warnings(pictured(Paper().paragraph(*running()), 300))


def test_page_whose_letters_are_shapes_is_told():
    import pymupdf

    p = Paper().paragraph(*running()).turn()
    for k in range(300):
        x, y = 72 + 9 * (k % 40), 100 + 14 * (k // 40)
        p.page.draw_rect(pymupdf.Rect(x, y, x + 6, y + 8), color=None, fill=(0, 0, 0))
    assert "page_without_text" in warnings(p)


@pytest.mark.parametrize("level", [70, 150])
def test_text_that_runs_sideways_beside_level_text_is_told(level):
    p = Paper().paragraph(*running()).turn().paragraph(*running(level))
    for k, line in enumerate(running()):
        p.page.insert_text((100 + 14 * k, 700), line, rotate=90)
    assert warnings(p)["unreadable_text"] == "text of page 2 runs sideways; it was not read"


def chapters(*sides: tuple[bool, bool]) -> Paper:
    """Chapters without numbered standards, each with strengths, areas for improvement or both in its sections."""
    p = Paper()
    for number, (strengths, areas) in enumerate(sides, 1):
        p.heading(f"{number}. Chapter of the {'abcdefgh'[number]} kind", 20).paragraph(*running())
        if strengths:
            p.label("Strengths:").bullet("The plan is known in every office of it.").bullet("Staff are proud of it.")
        if areas:
            p.label("Areas for improvement:").bullet("Audits are done late and are not followed up.")
        p.turn()
    return p.paragraph(*running())


def test_chapter_of_one_side_among_chapters_of_both_is_told_with_its_page():
    assert "one_sided" not in warnings(chapters(*[(True, True)] * 5))
    found = warnings(chapters(*[(True, True)] * 4, (True, False)))["one_sided"]
    assert "no areas for improvement were read under 5. Chapter" in found and "pages 5" in found
    assert "one_sided" not in warnings(chapters(*[(True, True)] * 3, (True, False)))


@pytest.mark.parametrize("scale", [(0.05, 0.05), (0.02, 1.0)])
def test_text_too_small_to_be_seen_is_told(scale):
    import pymupdf

    p = report(*BOTH).turn()
    writer = pymupdf.TextWriter(p.page.rect)
    writer.append((72, 200), "Areas for improvement:", fontsize=11)
    writer.write_text(p.page, morph=(pymupdf.Point(72, 200), pymupdf.Matrix(*scale)))
    found = [w for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == "unreadable_text"]
    assert [w.message for w in found] == ["page 4 holds text that is too small to be seen; it may be read wrongly"]
