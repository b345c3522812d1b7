"""Train the detector of findings in prose on the shipped encoder: models/findings_en/prose.npz and prose.json.

python scripts/train/train_prose.py            # train, measure on the reports held out, write
python scripts/train/train_prose.py --dry      # train and measure only
python scripts/train/train_prose.py --measure  # measure what is stored
python scripts/train/train_prose.py --folds    # cross-validation on the reports to learn from only: to compare settings

Learns from corpus/prose without the reports held out, and the sides from the findings in corpus/findings and corpus/sets; what is
fitted on the folds, and their figures, are of the reports that two readers marked. What the encoder says is kept in build/prose
until the encoder or the texts change. Then `python scripts/docs/build_prose_doc.py` writes the figures into docs/prose.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numpy.typing import NDArray

from findings_nlp.pipes.prose import chain
from findings_nlp.pipes.prose.detector import FILE, Detector, Found
from findings_nlp.pipes.themes.encoder import Encoder
from findings_nlp.pipes.themes.linear import Vectorizer
from scripts.corpus.prose import Run, read_corpus
from scripts.train.prose_eval import HELD_OUT, calibration_error, cue_words, is_right, measures
from scripts.train.prose_fit import (
    Fit,
    Read,
    Rows,
    Sided,
    calibrate,
    fit_sides,
    judged,
    lean_of,
    measured,
    set_leans,
    side_vectorizer_of,
    sided_of,
    told,
)
from scripts.train.prose_net import Net, Part, scores_of, together, train
from scripts.train.prose_read import MODEL, passage_of, prepared, vectorizer_of

FULL = {"epochs": 10, "rate": 3e-3, "word_rate": 2e-2, "decay": 3e-2, "width": 64, "hidden": 48, "drop": 0.5}
LITE = {"epochs": 10, "rate": 1e-2, "word_rate": 3e-2, "decay": 3e-2, "width": 0, "hidden": 0, "drop": 0.1}
SETTINGS = {"full": FULL, "lite": LITE}
FOLDS = 3
MEMBERS = 3  # nets of tier full whose scores are averaged


@dataclass
class Shared:
    """What the folds of a tier share: the words' idf, single findings, and the findings of one side of each report."""

    full: bool
    vectorizer: Vectorizer
    side_vectorizer: Vectorizer
    bullets: Part
    bullets_sided: Sided
    sided: dict[str, Sided]


class Fitted:
    """Nets of one tier and what they were fitted with; the scores of several are averaged."""

    def __init__(self, shared: Shared, parts: Mapping[str, Part], members: int, settings: dict[str, Any]) -> None:
        self.full, self.vectorizer, self.side_vectorizer = shared.full, shared.vectorizer, shared.side_vectorizer
        self.shared = shared
        own, sided = list(parts.values()), [shared.sided[name] for name in parts]
        self.sides = fit_sides(own, sided, shared.bullets, shared.bullets_sided, shared.side_vectorizer, self.full)
        set_leans(own, sided, shared.bullets_sided)
        part = together(own)
        fitted = [train(part, self.vectorizer, seed, self.full, settings) for seed in range(members)]
        self.nets: list[Net] = [net for net, _, _ in fitted]
        self.mean, self.scale = fitted[0][1:]
        follows, starts, leaning, turns = (
            np.mean([getattr(net, name).detach().numpy() for net in self.nets], 0).astype(np.float64)
            for name in ("follows", "starts", "leaning", "turn")
        )
        self.leaning = leaning
        self.follows = chain.sided_follows(follows, float(turns))
        self.starts = starts[list(chain.READ_OF)] + chain.STARTS

    def read(self, name: str, part: Part) -> list[Read]:
        """Each paragraph of a report not learnt from, with its scores."""
        part.leans(lean_of(self.sides.words, self.shared.sided[name]))
        read = np.mean([scores_of(net, part, self.mean, self.scale, self.vectorizer) for net in self.nets], 0)
        scores = chain.sided_scores(read, part.odds, self.leaning)
        return [
            Read(scores[a:b], self.follows, self.starts, part, int(a), self.sides)
            for a, b in zip(part.edges, part.edges[1:], strict=False)
        ]


