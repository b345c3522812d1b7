import pytest
from making import Paper, blocks_of, running, text_line

from findings_nlp.layout.headings import is_heading


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1.1 Leadership", {"size": 16}, True),
        ("Strengths:", {"bold": True}, True),
        ("AREAS FOR IMPROVEMENT", {}, True),
        ("Leadership", {"roles": ("H2",)}, True),
        ("Leadership", {}, False),
        ("HMPPS", {"size": 8}, False),
        ("Staff are proud of their work.", {"bold": True}, False),
        (
            "Staff are proud of their work and of one another, and say so again and again to all who ask them",
            {"bold": True},
            False,
        ),
    ],
)
def test_a_line_is_a_heading_by_tag_size_weight_or_capitals(text, style, expected):
    assert is_heading([text_line(text, **style)], 11, False, "") is expected


@pytest.mark.parametrize(("size", "expected"), [(11.5, False), (12.5, True), (13, True)])
def test_line_a_little_larger_than_the_text_is_a_heading_and_one_of_its_size_is_none(size, expected):
    assert is_heading([text_line("Work with the courts", size=size)], 11, False, "") is expected


def test_bold_lines_in_a_bold_document_are_no_headings():
    assert not is_heading([text_line("Leadership of the service", bold=True)], 11, True, "")


def test_bullet_in_bold_is_no_heading():
    assert not is_heading([text_line("Leadership", bold=True)], 11, False, "•")


def levels(p: Paper) -> dict[str, int]:
    return {b.text: b.level for b in blocks_of(p.data()) if b.kind == "heading"}


def test_standards_share_a_rank_below_chapters_and_above_labels():
    p = Paper()
    p.heading("1. Organisational delivery", 20).paragraph(*running())
    for name in ("1.1. Leadership", "1.2. Staff"):
        p.heading(name, 15).paragraph(*running(30)).label("Strengths:").bullet("Staff are proud of their work.")
    p.turn().heading("2. Case supervision", 20).heading("2.1. Assessment", 15)
    found = levels(p)
    assert found["1. Organisational delivery"] == found["2. Case supervision"]
    assert found["1.1. Leadership"] == found["1.2. Staff"] == found["2.1. Assessment"]
    assert found["1. Organisational delivery"] < found["1.1. Leadership"] < found["Strengths:"]


def test_outline_ranks_headings_that_look_alike():
    p = Paper()
    for name in ("Delivery", "Leadership", "Casework"):
        p.heading(name, 15).paragraph(*running(40))
    p.doc.set_toc([[1, "Delivery", 1], [2, "Leadership", 1], [1, "Casework", 1]])
    found = levels(p)
    assert found["Delivery"] == found["Casework"] < found["Leadership"]


def test_unnumbered_section_in_the_style_of_standards_ends_the_one_before():
    p = Paper()
    p.heading("1. Organisational delivery", 20).paragraph(*running())
    p.heading("1.3. Services", 15).paragraph(*running(30)).heading("Resettlement work", 15).paragraph(*running(30))
    p.heading("1.4. Information and facilities", 15).paragraph(*running(20))
    found = levels(p)
    assert found["1.3. Services"] == found["Resettlement work"] == found["1.4. Information and facilities"]


def test_heading_of_two_lines_is_one_heading():
    p = Paper()
    p.line("1.4. Information and facilities of the", "service in the whole region", size=15, font="hebo", lead=18)
    p.y += 10
    p.paragraph(*running())
    assert list(levels(p)) == ["1.4. Information and facilities of the service in the whole region"]


def test_bold_rest_of_a_question_is_no_heading():
    line = text_line("desistance?", bold=True)
    assert not is_heading([line], 11, False, "")
    assert is_heading([text_line("Desistance?", bold=True)], 11, False, "")


SENTENCE = "Planning is well-informed, holistic and personalised, and it actively involves the child and the parents or carers."


def test_sentence_in_the_print_of_the_text_is_no_heading_though_it_is_tagged_as_one():
    assert not is_heading([text_line(SENTENCE, roles=("H2",))], 11, False, "")
    assert is_heading([text_line(SENTENCE, roles=("H2",), size=13)], 11, False, "")
    assert is_heading([text_line(SENTENCE, roles=("H2",), bold=True)], 11, False, "")
    assert is_heading([text_line("Plans are made well.", roles=("H2",))], 11, False, "")
