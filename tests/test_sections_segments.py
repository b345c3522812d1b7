import pytest
from making import placed, views

from findings_nlp.document.contexts import standard_of
from findings_nlp.families import headings
from findings_nlp.pipes.sections.panels import is_quote
from findings_nlp.pipes.sections.segments import place_blocks


def roles(markup: str) -> dict[str, str]:
    blocks, places = placed(markup)
    return {b.text: p.role for b, p in zip(blocks, places, strict=True)}


def find(markup: str, text: str):
    blocks, places = placed(markup)
    return next(p for b, p in zip(blocks, places, strict=True) if b.text.startswith(text))


REPORT = """
# 1. Organisational delivery
## 1.1. Leadership
Leadership is rated on what follows.
### Strengths:
- The plan is known.
### Areas for improvement:
- The plan is late.
## Resettlement work
A paragraph.
### Strengths:
- People are met at the gate.
"""


def test_place_names_part_standard_section_and_headings():
    place = find(REPORT, "The plan is late")
    assert (place.part, place.standard, place.polarity) == ("body", "1.1", "area_for_improvement")
    assert place.section == "1.1. Leadership"
    assert place.headings == ["1. Organisational delivery", "1.1. Leadership"]


def test_polarity_comes_from_the_heading_not_from_the_tone():
    markup = "## 1.1. Leadership\n### Areas for improvement:\n- There were clear strengths and excellent, committed staff."
    assert find(markup, "There were").polarity == "area_for_improvement"


def test_unnumbered_section_has_no_standard_and_ends_the_list_before():
    place = find(REPORT, "People are met")
    assert (place.standard, place.section, place.polarity) == (None, "Resettlement work", "strength")
    assert find(REPORT, "A paragraph").polarity is None


def test_text_between_rating_and_list_is_no_finding():
    assert roles(REPORT)["Leadership is rated on what follows."] == "text"


def test_heading_below_the_polarity_heading_keeps_it():
    markup = "# 1. Delivery\n## Strengths\n### Staff\n- They are proud.\n# 2. Casework\n- A point."
    assert find(markup, "They are").polarity == "strength"
    assert find(markup, "A point").polarity is None


@pytest.mark.parametrize("heading", ["Contents", "Annexe one - Web links", "Recommendations from the previous inspection"])
def test_no_findings_in_contents_annexes_or_about_earlier_inspections(heading):
    assert find(f"# {heading}\n### Strengths:\n- The plan is known.", "The plan").polarity is None


def test_framed_example_is_no_finding_and_the_list_goes_on_after_it():
    markup = """
# 1. Delivery
## 1.1. Leadership
### Strengths:
- The plan is known.
@1 ### Good practice example
@1 A mentor met the man at the gate.
@1 - She had his keys.
- Staff are proud.
"""
    found = roles(markup)
    assert found["A mentor met the man at the gate."] == found["She had his keys."] == "box"
    assert found["Staff are proud."] == "finding"


def test_example_without_a_frame_ends_where_the_list_resumes():
    markup = """
# 1. Delivery
## 1.1. Leadership
### Strengths:
- The plan for the year is known in every office of the unit.
### Good practice example
A mentor met the man at the gate on the day of his release.
- Staff are proud of what they do and of one another, and they say so to all who ask them.
"""
    found = roles(markup)
    assert found["A mentor met the man at the gate on the day of his release."] == "box"
    assert [r for t, r in found.items() if t.startswith("Staff are")] == ["finding"]


def test_box_drawn_as_a_table_of_one_cell_is_no_finding():
    assert (
        roles("## 1.1. Leadership\n### Strengths:\n- One.\n| A mentor met the man. |\n- Two.")["A mentor met the man."] == "box"
    )


def test_framed_list_of_strengths_is_a_list():
    markup = "## 1.1. Leadership\n@1 ### Strengths:\n@1 - The plan is known."
    assert find(markup, "The plan").role == "finding"


def test_quotation_between_bullets_is_a_quote():
    found = roles("## 1.1. Staff\n### Strengths:\n- One.\n“They never once made me feel small.”\n- Two.")
    assert found["“They never once made me feel small.”"] == "quote"
    assert found["Two."] == "finding"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“They never made me feel small.”", True),
        ('"They never made me feel small."', True),
        ("‘They never made me feel small, not once.’ (Child, 15)", True),
        ("“They never made me feel small.” – Person on probation", True),
        ("“They never made me feel small.” “It helped me.”", True),
        ("“Inadequate” was the rating that we gave.", False),
        ("“Good”", False),
        ("Staff said that it was “all too much for us”.", False),
    ],
)
def test_a_quotation_is_nothing_but_somebodys_words(text, expected):
    assert is_quote(text) is expected


