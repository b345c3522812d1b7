"""Component `findings_evidence`: for each recommendation the findings that are its reasons, how sure, and why.

A logistic model over `evidence_features` gives each pair a calibrated probability. Needs `findings_themes` before it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from findings_nlp.document import data_of, views
from findings_nlp.evidence_features import Side, pair_features
from findings_nlp.text_of import finding_text, recommendation_text
from findings_nlp.theme_models import Tier, model_folder
from findings_nlp.themes import shipped_model

Floats = NDArray[np.float32]
_WORD = re.compile(r"[a-z]{3,}")
_SHARED_THEME = 0.3


class EvidenceModel:
    """The fitted linker: standardised features, weights, and the threshold chosen by leaving one report out."""

    def __init__(self, path: Path, tier: Tier) -> None:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[tier]
        self._mean, self._scale, self._weights = (np.array(stored[k], dtype=np.float32) for k in ("mean", "scale", "weights"))
        self._intercept = float(stored["intercept"])
        self.threshold = float(stored["threshold"])

    def probabilities(self, features: Floats) -> Floats:
        """Probabilities from features, shape (recommendations, findings)."""
        scores = ((features - self._mean) / self._scale) @ self._weights + self._intercept
        return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float32)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words too common in reports to be named as a reason."""
    return frozenset(files("findings_nlp").joinpath("data/common_words.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=2)
def shipped_linker(tier: Tier) -> EvidenceModel:
    """The shipped linker of a tier, loaded once for each process."""
    return EvidenceModel(model_folder() / "evidence.json", tier)


class EvidenceLinks:
    """spaCy component `findings_evidence`.

    Args:
        tier: the tier that `findings_themes` uses.
        threshold: probability from which a link is reported; None for the model's own.
    """

    def __init__(self, tier: Tier = "full", threshold: float | None = None) -> None:
        self.model = shipped_linker(tier)
        self.terms = shipped_model(tier).linear.words.terms
        self.names = shipped_model(tier).themes
        self.threshold = self.model.threshold if threshold is None else threshold

    def __call__(self, doc: Doc) -> Doc:
        """Link each recommendation to findings, and write the links on the `Doc`."""
        data, blocks = data_of(doc), views(doc)
        # only this component reads them, and they need not travel with the Doc
        arrays = doc.user_data.pop("findings_nlp_arrays", None)
        if arrays is None:
            raise ValueError("the pipeline lacks 'findings_themes' before 'findings_evidence'")
        asked_texts = [recommendation_text(blocks, r) for r in data["recommendations"]]
        found_texts = [finding_text(blocks, f) for f in data["findings"]]
        if not asked_texts or not found_texts:
            return doc
        asked = Side(asked_texts, [r["addressee"] for r in data["recommendations"]], **arrays["recommendations"])
        found = Side(found_texts, [f["section"] for f in data["findings"]], **arrays["findings"])
        improvement = [f["polarity"] == "area_for_improvement" for f in data["findings"]]
        probabilities = self.model.probabilities(pair_features(asked, found, improvement))
        for i, item in enumerate(data["recommendations"]):
            order = [int(k) for k in np.argsort(-probabilities[i], kind="stable") if probabilities[i, k] >= self.threshold]
            item["evidence"] = [[k, float(probabilities[i, k]), self.because(asked, i, found, k)] for k in order]
        return doc

    def because(self, asked: Side, i: int, found: Side, k: int, most: int = 3) -> list[str]:
        """The themes and words that tie recommendation `i` to finding `k`, the strongest first."""
        shared = np.minimum(asked.themes[i], found.themes[k])
        order = np.argsort(-shared, kind="stable")
        themes = [self.names[t] for t in order[:most] if shared[t] >= _SHARED_THEME]
        words = [self.terms[column] for column in _shared(asked.rows.words, i, found.rows.words, k)]
        # the rows hold the headings' words, too
        both = set(_WORD.findall(asked.texts[i].lower())) & set(_WORD.findall(found.texts[k].lower()))
        telling = [w for w in words if w in both and w not in common_words() and w not in themes]
        # a tie of meaning alone still has a theme that both lean to
        return themes + telling[:most] or [self.names[order[0]]]


def _shared(left: csr_matrix, i: int, right: csr_matrix, k: int) -> NDArray[np.int_]:
    """The columns in which both rows have something, those that weigh most first."""
    a, b = slice(*left.indptr[i : i + 2]), slice(*right.indptr[k : k + 2])
    columns, p, q = np.intersect1d(left.indices[a], right.indices[b], assume_unique=True, return_indices=True)
    return np.asarray(columns[np.lexsort((columns, -left.data[a][p] * right.data[b][q]))])
