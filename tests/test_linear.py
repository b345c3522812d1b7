import numpy as np
import pytest

from findings_nlp.linear import WORDS, LinearThemes, Vectorizer, with_context
from findings_nlp.theme_models import model_folder

TEXTS = [
    "Staff . There are too few probation officers, and recruitment is slow.",
    "Unpaid work . Placements were cancelled and hours are outstanding.",
    "zzz qqq",
]


@pytest.fixture(scope="module")
def linear() -> LinearThemes:
    return LinearThemes(model_folder())


def test_context_stands_before_the_text():
    assert with_context("Staff", "Posts are vacant.") == "Staff . Posts are vacant."
    assert with_context(None, "Posts are vacant.") == with_context("", "Posts are vacant.") == " . Posts are vacant."


def test_vectorizer_keeps_its_vocabulary_in_order():
    words = Vectorizer(WORDS, {"posts": 1, "vacant": 0, "vacant posts": 2}, np.ones(3, dtype=np.float32))
    assert words.terms == ["vacant", "posts", "vacant posts"]
    rows = words(["Vacant posts", "posts", "nothing known"]).toarray()
    assert np.allclose(rows, [[3**-0.5] * 3, [0, 1, 0], [0, 0, 0]])


def test_rare_words_weigh_more():
    words = Vectorizer(WORDS, {"the": 0, "weir": 1}, np.array([1, 4], dtype=np.float32))
    the, weir = words(["the weir"]).toarray()[0]
    assert weir == pytest.approx(4 * the)


@pytest.mark.parametrize("part", ["words", "characters"])
def test_rows_have_unit_length_or_none(linear, part):
    lengths = np.linalg.norm(getattr(linear, part)(TEXTS).toarray(), axis=1)
    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    assert lengths[0] == pytest.approx(1)


def test_probabilities(linear):
    found = linear.probabilities(linear.rows(TEXTS))
    assert found.shape == (3, 30)
    assert found.dtype == np.float32
    assert np.all((found >= 0) & (found <= 1))


def test_a_text_gets_the_same_alone_and_among_others(linear):
    together = linear.probabilities(linear.rows(TEXTS))
    assert np.allclose(together, np.concatenate([linear.probabilities(linear.rows([t])) for t in TEXTS]), atol=1e-6)
    assert np.array_equal(together, LinearThemes(model_folder()).probabilities(linear.rows(TEXTS)))


def test_no_texts(linear):
    assert linear.probabilities(linear.rows([])).shape == (0, 30)


def test_empty_and_odd_texts_do_not_fail(linear):
    found = linear.probabilities(linear.rows(["", " . ", "Ω≈ç√∫", "work " * 5000]))
    assert np.isfinite(found).all()


def test_contributions_are_of_words_of_the_text(linear):
    found = linear.contributions("Recruitment of probation officers is slow", 3)
    assert "recruitment" in found
    assert "probation officers" in found
    assert all(word in "recruitment of probation officers is slow" for word in found)
    assert linear.contributions("", 3) == {}


def test_contributions_name_the_word_that_matters(linear):
    from findings_nlp.taxonomy import shipped_themes

    column = [t.id for t in shipped_themes()].index("accommodation")
    found = linear.contributions("Nobody had found accommodation for him when he came out", column)
    assert max(found, key=lambda w: found[w]) == "accommodation"
