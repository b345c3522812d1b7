"""The door to scikit-learn: word and character TF-IDF with one-vs-rest logistic regression, stored without pickle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float32]

WORDS: dict[str, Any] = {"ngram_range": (1, 2), "sublinear_tf": True, "lowercase": True}
CHARACTERS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True, "lowercase": True}


def with_context(section: str | None, text: str) -> str:
    """What the linear model reads: the heading, then the text."""
    return f"{section or ''} . {text}"


class Vectorizer:
    """TF-IDF with a fixed vocabulary: the same numbers wherever it is loaded."""

    def __init__(self, settings: dict[str, Any], vocabulary: dict[str, int], idf: Floats) -> None:
        self.terms = sorted(vocabulary, key=lambda term: vocabulary[term])
        self._model = TfidfVectorizer(**settings, vocabulary=vocabulary)
        self._model.idf_ = idf.astype(np.float64)

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        """TF-IDF rows of unit length."""
        return csr_matrix(self._model.transform(texts)) if texts else csr_matrix((0, len(self.terms)))


@dataclass(slots=True)
class Rows:
    """TF-IDF rows of a list of texts, of unit length: by words and by characters."""

    words: csr_matrix
    characters: csr_matrix

    def __getitem__(self, chosen: slice) -> Rows:
        """The rows of some of the texts."""
        return Rows(self.words[chosen], self.characters[chosen])


class LinearThemes:
    """Tier `lite`. Files: `lite.json` (vocabularies) and `lite.npz` (idf, weights, intercepts)."""

    def __init__(self, folder: Path) -> None:
        vocabularies = json.loads((folder / "lite.json").read_text(encoding="utf-8"))
        with np.load(folder / "lite.npz", allow_pickle=False) as arrays:
            self.words = Vectorizer(WORDS, _positions(vocabularies["words"]), arrays["word_idf"])
            self.characters = Vectorizer(CHARACTERS, _positions(vocabularies["characters"]), arrays["character_idf"])
            self._weights = arrays["weights"].astype(np.float32)
            self._intercepts = arrays["intercepts"].astype(np.float32)

    def rows(self, texts: Sequence[str]) -> Rows:
        """What `probabilities` and the evidence linker read of the texts."""
        return Rows(self.words(texts), self.characters(texts))

    def probabilities(self, rows: Rows) -> Floats:
        """Uncalibrated probabilities, shape (texts, themes)."""
        features = hstack([rows.words, rows.characters]).tocsr()
        scores = features @ self._weights.T + self._intercepts
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)

    def contributions(self, text: str, theme: int) -> dict[str, float]:
        """What each word or word pair of a text adds to a theme's score (weight times TF-IDF)."""
        row = self.words([text])
        return {
            self.words.terms[k]: float(value * self._weights[theme, k]) for k, value in zip(row.indices, row.data, strict=True)
        }


def balanced_logistic(features: Floats, wanted: NDArray[np.int_]) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression whose classes weigh the same."""
    model = LogisticRegression(C=20.0, class_weight="balanced", max_iter=500, random_state=0).fit(features, wanted)
    return np.asarray(model.coef_[0], dtype=np.float32), float(model.intercept_[0])


def _positions(terms: list[str]) -> dict[str, int]:
    return {term: k for k, term in enumerate(terms)}
