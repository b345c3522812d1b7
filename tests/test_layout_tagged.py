"""Tagged PDFs as word processors write them: runs of their own, layout tables, uneven headings."""

import re

import pytest
from tagging import Tagged, tagged_report

import findings_nlp as fn


def read(chapter) -> fn.Report:
    return fn.read_report(tagged_report(chapter), nlp=fn.load("none"))


def sides(report: fn.Report) -> tuple[list[str], list[str]]:
    return [f.text for f in report.strengths], [f.text for f in report.areas_for_improvement]


def runs(text: str) -> list[str]:
    """Words and signs as runs of their own."""
    return re.findall(r"\w+ ?|[^\w ] ?| ", text)


ITEMS = [
    "Decision-making was sound and well-being was a priority for every leader.",
    "Work was led by one long-serving head – and one deputy – of the service.",
    "Re-offending data was shared with the follow-up team (see section 4).",
]


def test_signs_that_are_runs_of_their_own_are_no_bullets():
    def chapter(t: Tagged) -> None:
        t.text("H2", "Strengths", size=14, bold=True).items(*(runs(text) for text in ITEMS))

    assert sides(read(chapter)) == (ITEMS, [])


@pytest.mark.parametrize("split", [["Staff in the ", "o", "ffice were well led."], ["Staff in the office were well led", "."]])
def test_letters_that_are_runs_of_their_own_are_no_bullets(split):
    def chapter(t: Tagged) -> None:
        t.text("H2", "Strengths", size=14, bold=True).items(split, "The plan was known in every team.")

    assert sides(read(chapter))[0][0] == "".join(split)


def test_hyphen_that_opens_a_line_goes_on_with_the_word():
    def chapter(t: Tagged) -> None:
        t.text("H2", "Strengths", size=14, bold=True)
        with t.inside("L", "LI"):
            t.lines("• ", x=90)
            t.y -= 14.3
            with t.inside("LBody"):
                t.lines("The board was told of the work of each of the teams and multi", ["-", "agency plans were known."], x=104)

    assert sides(read(chapter))[0] == ["The board was told of the work of each of the teams and multi-agency plans were known."]


def test_dash_and_o_are_bullets_where_they_stand_before_text():
    def chapter(t: Tagged) -> None:
        t.text("H2", "Strengths", size=14, bold=True).items(*ITEMS, glyph="-").text("P", "More was said.").items("This is one.")
        t.text("H2", "Areas for improvement", size=14, bold=True).items(*ITEMS, glyph="o")

    assert sides(read(chapter))[1] == ITEMS


@pytest.fixture(params=["list", "runs", "inner table", "numbered"])
def layout_table(request):
    def chapter(t: Tagged) -> None:
        with t.inside("Table", "TBody", "TR", "TD"):
            t.text("P", "What is working well", bold=True)
            t.items(*(runs(text) if request.param == "runs" else text for text in ITEMS))
            if request.param == "inner table":
                with t.inside("Table", "TBody", "TR"):
                    for x, cell in ((72, "1.1 Leadership"), (300, "Good")):
                        with t.inside("TD"):
                            t.lines(cell, x=x)
                        t.y -= 14.3
                t.y += 30
            t.text("P", "What needs to improve", bold=True)
            t.items("The follow-up of people who missed appointments.", glyph="1." if request.param == "numbered" else "•")
            t.text("P", "The experiences of people who need help: good", bold=True)
            t.text("P", "People get help quickly and thresholds are clear to every partner.")
            t.text("P", "Telephone 0300 000 0000")

    return read(chapter)


def test_page_in_a_layout_table_is_read_as_running_text(layout_table):
    assert sides(layout_table) == (ITEMS, ["The follow-up of people who missed appointments."])


def uneven(tag: str, later_tag: str, size: float) -> fn.Report:
    def chapter(t: Tagged) -> None:
        t.text("H2", "What is working well", size=14, bold=True).items(*ITEMS)
        t.text(tag, "What needs to improve", size=14, bold=True).items("The follow-up of people who missed appointments.")
        for heading in ("The work of the courts", "The work of the hub"):
            t.text(later_tag, heading, size=size, bold=True).items("People get help quickly.", "Most plans are written down.")

    return read(chapter)


@pytest.mark.parametrize(
    ("tag", "later_tag", "size"),
    [("H2", "P", 16), ("H2", "P", 14), ("H2", "H3", 16), ("P", "H2", 14), ("H1", "H2", 16), ("P", "P", 16)],
)
def test_list_ends_at_a_heading_of_its_rank_or_in_larger_print_however_tagged(tag, later_tag, size):
    assert sides(uneven(tag, later_tag, size)) == (ITEMS, ["The follow-up of people who missed appointments."])


@pytest.mark.parametrize(("tag", "later_tag"), [("H2", "H3"), ("H2", "P")])
def test_list_goes_on_below_a_lower_heading(tag, later_tag):
    assert len(uneven(tag, later_tag, 12).areas_for_improvement) == 5


def test_heading_that_is_tagged_unlike_all_others_in_its_print_has_their_rank():
    def chapter(t: Tagged) -> None:
        for number, tag in enumerate(("H2", "H2", "H2", "H2", "H4"), 1):
            t.text(tag, f"1.{number} Standard", size=16, bold=True)
            t.text("H3", "Strengths", size=13, bold=True).items("The plan was known in every team.")
        t.text("H2", "Views of people", size=16, bold=True)

    assert [f.headings[-1] for f in read(chapter).findings] == [f"1.{n} Standard" for n in range(1, 6)]
    assert [f.headings[-2] for f in read(chapter).findings] == ["Organisational delivery"] * 5


def test_paragraphs_in_the_only_cell_of_a_layout_table_are_paragraphs():
    def chapter(t: Tagged) -> None:
        with t.inside("Table", "TBody", "TR", "TD"):
            t.text("P", "What is working well", size=14, bold=True)
            for text in ITEMS:
                t.text("P", text)
            t.text("P", "The plan for the year was known in every team.")

    assert sides(read(chapter))[0] == [*ITEMS, "The plan for the year was known in every team."]
