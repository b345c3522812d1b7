"""Records of action plans: the answers of a `Doc` on its record, and records of office files, which have no `Doc`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from findings_nlp.document.doc import numbered
from findings_nlp.errors import OpenError, ReportError
from findings_nlp.plans.guard import kind_of
from findings_nlp.plans.plan import plan_of_file, plan_of_layer
from findings_nlp.record.base import Location, Source
from findings_nlp.record.keyed import keyed
from findings_nlp.record.response_schema import Response
from findings_nlp.record.schema import Model, Notice, Report
from findings_nlp.source.html.source import is_html
from findings_nlp.source.pdf import read_text_layer

KIND = "action_plan"
# what a report lacks and a plan has no need of
_OF_REPORTS = frozenset({
    "unknown_layout", "no_findings", "no_ratings", "no_recommendations", "unassigned_list", "unassigned_text", "one_sided", "recommendation_numbering",
    "heading_missing", "not_an_inspection_report", "no_responses",
})  # fmt: skip

_EMPTY = (
    "title", "inspected_body", "region", "published", "fieldwork_started", "isbn", "lead_inspector", "cases_inspected", "overall_rating", "score",
)  # fmt: skip


def responses_of(plan: dict[str, Any]) -> list[Response]:
    """The responses of a plan as `findings_nlp.plans.plan` gives it."""
    out = []
    for name, raw in zip(numbered(plan["answers"], "a", 3), plan["answers"], strict=True):
        values = {key: value for key, value in raw.items() if key != "places"}
        where = [Location(page=page, bbox=tuple(box)) for page, box in raw["places"]]
        out.append(Response(id=name, **values, locations=where))
    return out


def with_plan(report: Report, plan: dict[str, Any] | None) -> Report:
    """A record with the answers of its file's tables, where the file is an action plan; any other stays as it is.

    A plan repeats the inspectorate's recommendations: they stand in its responses, and not in `recommendations`. A file whose
    title does not say that it is a plan is one where its tables are, and it has neither findings nor ratings.
    """
    named = report.document_kind == KIND
    told = report.document_kind == "inspection_report" and not (report.findings or report.ratings or report.key_questions)
    if plan is None or not (named or told):
        return _without_table(report) if named else report
    about = plan["about"]
    body = about["body"] or report.inspected_body
    changed = {
        "document_kind": KIND,
        "inspected_body": body,
        "title": about["title"] or report.title,
        "published": about["published"] or (report.published if report.published != about["answers"] else None),
        "answers_published": about["answers"],
        "responses": responses_of(plan),
        "findings": [],
        "recommendations": [],
        "unsupported_recommendations": [],
        "unanswered_findings": [],
        "warnings": [w for w in report.warnings if w.code not in _OF_REPORTS],
    }
    made = report.model_copy(update=changed)
    kept = {
        name: None
        for name, fact in dict(report.facts).items()
        if name != "addressees" and fact and fact.value != str(getattr(made, name, None))
    }
    return keyed(made.model_copy(update={"facts": report.facts.model_copy(update=kept | {"addressees": {}})}))


def _without_table(report: Report) -> Report:
    message = "an action plan without a table of recommendations and answers that could be read"
    return report.model_copy(update={"warnings": [*report.warnings, Notice(code="no_responses", message=message)]})


def office_report(data: bytes, name: str, columns: Sequence[str] = (), shown: str | None = None) -> Report | None:
    """The record of an action plan in a DOCX, XLSX or CSV file; None where the bytes are of another kind.

    Args:
        data: of the file.
        name: of the file; tells a CSV.
        columns: files with further wordings of headings.
        shown: the path for messages; by default the name.

    Raises:
        ReportError: where it cannot be read, or holds no table of recommendations and answers.
    """
    shown = shown or name
    kind = kind_of(data, shown)
    return _made(plan_of_file(data, shown, kind, columns), data, name, shown, 0) if kind is not None else None


def plan_report(data: bytes, name: str, columns: Sequence[str] = (), shown: str | None = None) -> Report:
    """The record of an action plan in any file, of a PDF by its tables alone: nothing else of it is read.

    Args:
        data: of the file.
        name: of the file; tells a CSV.
        columns: files with further wordings of headings.
        shown: the path for messages; by default the name.

    Raises:
        ReportError: where it cannot be read, or holds no table of recommendations and answers.
    """
    shown = shown or name
    if (report := office_report(data, name, columns, shown)) is not None:
        return report
    if is_html(data):
        raise OpenError(shown, "is a web page: action plans are read from PDF, DOCX, XLSX and CSV files")
    layer = read_text_layer(data, shown, tags=False)
    return _made(plan_of_layer(layer, columns), data, name, shown, len(layer.pages))


def _made(plan: dict[str, Any] | None, data: bytes, name: str, shown: str, pages: int) -> Report:
    if plan is None:
        reason = "has no table with a column of recommendations, or their numbers, and one of answers: name their headings with --columns"
        raise ReportError(shown, reason, "layout")
    lists: dict[str, Any] = {key: [] for key in ("ratings", "key_questions", "findings", "recommendations", "quotes", "warnings")}
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), pages=pages)
    model = Model(name="findings_nlp_plans", version="1")
    blank = Report(source=source, family="unknown", document_kind=KIND, model=model, **dict.fromkeys(_EMPTY), **lists)
    return with_plan(blank, plan)
