from dataclasses import asdict

from making import Paper, placed, running

import findings_nlp as fn
from findings_nlp.document.texts import finding_text, joined
from findings_nlp.pipes.items.findings import find_findings, find_none_stated, find_quotes

HEAD = "# 1. Delivery\n## 1.1. Leadership\n### Strengths:\n"


def findings(markup: str) -> list[tuple[str, str]]:
    blocks, places = placed(markup)
    return [(f.polarity, joined(blocks, f.blocks)) for f in find_findings(blocks, places)]


def test_each_bullet_is_a_finding_of_its_headings_polarity():
    markup = HEAD + "- The plan is known.\n- Staff are proud.\n### Areas for improvement:\n- Audits are late."
    assert findings(markup) == [
        ("strength", "The plan is known."),
        ("strength", "Staff are proud."),
        ("area_for_improvement", "Audits are late."),
    ]


def test_sub_bullets_and_second_paragraphs_belong_to_their_finding():
    markup = HEAD + "- Offices need:\n  - chairs\n  - lamps.\n+ This was said before.\n- Staff are proud."
    assert findings(markup) == [
        ("strength", "Offices need: chairs lamps. This was said before."),
        ("strength", "Staff are proud."),
    ]


def test_footnote_and_footer_between_bullets_do_not_split_a_finding():
    markup = HEAD + "- Offices need:\n^ 4 See the annexe.\n~ Inspection of Otterby 3\n=\n  - chairs\n- Staff are proud."
    assert [text for _, text in findings(markup)] == ["Offices need: chairs", "Staff are proud."]


def test_quotation_between_bullets_is_no_finding_and_ends_none():
    markup = HEAD + "- The plan is known.\n“They never once made me feel small.”\n- Staff are proud."
    assert [text for _, text in findings(markup)] == ["The plan is known.", "Staff are proud."]
    blocks, places = placed(markup)
    assert [(joined(blocks, b), s) for b, s in find_quotes(blocks, places)] == [
        ("“They never once made me feel small.”", "1.1. Leadership")
    ]


def test_list_that_lost_its_bullets_is_read_by_paragraph():
    markup = HEAD + "The plan for the year is known in every office.\nStaff are proud of their work and of one another.\n"
    assert len(findings(markup)) == 2
    assert all(polarity == "strength" for polarity, _ in findings(markup))


def test_paragraph_beside_real_bullets_is_no_finding():
    markup = HEAD + "- The plan is known.\nThis paragraph explains how the rating came about in the end."
    assert [text for _, text in findings(markup)] == ["The plan is known."]


def test_bullets_elsewhere_are_no_findings():
    markup = "# Foreword\n- A point.\n# Background\n- interviews\n# 1. Delivery\n## 1.1. Leadership\n- no heading above\n"
    assert findings(markup) == []


def test_section_without_areas_for_improvement_is_fine():
    markup = HEAD + "- The plan is known.\n## 1.2. Staff\n### Strengths:\n- Staff are proud."
    assert {polarity for polarity, _ in findings(markup)} == {"strength"}


def test_lettered_point_keeps_its_letter():
    blocks, _ = placed(HEAD + "- Offices need:\n  - chairs")
    blocks[-1].label = "(a)"
    assert joined(blocks, [3, 4]) == "Offices need: (a) chairs"


def test_quotes_of_the_annex_do_not_count():
    blocks, places = placed("# Annex 1: Methodology\n“They never once made me feel small.”")
    assert find_quotes(blocks, places) == []


def test_small_report_is_read_whole(small):
    assert [(f.id, f.standard, f.section) for f in small.findings] == [
        *[(f"f00{k}", "1.1", "1.1. Leadership") for k in (1, 2, 3, 4)],
        *[(f"f00{k}", "1.2", "1.2. Staff") for k in (5, 6)],
    ]
    assert [f.polarity[0] for f in small.findings] == list("ssaasa")
    assert [q.text for q in small.quotes] == ["“Nobody ever rings me back when I leave a message.”"]
    assert [q.text for f in small.findings for q in f.quantities] == ["24 per cent", "six of 21 cases", "30 per cent"]


def test_finding_over_a_page_break_has_a_box_on_each_page():
    p = Paper().heading("1. Delivery").paragraph(*running()).heading("1.1. Leadership", 14).label("Strengths:")
    p.y = 740
    p.bullet("The level of risk information was low. As a")
    p.turn().line("result, keeping people safe was a concern.", x=90)
    (finding,) = fn.read_report(p.data(), nlp=fn.load("none")).findings
    assert finding.text == "The level of risk information was low. As a result, keeping people safe was a concern."
    assert [x.page for x in finding.locations] == [1, 2]


def test_framed_example_among_bullets_of_a_pdf_is_no_finding():
    p = Paper().heading("1. Delivery").paragraph(*running()).heading("1.1. Leadership", 14).label("Strengths:")
    p.bullet("The plan is known in all offices.")
    p.y += 20
    top = p.y - 16
    p.label("Good practice example").paragraph("A mentor met the man at the gate.").bullet("She had his keys.")
    p.panel(top, p.y - 8)
    p.y += 20
    p.bullet("Staff are proud of their work.")
    assert [f.text for f in fn.read_report(p.data(), nlp=fn.load("none")).findings] == [
        "The plan is known in all offices.",
        "Staff are proud of their work.",
    ]


def test_numbered_rows_are_findings_and_go_on_over_the_page():
    markup = HEAD + (
        "| 1 | Staff are proud of their work and of one another. |\n| 2 | The lift is mended within a day. |\n"
        "| 3 | The plan for the year is known in every office and is |\n~ Inspection of Otterby 3\n=\nkept by all of its managers."
    )
    blocks, places = placed(markup)
    found = [asdict(f) for f in find_findings(blocks, places)]
    assert [finding_text(blocks, f) for f in found] == [
        "Staff are proud of their work and of one another.",
        "The lift is mended within a day.",
        "The plan for the year is known in every office and is kept by all of its managers.",
    ]


NONE = "# 1. Delivery\n## 1.1. Leadership\n### Strengths:\n- The plan is known.\n### Areas for improvement:\n{}\n"


def test_there_is_none_is_no_finding():
    for line in ("- None identified.", "There were no areas for improvement under this standard."):
        blocks, places = placed(NONE.format(line))
        assert [f.polarity for f in find_findings(blocks, places)] == ["strength"]
        [none] = find_none_stated(places)
        assert (none.polarity, none.standard, blocks[none.blocks[0]].text in line) == ("area_for_improvement", "1.1", True)


def test_there_is_none_stands_in_the_record_with_its_place():
    p = Paper().heading("1. Organisational delivery", 20).paragraph(*running()).heading("1.1. Leadership", 14)
    p.label("Strengths:").bullet("The plan is known in every office.").label("Areas for improvement:").bullet("None identified.")
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    [none] = report.none_stated
    assert (none.standard, none.polarity, none.locations[0].page) == ("1.1", "area_for_improvement", 1)
    assert len(report.findings) == 1
