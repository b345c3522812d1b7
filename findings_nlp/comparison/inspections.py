"""What a comparison needs of each inspection, from a record or from the tables of an archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from findings_nlp.errors import ReportError
from findings_nlp.record.cite import page_url, report_id
from findings_nlp.tables.frames import rows_of_frame

if TYPE_CHECKING:
    import pandas as pd

    from findings_nlp.record.schema import Finding, Recommendation, Report


class CompareError(ReportError):
    """Reports that cannot be compared; `path` names what is at fault."""

    stage = "compare"


@dataclass(frozen=True, slots=True)
class Item:
    """A finding or a recommendation of an inspection.

    Attributes:
        id: in its report.
        text: as the record has it.
        side: `strength` or `area_for_improvement`; None of a recommendation.
        under: id of its standard, or the kind of body that it is addressed to.
        head: its heading, or its addressee as printed.
        page: page of the PDF, from 1.
        url: web address of that page.
    """

    id: str
    text: str
    side: str | None
    under: str | None
    head: str | None
    page: int | None = None
    url: str | None = None


@dataclass(slots=True)
class Inspection:
    """One inspection: what is compared of its report."""

    report: str
    report_id: str
    body: str
    published: str
    family: str
    service: str | None
    overall: str | None
    score: str | None
    ratings: list[tuple[str, str, str]] = field(default_factory=list)
    questions: list[tuple[str, str, int]] = field(default_factory=list)
    findings: list[Item] = field(default_factory=list)
    recommendations: list[Item] = field(default_factory=list)


def of_report(report: Report) -> Inspection:
    """The inspection that a record holds.

    Left out are standards and questions without an id, and findings that an executive summary repeats.
    """

    def item(found: Finding | Recommendation, side: str | None, under: str | None, head: str | None) -> Item:
        page = found.locations[0].page if found.locations else None
        return Item(found.id, found.text, side, under, head, page, page_url(report.source, found.locations))

    return Inspection(
        report=report.source.name,
        report_id=report_id(report.source.sha256),
        body=report.inspected_body or report.title or report.source.name,
        published=report.published or "",
        family=report.family,
        service=report.service.id if report.service else None,
        overall=report.overall_rating,
        score=f"{report.score.value}/{report.score.maximum}" if report.score else None,
        ratings=[(r.standard_id, r.name, r.rating) for r in report.ratings if r.standard_id],
        questions=[(q.question_id, q.question, q.percent_yes) for q in report.key_questions if q.question_id],
        findings=[item(f, f.polarity, f.standard_id, f.section) for f in report.findings if not f.in_summary],
        recommendations=[item(r, None, r.bodies[0].kind if r.bodies else None, r.addressee) for r in report.recommendations],
    )


NEEDED = ("reports", "ratings", "key_questions", "findings", "recommendations")


def of_tables(tables: Mapping[str, pd.DataFrame], service: str) -> list[Inspection]:
    """The inspections of one service in an archive's tables, oldest first; undated reports come first.

    Args:
        tables: as `findings_nlp.load_archive` gives them; `NEEDED` names those that are read.
        service: its `service_id`.

    Raises:
        CompareError: where the archive knows no such service.
    """
    rows = {name: rows_of_frame(tables[name]) for name in NEEDED}
    heads = [row for row in rows["reports"] if row["service_id"] == service and row["document_kind"] != "action_plan"]
    if not heads:
        near = sorted({str(row["service_id"]) for row in rows["reports"] if row["service_id"]})
        raise CompareError(
            service, f"is no service of this archive; there are {', '.join(near[:8])}{' ...' if len(near) > 8 else ''}"
        )
    found = {str(row["report"]): _head(row) for row in heads}
    for row in _of(rows["ratings"], found):
        if row["standard_id"]:
            found[row["report"]].ratings.append((row["standard_id"], row["name"], row["rating"]))
    for row in _of(rows["key_questions"], found):
        if row["question_id"]:
            found[row["report"]].questions.append((row["question_id"], row["question"], int(row["percent_yes"])))
    for row in _of(rows["findings"], found):
        if row["in_summary"]:
            continue
        item = Item(row["finding"], row["text"], row["polarity"], row["standard_id"], row["section"], _page(row), row["page_url"])
        found[row["report"]].findings.append(item)
    for row in _of(rows["recommendations"], found):
        kind = (row["addressee_kind"] or "").split(" + ")[0] or None
        item = Item(row["recommendation"], row["text"], None, kind, row["addressee"], _page(row), row["page_url"])
        found[row["report"]].recommendations.append(item)
    return sorted(found.values(), key=lambda inspection: (inspection.published, inspection.report))


def _of(rows: Iterable[dict[str, Any]], found: Mapping[str, Inspection]) -> Iterable[dict[str, Any]]:
    return (row for row in rows if row["report"] in found)


def _page(row: Mapping[str, Any]) -> int | None:
    return None if row["page"] is None else int(row["page"])


def _head(row: Mapping[str, Any]) -> Inspection:
    score = None if row["score"] is None else f"{int(row['score'])}/{int(row['score_maximum'])}"
    return Inspection(
        report=str(row["report"]),
        report_id=row["report_id"],
        body=row["inspected_body"] or row["title"] or str(row["report"]),
        published=row["published"] or "",
        family=row["family"],
        service=row["service_id"],
        overall=row["overall_rating"],
        score=score,
    )
