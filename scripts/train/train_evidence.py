"""The evidence linker: logistic regression on pairs, each report left out once for the threshold and the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from findings_nlp.pipes.evidence.features import Side, pair_features
from scripts.corpus.data import SPOKEN

Floats = NDArray[np.float32]
STRENGTH = 0.1
SUPPORTING_WEIGHT = 0.7  # a supporting link (grade 1) is a weaker example than a direct one


@dataclass(slots=True)
class Pairs:
    """The pairs of one report: features, grades (0, 1, 2), and which count neither way."""

    name: str
    features: Floats
    grades: Floats
    optional: NDArray[np.bool_]


def pairs_of(name: str, gold: dict[str, Any], asked: Side, found: Side) -> Pairs:
    """Features and grades of a report's pairs."""
    improvement = [f["polarity"] == "area_for_improvement" for f in gold["findings"]]
    features = pair_features(asked, found, improvement)
    place = {f["id"]: k for k, f in enumerate(gold["findings"])}
    grades = np.zeros(features.shape[:2], dtype=np.float32)
    optional = np.zeros(features.shape[:2], dtype=bool)
    for row, recommendation in enumerate(gold["recommendations"]):
        for finding, grade in recommendation.get("evidence", {}).items():
            grades[row, place[finding]] = grade
        for finding in recommendation.get("evidence_optional", []):
            optional[row, place[finding]] = True
    return Pairs(name, features, grades, optional)


def fit(pairs: list[Pairs]) -> tuple[StandardScaler, LogisticRegression]:
    """Scaler and model on all pairs that count."""
    features = np.concatenate([p.features[~p.optional] for p in pairs])
    grades = np.concatenate([p.grades[~p.optional] for p in pairs])
    scaler = StandardScaler().fit(features)
    weights = np.where(grades == 1, SUPPORTING_WEIGHT, 1.0)
    return scaler, LogisticRegression(C=STRENGTH, max_iter=3000).fit(
        scaler.transform(features), grades > 0, sample_weight=weights
    )


def scores(model: tuple[StandardScaler, LogisticRegression], features: Floats) -> Floats:
    """Probabilities of pairs, shape (recommendations, findings)."""
    scaler, logistic = model
    flat = scaler.transform(features.reshape(-1, features.shape[-1]))
    return np.asarray(logistic.predict_proba(flat)[:, 1].reshape(features.shape[:2]), dtype=np.float32)


def left_out(pairs: list[Pairs]) -> list[Floats]:
    """Each report's probabilities from a model that never saw it."""
    return [scores(fit([q for q in pairs if q is not p]), p.features) for p in pairs]


def listed_map(pairs: list[Pairs], found: list[Floats], threshold: float) -> float:
    """Mean average precision of the lists as printed: what is below the threshold is not listed."""
    values = []
    for p, s in zip(pairs, found, strict=True):
        for row in range(len(s)):
            keep = ~p.optional[row]
            wanted = p.grades[row][keep] > 0
            if not wanted.any():
                continue
            order = np.argsort(-s[row][keep], kind="stable")
            order = order[s[row][keep][order] >= threshold]
            hits = np.cumsum(wanted[order])
            values.append(float(np.sum((hits / np.arange(1, len(order) + 1))[wanted[order]]) / wanted.sum()))
    return float(np.mean(values))


def link_scores(pairs: list[Pairs], found: list[Floats], threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall of the links at a threshold, over recommendations that have any."""
    true = listed = wanted = 0
    for p, s in zip(pairs, found, strict=True):
        rows = (p.grades > 0).any(1)
        chosen = (s >= threshold) & ~p.optional & rows[:, None]
        gold = (p.grades > 0) & rows[:, None]
        true, listed, wanted = true + int((chosen & gold).sum()), listed + int(chosen.sum()), wanted + int(gold.sum())
    return 2 * true / max(1, listed + wanted), true / max(1, listed), true / max(1, wanted)


def link_f1(pairs: list[Pairs], found: list[Floats], threshold: float) -> float:
    """F1 of `link_scores`."""
    return link_scores(pairs, found, threshold)[0]


def best_threshold(pairs: list[Pairs], found: list[Floats]) -> float:
    """The threshold with the best link F1, reports left out.

    Only the sets in the register of real reports count: the older ones have fewer reasons a recommendation than real reports do.
    Links below it are still listed, as possible ones.
    """
    chosen = [k for k, p in enumerate(pairs) if p.name in SPOKEN]
    pairs, found = [pairs[k] for k in chosen], [found[k] for k in chosen]
    grid = [round(float(t), 3) for t in np.arange(0.1, 0.61, 0.02)]
    return max(grid, key=lambda threshold: link_f1(pairs, found, threshold))


def stored(model: tuple[StandardScaler, LogisticRegression], threshold: float) -> dict[str, Any]:
    """The model as plain numbers."""
    scaler, logistic = model
    return {
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "weights": [round(float(v), 6) for v in logistic.coef_[0]],
        "intercept": round(float(logistic.intercept_[0]), 6),
        "threshold": threshold,
    }
