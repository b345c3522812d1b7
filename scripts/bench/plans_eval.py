"""Measure the reading, joining and threading of the fictional action plans: python scripts/bench/plans_eval.py [--split held_out]

Reads every file of corpus/plans in the split, puts the answers beside the inspections of corpus/series (with findings and
recommendations of sets added to each), and compares with corpus/plans/gold and corpus/plans/threads.json:

- responses: an answer is right where its text and its recommendation are those of the gold (F1 over rows);
- joined: right where it is joined to the gold's recommendation, or to none where the gold has none;
- status, dates, progress: share of right values over the rows that were found;
- threads: steps (answers, the recommendation made again, findings on its matter) of each recommendation of the series.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import findings_nlp as fn  # noqa: E402
from findings_nlp.record.plan import office_report  # noqa: E402
from findings_nlp.tables.across import rows_across  # noqa: E402
from findings_nlp.tables.rows import report_rows  # noqa: E402
from findings_nlp.tables.schema import tables  # noqa: E402
from scripts.corpus.series_archive import records  # noqa: E402
from scripts.train.train_sameness import series  # noqa: E402

PLANS = ROOT / "corpus" / "plans"


def f1(right: int, told: int, gold: int) -> float:
    """F1 of counts."""
    return 2 * right / max(told + gold, 1)


def plain(text: str | None) -> str:
    """A text without white space, for comparison."""
    return "".join((text or "").split())


def gold_plans(split: str) -> list[dict[str, Any]]:
    """The gold of each plan of a split."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((PLANS / "gold").glob("*.json"))]
    return [plan for plan in found if plan["split"] == split]


def read(split: str) -> dict[str, Any]:
    """The records of each plan file by name."""
    nlp, out = fn.load("none"), {}
    for plan in gold_plans(split):
        for name in plan["files"]:
            data = (PLANS / "files" / name).read_bytes()
            try:
                out[name] = office_report(data, name) or fn.read_report(PLANS / "files" / name, nlp=nlp)
            except fn.ReportError as error:
                print(f"  not read: {error}")
    return out


