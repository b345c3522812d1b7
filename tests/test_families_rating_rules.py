import pytest

from findings_nlp.families.rating_rules import POINTS, RATINGS, casework_rating, overall_for

# domain.md 2.5: maximum -> the highest score of Inadequate, Requires improvement, Good, Outstanding
BANDS = {
    36: (6, 18, 30, 36),
    30: (5, 15, 25, 30),
    27: (4, 13, 22, 27),
    24: (4, 12, 20, 24),
    21: (3, 10, 17, 21),
    18: (3, 9, 15, 18),
    12: (2, 6, 10, 12),
}


@pytest.mark.parametrize("maximum", BANDS)
def test_every_score_falls_in_its_band(maximum):
    expected = []
    for rating, top in zip(RATINGS, BANDS[maximum], strict=True):
        expected += [rating] * (top + 1 - len(expected))
    assert [overall_for(score, maximum) for score in range(maximum + 1)] == expected


def test_points_are_nought_to_three():
    assert POINTS == {"Inadequate": 0, "Requires improvement": 1, "Good": 2, "Outstanding": 3}


@pytest.mark.parametrize(("score", "maximum"), [(-1, 24), (25, 24), (1, 0), (1, 25), (0, -3)])
def test_no_score_is_refused(score, maximum):
    with pytest.raises(ValueError, match=f"not a score: {score}/{maximum}"):
        overall_for(score, maximum)


@pytest.mark.parametrize(
    ("share", "rating"),
    [(0, "Inadequate"), (49, "Inadequate"), (50, "Requires improvement"), (64, "Requires improvement"), (65, "Good"), (79, "Good"),
     (80, "Outstanding"), (100, "Outstanding")],
)  # fmt: skip
def test_lowest_key_question_leads_to_a_rating(share, rating):
    assert casework_rating(share) == rating
