import numpy as np
import pytest

from findings_nlp.pipes.prose.chain import Run
from findings_nlp.pipes.prose.sides import Sides, certainty, sided
from findings_nlp.pipes.themes.linear import SparseRows

SURE = np.array([[0.1, 0.8, 0.05, 0.05, 0.0], [0.2, 0.1, 0.6, 0.0, 0.1]])


def test_side_is_that_of_the_log_odds_and_both_stay_both():
    assert sided(Run(0, 1, "?"), SURE, 2.0)[0].side == "+"
    run, probability = sided(Run(0, 1, "?"), SURE, -2.0)
    assert run.side == "-" and probability == pytest.approx(1 / (1 + np.exp(-2)))
    assert sided(Run(0, 1, "~"), SURE, 2.0) == (Run(0, 1, "~"), pytest.approx(0.075 / 0.85))


def test_surer_tags_and_side_make_a_surer_finding():
    weights = np.array([1.0, 0.5, 0.5, -0.5])
    doubtful = np.array([[0.5, 0.4, 0.1, 0, 0], [0.5, 0.1, 0.4, 0, 0]])
    assert certainty(SURE, 0.9, weights) > certainty(SURE, 0.6, weights) > certainty(doubtful, 0.6, weights)


def test_words_add_up():
    rows = SparseRows(np.array([0, 1]), np.array([1]), np.array([0.5], np.float32), 2)
    assert Sides(np.array([9.0, 2.0], np.float32), 0.25).odds(rows)[0] == pytest.approx(1.25)