def rows_of(split: str, plans: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The tables of an archive with the inspections and the plans."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    nlp = fn.load("none")
    named = dict.fromkeys(plan["report"] for plan in gold_plans(split) if "report" in plan)
    reports = [fn.read_report(ROOT / "corpus" / "reports" / f"{name}.pdf", nlp=nlp) for name in named]
    for table, row in rows_across(row for report in [*records(split), *reports, *plans.values()] for row in report_rows(report)):
        found[table].append(row)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", default="train", choices=("train", "held_out", "second"))
    parser.add_argument("--misses", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    split = arguments.split
    plans = read(split)
    archive = rows_of(split, plans)
    answers = {(a["report"], a["response"]): a for a in archive["answers"]}
    count: Counter[str] = Counter()

    def miss(*told: object) -> None:
        if arguments.misses:
            print("  miss:", *told)

    for plan in gold_plans(split):
        for name in plan["files"]:
            left = list(plan["responses"])
            count["gold"] += len(left)
            for response in plans[name].responses if name in plans else ():
                count["told"] += 1
                match = next(
                    (
                        g
                        for g in left
                        if plain(g["response"]) == plain(response.response) and plain(g["owner"]) == plain(response.owner)
                    ),
                    None,
                )
                match = match or next((g for g in left if plain(g["response"])[:30] == plain(response.response)[:30]), None)
                if match is None:
                    miss(name, response.id, "no such row in the gold")
                    continue
                left.remove(match)
                count["whole"] += plain(match["response"]) == plain(response.response)
                if plain(match["response"]) != plain(response.response):
                    miss(name, response.id, "text", response.response, "gold", match["response"])
                count["found"] += 1
                answer = answers[name, response.id]
                of = f"{plan['report']}.pdf" if "report" in plan else f"inspection-{plan['service']}-{plan['inspection']}.pdf"
                wanted = (of, match["rec"]) if match["rec"] else (None, None)
                got = answer["recommendation_report"], answer["recommendation"]
                count["link gold"] += wanted[0] is not None
                count["link told"] += got[0] is not None
                count["link right"] += got == wanted and got[0] is not None
                if got != wanted:
                    miss(name, response.id, "joined to", got, "gold", wanted, answer["reason"], answer["likeness"])
                for field, key in (
                    ("status", "status"),
                    ("target_date", "iso"),
                    ("progress_status", "progress_gold"),
                    ("number", "number"),
                    ("owner", "owner"),
                ):
                    right = plain(getattr(response, field)) == plain(match[key])
                    count[field] += right
                    if not right:
                        miss(name, response.id, field, getattr(response, field), "gold", match[key])
            for lost in left:
                count["link gold"] += lost["rec"] is not None
                miss(name, "not read", lost)
    print(
        f"{split}: {len(plans)} files, rows F1 {f1(count['found'], count['told'], count['gold']):.3f}, whole texts {count['whole']}/{count['gold']}"
    )
    print(
        f"  linked F1 {f1(count['link right'], count['link told'], count['link gold']):.3f} ({count['link right']} right, {count['link told']} told, {count['link gold']} gold)"
    )
    for field in ("status", "target_date", "progress_status", "number", "owner"):
        print(f"  {field} {count[field] / max(count['found'], 1):.3f} of {count['found']}")
    if split != "second":
        threads(split, archive, miss)


def threads(split: str, archive: dict[str, list[dict[str, Any]]], miss: Any) -> None:
    """Steps of the series' recommendations against the gold."""
    marks = json.loads((PLANS / "threads.json").read_text(encoding="utf-8"))
    lines = series()
    gold: set[tuple[str, ...]] = set()
    heads, taste = set(), set()
    for mark in marks:
        own = lines[mark["service"]]
        if own[0]["split"] != split:
            continue
        head = f"inspection-{mark['service']}-{mark['inspection']}.pdf", mark["recommendation"]
        heads.add(head)
        gold |= {(*head, "finding", f"inspection-{mark['service']}-{n}.pdf", item) for n, item in mark["findings"]}
        matter = next(
            x["matter"]
            for x in own
            if x["inspection"] == mark["inspection"] and x["id"] == mark["recommendation"] and x["matter"]
        )
        again = [
            x for x in own if x["item"] == "recommendation" and x["matter"] == matter and x["inspection"] > mark["inspection"]
        ]
        for n, item, same in mark["added"]:
            kind = "recommendation" if item.startswith("r") else "finding"
            if same is not False:
                (gold if same else taste).add((*head, kind, f"inspection-{mark['service']}-{n}.pdf", f"x-{item}"))
        gold |= {(*head, "recommendation", f"inspection-{mark['service']}-{x['inspection']}.pdf", x["id"]) for x in again}
    found = fn.threads(archive, on="2026-01-01")
    told, unmarked = set(), []
    for step in found.steps:
        head = step["report"], step["recommendation"]
        if head in heads and step["kind"] != "response":
            key = (*head, step["kind"], step["step_report"], step["item"])
            if step["item"].startswith("x-"):
                unmarked.append(step)
            if key not in taste:
                told.add(key)
    for kind in ("finding", "recommendation", None):
        t, g = ({x for x in s if kind in (None, x[2])} for s in (told, gold))
        print(
            f"  threads, {kind or 'both'}: F1 {f1(len(t & g), len(t), len(g)):.3f} ({len(t & g)} right, {len(t)} told, {len(g)} gold)"
        )
    for x in sorted(told - gold):
        miss("thread has", x)
    for x in sorted(gold - told):
        miss("thread lacks", x)
    texts = {(t["report"], t["recommendation"]): t["text"] for t in found.threads}
    for step in unmarked:
        miss(
            "of an added text:",
            step["report"],
            step["recommendation"],
            step["step_report"],
            step["item"],
            texts[step["report"], step["recommendation"]],
            "<-",
            step["text"],
            step["probability"],
        )


if __name__ == "__main__":
    main()
