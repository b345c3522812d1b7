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
PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
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


def fit_layer(samples: Samples, penalty: float) -> Layer:
    """The layer for some samples.

    Args:
        samples: to fit.
        penalty: of the ridge.
    """
    from scipy.sparse import csr_matrix, hstack, issparse
    from sklearn.kernel_ridge import KernelRidge

    scores = np.hstack([samples.probabilities, np.ones((len(samples.reports), 1), np.float32)])
    sparse = issparse(samples.text)
    features = csr_matrix(hstack([samples.text, scores])) if sparse else np.hstack([samples.text, scores])
    lacking = np.where(samples.ignored, 0, samples.wanted - samples.probabilities)
    # by findings and not by words, of which there are many more
    model = KernelRidge(alpha=penalty, kernel="linear").fit(features, lacking)
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
    parts = folds(samples.reports)
    if len(parts) < 2:
        return PENALTIES[-1]
    reached = {}
    for penalty in PENALTIES:
        found = sum(_counted(samples, fitted, held, penalty) for fitted, held in parts)
        reached[penalty] = f1(np.asarray(found))
    return max(PENALTIES, key=lambda penalty: (round(reached[penalty], 4), penalty))


def _counted(samples: Samples, fitted: NDArray[np.int64], held: NDArray[np.int64], penalty: float) -> NDArray[np.int64]:
    rest = samples.some(held)
    return counts(applied(fit_layer(samples.some(fitted), penalty), rest), rest)


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
