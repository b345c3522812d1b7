import pytest
from making import Paper, placed, running

import findings_nlp as fn
from findings_nlp.pipes.facts.ratings import find_ratings


def ratings(markup: str) -> dict[str | None, tuple[str, str | int]]:
    return {r.standard: (r.name, r.value) for r in find_ratings(*placed(markup))[0]}


def test_rows_of_the_ratings_page():
    markup = "# Ratings\n| Overall rating | Good |\n| 1. Delivery |\n| 1.1 Leadership | Inadequate |\n| 1.2 Staff | Requires improvement |"
    assert ratings(markup) == {"1.1": ("Leadership", "Inadequate"), "1.2": ("Staff", "Requires improvement")}


def test_number_name_and_rating_in_three_cells():
    markup = "# Ratings\n| P 1.1 | Leadership | Good |\n| P 1.2 | Staffing | Outstanding |"
    assert ratings(markup) == {"P 1.1": ("Leadership", "Good"), "P 1.2": ("Staffing", "Outstanding")}


def test_name_and_rating_in_one_line():
    markup = "# Ratings\n1.1 Leadership: Inadequate\n1.2 Staff – Requires improvement"
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Requires improvement"}


def test_rating_on_the_line_below_its_standard():
    markup = "# Ratings\n1.1 Leadership\nInadequate\n1.2 Staff\nRequires improvement"
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Requires improvement"}


def test_same_name_in_two_domains_is_kept_apart():
    markup = "# Ratings\n| 2.1 Assessment | Good |\n| 3.1 Assessment | Inadequate |"
    assert ratings(markup) == {"2.1": ("Assessment", "Good"), "3.1": ("Assessment", "Inadequate")}


@pytest.mark.parametrize(
    "rated",
    [
        "| Assessment is well-informed, analytical and personalised. | Requires improvement |",
        "Assessment is well-informed, analytical and personalised. Requires improvement",
        "Assessment is well-informed.\nRequires improvement",
        "Rating: Requires improvement",
    ],
)
def test_without_a_ratings_page_the_sections_tell(rated):
    markup = f"# 2. Case supervision\n## 2.2. Assessment\n{rated}\n### Strengths:\n- Good work is rated Good."
    assert ratings(markup) == {"2.2": ("Assessment", "Requires improvement")}


def test_prose_that_calls_work_good_is_no_rating():
    assert ratings("# 2. Casework\n## 2.2. Assessment\nThe work that we saw was good.\n### Strengths:\n- Plans are good.") == {}


def test_ratings_of_the_previous_inspection_are_left_out():
    markup = "# 1. Delivery\n## 1.1. Leadership\nGood\n# Findings of the previous inspection\n| 1.1 Leadership | Inadequate |\n| 1.2 Staff | Good |"
    assert ratings(markup) == {"1.1": ("Leadership", "Good")}


def test_small_report_has_its_two_ratings(small):
    assert [(r.standard, r.name, r.rating) for r in small.ratings] == [
        ("1.1", "Leadership", "Inadequate"),
        ("1.2", "Staff", "Requires improvement"),
    ]
    assert [x.page for r in small.ratings for x in r.locations][:1] == [2]
    assert (small.score.value, small.score.maximum) == (1, 6)


def test_wrapped_names_and_ratings_of_a_printed_table():
    p = Paper().heading("Ratings").paragraph(*running(40))
    for name, rating in (
        (["1.1 Leadership"], ["Good"]),
        (["1.4 Information", "and facilities"], ["Requires", "improvement"]),
        (["2.1 Assessment"], ["Requires", "improvement"]),
    ):
        for k, text in enumerate(name):
            p.at(72, p.y + 14 * k, text)
        for k, text in enumerate(rating):
            p.at(320, p.y + 14 * k, text)
        p.y += 38
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert [(r.standard, r.name, r.rating) for r in report.ratings] == [
        ("1.1", "Leadership", "Good"),
        ("1.4", "Information and facilities", "Requires improvement"),
        ("2.1", "Assessment", "Requires improvement"),
    ]


def test_findings_take_the_spelling_of_the_ratings_page():
    p = Paper().heading("Ratings").paragraph(*running(40))
    for name, rating in (("P 1.1 Leadership", "Good"), ("P 1.2 Staffing", "Inadequate")):
        p.at(72, p.y, name)
        p.at(320, p.y, rating)
        p.y += 26
    p.turn().heading("1. Organisational delivery").paragraph(*running()).heading("P1.1. Leadership", 14)
    p.label("Strengths:").bullet("The plan is known in every office.")
    assert [f.standard for f in fn.read_report(p.data(), nlp=fn.load("none")).findings] == ["P 1.1"]