def cross_validated(shared: Shared, names: list[str], parts: dict[str, tuple[Rows, Part]], settings: dict[str, Any]) -> Any:
    """Scores of every paragraph from nets that did not learn from its report, with the paragraphs and the report of each."""
    paragraphs, rows, reports = [], [], []
    for fold in range(FOLDS):
        out = names[fold::FOLDS]
        fitted = Fitted(shared, {n: parts[n][1] for n in names if n not in out}, 1, settings)
        for name in out:
            paragraphs += fitted.read(name, parts[name][1])
            rows += parts[name][0]
            reports += [name] * len(parts[name][0])
    return paragraphs, rows, reports


def arrays_of(fitted: dict[str, Fitted], basis: NDArray[np.float32], fits: dict[str, Fit]) -> dict[str, NDArray[Any]]:
    """What `Detector` reads, by name."""
    full = fitted["full"]
    out: dict[str, NDArray[Any]] = {
        "terms": np.frombuffer("\n".join(full.vectorizer.terms).encode(), dtype=np.uint8),
        "idf": full.vectorizer.idf.astype(np.float16),
        "side.names": np.frombuffer("\n".join(full.sides.vectorizer.terms).encode(), dtype=np.uint8),
        "side.idf": full.sides.vectorizer.idf.astype(np.float16),
        "side.terms": full.sides.words.terms.astype(np.float16),
        "side.intercept": np.array(full.sides.words.intercept),
    }
    for tier, f in fitted.items():
        fit = fits[tier]
        out[f"{tier}.calibration"] = np.array([fit.heat, *fit.bias])
        out[f"{tier}.sure"], out[f"{tier}.side_calibration"] = fit.sure, fit.side[[0, 1, -1]]
        if f.sides.vectors is not None:
            out[f"{tier}.side_vector"] = (fit.side[2] * f.sides.vectors.terms).astype(np.float32)
            out[f"{tier}.side_calibration"][-1] += fit.side[2] * f.sides.vectors.intercept
        out[f"{tier}.leaning"] = f.leaning
        out[f"{tier}.follows"], out[f"{tier}.starts"] = (np.where(v < -1e3, 0, v) for v in (f.follows, f.starts))
        out[f"{tier}.place_mean"], out[f"{tier}.place_scale"] = f.mean, f.scale
        out[f"{tier}.terms"] = np.mean([net.terms.detach().numpy() for net in f.nets], 0).astype(np.float16)
        for k, net in enumerate(f.nets):
            own = {name: value.detach().numpy() for name, value in net.named_parameters()}
            if not f.full:
                out[f"{tier}.place"], out[f"{tier}.bias"] = own["straight.weight"].T, own["straight.bias"]
                continue
            out |= {
                f"{tier}.{k}.token": (basis @ own["token.weight"].T).astype(np.float16),
                f"{tier}.{k}.token_bias": own["token.bias"],
                f"{tier}.{k}.hidden": own["hidden.weight"].T.astype(np.float16),
                f"{tier}.{k}.hidden_bias": own["hidden.bias"],
                f"{tier}.{k}.out": own["out.weight"].T,
                f"{tier}.{k}.straight": own["straight.weight"].T.astype(np.float16),
                f"{tier}.{k}.bias": own["straight.bias"] + own["out.bias"],
            }
    return out


def measure_shipped(parts: Mapping[str, tuple[Rows, Part | None]]) -> int:
    """Measure the stored detector on the reports held out, and write the figures beside it."""
    file = MODEL / "prose.json"
    report = json.loads(file.read_text(encoding="utf-8"))
    letters = {name: side for side, name in chain.SIDES.items()}
    for tier in ("full", "lite"):
        detector = Detector(MODEL, Encoder(MODEL) if tier == "full" else None)
        every: list[tuple[Any, list[Found], Any]] = []
        for name in HELD_OUT:
            passages = [passage_of(row) for row in parts[name][0]]
            found = detector.find(passages)
            every += zip(parts[name][0], found, detector.probabilities(passages), strict=True)
        rows = [row for row, _, _ in every]
        runs = [[Run(f.first, f.last, letters[f.polarity]) for f in found] for _, found, _ in every]
        out = measures(runs, rows)
        out["ece_sentences"] = calibration_error(*judged([sure for _, _, sure in every], rows))
        scored = [
            (f.score, is_right(run, row))
            for (row, found, _), own in zip(every, runs, strict=True)
            for f, run in zip(found, own, strict=True)
        ]
        known = [(score, right) for score, right in scored if right is not None]
        out["ece_findings"] = calibration_error([score for score, _ in known], [right for _, right in known])
        report[tier]["shipped"] = {name: round(value, 4) for name, value in out.items()}
        print(told(f"{tier}: held out, as shipped", out))
    file.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"{(MODEL / FILE).stat().st_size / 1e6:.1f} MB")
    return 0


