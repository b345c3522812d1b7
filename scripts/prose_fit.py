"""From the scores of tags to findings with their side and a calibrated probability: fitted and measured on paragraphs not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from prose_corpus import Run
from prose_eval import calibration_error, is_right, measures
from prose_net import Part
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.features import leaning, neighbours
from findings_nlp.pipes.prose.sides import Sides, certainty, sided, traits
from findings_nlp.pipes.themes.linear import Vectorizer

Rows = list[dict[str, Any]]
Scores = NDArray[np.float64]
PROSE = 3.0  # what a finding in prose weighs against a bullet


@dataclass
class Read:
    """One paragraph not learnt from: its scores with those of tags behind tags and at the beginning, and the side of any run."""

    scores: Scores
    follows: Scores
    starts: Scores
    part: Part
    at: int  # its first sentence in the part
    vectorizer: Vectorizer
    sides: Sides

    def odds(self, runs: Sequence[chain.Run]) -> NDArray[np.float64]:
        """Log-odds of a strength of some runs, by their words."""
        spans = [(self.at + run.first, self.at + run.last) for run in runs]
        return side_odds(self.sides, self.vectorizer, self.part, spans)


def side_odds(sides: Sides, vectorizer: Vectorizer, part: Part, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Log-odds of a strength of runs of sentences of a part, first and last."""
    texts = [" ".join(part.texts[a : b + 1]) for a, b in spans]
    return sides.odds(vectorizer(texts))


def set_lean(part: Part, lean: Sides, vectorizer: Vectorizer) -> None:
    """Write to which side the sentences of a part lean."""
    before, behind = neighbours(part.lengths.tolist())
    part.lean = leaning(lean.odds(vectorizer(part.texts)), before, behind)


def fit_sides(part: Part | None, bullets: Part, vectorizer: Vectorizer) -> Sides:
    """A model of whole findings' sides, from bullets and from the findings in prose of one side.

    Args:
        part: paragraphs to learn from; None for bullets alone.
        bullets: single findings whose side is known.
        vectorizer: of the words.
    """
    spans, wanted = [], []
    for at, runs in zip(part.edges, part.runs, strict=False) if part else ():
        spans += [(int(at) + a, int(at) + b) for a, b, side in runs if side != "~"]
        wanted += [side == "+" for _, _, side in runs if side != "~"]
    own = [(int(a), int(b) - 1) for a, b in zip(bullets.edges, bullets.edges[1:], strict=False)]
    both = ((part or bullets, spans), (bullets, own))
    texts = [" ".join(p.texts[a : b + 1]) for p, cut in both for a, b in cut]
    rows = vectorizer(texts)
    words = sparse.csr_matrix((rows.values, rows.columns, rows.starts), (len(rows), rows.width))
    y = np.array([*wanted, *(bullets.sides == 0)])
    weight = np.array([PROSE] * len(spans) + [1.0] * len(own))
    fit = LogisticRegression(C=3.0, max_iter=60, tol=1e-3).fit(words, y, sample_weight=weight)
    return Sides(fit.coef_[0].astype(np.float32), float(fit.intercept_[0]))


def decoded(paragraphs: Sequence[Read], bias: float) -> list[list[chain.Run]]:
    """The findings of paragraphs by the chain, with a tag `O` worth `bias` less."""
    out = []
    for read in paragraphs:
        tilted = read.scores.copy()
        tilted[:, 0] -= bias
        out.append(chain.runs(chain.likeliest(tilted, read.follows, read.starts)))
    return out


def sure_of(paragraphs: Sequence[Read], heat: float) -> list[Scores]:
    """The probabilities of the tags of each paragraph."""
    return [chain.probabilities(read.scores / heat, read.follows / heat, read.starts / heat) for read in paragraphs]


