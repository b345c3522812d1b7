"""Fit findings_nlp/comparison/sameness.json on corpus/series and measure it: python scripts/train/train_sameness.py [--write]

Reports are longer than the series' inspections: to each are added 45 findings and 8 recommendations of a set in corpus/sets of its
sector, another for each inspection (held-out sets for held-out services). What these say may be on a matter of the series too:
corpus/series/pooled.json marks the likeliest such pairs by hand (`same` true, false, or null where it is a question of taste), the others
count as different. Two texts of sets are neither fitted nor counted.

Fits on the services whose split is `train`; the threshold is that of the best F1 when each of them is left out in turn. The services
whose split is `held_out` are read only to print the figures.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from findings_nlp.comparison.sameness import Text, features, paired, side
from findings_nlp.keys.bodies import bodies_of
from findings_nlp.keys.standards import standard_id
from findings_nlp.pipes.themes.models import ThemeModel, model_folder

ROOT = Path(__file__).parents[2]
FINDINGS, RECOMMENDATIONS = 45, 8
# sets of corpus/sets that are added to a service's inspections, in turn
ADDED = {
    ("youth", "train"): ("yos-2020-harbourne", "yjs-2022-brockham", "yjs-2025-durnford"),
    ("adult", "train"): ("pdu-2022-oxendale", "pdu-2024-eskmarsh", "region-2024-southfen"),
    ("youth", "held_out"): ("yos-2019-cressing", "yjs-2024-marlingate", "pdu-2023-kestonhythe"),
    ("adult", "held_out"): ("pdu-2023-cawsby", "nps-2019-eastmarch", "region-2025-easttarrock"),
}
TARGET = ROOT / "findings_nlp" / "comparison" / "sameness.json"


def series() -> dict[str, list[dict[str, Any]]]:
    """The lines of each service."""
    paths = sorted((ROOT / "corpus" / "series").glob("*.jsonl"))
    return {p.stem: _crowded([json.loads(line) for line in p.read_text(encoding="utf-8").splitlines()]) for p in paths}


def _crowded(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a service with those of a set added to each inspection; these have no `matter`."""
    out = list(lines)
    sector = "youth" if lines[0]["kind"] == "youth" else "adult"
    for number in sorted({line["inspection"] for line in lines}):
        name = ADDED[sector, lines[0]["split"]][number - 1]
        found = [json.loads(x) for x in (ROOT / "corpus" / "sets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        for item, most in (("finding", FINDINGS), ("recommendation", RECOMMENDATIONS)):
            chosen = [x for x in found if x["kind"] == item][:most]
            out += [
                {**x, "item": item, "inspection": number, "kind": lines[0]["kind"], "split": lines[0]["split"], "matter": None}
                for x in chosen
            ]
    return out


def text_of(line: dict[str, Any]) -> Text:
    """A line as a text to compare."""
    if line["item"] == "recommendation":
        bodies = bodies_of(line["addressee"])
        return Text(line["id"], line["text"], bodies[0].kind if bodies else None)
    sector = "youth" if line["kind"] == "youth" else "adult"
    section = line.get("section") or ""
    return Text(line["id"], line["text"], standard_id(section.split(" ")[0], section, sector))


def pairs(lines: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """Kind of item and lines of each two inspections of one service."""
    numbers = sorted({line["inspection"] for line in lines})
    for a, b in combinations(numbers, 2):
        for item in ("finding", "recommendation"):
            one, two = ([x for x in lines if x["inspection"] == n and x["item"] == item] for n in (a, b))
            if one and two:
                yield item, one, two


def rows(model: ThemeModel, lines: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any], np.ndarray]]:
    """Item, features and gold of each two inspections."""
    out = []
    for item, one, two in pairs(lines):
        firsts, seconds = [text_of(x) for x in one], [text_of(x) for x in two]
        gold = np.array([[_gold(a, b) for b in two] for a in one])
        out.append((item, features(side(model, firsts), side(model, seconds), firsts, seconds), gold))
    return out


@lru_cache(maxsize=1)
def pooled() -> dict[tuple[Any, ...], bool | None]:
    """Pairs of a text of a series with one of a set, marked by hand."""
    found = json.loads((ROOT / "corpus" / "series" / "pooled.json").read_text(encoding="utf-8"))
    return {(x["service"], x["inspection"], x["id"], x["set"], x["set_id"]): x["same"] for x in found}


def _gold(a: dict[str, Any], b: dict[str, Any]) -> int:
    """1 for one matter, 0 for two, -1 where nobody has marked it."""
    if a["matter"] is not None and b["matter"] is not None:
        return int(a["matter"] == b["matter"])
    if a["matter"] is None and b["matter"] is None:
        return -1
    own, other = (a, b) if a["matter"] is not None else (b, a)
    marked = pooled().get((_name(own), own["inspection"], own["id"], other["set"], other["id"]), False)
    return -1 if marked is None else int(marked)


def _name(line: dict[str, Any]) -> str:
    return str(line["service"]).lower().replace(" ", "-")


def fitted(found: list[Any], names: list[str]) -> tuple[LogisticRegression, np.ndarray, np.ndarray]:
    """The model with the mean and scale of each feature."""
    table = np.concatenate([np.stack([f[n] for n in names], -1).reshape(-1, len(names)) for _, f, _ in found])
    gold = np.concatenate([g.reshape(-1) for _, _, g in found])
    table, gold = table[gold >= 0], gold[gold >= 0]
    mean, scale = table.mean(0), table.std(0) + 1e-6
    return LogisticRegression(C=0.3, max_iter=2000).fit((table - mean) / scale, gold), mean, scale


def chances(fit: tuple[LogisticRegression, np.ndarray, np.ndarray], f: dict[str, Any], names: list[str]) -> np.ndarray:
    """Probabilities of all pairs."""
    model, mean, scale = fit
    table = np.stack([f[n] for n in names], -1)
    return model.predict_proba(((table - mean) / scale).reshape(-1, len(names)))[:, 1].reshape(table.shape[:2])


def score(told: list[tuple[np.ndarray, np.ndarray]], least: float) -> tuple[float, float, float, int]:
    """F1, precision, recall and the count of texts with a counterpart.

    A text counts as found where it is paired with any that is marked as the same; a pair is wrong where it is marked as different.
    """
    right = wrong = total = found_ = 0
    for chance, gold in told:
        chosen = paired(chance, least)
        marks = [int(gold[p.first, p.second]) for p in chosen]
        right, wrong = right + marks.count(1), wrong + marks.count(0)
        good = gold == 1
        total += int(good.any(1).sum() + good.any(0).sum())
        found_ += 2 * marks.count(1)
    precision, recall = right / max(right + wrong, 1), found_ / max(total, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall, total


def main() -> None:
    """Fit, measure, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    lines = series()
    train = {name: found for name, found in lines.items() if found[0]["split"] == "train"}
    held = {name: found for name, found in lines.items() if found[0]["split"] == "held_out"}
    out = {}
    for tier in ("full", "lite"):
        model = ThemeModel(model_folder(), tier)
        by_service = {name: rows(model, found) for name, found in train.items()}
        every = [row for found in by_service.values() for row in found]
        names = list(every[0][1])
        left_out = []
        for name in by_service:
            fit = fitted([row for other, found in by_service.items() if other != name for row in found], names)
            left_out += [(item, chances(fit, f, names), gold) for item, f, gold in by_service[name]]
        told = [(c, g) for _, c, g in left_out]
        least = max(np.arange(0.1, 0.9, 0.02), key=lambda t: (round(score(told, t)[0], 4), t))
        fit = fitted(every, names)
        test = [(item, chances(fit, f, names), gold) for found in held.values() for item, f, gold in rows(model, found)]
        for split, found in (("left out in turn", left_out), ("held out", test)):
            for item in ("finding", "recommendation"):
                f1, precision, recall, total = score([(c, g) for i, c, g in found if i == item], least)
                print(
                    f"{tier} {split} {item}: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}, {total} texts with a counterpart"
                )
        weights = {n: [round(float(x), 5) for x in (fit[1][k], fit[2][k], fit[0].coef_[0][k])] for k, n in enumerate(names)}
        out[tier] = {"threshold": round(float(least), 2), "intercept": round(float(fit[0].intercept_[0]), 5), "features": weights}
        print(tier, "threshold", out[tier]["threshold"])
    if write:
        TARGET.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
