"""How probable it is that two texts of two inspections are on the same matter, whichever side they take.

A logistic model over likenesses of the pair (words, characters, meaning of the whole texts and of their closest clauses, themes),
over how that likeness stands out among the others of the two reports, and over whether the two stand under one standard.
Fitted by `scripts/train/train_sameness.py` on fictional series of inspections; the figures are in docs/compare.md.
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
class Pair:
    """Two texts on the same matter: places in the two lists, and the probability."""

    first: int
    second: int
    probability: float


def side(model: ThemeModel, texts: Sequence[Text]) -> Side:
    """Texts as the model reads them: without heading and side, because both may change between inspections.

    Args:
        model: the theme model, for vectors, words and themes.
        texts: of one inspection.
    """
    plain = [text.text for text in texts]
    labelled = model.label(plain, [None] * len(plain), [None] * len(plain))
    return side_of(plain, [None] * len(plain), stored_side(labelled, slice(0, len(plain))))


def features(first: Side, second: Side, firsts: Sequence[Text], seconds: Sequence[Text]) -> dict[str, Floats]:
    """Each feature by name, of shape (texts of the first, texts of the second)."""
    found = named_features(first, second, [False] * len(seconds))
    names = [n for n in LIKENESSES if n in found]
    out = {n: found[n] for n in names}
    out |= {f"{n} in row": found[f"{n} in row"] for n in names} | {f"{n} in column": found[f"{n} in column"] for n in names}
    out["rank in row"], out["rank in column"] = found["together rank in row"], found["together rank in column"]
    known = np.array([[bool(a.under and b.under) for b in seconds] for a in firsts], dtype=np.float32)
    same = np.array([[a.under == b.under for b in seconds] for a in firsts], dtype=np.float32)
    return out | {"same standard": known * same, "other standard": known * (1 - same)}


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("findings_nlp.comparison").joinpath("sameness.json").read_text(encoding="utf-8"))
    return found


def threshold(tier: Tier) -> float:
    """The probability from which two texts count as one matter."""
    return float(_weights()[tier]["threshold"])


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


def paired(chances: Floats, least: float) -> list[Pair]:
    """Pairs from the most probable down, each text in one pair at most, none below `least`; in the order of the first texts."""
    order = np.argsort(-chances, axis=None, kind="stable")
    out: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for place in order:
        row, column = divmod(int(place), chances.shape[1])
        if chances[row, column] < least:
            break
        if row not in used[0] and column not in used[1]:
            used[0].add(row)
            used[1].add(column)
            out.append(Pair(row, column, round(float(chances[row, column]), 4)))
    return sorted(out, key=lambda pair: pair.first)


def same_matters(model: ThemeModel, firsts: Sequence[Text], seconds: Sequence[Text]) -> list[Pair]:
    """Which texts of two inspections are on the same matter.

    Args:
        model: the theme model.
        firsts: of the earlier inspection.
        seconds: of the later.
    """
    if not firsts or not seconds:
        return []
    found = features(side(model, firsts), side(model, seconds), firsts, seconds)
    return paired(probabilities(model.tier, found), threshold(model.tier))
