"""What corrections gain: a simulated reviewer corrects findings, and F1 is measured on reports left out.

python scripts/train/learning_curve.py [--write]

The reviewer gives the gold labels. Three models: the shipped `full` and `lite` on the corpus's held-out groups, and, as `lite new
register`, a `lite` fitted without anything in the register of real reports (no register set, no glossary, no clause), corrected
on reports in that register. For each fifth of the reports the layer learns from N findings of the others (from all where there
are fewer), drawn at random twice; labels of which the gold says that they count neither way do not count. With `--write` the table goes into
docs/correct.md between the marks `learning curve`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from scipy.sparse import csr_matrix

from findings_nlp.adapt.fit import Samples, applied, chosen_penalty, counts, f1, fit_layer, folds
from findings_nlp.adapt.model import samples
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.linear import with_context
from findings_nlp.pipes.themes.models import Tier, calibrated
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from scripts.corpus.data import HELD_OUT, REGISTER, ROOT, SPOKEN, Item, read_items
from scripts.train.calibrate import calibrate, label_matrices
from scripts.train.train_lite import Lite

COUNTS = (0, 200, 500, 1000)
DRAWS = 2
PAGE = ROOT / "docs" / "correct.md"
THEMES = [theme.id for theme in shipped_themes()]


def findings() -> list[Item]:
    """The labelled findings of the corpus."""
    return [x for x in read_items() if x.polarity != "recommendation"]


def shipped(tier: Tier, items: list[Item]) -> Samples:
    """Held-out findings as the shipped model of a tier sees them."""
    model = shipped_model(tier)
    labelled = model.label([x.text for x in items], [x.section for x in items], [x.polarity for x in items])
    required, optional = label_matrices(items, THEMES)
    return samples(model, labelled, required, optional, [x.group for x in items])


def unseen(items: list[Item], known: list[Item]) -> Samples:
    """Findings in the register as a `lite` sees them that was fitted without it."""
    # calibrated on groups that a fit has not seen
    part = set(sorted({x.group for x in known})[::3])
    held = [x for x in known if x.group in part]
    raw = Lite([x for x in known if x.group not in part], THEMES).probabilities(held)
    fitted, calibration = Lite(known, THEMES), calibrate(raw, held, THEMES)
    offsets = np.array(calibration["offsets"], dtype=np.float32)
    probabilities = calibrated(fitted.probabilities(items), calibration["slope"], offsets)
    text = csr_matrix(fitted.words.transform([with_context(x.section, x.text) for x in items]))
    thresholds = np.array(calibration["thresholds"], dtype=np.float32)
    return Samples(text, probabilities, *label_matrices(items, THEMES), [x.group for x in items], thresholds)


def curve(found: Samples) -> Iterator[tuple[int, float]]:
    """Micro-F1 by number of corrected findings, on reports left out."""
    for count in COUNTS:
        table = np.zeros((len(THEMES), 3), dtype=np.int64)
        for seed in range(DRAWS):
            chance = np.random.default_rng(seed)
            for others, rest in folds(found.reports):
                held = found.some(rest)
                probabilities = held.probabilities
                if count:
                    training = found.some(np.sort(chance.permutation(others)[:count]))
                    probabilities = applied(fit_layer(training, chosen_penalty(training)), held)
                table += counts(probabilities, held)
        yield count, f1(table)


def main() -> None:
    """Print the curves, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    items = findings()
    held = [x for x in items if x.group in HELD_OUT]
    register = [x for x in items if x.group in SPOKEN | REGISTER]
    known = [x for x in read_items() if x.group not in HELD_OUT | SPOKEN and not x.group.startswith("named")]
    lines = ["| model, reports | findings | " + " | ".join(f"{count:,} corrected" for count in COUNTS) + " |"]
    lines.append("|---|---|" + "---|" * len(COUNTS))
    print("\n".join(lines))
    tests = (
        ("`full` as shipped, held-out groups", lambda: shipped("full", held)),
        ("`lite` as shipped, held-out groups", lambda: shipped("lite", held)),
        ("`lite` that never saw the register, reports in it", lambda: unseen(register, known)),
    )
    for name, make in tests:
        found = make()
        reached = [f"{value:.3f}" for _, value in curve(found)]
        lines.append(f"| {name} | {len(found.reports):,} | {' | '.join(reached)} |")
        print(lines[-1], flush=True)
    if wanted.write:
        page(PAGE, "\n".join(lines))


def page(path: Path, table: str) -> None:
    """Put the table into a page."""
    text = path.read_text(encoding="utf-8")
    mark = r"(<!-- learning curve -->\n).*?(\n<!-- end -->)"
    path.write_text(re.sub(mark, lambda found: found[1] + table + found[2], text, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
