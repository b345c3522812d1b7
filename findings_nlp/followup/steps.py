"""The steps of each recommendation's thread: answers, the recommendation made again, findings on its matter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from findings_nlp.comparison.sameness import Reading, Text, reading
from findings_nlp.followup.following import following_of, threshold
from findings_nlp.followup.inspected import Inspected, Inspections

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import ThemeModel

Row = dict[str, Any]
Steps = dict[tuple[str, str], list[Row]]
# among many reports chance likenesses are many: what a national report repeats must be surer than what the same service's does
NATIONAL_LEAST = 0.8


@dataclass(slots=True)
class Readings:
    """The texts of reports as the model reads them, each read once."""

    model: ThemeModel
    _kept: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def of(self, report: Inspected, kind: str, texts: list[Text]) -> Reading:
        """The texts of a report of a kind, `recommendation` or `finding`."""
        key = report.name, kind
        if key not in self._kept:
            self._kept[key] = reading(self.model, texts)
        return self._kept[key]


def steps_of(archive: Inspections, model: ThemeModel) -> Steps:
    """The steps of every recommendation that has any, by report and id, in the order of time."""
    out: Steps = defaultdict(list)
    for key, answers in archive.answers.items():
        out[key] += [_answer(row) for row in answers]
    readings = Readings(model)
    for reports in archive.services.values():
        dated = [r for r in reports if r.number is not None]
        for k, earlier in enumerate(dated):
            for later in dated[k + 1 :]:
                if later.number != earlier.number:
                    _follow(out, readings, earlier, later, "recommendation", "service")
                    _follow(out, readings, earlier, later, "finding", "service")
    for earlier in [report for reports in archive.services.values() for report in reports] + archive.national:
        for later in archive.national:
            one = later.row["service_id"] is not None and later.row["service_id"] == earlier.row["service_id"]
            if earlier.published and later.published > earlier.published and not one:
                _follow(out, readings, earlier, later, "recommendation", "national")
    return {
        key: sorted(steps, key=lambda s: (s["published"] or "", s["step_report"], s["kind"], s["item"]))
        for key, steps in out.items()
    }


def _answer(row: Row) -> Row:
    where = f"{row['sheet'] or 'row'}, row {row['row']}" if row["row"] is not None else None
    return {
        "kind": "response",
        "scope": "service",
        "step_report": row["report"],
        "item": row["response"],
        "published": row["published"],
        "side": row["status"],
        "text": row["response_text"] or row["status_printed"] or row["progress"] or "",
        "page": row["page"],
        "place": where,
        "page_url": row["page_url"],
        "answer": row,
    }


def _step(kind: str, scope: str, report: Inspected, row: Row, chance: float) -> Row:
    return {
        "kind": kind,
        "scope": scope,
        "step_report": report.name,
        "item": row[kind],
        "published": report.row["published"],
        "inspection_number": report.number,
        "side": row.get("polarity"),
        "text": row["text"],
        "page": row["page"],
        "page_url": row["page_url"],
        "probability": chance,
    }


def _follow(out: Steps, readings: Readings, earlier: Inspected, later: Inspected, kind: str, scope: str) -> None:
    """Add what the later report says on the matters of the earlier one's recommendations, in its findings or its recommendations."""
    firsts = earlier.asked()
    seconds, rows = (later.found(), later.findings) if kind == "finding" else (later.asked(), later.recommendations)
    if not firsts or not seconds:
        return
    asked, found = readings.of(earlier, "recommendation", firsts), readings.of(later, kind, seconds)
    tier = readings.model.tier
    chances = following_of(tier, asked, found)
    least = max(NATIONAL_LEAST, threshold(tier)) if scope == "national" else threshold(tier)
    for first, second in np.argwhere(chances >= least):
        step = _step(kind, scope, later, rows[second], round(float(chances[first, second]), 4))
        out[earlier.name, firsts[first].id].append(step)
