"""Fits the correction layer: a logistic regression on top of the model's log-odds, measured on reports left out.

Without corrections the layer is nothing, and the stronger the penalty, the nearer it stays to that. The penalty and the threshold
from which a theme is reported are chosen by cross-validation over reports, within each training part; what is reported comes from
reports that had no part in either.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.themes.layer import Layer
from findings_nlp.pipes.themes.linear import Vectorizer, character_grams, word_grams
from findings_nlp.pipes.themes.models import corrected, log_odds

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Choice = tuple[float, float | None]  # penalty, and threshold or None for the model's own
PENALTIES = (10.0, 3.0, 1.0, 0.3, 0.1, 0.03)
NO_LAYER = math.inf  # the penalty under which all weights are nought
THRESHOLDS = tuple(round(0.2 + 0.025 * k, 3) for k in range(13))
_FOLDS = 5
_STEPS = 30  # of the optimiser for each penalty, which begins where the stronger one ended
_CONSTANT = 0.3  # small: what all texts share is to be learned slowly
_LEAST_TEXTS, _MOST_TERMS = 2, 40_000  # of a vocabulary: texts that have a term, and terms
_MOST_PLACES = 1000  # directions of the texts in which the weights may lie
_LEAST_SHARE = 1e-6  # of the largest eigenvalue; what is below is rounding


@dataclass(frozen=True, slots=True)
class Samples:
    """Checked findings as the model sees them.

    Attributes:
        texts: with their headings, as `findings_nlp.pipes.themes.linear.with_context` joins them.
        vectors: of the sentences, shape (n, width); None for tier `lite`.
        probabilities: of the model, shape (n, themes).
        wanted: the reviewers' themes, shape (n, themes).
        ignored: labels that count neither way, shape (n, themes).
        reports: of each finding.
        thresholds: from which a theme is reported, shape (themes,).
    """

    texts: Sequence[str]
    vectors: Floats | None
    probabilities: Floats
    wanted: Bools
    ignored: Bools
    reports: Sequence[str]
    thresholds: Floats

    def some(self, rows: NDArray[np.int64]) -> Samples:
        """Some of the findings."""
        return Samples(
            [self.texts[k] for k in rows],
            None if self.vectors is None else self.vectors[rows],
            self.probabilities[rows],
            self.wanted[rows],
            self.ignored[rows],
            [self.reports[k] for k in rows],
            self.thresholds,
        )

    def reported_from(self, threshold: float | None) -> Samples:
        """The same with one threshold for all themes; None leaves them."""
        return self if threshold is None else replace(self, thresholds=np.full_like(self.thresholds, threshold))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned.

    Attributes:
        layer: the correction layer.
        penalty: of its weights; `NO_LAYER` where nothing was learned.
        threshold: from which a theme is reported; None where the model's own stay.
    """

    layer: Layer
    penalty: float
    threshold: float | None


def fit(samples: Samples) -> Fitted:
    """The layer for some samples, with the penalty and threshold that are best on reports left out."""
    vocabularies = (_vocabulary(word_grams, samples.texts), _vocabulary(character_grams, samples.texts))
    features = _features(vocabularies, samples)
    places, back = _reduced(features)
    penalty, threshold = _chosen(samples, places)
    none = np.zeros((places.shape[1], samples.wanted.shape[1]))
    fitted = none if penalty == NO_LAYER else _paths(samples, places)[penalty]
    weights = np.asarray(features.T @ (back @ fitted), dtype=np.float32)
    weights[-1] *= _CONSTANT
    return Fitted(Layer(vocabularies, weights), penalty, threshold)


def applied(fitted: Fitted, samples: Samples) -> Floats:
    """The corrected probabilities of samples."""
    return corrected(samples.probabilities, fitted.layer(samples.texts, samples.vectors))


def _vocabulary(grams: Callable[[str], list[str]], texts: Sequence[str]) -> Vectorizer:
    """The terms that two texts at least have, weighed by how few have them."""
    found = Counter(term for text in texts for term in set(grams(text)))
    common = sorted(((-count, term) for term, count in found.items() if count >= _LEAST_TEXTS))[:_MOST_TERMS]
    terms = sorted(term for _, term in common)
    idf = [math.log((1 + len(texts)) / (1 + found[term])) + 1 for term in terms]
    return Vectorizer(grams, terms, np.array(idf, dtype=np.float32))


def _features(vocabularies: Sequence[Vectorizer], samples: Samples) -> Any:
    """What the layer weighs, as a sparse matrix: the vocabularies' rows, the sentence vectors, a small constant."""
    from scipy.sparse import csr_matrix, hstack

    rows = [made(samples.texts) for made in vocabularies]
    parts = [csr_matrix((r.values, r.columns, r.starts), shape=(len(r), r.width)) for r in rows]
    if samples.vectors is not None:
        parts.append(csr_matrix(samples.vectors))
    return csr_matrix(hstack([*parts, np.full((len(samples.texts), 1), _CONSTANT, np.float32)]))


