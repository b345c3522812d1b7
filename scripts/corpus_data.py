"""The labelled items of the corpus: written batches, sets (a service's findings and recommendations) and fictional reports.

The held-out groups are never trained on: one batch, two sets and four reports, chosen before a model had seen them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_markup import parse

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
HELD_OUT = frozenset(
    {
        "yjs_2021",
        "yos-2019-cressing",
        "pdu-2023-kestonhythe",
        "pdu-2024-harrowdene",
        "yos-2018-brackenshire",
        "nps-2020-severnvale",
        "yjs-2025-tarnfell",
    }
)
FOLDERS = (("findings", "*.jsonl"), ("sets", "*.jsonl"), ("sources", "*.md"))


@dataclass(slots=True)
class Item:
    """One labelled text. `themes` are required, `optional` count neither way; `group` is its batch or report."""

    id: str
    group: str
    text: str
    section: str
    polarity: str
    themes: tuple[str, ...]
    optional: tuple[str, ...]
    labellers: int

    @property
    def held_out(self) -> bool:
        """Whether the item belongs to a group that is never trained on."""
        return self.group in HELD_OUT


def _read_set(path: Path) -> dict[str, Any]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if "evidence" in row:
            row["evidence"] = {link["finding"]: link["grade"] for link in row["evidence"]}
    return {f"{kind}s": [x for x in rows if x["kind"] == kind] for kind in ("finding", "recommendation")}


def read_reports() -> dict[str, dict[str, Any]]:
    """Findings and recommendations, with themes and links, of every fictional report and set, by id."""
    reports = {path.stem: parse(path.read_text(encoding="utf-8")).gold for path in sorted((CORPUS / "sources").glob("*.md"))}
    return reports | {path.stem: _read_set(path) for path in sorted((CORPUS / "sets").glob("*.jsonl"))}


def read_items() -> list[Item]:
    """All labelled items, batches first, in a fixed order."""
    out = []
    for path in sorted((CORPUS / "findings").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            x = json.loads(line)
            out.append(_item(x["id"], path.stem, x, x["section"], x["polarity"], x["labellers"]))
    for name, gold in read_reports().items():
        for x in gold["findings"]:
            out.append(_item(f"{name}:{x['id']}", name, x, x["section"], x["polarity"], 2))
        for x in gold["recommendations"]:
            out.append(_item(f"{name}:{x['id']}", name, x, "Recommendations", None, 2))
    return out


def _item(name: str, group: str, x: dict[str, Any], section: str | None, polarity: str | None, labellers: int) -> Item:
    optional = tuple(x.get("themes_optional", ()))
    return Item(name, group, x["text"], section or "", polarity or "recommendation", tuple(x["themes"]), optional, labellers)


def corpus_hash() -> str:
    """SHA-256 over the files that models are trained on."""
    digest = hashlib.sha256()
    for path in sorted(p for folder, end in FOLDERS for p in (CORPUS / folder).glob(end)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
