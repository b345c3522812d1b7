"""The simple page of a report: all of its findings and recommendations, each with a place that links can point to."""

from __future__ import annotations

from typing import Any

from findings_nlp.show.carriers import shown
from findings_nlp.site.archive import UNRATED, Report
from findings_nlp.site.briefing import briefing
from findings_nlp.site.items import AREA, STRENGTH, Finding, Recommendation
from findings_nlp.site.pages import Pages

REPEATED = "Repeated in the executive summary"


def report_page(pages: Pages, report: Report, full: str | None) -> str:
    """The page of one report.

    Args:
        pages: the archive's pages.
        report: the report.
        full: the address of its page by `findings-nlp html`, where there is one.
    """
    groups: dict[str, dict[str, list[Finding]]] = {}
    for finding in (*report.findings, *(f for f in report.printed if f.in_summary)):
        own = finding.standard if finding.standard != UNRATED else finding.section or UNRATED
        name = REPEATED if finding.in_summary else own
        groups.setdefault(name, {STRENGTH: [], AREA: []}).setdefault(finding.polarity, []).append(finding)
    strengths = sum(f.polarity == STRENGTH for f in report.findings)
    anchors = {f.id: f.anchor for f in report.printed}
    cited = {name for item in report.recommendations for name, _ in (*item.reasons, *item.possible)}
    anchors |= {name: name for name in cited - set(anchors)}
    return pages.render(
        "report",
        "reports",
        depth=1,
        scripts=("assets/report.js",),
        brief=briefing(report),
        # by number, because an id may be any text
        theme_numbers={theme: number for number, theme in enumerate(_themes(report), 1)},
        report=report,
        place=pages.place_of[report.name],
        full=full,
        strengths=strengths,
        areas=sum(f.polarity == AREA for f in report.findings),
        repeats=len(report.printed) - len(report.findings),
        groups=[(name, [(polarity, found) for polarity, found in sides.items() if found]) for name, sides in groups.items()],
        anchors=anchors,
        shown=_shown,
    )


def _themes(report: Report) -> list[str]:
    found = {theme for finding in report.printed for theme in finding.themes}
    return sorted(found | {theme for item in report.recommendations for theme in item.themes})


def _shown(item: Finding | Recommendation) -> dict[str, Any]:
    """The text of a finding or recommendation in pieces, and each theme's id with what its chip tells."""
    found = shown(item.text, [item.carriers.get(theme, ((), ())) for theme in item.themes])
    return {"pieces": found.pieces, "chips": list(zip(item.themes, found.carried, strict=True))}
