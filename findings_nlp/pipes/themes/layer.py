"""The correction layer of an adapted model: what reviewers' corrections add to the shipped model's probabilities.

Linear in the sentence vector (tier `full`) or the words of the text and its heading (tier `lite`), in the probabilities
themselves, and a constant; `findings_nlp.adapt` fits it. A model without corrections has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from findings_nlp.errors import DataFileError

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.encoder import Encoded
    from findings_nlp.pipes.themes.linear import Rows

Floats = NDArray[np.float32]
NAME = "layer.npz"


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights of the layer.

    Attributes:
        text: of the sentence vector's places or of the vocabulary's words, shape (width, themes).
        scores: of the model's probabilities and a constant behind them, shape (themes + 1, themes).
    """

    text: Floats
    scores: Floats

    @classmethod
    def read(cls, folder: Path, themes: int) -> Layer | None:
        """The layer of a model's folder; None where it has none.

        Args:
            folder: of the model.
            themes: how many it has.

        Raises:
            DataFileError: for a file that is damaged or of another model.
        """
        path = folder / NAME
        if not path.is_file():
            return None
        try:
            with np.load(path, allow_pickle=False) as arrays:
                layer = cls(arrays["text"].astype(np.float32), arrays["scores"].astype(np.float32))
        except (OSError, ValueError, KeyError) as error:
            raise DataFileError(str(path), f"is damaged ({type(error).__name__})") from None
        if layer.scores.shape != (themes + 1, themes) or layer.text.ndim != 2 or layer.text.shape[1] != themes:
            raise DataFileError(str(path), "does not fit the model")
        return layer

    def save(self, folder: Path) -> None:
        """Write the layer into a model's folder."""
        np.savez_compressed(folder / NAME, text=self.text.astype(np.float16), scores=self.scores.astype(np.float32))

    def __call__(self, probabilities: Floats, rows: Rows, encoded: Encoded | None) -> Floats:
        """Corrected probabilities.

        Args:
            probabilities: of the model, shape (texts, themes).
            rows: what tier `lite` reads of the texts.
            encoded: what the encoder says of them; None for tier `lite`.
        """
        added = rows.words.weighed(self.text) if encoded is None else encoded.vectors @ self.text
        added = added + probabilities @ self.scores[:-1] + self.scores[-1]
        return np.asarray(np.clip(probabilities + added, 0, 1), dtype=np.float32)
