"""Tier `lite`: word and character TF-IDF with one logistic regression a theme.

Deterministic: the same bytes each time.
Linear algebra runs in one thread: the order of additions, and so the last digits, would depend on the number of threads.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from findings_nlp.pipes.themes.linear import CHARACTERS, WORDS, with_context
from scripts.corpus.bank import GROUP
from scripts.corpus.data import Item

Floats = NDArray[np.float32]
BANK_WEIGHT = 0.3  # of a composed text against a written one
STRENGTH = 10.0  # inverse of the regularisation; 3 to 30 differ by less than 0.01 micro-F1 on the held-out groups


class Lite:
    """The fitted tier."""

    def __init__(self, items: list[Item], themes: list[str]) -> None:
        texts = [with_context(x.section, x.text) for x in items]
        self.words = TfidfVectorizer(**WORDS, min_df=2)
        self.characters = TfidfVectorizer(**CHARACTERS, min_df=3, max_features=60_000)
        features = hstack([self.words.fit_transform(texts), self.characters.fit_transform(texts)]).tocsr()
        self.weights, self.intercepts = [], []
        weights = np.array([BANK_WEIGHT if x.group == GROUP else 1.0 for x in items])
        for theme in themes:
            # an optional label counts neither way
            chosen = np.array([theme not in x.optional for x in items])
            wanted = np.array([theme in x.themes for x in items])[chosen]
            model = LogisticRegression(C=STRENGTH, max_iter=500, solver="liblinear", random_state=0)
            with threadpool_limits(1):
                model.fit(features[chosen], wanted, sample_weight=weights[chosen])
            self.weights.append(model.coef_[0])
            self.intercepts.append(model.intercept_[0])

    def probabilities(self, items: list[Item]) -> Floats:
        """Uncalibrated probabilities, shape (items, themes)."""
        texts = [with_context(x.section, x.text) for x in items]
        features = csr_matrix(hstack([self.words.transform(texts), self.characters.transform(texts)]))
        scores = features @ np.array(self.weights).T + np.array(self.intercepts)
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write `lite.json` and `lite.npz` as `findings_nlp.pipes.themes.linear` reads them."""
        terms = {
            "words": self.words.get_feature_names_out().tolist(),
            "characters": self.characters.get_feature_names_out().tolist(),
        }
        (folder / "lite.json").write_text(json.dumps(terms, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        np.savez_compressed(
            folder / "lite.npz",
            word_idf=self.words.idf_.astype(np.float32),
            character_idf=self.characters.idf_.astype(np.float32),
            weights=np.array(self.weights, dtype=np.float16),
            intercepts=np.array(self.intercepts, dtype=np.float32),
        )
