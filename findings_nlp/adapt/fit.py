"""Fits the correction layer: a ridge regression on what the model's probabilities lack, measured on reports left out.

Without corrections the layer is nothing, and the stronger the penalty, the nearer it stays to that. The penalty is chosen by
cross-validation over reports, within each training part; what is reported comes from reports that had no part in either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.themes.layer import Layer

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Samples:
    """Checked findings as numbers.

    Attributes:
        text: what the layer reads of each text, shape (n, width); may be sparse (scipy).
        probabilities: of the model, shape (n, themes).
        wanted: the reviewers' themes, shape (n, themes).
        ignored: labels that count neither way, shape (n, themes).
        reports: of each finding.
        thresholds: from which a theme is reported, shape (themes,).
    """

    text: Any
    probabilities: Floats
    wanted: Bools
    ignored: Bools
    reports: Sequence[str]
    thresholds: Floats

    def some(self, rows: NDArray[np.int64]) -> Samples:
        """Some of the findings."""
        names = [self.reports[k] for k in rows]
        parts = (self.text[rows], self.probabilities[rows], self.wanted[rows], self.ignored[rows])
        return Samples(*parts, names, self.thresholds)


def _features(samples: Samples) -> Any:
    """What the layer weighs: the text's places, the model's probabilities, a constant."""
    from scipy.sparse import csr_matrix, hstack, issparse

    scores = np.hstack([samples.probabilities, np.ones((len(samples.reports), 1), np.float32)])
    return csr_matrix(hstack([samples.text, scores])) if issparse(samples.text) else np.hstack([samples.text, scores])


def _lacking(samples: Samples) -> Floats:
    """What the model's probabilities lack, nothing where a label counts neither way."""
    return np.asarray(np.where(samples.ignored, 0, samples.wanted - samples.probabilities), dtype=np.float32)


def fit_layer(samples: Samples, penalty: float) -> Layer:
    """The layer for some samples.

    Args:
        samples: to fit.
        penalty: of the ridge.
    """
    from sklearn.kernel_ridge import KernelRidge

    features = _features(samples)
    # by findings and not by words, of which there are many more
    model = KernelRidge(alpha=penalty, kernel="linear").fit(features, _lacking(samples))
    weights = np.asarray(features.T @ model.dual_coef_, dtype=np.float32)
    width = samples.text.shape[1]
    return Layer(weights[:width], weights[width:])


def applied(layer: Layer, samples: Samples) -> Floats:
    """The corrected probabilities of samples."""
    added = samples.text @ layer.text + samples.probabilities @ layer.scores[:-1] + layer.scores[-1]
    return np.asarray(np.clip(samples.probabilities + added, 0, 1), dtype=np.float32)


def counts(probabilities: Floats, samples: Samples) -> NDArray[np.int64]:
    """True positives, false positives and misses of each theme, shape (themes, 3)."""
    chosen = (probabilities >= samples.thresholds) & ~(samples.ignored & ~samples.wanted)
    wanted = samples.wanted
    return np.stack([(chosen & wanted).sum(0), (chosen & ~wanted).sum(0), (~chosen & wanted).sum(0)], 1)


def f1(table: NDArray[np.int64]) -> float:
    """Micro-F1 of counts; of one theme's, its F1."""
    right, wrong, missed = np.atleast_2d(table).sum(0)
    return float(2 * right / max(1, 2 * right + wrong + missed))


def folds(reports: Sequence[str], most: int = _FOLDS) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows to fit and rows to measure on, so that a report is wholly in one of both; large reports are dealt out first."""
    sizes = {name: sum(report == name for report in reports) for name in sorted(set(reports))}
    parts: list[list[str]] = [[] for _ in range(min(most, len(sizes)))]
    for name in sorted(sizes, key=lambda n: (-sizes[n], n)):
        min(parts, key=lambda part: sum(sizes[n] for n in part)).append(name)
    held = [np.array([k for k, report in enumerate(reports) if report in part]) for part in parts]
    return [(np.setdiff1d(np.arange(len(reports)), rows), rows) for rows in held]


def chosen_penalty(samples: Samples) -> float:
    """The penalty with the best micro-F1 on reports left out; the strongest of those that are equal."""
    from sklearn.kernel_ridge import KernelRidge

    parts = folds(samples.reports)
    if len(parts) < 2:
        return PENALTIES[-1]
    features, lacking = _features(samples), _lacking(samples)
    products = features @ features.T
    products = products.toarray() if hasattr(products, "toarray") else products
    found = {penalty: np.zeros((samples.wanted.shape[1], 3), dtype=np.int64) for penalty in PENALTIES}
    for fitted, held in parts:
        rest = samples.some(held)
        for penalty in PENALTIES:
            model = KernelRidge(alpha=penalty, kernel="precomputed").fit(products[np.ix_(fitted, fitted)], lacking[fitted])
            added = model.predict(products[np.ix_(held, fitted)])
            found[penalty] += counts(np.clip(rest.probabilities + added, 0, 1), rest)
    return max(PENALTIES, key=lambda penalty: (round(f1(found[penalty]), 4), penalty))


def measured(samples: Samples) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts of each theme before and after, on reports that had no part in fitting nor in the choice of the penalty."""
    before = np.zeros((samples.wanted.shape[1], 3), dtype=np.int64)
    after = before.copy()
    for fitted, held in folds(samples.reports):
        training, rest = samples.some(fitted), samples.some(held)
        layer = fit_layer(training, chosen_penalty(training))
        before += counts(rest.probabilities, rest)
        after += counts(applied(layer, rest), rest)
    return before, after
