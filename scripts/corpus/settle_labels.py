"""Bring a second, independent labelling into the corpus.

python scripts/corpus/settle_labels.py SECOND.jsonl
    `{"id": "adult_pdu-001", "themes": [...]}` a line, for texts of batches or reports (`REPORT:f001`).
python scripts/corpus/settle_labels.py FIRST.jsonl SECOND.jsonl
    a set: FIRST holds findings and recommendations with labels, SECOND the labels of somebody who saw only the texts.

What both labellers gave is required; what one gave is optional; where they share no theme, the first labeller's primary
one stays required. A link has the lower of two grades. Both labellings are kept beside the result.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.corpus.blocks import BRACES
from scripts.corpus.data import CORPUS
from scripts.corpus.markup import parse

Labels = dict[str, list[str]]


def settled(first: Labels, second: Labels) -> Labels:
    """Required and optional themes from two labellings."""
    required = [t for t in first["themes"] if t in second["themes"]] or first["themes"][:1]
    given = [*first["themes"], *second["themes"], *first["themes_optional"], *second.get("themes_optional", [])]
    return {"themes": required, "themes_optional": sorted(set(given) - set(required))}


def settle_batch(path: Path, second: dict[str, Labels]) -> int:
    """Rewrite the lines of a batch that have a second labelling and no other yet."""
    lines, count = [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        x: dict[str, Any] = json.loads(line)
        if x["id"] in second and x["labellers"] == 1:
            first = {k: x[k] for k in ("themes", "themes_optional")}
            other = {"themes": second[x["id"]]["themes"], "themes_optional": second[x["id"]].get("themes_optional", [])}
            x |= settled(first, other) | {"labellers": 2, "first": first, "second": other}
            count += 1
        lines.append(json.dumps(x, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return count


def settle_report(path: Path, second: dict[str, Labels]) -> int:
    """Rewrite the gold of a report's source, and keep both labellings in `corpus/agreement`."""
    source = path.read_text(encoding="utf-8")
    gold = parse(source).gold
    finding_ids = {f["key"]: f["id"] for f in gold["findings"]}
    recommendations = iter(gold["recommendations"])
    lines, kept = [], []
    for line in source.split("\n"):
        brace = BRACES.search(line)
        parts = [part.strip() for part in brace[1].split("|")] if brace else []
        if len(parts) < 2:
            lines.append(line)
            continue
        key = parts[0]
        name = f"{path.stem}:{finding_ids[key] if key in finding_ids else next(recommendations)['id']}"
        first = {"themes": parts[1].split(), "themes_optional": (parts[2] if len(parts) > 2 else "").replace("?", " ").split()}
        other = {"themes": second[name]["themes"], "themes_optional": second[name].get("themes_optional", [])}
        new = settled(first, other)
        kept.append({"report": path.stem, "key": key, "first": first, "second": other})
        optional = "?" + " ".join(new["themes_optional"]) if new["themes_optional"] else ""
        inside = [key, " ".join(new["themes"]), optional, *parts[3:]]
        while inside[-1] == "":
            inside.pop()
        lines.append(f"{line[: brace.start()]} {{{' | '.join(inside)}}}".replace("|  |", "| |") if brace else line)
    path.write_text("\n".join(lines), encoding="utf-8")
    agreement = CORPUS / "agreement" / f"{path.stem}.jsonl"
    agreement.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in kept), encoding="utf-8")
    return len(kept)


def _listed(links: dict[str, int]) -> list[dict[str, Any]]:
    """Links as a list: a data set's columns have the same fields in every row."""
    return [{"finding": finding, "grade": grade} for finding, grade in links.items()]


def settle_set(first: Path, second: Path) -> int:
    """Write a set of findings and recommendations with settled labels to `corpus/sets`."""
    other = {row["id"]: row for row in map(json.loads, second.read_text(encoding="utf-8").splitlines())}
    lines = []
    for x in map(json.loads, first.read_text(encoding="utf-8").splitlines()):
        y = other[x["id"]]
        labels = [{"themes": z["themes"], "themes_optional": []} for z in (x, y)]
        if x["kind"] == "recommendation":
            a, b = x.get("evidence", {}), y.get("evidence", {})
            new = {"evidence": _listed({k: min(a[k], b[k]) for k in a if k in b}), "evidence_optional": sorted(set(a) ^ set(b))}
            for label, links in zip(labels, (a, b), strict=True):
                label["evidence"] = _listed(links)
        else:
            new = {}
        head = {"id": x["id"], "set": first.stem} | {
            k: x[k] for k in ("kind", "polarity", "section", "addressee", "text") if k in x
        }
        lines.append(head | settled(*labels) | new | {"first": labels[0], "second": labels[1]})
    out = CORPUS / "sets" / first.name
    out.parent.mkdir(exist_ok=True)
    out.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")
    return len(lines)


def main() -> None:
    """Settle, and say how much."""
    if len(sys.argv) == 3:
        print(settle_set(Path(sys.argv[1]), Path(sys.argv[2])))
        return
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    second = {row["id"]: row for row in rows}
    for path in sorted((CORPUS / "findings").glob("*.jsonl")):
        print(path.stem, settle_batch(path, second))
    for name in sorted({key.partition(":")[0] for key in second if ":" in key}):
        print(name, settle_report(CORPUS / "sources" / f"{name}.md", second))


if __name__ == "__main__":
    main()
