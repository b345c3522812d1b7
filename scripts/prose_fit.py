"""From the scores of tags to findings and calibrated probabilities: fitted and measured on paragraphs not learnt from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from prose_corpus import Run
from prose_eval import calibration_error, is_right, measures
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.detector import certainty, traits

Rows = list[dict[str, Any]]
Scores = NDArray[np.float64]


def decoded(paragraphs: list[tuple[Scores, Scores, Scores]], bias: float) -> list[list[chain.Run]]:
    """The findings of paragraphs, with a tag `O` worth `bias` less."""
    out = []
    for scores, follows, starts in paragraphs:
        tilted = scores.copy()
        tilted[:, 0] -= bias
        out.append(chain.runs(chain.likeliest(tilted, follows, starts)))
    return out


def sure_of(paragraphs: list[tuple[Scores, Scores, Scores]], heat: float) -> list[Scores]:
    """The probabilities of the tags of each paragraph."""
    return [chain.probabilities(scores / heat, follows / heat, starts / heat) for scores, follows, starts in paragraphs]


def judged(sure: list[Scores], rows: Rows) -> tuple[list[float], list[bool]]:
    """Of all sentences on which the readers agree: the probability that it judges, and whether it does."""
    p, y = [], []
    for found, row in zip(sure, rows, strict=True):
        first, second = ({k for a, b, _ in row[who] for k in range(a, b + 1)} for who in ("first", "second"))
        for k in set(range(len(found))) - (first ^ second):
            p.append(float(1 - found[k, 0]))
            y.append(k in first)
    return p, y


def calibrate(paragraphs: list[tuple[Scores, Scores, Scores]], rows: Rows) -> tuple[float, float, NDArray[np.float64]]:
    """Temperature, bias of decoding, and the weights of a finding's probability, from paragraphs not learnt from."""

    def surprise(log_heat: float) -> float:
        p, y = (np.array(v, float) for v in judged(sure_of(paragraphs, float(np.exp(log_heat))), rows))
        p = np.clip(p, 1e-4, 1 - 1e-4)
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())

    heat = float(np.exp(minimize_scalar(surprise, bounds=(-0.5, 2.0), method="bounded", options={"xatol": 0.05}).x))
    tried = {}
    for bias in np.arange(-1.5, 2.01, 0.5):
        m = measures(decoded(paragraphs, float(bias)), rows)
        tried[float(bias)] = m["sentences_f1"] + m["findings_f1_0.6"]
    bias = max(tried, key=lambda b: (round(tried[b], 3), -abs(b)))
    sure = sure_of(paragraphs, heat)
    x, y = [], []
    for runs, found, row in zip(decoded(paragraphs, bias), sure, rows, strict=True):
        for run in runs:
            right = is_right(Run(*run), row)
            if right is not None:
                x.append(traits(found[run.first : run.last + 1], run.side))
                y.append(right)
    fit = LogisticRegression(C=1.0, max_iter=500).fit(np.array(x), y)
    return heat, bias, np.append(fit.coef_[0], fit.intercept_[0])


def measured(paragraphs: list[tuple[Scores, Scores, Scores]], rows: Rows, fit: tuple[float, float, Any]) -> dict[str, float]:
    """All measures of paragraphs not learnt from."""
    heat, bias, weights = fit
    found, sure = decoded(paragraphs, bias), sure_of(paragraphs, heat)
    out = measures(found, rows)
    out["ece_sentences"] = calibration_error(*judged(sure, rows))
    p, y = [], []
    for runs, probabilities, row in zip(found, sure, rows, strict=True):
        for run in runs:
            right = is_right(Run(*run), row)
            if right is not None:
                p.append(certainty(probabilities[run.first : run.last + 1], run.side, weights))
                y.append(right)
    out["ece_findings"] = calibration_error(p, y)
    return {name: round(value, 4) for name, value in out.items()}


def told(name: str, values: dict[str, float]) -> str:
    """One line of measures."""
    return f"{name:30}" + "  ".join(f"{key.replace('_f1', '')} {value:.3f}" for key, value in values.items())
