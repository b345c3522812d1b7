"""Tier `lite`: TF-IDF of words and characters, weighed for each theme by a logistic regression.

Trained with scikit-learn (`scripts/train/train_lite.py`), stored without pickle and computed here in numpy: neither scikit-learn
nor scipy is imported. `tests/test_themes_linear.py` compares the rows with scikit-learn's.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# as scikit-learn's TfidfVectorizer takes them, for training
WORDS: dict[str, Any] = {"ngram_range": (1, 2), "sublinear_tf": True, "lowercase": True}
CHARACTERS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True, "lowercase": True}
_WORD = re.compile(r"\b\w\w+\b")
_SPACES = re.compile(r"\s\s+")


def with_context(section: str | None, text: str) -> str:
    """What the TF-IDF rows are made of: the heading, then the text."""
    return f"{section or ''} . {text}"


def word_grams(text: str) -> list[str]:
    """Words of two letters and more, and pairs of neighbours, in lower case."""
    words = _WORD.findall(text.lower())
    return words + [f"{a} {b}" for a, b in itertools.pairwise(words)]


def character_grams(text: str) -> list[str]:
    """Runs of 3 to 5 characters within each word, with a space before and behind the word, in lower case."""
    shortest, longest = CHARACTERS["ngram_range"]
    out: list[str] = []
    for word in _SPACES.sub(" ", text.lower()).split():
        padded = f" {word} "
        for size in range(shortest, longest + 1):
            if size >= len(padded):
                # a word no longer than the run is counted once
                out.append(padded)
                break
            out += [padded[k : k + size] for k in range(len(padded) - size + 1)]
    return out


@dataclass(slots=True)
class SparseRows:
    """Rows of mostly noughts: row i has `values[starts[i]:starts[i + 1]]` in the columns `columns[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, chosen: slice) -> SparseRows:
        """Some neighbouring rows."""
        first, last, step = chosen.indices(len(self))
        if step != 1:
            raise ValueError("rows are taken in runs: a slice with a step is not supported")
        last = max(first, last)
        a, b = self.starts[first], self.starts[last]
        return SparseRows(self.starts[first : last + 1] - a, self.columns[a:b], self.values[a:b], self.width)

    def row(self, k: int) -> tuple[NDArray[np.int64], Floats]:
        """Columns, in rising order, and values of one row."""
        a, b = self.starts[k], self.starts[k + 1]
        return self.columns[a:b], self.values[a:b]

    def dense(self, columns: NDArray[np.int64] | None = None) -> Floats:
        """The rows in full, or some of their columns, which are given in rising order."""
        out = np.zeros((len(self), self.width if columns is None else len(columns)), dtype=np.float32)
        lines = np.repeat(np.arange(len(self)), np.diff(self.starts))
        if columns is None:
            out[lines, self.columns] = self.values
        elif len(columns):
            place = np.minimum(np.searchsorted(columns, self.columns), len(columns) - 1)
            there = columns[place] == self.columns
            out[lines[there], place[there]] = self.values[there]
        return out

    def products(self, other: SparseRows) -> Floats:
        """The product of each row with each row of `other`, shape (rows, other rows)."""
        shared = np.intersect1d(self.columns, other.columns)
        return self.dense(shared) @ other.dense(shared).T

    def weighed(self, weights: Floats) -> Floats:
        """The sum of weights (width, n), each times the row's value in its column, shape (rows, n)."""
        out = np.zeros((len(self), weights.shape[1]), dtype=np.float32)
        for k in range(len(self)):
            columns, values = self.row(k)
            out[k] = values @ weights[columns]
        return out


class Vectorizer:
    """TF-IDF rows of unit length over a fixed vocabulary; counts enter as 1 + their logarithm.

    Args:
        grams: splits a text into terms (`word_grams`, `character_grams`).
        terms: the vocabulary, in the order of its columns.
        idf: a weight for each term.
    """

    def __init__(self, grams: Callable[[str], list[str]], terms: Sequence[str], idf: Floats) -> None:
        self.terms = list(terms)
        self._grams = grams
        self.columns = {term: k for k, term in enumerate(self.terms)}
        self.idf = idf.astype(np.float64)

    def __call__(self, texts: Iterable[str]) -> SparseRows:
        """The rows of texts; a text without a known term has an empty row."""
        starts, columns, values = [0], [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        known = self.columns
        for text in texts:
            counts = Counter(column for gram in self._grams(text) if (column := known.get(gram)) is not None)
            found = np.fromiter(counts, np.int64, len(counts))
            weights = (1 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))) * self.idf[found]
            weights /= max(float(np.sqrt(weights @ weights)), 1e-12)
            order = np.argsort(found)
            columns.append(found[order])
            values.append(weights[order].astype(np.float32))
            starts.append(starts[-1] + len(found))
        return SparseRows(np.array(starts), np.concatenate(columns), np.concatenate(values), len(self.terms))


@dataclass(slots=True)
class Rows:
    """What tier `lite` reads of a list of texts: TF-IDF by words and by characters."""

    words: SparseRows
    characters: SparseRows

    def __getitem__(self, chosen: slice) -> Rows:
        """The rows of some of the texts."""
        return Rows(self.words[chosen], self.characters[chosen])


class LinearThemes:
    """The fitted tier. Files: `lite.json` (vocabularies) and `lite.npz` (idf, weights, intercepts)."""

    def __init__(self, folder: Path) -> None:
        stored = json.loads((folder / "lite.json").read_text(encoding="utf-8"))
        with np.load(folder / "lite.npz", allow_pickle=False) as arrays:
            self.words = Vectorizer(word_grams, stored["words"], arrays["word_idf"])
            self.characters = Vectorizer(character_grams, stored["characters"], arrays["character_idf"])
            weights = arrays["weights"].astype(np.float32).T
            self._intercepts = arrays["intercepts"].astype(np.float32)
        cut = len(self.words.terms)
        self._words, self._characters = (np.ascontiguousarray(part) for part in (weights[:cut], weights[cut:]))

    def rows(self, sections: Sequence[str | None], texts: Sequence[str]) -> Rows:
        """What `probabilities` and the evidence linker read of texts and their headings, as many of each."""
        shown = [with_context(section, text) for section, text in zip(sections, texts, strict=True)]
        return Rows(self.words(shown), self.characters(shown))

    def probabilities(self, rows: Rows) -> Floats:
        """Uncalibrated probabilities, shape (texts, themes)."""
        scores = rows.words.weighed(self._words) + rows.characters.weighed(self._characters)
        return np.asarray(1 / (1 + np.exp(-(scores + self._intercepts))), dtype=np.float32)

    def word_shares(self, text: str, row: SparseRows) -> tuple[list[tuple[int, int]], Floats]:
        """What each word of a text adds to the themes' log-odds: the words' places, and their shares (words, themes).

        A pair of words counts half for each of the two. Runs of characters are left out: they belong to no single word.

        Args:
            text: the text, without its heading.
            row: its TF-IDF row of words.
        """
        found = list(_WORD.finditer(text.lower()))
        values = dict(zip(*(x.tolist() for x in row.row(0)), strict=True))
        words = [m[0] for m in found]
        shares = self._weighed_grams(words, values)
        pairs = self._weighed_grams([f"{a} {b}" for a, b in itertools.pairwise(words)], values) / 2
        shares[: len(pairs)] += pairs
        shares[1:] += pairs
        return [m.span() for m in found], shares

    def heading_shares(self, section: str | None, text: str, row: SparseRows) -> Floats:
        """What the words of a heading that the text lacks add to the themes' log-odds, shape (themes,).

        Args:
            section: the heading, or None.
            text: the text behind it.
            row: the TF-IDF row of words of both.
        """
        values = dict(zip(*(x.tolist() for x in row.row(0)), strict=True))
        apart = set(word_grams(section or "")) - set(word_grams(text))
        return self._weighed_grams(sorted(apart), values).sum(0)

    def _weighed_grams(self, grams: Sequence[str], values: dict[int, float]) -> Floats:
        """TF-IDF times weight of each gram, shape (grams, themes); a gram that stands n times counts a nth each time."""
        counts = Counter(grams)
        columns = np.array([self.words.columns.get(gram, -1) for gram in grams], dtype=np.int64)
        known = np.array([values.get(k, 0.0) / counts[g] for k, g in zip(columns.tolist(), grams, strict=True)], dtype=np.float32)
        return np.asarray(self._words[columns] * known[:, None], dtype=np.float32)


def balanced_logistic(features: Floats, wanted: NDArray[np.int_]) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression whose classes weigh the same."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=20.0, class_weight="balanced", max_iter=500, random_state=0).fit(features, wanted)
    return np.asarray(model.coef_[0], dtype=np.float32), float(model.intercept_[0])
