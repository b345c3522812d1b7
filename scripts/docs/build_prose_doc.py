"""Write the figures of the detector of findings in prose (models/findings_en/prose.json) into docs/prose.md.

python scripts/docs/build_prose_doc.py
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "prose.md"
FIGURES = ROOT / "models" / "findings_en" / "prose.json"
_PLACE = re.compile(r"(<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.S)
# the two readers of the twelve reports against one another: `scripts/corpus/prose.py agree`
_READERS = {"sentences_f1": 0.971, "findings_f1_0.6": 0.959, "findings_f1_0.9": 0.873, "side": 0.990}
_NAMES = {
    "sentences_f1": "sentences, F1",
    "findings_f1_0.6": "findings, F1 at an overlap of 0.6",
    "findings_f1_0.9": "findings, F1 at an overlap of 0.9",
    "side": "side, of those found",
    "ece_sentences": "calibration error over sentences",
    "ece_findings": "calibration error over findings",
}


def tables(report: dict[str, Any]) -> str:
    """The figures as tables in Markdown.

    Args:
        report: what `scripts/train/train_prose.py` wrote to prose.json.
    """

    def row(name: str, values: list[float | None]) -> str:
        return f"| {name} | " + " | ".join("" if value is None else f"{value:.3f}" for value in values) + " |"

    full, lite = report["full"], report["lite"]
    out = ["Reports held out:", "", "| | cue words | `lite` | `full` | two readers |", "|---|---|---|---|---|"]
    for key, name in _NAMES.items():
        out.append(row(name, [report["baseline"].get(key), lite["shipped"][key], full["shipped"][key], _READERS.get(key)]))
    out += [
        "",
        "By report, tier `full`:",
        "",
        "| | sentences | findings (0.6) | findings (0.9) | side |",
        "|---|---|---|---|---|",
    ]
    keys = list(_NAMES)[:4]
    out += [row(name, [full[name][key] for key in keys]) for name in report["held_out"]]
    out += ["", "Cross-validated by report on the others that two readers marked (all settings were chosen by these):", ""]
    out += ["| | `lite` | `full` |", "|---|---|---|"]
    out += [row(name, [tier["cross_validated"][key] for tier in (lite, full)]) for key, name in _NAMES.items()]
    return "\n".join(out) + "\n"


def main() -> int:
    """Write the page."""
    found = tables(json.loads(FIGURES.read_text(encoding="utf-8")))
    text, count = _PLACE.subn(lambda place: f"{place[1]}\n{found}\n", PAGE.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"{PAGE.name}: has no place for the figures")
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
