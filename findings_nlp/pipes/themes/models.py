"""Theme probabilities of the two tiers, calibrated: `lite` (linear) and `full` (the log-odds of `lite` and of MiniLM averaged)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.glossary import Glossary, TermHit, shipped_glossary
from findings_nlp.pipes.themes.layer import Layer
from findings_nlp.pipes.themes.terms import Terms, merged, shipped_terms

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.encoder import Encoded
    from findings_nlp.pipes.themes.linear import Rows
    from findings_nlp.pipes.themes.spans import Carrier

Floats = NDArray[np.float32]
Tier = Literal["lite", "full"]
# a user's own term is taken at its word, as surely as a shipped name is right where it stands (scripts/train/evaluate.py)
TERM_PROBABILITY = 0.9


def context_of(section: str | None, polarity: str | None) -> str:
    """What the encoder reads before a text: its heading and polarity."""
    return f"{section or ''} ; {(polarity or 'recommendation').replace('_', ' ')}"


def model_folder() -> Path:
    """The shipped model: inside the installed package, or in `models/` of a source checkout."""
    here = Path(__file__).resolve().parents[2]
    for folder in (here / "models" / "findings_en", here.parent / "models" / "findings_en"):
        if (folder / "meta.json").is_file():
            return folder
    raise FileNotFoundError("the model package findings_en is missing: reinstall findings-nlp, or run scripts/train/train.py")


def resolved(model: str | PathLike[str]) -> tuple[Tier | None, str]:
    """The tier of a named model and its folder: `full` and `lite` are the shipped ones (folder empty), `none` has no tier.

    Raises:
        ValueError: for an unknown name that is no folder of a model.
        DataFileError: for a folder whose `meta.json` is damaged or tells no tier.
    """
    name = fspath(model)
    if name in ("full", "lite"):
        return ("full" if name == "full" else "lite"), ""
    if name == "none":
        return None, ""
    path = Path(name) / "meta.json"
    if not path.is_file():
        raise ValueError(f"model is 'full', 'lite' or 'none', not {name!r}, and that is no model's folder")
    try:
        tier = json.loads(path.read_text(encoding="utf-8"))["adapted"]["tier"]
    except (OSError, ValueError, KeyError, TypeError):
        tier = None
    if tier not in ("full", "lite"):
        raise DataFileError(str(path), "is not of a model that findings-nlp adapt wrote")
    return tier, name


@dataclass(slots=True)
class Labelled:
    """What the model says of n texts.

    Attributes:
        probabilities: calibrated, shape (n, themes).
        rows: the rows of tier `lite`.
        encoded: what the encoder says, from tier `full`.
        hits: the glossary's terms in each text.
    """

    probabilities: Floats
    rows: Rows
    encoded: Encoded | None
    hits: list[list[TermHit]]


class ThemeModel:
    """Labels texts with the shipped taxonomy.

    Args:
        folder: of the model package.
        tier: `lite` (linear, below a millisecond a text) or `full` (with MiniLM, some milliseconds a text).
        further: a user's own terms, which count as names of the shipped themes.
    """

    def __init__(self, folder: Path, tier: Tier, further: Sequence[Terms] = ()) -> None:
        from findings_nlp.pipes.themes.linear import LinearThemes

        self.tier = tier
        self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.themes: list[str] = self.meta["themes"]
        self.linear = LinearThemes(folder)
        self.glossary = Glossary(merged(shipped_terms(), further)) if further else shipped_glossary()
        self._further = Glossary(tuple(further)) if further else None
        self.encoder = None
        if tier == "full":
            from findings_nlp.pipes.themes.encoder import Encoder

            self.encoder = Encoder(folder)
        calibration = self.meta["calibration"][tier]
        self._slope = float(calibration["slope"])
        self._named = float(calibration["named"])
        self._offsets = np.array(calibration["offsets"], dtype=np.float32)
        self.thresholds = np.array(calibration["thresholds"], dtype=np.float32)
        self.layer = Layer.read(folder, len(self.themes))

    def label(self, texts: Sequence[str], sections: Sequence[str | None], polarities: Sequence[str | None]) -> Labelled:
        """Probabilities for texts in their sections.

        Args:
            texts: findings or recommendations.
            sections: the heading of each, or None.
            polarities: `strength`, `area_for_improvement` or None for a recommendation.
        """
        rows = self.linear.rows(sections, texts)
        raw = self.linear.probabilities(rows)
        encoded = None
        if self.encoder is not None and len(texts):
            contexts = [context_of(s, p) for s, p in zip(sections, polarities, strict=True)]
            encoded = self.encoder.encode(contexts, texts)
            raw = mixed(raw, np.asarray(1 / (1 + np.exp(-encoded.logits)), dtype=np.float32))
        hits = [self.glossary.find(text) for text in texts]
        probabilities = calibrated(raw, self._slope, self._offsets, self._named * named_themes(hits, self.themes))
        if self.layer is not None and len(texts):
            probabilities = self.layer(probabilities, rows, encoded)
        if self._further is not None:
            for row, text in enumerate(texts):
                for hit in self._further.find(text):
                    column = self.themes.index(hit.theme)
                    probabilities[row, column] = max(probabilities[row, column], TERM_PROBABILITY)
        return Labelled(probabilities, rows, encoded, hits)

    def carriers(self, text: str, section: str | None, labelled: Labelled, k: int, themes: Sequence[int]) -> list[Carrier]:
        """Where each of some themes stands in a text that has been labelled.

        Args:
            text: the text in row `k` of `labelled`.
            section: its heading, or None.
            labelled: what `label` gave.
            k: the row.
            themes: columns of the themes.
        """
        from findings_nlp.pipes.themes.spans import WordShares, add_shares, carrier, words_by_clause

        hits = labelled.hits[k]
        row = labelled.rows.words[k : k + 1]
        spans, words = self.linear.word_shares(text, row)
        if labelled.encoded is not None:
            shares = add_shares(labelled.encoded.shares[k], spans, words)
        else:
            none = np.zeros(len(self.themes), np.float32)
            shares = WordShares(spans, words, self.linear.heading_shares(section, text, row), none)
        cut = words_by_clause(text, shares.spans)
        return [carrier(text, section, shares, c, [h for h in hits if h.theme == self.themes[c]], cut) for c in themes]


def mixed(linear: Floats, encoder: Floats) -> Floats:
    """The two tiers' log-odds averaged: on unseen groups better than either, and than averaged probabilities (model card)."""
    odds = (log_odds(linear) + log_odds(encoder)) / 2
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def log_odds(probabilities: Floats) -> Floats:
    """Log-odds of probabilities, which are kept 1e-4 from nought and one."""
    clipped = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def named_themes(hits: Sequence[Sequence[TermHit]], themes: Sequence[str]) -> Floats:
    """1 where a term of a theme stands in a text, else 0, shape (texts, themes).

    Args:
        hits: the glossary's terms in each text.
        themes: the ids of the columns.
    """
    column = {theme: k for k, theme in enumerate(themes)}
    out = np.zeros((len(hits), len(themes)), dtype=np.float32)
    for row, found in enumerate(hits):
        out[row, [column[hit.theme] for hit in found]] = 1
    return out


def calibrated(raw: Floats, slope: float, offsets: Floats, named: Floats | float = 0.0) -> Floats:
    """Platt scaling: one slope for all themes, an offset for each, and a further one where the text names the theme.

    Args:
        raw: uncalibrated probabilities, shape (texts, themes).
        slope: of the log-odds.
        offsets: shape (themes,).
        named: shape (texts, themes).
    """
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds(raw) + offsets + named))), dtype=np.float32)
