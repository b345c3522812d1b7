"""Theme probabilities of the two tiers, calibrated: `lite` (linear) and `full` (linear and MiniLM averaged)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from findings_nlp.linear import Rows

Floats = NDArray[np.float32]
Tier = Literal["lite", "full"]


def context_of(section: str | None, polarity: str | None) -> str:
    """What the encoder reads before a text: its heading and polarity."""
    return f"{section or ''} ; {(polarity or 'recommendation').replace('_', ' ')}"


def model_folder() -> Path:
    """The shipped model: inside the installed package, or in `models/` of a source checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "models" / "findings_en", here.parent / "models" / "findings_en"):
        if (folder / "meta.json").is_file():
            return folder
    raise FileNotFoundError("the model package findings_en is missing: reinstall findings-nlp, or run scripts/train.py")


@dataclass(slots=True)
class Labelled:
    """Calibrated probabilities (n, themes), from tier `full` sentence vectors (n, 384), and the TF-IDF rows read."""

    probabilities: Floats
    vectors: Floats | None
    rows: Rows


class ThemeModel:
    """Labels texts with the shipped taxonomy.

    Args:
        folder: of the model package.
        tier: `lite` (scikit-learn, below a millisecond a text) or `full` (with MiniLM, some milliseconds a text).
    """

    def __init__(self, folder: Path, tier: Tier) -> None:
        from findings_nlp.linear import LinearThemes

        self.tier = tier
        self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.themes: list[str] = self.meta["themes"]
        self.linear = LinearThemes(folder)
        self.encoder = None
        if tier == "full":
            from findings_nlp.encoder import Encoder

            self.encoder = Encoder(folder)
        calibration = self.meta["calibration"][tier]
        self._slope = float(calibration["slope"])
        self._offsets = np.array(calibration["offsets"], dtype=np.float32)
        self.thresholds = np.array(calibration["thresholds"], dtype=np.float32)

    def label(self, texts: Sequence[str], sections: Sequence[str | None], polarities: Sequence[str | None]) -> Labelled:
        """Probabilities for texts in their sections.

        Args:
            texts: findings or recommendations.
            sections: the heading of each, or None.
            polarities: `strength`, `area_for_improvement` or None for a recommendation.
        """
        from findings_nlp.linear import with_context

        rows = self.linear.rows([with_context(s, t) for s, t in zip(sections, texts, strict=True)])
        raw = self.linear.probabilities(rows)
        sentences = None
        if self.encoder is not None and len(texts):
            contexts = [context_of(s, p) for s, p in zip(sections, polarities, strict=True)]
            encoded = self.encoder.encode(contexts, texts)
            raw = mixed(raw, np.asarray(1 / (1 + np.exp(-encoded.logits)), dtype=np.float32))
            sentences = encoded.vectors
        return Labelled(calibrated(raw, self._slope, self._offsets), sentences, rows)


def mixed(linear: Floats, encoder: Floats) -> Floats:
    """The two tiers' log-odds averaged: on unseen groups better than either, and than averaged probabilities (model card)."""
    odds = (log_odds(linear) + log_odds(encoder)) / 2
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def log_odds(probabilities: Floats) -> Floats:
    """Log-odds of probabilities, which are kept 1e-4 from nought and one."""
    clipped = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def calibrated(raw: Floats, slope: float, offsets: Floats) -> Floats:
    """Platt scaling: one slope for all themes, an offset for each."""
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds(raw) + offsets))), dtype=np.float32)
