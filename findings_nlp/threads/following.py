"""How probable it is that a later finding is on the matter of an earlier recommendation.

A logistic model over the features of `findings_nlp.comparison.sameness`, over the probability that the two are on one matter by
that model, and over the probability that the finding would be a reason for the recommendation by the linker of evidence. Fitted by
`scripts/train/train_following.py` on fictional series of inspections; the figures are in docs/threads.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.comparison.sameness import LIKENESSES, Text, features, probabilities
from findings_nlp.pipes.evidence.component import shipped_linker
from findings_nlp.pipes.evidence.features import Side, pair_features

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import Tier

Floats = NDArray[np.float32]


def _odds(chances: Floats) -> Floats:
    safe = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(safe / (1 - safe)), dtype=np.float32)


def following_features(tier: Tier, asked: Side, found: Side, recommendations: Sequence[Text], findings: Sequence[Text]) -> dict[str, Floats]:
    """Each feature by name, of shape (recommendations, findings).

    Args:
        tier: of the theme model that made the sides.
        asked: the recommendations of the earlier inspection.
        found: the findings of the later one.
        recommendations: the texts of `asked`.
        findings: the texts of `found`.
    """
    unplaced = [Text(text.id, text.text, None) for text in recommendations]
    told = features(asked, found, unplaced, findings)
    same = probabilities(tier, told)
    linked = shipped_linker(tier).probabilities(pair_features(asked, found, [True] * len(findings)))
    names = [name for name in LIKENESSES if name in told]
    out = {name: told[name] for name in names} | {f"{name} in row": told[f"{name} in row"] for name in names}
    out |= {"rank in row": told["rank in row"], "rank in column": told["rank in column"]}
    odds = _odds(linked)
    return out | {"same": _odds(same), "linked": odds, "linked below best": odds - odds.max(1, keepdims=True)}


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("findings_nlp.threads").joinpath("following.json").read_text(encoding="utf-8"))
    return found


def following_of(tier: Tier, asked: Side, found: Side, recommendations: Sequence[Text], findings: Sequence[Text]) -> list[tuple[int, int, float]]:
    """The findings that are on the matter of each recommendation: place of the recommendation, of the finding, probability.

    Args:
        tier: of the theme model that made the sides.
        asked: the recommendations of the earlier inspection.
        found: the findings of the later one.
        recommendations: the texts of `asked`, one at least.
        findings: the texts of `found`, one at least.
    """
    weights = _weights()[tier]
    told = following_features(tier, asked, found, recommendations, findings)
    total = np.full((len(recommendations), len(findings)), weights["intercept"], dtype=np.float64)
    for name, (mean, scale, weight) in weights["features"].items():
        total += weight * (told[name] - mean) / scale
    chances = 1 / (1 + np.exp(-total))
    return [(int(r), int(f), round(float(chances[r, f]), 4)) for r, f in np.argwhere(chances >= weights["threshold"])]