def judged(sure: list[Scores], rows: Rows) -> tuple[list[float], list[bool]]:
    """Of all sentences on which the readers agree: the probability that it judges, and whether it does."""
    p, y = [], []
    for found, row in zip(sure, rows, strict=True):
        first, second = ({k for a, b, _ in row[who] for k in range(a, b + 1)} for who in ("first", "second"))
        for k in set(range(len(found))) - (first ^ second):
            p.append(float(1 - found[k, 0]))
            y.append(k in first)
    return p, y


@dataclass
class Fit:
    """Temperature, bias of decoding, slope and middle of a side's log-odds, and the weights of a finding's probability."""

    heat: float
    bias: float
    side: NDArray[np.float64]
    sure: NDArray[np.float64]


def with_sides(paragraphs: Sequence[Read], fit: Fit) -> list[list[tuple[chain.Run, Scores, float]]]:
    """The findings of each paragraph with their side, the probabilities of their tags and that of their side."""
    out = []
    for read, runs, found in zip(paragraphs, decoded(paragraphs, fit.bias), sure_of(paragraphs, fit.heat), strict=True):
        here = []
        for run, own in zip(runs, read.odds(runs).tolist() if runs else [], strict=True):
            sure = found[run.first : run.last + 1]
            told, side = sided(run, sure, fit.side[0] * own + fit.side[1])
            here.append((told, sure, side))
        out.append(here)
    return out


def calibrate(paragraphs: Sequence[Read], rows: Rows) -> Fit:
    """All that is fitted on paragraphs not learnt from."""

    def surprise(log_heat: float) -> float:
        p, y = (np.array(v, float) for v in judged(sure_of(paragraphs, float(np.exp(log_heat))), rows))
        p = np.clip(p, 1e-4, 1 - 1e-4)
        return float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean())

    heat = float(np.exp(minimize_scalar(surprise, bounds=(-0.5, 2.0), method="bounded", options={"xatol": 0.05}).x))
    tried = {}
    for bias in np.arange(-2.0, 2.01, 0.25):
        m = measures(decoded(paragraphs, float(bias)), rows)
        tried[float(bias)] = m["sentences_f1"] + (m["findings_f1_0.6"] + m["findings_f1_0.9"]) / 2
    bias = max(tried, key=lambda b: (round(tried[b], 3), -abs(b)))
    x, y = [], []
    for read, row in zip(paragraphs, rows, strict=True):
        runs = [chain.Run(*run) for run in row["first"] if run[2] != "~"]
        x += [[own] for own in (read.odds(runs).tolist() if runs else [])]
        y += [run.side == "+" for run in runs]
    fit = LogisticRegression(C=1.0).fit(np.array(x), y)
    out = Fit(heat, bias, np.append(fit.coef_[0], fit.intercept_[0]), np.zeros(4))
    traced, right = [], []
    for runs_, row in zip(with_sides(paragraphs, out), rows, strict=True):
        for run, sure, side in runs_:
            ok = is_right(Run(*run), row)
            if ok is not None:
                traced.append(traits(sure, side))
                right.append(ok)
    last = LogisticRegression(C=1.0).fit(np.array(traced), right)
    out.sure = np.append(last.coef_[0], last.intercept_[0])
    return out


def measured(paragraphs: Sequence[Read], rows: Rows, fit: Fit) -> dict[str, float]:
    """All measures of paragraphs not learnt from."""
    found = with_sides(paragraphs, fit)
    out = measures([[Run(*run) for run, _, _ in runs] for runs in found], rows)
    out["ece_sentences"] = calibration_error(*judged(sure_of(paragraphs, fit.heat), rows))
    p, y = [], []
    for runs, row in zip(found, rows, strict=True):
        for run, sure, side in runs:
            right = is_right(Run(*run), row)
            if right is not None:
                p.append(certainty(sure, side, fit.sure))
                y.append(right)
    out["ece_findings"] = calibration_error(p, y)
    return {name: round(value, 4) for name, value in out.items()}


def told(name: str, values: dict[str, float]) -> str:
    """One line of measures."""
    return f"{name:30}" + "  ".join(f"{key.replace('_f1', '')} {value:.3f}" for key, value in values.items())
