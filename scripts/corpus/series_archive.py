"""The inspections of corpus/series as records, for measures of action plans and threads: `records(split)`.

Each inspection becomes a record as a report's reading would give it, with the findings and recommendations of a set of corpus/sets
added (`train_sameness.ADDED`), because reports are longer than the series' inspections. Recommendations are numbered in their order.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from findings_nlp.record.base import Location, Source  # noqa: E402
from findings_nlp.record.keyed import keyed  # noqa: E402
from findings_nlp.record.schema import Finding, Model, Recommendation, Report  # noqa: E402
from scripts.train.train_sameness import series  # noqa: E402

NAMES = {"youth": "{} Youth Justice Service", "pdu": "{} PDU", "crc": "{} CRC", "division": "{} Division"}
EMPTY = ("region", "fieldwork_started", "isbn", "lead_inspector", "cases_inspected", "overall_rating", "score")
PAGE = [Location(page=4, bbox=(70.0, 90.0, 500.0, 120.0))]


def record(service: str, lines: list[dict[str, Any]]) -> Report:
    """The record of one inspection's lines."""
    first = lines[0]
    name = f"inspection-{service}-{first['inspection']}.pdf"
    findings = [
        Finding(
            id=x["id"] if x["matter"] is not None else f"x-{x['id']}", polarity=x["polarity"], text=x["text"], standard=(x.get("section") or "").split(" ")[0] or None,
            section=x.get("section"), headings=[], themes=[], quantities=[], locations=PAGE, evidence_of_layout="inferred",
        )
        for x in lines if x["item"] == "finding"
    ]  # fmt: skip
    asked = [x for x in lines if x["item"] == "recommendation"]
    recommendations = [
        Recommendation(
            id=x["id"] if x["matter"] is not None else f"x-{x['id']}",
            number=k,
            addressee=x["addressee"],
            text=x["text"],
            section=None,
            title=None,
            themes=[],
            evidence=[],
            locations=PAGE,
        )
        for k, x in enumerate(asked, 1)
    ]
    body = NAMES[first["kind"]].format(first["service"])
    return keyed(
        Report(
            source=Source(name=name, sha256=hashlib.sha256(name.encode()).hexdigest(), pages=40),
            family=first["family"], title=f"An inspection of {body}", inspected_body=body, published=first["published"],
            **dict.fromkeys(EMPTY), ratings=[], key_questions=[], findings=findings, recommendations=recommendations, quotes=[], warnings=[],
            model=Model(name="series", version="1"),
        )
    )  # fmt: skip


def records(split: str, added: bool = True) -> list[Report]:
    """The records of all inspections of a split, oldest first within a service; without what was `added` where that is false."""
    out = []
    for service, lines in series().items():
        if lines[0]["split"] == split:
            for number in sorted({x["inspection"] for x in lines}):
                own = [x for x in lines if x["inspection"] == number and (added or x["matter"] is not None)]
                out.append(record(service, own))
    return out
