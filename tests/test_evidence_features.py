import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.evidence.component import shipped_linker
from findings_nlp.pipes.evidence.features import Side, named_features, pair_features
from findings_nlp.pipes.themes.component import shipped_model

ASKED = ["fill the posts that stand empty", "ask the police about domestic abuse in every case", "open a second reception"]
FOUND = ["Vacancies stand at 30 per cent.", "Police were not asked about domestic abuse.", "Staff are proud.", "The board meets."]
TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(ASKED + FOUND)


def side(texts, contexts=None, vectors=True, themes=None):
    """A side with made-up themes and vectors, always the same for as many texts."""
    chance = np.random.default_rng(len(texts))
    made = chance.random((len(texts), 30)).astype(np.float32) * 0.9 + 0.05
    directions = chance.normal(size=(len(texts), 384)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    rows = shipped_model("lite").linear.rows([None] * len(texts), texts)
    parts = [np.stack([row, -row]) for row in directions] if vectors else None
    return Side(
        texts, contexts or [None] * len(texts), made if themes is None else themes, directions if vectors else None, parts, rows
    )


def features(asked, found, improvement=None):
    return pair_features(asked, found, improvement or [True] * len(found.texts))


@pytest.mark.parametrize("vectors", [True, False])
@pytest.mark.parametrize(("asked", "found"), [(3, 4), (1, 4), (3, 1), (1, 1)])
def test_shape_and_finite_numbers(asked, found, vectors):
    made = features(side(ASKED[:asked], vectors=vectors), side(FOUND[:found], vectors=vectors))
    assert made.shape[:2] == (asked, found)
    assert np.isfinite(made).all()
    # as many as the linker of the tier was trained on
    linker = shipped_linker("full" if vectors else "lite")
    assert linker.probabilities(made).shape == (asked, found)


def test_vectors_on_one_side_only_are_left_out():
    assert features(side(ASKED), side(FOUND, vectors=False)).shape == features(side(ASKED, vectors=False), side(FOUND)).shape


@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=4), st.booleans())
def test_any_texts_give_finite_numbers(asked, found, vectors):
    made = features(side(asked, vectors=vectors), side(found, vectors=vectors), [k % 2 == 0 for k in range(len(found))])
    assert np.isfinite(made).all()
    assert np.abs(made).max() < 1e4


def test_all_findings_the_same():
    made = features(side(ASKED), side(["The same."] * 3, themes=np.full((3, 30), 0.1, dtype=np.float32)))
    assert np.isfinite(made).all()


def test_likeness_in_words_and_in_meaning():
    made = features(side(ASKED), side(FOUND))
    words = made[..., 0]
    assert words[1].argmax() == 1
    assert words[1, 1] > 0
    assert np.allclose(features(side(ASKED), side(ASKED))[..., 0].diagonal(), 1, atol=1e-4)


def test_kind_of_finding_matters():
    plain, marked = (features(side(ASKED), side(FOUND), kind) for kind in ([False] * 4, [False, True, False, False]))
    changed = np.abs(plain - marked).max(axis=(0, 2))
    assert changed[1] >= 1


def test_addressee_that_the_finding_names():
    who = ["The chief constable and the police", None, "His Majesty's Prison and Probation Service"]
    with_who, without = (features(side(ASKED, contexts), side(FOUND)) for contexts in (who, None))
    changed = np.abs(with_who - without).max(axis=2)
    assert changed[0, 1] == 1
    assert not changed[1].any()


def test_theme_that_few_findings_carry_ties_more_than_one_that_most_do():
    usual, rare = np.full((4, 30), 0.01, np.float32), np.full((1, 30), 0.01, np.float32)
    usual[:3, 0] = 0.9
    usual[3, 1] = 0.9
    rare[0, :2] = 0.9
    made = named_features(side(ASKED[:1], themes=rare), side(FOUND, themes=usual), [True] * 4)["rare themes"][0]
    assert made[3] > 1.1 * made[0]
