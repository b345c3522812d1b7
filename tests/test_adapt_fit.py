import numpy as np
import pytest
from scipy.sparse import csr_matrix

from findings_nlp.adapt.fit import PENALTIES, Samples, applied, chosen_penalty, counts, f1, fit_layer, folds, measured


def made(n=240, right=False, sparse=False):
    """Texts of six reports with two themes; the model misses the second wherever the first word stands."""
    chance = np.random.default_rng(0)
    text = (chance.random((n, 8)) < 0.4).astype(np.float32)
    wanted = np.stack([text[:, 1] > 0, text[:, 0] > 0], 1)
    probabilities = np.where(wanted, 0.8, 0.1).astype(np.float32)
    if not right:
        probabilities[:, 1] = 0.2
    reports = [f"r{k % 6}" for k in range(n)]
    given = csr_matrix(text) if sparse else text
    return Samples(given, probabilities, wanted, np.zeros_like(wanted), reports, np.array([0.4, 0.4], np.float32))


@pytest.mark.parametrize("sparse", [False, True])
def test_layer_learns_what_the_model_lacks_and_is_measured_on_reports_left_out(sparse):
    before, after = measured(made(sparse=sparse))
    assert f1(before) < 0.7 and f1(after) > 0.95
    assert f1(after[0]) >= f1(before[0])


def test_without_anything_to_learn_nothing_changes():
    found = made(right=True)
    before, after = measured(found)
    assert f1(before) == f1(after) == 1
    assert chosen_penalty(found) == PENALTIES[-1]


def test_no_report_is_fitted_and_measured_on():
    reports = ["a"] * 5 + ["b"] * 50 + ["c"] * 3
    for fitted, held in folds(reports):
        assert not {reports[k] for k in fitted} & {reports[k] for k in held}
    assert sorted(k for _, held in folds(reports) for k in held) == list(range(58))


def test_labels_that_count_neither_way_do_not():
    found = made()
    ignored = Samples(found.text, found.probabilities, found.wanted, ~found.wanted, found.reports, found.thresholds)
    everything = np.ones_like(found.probabilities)
    assert counts(everything, ignored)[:, 1].sum() == 0 < counts(everything, found)[:, 1].sum()
    layer = fit_layer(ignored, 1.0)
    # only labels that are wanted were learned from: nothing pulls any other down
    assert (applied(layer, ignored) >= 0).all()
