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
    from findings_nlp.linear import Rows

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
    """The recommendations or the findings of one report, labelled.

    Attributes:
        texts: their texts, n of them.
        contexts: the addressee of each recommendation, the heading of each finding.
        themes: calibrated probabilities, shape (n, themes).
        vectors: unit sentence vectors, shape (n, 384), or None from tier `lite`.
        rows: TF-IDF rows of the texts.
    """

    texts: Sequence[str]
    contexts: Sequence[str | None]
    themes: Floats
    vectors: Floats | None
    rows: Rows


def _against(matrix: Floats, axis: int) -> Floats:
    """Standard scores along an axis."""
    mean = matrix.mean(axis, keepdims=True)
    spread = matrix.std(axis, keepdims=True) + 1e-6
    return np.asarray((matrix - mean) / spread, dtype=np.float32)


def _ranks(matrix: Floats, axis: int) -> Floats:
    return np.asarray(1 / (1 + (-matrix).argsort(axis, kind="stable").argsort(axis, kind="stable")), dtype=np.float32)


def _addressed(asked: Side, found: Side) -> Floats:
    """How many of the bodies that a recommendation addresses a finding speaks of."""
    out = np.zeros((len(asked.texts), len(found.texts)), dtype=np.float32)
    for pattern in _BODY_PATTERNS:
        wanted = np.array([bool(pattern.search(who or "")) for who in asked.contexts])
        # most reports address two or three bodies: the findings are searched for those alone
        if wanted.any():
            out[wanted] += np.array([bool(pattern.search(text)) for text in found.texts])
    return out


def pair_features(asked: Side, found: Side, improvement: Sequence[bool]) -> Floats:
    """Features of all pairs, shape (recommendations, findings, features).

    Args:
        asked: the recommendations.
        found: the findings.
        improvement: whether each finding is an area for improvement.
    """
    words = (asked.rows.words @ found.rows.words.T).toarray().astype(np.float32)
    characters = (asked.rows.characters @ found.rows.characters.T).toarray().astype(np.float32)
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
