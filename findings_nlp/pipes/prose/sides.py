"""On which side a finding stands, told by all of its words and, in tier `full`, by the vectors of its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.features import grams, words_of
from findings_nlp.pipes.themes.linear import SparseRows

Floats = NDArray[np.float32]
_STEM = 5  # letters that stand for all words that begin with them
_REACH = 5  # words behind a negation that it may turn round
_BREAKS = {";", ":", "but"}
# fmt: off
_NEGATIONS = {
    "not", "no", "nor", "never", "neither", "without", "too", "few", "little", "lack", "lacked", "lacking", "only", "rarely",
    "seldom", "less", "fewer", "hardly", "nothing", "none", "nobody", "cannot", "failed", "insufficient", "insufficiently",
}
# fmt: on


def text_of(sentences: Sequence[str]) -> str:
    """A finding as `side_grams` reads it: one sentence a line."""
    return "\n".join(" ".join(text.split()) for text in sentences)


def side_grams(text: str) -> list[str]:
    """What tells a finding's side: its words and pairs, beginnings of words, words behind a negation, the first sentence.

    Args:
        text: of a finding, one sentence a line.
    """
    words = words_of(text)
    stems = [f"~{word[:_STEM]}" for word in words if len(word) > _STEM]
    first = [f"1:{word[:_STEM]}" for word in words_of(text.split("\n", 1)[0])]
    return [*grams(text), *stems, *_negated(text), *first]


def _negated(text: str) -> list[str]:
    out: list[str] = []
    for sentence in text.split("\n"):
        left = 0
        for word in words_of(sentence):
            if word in _NEGATIONS or word.endswith("n't"):
                left = _REACH
                continue
            if word in _BREAKS:
                left = 0
            if left:
                out.append(f"!{word[:_STEM]}")
                left -= 1
    return out


def run_vectors(mean: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
    """Mean and largest value of the vectors of each run's sentences, shape (runs, 2 * width).

    Args:
        mean: the mean state of each sentence's tokens, shape (sentences, width).
        spans: first and last sentence of each run.
    """
    runs = [mean[first : last + 1] for first, last in spans]
    return np.array([np.concatenate([run.mean(0), run.max(0)]) for run in runs], np.float32).reshape(len(runs), 2 * mean.shape[1])


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


def leant(sure: NDArray[np.float64]) -> float:
    """Log-odds of a strength of a finding by the tags of its sentences, shape (sentences, tags), within -5 and 5."""
    plus, minus = ((sure[:, sign == chain.SIGNS]).sum() + 1e-3 for sign in (1, -1))
    return float(np.clip(np.log(plus / minus), -5, 5))


def sided(run: chain.Run, sure: NDArray[np.float64], odds: float) -> tuple[chain.Run, float]:
    """A run with its side, and that side's probability; what the chain calls both stays so.

    Args:
        run: a finding of the chain.
        sure: the probability of each tag of its sentences.
        odds: the calibrated log-odds that it is a strength.
    """
    if run.side == "~":
        judged = max(float((1 - sure[:, 0]).mean()), 1e-9)
        return run, float(sure[:, 5:].sum(1).mean()) / judged
    return run._replace(side="+" if odds >= 0 else "-"), float(1 / (1 + np.exp(-abs(odds))))
