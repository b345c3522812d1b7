import pytest
from making import placed

from findings_nlp.pipes.facts.overall import find_overall, find_score


def overall(markup: str, score: tuple[int, int] | None = None) -> tuple[str | None, str | None]:
    return find_overall(*placed(markup), score)[:2]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Score 2/24", (2, 24)),
        ("Score: 17 out of 36", (17, 36)),
        ("Score 5 out of a possible 27", (5, 27)),
        ("Total score: 18 of 21", (18, 21)),
        ("18 of 21 cases", None),
        ("Bridgend 4.56%", None),
        ("25/24", None),
        ("7/10", None),
        ("12/25", None),
    ],
)
def test_score_of_the_ratings_page(text, score):
    assert find_score(*placed(f"# Ratings\n{text}")) == score


def test_score_in_a_row_of_the_ratings_table():
    assert find_score(*placed("# Ratings\n| Score | 6/27 |")) == (6, 27)


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("Our overall rating is ‘Outstanding’ (32 out of 36).", (32, 36)),
        ("Otterby has been rated ‘Good’, scoring 25 points out of a possible 36.", (25, 36)),
        ("Overall, plans were good in most cases (32 of 36).", None),
        ("Plans were good in most cases (32 out of 36).", None),
    ],
)
def test_score_of_a_sentence(sentence, score):
    assert find_score(*placed(f"# Foreword\n{sentence}")) == score


def test_fraction_elsewhere_is_no_score():
    assert find_score(*placed("# 1. Delivery\nThe helpline is open 12/24 on most days.")) is None


@pytest.mark.parametrize(
    "markup",
    [
        "# Ratings\n| Overall rating | Requires improvement |",
        "# Ratings\nOverall rating: Requires improvement",
        "# Ratings\nOverall rating\nRequires improvement",
        "# Ratings\n### Requires improvement\nOverall rating",
        "# Ratings\nOverall rating\n~ Inspection of Otterby 4\n=\nRequires improvement",
    ],
)
def test_printed_rating_comes_first(markup):
    foreword = "\n# Foreword\nOverall, we have rated this service as ‘Good’."
    assert overall(markup + foreword, (2, 24)) == ("Requires improvement", "ratings_page")


@pytest.mark.parametrize(
    ("sentence", "rating"),
    [
        (
            "Overall, we have rated this Probation Delivery Unit (PDU) as 'Inadequate' As with others, it is short of staff.",
            "Inadequate",
        ),
        ("We have therefore given the service an overall rating of ‘Requires improvement’.", "Requires improvement"),
        ("Overall, Otterby is rated ‘Outstanding’.", "Outstanding"),
        ("This is an ‘Outstanding’ service.", "Outstanding"),
        ("Overall, we rated the service requires improvement.", "Requires improvement"),
        ("It is pleasing that Otterby has achieved a rating of ‘Good’.", "Good"),
        ("The quality of the work is good.", None),
        ("We rated leadership requires improvement.", None),
        ("Partners thought that this was an outstanding service.", None),
        ("Good leadership was seen overall.", None),
    ],
)
def test_sentence_of_the_foreword_comes_second(sentence, rating):
    expected = (rating, "sentence") if rating else (None, None)
    assert overall(f"# Foreword\n{sentence}") == expected


def test_rating_of_the_last_inspection_is_not_this_ones():
    text = "When last inspected, it was rated ‘Inadequate’. Overall, we have rated it as ‘Good’."
    assert overall(f"# Foreword\n{text}") == ("Good", "sentence")


@pytest.mark.parametrize(
    "sentence",
    [
        "At the previous inspection the service was rated ‘Inadequate’.",
        "When last inspected, it was rated ‘Inadequate’.",
        "In 2019, the service was rated ‘Good’.",
        "Two standards were rated ‘Good’.",
    ],
)
def test_rating_of_another_inspection_or_of_a_standard_alone_is_no_overall_rating(sentence):
    assert overall(f"# Foreword\n{sentence}") == (None, None)


def test_label_without_a_value_falls_back_on_the_band_of_the_score():
    markup = "# Ratings\nOverall rating\nRating\nScore 2/24"
    assert overall(markup, (2, 24)) == ("Inadequate", "score_band")


def test_nothing_printed_is_none():
    assert overall("# Foreword\nThis thematic report gives no marks.") == (None, None)