@pytest.mark.parametrize(
    ("heading", "standard"),
    [
        ("1.1. Leadership", "1.1"), ("1.1 Leadership", "1.1"), ("2.4: Delivery", "2.4"), ("P 2.3 Delivery", "P 2.3"),
        ("P2.3 Delivery", "P2.3"), ("R 1.1 Leadership", "R 1.1"), ("V1.1 Casework", "V1.1"), ("3.4. Joint working", "3.4"),
        ("1.5 per cent", "1.5"), ("1.5% of staff", None), ("Leadership", None), ("2023 in review", None), ("24 cases", None),
    ],
)  # fmt: skip
def test_standard_that_a_heading_opens_with(heading, standard):
    assert standard_of(heading) == standard


def test_segments_are_spans_of_the_doc(small_pdf, nlp):
    import findings_nlp as fn

    doc = nlp(fn.read_pdf(small_pdf, nlp))
    labels = [span.label_ for span in doc.spans["segments"]]
    assert labels.count("strength") == labels.count("area_for_improvement") == 2
    assert {"foreword", "ratings", "recommendations"} <= set(labels)
    assert all("Staff are proud" not in s.text for s in doc.spans["segments"] if s.label_ == "area_for_improvement")


def test_rows_below_a_row_that_names_a_side_are_findings():
    markup = "## 1.1 Leadership\n| Strengths |\n| The board meets every month. |\n| Staff are well supported. |\n## 1.2 Staff"
    assert roles(markup)["The board meets every month."] == "finding"
    assert roles(markup)["Staff are well supported."] == "finding"


def test_annex_ends_the_list_whatever_its_rank():
    markup = "## 1.1 Leadership\n# Strengths:\n- The board meets.\n## Annexe 1: Methodology\n- We read files."
    assert roles(markup)["We read files."] == "text"


def test_good_practice_as_the_heading_of_strengths_throughout():
    section = "## 1.{0} Leadership\n### Good practice\nThe board meets {0} times a year.\n### Areas for development\nPlans lack {0} dates."
    markup = "\n".join(section.format(k) for k in (1, 2, 3))
    assert find(markup, "The board meets 2 times a year.").polarity == "strength"


def test_word_standard_before_a_number_is_no_part_of_it():
    assert standard_of("Standard 1.1: Leadership") == "1.1"


def test_headings_of_a_reports_own_stand_opposite_each_other():
    chapter = """
## 1.{0}. Standard
### Worth keeping
- The plan of number {0} is known.
### Could have been handled otherwise
- Visits of number {0} are late.
"""
    markup = "".join(chapter.format(k) for k in (1, 2, 3))
    assert find(markup, "The plan of number 2").polarity == "strength"
    assert find(markup, "Visits of number 3").polarity == "area_for_improvement"


def test_headings_of_a_reports_own_without_a_lean_take_no_side():
    chapter = "## 1.{0}. Standard\n### Staff said\n- The plan of number {0} is known.\n### Children said\n- Visits are late.\n"
    assert find("".join(chapter.format(k) for k in (1, 2, 3)), "The plan of number 2").polarity is None


def test_paragraph_that_names_a_side_first_announces_the_list_below_it():
    markup = """
## 1.1. Leadership
Strengths. Our inspectors recorded these:
- The plan is known.
Areas for improvement: what follows was found in most cases.
- The plan is late.
## 1.2. Staff
- Staff are proud.
"""
    assert find(markup, "The plan is known").polarity == "strength"
    assert find(markup, "The plan is late").polarity == "area_for_improvement"
    assert find(markup, "Staff are").polarity is None


def test_paragraph_that_names_a_side_announces_nothing_without_a_list():
    markup = "## 1.1. Leadership\nStrengths. There were some.\nMore text.\n- The plan is known."
    assert find(markup, "The plan").polarity is None


def test_titled_panel_within_a_list_does_not_end_it():
    markup = "## 1.1 Staff\n### Strengths:\n- The plan is known.\n@1 ### At a glance\n@1 Most answered.\n- Staff are proud."
    assert find(markup, "Most answered").role == "box"
    assert find(markup, "Staff are proud").polarity == "strength"


def test_label_of_a_rating_is_no_section():
    markup = "## 1.1 Leadership\n### Rating\nGood\n### Strengths:\n- The plan is known."
    assert find(markup, "The plan").section == "1.1 Leadership"


def test_numbered_row_alone_below_the_heading_of_a_side_is_a_finding():
    markup = "## 1.1 Staff\n### Strengths\n| 1 | All case managers have been trained well. |\n### Areas for improvement\n| 1 | Posts are empty in both teams. |"
    assert roles(markup)["1 | All case managers have been trained well."] == "finding"
    assert roles(markup)["1 | Posts are empty in both teams."] == "finding"


