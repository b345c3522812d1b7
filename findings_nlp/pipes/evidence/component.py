"""Component `findings_evidence`: for each recommendation the findings that are its reasons, how sure, and why.

A logistic model over `evidence_features` gives each pair a calibrated probability. Links above the model's threshold are
`reason`s; a few below it are listed behind them as `possible`. Needs `findings_themes` before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from findings_nlp.document.doc import is_report, report_data, views
from findings_nlp.document.texts import finding_text, recommendation_text
from findings_nlp.pipes.evidence.features import Side, pair_features, side_of
from findings_nlp.pipes.themes.arrays import ARRAYS
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.linear import SparseRows
from findings_nlp.pipes.themes.models import Tier, model_folder

Floats = NDArray[np.float32]
_WORD = re.compile(r"[a-z]{3,}")
_SHARED_THEME = 0.4  # probability on both sides from which a theme is named
_RARE = 4.9  # inverse document frequency from which a shared word tells something: it stands in 2% of the corpus's texts or less
_ALIKE = 0.45  # cosine of the closest clauses from which a shared theme alone may be named
POSSIBLE = 0.4  # of the threshold: links between are listed as possible
POSSIBLE_FLOOR = 0.04  # probability from which the best `BEST` are listed, whatever the threshold
BEST = 5


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
def shipped_linker(tier: Tier, folder: str = "") -> EvidenceModel:
    """The linker of a tier, shipped or of a model's folder, loaded once for each process."""
    return EvidenceModel((Path(folder) if folder else model_folder()) / "evidence.json", tier)


class EvidenceLinks:
    """spaCy component `findings_evidence`.

    Args:
        tier: the tier that `findings_themes` uses.
        threshold: probability from which a link is a reason; None for the model's own.
        terms: the files of further terms that `findings_themes` uses.
        folder: that of the model that `findings_themes` uses.
    """

    def __init__(self, tier: Tier = "full", threshold: float | None = None, terms: Sequence[str] = (), folder: str = "") -> None:
        self.model = shipped_linker(tier, folder)
        themes = shipped_model(tier, tuple(terms), folder)
        self.vocabulary, self.idf = themes.linear.words.terms, themes.linear.words.idf
        self.names, self.glossary = themes.themes, themes.glossary
        self.threshold = self.model.threshold if threshold is None else threshold
        self._found: dict[str, dict[str, str]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Link each recommendation to findings, and write the links on the `Doc`."""
        if not is_report(doc):
            return doc  # a plain text, which has no recommendations
        data, blocks = report_data(doc), views(doc)
        if data.get("language", "en") != "en":
            return doc
        # only this component reads them, and they need not travel with the Doc
        arrays = doc.user_data.pop(ARRAYS, None)
        if arrays is None:
            raise ValueError("the pipeline lacks 'findings_themes' before 'findings_evidence'")
        asked_texts = [recommendation_text(blocks, r) for r in data["recommendations"]]
        found_texts = [finding_text(blocks, f) for f in data["findings"]]
        if not asked_texts or not found_texts:
            return doc
        asked = side_of(asked_texts, [r["addressee"] for r in data["recommendations"]], arrays["recommendations"])
        found = side_of(found_texts, [f["section"] for f in data["findings"]], arrays["findings"])
        improvement = [f["polarity"] != "strength" for f in data["findings"]]
        features = pair_features(asked, found, improvement)
        probabilities = self.model.probabilities(features)
        self._found.clear()
        for i, item in enumerate(data["recommendations"]):
            item["evidence"] = [
                [k, float(probabilities[i, k]), self.because(asked, i, found, k, sure=band == "reason"), band]
                for k, band in listed(probabilities[i], self.threshold)
            ]
        return doc

    def because(self, asked: Side, i: int, found: Side, k: int, sure: bool = False, most: int = 3) -> list[str]:
        """The themes and words that tie recommendation `i` to finding `k`, the strongest first; none where nothing does.

        Words are those of both texts, less the common ones, and terms of the glossary. A theme is named where both carry it. Two
        texts may share a theme and speak of different things: unless the link is `sure`, they must also share such a word or
        have clauses that are alike.
        """
        shared_words = _shared(asked.rows.words, i, found.rows.words, k)
        words = [self.vocabulary[column] for column in shared_words if self.idf[column] >= _RARE]
        # the rows hold the headings' words, too
        both = set(_WORD.findall(asked.texts[i].lower())) & set(_WORD.findall(found.texts[k].lower()))
        telling = self._shared_terms(asked.texts[i], found.texts[k])
        inside = {word for term in telling for word in _WORD.findall(term)}
        telling += [w for w in words if w in both and w not in common_words() and w not in inside]
        shared = np.minimum(asked.themes[i], found.themes[k])
        order = [int(t) for t in np.argsort(-shared, kind="stable")[:most] if shared[t] >= _SHARED_THEME]
        themes = [self.names[t] for t in order] if sure or telling or self._alike(asked, i, found, k) else []
        return themes + [w for w in telling if w not in themes][:most]

    def _shared_terms(self, asked: str, found: str) -> list[str]:
        """Terms of the glossary that stand in both texts, as the first has them, in lower case unless abbreviations."""
        written = self._terms(found)
        return [shown for term, shown in self._terms(asked).items() if term in written]

    def _terms(self, text: str) -> dict[str, str]:
        """The glossary's terms in a text, each told once for a report: without case and hyphens, and as they are shown."""
        if text not in self._found:
            hits = [(text[h.start : h.end], h.kind) for h in self.glossary.find(text)]
            self._found[text] = {t.casefold().replace("-", " "): t if kind == "abbreviation" else t.lower() for t, kind in hits}
        return self._found[text]

    @staticmethod
    def _alike(asked: Side, i: int, found: Side, k: int) -> bool:
        if asked.parts is None or found.parts is None:
            return False
        return bool((asked.parts[i] @ found.parts[k].T).max() >= _ALIKE)


def listed(probabilities: Floats, threshold: float) -> list[tuple[int, str]]:
    """The findings to list for one recommendation, best first, each as `reason` or `possible`.

    Args:
        probabilities: of each finding.
        threshold: from which a link is a reason.
    """
    order = np.argsort(-probabilities, kind="stable").tolist()
    out = []
    for place, k in enumerate(order):
        if probabilities[k] >= threshold:
            out.append((k, "reason"))
        elif probabilities[k] >= POSSIBLE * threshold or (place < BEST and probabilities[k] >= POSSIBLE_FLOOR):
            out.append((k, "possible"))
    return out


def _shared(left: SparseRows, i: int, right: SparseRows, k: int) -> Sequence[int]:
    """The columns in which both rows have something, those that weigh most first."""
    (a, p), (b, q) = left.row(i), right.row(k)
    columns, x, y = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    return [int(c) for c in columns[np.lexsort((columns, -p[x] * q[y]))]]
