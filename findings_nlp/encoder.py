"""The door to onnxruntime: texts to hidden states, theme logits and sentence vectors.

Three small graphs: the shared lower layers, the upper layers fine-tuned on themes, and the upper layers as they came,
for sentence vectors. All are int8; there is no torch at run time. Texts are run one by one: int8 scales are taken over
a whole batch, so that in a batch a text's labels would depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
MAX_TOKENS = 192


@dataclass(slots=True)
class Encoded:
    """What the encoder says of a list of texts: theme logits (n, themes) and unit sentence vectors (n, 384)."""

    logits: Floats
    vectors: Floats


class Encoder:
    """MiniLM with two heads. Deterministic for a given onnxruntime and processor; not to be shared between threads.

    Args:
        folder: with `lower.onnx`, `themes.onnx`, `sentence.onnx` and `tokenizer.json`.
        threads: of onnxruntime, 1 by default: parallelise over reports instead.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._lower, self._themes, self._sentence = (
            ort.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
            for name in ("lower", "themes", "sentence")
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, contexts: Sequence[str], texts: Sequence[str], *, vectors: bool = True) -> Encoded:
        """Logits from context and text; sentence vectors from the text in its context.

        Args:
            contexts: what stands before each text: its heading and polarity.
            texts: the texts themselves, as many.
            vectors: False leaves the sentence vectors out (zeros), which saves a third of the time.
        """
        encodings = self._tokenizer.encode_batch(list(zip(contexts, texts, strict=True)))
        logits: list[Floats] = []
        sentences = np.zeros((len(encodings), 384), dtype=np.float32)
        for row, encoding in enumerate(encodings):
            ids, mask, types = (np.array([x], dtype=np.int64) for x in (encoding.ids, encoding.attention_mask, encoding.type_ids))
            hidden = self._lower.run(None, {"ids": ids, "mask": mask, "types": types})[0]
            logits.append(self._themes.run(None, {"hidden": hidden, "mask": mask})[0][0])
            if vectors:
                sentences[row] = self._sentence.run(None, {"hidden": hidden, "mask": mask})[0][0]
        norms = np.linalg.norm(sentences, axis=1, keepdims=True)
        found = np.stack(logits) if logits else np.zeros((0, 0), dtype=np.float32)
        return Encoded(found, sentences / np.maximum(norms, 1e-9))
