"""The detector of findings in prose: which sentences judge, where a finding begins and ends, and on which side it stands.

Tier `full` reads the states of the theme encoder, tier `lite` words alone. Trained by `scripts/train/train_prose.py` and stored as
arrays; nothing but numpy is needed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.features import (
    Passage,
    grams,
    leaning,
    likeness,
    neighbours,
    normed,
    places,
    pooled,
    token_states,
)
from findings_nlp.pipes.prose.sides import Sides, certainty, leant, run_vectors, side_grams, sided, text_of
from findings_nlp.pipes.prose.wording import worded
from findings_nlp.pipes.themes.linear import Vectorizer
from findings_nlp.pipes.themes.models import model_folder

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.encoder import Encoder

Floats = NDArray[np.float32]
FILE = "prose.npz"


class Found(NamedTuple):
    """A finding of a passage: its first and last sentence, from 0, its side, and the probability that it is one."""

    first: int
    last: int
    polarity: str
    score: float


class Detector:
    """Finds findings in passages of prose.

    Args:
        folder: of the model package, with `prose.npz`.
        encoder: of tier `full`; None for tier `lite`.
    """

    def __init__(self, folder: Path, encoder: Encoder | None) -> None:
        self.encoder = encoder
        tier = "lite" if encoder is None else "full"
        with np.load(folder / FILE, allow_pickle=False) as arrays:
            terms = bytes(arrays["terms"]).decode("utf-8").split("\n")
            self._vectorizer = Vectorizer(grams, terms, arrays["idf"].astype(np.float32))
            terms = bytes(arrays["side.names"]).decode("utf-8").split("\n")
            self._side_vectorizer = Vectorizer(side_grams, terms, arrays["side.idf"].astype(np.float32))
            self.sides = Sides(arrays["side.terms"].astype(np.float32), float(arrays["side.intercept"]))
            own = {name.removeprefix(f"{tier}."): arrays[name] for name in arrays.files if name.startswith(f"{tier}.")}
        self._weights = {name: value.astype(np.float32) for name, value in own.items()}
        self._members = sorted({name.split(".")[0] for name in own if "." in name})
        self._follows = own["follows"].astype(np.float64) + chain.FOLLOWS
        self._starts = own["starts"].astype(np.float64) + chain.STARTS
        self._leaning = own["leaning"].astype(np.float64)
        self._temperature, self._judging, self._beginning = (float(v) for v in own["calibration"])
        self._sure = own["sure"].astype(np.float64)
        self._side = own["side_calibration"].astype(np.float64)

    def scores(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        """What speaks for each tag of each sentence, shape (sentences, tags)."""
        return self._read(passages, worded(passages))[0]

    def _read(self, passages: Sequence[Passage], told: Sequence[Passage]) -> tuple[NDArray[np.float64], Floats | None]:
        """The scores, and in tier `full` the vector of each sentence; `told` are the passages with their shares in words."""
        weights = self._weights
        texts = [text for passage in told for text in passage.sentences]
        place = (places(passages) - weights["place_mean"]) / weights["place_scale"]
        rows = self._vectorizer(texts)
        total = rows.weighed(weights["terms"])
        states, sentence = (None, None) if self.encoder is None else token_states(passages, self.encoder)
        lean = self.sides.odds(self._side_vectorizer(text_of([text]) for text in texts))
        before, behind = neighbours([len(passage.sentences) for passage in passages])
        place = np.hstack([place, leaning(lean, before, behind)])
        if states is None or sentence is None:
            read = np.asarray(total + place @ weights["place"] + weights["bias"], dtype=np.float64)
            return chain.sided_scores(read, lean, self._leaning), None
        states = normed(states)
        mean = pooled(states, sentence, len(texts))[0]
        place = np.hstack([place, likeness(mean, before), mean])
        for name in self._members:
            total += self._member(name, states, sentence, place, before, behind) / len(self._members)
        return chain.sided_scores(np.asarray(total, dtype=np.float64), lean, self._leaning), mean

    def _member(
        self,
        name: str,
        states: Floats,
        sentence: NDArray[np.int64],
        place: Floats,
        before: NDArray[np.int64],
        behind: NDArray[np.int64],
    ) -> Floats:
        own = {key.split(".", 1)[1]: value for key, value in self._weights.items() if key.startswith(f"{name}.")}
        tokens = np.maximum(states @ own["token"] + own["token_bias"], 0)
        read = np.hstack(pooled(tokens, sentence, len(place)))
        padded = np.vstack([read, np.zeros((1, read.shape[1]), np.float32)])  # row -1: no neighbour
        wide = np.hstack([read, padded[before], padded[behind], place])
        hidden = np.maximum(wide @ own["hidden"] + own["hidden_bias"], 0)
        return np.asarray(hidden @ own["out"] + np.hstack([read, place]) @ own["straight"] + own["bias"], dtype=np.float32)

    def find(self, passages: Sequence[Passage]) -> list[list[Found]]:
        """The findings of each passage, in the order of its sentences."""
        kept = [k for k, passage in enumerate(passages) if passage.sentences]
        out: list[list[Found]] = [[] for _ in passages]
        if not kept:
            return out
        told = worded([passages[k] for k in kept])
        scores, mean = self._read([passages[k] for k in kept], told)
        found: list[tuple[int, chain.Run, NDArray[np.float64]]] = []
        spans: list[tuple[int, int]] = []
        texts: list[str] = []
        at = 0
        for k, passage in zip(kept, told, strict=True):
            here = self.runs(scores[at : at + len(passage.sentences)])
            found += [(k, run, sure) for run, sure in here]
            spans += [(at + run.first, at + run.last) for run, _ in here]
            texts += [text_of(passage.sentences[run.first : run.last + 1]) for run, _ in here]
            at += len(passage.sentences)
        odds = self._side[0] * self.sides.odds(self._side_vectorizer(texts)) + self._side[-1]
        odds += self._side[1] * np.array([leant(sure) for _, _, sure in found])
        if mean is not None:
            odds += run_vectors(mean, spans) @ self._weights["side_vector"]
        for (k, run, sure), own in zip(found, odds.tolist(), strict=True):
            told_run, side = sided(run, sure, own)
            out[k].append(Found(run.first, run.last, chain.SIDES[told_run.side], certainty(sure, side, self._sure)))
        return out

    def probabilities(self, passages: Sequence[Passage]) -> list[NDArray[np.float64]]:
        """For each passage the calibrated probability of each tag of its sentences, shape (sentences, tags)."""
        scores, at, out = self.scores(passages), 0, []
        for passage in passages:
            out.append(self._sure_of(scores[at : at + len(passage.sentences)]))
            at += len(passage.sentences)
        return out

    def _sure_of(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        heat = self._temperature
        return chain.probabilities(scores / heat, self._follows / heat, self._starts / heat)

    def runs(self, scores: NDArray[np.float64]) -> list[tuple[chain.Run, NDArray[np.float64]]]:
        """The findings that one paragraph's scores tell, each with the calibrated probabilities of its sentences' tags."""
        tilted = chain.tilted(scores, self._judging, self._beginning)
        found = chain.runs(chain.likeliest(tilted, self._follows, self._starts))
        if not found:
            return []
        sure = self._sure_of(scores)
        return [(run, sure[run.first : run.last + 1]) for run in found]


@lru_cache(maxsize=2)
def shipped_detector(tier: Literal["full", "lite"], encoder: Encoder | None) -> Detector:
    """The shipped detector of a tier, loaded once for each process.

    Args:
        tier: `full` or `lite`.
        encoder: that of the theme model in tier `full`, which is shared.
    """
    return Detector(model_folder(), encoder if tier == "full" else None)
