"""What the detector of findings in prose reads of each sentence: its words, its place, and in tier `full` its vector."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from findings_nlp.families import headings

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.encoder import Encoder

Floats = NDArray[np.float32]
_WINDOW = 120  # words that the encoder reads together
PARTS = ("foreword", "background", "summary", "recommendations", "annex", "previous", "body")
KINDS = ("paragraph", "item", "quote")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][a-z]+)?|\d[\d,.]*\d|\d|[%£:;?“”\"]")
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile(r"[“\"]|(?<!\w)‘")
_CONCLUSION = re.compile(r"conclusion|implication", re.I)


@dataclass(slots=True)
class Passage:
    """A paragraph, list item or quotation: the headings above it, outermost first, its kind, and its sentences."""

    headings: Sequence[str]
    kind: str
    sentences: Sequence[str]


def part_of(chain: Sequence[str]) -> str:
    """The part of a report that the innermost heading with a part of its own names; the body where none does."""
    for heading in reversed(chain):
        part = headings().part_of(heading)
        if part is not None:
            return part if part in PARTS else "body"
    return "body"


def words_of(text: str) -> list[str]:
    """Words in lower case and marks, figures as `#`."""
    return ["#" if _FIGURE.match(word) else word.lower().replace("’", "'") for word in _WORD.findall(text)]


def grams(sentence: str) -> list[str]:
    """Words and pairs of words in lower case, figures as `#`; the first words once more as what opens the sentence."""
    words = words_of(sentence)
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(words)]
    opening = [f"^{words[0]}", "^" + " ".join(words[:2]), "^" + " ".join(words[:3])] if words else []
    return [*words, *pairs, *opening]


def places(passages: Sequence[Passage]) -> Floats:
    """Where each sentence stands and how it is built, shape (sentences, features)."""
    rows: list[list[float]] = []
    for passage in passages:
        part, count = part_of(passage.headings), len(passage.sentences)
        words = [len(text.split()) for text in passage.sentences]
        shared = [float(part == name) for name in PARTS] + [float(passage.kind == name) for name in KINDS]
        shared += [float(count == 1), min(count, 8) / 8, float(bool(_CONCLUSION.search(" ".join(passage.headings[-1:]))))]
        for k, text in enumerate(passage.sentences):
            rows.append(
                [
                    *shared,
                    float(k == 0),
                    float(k == count - 1),
                    k / max(1, count - 1),
                    float(np.log1p(words[k])) / 3,
                    float(words[k] < 9),
                    float(bool(_FIGURE.search(text))),
                    float("per cent" in text or "%" in text),
                    float(text.rstrip().endswith(":")),
                    float(text.rstrip().endswith("?")),
                    float(bool(_QUOTED.search(text))),
                    float(text[:1].islower()),
                ]
            )
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(PARTS) + len(KINDS) + 14)


def windows(sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of neighbouring sentences, first and behind the last, that the encoder reads together."""
    out: list[tuple[int, int]] = []
    words = 0
    for k, text in enumerate(sentences):
        count = len(text.split())
        if not out or words + count > _WINDOW:
            out.append((k, k))
            words = 0
        out[-1] = (out[-1][0], k + 1)
        words += count
    return out


def token_states(passages: Sequence[Passage], encoder: Encoder) -> tuple[Floats, NDArray[np.int64]]:
    """The encoder's states of all tokens, read with their paragraph and its heading: shape (tokens, 384), and the sentence of each."""
    contexts: list[str] = []
    texts: list[str] = []
    starts: list[list[int]] = []
    for passage in passages:
        for first, behind in windows(passage.sentences):
            chosen = passage.sentences[first:behind]
            contexts.append(passage.headings[-1] if passage.headings else "")
            texts.append(" ".join(chosen))
            starts.append(np.cumsum([0] + [len(text) + 1 for text in chosen[:-1]]).tolist())
    sentence: list[NDArray[np.int64]] = []
    states: list[Floats] = []
    at = 0
    for (places, found), cut in zip(encoder.states(contexts, texts), starts, strict=True):
        sentence.append(at + np.searchsorted(cut, places, side="right") - 1)
        states.append(found)
        at += len(cut)
    if not states:
        return np.zeros((0, 384), np.float32), np.zeros(0, np.int64)
    return np.concatenate(states), np.concatenate(sentence)


def neighbours(lengths: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row of the sentence before and of the one behind each in its paragraph; -1 at the ends.

    Args:
        lengths: how many sentences each paragraph has.
    """
    count = int(sum(lengths))
    before, behind = np.arange(count) - 1, np.arange(count) + 1
    ends = np.cumsum(lengths)
    before[ends[:-1][ends[:-1] < count]] = -1
    before[:1] = -1
    behind[ends - 1] = -1
    return before.astype(np.int64), behind.astype(np.int64)


def pooled(values: Floats, sentence: NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Mean and largest value of each sentence's tokens, both of shape (count, width); noughts where it has none.

    Args:
        values: of the tokens, in the order of their sentences, shape (tokens, width).
        sentence: the sentence of each token.
        count: of sentences.
    """
    mean, most = np.zeros((count, values.shape[1]), np.float32), np.zeros((count, values.shape[1]), np.float32)
    there, starts, sizes = np.unique(sentence, return_index=True, return_counts=True)
    if len(there):
        mean[there] = np.add.reduceat(values, starts) / sizes[:, None]
        most[there] = np.maximum.reduceat(values, starts)
    return mean, most


def likeness(mean: Floats, before: NDArray[np.int64]) -> Floats:
    """The cosine of each sentence's vector and that of the one before it, and of the one behind: shape (n, 2)."""
    unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    above = np.where(before >= 0, (unit * unit[before]).sum(1), 0)
    below = np.append(above[1:], 0)
    return np.asarray(np.stack([above, below], 1), dtype=np.float32)


def normed(states: Floats) -> Floats:
    """Each token's state with mean 0 and variance 1."""
    centred = states - states.mean(1, keepdims=True)
    return np.asarray(centred / np.sqrt(centred.var(1, keepdims=True) + 1e-5), dtype=np.float32)


def leaning(odds: NDArray[np.float64], before: NDArray[np.int64], behind: NDArray[np.int64]) -> Floats:
    """To which side each sentence and its neighbours lean, and how alike: shape (n, 6).

    Args:
        odds: log-odds of a strength of each sentence by itself.
        before: the row of the sentence before, -1 for none.
        behind: the row of the sentence behind.
    """
    own = np.tanh(odds / 2)
    padded = np.append(own, 0.0)
    above, below = padded[before], padded[behind]
    return np.asarray(np.stack([own, above, below, own * above, own * below, abs(own)], 1), dtype=np.float32)
