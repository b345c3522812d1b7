"""The correction layer of an adapted model: what reviewers' corrections add to the model's log-odds.

Linear in words and runs of characters of the text and its heading (the vocabulary of the corrected findings), in the sentence
vector (tier `full`), and a constant; `findings_nlp.adapt` fits it. A model without corrections has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.linear import Vectorizer, character_grams, word_grams

Floats = NDArray[np.float32]
NAME = "layer.npz"
_GRAMS: dict[str, Callable[[str], list[str]]] = {"words": word_grams, "characters": character_grams}


@dataclass(frozen=True, slots=True)
class Layer:
    """The layer.

    Attributes:
        vocabularies: of words and of runs of characters.
        weights: of the vocabularies' terms, the sentence vector's places and a constant, shape (width, themes).
    """

    vocabularies: tuple[Vectorizer, Vectorizer]
    weights: Floats

    @classmethod
    def read(cls, folder: Path, themes: int, vector: int) -> Layer | None:
        """The layer of a model's folder; None where it has none.

        Args:
            folder: of the model.
            themes: how many it has.
            vector: places of its sentence vector; 0 for tier `lite`.

        Raises:
            DataFileError: for a file that is damaged or of another model.
        """
        path = folder / NAME
        if not path.is_file():
            return None
        try:
            with np.load(path, allow_pickle=False) as arrays:
                terms = json.loads(arrays["terms"].tobytes())
                made = [Vectorizer(grams, terms[name], arrays[f"{name}_idf"]) for name, grams in _GRAMS.items()]
                layer = cls((made[0], made[1]), arrays["weights"].astype(np.float32))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataFileError(str(path), f"is damaged or of an earlier version ({type(error).__name__})") from None
        width = sum(len(vocabulary.terms) for vocabulary in made) + vector + 1
        if layer.weights.shape != (width, themes) or any(len(v.idf) != len(v.terms) for v in made):
            raise DataFileError(str(path), "does not fit the model")
        return layer

    def save(self, folder: Path) -> None:
        """Write the layer into a model's folder."""
        terms = json.dumps({name: made.terms for name, made in zip(_GRAMS, self.vocabularies, strict=True)})
        words, characters = (made.idf.astype(np.float32) for made in self.vocabularies)
        arrays = {"terms": np.frombuffer(terms.encode(), np.uint8), "weights": self.weights.astype(np.float16)}
        np.savez_compressed(folder / NAME, words_idf=words, characters_idf=characters, **arrays)  # type: ignore[arg-type]

    def __call__(self, texts: Sequence[str], vectors: Floats | None) -> Floats:
        """What the layer adds to the log-odds, shape (texts, themes).

        Args:
            texts: with their headings (`findings_nlp.pipes.themes.linear.with_context`).
            vectors: of the sentences; None for tier `lite`.
        """
        at = 0
        added = np.zeros((len(texts), self.weights.shape[1]), np.float32)
        for vocabulary in self.vocabularies:
            added += vocabulary(texts).weighed(self.weights[at : at + len(vocabulary.terms)])
            at += len(vocabulary.terms)
        if vectors is not None:
            added += vectors @ self.weights[at:-1]
        return np.asarray(added + self.weights[-1], dtype=np.float32)