def test_all_strengths_first_then_all_areas_for_improvement():
    markup = """
# Strengths
## 1.1 Leadership
- The plan is known.
## 1.2 Staff
- Staff are proud.
# Areas for improvement
## 1.1 Leadership
- The plan is late.
# Annexe 1
- We read files.
"""
    assert (find(markup, "Staff are").polarity, find(markup, "Staff are").standard) == ("strength", "1.2")
    assert (find(markup, "The plan is late").polarity, find(markup, "The plan is late").standard) == (
        "area_for_improvement",
        "1.1",
    )
    assert find(markup, "We read").polarity is None


def test_items_in_frames_of_their_own_are_no_examples():
    markup = """
## 1.1 Leadership
### Strengths
@1 The plan of the year is known in every office.
@2 Staff are well supported.
## 1.2 Staff
A paragraph.
@3 This is an example of how a worker found a home for one man, told at length, as examples in boxes are told.
@3 It ends well.
"""
    found = roles(markup)
    assert found["The plan of the year is known in every office."] == found["Staff are well supported."] == "text"
    assert found["It ends well."] == "box"


def test_titled_frame_right_below_the_heading_of_a_side_is_an_example_and_an_untitled_one_its_list():
    markup = "## 1.1 Leadership\n### Strengths\n@1 {}\n@1 Staff are well supported in all that they do.\n"
    told = "Staff are well supported in all that they do."
    assert roles(markup.format("Good practice example"))[told] == "box"
    assert roles(markup.format("The plan of the year is known in every office."))[told] == "text"


NONE = """
# 1. Organisational delivery
## 1.1. Leadership
### Strengths:
- The plan is known in every office of the service.
### Areas for improvement:
{}
## 1.2. Staff
### Strengths:
- Staff are proud of their work and of one another.
"""


@pytest.mark.parametrize(
    "line",
    ["- None identified.", "None identified.", "| None identified |", "### None identified", "+ No areas for improvement."],
)
def test_line_that_says_that_there_is_none_has_a_role_of_its_own(line):
    blocks, places = placed(NONE.format(line))
    assert [(p.role, p.polarity, p.standard) for p in places if p.role == "none"] == [("none", "area_for_improvement", "1.1")]
    assert [b.text for b, p in zip(blocks, places, strict=True) if p.role == "finding"] == [
        "The plan is known in every office of the service.",
        "Staff are proud of their work and of one another.",
    ]


@pytest.mark.parametrize(
    "line", ["### Areas for improvement: none identified", "Areas for improvement: none.", "| Areas for improvement | None |"]
)
def test_side_named_and_denied_in_one_line(line):
    places = placed(NONE.replace("### Areas for improvement:\n", "").format(line))[1]
    assert [(p.polarity, p.standard) for p in places if p.role == "none"] == [("area_for_improvement", "1.1")]


def test_sentence_by_itself_in_a_chapter_says_that_there_is_none():
    markup = NONE.replace("### Areas for improvement:\n", "")
    places = placed(markup.format("There were no areas for improvement under this standard."))[1]
    assert [p.polarity for p in places if p.role == "none"] == ["area_for_improvement"]
    background = "# Background\n" + "There were no areas for improvement under this standard."
    assert not any(p.role == "none" for p in placed(background)[1])


LIST = "# 1. Delivery\n## Areas for improvement\n- The plan is late.\n"


@pytest.mark.parametrize(
    "heading", ["### The work of the courts team: outstanding", "### The experiences of people on probation – good"]
)
def test_heading_with_a_rating_behind_it_ends_the_list(heading):
    assert find(f"{LIST}{heading}\n- People get help.", "People get").polarity is None


def test_items_of_another_kind_below_a_lower_heading_are_of_another_list():
    assert find(f"{LIST}### Courts\n1. People get help.", "People get").polarity is None
    assert find(f"{LIST}### Courts\n- People get help.", "People get").polarity == "area_for_improvement"
    assert find(f"{LIST}### Courts\nOf courts:\n- People get help.", "People get").polarity == "area_for_improvement"


def test_heading_in_larger_print_ends_the_list_whatever_its_tag():
    blocks = views(f"{LIST}### Courts\n- People get help.")
    sizes = {"Areas for improvement": 14.0, "Courts": 16.0}
    for block in blocks:
        block.size = sizes.get(block.text, 11.0)
    places = place_blocks(blocks, headings())
    assert places[-1].polarity is None
    blocks[3].size = 12.0
    assert place_blocks(blocks, headings())[-1].polarity == "area_for_improvement"
