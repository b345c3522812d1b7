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
# likeness of sentence vectors at which a definition is as likely as not to fit, and how sharply it turns: chosen by
# judgement, not fitted, which is one reason why these scores are marked uncalibrated
_MIDDLE, _SLOPE = 0.36, 18.0


class UserThemes:
    """Scores texts for a user's themes.

    Args:
        themes: the themes.
        model: tier `full` compares sentence vectors, tier `lite` words.
    """

    def __init__(self, themes: Sequence[Theme], model: ThemeModel) -> None:
        self.themes, self.model = themes, model
        self._anchors = [self._features([theme.name + ". " + theme.definition, *theme.phrases]) for theme in themes]
        self._trained = [self._train(theme) if len(theme.examples) >= ENOUGH else None for theme in themes]

    def _features(self, texts: Sequence[str], vectors: Floats | None = None) -> Floats:
        if self.model.encoder is not None:
            if vectors is None:
                vectors = self.model.encoder.encode([" ; "] * len(texts), texts).vectors
            return vectors
        return np.asarray(self.model.linear.words(texts).toarray(), dtype=np.float32)

    def _train(self, theme: Theme) -> tuple[Floats, float]:
        """Weights of a ridge classifier on the examples against the other themes' definitions."""
        from findings_nlp.linear import balanced_logistic

        yes = self._features(theme.examples)
        no = self._features(
            [t.definition for t in shipped_themes()] + [e for t in self.themes if t.id != theme.id for e in t.examples]
        )
        features, wanted = np.concatenate([yes, no]), np.array([1] * len(yes) + [0] * len(no))
        return balanced_logistic(features, wanted)

    def score(self, texts: Sequence[str], vectors: Floats | None = None) -> Floats:
        """Scores from 0 to 1, shape (texts, themes); not calibrated."""
        features = self._features(texts, vectors)
        out = np.zeros((len(texts), len(self.themes)), dtype=np.float32)
        middle, slope = (_MIDDLE, _SLOPE) if self.model.encoder is not None else (0.12, 40.0)
        for k, (anchors, trained) in enumerate(zip(self._anchors, self._trained, strict=True)):
            if trained is not None:
                raw = features @ trained[0] + trained[1]
            else:
                raw = slope * ((features @ anchors.T).max(1) - middle)
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
