"""Fit findings_nlp/comparison/sameness.json on corpus/series and measure it: python scripts/train/train_sameness.py [--held-out] [--write]

Reports are longer than the series' inspections: to each are added 45 findings and 8 recommendations of a set in corpus/sets of its
sector, another for each inspection (held-out sets for held-out services). What these say may be on a matter of the series too:
corpus/series/pooled.json marks the likeliest such pairs by hand (`same` true, false, or null where it is a question of taste), the others
count as different. Two texts of sets are neither fitted nor counted.

Fits on the services whose split is `train`; the two thresholds are those of the best F1 when each of them is left out in turn. The
services whose split is `held_out` are read with --held-out alone, to print the figures.

Two figures are told. F1 by texts: a text that has a counterpart is found where it is linked to any that is marked as the same. F1 by pairs:
each marked pair counts. Links are those within a group that are themselves as probable as the threshold; wrong is one that is marked as
different.
"""

from __future__ import annotations

import argparse
import json
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from findings_nlp.comparison.groups import grouped
from findings_nlp.comparison.sameness import Reading, Text, features, reading
from findings_nlp.keys.bodies import bodies_of
from findings_nlp.keys.standards import standard_id
from findings_nlp.pipes.themes.models import ThemeModel, model_folder

ROOT = Path(__file__).parents[2]
FINDINGS, RECOMMENDATIONS = 45, 8
REGULARISATION = 0.05  # the inverse strength of scikit-learn; 0.02 to 0.2 differ by 0.01 of F1 when services are left out
THRESHOLDS, TOGETHER = np.arange(0.14, 0.6, 0.04), np.arange(0.1, 0.7, 0.1)
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


def readings(model: ThemeModel, lines: list[dict[str, Any]]) -> dict[tuple[str, int], tuple[list[dict[str, Any]], Reading]]:
    """The lines and their reading by kind of item and number of the inspection."""
    out = {}
    for item in ("finding", "recommendation"):
        for number in sorted({line["inspection"] for line in lines}):
            if found := [x for x in lines if x["inspection"] == number and x["item"] == item]:
                out[item, number] = found, reading(model, [text_of(x) for x in found])
    return out


def rows(model: ThemeModel, lines: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any], np.ndarray]]:
    """Item, features and gold of each two inspections."""
    out = []
    for (item, a), (other, b) in combinations(found := readings(model, lines), 2):
        if item == other:
            (firsts, first), (seconds, second) = found[item, a], found[item, b]
            out.append((item, features(first, second), np.array([[_gold(x, y) for y in seconds] for x in firsts])))
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
    return LogisticRegression(C=REGULARISATION, max_iter=3000).fit((table - mean) / scale, gold), mean, scale


def chances(fit: tuple[LogisticRegression, np.ndarray, np.ndarray], f: dict[str, Any], names: list[str]) -> np.ndarray:
    """Probabilities of all pairs."""
    model, mean, scale = fit
    table = np.stack([f[n] for n in names], -1)
    return model.predict_proba(((table - mean) / scale).reshape(-1, len(names)))[:, 1].reshape(table.shape[:2])


Told = list[tuple[np.ndarray, np.ndarray]]  # probabilities and gold of each two inspections


def score(told: Told, least: float, together: float) -> dict[str, float]:
    """Both figures, precision, both recalls and the count of texts with a counterpart."""
    right = wrong = total = found = marked = 0
    for chance, gold in told:
        links = [pair for group in grouped(chance, least, together) for pair in group.links(chance, least)]
        good = [pair for pair in links if gold[pair] == 1]
        right, wrong = right + len(good), wrong + sum(gold[pair] == 0 for pair in links)
        total += int((gold == 1).any(1).sum() + (gold == 1).any(0).sum())
        found += len({i for i, _ in good}) + len({j for _, j in good})
        marked += int((gold == 1).sum())
    precision = right / max(right + wrong, 1)
    texts, pairs = found / max(total, 1), right / max(marked, 1)
    f1, by_pairs = (2 * precision * recall / max(precision + recall, 1e-9) for recall in (texts, pairs))
    return {
        "F1 by texts": f1,
        "F1 by pairs": by_pairs,
        "precision": precision,
        "recall of texts": texts,
        "of pairs": pairs,
        "texts": total,
    }


def best(told: Told) -> tuple[float, float]:
    """The thresholds of the best F1 by texts; the higher of equals."""
    both = [(float(a), float(b)) for a in THRESHOLDS for b in TOGETHER]
    return max(both, key=lambda pair: (round(score(told, *pair)["F1 by texts"], 4), pair))


def say(tier: str, split: str, found: list[tuple[str, np.ndarray, np.ndarray]], limits: tuple[float, float]) -> None:
    """Print the figures of findings and of recommendations."""
    for item in ("finding", "recommendation"):
        figures = score([(c, g) for i, c, g in found if i == item], *limits)
        print(
            f"{tier} {split} {item}: " + ", ".join(f"{n} {v:.3f}" if n != "texts" else f"{v} texts" for n, v in figures.items())
        )


def main() -> None:
    """Fit, measure, and write with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write sameness.json")
    parser.add_argument("--held-out", action="store_true", help="print the figures of the held-out services, too")
    chosen = parser.parse_args()
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
        limits = best([(c, g) for _, c, g in left_out])
        say(tier, "left out in turn", left_out, limits)
        fit = fitted(every, names)
        if chosen.held_out:
            test = [(item, chances(fit, f, names), gold) for found in held.values() for item, f, gold in rows(model, found)]
            say(tier, "held out", test, limits)
        weights = {n: [round(float(x), 5) for x in (fit[1][k], fit[2][k], fit[0].coef_[0][k])] for k, n in enumerate(names)}
        told = {
            "threshold": round(limits[0], 2),
            "together": round(limits[1], 2),
            "intercept": round(float(fit[0].intercept_[0]), 5),
        }
        print(tier, told)
        out[tier] = told | {"features": weights}
    if chosen.write:
        TARGET.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
