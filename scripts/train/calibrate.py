"""Calibration and thresholds from predictions for groups that a model has not seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.pipes.themes.models import calibrated, named_themes
from scripts.corpus.data import SPOKEN, Item

Floats = NDArray[np.float32]


def label_matrices(items: list[Item], themes: list[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Required and optional labels, shape (items, themes)."""
    required = np.array([[t in x.themes for t in themes] for x in items])
    return required, np.array([[t in x.optional for t in themes] for x in items])


def named_in(items: list[Item], themes: list[str]) -> Floats:
    """1 where a term of the glossary stands in an item's text, shape (items, themes)."""
    return named_themes([shipped_glossary().find(x.text) for x in items], themes)


def calibrate(raw: Floats, items: list[Item], themes: list[str]) -> dict[str, Any]:
    """Platt scaling with one slope, theme offsets drawn towards the common one, what a term of the glossary adds, and one
    threshold for F1.

    What a term adds is fitted on the sets in the register of real reports, which name their themes as real reports do; in the
    older groups a theme's name is often there without its theme.

    Only items that two people labelled count: a single labeller gives more labels than two agree on.
    """
    twice = [k for k, x in enumerate(items) if x.labellers == 2]
    raw, items = raw[twice], [items[k] for k in twice]
    required, optional = label_matrices(items, themes)
    counted = ~optional
    logits = np.log(np.clip(raw, 1e-4, 1 - 1e-4) / np.clip(1 - raw, 1e-4, 1))
    common = LogisticRegression(C=1e6).fit(logits[counted].reshape(-1, 1), required[counted])
    slope, offset = float(common.coef_[0, 0]), float(common.intercept_[0])
    offsets = []
    for k in range(len(themes)):
        rows = counted[:, k]
        # Newton steps for one offset with a prior of standard deviation one half around the common one
        b = offset
        for _ in range(20):
            p = 1 / (1 + np.exp(-(slope * logits[rows, k] + b)))
            gradient = float((required[rows, k] - p).sum()) - (b - offset) / 0.25
            b += gradient / (float((p * (1 - p)).sum()) + 1 / 0.25)
        offsets.append(round(b, 5))
    plain = slope * logits + np.array(offsets)
    named = named_in(items, themes)
    spoken = counted & np.array([[x.group in SPOKEN] for x in items])
    weight = _named_weight(plain[spoken], named[spoken], required[spoken]) if spoken.any() else 0.0
    probabilities = calibrated(raw, slope, np.array(offsets, dtype=np.float32), weight * named)
    threshold = common_threshold(probabilities, required, optional)
    return {"slope": round(slope, 5), "offsets": offsets, "named": round(weight, 5), "thresholds": [threshold] * len(themes)}


def _named_weight(logits: Floats, named: Floats, required: NDArray[np.bool_]) -> float:
    """What a term of the glossary adds to the log-odds of its theme, by maximum likelihood; never less than nothing.

    A common offset is fitted beside it and dropped: it would move the calibration of all other texts.

    Args:
        logits: calibrated log-odds of pairs of text and theme, shape (pairs,).
        named: 1 where the text has a term of the theme, shape (pairs,).
        required: whether the label is right, shape (pairs,).
    """
    fitted = LogisticRegression(C=1e6, max_iter=1000).fit(np.stack([logits, named], 1), required)
    return max(0.0, float(fitted.coef_[0, 1]))


def common_threshold(probabilities: Floats, required: NDArray[np.bool_], optional: NDArray[np.bool_]) -> float:
    """Half of the best micro-F1 within reach, the same for all themes: their calibration has made them alike.

    For calibrated probabilities the threshold with the best F1 is half of that F1 (Lipton, Elkan and Naryanaswamy 2014,
    "Optimal thresholding of classifiers to maximize F1 measure"). The curve is flat, and its peak on a grid moves by 0.05
    from one training to the next, its height does not. A threshold for each theme, tried in three ways, is no better on
    unseen groups (model card).
    """
    reached = []
    for threshold in np.arange(0.2, 0.71, 0.025):
        chosen = (probabilities >= threshold) & ~optional
        reached.append(2 * (chosen & required).sum() / max(1, chosen.sum() + required.sum()))
    return round(float(max(reached)) / 2, 4)
