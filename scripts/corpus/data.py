"""The labelled items of the corpus: written batches, sets (a service's findings and recommendations) and fictional reports.

The held-out groups are never trained on: one batch, two sets and four reports, chosen before a model had seen them, a third
set (`nps-2019-eastmarch`) since model 1.4.0, and four sets in the register of real reports (`REGISTER`), written by another hand
than the rest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.corpus.markup import parse

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
# the sets that are trained on and speak as real reports do: thresholds are chosen on them
SPOKEN = frozenset(
    {
        "crc-2018-ashmere",
        "crc-2020-hallowdale",
        "nps-2019-stonefold",
        "pdu-2022-hallowmere",
        "pdu-2023-brackenfold",
        "pdu-2024-eskmarsh",
        "pdu-2025-stanwold",
        "pdu-2025-thornmarsh",
        "region-2023-harrowmere",
        "region-2024-calderwyke",
        "thematic-2021-recovery",
        "thematic-2024-transition",
        "yjs-2022-aldermere",
        "yjs-2025-vellingham",
        "yos-2018-brackenmouth",
        "yos-2020-quenbridge",
    }
)
# and those in the same register that are not
REGISTER = frozenset({"nps-2020-harrowmere", "pdu-2023-cawsby", "region-2025-easttarrock", "yjs-2024-marlingate"})
HELD_OUT = REGISTER | frozenset(
    {
        "yjs_2021",
        "nps-2019-eastmarch",
        "yos-2019-cressing",
        "pdu-2023-kestonhythe",
        "pdu-2024-harrowdene",
        "yos-2018-brackenshire",
        "nps-2020-severnvale",
        "yjs-2025-tarnfell",
    }
)
FOLDERS = (("findings", "*.jsonl"), ("sets", "*.jsonl"), ("sources", "*.md"), ("clauses", "*.jsonl"))
GLOSSARY = ROOT / "findings_nlp" / "data" / "terms.toml"


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
    for path in sorted([GLOSSARY, *(p for folder, end in FOLDERS for p in (CORPUS / folder).glob(end))]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
