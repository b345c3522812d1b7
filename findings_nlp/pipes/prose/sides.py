"""On which side a finding stands, told by all of its words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.themes.linear import SparseRows

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Sides:
    """Weights of the vectorizer's columns, and an intercept."""

    terms: Floats
    intercept: float

    def odds(self, rows: SparseRows) -> NDArray[np.float64]:
        """Log-odds that each text is a strength, from the TF-IDF rows of its words, shape (texts,)."""
        return rows.weighed(self.terms[:, None])[:, 0].astype(np.float64) + self.intercept


def traits(sure: NDArray[np.float64], side: float) -> NDArray[np.float64]:
    """What tells how certain a finding is: the log-odds that its sentences judge, that it begins there, and of its side.

    Args:
        sure: the probability of each tag of the finding's sentences, shape (sentences, tags).
        side: the probability of the side that it is given.
    """
    begins = sure[0, list(chain.BEGINS)].sum()
    values = np.clip([(1 - sure[:, 0]).mean(), begins, side], 0.002, 0.998)
    return np.asarray(np.log(values / (1 - values)))


def certainty(sure: NDArray[np.float64], side: float, weights: NDArray[np.float64]) -> float:
    """The probability that a finding is one of that side; arguments as for `traits`, and the fitted weights, intercept last."""
    return float(1 / (1 + np.exp(-(traits(sure, side) @ weights[:-1] + weights[-1]))))


def sided(run: chain.Run, sure: NDArray[np.float64], odds: float) -> tuple[chain.Run, float]:
    """A run with its side, and that side's probability; what the chain calls both stays so.

    Args:
        run: a finding of the chain.
        sure: the probability of each tag of its sentences.
        odds: the calibrated log-odds that it is a strength.
    """
    if run.side == "~":
        judged = max(float((1 - sure[:, 0]).mean()), 1e-9)
        return run, float(sure[:, 3:5].sum(1).mean()) / judged
    return run._replace(side="+" if odds >= 0 else "-"), float(1 / (1 + np.exp(-abs(odds))))