def _reduced(features: Any) -> tuple[Floats, Floats]:
    """Texts by their places along the directions in which they differ, and what leads from weights of places to those of texts.

    There are fewer texts than terms; the fit is the same.
    """
    products = (features @ features.T).toarray().astype(np.float64)
    values, vectors = np.linalg.eigh(products)
    kept = np.flatnonzero(values > _LEAST_SHARE * max(values[-1], 1e-12))[-_MOST_PLACES:]
    sizes, vectors = np.sqrt(values[kept]), vectors[:, kept]
    return vectors * sizes, vectors / sizes


def _paths(samples: Samples, places: Floats) -> dict[float, Floats]:
    """The weights of the places for each penalty, shape (places, themes).

    Args:
        samples: to fit.
        places: of their texts, shape (n, places).
    """
    from scipy.optimize import minimize

    odds = log_odds(samples.probabilities).astype(np.float64)
    wanted = samples.wanted.astype(np.float64)
    counted = (samples.wanted | ~samples.ignored).astype(np.float64)
    shape = places.shape[1], wanted.shape[1]

    def loss(flat: NDArray[np.float64], penalty: float) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        at = odds + places @ weights
        value = (counted * (np.logaddexp(0, at) - wanted * at)).sum() + penalty / 2 * (flat @ flat)
        slope = places.T @ (counted * (1 / (1 + np.exp(-at)) - wanted)) + penalty * weights
        return float(value), slope.ravel()

    out, flat = {}, np.zeros(shape[0] * shape[1])
    for penalty in PENALTIES:
        flat = minimize(loss, flat, (penalty,), "L-BFGS-B", jac=True, options={"maxiter": _STEPS}).x
        out[penalty] = flat.reshape(shape)
    return out


def _chosen(samples: Samples, places: Floats) -> Choice:
    """Penalty and threshold that reports left out speak for; no layer and the model's own thresholds are among the choices."""
    parts = folds(samples.reports)
    if len(parts) < 2:
        return NO_LAYER, None
    left_out = {penalty: np.zeros_like(samples.probabilities) for penalty in PENALTIES}
    for fitted, held in parts:
        for penalty, weights in _paths(samples.some(fitted), places[fitted]).items():
            left_out[penalty][held] = corrected(samples.probabilities[held], places[held] @ weights)
    reports = np.array(samples.reports)
    rows = [np.flatnonzero(reports == name) for name in sorted(set(samples.reports))]
    tables: dict[Choice, NDArray[np.int64]] = {}
    for threshold in (None, *THRESHOLDS):
        judged = [samples.reported_from(threshold).some(some) for some in rows]
        for penalty, found in {NO_LAYER: samples.probabilities, **left_out}.items():
            tables[penalty, threshold] = np.array([counts(found[k], one).sum(0) for k, one in zip(rows, judged, strict=True)])
    return _most_cautious(tables, float(samples.thresholds.mean()))


def _most_cautious(tables: Mapping[Choice, NDArray[np.int64]], own: float) -> Choice:
    """The choice nearest to the model as it is of those whose micro-F1 is within a standard error of the best.

    The error is that of the difference to the best, by leaving out one report at a time. Without this rule a model that has
    little to learn gets worse: the best of many choices is the best by chance.

    Args:
        tables: counts of each report under each choice, shape (reports, 3).
        own: the model's threshold.
    """
    reached = {choice: f1(table) for choice, table in tables.items()}
    without = {choice: np.array([f1(table.sum(0) - one) for one in table]) for choice, table in tables.items()}
    best = max(reached, key=lambda choice: reached[choice])

    def close(choice: Choice) -> bool:
        gaps = without[best] - without[choice]
        error = math.sqrt((len(gaps) - 1) / len(gaps) * float(((gaps - gaps.mean()) ** 2).sum()))
        return reached[best] - reached[choice] <= error

    return min(filter(close, reached), key=lambda c: (abs((own if c[1] is None else c[1]) - own), -c[0]))


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
    sizes = Counter(reports)
    parts: list[list[str]] = [[] for _ in range(min(most, len(sizes)))]
    for name in sorted(sizes, key=lambda n: (-sizes[n], n)):
        min(parts, key=lambda part: sum(sizes[n] for n in part)).append(name)
    held = [np.array([k for k, report in enumerate(reports) if report in part]) for part in parts]
    return [(np.setdiff1d(np.arange(len(reports)), rows), rows) for rows in held]


def measured(samples: Samples) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts of each theme before and after, on reports that had no part in fitting nor in any choice."""
    before = np.zeros((samples.wanted.shape[1], 3), dtype=np.int64)
    after = before.copy()
    for fitted, held in folds(samples.reports):
        learned, rest = fit(samples.some(fitted)), samples.some(held)
        before += counts(rest.probabilities, rest)
        after += counts(applied(learned, rest), rest.reported_from(learned.threshold))
    return before, after
