import pytest
from making import placed

from findings_nlp.document.texts import joined, recommendation_text
from findings_nlp.families import headings
from findings_nlp.pipes.items.recommendation_forms import addressee_of, asked_of, named_in
from findings_nlp.pipes.items.recommendations import find_recommendations


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


def test_titled_recommendation_is_one_with_its_paragraphs_and_points():
    blocks, places = placed("""
# Recommendations
## Recommendation 1: A simpler structure for the whole of the service
Otterby PDU should draw up a simpler structure.
- It should do so in six months.
1. It should say what changed.
We will come back to this.
## Recommendation 2: Housing
East Fells region should:
- provide homes
- tell us how many.
## Recommendation 3: see that every plan is read by a manager and that its date is kept in the file at all times
## Recommendation 4
Hold reviews in every case.
""")
    found = find_recommendations(blocks, places, headings())
    texts = [recommendation_text(blocks, {"blocks": r.blocks}) for r in found]
    assert list(zip([r.number for r in found], [r.title for r in found], texts, strict=True)) == [
        (
            1,
            "A simpler structure for the whole of the service",
            "Otterby PDU should draw up a simpler structure. It should do so in six months. It should say what changed.",
        ),
        (2, "Housing", "provide homes tell us how many."),
        (3, None, "see that every plan is read by a manager and that its date is kept in the file at all times"),
        (4, None, "Hold reviews in every case."),
    ]
    assert [r.addressee for r in found[:2]] == ["Otterby PDU", "East Fells region"]


def test_title_behind_a_number_is_one_where_a_sentence_below_asks():
    markup = """
# Recommendations
## 1. A simpler structure
Otterby PDU should draw up a simpler structure.
2. Housing for all
East Fells region should provide homes.
3. Otterby PDU should fill its posts.
"""
    assert in_full(markup) == [
        (1, "Otterby PDU", "Otterby PDU should draw up a simpler structure."),
        (2, "East Fells region", "East Fells region should provide homes."),
        (3, "Otterby PDU", "Otterby PDU should fill its posts."),
    ]


def test_long_title_does_not_end_the_chapter():
    long = "A plan to recruit to all the vacant posts of probation officers in every one of the offices"
    markup = (
        f"# Recommendations\n## Recommendation 1: Housing\nfind homes for all\n## Recommendation 2: {long}\nfill the posts soon"
    )
    assert [(n, text) for n, _, text in in_full(markup)] == [(1, "find homes for all"), (2, "fill the posts soon")]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("4.1 Otterby PDU should improve the quality of its plans.", "Otterby PDU should improve the quality of its plans."),
        ("Otterby PDU must improve the quality of its plans.", None),
        ("We recommend that Otterby PDU improves its plans.", None),
        ("It is recommended that Otterby PDU improve its plans.", None),
        ("Planning. Otterby PDU should improve its plans.", None),
        ("The Chief Probation Officer should improve its plans.", None),
    ],
)
def test_recommendation_in_a_paragraph(line, text):
    found = in_full(f"# Recommendations\nWe make the following recommendations.\n{line}\nWe will look again in a year.")
    assert [t for _, _, t in found] == [text or line]


def test_recommendations_in_paragraphs_with_points():
    markup = """
# Recommendations
Otterby PDU should improve the quality of its plans.
- This is to be done in six months.
East Fells region should fill the posts.
"""
    assert in_full(markup) == [
        (None, "Otterby PDU", "Otterby PDU should improve the quality of its plans. This is to be done in six months."),
        (None, "East Fells region", "East Fells region should fill the posts."),
    ]


def test_orders_in_paragraphs_under_who_should_act():
    markup = """
# Recommendations
We make these recommendations, which should be read together.
Otterby PDU should:
Improve the quality of its plans.
Ring-fence time for the oversight of cases.
We expect this in a year.
## East Fells region
Fill the vacant posts at once.
The posts have been empty for long.
"""
    assert in_full(markup) == [
        (None, "Otterby PDU", "Improve the quality of its plans."),
        (None, "Otterby PDU", "Ring-fence time for the oversight of cases."),
        (None, "East Fells region", "Fill the vacant posts at once."),
    ]


def test_numbered_paragraphs_beside_a_list():
    markup = """
# Recommendations
4.1 Otterby PDU should improve its plans.
- Each plan should be read by a manager.
East Fells region should:
1. fill the posts.
"""
    assert in_full(markup) == [
        (None, "Otterby PDU", "Otterby PDU should improve its plans. Each plan should be read by a manager."),
        (1, "East Fells region", "fill the posts."),
    ]


def test_recommendations_in_a_table_of_one_column():
    markup = """
# Recommendations
| Otterby PDU should: |
| improve the quality of its plans |
| 2. see to oversight of all cases |
| East Fells region |
| The region should fill its posts. |
"""
    assert in_full(markup) == [
        (None, "Otterby PDU", "improve the quality of its plans"),
        (2, "Otterby PDU", "see to oversight of all cases"),
        (None, "East Fells region", "The region should fill its posts."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "These recommendations should be read with the report.",
        "Our recommendations should be acted on.",
        "Readers should note that the names are changed.",
        "We should not forget the staff.",
        "Otterby PDU should:",
        "As a result of our inspection we make five recommendations.",
    ],
)
def test_sentence_that_asks_nothing_of_a_body(text):
    assert asked_of(text) is None


def test_body_that_a_recommendation_names_first_has_at_most_fourteen_words():
    fourteen = "The head of the team that has to see to work in the region"
    assert len(fourteen.split()) == 14
    assert named_in(f"{fourteen} should review every plan.") == fourteen
    assert named_in(f"{fourteen} today should review every plan.") is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("We recommend that the board meets each month.", "the board"),
        ("We also recommend that the management board of Otterby publishes its minutes.", "the management board"),
        ("We recommend that a probation region reviews its plans.", "a probation region"),
        ("We recommend that Otterby Youth Justice Service reviews its plans.", "Otterby Youth Justice Service"),
        ("We recommend that HMPPS reviews how the board works.", "HMPPS"),
        ("We recommend that the minutes are published.", None),
    ],
)
def test_article_alone_is_no_addressee(text, who):
    assert asked_of(text) == who
