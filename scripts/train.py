"""Rebuild the model package `models/findings_en` from the corpus with one command: python scripts/train.py [--lite-only]

What is trained on: all groups of the corpus but the held-out ones (`corpus_data.HELD_OUT`). Calibration and thresholds
come from predictions for groups that the model in question has not seen: six folds of groups for tier `lite`, two for
tier `full` (its fine-tuning takes minutes). `lite` comes out byte for byte the same; `full` within 0.01 F1.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from corpus_data import ROOT, Item, corpus_hash, read_items, read_reports
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from train_evidence import best_threshold, fit, left_out, link_f1, listed_map, pairs_of, stored
from train_lite import Lite

from findings_nlp.evidence_features import Side
from findings_nlp.linear import LinearThemes
from findings_nlp.taxonomy import shipped_themes
from findings_nlp.theme_models import calibrated, mixed

Floats = NDArray[np.float32]
VERSION = "1.0.0"
FOLDER = ROOT / "models" / "findings_en"


def folds(items: list[Item], count: int) -> list[tuple[list[int], list[int]]]:
    """Splits by batch and report, never by sentence."""
    groups = [x.group for x in items]
    return [(a.tolist(), b.tolist()) for a, b in GroupKFold(count).split(items, groups=groups)]


def label_matrices(items: list[Item], themes: list[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Required and optional labels, shape (items, themes)."""
    required = np.array([[t in x.themes for t in themes] for x in items])
    return required, np.array([[t in x.optional for t in themes] for x in items])


def calibrate(raw: Floats, items: list[Item], themes: list[str]) -> dict[str, Any]:
    """Platt scaling with one slope, theme offsets drawn towards the common one, and thresholds for the best F1.

    Only items that two people labelled count: a single labeller gives more labels than two agree on.
    """
    twice = [k for k, x in enumerate(items) if x.labellers == 2]
    raw, items = raw[twice], [items[k] for k in twice]
    required, optional = label_matrices(items, themes)
    counted = ~optional
    logits = np.log(np.clip(raw, 1e-4, 1 - 1e-4) / np.clip(1 - raw, 1e-4, 1))
    common = LogisticRegression(C=1e6).fit(logits[counted].reshape(-1, 1), required[counted])
    slope, offset = float(common.coef_[0, 0]), float(common.intercept_[0])
    offsets = []
    for k in range(len(themes)):
        rows = counted[:, k]
        # Newton steps for one offset with a prior of standard deviation one half around the common one
        b = offset
        for _ in range(20):
            p = 1 / (1 + np.exp(-(slope * logits[rows, k] + b)))
            gradient = float((required[rows, k] - p).sum()) - (b - offset) / 0.25
            b += gradient / (float((p * (1 - p)).sum()) + 1 / 0.25)
        offsets.append(round(b, 5))
    probabilities = calibrated(raw, slope, np.array(offsets, dtype=np.float32))
    thresholds = theme_thresholds(probabilities, required, optional)
    return {"slope": round(slope, 5), "offsets": offsets, "thresholds": thresholds}


def theme_thresholds(probabilities: Floats, required: NDArray[np.bool_], optional: NDArray[np.bool_]) -> list[float]:
    """A threshold for each theme: the best for its F1, drawn half-way to the best common one."""
    grid = np.arange(0.2, 0.71, 0.025)

    def f1(columns: Any, threshold: float) -> float:
        chosen = (probabilities[:, columns] >= threshold) & ~optional[:, columns]
        gold = required[:, columns]
        return float(2 * (chosen & gold).sum() / max(1, chosen.sum() + gold.sum()))

    every = slice(None)
    common = max(grid, key=lambda t: f1(every, t))
    own = [max(grid, key=lambda t: f1([k], t) - 0.02 * abs(t - common)) for k in range(probabilities.shape[1])]
    return [round(float((common + t) / 2), 4) for t in own]


def sides(
    name: str, gold: dict[str, Any], index: dict[str, int], probabilities: Floats, vectors: Floats | None
) -> tuple[Side, Side]:
    """A report's recommendations and findings with their labels."""
    asked = [index[f"{name}:{r['id']}"] for r in gold["recommendations"]]
    found = [index[f"{name}:{f['id']}"] for f in gold["findings"]]
    return (
        Side(
            [r["text"] for r in gold["recommendations"]],
            [r["addressee"] for r in gold["recommendations"]],
            probabilities[asked],
            None if vectors is None else vectors[asked],
        ),
        Side(
            [f["text"] for f in gold["findings"]],
            [f["section"] for f in gold["findings"]],
            probabilities[found],
            None if vectors is None else vectors[found],
        ),
    )


