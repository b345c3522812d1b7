import numpy as np
import pytest

from findings_nlp.adapt.fit import NO_LAYER, Samples, applied, counts, f1, fit, folds, measured

WORDS = ["alder", "birch", "cedar", "damson", "elder", "fir", "gorse", "hazel"]


def made(n=240, right=False, vectors=False, low=0.2):
    """Texts of six reports with two themes; the model misses the second wherever the first word stands."""
    chance = np.random.default_rng(0)
    there = chance.random((n, 8)) < 0.4
    texts = [" ".join(word for word, here in zip(WORDS, row, strict=True) if here) for row in there]
    wanted = np.stack([there[:, 1], there[:, 0]], 1)
    probabilities = np.where(wanted, 0.8, 0.1).astype(np.float32)
    if not right:
        probabilities[:, 1] = low
    reports = [f"r{k % 6}" for k in range(n)]
    thresholds = np.array([0.4, 0.4], np.float32)
    places = there.astype(np.float32) if vectors else None
    return Samples(
        ["" for _ in texts] if vectors else texts, places, probabilities, wanted, np.zeros_like(wanted), reports, thresholds
    )


@pytest.mark.parametrize("vectors", [False, True])
def test_layer_learns_what_the_model_lacks_and_is_measured_on_reports_left_out(vectors):
    before, after = measured(made(vectors=vectors))
    assert f1(before) < 0.7 and f1(after) > 0.95
    assert f1(after[0]) >= f1(before[0])


def test_without_anything_to_learn_nothing_changes():
    found = made(right=True)
    before, after = measured(found)
    assert f1(before) == f1(after) == 1
    learned = fit(found)
    assert (learned.penalty, learned.threshold) == (NO_LAYER, None)


def test_threshold_is_fitted_where_the_model_tells_too_little():
    found = made(right=True)
    found.probabilities[found.wanted] = 0.35
    found.texts[:] = ["alder"] * len(found.texts)  # the words tell nothing
    before, after = measured(found)
    assert f1(before) == 0 and f1(after) > 0.9


def test_layer_of_a_text_without_any_known_word_adds_its_constant_alone():
    learned = fit(made())
    assert np.allclose(learned.layer(["zzz", "qqq"], None), learned.layer.weights[-1])


def test_no_report_is_fitted_and_measured_on():
    reports = ["a"] * 5 + ["b"] * 50 + ["c"] * 3
    for fitted, held in folds(reports):
        assert not {reports[k] for k in fitted} & {reports[k] for k in held}
    assert sorted(k for _, held in folds(reports) for k in held) == list(range(58))


def test_labels_that_count_neither_way_do_not():
    found = made()
    ignored = Samples(found.texts, None, found.probabilities, found.wanted, ~found.wanted, found.reports, found.thresholds)
    everything = np.ones_like(found.probabilities)
    assert counts(everything, ignored)[:, 1].sum() == 0 < counts(everything, found)[:, 1].sum()
    # only labels that are wanted were learned from: nothing pulls any other down
    assert (applied(fit(ignored), ignored) >= found.probabilities - 1e-6).all()


def test_reports_that_say_too_little_leave_the_model_as_it_is():
    found = made(right=True)
    chance = np.random.default_rng(1)
    flipped = chance.random(found.wanted.shape) < 0.1  # labels wrong by chance: nothing can be learned of them
    found.wanted[flipped] = ~found.wanted[flipped]
    before, after = measured(found)
    assert f1(after) > f1(before) - 0.01
