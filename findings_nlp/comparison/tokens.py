"""How well the words of two texts find one another: each token of one beside the token of the other that is most like it.

Two findings on one matter often share no word ("sickness", "absence due to ill health"), while two on one theme and other matters
share many. Tokens as the encoder reads them in their sentence tell both apart better than the mean of a sentence does. Rare words
weigh more, by the inverse document frequencies of tier `lite`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.themes.models import context_of

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.encoder import Encoder
    from findings_nlp.pipes.themes.linear import Vectorizer

Floats = NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]+")
# of numbers, marks and the commonest words, which tell little of the matter
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text.

    Attributes:
        states: of unit length, shape (tokens, 384).
        weights: how much each counts; they add up to 1.
    """

    states: Floats
    weights: Floats


def tokens_of(encoder: Encoder, words: Vectorizer, texts: Sequence[str]) -> list[Tokens]:
    """The tokens of texts, which are read without heading and side.

    Args:
        encoder: of the theme model.
        words: the vectorizer of words, for how rare each is.
        texts: findings or recommendations.
    """
    out = []
    for text, (starts, states) in zip(texts, encoder.states([context_of(None, None)] * len(texts), texts), strict=True):
        # a text without a word piece has one token that is like no other
        there = states if len(starts) else np.zeros((1, states.shape[1]), np.float32)
        unit = there / np.maximum(np.linalg.norm(there, axis=1, keepdims=True), 1e-9)
        weights = _weights(text, starts if len(starts) else np.zeros(1, np.int64), words)
        out.append(Tokens(np.asarray(unit, dtype=np.float32), weights / weights.sum()))
    return out


def _weights(text: str, starts: NDArray[np.int64], words: Vectorizer) -> Floats:
    """The rarity of the word in which each token starts."""
    rarest = float(words.idf.max())
    out = np.full(len(starts), _LEAST, dtype=np.float32)
    for word in _WORD.finditer(text):
        column = words.columns.get(word.group().lower())
        # the idf of a word in every text is 1; words of one letter are in no vocabulary
        rarity = 0.0 if len(word.group()) < 2 else (rarest if column is None else float(words.idf[column])) - 1
        out[(starts >= word.start()) & (starts < word.end())] = max(rarity, _LEAST)
    return out


def alignments(firsts: Sequence[Tokens], seconds: Sequence[Tokens]) -> tuple[Floats, Floats]:
    """For each pair the weighed mean of each token's best likeness: mean and lesser of the two directions.

    Args:
        firsts: texts of one side, at least one.
        seconds: texts of the other side, at least one.

    Returns:
        Two matrices, shape (firsts, seconds).
    """
    starts = np.cumsum([0, *(len(text.weights) for text in seconds[:-1])])
    states, weights = (np.concatenate([getattr(text, name) for text in seconds]) for name in ("states", "weights"))
    there, back = (np.zeros((len(firsts), len(seconds)), np.float32) for _ in range(2))
    for row, text in enumerate(firsts):
        likeness = text.states @ states.T
        there[row] = text.weights @ np.maximum.reduceat(likeness, starts, 1)
        back[row] = np.add.reduceat(likeness.max(0) * weights, starts)
    return np.asarray((there + back) / 2, dtype=np.float32), np.asarray(np.minimum(there, back), dtype=np.float32)