def link(items: list[Item], probabilities: Floats, vectors: Floats | None, linear: LinearThemes) -> dict[str, Any]:
    """Train the linker on the reports that are not held out, with theme probabilities that never saw the report."""
    index = {x.id: k for k, x in enumerate(items)}
    known = {x.group for x in items}
    pairs = [
        pairs_of(name, gold, *sides(name, gold, index, probabilities, vectors), linear)
        for name, gold in read_reports().items()
        if name in known
    ]
    found = left_out(pairs)
    threshold = best_threshold(pairs, found)
    f1, mean = link_f1(pairs, found, threshold), listed_map(pairs, found, 0.0)
    print(
        f"evidence, one report left out: MAP {mean:.3f}, listed MAP {listed_map(pairs, found, threshold):.3f}, F1 {f1:.3f} at {threshold}"
    )
    return stored(fit(pairs), threshold)


def main() -> None:
    """Train, calibrate, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lite-only", action="store_true", help="leave the full tier as it is")
    parser.add_argument("--keep-encoder", action="store_true", help="calibrate the full tier anew around the encoder there is")
    given = parser.parse_args()
    themes = [theme.id for theme in shipped_themes()]
    items = [x for x in read_items() if not x.held_out]
    print(f"{len(items)} items of {len({x.group for x in items})} groups", flush=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if FOLDER.is_dir():
            shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
        meta = json.loads((folder / "meta.json").read_text("utf-8")) if (folder / "meta.json").is_file() else {"calibration": {}}
        evidence = json.loads((folder / "evidence.json").read_text("utf-8")) if (folder / "evidence.json").is_file() else {}
        whole = Lite(items, themes)
        whole.save(folder)
        lite = np.zeros((len(items), len(themes)), dtype=np.float32)
        for train, test in folds(items, 6):
            lite[test] = Lite([items[k] for k in train], themes).probabilities([items[k] for k in test])
        print("lite: out-of-fold predictions made", flush=True)
        meta["calibration"]["lite"] = calibrate(lite, items, themes)
        linear = LinearThemes(folder)
        offsets = np.array(meta["calibration"]["lite"]["offsets"], dtype=np.float32)
        evidence["lite"] = link(items, calibrated(lite, meta["calibration"]["lite"]["slope"], offsets), None, linear)
        if not given.lite_only:
            meta["calibration"]["full"], evidence["full"] = full(items, themes, lite, linear, folder, given.keep_encoder)
        used = ["numpy", "scikit-learn"] + ([] if given.lite_only else ["torch", "transformers", "onnx", "onnxruntime"])
        meta |= {
            "name": "findings_en",
            "version": VERSION,
            "themes": themes,
            "corpus_sha256": corpus_hash(),
            "trained_on": sorted({x.group for x in items}),
            "items": len(items),
        }
        meta.setdefault("made_with", {}).update({name: importlib.metadata.version(name) for name in used})
        (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
        (folder / "evidence.json").write_text(json.dumps(evidence, indent=1) + "\n", encoding="utf-8")
        FOLDER.parent.mkdir(exist_ok=True)
        shutil.copytree(folder, FOLDER, dirs_exist_ok=True)
    print(f"written to {FOLDER.relative_to(ROOT)}: {sum(p.stat().st_size for p in FOLDER.iterdir()) / 1e6:.1f} MB")


def full(
    items: list[Item], themes: list[str], lite: Floats, linear: LinearThemes, folder: Path, keep_encoder: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fine-tune, export, calibrate the tier `full`, and train its linker."""
    from train_full import Trainer, Upper, export

    trainer = Trainer(items, themes)
    print("full: hidden states of the lower layers cached", flush=True)
    if not keep_encoder:
        export(trainer, trainer.train(list(range(len(items)))), folder)
    encoder = np.zeros_like(lite)
    for train, test in folds(items, 2):
        found = trainer.run(trainer.train(train, epochs=5), test)
        encoder[test] = 1 / (1 + np.exp(-found))
    raw = mixed(lite, encoder)
    calibration = calibrate(raw, items, themes)
    vectors = trainer.run(Upper(trainer.base).eval(), list(range(len(items))))
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    probabilities = calibrated(raw, calibration["slope"], np.array(calibration["offsets"], dtype=np.float32))
    return calibration, link(items, probabilities, vectors, linear)


if __name__ == "__main__":
    main()
