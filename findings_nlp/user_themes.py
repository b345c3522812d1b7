"""Themes of one's own: scored from their definitions, or trained from a handful of examples. Never calibrated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.taxonomy import Theme, read_themes, shipped_themes
from findings_nlp.theme_models import ThemeModel

Floats = NDArray[np.float32]
ENOUGH = 8  # examples from which a theme is trained instead of matched
THRESHOLD = 0.5


def features_of(texts: Sequence[str], model: ThemeModel, vectors: Floats | None = None) -> Floats:
    """What texts and definitions are compared by: sentence vectors in tier `full`, words in tier `lite`."""
    if model.encoder is not None:
        return model.encoder.encode([" ; "] * len(texts), texts).vectors if vectors is None else vectors
    return np.asarray(model.linear.words(texts).toarray(), dtype=np.float32)


class UserThemes:
    """Scores texts for a user's themes.

    Args:
        themes: the themes.
        model: tier `full` compares sentence vectors, tier `lite` words.
    """

    def __init__(self, themes: Sequence[Theme], model: ThemeModel) -> None:
        self.themes, self.model = themes, model
        self._anchors = [features_of([theme.name + ". " + theme.definition, *theme.phrases], model) for theme in themes]
        # fitted on the shipped themes' definitions (scripts/fit_definitions.py), whose texts the model knows
        fitted = model.meta["definitions"][model.tier]
        self._middle, self._slope = float(fitted["middle"]), float(fitted["slope"])
        self._trained = [self._train(theme) if len(theme.examples) >= ENOUGH else None for theme in themes]

    def _train(self, theme: Theme) -> tuple[Floats, float]:
        """Weights of a ridge classifier on the examples against the other themes' definitions."""
        from findings_nlp.linear import balanced_logistic

        yes = features_of(theme.examples, self.model)
        others = [t.definition for t in shipped_themes()] + [e for t in self.themes if t.id != theme.id for e in t.examples]
        no = features_of(others, self.model)
        features, wanted = np.concatenate([yes, no]), np.array([1] * len(yes) + [0] * len(no))
        return balanced_logistic(features, wanted)

    def score(self, texts: Sequence[str], vectors: Floats | None = None) -> Floats:
        """Scores from 0 to 1, shape (texts, themes); not calibrated."""
        features = features_of(texts, self.model, vectors)
        out = np.zeros((len(texts), len(self.themes)), dtype=np.float32)
        for k, (anchors, trained) in enumerate(zip(self._anchors, self._trained, strict=True)):
            if trained is not None:
                raw = features @ trained[0] + trained[1]
            else:
                raw = self._slope * ((features @ anchors.T).max(1) - self._middle)
            out[:, k] = 1 / (1 + np.exp(-raw))
        return out

    def chosen(self, scores: Floats) -> list[list[Any]]:
        """`[theme, score, False]` for the scores above one half, highest first."""
        found = [k for k in np.argsort(-scores, kind="stable") if scores[k] >= THRESHOLD]
        return [[self.themes[k].id, float(scores[k]), False] for k in found]


def user_themes(paths: Sequence[str], model: ThemeModel) -> UserThemes:
    """The themes of a user's TOML files, ready to score.

    Raises:
        DataFileError: for a wrong file; see `findings_nlp.taxonomy`.
    """
    return UserThemes(read_themes(paths), model)
