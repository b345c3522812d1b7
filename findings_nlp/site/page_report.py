"""The simple page of a report: all of its findings and recommendations, each with a place that links can point to."""

from __future__ import annotations

from findings_nlp.site.archive import AREA, STRENGTH, UNRATED, Finding, Report
from findings_nlp.site.pages import Pages


def report_page(pages: Pages, report: Report, full: str | None) -> str:
    """The page of one report.

    Args:
        pages: the archive's pages.
        report: the report.
        full: the address of its page by `findings-nlp html`, where there is one.
    """
    groups: dict[str, dict[str, list[Finding]]] = {}
    for finding in report.findings:
        name = finding.standard if finding.standard != UNRATED else finding.section or UNRATED
        groups.setdefault(name, {STRENGTH: [], AREA: []}).setdefault(finding.polarity, []).append(finding)
    strengths = sum(f.polarity == STRENGTH for f in report.findings)
    anchors = {f.id: f.anchor for f in report.findings}
    anchors |= {name: name for item in report.recommendations for name, _ in item.evidence if name not in anchors}
    return pages.render(
        "report",
        "reports",
        depth=1,
        report=report,
        place=pages.place_of[report.name],
        full=full,
        strengths=strengths,
        areas=len(report.findings) - strengths,
        groups=[(name, [(polarity, found) for polarity, found in sides.items() if found]) for name, sides in groups.items()],
        anchors=anchors,
    )
