"""How alike a text and a theme's definition must be: fitted on the shipped themes as if a user had brought them.

The fit flatters the tier `full`, whose vectors have seen the shipped themes' texts: scores of a user's own themes stay
marked as uncalibrated.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from findings_nlp.pipes.themes.models import ThemeModel
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.pipes.themes.user_themes import features_of
from scripts.corpus.data import Item
from scripts.train.calibrate import label_matrices

SHOWN = 1500  # texts, evenly over the corpus


def fit_definitions(items: list[Item], model: ThemeModel) -> dict[str, float]:
    """`middle`, the likeness with the best micro-F1, and `slope`, how sharply the odds of a label turn with likeness."""
    chosen = items[:: max(1, len(items) // SHOWN)]
    themes = shipped_themes()
    anchors = features_of([f"{t.name}. {t.definition}" for t in themes], model)
    polarities = [None if x.polarity == "recommendation" else x.polarity for x in chosen]
    labelled = model.label([x.text for x in chosen], [x.section for x in chosen], polarities)
    vectors = None if labelled.encoded is None else labelled.encoded.vectors
    alike = features_of([x.text for x in chosen], model, vectors) @ anchors.T
    required, optional = label_matrices(chosen, [t.id for t in themes])
    likeness, wanted = alike[~optional], required[~optional]
    slope = float(LogisticRegression(C=1e6).fit(likeness.reshape(-1, 1), wanted).coef_[0, 0])

    def f1(limit: float) -> float:
        above = likeness >= limit
        return float(2 * (above & wanted).sum() / max(1, above.sum() + wanted.sum()))

    middle = max(np.quantile(likeness, np.linspace(0.5, 0.999, 200)), key=f1)
    print(f"definitions, {model.tier}: micro-F1 {f1(middle):.3f} at {middle:.3f}")
    return {"middle": round(float(middle), 4), "slope": round(slope, 2)}