def main() -> int:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--measure", action="store_true", help="measure the stored detector only")
    parser.add_argument("--folds", action="store_true", help="cross-validate only")
    parser.add_argument("--tier", choices=("full", "lite"), help="with --folds: this tier only")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="with --folds: other settings")
    args = parser.parse_args()
    if args.measure:
        corpus = read_corpus()
        return measure_shipped({name: (corpus[name][1], None) for name in HELD_OUT})
    began = time.time()
    parts, bullets, basis = prepared()
    print(f"encoded after {time.time() - began:.0f} s", flush=True)
    learn = [name for name in parts if name not in HELD_OUT]
    once = {name for name, (head, _) in read_corpus().items() if head["readers"] < 2}  # learnt from, not calibrated on
    held = [row for name in HELD_OUT for row in parts[name][0]]
    changed = {name: type(FULL[name])(value) for name, value in (pair.split("=") for pair in args.set)}
    report: dict[str, Any] = {"held_out": list(HELD_OUT), "learnt_from": learn, "read_once": sorted(once), "baseline": {}}
    report["baseline"] = {k: round(v, 4) for k, v in measures([cue_words(row) for row in held], held).items()}
    print(told("held out: cue words", report["baseline"]))
    vectorizer = vectorizer_of([text for name in learn for text in parts[name][1].texts], bullets.texts)
    side_vectorizer = side_vectorizer_of([*(parts[name][1] for name in learn), bullets])
    sided = {name: sided_of(part, side_vectorizer) for name, (_, part) in parts.items()}
    bullets_sided = sided_of(bullets, side_vectorizer)
    fitted: dict[str, Fitted] = {}
    fits: dict[str, Fit] = {}
    for tier in [args.tier] if args.tier else ["full", "lite"]:
        settings = SETTINGS[tier] | changed
        shared = Shared(tier == "full", vectorizer, side_vectorizer, bullets, bullets_sided, sided)
        paragraphs, rows, reports = cross_validated(shared, learn, parts, settings)
        twice = [k for k, name in enumerate(reports) if name not in once]
        fits[tier] = calibrate([paragraphs[k] for k in twice], [rows[k] for k in twice])
        report[tier] = {"cross_validated": measured([paragraphs[k] for k in twice], [rows[k] for k in twice], fits[tier])}
        print(told(f"{tier}: cross-validated", report[tier]["cross_validated"]), f"{time.time() - began:.0f} s", flush=True)
        for name in learn:
            own = [k for k, report_ in enumerate(reports) if report_ == name]
            values = measured([paragraphs[k] for k in own], [rows[k] for k in own], fits[tier])
            print(told(f"  {name}", values))
        if args.folds:
            continue
        fitted[tier] = Fitted(shared, {n: parts[n][1] for n in learn}, MEMBERS if tier == "full" else 1, settings)
        each = {name: fitted[tier].read(name, parts[name][1]) for name in HELD_OUT}
        for name in HELD_OUT:
            report[tier][name] = measured(each[name], parts[name][0], fits[tier])
            print(told(f"{tier}: {name}", report[tier][name]))
        report[tier]["held_out"] = measured([p for name in HELD_OUT for p in each[name]], held, fits[tier])
        print(told(f"{tier}: held out", report[tier]["held_out"]), f"{time.time() - began:.0f} s", flush=True)
    if args.folds or args.dry:
        return 0
    np.savez_compressed(MODEL / FILE, **arrays_of(fitted, basis, fits))
    (MODEL / "prose.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return measure_shipped(parts)


if __name__ == "__main__":
    sys.exit(main())
