import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.prose.chain import Run
from findings_nlp.pipes.prose.sides import Sides, certainty, leant, run_vectors, side_grams, sided, text_of
from findings_nlp.pipes.themes.linear import SparseRows

SURE = np.array([[0.1, 0.7, 0.05, 0.1, 0.0, 0.05, 0.0], [0.2, 0.1, 0.5, 0.0, 0.1, 0.0, 0.1]])


def test_side_is_that_of_the_log_odds_and_both_stay_both():
    assert sided(Run(0, 1, "+"), SURE, 2.0)[0].side == "+"
    run, probability = sided(Run(0, 1, "+"), SURE, -2.0)
    assert run.side == "-" and probability == pytest.approx(1 / (1 + np.exp(-2)))
    assert sided(Run(0, 1, "~"), SURE, 2.0) == (Run(0, 1, "~"), pytest.approx(0.075 / 0.85))


def test_surer_tags_and_side_make_a_surer_finding():
    weights = np.array([1.0, 0.5, 0.5, -0.5])
    doubtful = np.array([[0.5, 0.4, 0.1, 0, 0, 0, 0], [0.5, 0.1, 0.4, 0, 0, 0, 0]])
    assert certainty(SURE, 0.9, weights) > certainty(SURE, 0.6, weights) > certainty(doubtful, 0.6, weights)


def test_words_add_up():
    rows = SparseRows(np.array([0, 1]), np.array([1]), np.array([0.5], np.float32), 2)
    assert Sides(np.array([9.0, 2.0], np.float32), 0.25).odds(rows)[0] == pytest.approx(1.25)


def test_words_behind_a_negation_count_as_turned_round_until_the_clause_or_sentence_ends():
    found = side_grams(text_of(["Plans were not sufficient, but assessments were thorough.", "Reviews were good."]))
    assert "!suffi" in found
    assert not {"!thoro", "!asses", "!good"} & set(found)
    assert "!recor" in side_grams("Staff didn’t record it.")


def test_forms_of_a_word_and_the_first_sentence_are_told():
    found = side_grams(text_of(["Strong\nleadership.", "Delays remained."]))
    assert {"~leade", "~delay"} <= set(found) and {"1:stron", "1:leade"} <= set(found)
    assert "1:delay" not in found


def test_tags_lean_to_the_side_that_they_name_most():
    assert leant(SURE) == pytest.approx(np.log(1.351 / 0.201))
    assert leant(np.eye(7)[[3, 4]]) == -5 and leant(np.eye(7)[[5, 6]]) == 0


def test_vectors_of_a_run_are_those_of_its_sentences_alone():
    mean = np.array([[9, 9], [1, 4], [3, 0]], np.float32)
    assert run_vectors(mean, [(1, 2), (0, 0)]).tolist() == [[2, 2, 3, 4], [9, 9, 9, 9]]
    assert run_vectors(mean, []).shape == (0, 4)


@given(st.text(max_size=200))
def test_any_text_is_told(text):
    assert all(isinstance(gram, str) and "\n" not in gram for gram in side_grams(text))
