"""Tier `full`'s encoder, through onnxruntime: texts to theme logits, sentence vectors, and what each word adds to the logits.

One graph, MiniLM fine-tuned. The products of its layers are in whole numbers: 7-bit weights with a scale for each column,
8-bit inputs with a scale for each token, so that a text gets the same numbers alone and in a batch, and on processors with
and without int8 instructions (`scripts/train/export_onnx.py` says why). There is no torch at run time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from findings_nlp.pipes.themes.parts import clauses
from findings_nlp.pipes.themes.spans import WordShares

Floats = NDArray[np.float32]
MAX_TOKENS = 192
BATCH = 8


@dataclass(slots=True)
class Encoded:
    """What the encoder says of n texts.

    Attributes:
        logits: of the themes, shape (n, themes).
        vectors: of unit length, shape (n, 384).
        parts: for each text the unit vectors of its clauses (`findings_nlp.pipes.themes.parts`), or of the whole text where it has none.
        shares: for each text what its words add to the logits.
    """

    logits: Floats
    vectors: Floats
    parts: list[Floats]
    shares: list[WordShares]


class Encoder:
    """The fine-tuned MiniLM. Deterministic for a given onnxruntime and processor; not to be shared between threads.

    Args:
        folder: with `encoder.onnx` and `tokenizer.json`.
        threads: of onnxruntime, 1 by default: parallelise over reports instead.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        logits, states, _ = self._session.get_outputs()
        self._widths: tuple[int, int] = (logits.shape[-1], states.shape[-1])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, contexts: Sequence[str], texts: Sequence[str]) -> Encoded:
        """Logits, vectors and word shares of texts in their context.

        Args:
            contexts: what stands before each text: its heading and polarity.
            texts: the texts themselves, as many; what is beyond `MAX_TOKENS` word pieces is not read.
        """
        encodings = self._tokenizer.encode_batch(list(zip(contexts, texts, strict=True)))
        themes, width = self._widths
        logits, vectors = np.zeros((len(texts), themes), np.float32), np.zeros((len(texts), width), np.float32)
        parts: list[Floats] = [vectors[:0]] * len(texts)
        shares: dict[int, WordShares] = {}
        for rows in _batches(encodings):
            inputs = _padded([encodings[row] for row in rows])
            logits[rows], states, weights = self._session.run(["logits", "states", "weights"], inputs)
            for k, row in enumerate(rows):
                count = len(encodings[row].ids)
                vectors[row] = _unit(states[k, :count].mean(0))
                cut = clause_tokens(texts[row], encodings[row].offsets, encodings[row].type_ids)
                parts[row] = _unit(cut @ states[k, :count])
                shares[row] = _by_word(encodings[row], weights[k])
        return Encoded(logits, vectors, parts, [shares[row] for row in range(len(texts))])

    def states(self, contexts: Sequence[str], texts: Sequence[str]) -> list[tuple[NDArray[np.int64], Floats]]:
        """The tokens of texts, each read in its context: where each starts in its text, and its state, shape (tokens, 384).

        Args:
            contexts: what stands before each text.
            texts: the texts themselves, as many; what is beyond `MAX_TOKENS` word pieces is not read.
        """
        encodings = self._tokenizer.encode_batch(list(zip(contexts, texts, strict=True)))
        out: dict[int, tuple[NDArray[np.int64], Floats]] = {}
        for rows in _batches(encodings):
            [states] = self._session.run(["states"], _padded([encodings[row] for row in rows]))
            for k, row in enumerate(rows):
                own = [
                    n for n, side in enumerate(encodings[row].type_ids) if side == 1 and encodings[row].word_ids[n] is not None
                ]
                out[row] = np.array([encodings[row].offsets[n][0] for n in own], dtype=np.int64), states[k, own]
        return [out[row] for row in range(len(texts))]


def clause_tokens(text: str, offsets: Sequence[tuple[int, int]], sides: Sequence[int]) -> Floats:
    """Which tokens make up each clause of a text, shape (clauses, tokens), as weights that add up to 1.

    A text of whose clauses none has a token counts as one clause of all tokens.

    Args:
        text: the text.
        offsets: start and end of each token in its text.
        sides: 1 for the tokens of the text, 0 for those of its context.
    """
    starts = np.array([start if side == 1 and end > start else -1 for (start, end), side in zip(offsets, sides, strict=True)])
    inside = [(starts >= a) & (starts < b) for a, b in clauses(text)]
    rows = np.array([there for there in inside if there.any()] or [np.ones(len(starts), bool)], dtype=np.float32)
    return np.asarray(rows / rows.sum(1, keepdims=True), dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def _by_word(encoding: Encoding, weights: Floats) -> WordShares:
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
    return WordShares([span for span, _ in words.values()], shares, context, marks)


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
