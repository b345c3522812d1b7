"""How probable it is that a later finding or recommendation is on the matter of an earlier recommendation.

A logistic model over the probability that the two are on one matter by `findings_nlp.comparison.sameness`, over the probability that
the later text would be a reason for the recommendation by the linker of evidence, and over the likeness of their closest clauses.
With a change of either model it must be fitted anew. Fitted by
`scripts/train/train_following.py` on fictional series of inspections; the figures are in docs/threads.md.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.comparison.sameness import Reading, Text, features, probabilities
from findings_nlp.pipes.evidence.component import shipped_linker
from findings_nlp.pipes.evidence.features import pair_features

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import Tier

Floats = NDArray[np.float32]


def _odds(chances: Floats) -> Floats:
    safe = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(safe / (1 - safe)), dtype=np.float32)


def following_features(tier: Tier, asked: Reading, found: Reading) -> dict[str, Floats]:
    """Each feature by name, of shape (recommendations, later texts).

    Args:
        tier: of the theme model that read both.
        asked: the recommendations of the earlier inspection.
        found: the findings, or the recommendations, of the later one.
    """
    told = features(replace(asked, texts=[Text(text.id, text.text, None) for text in asked.texts]), found)
    odds = _odds(shipped_linker(tier).probabilities(pair_features(asked.side, found.side, [True] * len(found.texts))))
    out = {"same": _odds(probabilities(tier, told)), "linked": odds, "linked below best": odds - odds.max(1, keepdims=True)}
    return out | ({"clauses": told["clauses"]} if "clauses" in told else {})


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("findings_nlp.followup").joinpath("following.json").read_text(encoding="utf-8"))
    return found


def following_of(tier: Tier, asked: Reading, found: Reading) -> Floats:
    """The probability that each later text is on the matter of each recommendation, shape (recommendations, later texts).

    Args:
        tier: of the theme model that read both.
        asked: the recommendations of the earlier inspection, one at least.
        found: the findings, or the recommendations, of the later one, one at least.
    """
    weights = _weights()[tier]
    told = following_features(tier, asked, found)
    total = np.full((len(asked.texts), len(found.texts)), weights["intercept"], dtype=np.float64)
    for name, (mean, scale, weight) in weights["features"].items():
        total += weight * (told[name] - mean) / scale
    return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)


def threshold(tier: Tier) -> float:
    """The probability from which a later text counts as on the matter."""
    return float(_weights()[tier]["threshold"])
