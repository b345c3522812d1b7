"""Texts like a given one: those with words in common, put in order by sentence vectors where the model is installed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from findings_nlp.pipes.themes.models import model_folder
from findings_nlp.retrieval.answers import Answer, Hit, select
from findings_nlp.retrieval.words import STOP, spelled

# texts that are compared by their vectors, and words of the text that they are looked for by
CANDIDATES = 100
MOST_WORDS = 60


def more_like(base: sqlite3.Connection, name: str, where: tuple[list[str], list[str | int]], limit: int) -> Answer:
    """The texts of a database that are nearest to one of them; it is not among them.

    Args:
        base: the database, with the search's index.
        name: a report's and a text's id, with a space between.
        where: conditions on what is told, and their values.
        limit: the most hits; -1 for all that were compared.

    Raises:
        ValueError: where there is no such text.
    """
    report, _, own = name.strip().rpartition(" ")
    found = base.execute("SELECT text FROM search WHERE report = ? AND id = ?", [report, own]).fetchone()
    if found is None:
        raise ValueError(f"no text '{name}': write the report's id, a space and the text's id, as hits tell them")
    words = [word for word in dict.fromkeys(spelled(found[0])) if word not in STOP][:MOST_WORDS]
    match = f"words : ({' OR '.join(f'{chr(34)}{word}{chr(34)}' for word in words)})" if words else 'kind : ""'
    hits = select(base, match, where, order="score", limit=CANDIDATES + 1)
    hits = tuple(hit for hit in hits if (hit.report, hit.id) != (report, own))
    by, hits = _nearest(found[0], hits)
    chosen = hits if limit < 0 else hits[:limit]
    return Answer(chosen, len(hits), len({hit.report for hit in hits}), match=match, by=by)


def _nearest(text: str, hits: Sequence[Hit]) -> tuple[str, tuple[Hit, ...]]:
    try:
        from findings_nlp.pipes.themes.encoder import Encoder

        encoder = Encoder(model_folder())
    except Exception:
        return "words", tuple(hits)
    texts = [text, *(hit.text for hit in hits)]
    vectors = encoder.encode([""] * len(texts), texts).vectors
    scores = np.asarray(vectors[1:] @ vectors[0], dtype=float)
    order = sorted(range(len(hits)), key=lambda k: (-scores[k], k))
    return "vectors", tuple(replace(hits[k], score=round(float(scores[k]), 4)) for k in order)
