"""Records as tables: pandas frames and CSV. Cells that a spreadsheet would run as formulae are made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from findings_nlp.records import Location, Report

if TYPE_CHECKING:
    import pandas as pd

# column -> pandas dtype, table by table; documented in docs/tables.md
COLUMNS: dict[str, dict[str, str]] = {
    "reports": {
        "report": "string", "sha256": "string", "family": "string", "language": "string", "title": "string",
        "inspected_body": "string", "region": "string", "published": "string", "fieldwork_started": "string",
        "isbn": "string", "lead_inspector": "string", "cases_inspected": "Int64", "overall_rating": "string",
        "overall_rating_source": "string", "score": "Int64", "score_maximum": "Int64", "pages": "Int64",
        "strengths": "Int64", "areas_for_improvement": "Int64", "recommendations": "Int64", "quotes": "Int64", "warnings": "Int64",
    },
    "ratings": {"report": "string", "standard": "string", "name": "string", "rating": "string", "page": "Int64"},
    "key_questions": {"report": "string", "standard": "string", "question": "string", "percent_yes": "Int64", "page": "Int64"},
    "findings": {
        "report": "string", "inspected_body": "string", "family": "string", "published": "string", "region": "string",
        "finding": "string", "standard": "string", "section": "string", "polarity": "string", "text": "string",
        "themes": "string", "quantities": "string", "page": "Int64",
    },
    "finding_themes": {"report": "string", "finding": "string", "theme": "string", "score": "Float64"},
    "recommendations": {
        "report": "string", "recommendation": "string", "number": "Int64", "addressee": "string", "text": "string",
        "themes": "string", "page": "Int64",
    },
    "evidence": {"report": "string", "recommendation": "string", "finding": "string", "score": "Float64", "because": "string"},
    "quotes": {"report": "string", "section": "string", "text": "string", "page": "Int64"},
    "warnings": {"report": "string", "code": "string", "message": "string", "page": "Int64"},
}  # fmt: skip


def _page(locations: list[Location]) -> int | None:
    return locations[0].page if locations else None


def rows(reports: Iterable[Report]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table; `report` is the file's name. Table by table, in the order of the records."""
    out: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    for r in reports:
        key = {"report": r.source.name}
        head = r.model_dump(include={c for c in COLUMNS["reports"] if c in Report.model_fields and c != "score"})
        counts = {c: len(getattr(r, c)) for c in ("strengths", "areas_for_improvement", "recommendations", "quotes", "warnings")}
        out["reports"].append(
            key
            | {k: v for k, v in head.items() if k not in counts}
            | {"sha256": r.source.sha256, "pages": r.source.pages}
            | {"score": r.score.value if r.score else None, "score_maximum": r.score.maximum if r.score else None}
            | counts
        )
        out["ratings"] += [key | x.model_dump(exclude={"locations"}) | {"page": _page(x.locations)} for x in r.ratings]
        out["key_questions"] += [
            key | x.model_dump(exclude={"locations"}) | {"page": _page(x.locations)} for x in r.key_questions
        ]
        shared = key | {"inspected_body": r.inspected_body, "family": r.family, "published": r.published, "region": r.region}
        for f in r.findings:
            out["findings"].append(
                shared
                | {"finding": f.id, "standard": f.standard, "section": f.section, "polarity": f.polarity, "text": f.text}
                | {"themes": " ".join(t.theme for t in f.themes), "quantities": "; ".join(q.text for q in f.quantities)}
                | {"page": _page(f.locations)}
            )
            out["finding_themes"] += [key | {"finding": f.id, "theme": t.theme, "score": t.score} for t in f.themes]
        for rec in r.recommendations:
            out["recommendations"].append(
                key
                | {"recommendation": rec.id, "number": rec.number, "addressee": rec.addressee, "text": rec.text}
                | {"themes": " ".join(t.theme for t in rec.themes), "page": _page(rec.locations)}
            )
            out["evidence"] += [
                key | {"recommendation": rec.id, "finding": e.finding, "score": e.score, "because": "; ".join(e.because)}
                for e in rec.evidence
            ]
        out["quotes"] += [key | {"section": q.section, "text": q.text, "page": _page(q.locations)} for q in r.quotes]
        out["warnings"] += [key | {"code": w.code, "message": w.message, "page": _page(w.locations)} for w in r.warnings]
    return out


def frames(reports: Iterable[Report]) -> dict[str, pd.DataFrame]:
    """One pandas frame for each table of `COLUMNS`, with its dtypes."""
    import pandas as pd

    found = rows(reports)
    return {name: pd.DataFrame(found[name], columns=list(types)).astype(types) for name, types in COLUMNS.items()}


def plain_cell(value: Any) -> Any:
    """A value for CSV: text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def findings_csv(report: Report) -> str:
    """The findings and recommendations of one report as CSV, one row each."""
    found = rows([report])
    columns = [
        "kind",
        "report",
        "id",
        "standard",
        "section",
        "polarity",
        "addressee",
        "number",
        "text",
        "themes",
        "quantities",
        "page",
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in found["findings"]:
        writer.writerow({k: plain_cell(v) for k, v in (row | {"kind": "finding", "id": row["finding"]}).items()})
    for row in found["recommendations"]:
        writer.writerow({k: plain_cell(v) for k, v in (row | {"kind": "recommendation", "id": row["recommendation"]}).items()})
    return out.getvalue()
