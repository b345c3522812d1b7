"""From the scores of tags to findings with their side and a calibrated probability: fitted and measured on paragraphs not learnt from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.sides import Sides, certainty, leant, run_vectors, side_grams, sided, text_of, traits
from findings_nlp.pipes.themes.linear import Vectorizer
from scripts.corpus.prose import Run
from scripts.train.prose_eval import calibration_error, is_right, measures
from scripts.train.prose_net import Part

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
    sides: SideModel

    def odds(self, runs: Sequence[chain.Run], sure: Scores) -> Scores:
        """Log-odds of a strength of some runs, by words, by the tags of their sentences, and in tier `full` by vectors.

        Args:
            runs: of the paragraph.
            sure: the probability of each tag of the paragraph's sentences.
        """
        own = self.sides.odds(self.part, [(self.at + run.first, self.at + run.last) for run in runs])
        tags = np.array([leant(sure[run.first : run.last + 1]) for run in runs])
        return np.column_stack([own[:, 0], tags, own[:, 1:]])


@dataclass
class SideModel:
    """Two logistic regressions of a finding's side: on its words, and in tier `full` on its sentences' vectors."""

    vectorizer: Vectorizer
    words: Sides
    vectors: Sides | None

    def odds(self, part: Part, spans: Sequence[tuple[int, int]]) -> Scores:
        """Log-odds of a strength of runs of a part's sentences, first and last, by each half, shape (runs, halves)."""
        own = [self.words.odds(self.vectorizer(span_texts(part, spans)))]
        if self.vectors is not None:
            own.append(span_vectors(part, spans) @ self.vectors.terms + self.vectors.intercept)
        return np.stack(own, 1).astype(np.float64)


@dataclass
class Sided:
    """What is told apart by side: the words of findings of one side, in a part or single, and whether each is a strength."""

    spans: list[tuple[int, int]]
    wanted: list[bool]
    words: sparse.csr_matrix
    single: sparse.csr_matrix  # the words of every sentence of the part


