"""The tables that are made of all reports together: services, standards, questions, bodies, inspections, answers.

They follow from the rows of the others, so that every way of writing an archive (at once, in stretches, on a cluster, from
JSON lines) gives the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from findings_nlp.keys.lineage import predecessors, successors
from findings_nlp.keys.services import service_of
from findings_nlp.keys.standards import question_name, standards
from findings_nlp.tables.joining import Asked, joined
from findings_nlp.tables.rows import Row, row_of

# the tables whose rows the others are made of
SEEN = ("reports", "addressees", "key_questions", "recommendations", "responses")
_OF_REPORTS = ("report", "service_id", "published", "document_kind", "answers_published")
_ASKED = ("recommendation", "number", "text")
_ANSWERED = ("response", "number", "recommendation_text")
PLAN = "action_plan"  # document kind of what answers reports and is none


@dataclass(slots=True)
class _Seen:
    """The reports of a service in the order in which they came: date, report, and what they print."""

    reports: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Body:
    kind: str
    names: dict[str, None] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)


class Across:
    """Gathers what the tables across reports need from the rows of the others; memory holds one entry for each key."""

    def __init__(self) -> None:
        self._services: dict[str, _Seen] = {}
        self._bodies: dict[str, _Body] = {}
        self._questions: dict[str, dict[str, None]] = {}
        self._asked: dict[str, Asked] = {}
        self._answered: dict[str, list[Row]] = {}

    def see(self, table: str, row: Row) -> None:
        """Take note of a row of any table."""
        if table == "reports":
            self._asked[row["report"]] = Asked({name: row[name] for name in _OF_REPORTS})
            if row["service_id"]:
                self._services.setdefault(row["service_id"], _Seen()).reports.append(row)
        elif table == "recommendations":
            self._asked[row["report"]].items.append({name: row[name] for name in _ASKED})
        elif table == "responses":
            self._answered.setdefault(row["report"], []).append({name: row[name] for name in _ANSWERED})
        elif table == "addressees" and row["body_id"]:
            body = self._bodies.setdefault(row["body_id"], _Body(row["kind"]))
            body.names[row["name"]] = None
            body.asked.add((row["report"], row["recommendation"]))
        elif table == "key_questions" and row["question_id"]:
            self._questions.setdefault(row["question_id"], {})[row["question"]] = None

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every row of the tables across reports, in the order of their keys."""
        for name, seen in sorted(self._services.items()):
            yield "services", row_of("services", _service(name, seen.reports))
        for standard in standards().values():
            yield "standards", row_of("standards", {"standard_id": standard.id, "name": standard.name})
        for name, wordings in sorted(self._questions.items()):
            standard_id, _, concern = name.partition(".")
            told: Row = {"standard_id": standard_id, "concern": concern, "name": question_name(name), "wordings": list(wordings)}
            yield "questions", row_of("questions", {"question_id": name} | told)
        for name, body in sorted(self._bodies.items()):
            best = min(body.names, key=lambda text: (len(text), text))
            told = {"kind": body.kind, "name": best, "names": list(body.names), "recommendations": len(body.asked)}
            yield "bodies", row_of("bodies", {"body_id": name} | told)
        for _, seen in sorted(self._services.items()):
            yield from (("inspections", row_of("inspections", values)) for values in inspections(seen.reports))
        yield from self._answers()

    def _answers(self) -> Iterator[tuple[str, Row]]:
        reports = [asked for asked in self._asked.values() if asked.row["document_kind"] != PLAN]
        for name, rows in self._answered.items():
            for found in joined(self._asked[name].row, rows, reports):
                told: Row = {"report": found.plan, "response": found.response, "recommendation_report": found.report}
                told |= {"recommendation": found.recommendation, "joined_by": found.by, "likeness": found.likeness}
                yield "answers", row_of("answers", told | {"reason": found.reason})


def rows_across(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """The rows, and after them those of the tables across reports."""
    across = Across()
    for table, row in rows:
        across.see(table, row)
        yield table, row
    yield from across.rows()


def _when(row: Row) -> tuple[str, str]:
    return row["published"] or "", row["report"]


def inspections(reports: Iterable[Row]) -> list[Row]:
    """Which of its service's inspections each dated report is, oldest first; reports of one month are one inspection, plans are none.

    Args:
        reports: rows of `reports`, all of one service.
    """
    out: list[Row] = []
    number, before, last = 0, None, None
    for row in sorted((row for row in reports if row["published"] and row["document_kind"] != PLAN), key=_when):
        month = row["published"][:7]
        if month != last:
            number, before, last = number + 1, out[-1]["report"] if out else None, month
        names = {name: row[name] for name in ("report", "service_id", "published")}
        out.append(names | {"inspection_number": number, "previous": before})
    return out


def _service(name: str, reports: list[Row]) -> Row:
    ordered = sorted(reports, key=_when)
    inspected = [row for row in ordered if row["document_kind"] != PLAN]
    last, dates = (inspected or ordered)[-1], [row["published"] for row in inspected if row["published"]]
    found = service_of(last["inspected_body"], last["family"], last["title"])
    area = found.area if found and found.id == name else None
    printed = next((row for row in reversed(ordered) if row["region_source"] == "printed"), last)
    return {
        "service_id": name,
        "name": last["inspected_body"],
        "names": list(dict.fromkeys(row["inspected_body"] for row in ordered if row["inspected_body"])),
        "kind": last["service_kind"],
        "sector": last["sector"],
        "region": printed["region"],
        "region_source": printed["region_source"],
        "authorities": [authority.name for authority in area.authorities] if area else [],
        "codes": [authority.code for authority in area.authorities] if area else [],
        "predecessors": predecessors(name),
        "successors": successors(name),
        "inspections": len({date[:7] for date in dates}),
        "first_published": dates[0] if dates else None,
        "last_published": dates[-1] if dates else None,
    }
