"""The rows of an archive by service and inspection, as threads need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from findings_nlp.comparison.sameness import Text

Row = dict[str, Any]
NEEDED = ("reports", "inspections", "recommendations", "findings", "responses", "answers")
PLAN, NATIONAL = "action_plan", "national"


@dataclass(slots=True)
class Inspected:
    """A report with its recommendations and findings; `number` is that of the inspection, None of an undated report."""

    row: Row
    number: int | None
    recommendations: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its id in the archive."""
        return str(self.row["report"])

    @property
    def published(self) -> str:
        """Its date; empty where it has none."""
        return self.row["published"] or ""

    def asked(self) -> list[Text]:
        """Its recommendations as texts to compare."""
        return [
            Text(r["recommendation"], r["text"], (r["addressee_kind"] or "").split(" + ")[0] or None)
            for r in self.recommendations
        ]

    def found(self) -> list[Text]:
        """Its findings as texts to compare."""
        return [Text(f["finding"], f["text"], f["standard_id"]) for f in self.findings]


@dataclass(slots=True)
class Inspections:
    """An archive's reports: those of each service in the order of its inspections, and those on no one service by date."""

    services: dict[str, list[Inspected]]
    national: list[Inspected]
    answers: dict[tuple[str, str], list[Row]]
    plans: dict[str, Row]


def inspections_of(tables: Mapping[str, Sequence[Row]]) -> Inspections:
    """What threads need of an archive's tables, which `NEEDED` names."""
    numbers = {row["report"]: row["inspection_number"] for row in tables["inspections"]}
    reports = {r["report"]: Inspected(r, numbers.get(r["report"])) for r in tables["reports"] if r["document_kind"] != PLAN}
    for row in tables["recommendations"]:
        if row["report"] in reports:
            reports[row["report"]].recommendations.append(row)
    for row in tables["findings"]:
        if row["report"] in reports and not row["in_summary"]:
            reports[row["report"]].findings.append(row)
    services: dict[str, list[Inspected]] = defaultdict(list)
    national = []
    for report in reports.values():
        if report.row["service_id"] is None or report.row["service_kind"] == NATIONAL:
            national.append(report)
        if report.row["service_id"] is not None:
            services[report.row["service_id"]].append(report)
    for found in services.values():
        found.sort(key=lambda r: (r.number or 0, r.name))
    national.sort(key=lambda r: (r.published, r.name))
    return Inspections(
        dict(services), national, _answers(tables), {r["report"]: r for r in tables["reports"] if r["document_kind"] == PLAN}
    )


def _answers(tables: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], list[Row]]:
    """The answers to each recommendation, by report and id."""
    joined = {
        (a["report"], a["response"]): (a["recommendation_report"], a["recommendation"])
        for a in tables["answers"]
        if a["recommendation"]
    }
    out: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables["responses"]:
        if (key := joined.get((row["report"], row["response"]))) is not None:
            out[key].append(row)
    return dict(out)
