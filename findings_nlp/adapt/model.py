"""From `corrections.jsonl` to a model's folder that knows them; a model that is not better on reports left out is not written."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from findings_nlp.adapt.fit import Samples, f1, fit, measured
from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.layer import NAME, Layer
from findings_nlp.pipes.themes.linear import with_context
from findings_nlp.pipes.themes.models import Labelled, ThemeModel, Tier, model_folder
from findings_nlp.review.log import Entry, in_force

LEAST_FINDINGS, LEAST_REPORTS = 50, 3
_FILES = {
    "full": ("encoder.onnx", "tokenizer.json", "lite.json", "lite.npz", "evidence.json", "measured.json"),
    "lite": ("lite.json", "lite.npz", "evidence.json", "measured.json"),
}


@dataclass(frozen=True, slots=True)
class Adapted:
    """What adapting gave, on reports left out.

    Attributes:
        before: micro-F1 of the shipped model.
        after: of the adapted one.
        themes: theme, F1 before, F1 after, count of its labels.
        findings: how many were learned from.
        reports: of how many.
    """

    before: float
    after: float
    themes: list[tuple[str, float, float, int]]
    findings: int
    reports: int

    @property
    def better(self) -> bool:
        """Whether the adapted model is worth writing."""
        return self.after > self.before


def samples_of(model: ThemeModel, entries: Sequence[Entry]) -> Samples:
    """Checked findings as the model sees them; themes that the model does not know are left out.

    Args:
        model: without a layer.
        entries: of `corrections.jsonl`, kind `finding`.
    """
    texts = [entry["text"] for entry in entries]
    labelled = model.label(texts, [e.get("section") for e in entries], [e["after"]["polarity"] for e in entries])
    wanted = np.array([[theme in entry["after"]["themes"] for theme in model.themes] for entry in entries])
    shown = [with_context(entry.get("section"), entry["text"]) for entry in entries]
    return samples(model, labelled, shown, wanted, np.zeros_like(wanted), [entry["report"] for entry in entries])


def samples(
    model: ThemeModel, labelled: Labelled, texts: Sequence[str], wanted: Any, ignored: Any, reports: Sequence[str]
) -> Samples:
    """Labelled texts with the themes that they should have.

    Args:
        model: that labelled them.
        labelled: what its `label` gave.
        texts: with their headings.
        wanted: themes, shape (texts, themes).
        ignored: labels that count neither way, likewise.
        reports: of each text.
    """
    vectors = None if labelled.encoded is None else labelled.encoded.vectors
    return Samples(texts, vectors, labelled.probabilities, wanted, ignored, reports, model.thresholds)


def adapt(log: Sequence[Entry], path: str, tier: Tier, output: Path) -> Adapted:
    """Fit a correction layer and write the adapted model where it is better.

    Args:
        log: the lines of `corrections.jsonl`.
        path: its name, for messages.
        tier: of the model to adapt.
        output: the folder to write; must not exist or be empty, or hold an adapted model, which is replaced.

    Raises:
        DataFileError: where too little was checked, the folder holds something else, or it cannot be written.
    """
    entries = [entry for entry in in_force(log) if entry["what"] == "finding"]
    reports = {entry["report"] for entry in entries}
    if len(entries) < LEAST_FINDINGS or len(reports) < LEAST_REPORTS:
        told = f"{len(entries)} checked findings of {len(reports)} reports"
        raise DataFileError(path, f"holds {told}: adapting needs {LEAST_FINDINGS} of {LEAST_REPORTS} at least")
    _free(output)
    model = shipped_model(tier)
    found = samples_of(model, entries)
    before, after = measured(found)
    themes = [
        (name, f1(before[k]), f1(after[k]), int(found.wanted[:, k].sum()))
        for k, name in enumerate(model.themes)
        if before[k].sum() + after[k].sum()
    ]
    result = Adapted(f1(before), f1(after), themes, len(entries), len(reports))
    if result.better:
        learned = fit(found)
        digest = hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()[:8]
        facts = {
            "tier": tier,
            "findings": result.findings,
            "reports": result.reports,
            "before": result.before,
            "after": result.after,
        }
        meta = model.meta | {"version": f"{model.meta['version']}+{digest}", "adapted": facts}
        if learned.threshold is not None:
            calibration = meta["calibration"][tier] | {"thresholds": [learned.threshold] * len(model.themes)}
            meta["calibration"] = meta["calibration"] | {tier: calibration}
        _write(output, tier, meta, learned.layer)
    return result


def _free(output: Path) -> None:
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / NAME).is_file())):
        raise DataFileError(str(output), "holds something that is no adapted model: choose another folder")


def _write(output: Path, tier: Tier, meta: dict[str, Any], layer: Layer) -> None:
    part = output.with_name(output.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name in _FILES[tier]:
            shutil.copyfile(model_folder() / name, part / name)
        layer.save(part)
        (part / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
        if output.exists():
            shutil.rmtree(output)
        part.replace(output)
    except OSError as error:
        raise DataFileError(str(output), f"cannot be written ({error.strerror or error})") from None