def span_texts(part: Part, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of runs of sentences of a part."""
    return [text_of(part.texts[a : b + 1]) for a, b in spans]


def span_vectors(part: Part, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The vectors of runs of sentences of a part."""
    return run_vectors(part.vectors[:, 2:], spans)


def side_vectorizer_of(parts: list[Part]) -> Vectorizer:
    """TF-IDF over what tells a finding's side, of terms that stand in two findings or paragraphs or more."""
    texts = [text for part in parts for text in span_texts(part, whole_spans(part))]
    count = Counter(gram for text in texts for gram in set(side_grams(text)))
    terms = sorted(gram for gram, n in count.items() if n >= 2)
    idf = np.array([np.log((1 + len(texts)) / (1 + count[term])) + 1 for term in terms], dtype=np.float32)
    return Vectorizer(side_grams, terms, idf)


def whole_spans(part: Part) -> list[tuple[int, int]]:
    """First and last sentence of each passage."""
    return [(int(a), int(b) - 1) for a, b in zip(part.edges, part.edges[1:], strict=False)]


def sided_of(part: Part, vectorizer: Vectorizer) -> Sided:
    """The findings of one side of a part, or, of bullets, all."""

    def matrix(texts: list[str]) -> sparse.csr_matrix:
        rows = vectorizer(texts)
        return sparse.csr_matrix((rows.values, rows.columns, rows.starts), (len(rows), rows.width))

    spans, wanted = whole_spans(part), (part.sides == 0).tolist()
    if part.tags:
        found = [(int(at) + a, int(at) + b, side) for at, runs in zip(part.edges, part.runs, strict=False) for a, b, side in runs]
        spans = [(a, b) for a, b, side in found if side != "~"]
        wanted = [side == "+" for _, _, side in found if side != "~"]
    single = matrix([text_of([text]) for text in part.texts]) if part.tags else matrix([])
    return Sided(spans, wanted, matrix(span_texts(part, spans)), single)


def fit_words(prose: Sequence[Sided], bullets: Sided) -> Sides:
    """A logistic regression of sides on words, of findings in prose and of single ones."""
    words = sparse.vstack([bullets.words, *(own.words for own in prose)])
    wanted = [*bullets.wanted, *(side for own in prose for side in own.wanted)]
    weight = [1.0] * len(bullets.wanted) + [PROSE] * (len(wanted) - len(bullets.wanted))
    fit = LogisticRegression(C=30.0, max_iter=300, tol=3e-5).fit(words, wanted, sample_weight=weight)
    return Sides(fit.coef_[0].astype(np.float32), float(fit.intercept_[0]))


def fit_vectors(vectors: NDArray[np.float32], wanted: Sequence[bool], weight: Sequence[float]) -> Sides:
    """A logistic regression of sides on vectors: shape (findings, width), whether each is a strength, the weight of each."""
    mean, scale = vectors.mean(0), vectors.std(0) + np.float32(1e-3)
    fit = LogisticRegression(C=0.01, max_iter=200, tol=1e-4).fit((vectors - mean) / scale, wanted, sample_weight=weight)
    weights = (fit.coef_[0] / scale).astype(np.float32)
    return Sides(weights, float(fit.intercept_[0] - mean @ weights))


def set_leans(parts: Sequence[Part], sided: Sequence[Sided], bullets: Sided) -> None:
    """Write to which side the sentences of each part lean, by a model that did not learn from it (three folds)."""
    for fold in range(3):
        words = fit_words([own for k, own in enumerate(sided) if k % 3 != fold], bullets)
        for part, own in zip(parts[fold::3], sided[fold::3], strict=True):
            part.leans(lean_of(words, own))


def lean_of(words: Sides, own: Sided) -> Scores:
    """Log-odds that each sentence of a part speaks of a strength."""
    return np.asarray(own.single @ words.terms + words.intercept, dtype=np.float64)


def fit_sides(
    parts: Sequence[Part], sided: Sequence[Sided], bullets: Part, own: Sided, vectorizer: Vectorizer, full: bool
) -> SideModel:
    """A model of whole findings' sides, from single findings and from the findings in prose of one side.

    Args:
        parts: paragraphs to learn from.
        sided: their findings of one side.
        bullets: single findings whose side is known.
        own: these, as `sided`.
        vectorizer: of the words.
        full: whether to read vectors too.
    """
    words = fit_words(sided, own)
    if not full:
        return SideModel(vectorizer, words, None)
    vectors = [span_vectors(part, found.spans) for part, found in zip(parts, sided, strict=True)]
    wanted = [side for found in (*sided, own) for side in found.wanted]
    weight = [PROSE] * (len(wanted) - len(own.wanted)) + [1.0] * len(own.wanted)
    return SideModel(vectorizer, words, fit_vectors(np.concatenate([*vectors, span_vectors(bullets, own.spans)]), wanted, weight))


def decoded(paragraphs: Sequence[Read], bias: tuple[float, float]) -> list[list[chain.Run]]:
    """The findings of paragraphs by the chain, with scores tilted towards judging and beginning (`chain.tilted`)."""
    return [chain.runs(chain.likeliest(chain.tilted(read.scores, *bias), read.follows, read.starts)) for read in paragraphs]


def best_bias(paragraphs: Sequence[Read], rows: Rows) -> tuple[float, float]:
    """The tilt towards judging and beginning at which sentences and findings are found best."""
    tried = {}
    for judging in np.arange(-0.5, 1.01, 0.25).tolist():
        for beginning in np.arange(-0.5, 1.51, 0.25).tolist():
            m = measures(decoded(paragraphs, (judging, beginning)), rows)
            tried[judging, beginning] = m["sentences_f1"] + (m["findings_f1_0.6"] + m["findings_f1_0.9"]) / 2
    return max(tried, key=lambda b: (round(tried[b], 3), -abs(b[0]) - abs(b[1])))


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
    """Temperature, tilt of decoding, weights and middle of a side's log-odds, and the weights of a finding's probability."""

    heat: float
    bias: tuple[float, float]
    side: NDArray[np.float64]
    sure: NDArray[np.float64]


def with_sides(paragraphs: Sequence[Read], fit: Fit) -> list[list[tuple[chain.Run, Scores, float]]]:
    """The findings of each paragraph with their side, the probabilities of their tags and that of their side."""
    out = []
    for read, runs, found in zip(paragraphs, decoded(paragraphs, fit.bias), sure_of(paragraphs, fit.heat), strict=True):
        here = []
        for run, own in zip(runs, read.odds(runs, found) if runs else [], strict=True):
            sure = found[run.first : run.last + 1]
            told, side = sided(run, sure, float(own @ fit.side[:-1] + fit.side[-1]))
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
    bias = best_bias(paragraphs, rows)
    x, y = [], []
    for read, found, row in zip(paragraphs, sure_of(paragraphs, heat), rows, strict=True):
        runs = [chain.Run(*run) for run in row["first"] if run[2] != "~"]
        x += read.odds(runs, found).tolist() if runs else []
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
