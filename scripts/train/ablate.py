"""What each ingredient buys: python scripts/train/ablate.py (after scripts/train/train.py, from the predictions kept in build/)

Themes: micro-F1 over the training groups, each predicted by models that have not seen it; thresholds are chosen for
half of the groups and tested on the other half, both ways. Evidence: each report left out once, without some features.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.evidence.features import named_features
from findings_nlp.pipes.themes.linear import LinearThemes
from findings_nlp.pipes.themes.models import mixed
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.bank import composed_texts
from scripts.corpus.data import ROOT, Item, read_items, read_reports
from scripts.train.baselines import bm25, minilm_cosine, tfidf_cosine
from scripts.train.calibrate import calibrate, label_matrices
from scripts.train.evaluate import counts, f1, link_calibration
from scripts.train.train import FOLDER, Encoded, folds, kept_folds, shaped, sides
from scripts.train.train_evidence import Pairs, best_threshold, left_out, link_f1, listed_map, pairs_of
from scripts.train.train_lite import Lite

Floats = NDArray[np.float32]
# features by what they come from; "together" adds up likenesses of every kind
PARTS = {
    "words and characters": ("words", "characters"),
    "sentence vectors": ("vectors",),
    "themes": ("themes",),
    "standing among the report's other findings and recommendations": (" in row", " in column", "together", " x "),
    "polarity": ("area",),
    "addressee": ("addressee",),
}


def halves(items: list[Item], raw: Floats, themes: list[str], change: str = "") -> tuple[float, float]:
    """Micro and macro F1 with calibration and thresholds from the other half of the groups."""
    required, optional = label_matrices(items, themes)
    chosen = np.zeros_like(required)
    for train, test in folds(items, 2):
        ours, theirs = [items[k] for k in train], [items[k] for k in test]
        fitted = calibrate(raw[train], ours, themes)
        if change == "unnamed":
            fitted["named"] = 0.0
        limits = np.array(fitted["thresholds"])
        if change == "threshold":
            grid, seen = np.arange(0.2, 0.71, 0.025), shaped(raw[train], fitted, ours, themes)
            tables = np.array([counts(seen >= t, required[train], optional[train]) for t in grid])
            limits = grid[(2 * tables[..., 0] / np.maximum(1, 2 * tables[..., 0] + tables[..., 1] + tables[..., 2])).argmax(0)]
        found = raw[test] if change == "raw" else shaped(raw[test], fitted, theirs, themes)
        chosen[test] = found >= (0.5 if change == "raw" else limits)
    return f1(counts(chosen, required, optional))


def themes_table(items: list[Item], themes: list[str], lite: Floats, encoder: Floats) -> None:
    """Print the rows for themes."""
    rows: list[tuple[str, Floats, str]] = [
        ("lite: word and character TF-IDF", lite, ""),
        ("encoder alone", encoder, ""),
        ("full: log-odds of both averaged", mixed(lite, encoder), ""),
        ("probabilities of both averaged", (lite + encoder) / 2, ""),
        ("full, a threshold for each theme", mixed(lite, encoder), "threshold"),
        ("full, terms of the glossary add nothing", mixed(lite, encoder), "unnamed"),
        ("full, uncalibrated, threshold 0.5", mixed(lite, encoder), "raw"),
    ]
    for name, raw, change in rows:
        print(
            f"{name:50} micro-F1 {halves(items, raw, themes, change)[0]:.3f}, macro-F1 {halves(items, raw, themes, change)[1]:.3f}"
        )


def data_table(items: list[Item], themes: list[str]) -> None:
    """Print what the parts of the corpus buy, tier lite."""
    old = {x.group for x in items} - set(_sets())
    shown = [k for k, x in enumerate(items) if x.group in old]
    for name, kept in (("all", items), ("without the sets", [x for x in items if x.group in old])):
        raw = np.zeros((len(items), len(themes)), np.float32)
        for _, test in folds(items, 3):
            held = {items[k].group for k in test}
            raw[test] = Lite([x for x in kept if x.group not in held], themes).probabilities([items[k] for k in test])
        found = halves([items[k] for k in shown], raw[shown], themes)
        print(f"lite trained on {name:34} micro-F1 {found[0]:.3f}, macro-F1 {found[1]:.3f} on the batches and reports")
    single = [replace(x, themes=x.themes + x.optional, optional=()) for x in items]
    raw = np.zeros((len(items), len(themes)), np.float32)
    for train, test in folds(items, 3):
        raw[test] = Lite([single[k] for k in train], themes).probabilities([items[k] for k in test])
    found = halves([items[k] for k in shown], raw[shown], themes)
    print(f"lite trained on {'every label that anybody gave':34} micro-F1 {found[0]:.3f}, macro-F1 {found[1]:.3f}")


def _sets() -> Sequence[str]:
    return [path.stem for path in (ROOT / "corpus" / "sets").glob("*.jsonl")]


def links_table(items: list[Item], probabilities: Floats, encoded: Encoded | None) -> None:
    """Print the rows for evidence."""
    index, linear, known = {x.id: k for k, x in enumerate(items)}, LinearThemes(FOLDER), {x.group for x in items}
    golds: dict[str, dict[str, Any]] = {name: gold for name, gold in read_reports().items() if name in known}
    both = {name: sides(name, gold, index, probabilities, encoded, linear) for name, gold in golds.items()}
    pairs = [pairs_of(name, gold, *both[name]) for name, gold in golds.items()]
    names = list(named_features(*next(iter(both.values())), [True] * len(next(iter(golds.values()))["findings"])))
    likenesses = {
        f"baseline {label}": [baseline(gold) for gold in golds.values()]
        for label, baseline in (("TF-IDF cosine", tfidf_cosine), ("BM25", bm25), ("MiniLM cosine", minilm_cosine))
    }
    if encoded is not None:
        trained = [(asked.vectors, found.vectors) for asked, found in both.values()]
        likenesses["cosine of the trained sentence vectors"] = [a @ f.T for a, f in trained if a is not None and f is not None]
    for label, alone in likenesses.items():
        tries = np.quantile(np.concatenate([a.ravel() for a in alone]), np.linspace(0.6, 0.995, 60))
        best = max(link_f1(pairs, alone, t) for t in tries)
        print(f"{label:75} MAP {listed_map(pairs, alone, -1e9):.3f}, F1 {best:.3f} at its best threshold")
    for label, words in {"all features": (), **PARTS}.items():
        left = [c for c, name in enumerate(names) if not any(word in name for word in words)]
        if words and len(left) == len(names):
            continue
        less = [Pairs(p.name, p.features[..., left], p.grades, p.optional) for p in pairs]
        found = left_out(less)
        limit = best_threshold(less, found)
        shown = label if not words else f"without {label}"
        sure = f", ECE {link_calibration(less, found):.3f}"
        print(f"{shown:75} MAP {listed_map(less, found, 0.0):.3f}, F1 {link_f1(less, found, limit):.3f}{sure}")


def main() -> None:
    """Print the tables."""
    themes = [theme.id for theme in shipped_themes()]
    items = [x for x in read_items() if not x.held_out]
    every = [*items, *composed_texts()]
    path = ROOT / "build" / "folds.npz"
    encoder, vectors, parts = kept_folds(path, every)
    with np.load(path, allow_pickle=False) as kept:
        lite = kept["lite"][: len(items)]
    encoder, encoded = encoder[: len(items)], (vectors, parts)
    themes_table(items, themes, lite, encoder)
    if "--data" in sys.argv:
        data_table(items, themes)
    for name, raw, sentences in (("lite", lite, None), ("full", mixed(lite, encoder), encoded)):
        print(f"evidence, tier {name}")
        links_table(items, shaped(raw, calibrate(raw, items, themes), items, themes), sentences)


if __name__ == "__main__":
    main()
