import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.themes.linear import (
    CHARACTERS,
    WORDS,
    LinearThemes,
    SparseRows,
    Vectorizer,
    character_grams,
    with_context,
    word_grams,
)
from findings_nlp.pipes.themes.models import model_folder
from findings_nlp.pipes.themes.taxonomy import shipped_themes

SECTIONS = ["Staff", "Unpaid work", None]
TEXTS = [
    "There are too few probation officers, and recruitment is slow.",
    "Placements were cancelled and hours are outstanding.",
    "zzz qqq",
]
THEMES = [theme.id for theme in shipped_themes()]


@pytest.fixture(scope="module")
def linear() -> LinearThemes:
    return LinearThemes(model_folder())


def test_context_stands_before_the_text():
    assert with_context("Staff", "Posts are vacant.") == "Staff . Posts are vacant."
    assert with_context(None, "Posts are vacant.") == with_context("", "Posts are vacant.") == " . Posts are vacant."


@pytest.mark.parametrize(("settings", "grams"), [(WORDS, word_grams), (CHARACTERS, character_grams)])
def test_rows_are_those_of_scikit_learn(settings, grams):
    from making import corpus_texts
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [
        *corpus_texts(),
        "",
        "a",
        " odd\t\u00a0 spaces ",
        "caf\u00e9 na\u00efve \u00df \u0130",
        "words_with_under_scores",
        "work " * 500,
    ]
    fitted = TfidfVectorizer(**settings, min_df=2).fit(texts)
    wanted = fitted.transform(texts)
    wanted.sort_indices()
    found = Vectorizer(grams, fitted.get_feature_names_out().tolist(), fitted.idf_)(texts)
    assert np.array_equal(found.starts, wanted.indptr)
    assert np.array_equal(found.columns, wanted.indices)
    assert np.abs(found.values - wanted.data).max() < 1e-6


def test_reading_and_labelling_import_neither_scikit_learn_nor_scipy():
    code = (
        "import sys, findings_nlp as fn; fn.label(['Posts were vacant.'], model='lite');"
        "fn.read_report('corpus/reports/yjs-2025-tarnfell.pdf', nlp=fn.load('lite'));"
        "print([m for m in ('sklearn', 'scipy', 'onnxruntime', 'pandas') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_vectorizer_keeps_its_vocabulary_in_order():
    words = Vectorizer(word_grams, ["vacant", "posts", "vacant posts"], np.ones(3, dtype=np.float32))
    assert words.terms == ["vacant", "posts", "vacant posts"]
    rows = words(["Vacant posts", "posts", "nothing known"]).dense()
    assert np.allclose(rows, [[3**-0.5] * 3, [0, 1, 0], [0, 0, 0]])


def test_rare_words_weigh_more():
    words = Vectorizer(word_grams, ["the", "weir"], np.array([1, 4], dtype=np.float32))
    the, weir = words(["the weir"]).dense()[0]
    assert weir == pytest.approx(4 * the)


MATRIX = st.lists(st.lists(st.sampled_from([0.0, 0.0, 1.0, -2.5]), min_size=5, max_size=5), min_size=1, max_size=5)


def sparse(rows) -> SparseRows:
    dense = np.array(rows, dtype=np.float32)
    starts = np.concatenate([[0], np.cumsum((dense != 0).sum(1))])
    return SparseRows(starts, np.nonzero(dense)[1], dense[dense != 0], dense.shape[1])


@given(MATRIX, MATRIX)
def test_sparse_rows_do_as_their_dense_ones(left, right):
    a, b = sparse(left), sparse(right)
    assert np.array_equal(a.dense(), np.array(left, np.float32))
    assert np.allclose(a.products(b), a.dense() @ b.dense().T)
    weights = np.arange(15, dtype=np.float32).reshape(5, 3)
    assert np.allclose(a.weighed(weights), a.dense() @ weights)
    assert np.array_equal(a[1:].dense(), a.dense()[1:])
    assert len(a[3:1]) == 0


def test_rows_are_taken_in_runs():
    with pytest.raises(ValueError, match="step"):
        sparse([[0.0] * 5] * 4)[::2]


@pytest.mark.parametrize("part", ["words", "characters"])
def test_rows_have_unit_length_or_none(linear, part):
    lengths = np.linalg.norm(getattr(linear, part)(TEXTS).dense(), axis=1)
    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    assert lengths[0] == pytest.approx(1)


def test_probabilities(linear):
    found = linear.probabilities(linear.rows(SECTIONS, TEXTS))
    assert found.shape == (3, 30)
    assert found.dtype == np.float32
    assert np.all((found >= 0) & (found <= 1))


def test_a_text_gets_the_same_alone_and_among_others(linear):
    together = linear.probabilities(linear.rows(SECTIONS, TEXTS))
    alone = [linear.probabilities(linear.rows([s], [t])) for s, t in zip(SECTIONS, TEXTS, strict=True)]
    assert np.allclose(together, np.concatenate(alone), atol=1e-6)
    assert np.array_equal(together, LinearThemes(model_folder()).probabilities(linear.rows(SECTIONS, TEXTS)))


def test_no_texts(linear):
    assert linear.probabilities(linear.rows([], [])).shape == (0, 30)


def test_empty_and_odd_texts_do_not_fail(linear):
    texts = ["", " . ", "\u03a9\u2248\u00e7", "work " * 5000]
    assert np.isfinite(linear.probabilities(linear.rows([None] * 4, texts))).all()


def test_word_shares_name_the_word_that_matters(linear):
    text = "Nobody had found accommodation for him when he came out"
    rows = linear.rows([None], [text])
    spans, found = linear.word_shares(text, rows.words)
    best = spans[found[:, THEMES.index("accommodation")].argmax()]
    assert text[slice(*best)] == "accommodation"


def test_word_shares_add_up_to_what_the_words_add(linear):
    text = "Posts, posts and more posts were vacant and MAPPA was weak"
    rows = linear.rows([None], [text])
    _, shares = linear.word_shares(text, rows.words)
    assert np.allclose(shares.sum(0), rows.words.weighed(linear._words)[0], atol=1e-4)


def test_heading_shares_are_of_words_that_the_text_lacks(linear):
    row = linear.rows(["Accommodation"], ["It was poor."]).words
    assert linear.heading_shares("Accommodation", "It was poor.", row)[THEMES.index("accommodation")] > 0
    row = linear.rows(["Accommodation"], ["Accommodation was poor."]).words
    assert linear.heading_shares("Accommodation", "Accommodation was poor.", row)[THEMES.index("accommodation")] == 0
    assert not linear.heading_shares(None, "Poor.", row).any()
