"""Fit findings_nlp/followup/following.json and measure it: python scripts/train/train_following.py [--write] [--held-out]

Recommendations with the findings and recommendations of the service's later inspections, of those services of corpus/series that
corpus/plans/threads.json marks. Two recommendations are on one matter where their `matter` is one; which findings are is marked. To
each inspection 45 findings and 8 recommendations of a set are added, as for `train_sameness.py`; those that a first model thought
to be on a matter are marked by hand (`added`: true, false, or null where it is a question of taste). The others count as on another
matter, but for those that the linker of evidence takes for a reason of the recommendation, which count neither way. The threshold is
that of the best F1 when each `train` service is left out in turn. With `--held-out` the figures of the `held_out` services are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from findings_nlp.comparison.sameness import reading  # noqa: E402
from findings_nlp.followup.following import following_features  # noqa: E402
from findings_nlp.pipes.themes.models import ThemeModel, model_folder  # noqa: E402
from scripts.train.train_sameness import series, text_of  # noqa: E402

TARGET = ROOT / "findings_nlp" / "followup" / "following.json"
UNMARKED = 0.0  # log-odds of the linker from which an added finding counts neither way
Told = tuple[dict[str, np.ndarray], np.ndarray]


@lru_cache(maxsize=1)
def marks() -> dict[tuple[str, int, str], set[tuple[int, str]]]:
    """The findings on each recommendation's matter."""
    found = json.loads((ROOT / "corpus" / "plans" / "threads.json").read_text(encoding="utf-8"))
    return {(x["service"], x["inspection"], x["recommendation"]): {(n, name) for n, name in x["findings"]} for x in found}


@lru_cache(maxsize=1)
def added() -> dict[tuple[str, int, str, int, str], bool | None]:
    """Marks of findings of sets that are added to inspections."""
    found = json.loads((ROOT / "corpus" / "plans" / "threads.json").read_text(encoding="utf-8"))
    return {(x["service"], x["inspection"], x["recommendation"], n, name): mark for x in found for n, name, mark in x["added"]}


def rows(model: ThemeModel, service: str, lines: list[dict[str, Any]]) -> list[Told]:
    """Features and gold of each two inspections, with the later findings and with the later recommendations."""
    out = []
    numbers = sorted({line["inspection"] for line in lines})
    for k, earlier in enumerate(numbers):
        asked = [x for x in lines if x["inspection"] == earlier and x["item"] == "recommendation"]
        firsts = [text_of(x) for x in asked]
        for later in numbers[k + 1 :]:
            for item in ("finding", "recommendation"):
                found = [x for x in lines if x["inspection"] == later and x["item"] == item]
                seconds = [text_of(x) for x in found]
                told = following_features(model.tier, reading(model, firsts), reading(model, seconds))
                gold = [
                    [_gold(service, a, b, float(told["linked"][i, j])) for j, b in enumerate(found)] for i, a in enumerate(asked)
                ]
                out.append((told, np.array(gold)))
    return out


def _gold(service: str, asked: dict[str, Any], found: dict[str, Any], linked: float) -> int:
    """1 on the matter, 0 on another, -1 not marked."""
    if asked["matter"] is None:
        return -1
    if found["matter"] is None:
        mark = added().get(
            (service, asked["inspection"], asked["id"], found["inspection"], found["id"]), None if linked >= UNMARKED else False
        )
        return -1 if mark is None else int(mark)
    if found["item"] == "recommendation":
        return int(asked["matter"] == found["matter"])
    return int((found["inspection"], found["id"]) in marks()[service, asked["inspection"], asked["id"]])


def fitted(found: list[Told], names: list[str]) -> tuple[LogisticRegression, np.ndarray, np.ndarray]:
    """The model with the mean and scale of each feature."""
    table = np.concatenate([np.stack([f[n] for n in names], -1).reshape(-1, len(names)) for f, _ in found])
    gold = np.concatenate([g.reshape(-1) for _, g in found])
    table, gold = table[gold >= 0], gold[gold >= 0]
    mean, scale = table.mean(0), table.std(0) + 1e-6
    return LogisticRegression(C=0.1, max_iter=2000).fit((table - mean) / scale, gold), mean, scale


def chances(
    fit: tuple[LogisticRegression, np.ndarray, np.ndarray], found: list[Told], names: list[str]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Probabilities and gold of all pairs."""
    model, mean, scale = fit
    out = []
    for f, gold in found:
        table = np.stack([f[n] for n in names], -1)
        out.append((model.predict_proba(((table - mean) / scale).reshape(-1, len(names)))[:, 1].reshape(gold.shape), gold))
    return out


def score(told: list[tuple[np.ndarray, np.ndarray]], least: float) -> tuple[float, float, float, int]:
    """F1, precision, recall, and how many findings are on a matter."""
    right = sum(int(((c >= least) & (g == 1)).sum()) for c, g in told)
    wrong = sum(int(((c >= least) & (g == 0)).sum()) for c, g in told)
    total = sum(int((g == 1).sum()) for _, g in told)
    precision, recall = right / max(right + wrong, 1), right / max(total, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall, total


def main() -> None:
    """Fit, measure, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    out = {}
    for tier in ("full", "lite"):
        model = ThemeModel(model_folder(), tier)
        marked = {service for service, _, _ in marks()}
        lines = {s: x for s, x in series().items() if s in marked and (x[0]["split"] == "train" or arguments.held_out)}
        found = {s: rows(model, s, x) for s, x in lines.items()}
        train = [s for s, x in lines.items() if x[0]["split"] == "train"]
        names = list(found[train[0]][0][0])
        apart = [
            c for s in train for c in chances(fitted([r for o in train if o != s for r in found[o]], names), found[s], names)
        ]
        least = max(np.arange(0.05, 0.95, 0.01), key=lambda t: score(apart, t)[0])
        # in the middle of the thresholds that are as good
        alike = [t for t in np.arange(0.05, 0.95, 0.01) if score(apart, t)[0] >= score(apart, least)[0] - 0.005]
        least = float(np.median(alike))
        fit = fitted([r for s in train for r in found[s]], names)
        print(tier, "left out in turn", [round(x, 3) for x in score(apart, least)], "threshold", round(least, 3))
        if arguments.held_out:
            held = [c for s in lines if s not in train for c in chances(fit, found[s], names)]
            print(tier, "held out", [round(x, 3) for x in score(held, least)])
        weights = {
            n: [round(float(v), 5) for v in (m, s, w)] for n, m, s, w in zip(names, fit[1], fit[2], fit[0].coef_[0], strict=True)
        }
        out[tier] = {"intercept": round(float(fit[0].intercept_[0]), 5), "threshold": round(least, 4), "features": weights}
    if arguments.write:
        TARGET.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
