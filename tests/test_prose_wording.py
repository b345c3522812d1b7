import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.prose.features import Passage
from findings_nlp.pipes.prose.wording import shares_in_words, word_of, worded


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Plans were sufficient in 38 per cent of cases.", "Plans were sufficient in few of cases."),
        ("They attended 17 of the 44 meetings.", "They attended few of the meetings."),
        ("They attended 40 of the 44 to which they were asked.", "They attended nearly all of the 44 to which they were asked."),
        ("Two of the nine were screened.", "Few of the 9 were screened."),
        ("Of the 29 practitioners whom we met, eight had read it.", "Of the 29 practitioners whom we met, few had read it."),
        ("It was seen in two-thirds of plans.", "It was seen in most of plans."),
        ("Two-thirds of plans.", "Most of plans."),
        ("The unit supervised 1,204 people in 2023.", "The unit supervised 1,204 people in 2023."),
        ("caseloads rose by 40 per cent", "caseloads rose by 40 per cent"),
    ],
)
def test_shares_are_put_in_words_and_other_figures_stay(text, told):
    assert shares_in_words(text) == told


def test_words_rise_with_the_share():
    assert [word_of(share) for share in (0, 10, 49, 50, 79, 80, 99, 100)] == [
        "none", "very few", "fewer than half", "about half", "most", "nearly all", "nearly all", "all",
    ]  # fmt: skip


def test_passages_keep_their_headings_and_number_of_sentences():
    [found] = worded([Passage(["A"], "item", ["In 9 per cent\n of cases.", "None came."])])
    assert found == Passage(["A"], "item", ["In very few of cases.", "None came."])


@given(st.text(max_size=120))
def test_any_text_is_told(text):
    assert isinstance(shares_in_words(text), str)
