import pytest

from findings_nlp.families.rating_words import rating_in, spelt


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Inadequate", "Inadequate"),
        ("OUTSTANDING", "Outstanding"),
        ("Requires\nimprovement", "Requires improvement"),
        ("‘Requires improvement’.", "Requires improvement"),
        ("“Good”", "Good"),
        ("Rating: Good", "Good"),
        ("Overall rating: Requires improvement", "Requires improvement"),
        ("rated as ‘Inadequate’", "Inadequate"),
        ("Angen ei gwella", "Requires improvement"),
        ("Rhagorol", "Outstanding"),
        ("Annigonol", "Inadequate"),
        ("Da", "Good"),
        ("Good work was seen", None),
        ("Not rated", None),
        ("improvement", None),
        ("Requires", None),
        ("", None),
        ("4.56%", None),
    ],
)
def test_rating_is_read_only_where_the_text_is_nothing_else(text, rating):
    assert rating_in(text) == rating


def test_phrases_are_spelt_as_the_inspectorate_does():
    assert [spelt(p) for p in ("requires  IMPROVEMENT", "good", "angen gwella")] == [
        "Requires improvement",
        "Good",
        "Requires improvement",
    ]
