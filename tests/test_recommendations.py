import pytest
from making import placed

from findings_nlp.families import headings
from findings_nlp.recommendations import addressee_of, find_recommendations
from findings_nlp.text_of import joined, recommendation_text


def recommendations(markup: str) -> list[tuple[int | None, str | None, str]]:
    blocks, places = placed(markup)
    return [(r.number, r.addressee, joined(blocks, r.blocks)) for r in find_recommendations(blocks, places, headings())]


def test_numbering_runs_on_across_addressees():
    markup = """
# Recommendations
As a result of our inspection findings we have made a number of recommendations.
Otterby PDU should:
1. improve its plans
2. see to oversight.
East Fells region should:
3. fill the posts.
# Background
1. not one of them
"""
    assert recommendations(markup) == [
        (1, "Otterby PDU", "improve its plans"),
        (2, "Otterby PDU", "see to oversight."),
        (3, "East Fells region", "fill the posts."),
    ]


def test_bulleted_recommendations_have_no_number():
    markup = "# Recommendations\n### The Otterby Youth Justice Management Board should:\n- meet\n- decide."
    assert recommendations(markup) == [
        (None, "The Otterby Youth Justice Management Board", "meet"),
        (None, "The Otterby Youth Justice Management Board", "decide."),
    ]


def test_numbers_that_begin_anew_are_kept_as_printed():
    markup = "# Recommendations\nOtterby PDU should:\n1. meet\nHMPPS should:\n1. decide."
    assert [n for n, _, _ in recommendations(markup)] == [1, 1]


def test_sub_points_belong_to_their_recommendation():
    markup = "# Recommendations\nOtterby PDU should:\n1. improve:\n  - plans\n  - reviews\n2. meet."
    assert [text for _, _, text in recommendations(markup)] == ["improve: plans reviews", "meet."]


def test_recommendations_of_the_previous_inspection_are_left_out():
    markup = """
# Recommendations
Otterby PDU should:
1. meet.
# Recommendations from the previous inspection
Otterby PDU should:
1. decide (some progress).
"""
    assert [text for _, _, text in recommendations(markup)] == ["meet."]


def test_recommendations_in_a_table():
    markup = "# Recommendations\nOtterby PDU should:\n| 1. | improve the quality of its plans |\n| 2. | see to oversight of all cases |"
    assert [(n, who) for n, who, _ in recommendations(markup)] == [(1, "Otterby PDU"), (2, "Otterby PDU")]


def test_items_that_lost_their_numbers_are_read_under_their_addressee():
    markup = "# Recommendations\nOtterby PDU should:\nimprove the quality of its plans\nsee to oversight of all cases."
    assert recommendations(markup) == [
        (None, "Otterby PDU", "improve the quality of its plans"),
        (None, "Otterby PDU", "see to oversight of all cases."),
    ]


def test_recommendations_outside_a_chapter_of_their_own_need_an_addressee():
    markup = "# 1. Leadership\nWhat follows is a list.\n- a point\n# 2. Next steps\nThe region should:\n- fill the posts."
    assert recommendations(markup) == [(None, "The region", "fill the posts.")]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Knowsley and St Helens PDU should:", "Knowsley and St Helens PDU"),
        ("HM Prison and Probation Service should:", "HM Prison and Probation Service"),
        ("The Reading Youth Justice Service manager should:", "The Reading Youth Justice Service manager"),
        ("We recommend that the Ministry of Justice should:", "the Ministry of Justice"),
        ("Sussex Police must:", "Sussex Police"),
        ("The Youth Justice Board needs to:", "The Youth Justice Board"),
        ("The PDU, together with the region, should", "The PDU, together with the region"),
        ("We should:", None),
        ("It is clear that this should be done in all cases.", None),
        ("Leadership", None),
    ],
)
def test_addressee_of_a_line(line, who):
    assert addressee_of(line, headings()) == who


def test_table_with_a_column_of_addressees():
    blocks, places = placed("""
# Recommendations
| No. | Recommendation | Responsible |
| 1 | make sure that all checks are made | Otterby PDU |
| 2 | fill the posts that are empty | East Fells region |
""")
    found = find_recommendations(blocks, places, headings())
    assert [(r.number, r.addressee) for r in found] == [(1, "Otterby PDU"), (2, "East Fells region")]
    assert [recommendation_text(blocks, {"blocks": r.blocks}) for r in found] == [
        "make sure that all checks are made",
        "fill the posts that are empty",
    ]


def test_heading_that_names_a_body_is_the_addressee():
    markup = "# Recommendations\n## The Otterby management board\n- fill the seats\n## Casework\n- plan for change"
    assert [who for _, who, _ in recommendations(markup)] == ["The Otterby management board", None]


def in_full(markup: str) -> list[tuple[int | None, str | None, str]]:
    blocks, places = placed(markup)
    return [
        (r.number, r.addressee, recommendation_text(blocks, {"blocks": r.blocks}))
        for r in find_recommendations(blocks, places, headings())
    ]


def test_titled_recommendations():
    markup = """
# Recommendations
## For Otterby PDU:
### Recommendation 1
raise the quality of plans
### Recommendation 2
Recommendation 3: hold reviews in every case.
## For East Fells region:
### Recommendation 4
fill the posts
# Background
Recommendation 1 was met.
"""
    assert in_full(markup) == [
        (1, "Otterby PDU", "raise the quality of plans"),
        (3, "Otterby PDU", "hold reviews in every case."),
        (4, "East Fells region", "fill the posts"),
    ]


def test_title_counts_for_the_first_item_below_it_only():
    markup = """
# Recommendations
### Recommendation 1
Otterby PDU should:
- raise the quality of plans
We will look at this again next year.
"""
    assert in_full(markup) == [(1, "Otterby PDU", "raise the quality of plans")]


def test_number_before_the_text_in_a_cell():
    markup = """
# Recommendations
| Recommendation | To |
| 1. raise the quality of plans in every case | Otterby PDU |
| 2. fill the posts that stand empty | East Fells region |
"""
    assert in_full(markup) == [
        (1, "Otterby PDU", "raise the quality of plans in every case"),
        (2, "East Fells region", "fill the posts that stand empty"),
    ]


def test_recommendation_that_names_its_own_body():
    markup = """
# Recommendations
1. The Otterby management board should review its seats.
2. Every plan should be read by a service manager.
3. Otterby Police must reply in a week.
"""
    assert [who for _, who, _ in in_full(markup)] == ["The Otterby management board", None, "Otterby Police"]


def test_recommendations_in_a_frame():
    markup = "# Recommendations\n@1 Otterby PDU should:\n@1 - raise the quality of plans\n@1 - fill the posts"
    assert [who for _, who, _ in in_full(markup)] == ["Otterby PDU", "Otterby PDU"]


def test_lines_that_announce_what_a_body_should_do():
    markup = """
# Recommendations
Otterby YOT should make sure that:
- all cases have plans
To improve the quality of work, the service should:
- train its staff
Local authorities:
- provide homes
## Leaders
- agree a plan
"""
    assert [who for _, who, _ in in_full(markup)] == ["Otterby YOT", "the service", "Local authorities", "Leaders"]