def test_unnumbered_row_counts_beside_the_numbered_ones_and_not_far_above_them():
    table = "| 1.1 Leadership | Good |\n| 1.2 Staff | Inadequate |"
    between = "\n".join(f"The survey drew {k} answers from people in the area." for k in range(12))
    assert set(ratings(f"# Ratings\n| Victims | Good |\n{table}")) == {None, "1.1", "1.2"}
    assert set(ratings(f"# Ratings\n| Victims | Good |\n{between}\n{table}")) == {"1.1", "1.2"}


def test_standards_without_a_number_stand_beside_numbered_ones():
    markup = "# Ratings\n| Assessing | Good |\n| Planning | Inadequate |\n| V1.1 | Work with victims | Good |\n| V1.2 | Arrangements | Good |"
    names = [r.standard or r.name for r in find_ratings(*placed(markup))[0]]
    assert names == ["Assessing", "Planning", "V1.1", "V1.2"]


def test_rating_cut_by_a_narrow_cell():
    markup = "# Ratings\n| 1.1 | Leadership | Requires | improve- |\n| 1.2 | Staff | Good |"
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Requires improvement", "1.2": "Good"}


def earlier(markup: str) -> list[tuple[str | None, str | int, int | None]]:
    return [(r.standard, r.value, r.year) for r in find_ratings(*placed(markup))[1]]


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("Standard | 2019 rating | 2023 rating", 2019),
        ("Standard | Rating in May 2019 | Rating in May 2023", 2019),
        ("Standard | Previous rating | Current rating", None),
        ("Standard | Previous rating (2019) | Rating", 2019),
        ("Standard | Last inspection | This inspection", None),
        ("2019 | 2023", 2019),
    ],
)
def test_of_ratings_side_by_side_those_of_this_inspection_count(head, year):
    rows = "| 1.1 Leadership | Good | Inadequate |\n| 1.2 Staff | Outstanding | Good |"
    markup = f"# Ratings\n| {head} |\n{rows}"
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Good"}
    assert earlier(markup) == [("1.1", "Good", year), ("1.2", "Outstanding", year)]


def test_ratings_of_this_inspection_may_stand_first():
    markup = "# Ratings\n| Standard | 2023 | 2019 |\n| 1.1 Leadership | Inadequate | Good |\n| 1.2 Staff | Good | Inadequate |"
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Good"}


def test_standard_that_was_not_rated_in_one_of_two_years():
    markup = """
# Ratings
| Standard | 2019 | 2023 |
| 1.1 Leadership | Good | Inadequate |
| 1.2 Staff | Good | Good |
| 1.3 Services | Inadequate | not rated |
| 1.4 Facilities | – | Good |
"""
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Good", "1.4": "Good"}
    assert earlier(markup) == [("1.1", "Good", 2019), ("1.2", "Good", 2019), ("1.3", "Inadequate", 2019)]


def test_tables_of_two_years_under_headings_of_their_own():
    markup = """
# Ratings
## Ratings in 2019
| 1.1 Leadership | Good |
| 1.2 Staff | Good |
## Ratings in 2023
| 1.1 Leadership | Inadequate |
| 1.2 Staff | Outstanding |
"""
    assert {s: r for s, (_, r) in ratings(markup).items()} == {"1.1": "Inadequate", "1.2": "Outstanding"}
    assert earlier(markup) == [("1.1", "Good", 2019), ("1.2", "Good", 2019)]


UNHEADED = "# Ratings\n{}| 1.1 Leadership | Good | Inadequate |\n| 1.2 Staff | Outstanding | Good |\n"


def test_without_a_head_the_standards_own_tables_or_the_score_tell_the_columns():
    sections = "# 1. Delivery\n## 1.1. Leadership\nInadequate\n## 1.2. Staff\nGood"
    assert [r for _, r in ratings(UNHEADED.format("") + sections).values()] == ["Inadequate", "Good"]
    assert [r for _, r in ratings(UNHEADED.format("Score 2/6\n")).values()] == ["Inadequate", "Good"]
    assert [r for _, r in ratings(UNHEADED.format("Score 5/6\n")).values()] == ["Good", "Outstanding"]


def test_overall_rating_beside_an_earlier_one():
    from findings_nlp.pipes.facts.overall import find_overall

    markup = "# Ratings\n| | 2019 | 2023 |\n| Standard | 2019 | 2023 |\n| Overall rating | Good | Inadequate |"
    assert find_overall(*placed(markup), None)[0] == "Inadequate"


def test_rows_that_were_read_as_a_numbered_list_on_the_page_of_ratings():
    blocks, places = placed(
        "# Ratings\n1. Leadership and governance Good\n2. Staffing Requires improvement\n# Foreword\n3. Much is good"
    )
    items, _ = find_ratings(blocks, places)
    assert [(i.standard, i.name, i.value) for i in items] == [
        ("1", "Leadership and governance", "Good"),
        ("2", "Staffing", "Requires improvement"),
    ]
