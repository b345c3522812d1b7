"""The door to onnxruntime: texts to theme logits and sentence vectors.

One graph, MiniLM fine-tuned, with two heads and, on demand, what each token adds to the theme logits. The products of its
layers are in whole numbers: 7-bit weights with a scale for each column, 8-bit inputs with a scale for each token, so that a
text gets the same numbers alone and in a batch, and on processors with and without int8 instructions
(`scripts/export_onnx.py` says why). There is no torch at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Floats = NDArray[np.float32]
MAX_TOKENS = 192
BATCH = 8


@dataclass(slots=True)
class Encoded:
    """What the encoder says of n texts: theme logits (n, themes) and unit sentence vectors (n, 384)."""

    logits: Floats
    vectors: Floats


@dataclass(slots=True)
class Weighed:
    """What the words of one text add to its theme logits.

    `spans` are their places (start, end) in the text, `words` their shares (words, themes), `context` that of the heading
    and polarity before the text, `marks` that of the marks around both (themes,). With a constant for each theme they add
    up to the logits.
    """

    spans: list[tuple[int, int]]
    words: Floats
    context: Floats
    marks: Floats


class Encoder:
    """MiniLM with two heads. Deterministic for a given onnxruntime and processor; not to be shared between threads.

    Args:
        folder: with `encoder.onnx` and `tokenizer.json`.
        threads: of onnxruntime, 1 by default: parallelise over reports instead.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        logits, vectors, _ = self._session.get_outputs()
        self._widths: tuple[int, int] = (logits.shape[-1], vectors.shape[-1])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, contexts: Sequence[str], texts: Sequence[str]) -> Encoded:
        """Logits and vectors of texts in their context.

        Args:
            contexts: what stands before each text: its heading and polarity.
            texts: the texts themselves, as many; what is beyond `MAX_TOKENS` word pieces is not read.
        """
        encodings = self._encodings(contexts, texts)
        themes, width = self._widths
        logits, vectors = np.zeros((len(texts), themes), np.float32), np.zeros((len(texts), width), np.float32)
        for rows in _batches(encodings):
            logits[rows], vectors[rows] = self._session.run(["logits", "vectors"], _padded([encodings[row] for row in rows]))
        return Encoded(logits, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))

    def weigh(self, contexts: Sequence[str], texts: Sequence[str]) -> list[Weighed]:
        """What each word of texts in their context adds to the theme logits; arguments as for `encode`."""
        encodings = self._encodings(contexts, texts)
        out: dict[int, Weighed] = {}
        for rows in _batches(encodings):
            (weights,) = self._session.run(["weights"], _padded([encodings[row] for row in rows]))
            out |= {row: _by_word(encodings[row], weights[k]) for k, row in enumerate(rows)}
        return [out[row] for row in range(len(texts))]

    def _encodings(self, contexts: Sequence[str], texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(zip(contexts, texts, strict=True)))


def _by_word(encoding: Encoding, weights: Floats) -> Weighed:
    """Shares of word pieces added up to those of words."""
    words: dict[int, tuple[tuple[int, int], Floats]] = {}
    context, marks = np.zeros(weights.shape[-1], np.float32), np.zeros(weights.shape[-1], np.float32)
    for k, (word, side, (start, end)) in enumerate(zip(encoding.word_ids, encoding.type_ids, encoding.offsets, strict=True)):
        if word is None:
            marks += weights[k]
        elif side == 0:
            context += weights[k]
        elif word in words:
            (first, _), before = words[word]
            words[word] = ((first, end), before + weights[k])
        else:
            words[word] = ((start, end), weights[k])
    shares = np.array([share for _, share in words.values()], dtype=np.float32).reshape(len(words), weights.shape[-1])
    return Weighed([span for span, _ in words.values()], shares, context, marks)


def _batches(encodings: Sequence[Encoding]) -> Iterator[list[int]]:
    """Rows of like length together, so that little is padded."""
    order = sorted(range(len(encodings)), key=lambda row: len(encodings[row].ids))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def _padded(encodings: Sequence[Encoding]) -> dict[str, NDArray[np.int64]]:
    shape = (len(encodings), max(len(e.ids) for e in encodings))
    ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
    for row, encoding in enumerate(encodings):
        count = len(encoding.ids)
        ids[row, :count], mask[row, :count], types[row, :count] = encoding.ids, encoding.attention_mask, encoding.type_ids
    return {"ids": ids, "mask": mask, "types": types}
