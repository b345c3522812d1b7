"""How probable it is that two texts of two inspections are on the same matter, whichever side they take.

A logistic model over likenesses of the pair (words, characters, meaning of the whole texts, of their closest clauses and of their
tokens, themes), over how each likeness stands out among the others of the two reports, and over whether the two stand under one
standard. Fitted by `scripts/train/train_sameness.py` on fictional series of inspections; the figures are in docs/compare.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.comparison.tokens import Tokens, alignments, tokens_of
from findings_nlp.pipes.evidence.features import Side, named_features, side_of
from findings_nlp.pipes.themes.arrays import stored_side

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import ThemeModel, Tier

Floats = NDArray[np.float32]
LIKENESSES = ("words", "characters", "vectors", "clauses", "themes", "rare themes")


@dataclass(frozen=True, slots=True)
class Text:
    """A finding or recommendation to compare; `under` is what must be alike besides: its standard or the kind of body addressed."""

    id: str
    text: str
    under: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts of one inspection as the model reads them.

    Attributes:
        texts: with what they stand under.
        side: their words, vectors and themes.
        tokens: of each text, or None from tier `lite`.
    """

    texts: Sequence[Text]
    side: Side
    tokens: Sequence[Tokens] | None


def reading(model: ThemeModel, texts: Sequence[Text]) -> Reading:
    """Texts as the model reads them: without heading and side, because both may change between inspections.

    Args:
        model: the theme model, for vectors, words and themes.
        texts: of one inspection.
    """
    plain = [text.text for text in texts]
    labelled = model.label(plain, [None] * len(plain), [None] * len(plain))
    side = side_of(plain, [None] * len(plain), stored_side(labelled, slice(0, len(plain))))
    return Reading(texts, side, tokens_of(model.encoder, model.linear.words, plain) if model.encoder is not None else None)


def features(first: Reading, second: Reading) -> dict[str, Floats]:
    """Each feature by name, of shape (texts of the first, texts of the second)."""
    found = named_features(first.side, second.side, [False] * len(second.texts))
    names = [n for n in LIKENESSES if n in found]
    out = {n: found[n] for n in names}
    out |= {f"{n} in row": found[f"{n} in row"] for n in names} | {f"{n} in column": found[f"{n} in column"] for n in names}
    out["rank in row"], out["rank in column"] = found["together rank in row"], found["together rank in column"]
    if first.tokens is not None and second.tokens is not None:
        both, lesser = alignments(first.tokens, second.tokens)
        out |= _standing("tokens", both) | _standing("lesser tokens", lesser)
    known = np.array([[bool(a.under and b.under) for b in second.texts] for a in first.texts], dtype=np.float32)
    same = np.array([[a.under == b.under for b in second.texts] for a in first.texts], dtype=np.float32)
    return out | {"same standard": known * same, "other standard": known * (1 - same)}


def _standing(name: str, likeness: Floats) -> dict[str, Floats]:
    """A likeness, and how it stands out in its row and column: in standard scores, and above the best of the others."""
    out = {name: likeness}
    for axis, where in ((1, "row"), (0, "column")):
        out[f"{name} in {where}"] = (likeness - likeness.mean(axis, keepdims=True)) / (likeness.std(axis, keepdims=True) + 1e-6)
        out[f"{name} above others in {where}"] = _above(likeness, axis)
    return {key: np.asarray(value, dtype=np.float32) for key, value in out.items()}


def _above(likeness: Floats, axis: int) -> Floats:
    """By how much each value is above the best of the others along an axis; 0 where it stands alone."""
    if likeness.shape[axis] < 2:
        return np.zeros_like(likeness)
    ordered = np.sort(likeness, axis)
    best, second = np.take(ordered, [-1], axis), np.take(ordered, [-2], axis)
    return np.asarray(np.where(likeness >= best, likeness - second, likeness - best), dtype=np.float32)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("findings_nlp.comparison").joinpath("sameness.json").read_text(encoding="utf-8"))
    return found


def thresholds(tier: Tier) -> tuple[float, float]:
    """The probability from which two texts count as one matter, and the mean one that a group of more than two needs."""
    weights = _weights()[tier]
    return float(weights["threshold"]), float(weights["together"])


def probabilities(tier: Tier, found: dict[str, Floats]) -> Floats:
    """Probabilities of all pairs from their features, shape (firsts, seconds).

    Args:
        tier: the theme model's; each has its own weights.
        found: what `features` gave.
    """
    weights = _weights()[tier]
    total = np.full(next(iter(found.values())).shape, weights["intercept"], dtype=np.float64)
    for name, (mean, scale, weight) in weights["features"].items():
        total += weight * (found[name] - mean) / scale
    return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float32)
