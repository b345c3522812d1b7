"""Figures of the shipped model on held-out groups, or on any gold files, with baselines in the same run.

python scripts/train/evaluate.py [GOLD.json ...] [--tier full|lite] [--json FILE] [--write]

Without files: the groups never trained on (`REGISTER` of `scripts/corpus/data.py`, four reports in the register of real ones, and the
older `HELD_OUT`) and the suite of named terms. `--write` puts each theme's figures into the model package (`measured.json`), where
`findings_nlp.themes()` reads them. Missed required labels count, and labels neither required nor optional. Baselines with a threshold
get the best one for the data under test, so they are flattered; the MiniLM ones use the published weights (training extra).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.evidence.component import EvidenceModel, listed
from findings_nlp.pipes.evidence.features import Side
from findings_nlp.pipes.themes.models import Labelled, ThemeModel, Tier, model_folder
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.data import CORPUS, HELD_OUT, REGISTER, Item, read_items, read_reports
from scripts.train.baselines import (
    bm25,
    list_of_names,
    minilm_cosine,
    nearest_definition,
    published_vectors,
    tfidf_cosine,
    vectors_with_regression,
    zero_shot_tfidf,
)
from scripts.train.train_evidence import Pairs, link_scores, listed_map, pairs_of

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def gold_items(name: str, gold: dict[str, Any]) -> list[Item]:
    """The labelled findings and recommendations of a gold record."""
    rows = [(f, f.get("section"), f["polarity"]) for f in gold["findings"]]
    rows += [(r, "Recommendations", "recommendation") for r in gold.get("recommendations", []) if "themes" in r]
    return [
        Item(f"{name}:{x['id']}", name, x["text"], s or "", p, tuple(x["themes"]), tuple(x.get("themes_optional", ())), 2)
        for x, s, p in rows
    ]


def counts(chosen: Bools, required: Bools, optional: Bools) -> NDArray[np.int64]:
    """True positives, false positives and misses for each theme, shape (themes, 3)."""
    counted = ~(optional & ~required)
    return np.stack([(chosen & required).sum(0), (chosen & ~required & counted).sum(0), (~chosen & required).sum(0)], 1)


def f1(table: NDArray[np.int64]) -> tuple[float, float]:
    """Micro and macro F1; macro over the themes that occur."""
    tp, fp, fn = table.sum(0)
    rows = table[(table[:, 0] + table[:, 2]) > 0]
    macro = np.mean(2 * rows[:, 0] / np.maximum(1, 2 * rows[:, 0] + rows[:, 1] + rows[:, 2]))
    return float(2 * tp / max(1, 2 * tp + fp + fn)), float(macro)


def interval(chosen: Bools, required: Bools, optional: Bools) -> tuple[float, float]:
    """95 per cent bootstrap interval of micro-F1 over items, 500 draws, seeded."""
    chance = np.random.default_rng(0)
    values = []
    for _ in range(500):
        rows = chance.integers(0, len(chosen), len(chosen))
        values.append(f1(counts(chosen[rows], required[rows], optional[rows]))[0])
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def calibration(probabilities: Floats, required: Bools, optional: Bools) -> tuple[float, float]:
    """Expected calibration error over ten bins, and Brier score, of the labels that count."""
    counted = ~(optional & ~required)
    p, y = probabilities[counted], required[counted]
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())
    return float(error), float(((p - y) ** 2).mean())


def best(scores: Floats, required: Bools, optional: Bools) -> tuple[float, float]:
    """Micro and macro F1 at the threshold that suits this very data best."""
    tries = np.quantile(scores, np.linspace(0.5, 0.995, 60))
    return max((f1(counts(scores >= t, required, optional)) for t in tries), key=lambda pair: pair[0])


def report_themes(items: list[Item], model: ThemeModel, train: list[Item], learnt: Floats) -> dict[str, Any]:
    """Print and return the theme figures."""
    themes = model.themes
    required = np.array([[t in x.themes for t in themes] for x in items])
    optional = np.array([[t in x.optional for t in themes] for x in items])
    texts = [x.text for x in items]
    polarities = [None if x.polarity == "recommendation" else x.polarity for x in items]
    probabilities = model.label(texts, [x.section for x in items], polarities).probabilities
    chosen = probabilities >= model.thresholds
    table = counts(chosen, required, optional)
    micro, macro = f1(table)
    low, high = interval(chosen, required, optional)
    ece, brier = calibration(probabilities, required, optional)
    tp, fp, fn = table.sum(0)
    out: dict[str, Any] = {
        "items": len(items), "micro_f1": micro, "micro_f1_interval": [low, high], "macro_f1": macro, "ece": ece, "brier": brier,
        "precision": float(tp / (tp + fp)), "recall": float(tp / (tp + fn)),
    }  # fmt: skip
    print(f"{len(items)} items; model {model.tier}: micro-F1 {micro:.3f} [{low:.3f}, {high:.3f}], macro-F1 {macro:.3f}, "
          f"precision {out['precision']:.3f}, recall {out['recall']:.3f}, ECE {ece:.3f}, Brier {brier:.4f}")  # fmt: skip
    bare = model.label(texts, [None] * len(texts), polarities).probabilities
    micro, macro = f1(counts(bare >= model.thresholds, required, optional))
    print(f"  the same without headings              micro-F1 {micro:.3f}, macro-F1 {macro:.3f}")
    names = list_of_names(texts, themes) > 0.5
    table_of_names = counts(names, required, optional)
    named = required & names
    out["named_recall"] = float((chosen & named).sum() / max(1, named.sum()))
    out["named_share"] = float(named.sum() / max(1, required.sum()))
    print(f"  labels whose name stands in the text: {out['named_share']:.0%} of all, recall {out['named_recall']:.3f}")
    vectors = published_vectors(texts)
    definitions = published_vectors([f"{t.name}. {t.definition}" for t in shipped_themes()])
    baselines = {
        "list of names": f1(table_of_names),
        "zero-shot TF-IDF": best(zero_shot_tfidf(texts), required, optional),
        "MiniLM nearest definition": best(nearest_definition(vectors, definitions), required, optional),
        "MiniLM vectors, logistic regression": best(vectors_with_regression(train, learnt, vectors, themes), required, optional),
    }
    for name, (a, b) in baselines.items():
        print(f"  {name:38} micro-F1 {a:.3f}, macro-F1 {b:.3f}")
    out["baselines"] = {name: {"micro_f1": a, "macro_f1": b} for name, (a, b) in baselines.items()}
    out["counts"] = {theme: [int(v) for v in table[k]] for k, theme in enumerate(themes)}
    out["themes"] = {}
    for k, theme in enumerate(themes):
        a, b, c = (int(v) for v in table[k])
        out["themes"][theme] = {"support": a + c, "precision": a / max(1, a + b), "recall": a / max(1, a + c)}
        print(f"    {theme:32} support {a + c:3}  precision {a / max(1, a + b):.2f}  recall {a / max(1, a + c):.2f}")
    return out


def report_links(golds: dict[str, dict[str, Any]], model: ThemeModel) -> dict[str, Any] | None:
    """Print and return the evidence figures on gold texts."""
    linker = EvidenceModel(model_folder() / "evidence.json", model.tier)
    pairs: list[Pairs] = []
    scores: dict[str, list[Floats]] = {"model": [], "TF-IDF cosine": [], "BM25": [], "MiniLM cosine": []}
    for name, gold in golds.items():
        if not any(r.get("evidence") for r in gold.get("recommendations", [])):
            continue
        asked_texts = [r["text"] for r in gold["recommendations"]]
        found_texts = [f["text"] for f in gold["findings"]]
        sections = [f.get("section") for f in gold["findings"]]
        asked = model.label(asked_texts, ["Recommendations"] * len(asked_texts), [None] * len(asked_texts))
        found = model.label(found_texts, sections, [f["polarity"] for f in gold["findings"]])
        pair = pairs_of(
            name,
            gold,
            labelled_side(asked_texts, [r["addressee"] for r in gold["recommendations"]], asked),
            labelled_side(found_texts, sections, found),
        )
        pairs.append(pair)
        scores["model"].append(linker.probabilities(pair.features))
        scores["TF-IDF cosine"].append(tfidf_cosine(gold))
        scores["BM25"].append(bm25(gold))
        scores["MiniLM cosine"].append(minilm_cosine(gold))
    if not pairs:
        return None
    out: dict[str, Any] = {"reports": len(pairs), "threshold": linker.threshold}
    for name, found in scores.items():
        tries = (
            [linker.threshold]
            if name == "model"
            else list(np.quantile(np.concatenate([s.ravel() for s in found]), np.linspace(0.6, 0.995, 60)))
        )
        value, precision, recall = max(link_scores(pairs, found, t) for t in tries)
        out[name] = {"map": listed_map(pairs, found, -1e9), "ndcg10": ndcg(pairs, found), "f1": value}
        out[name] |= {"precision": precision, "recall": recall}
        shown = f"F1 {value:.3f}, precision {precision:.3f}, recall {recall:.3f}"
        print(f"  evidence, {name:16} MAP {out[name]['map']:.3f}, nDCG@10 {out[name]['ndcg10']:.3f}, {shown}")
    printed = [printed_only(s, linker.threshold) for s in scores["model"]]
    out["model"]["listed_map"] = listed_map(pairs, printed, 0.0)
    out["model"]["reasons_map"] = listed_map(pairs, scores["model"], linker.threshold)
    out["model"]["ece"] = link_calibration(pairs, scores["model"])
    print(
        f"  evidence, model: MAP of the printed lists {out['model']['listed_map']:.3f} (of their reasons alone "
        f"{out['model']['reasons_map']:.3f}), ECE {out['model']['ece']:.3f}"
    )
    return out


def labelled_side(texts: list[str], contexts: list[str | None], labelled: Labelled) -> Side:
    """What the linker reads of labelled texts."""
    encoded = labelled.encoded
    vectors, parts = (None, None) if encoded is None else (encoded.vectors, encoded.parts)
    return Side(texts, contexts, labelled.probabilities, vectors, parts, labelled.rows)


def printed_only(probabilities: Floats, threshold: float) -> Floats:
    """Probabilities of the links that a record lists, in either band, and -1 for the others."""
    out = np.full_like(probabilities, -1)
    for row, values in enumerate(probabilities):
        for k, _ in listed(values, threshold):
            out[row, k] = values[k]
    return out


def link_calibration(pairs: list[Pairs], found: list[Floats]) -> float:
    """Expected calibration error of the links that count."""
    kept = np.concatenate([s[~p.optional] for p, s in zip(pairs, found, strict=True)])
    true = np.concatenate([(p.grades > 0)[~p.optional] for p in pairs])
    return calibration(kept[:, None], true[:, None], np.zeros_like(true)[:, None])[0]


def ndcg(pairs: list[Pairs], found: list[Floats]) -> float:
    """NDCG at 10 with grades 1 and 2, mean over recommendations with evidence."""
    values = []
    discounts = 1 / np.log2(np.arange(2, 12))
    for p, s in zip(pairs, found, strict=True):
        for row in range(len(s)):
            keep = ~p.optional[row]
            grades = p.grades[row][keep]
            if grades.max() <= 0:
                continue
            gained = (2 ** grades[np.argsort(-s[row][keep], kind="stable")] - 1)[:10]
            ideal = (2 ** np.sort(grades)[::-1] - 1)[:10]
            values.append(float((gained * discounts[: len(gained)]).sum() / (ideal * discounts[: len(ideal)]).sum()))
    return float(np.mean(values))


def report_suite(model: ThemeModel) -> dict[str, float]:
    """Print and return how many names of the suite are labelled, and how many traps are not."""
    rows = [json.loads(line) for line in (CORPUS / "suite" / "named_terms.jsonl").read_text(encoding="utf-8").splitlines()]
    labelled = model.label([x["text"] for x in rows], [x["section"] or None for x in rows], [x["polarity"] for x in rows])
    chosen = labelled.probabilities >= model.thresholds
    given = np.array([chosen[k, model.themes.index(x["theme"])] for k, x in enumerate(rows)])
    name = np.array([x["kind"] == "name" for x in rows])
    out = {"names": float(given[name].mean()), "traps": float((~given[~name]).mean())}
    print(f"{name.sum()} names: {out['names']:.3f} labelled; {(~name).sum()} traps: {out['traps']:.3f} not labelled")
    hits = list_of_names([x["text"] for x in rows], model.themes)
    listed = np.array([hits[k, model.themes.index(x["theme"])] > 0 for k, x in enumerate(rows)])
    print(f"  list of names: {listed[name].mean():.3f} and {(~listed[~name]).mean():.3f}")
    required = np.array([[t in x["themes"] for t in model.themes] for x in rows])
    micro, macro = f1(counts(chosen, required, np.zeros_like(required)))
    print(f"  all labels of the suite: micro-F1 {micro:.3f}, macro-F1 {macro:.3f}")
    return out | {"micro_f1": micro, "macro_f1": macro}


def main() -> None:
    """Evaluate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--tier", choices=("full", "lite"), default="full")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true", help="store the figures of each theme in the model package")
    given = parser.parse_args()
    tier: Tier = given.tier
    model = ThemeModel(model_folder(), tier)
    items = read_items()
    train = [x for x in items if not x.held_out]
    learnt = published_vectors([x.text for x in train])
    out: dict[str, Any] = {}
    if given.gold:
        golds = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in given.gold}
        tested = {name: gold_items(name, gold) for name, gold in golds.items()}
        linked = {name: {name: gold} for name, gold in golds.items()}
    else:
        golds = {name: gold for name, gold in read_reports().items() if name in HELD_OUT}
        tested = {
            "register": [x for x in items if x.group in REGISTER],
            "older held-out groups": [x for x in items if x.held_out and x.group not in REGISTER],
        }
        linked = {
            "register": {name: gold for name, gold in golds.items() if name in REGISTER},
            "older held-out groups": {name: gold for name, gold in golds.items() if name not in REGISTER},
        }
        print("\n== suite of named terms")
        out["suite"] = report_suite(model)
    for name, chosen in tested.items():
        print(f"\n== {name}")
        out[name] = {"themes": report_themes(chosen, model, train, learnt), "evidence": report_links(linked[name], model)}
    if given.write:
        measured = {"version": model.meta["version"], "tier": tier, "groups": sorted(HELD_OUT), "themes": together(out)}
        (model_folder() / "measured.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    if given.json:
        given.json.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


def together(out: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Precision, recall and support of each theme over all held-out groups."""
    tables = [part["themes"]["counts"] for part in out.values() if "themes" in part]
    found = {}
    for theme in tables[0]:
        tp, fp, fn = (sum(table[theme][k] for table in tables) for k in range(3))
        found[theme] = {"precision": round(tp / max(1, tp + fp), 3), "recall": round(tp / max(1, tp + fn), 3), "support": tp + fn}
    return found


if __name__ == "__main__":
    main()
