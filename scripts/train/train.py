"""Rebuild the model package `models/findings_en` from the corpus with one command: python scripts/train/train.py [--lite-only]

What is trained on: all groups of the corpus but the held-out ones (`HELD_OUT` of `scripts/corpus/data.py`), and texts composed by rule from
the glossary and the written clauses (`scripts/corpus/bank.py`). Calibration, thresholds and
the evidence linker come from predictions for groups that the model in question has not seen: six folds of groups for
tier `lite`, three for tier `full`, whose shipped encoder is the mean of the three folds' weights after one slow pass
over all groups. `lite` comes out byte for byte the same on x86 processors with AVX2; `full` within 0.01 F1. With `--reuse`
the encoder of the last run and its predictions (`build/folds.npz`) serve again, for work on `lite`, on calibration or on the
linker.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from findings_nlp.pipes.evidence.features import Side
from findings_nlp.pipes.themes.linear import LinearThemes
from findings_nlp.pipes.themes.models import ThemeModel, calibrated, context_of, mixed
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.bank import GROUP, composed_texts
from scripts.corpus.data import ROOT, Item, corpus_hash, read_items, read_reports
from scripts.train.calibrate import calibrate, named_in
from scripts.train.fit_definitions import fit_definitions
from scripts.train.train_evidence import best_threshold, fit, left_out, link_f1, listed_map, pairs_of, stored
from scripts.train.train_lite import Lite

Floats = NDArray[np.float32]
Encoded = tuple[Floats, list[Floats]]  # sentence vectors and clause vectors of the items
VERSION = "1.5.0"
# two more epochs with the rates warmed up again brought 0.01 micro-F1 on unseen groups
AGAIN = (2, 0.6)
POLISH = 0.3
KERNELS = "Haswell"
FOLDER = ROOT / "models" / "findings_en"


def folds(items: list[Item], count: int) -> list[tuple[list[int], list[int]]]:
    """Splits by batch and report, never by sentence. Composed texts (the bank) are trained on in every fold, tested in none."""
    written = [k for k, x in enumerate(items) if x.group != GROUP]
    composed = [k for k, x in enumerate(items) if x.group == GROUP]
    groups = [items[k].group for k in written]
    return [
        ([written[k] for k in a] + composed, [written[k] for k in b]) for a, b in GroupKFold(count).split(written, groups=groups)
    ]


def sides(
    name: str, gold: dict[str, Any], index: dict[str, int], probabilities: Floats, encoded: Encoded | None, linear: LinearThemes
) -> tuple[Side, Side]:
    """A report's recommendations and findings with their labels; `encoded` holds vectors and clauses of all items."""

    def side(rows: list[dict[str, Any]], contexts: list[str | None], sections: list[str | None]) -> Side:
        places = [index[f"{name}:{x['id']}"] for x in rows]
        texts = [x["text"] for x in rows]
        vectors = None if encoded is None else encoded[0][places]
        parts = None if encoded is None else [encoded[1][k] for k in places]
        return Side(texts, contexts, probabilities[places], vectors, parts, linear.rows(sections, texts))

    asked, found = gold["recommendations"], gold["findings"]
    headings = [f["section"] for f in found]
    return side(asked, [r["addressee"] for r in asked], ["Recommendations"] * len(asked)), side(found, headings, headings)


