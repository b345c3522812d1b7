"""What speaks for a finding being the reason of a recommendation: one row of features for each pair of a report.

Likeness in words, characters, meaning and themes, each also seen against the other findings of the recommendation and
the other recommendations of the finding: a word that all findings share ties nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from findings_nlp.linear import LinearThemes

Floats = NDArray[np.float32]

# who is addressed, and the words that speak of them in a finding
_BODIES = {
    "police": "police|constabulary|officers",
    "health": r"health|nhs|camhs|nurse|clinical|integrated care|hospital",
    "council": "council|children[’']s (?:social care|services)|social work|local authorit|housing",
    "education": "school|education|college|teacher",
    "region": "region",
    "national": "national|hmpps|vetting|prison and probation|estate|ministry",
    "board": "board|partner|governance|chair",
    "court": "court|magistrat|hmcts|sentenc",
}
_BODY_PATTERNS = [re.compile(pattern, re.I) for pattern in _BODIES.values()]


@dataclass(slots=True)
class Side:
    """The recommendations or the findings of one report, labelled. `contexts` are addressees or headings."""

    texts: Sequence[str]
    contexts: Sequence[str | None]
    themes: Floats
    vectors: Floats | None


def _against(matrix: Floats, axis: int) -> Floats:
    """Standard scores along an axis."""
    mean = matrix.mean(axis, keepdims=True)
    spread = matrix.std(axis, keepdims=True) + 1e-6
    return np.asarray((matrix - mean) / spread, dtype=np.float32)


def _ranks(matrix: Floats, axis: int) -> Floats:
    return np.asarray(1 / (1 + (-matrix).argsort(axis, kind="stable").argsort(axis, kind="stable")), dtype=np.float32)


def _addressed(asked: Side, found: Side) -> Floats:
    wanted = np.array([[bool(p.search(who or "")) for p in _BODY_PATTERNS] for who in asked.contexts], dtype=np.float32)
    named = np.array([[bool(p.search(text)) for p in _BODY_PATTERNS] for text in found.texts], dtype=np.float32)
    return np.asarray(wanted.reshape(len(asked.texts), -1) @ named.reshape(len(found.texts), -1).T, dtype=np.float32)


def pair_features(asked: Side, found: Side, improvement: Sequence[bool], linear: LinearThemes) -> Floats:
    """Features of all pairs, shape (recommendations, findings, features).

    Args:
        asked: the recommendations; contexts are the addressees.
        found: the findings; contexts are the headings.
        improvement: whether each finding is an area for improvement.
        linear: the tier `lite`, for its TF-IDF.
    """
    words = (linear.words(asked.texts) @ linear.words(found.texts).T).toarray().astype(np.float32)
    characters = (linear.characters(asked.texts) @ linear.characters(found.texts).T).toarray().astype(np.float32)
    alike = [words, characters]
    if asked.vectors is not None and found.vectors is not None:
        alike.append(np.asarray(asked.vectors @ found.vectors.T, dtype=np.float32))
    # a theme that few findings of this report carry ties more than one that most do
    weight = 1 / np.sqrt(found.themes.mean(0) + 0.02)
    alike.append(np.asarray((np.sqrt(asked.themes) * weight) @ np.sqrt(found.themes).T, dtype=np.float32))
    unit_asked = asked.themes / np.linalg.norm(asked.themes, axis=1, keepdims=True)
    unit_found = found.themes / np.linalg.norm(found.themes, axis=1, keepdims=True)
    themes = np.asarray(unit_asked @ unit_found.T, dtype=np.float32)
    alike.append(themes)
    area = np.asarray(np.tile(np.asarray(improvement, dtype=np.float32), (len(asked.texts), 1)), dtype=np.float32)
    by_row = [_against(m, 1) for m in alike]
    by_column = [_against(m, 0) for m in alike]
    together = np.asarray(sum(by_row[:-2]) + by_row[-1] + area, dtype=np.float32)
    columns = [
        *alike,
        *by_row,
        *by_column,
        area,
        _addressed(asked, found),
        _ranks(together, 1),
        _ranks(together, 0),
        together - together.max(1, keepdims=True),
        *(m * area for m in (by_row[0], by_row[-3], by_row[-1])),
        by_row[-3] * by_row[-1],
        by_row[0] * by_row[-3],
    ]
    return np.stack(columns, -1)
