"""Corrections put into records: every run applies them after reading, so that a stored record stays what the model said.

A correction belongs to a text of a report: it is applied where the finding of the same id, or one other finding, has the same
text. What is not applied is told, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from findings_nlp.record.schema import Evidence, Finding, Recommendation, Report, ThemeScore
from findings_nlp.review.log import Entry, pinned

_SHOWN = 80


@dataclass(slots=True)
class Corrections:
    """The corrections of a log, and what became of them in a run.

    Args:
        entries: the lines of the log.
    """

    entries: Sequence[Entry]
    applied: int = 0
    _waiting: dict[int, tuple[Entry, dict[str, Any]]] = field(default_factory=dict)
    _why: dict[int, str] = field(default_factory=dict)
    _by_report: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, (entry, fixed) in enumerate(pinned(self.entries)):
            self._waiting[number] = (entry, fixed)
            self._by_report.setdefault(entry["report"], []).append(number)
            if entry.get("sha256"):
                self._by_report.setdefault(f"sha256:{entry['sha256']}", []).append(number)

    @property
    def count(self) -> int:
        """How many corrections are in force."""
        return self.applied + len(self._waiting)

    def corrected(self, record: Report, report: str) -> Report:
        """A record with its corrections, the same where there are none.

        Args:
            record: as it was read.
            report: its id in the run.
        """
        wanted = dict.fromkeys(self._by_report.get(report, []))
        wanted |= dict.fromkeys(self._by_report.get(f"sha256:{record.source.sha256}", []))
        fixed = _Fixed(record)
        for number in wanted:
            if number not in self._waiting:
                continue
            if why := fixed.apply(*self._waiting[number]):
                self._why[number] = why
            else:
                self.applied += 1
                del self._waiting[number]
        return fixed.record()

    def told(self) -> dict[str, Any]:
        """What became of the corrections, for `run.json`."""
        missing = [
            {
                "report": entry["report"],
                "what": entry["what"],
                "text": (entry.get("text") or entry.get("finding_text", ""))[:_SHOWN],
                "reason": self._why.get(number, "the report is not in this run"),
            }
            for number, (entry, _) in self._waiting.items()
        ]
        return {"in_force": self.count, "applied": self.applied, "not_applied": missing}


class _Fixed:
    """One record on its way to being corrected."""

    def __init__(self, record: Report) -> None:
        self._record = record
        self._findings = list(record.findings)
        self._asked = list(record.recommendations)
        self._touched = self._linked = False

    def apply(self, entry: Entry, wanted: dict[str, Any]) -> str | None:
        """Apply one correction; the reason where it cannot be."""
        if entry["what"] == "link":
            return self._link(entry, wanted)
        place = _place(self._findings, entry["finding"], entry["text"])
        if place is None:
            return "no finding of the report has this text"
        self._findings[place] = finding_as(self._findings[place], wanted)
        self._touched = True
        return None

    def _link(self, entry: Entry, wanted: dict[str, Any]) -> str | None:
        finding = _place(self._findings, entry["finding"], entry["finding_text"])
        asked = _place(self._asked, entry["recommendation"], entry["recommendation_text"])
        if finding is None or asked is None:
            return f"no {'finding' if finding is None else 'recommendation'} of the report has this text"
        self._asked[asked] = linked_as(self._asked[asked], self._findings[finding].id, wanted["link"] == "reason")
        self._touched = self._linked = True
        return None

    def record(self) -> Report:
        """The record as it is now; gaps between findings and recommendations are counted anew where they may differ."""
        if not self._touched:
            return self._record
        update: dict[str, Any] = {"findings": self._findings, "recommendations": self._asked}
        looked_for = self._linked or any(r.evidence for r in self._record.recommendations) or self._record.unanswered_findings
        if looked_for:
            answered = {link.finding for r in self._asked for link in r.reasons}
            update["unsupported_recommendations"] = [r.id for r in self._asked if not r.reasons]
            update["unanswered_findings"] = [
                f.id for f in self._findings if f.polarity == "area_for_improvement" and f.id not in answered
            ]
        return self._record.model_copy(update=update)


def _place(items: Sequence[Finding | Recommendation], name: str, text: str) -> int | None:
    """Where the item with this id and text is, or else the one item with this text."""
    alike = [k for k, item in enumerate(items) if item.text == text]
    same = [k for k in alike if items[k].id == name]
    return same[0] if same else alike[0] if len(alike) == 1 else None


def finding_as(finding: Finding, wanted: dict[str, Any]) -> Finding:
    """A finding with what a reviewer corrected: `polarity`, `themes` or both; what was left alone stays.

    A theme that the reviewer added has score 1, uncalibrated, and no words that carry it.
    """
    update: dict[str, Any] = {"corrected": True} | {name: wanted[name] for name in ("polarity",) if name in wanted}
    if "themes" in wanted:
        had = {theme.theme: theme for theme in finding.themes}
        themes = [had.get(name) or ThemeScore(theme=name, score=1.0, calibrated=False) for name in wanted["themes"]]
        update["themes"] = sorted(themes, key=lambda theme: -theme.score)
    return finding.model_copy(update=update)


def linked_as(asked: Recommendation, finding: str, reason: bool) -> Recommendation:
    """A recommendation with a finding as its reason, or without it; a link that the reviewer added has score 1."""
    had = next((link for link in asked.evidence if link.finding == finding), None)
    links: Iterable[Evidence] = [link for link in asked.evidence if link.finding != finding]
    if reason:
        new = had or Evidence(finding=finding, score=1.0, because=[])
        links = [*links, new.model_copy(update={"band": "reason", "corrected": True})]
    ordered = sorted(links, key=lambda link: (link.band != "reason", -link.score))
    return asked.model_copy(update={"evidence": ordered, "corrected": True})