def link(items: list[Item], probabilities: Floats, encoded: Encoded | None, linear: LinearThemes) -> dict[str, Any]:
    """Train the linker on the reports that are not held out, with labels and vectors that never saw the report."""
    index = {x.id: k for k, x in enumerate(items)}
    known = {x.group for x in items}
    pairs = [
        pairs_of(name, gold, *sides(name, gold, index, probabilities, encoded, linear))
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


def out_of_fold(items: list[Item], themes: list[str]) -> Floats:
    """Probabilities of tier `lite` for groups that it has not seen."""
    out = np.zeros((len(items), len(themes)), dtype=np.float32)
    for train, test in folds(items, 6):
        out[test] = Lite([items[k] for k in train], themes).probabilities([items[k] for k in test])
    print("lite: predictions for unseen groups made", flush=True)
    return out


def encoder_folds(items: list[Item], themes: list[str], folder: Path) -> tuple[Floats, Floats, list[Floats]]:
    """Fine-tune three times, export their mean after a last pass, and give probabilities, vectors and clause vectors for unseen
    groups.

    The folds run side by side, each in one thread: threads that wait for one another on a busy machine cost far more than
    they bring.
    """
    import torch

    from scripts.train.export_onnx import export, parity
    from scripts.train.train_full import Trainer, averaged

    torch.set_num_threads(1)
    trainer = Trainer(items, themes)
    print("full: hidden states of the frozen layers cached", flush=True)
    probabilities, vectors = np.zeros((len(items), len(themes)), np.float32), np.zeros((len(items), 384), np.float32)
    parts = [vectors[:1]] * len(items)
    models = []
    splits = folds(items, 3)
    # forked, so that the cached states are shared and not copied
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork"), _begin, (trainer,)) as pool:
        for (_, test), (weights, logits, whole, cut) in zip(splits, pool.map(_fold, splits), strict=True):
            models.append(trainer.fresh())
            models[-1].load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
            probabilities[test], vectors[test] = 1 / (1 + np.exp(-logits)), whole
            for k, part in zip(test, cut, strict=True):
                parts[k] = part
    # the mean of the three has seen every group; one slow pass over all of them brings back the sureness that a mean lacks
    shipped = trainer.train(averaged(models), list(range(len(items))), epochs=1, pace=POLISH)
    export(shipped, trainer.tokenizer, folder)
    shown = items[:: max(1, len(items) // 200)]
    apart = parity(
        shipped, trainer.tokenizer, folder, [context_of(x.section, x.polarity) for x in shown], [x.text for x in shown]
    )
    print(
        f"full: exported logits within {np.median(apart):.4f} (median), {apart.max():.4f} (most) of the trained ones", flush=True
    )
    return probabilities, vectors, parts


_kept: dict[str, Any] = {}


def _begin(trainer: Any) -> None:
    """Keep the trainer in a worker that was forked from the process that made it."""
    _kept["trainer"] = trainer


def _fold(split: tuple[list[int], list[int]]) -> tuple[dict[str, Floats], Floats, Floats, list[Floats]]:
    """Train on one part of the groups: the weights, and logits, vectors and clause vectors of the other part."""
    train, test = split
    trainer = _kept["trainer"]
    model = trainer.train(trainer.train(trainer.fresh(), train), train, *AGAIN)
    return ({name: value.numpy() for name, value in model.state_dict().items()}, *trainer.run(model, test))


def keep_folds(path: Path, items: list[Item], lite: Floats, encoder: Floats, vectors: Floats, parts: list[Floats]) -> None:
    """Store the folds' predictions, for `--reuse` and for `ablate.py`."""
    path.parent.mkdir(exist_ok=True)
    counts = np.array([len(part) for part in parts])
    ids = np.array([x.id for x in items])
    np.savez(path, ids=ids, lite=lite, encoder=encoder, vectors=vectors, parts=np.concatenate(parts), counts=counts)


def kept_folds(path: Path, items: list[Item]) -> tuple[Floats, Floats, list[Floats]]:
    """The encoder's probabilities, vectors and clause vectors as `keep_folds` stored them."""
    with np.load(path, allow_pickle=False) as kept:
        if kept["ids"].tolist() != [x.id for x in items]:
            raise SystemExit(f"train: {path} is of another corpus: run without --reuse")
        return kept["encoder"], kept["vectors"], np.split(kept["parts"], np.cumsum(kept["counts"])[:-1])


def main() -> None:
    """Train, calibrate, export."""
    if os.environ.get("OPENBLAS_CORETYPE") != KERNELS:
        # OpenBLAS chooses by processor, and the order of additions, so the last digits, with it: one choice for all
        os.environ["OPENBLAS_CORETYPE"] = KERNELS
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lite-only", action="store_true", help="leave the full tier as it is")
    parser.add_argument("--reuse", action="store_true", help="use the encoder of the last run and its predictions for the folds")
    given = parser.parse_args()
    themes = [theme.id for theme in shipped_themes()]
    items = [x for x in read_items() if not x.held_out] + composed_texts()
    print(f"{len(items)} items of {len({x.group for x in items})} groups", flush=True)
    kept = ROOT / "build" / "folds.npz"
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if FOLDER.is_dir():
            shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
        meta = json.loads((folder / "meta.json").read_text("utf-8")) if (folder / "meta.json").is_file() else {"calibration": {}}
        evidence = json.loads((folder / "evidence.json").read_text("utf-8")) if (folder / "evidence.json").is_file() else {}
        Lite(items, themes).save(folder)
        lite = out_of_fold(items, themes)
        linear = LinearThemes(folder)
        meta["calibration"]["lite"] = calibrate(lite, items, themes)
        evidence["lite"] = link(items, shaped(lite, meta["calibration"]["lite"], items, themes), None, linear)
        if not given.lite_only:
            if given.reuse:
                encoder, vectors, parts = kept_folds(kept, items)
            else:
                encoder, vectors, parts = encoder_folds(items, themes, folder)
            keep_folds(kept, items, lite, encoder, vectors, parts)
            meta["calibration"]["full"] = calibrate(mixed(lite, encoder), items, themes)
            evidence["full"] = link(
                items, shaped(mixed(lite, encoder), meta["calibration"]["full"], items, themes), (vectors, parts), linear
            )
        used = ["numpy", "scikit-learn"] + ([] if given.lite_only else ["torch", "transformers", "onnx", "onnxruntime"])
        meta |= {
            "name": "findings_en",
            "version": VERSION,
            "themes": themes,
            "corpus_sha256": corpus_hash(),
            "trained_on": sorted({x.group for x in items} - {GROUP}),
            "items": sum(x.group != GROUP for x in items),
            "composed": sum(x.group == GROUP for x in items),
        }
        meta.setdefault("made_with", {}).update({name: importlib.metadata.version(name) for name in used})
        for tier in ("lite",) if given.lite_only else ("lite", "full"):
            (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
            meta.setdefault("definitions", {})[tier] = fit_definitions(
                [x for x in items if x.group != GROUP], ThemeModel(folder, tier)
            )
        (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
        (folder / "evidence.json").write_text(json.dumps(evidence, indent=1) + "\n", encoding="utf-8")
        FOLDER.parent.mkdir(exist_ok=True)
        shutil.copytree(folder, FOLDER, dirs_exist_ok=True)
    print(f"written to {FOLDER.relative_to(ROOT)}: {sum(p.stat().st_size for p in FOLDER.iterdir()) / 1e6:.1f} MB")


def shaped(raw: Floats, calibration: dict[str, Any], items: list[Item], themes: list[str]) -> Floats:
    """Calibrated probabilities of items, shape (items, themes)."""
    offsets = np.array(calibration["offsets"], dtype=np.float32)
    return calibrated(raw, calibration["slope"], offsets, calibration["named"] * named_in(items, themes))


if __name__ == "__main__":
    main()
