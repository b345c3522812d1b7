"""What `findings_themes` leaves on the `Doc` for `findings_evidence`: probabilities, vectors and rows, as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from findings_nlp.pipes.themes.models import Labelled

ARRAYS = "findings_nlp_arrays"  # the key in `doc.user_data`


def stored_side(labelled: Labelled, part: slice) -> dict[str, Any]:
    """Of labelled texts what linking them needs, as arrays that spaCy can write with a `Doc`.

    Args:
        labelled: what the theme model said of texts.
        part: which of them.
    """
    rows, encoded = labelled.rows[part], labelled.encoded
    out: dict[str, Any] = {"themes": labelled.probabilities[part]}
    for name in ("words", "characters"):
        sparse = getattr(rows, name)
        out[name] = [sparse.starts, sparse.columns, sparse.values, sparse.width]
    if encoded is not None:
        parts = encoded.parts[part]
        out |= {"vectors": encoded.vectors[part], "counts": [len(p) for p in parts]}
        out["parts"] = np.concatenate([*parts, encoded.vectors[:0]])
    return out
