"""What speaks for a finding being the reason of a recommendation: one row of features for each pair of a report.

Likeness in words, characters, meaning (of the whole texts and of their closest clauses) and themes. Each likeness is also
compared with that of the recommendation to the other findings, and of the finding to the other recommendations, because
a likeness that all pairs of a report have tells nothing about one pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.themes.linear import Rows, SparseRows

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
        parts: for each text the unit vectors of its clauses, shape (clauses, 384), or None from tier `lite`.
        rows: what tier `lite` reads of the texts.
    """

    texts: Sequence[str]
    contexts: Sequence[str | None]
    themes: Floats
    vectors: Floats | None
    parts: Sequence[Floats] | None
    rows: Rows


def side_of(texts: Sequence[str], contexts: Sequence[str | None], stored: dict[str, Any]) -> Side:
    """A `Side` from texts, their contexts and what `findings_nlp.pipes.themes.arrays.stored_side` gave."""
    words, characters = (SparseRows(*stored[name]) for name in ("words", "characters"))
    parts = None
    if "parts" in stored:
        parts = np.split(stored["parts"], np.cumsum(stored["counts"])[:-1]) if len(texts) else []
    return Side(texts, contexts, stored["themes"], stored.get("vectors"), parts, Rows(words, characters))


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
    """Features of all pairs, shape (recommendations, findings, features); see `named_features`."""
    return np.stack(list(named_features(asked, found, improvement).values()), -1)


def named_features(asked: Side, found: Side, improvement: Sequence[bool]) -> dict[str, Floats]:
    """Each feature by name, of shape (recommendations, findings).

    Args:
        asked: the recommendations.
        found: the findings.
        improvement: whether each finding is an area for improvement.
    """
    alike = _likenesses(asked, found)
    area = np.asarray(np.tile(np.asarray(improvement, dtype=np.float32), (len(asked.texts), 1)), dtype=np.float32)
    in_row = {name: _against(m, 1) for name, m in alike.items()}
    in_column = {name: _against(m, 0) for name, m in alike.items()}
    meaning = "vectors" if "vectors" in alike else "characters"
    together = np.asarray(sum(m for name, m in in_row.items() if name != "rare themes") + area, dtype=np.float32)
    return {
        **alike,
        **{f"{name} in row": m for name, m in in_row.items()},
        **{f"{name} in column": m for name, m in in_column.items()},
        "area": area,
        "addressee": _addressed(asked, found),
        "together rank in row": _ranks(together, 1),
        "together rank in column": _ranks(together, 0),
        "together below best": together - together.max(1, keepdims=True),
        **{f"{name} in row x area": in_row[name] * area for name in ("words", meaning, "themes")},
        f"{meaning} x themes": in_row[meaning] * in_row["themes"],
        f"words x {meaning}": in_row["words"] * in_row[meaning],
    }


def _closest(asked: Sequence[Floats], found: Sequence[Floats]) -> Floats:
    """The cosine of the two clauses that are most alike, for each pair of texts."""
    alike = np.concatenate(list(asked)) @ np.concatenate(list(found)).T
    rows, columns = (np.cumsum([0, *(len(part) for part in side[:-1])]) for side in (asked, found))
    return np.asarray(np.maximum.reduceat(np.maximum.reduceat(alike, rows, 0), columns, 1), dtype=np.float32)


def _likenesses(asked: Side, found: Side) -> dict[str, Floats]:
    """In words, characters, meaning (tier `full`) and themes."""
    alike = {
        "words": asked.rows.words.products(found.rows.words),
        "characters": asked.rows.characters.products(found.rows.characters),
    }
    if asked.vectors is not None and found.vectors is not None:
        alike["vectors"] = np.asarray(asked.vectors @ found.vectors.T, dtype=np.float32)
    if asked.parts is not None and found.parts is not None:
        alike["clauses"] = _closest(asked.parts, found.parts)
    # a theme that few findings of this report carry ties more than one that most do
    weight = 1 / np.sqrt(found.themes.mean(0) + 0.02)
    alike["rare themes"] = np.asarray((np.sqrt(asked.themes) * weight) @ np.sqrt(found.themes).T, dtype=np.float32)
    unit_asked = asked.themes / np.linalg.norm(asked.themes, axis=1, keepdims=True)
    unit_found = found.themes / np.linalg.norm(found.themes, axis=1, keepdims=True)
    alike["themes"] = np.asarray(unit_asked @ unit_found.T, dtype=np.float32)
    return alike
