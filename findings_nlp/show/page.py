"""One report as one page for a browser: `report_page`. The page holds no script and asks the network for nothing."""

from __future__ import annotations

from typing import Any

from findings_nlp import __version__
from findings_nlp.records import Finding, Location, Notice, Quantity, Recommendation, Report, ThemeScore
from findings_nlp.show.look import KINDS, RATINGS
from findings_nlp.show.templating import render
from findings_nlp.show.words import by_section, page_of, quantity, reasons_for, share, short, theme_name, was_labelled

# warnings that tell of text which is in no part of the record
UNREAD = ("unassigned_text", "page_without_text", "unreadable_text", "no_findings")
_SOURCES = {"sentence": "read in a sentence", "score_band": "the band of the score: no rating is printed as text"}

Values = dict[str, Any]


def report_page(report: Report) -> str:
    """A report as a self-contained HTML page: ratings, findings by section, recommendations with evidence, warnings.

    All text of the report is escaped; a Content-Security-Policy forbids scripts and everything from outside.
    """
    labelled = was_labelled(report)
    findings = {f.id: f for f in report.findings}
    return render(
        "report.html",
        styles=["report.css"],
        report=report,
        labelled=labelled,
        version=__version__,
        kinds=KINDS,
        facts=_facts(report),
        overall=RATINGS[report.overall_rating] if report.overall_rating else None,
        overall_source=_SOURCES.get(report.overall_rating_source or "", ""),
        ratings=[{"row": r, "look": RATINGS[r.rating], "page": page_of(r.locations)} for r in report.ratings],
        questions=[{"row": q, "page": page_of(q.locations)} for q in report.key_questions],
        sections=_sections(report),
        groups=_groups(report, findings),
        matrix=_matrix(report, findings),
        unsupported=[_brief(r) for r in report.recommendations if r.id in report.unsupported_recommendations],
        unanswered=[_brief(findings[f]) for f in report.unanswered_findings if f in findings],
        unread=[_notice(w) for w in report.warnings if w.code in UNREAD],
        warnings=[_notice(w) for w in report.warnings if w.code not in UNREAD],
        quotes=[{"row": q, "pages": _pages(q.locations)} for q in report.quotes],
    )


def _facts(report: Report) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("Region", report.region),
        ("Published", report.published),
        ("Fieldwork started", report.fieldwork_started),
        ("Lead inspector", report.lead_inspector),
        ("Cases inspected", report.cases_inspected),
        ("ISBN", report.isbn),
    ]
    return [(name, value) for name, value in facts if value is not None]


def _pages(locations: list[Location]) -> str:
    pages = list(dict.fromkeys(location.page for location in locations if location.page is not None))
    if not pages:
        return ""
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {', '.join(map(str, pages))}"


def _chips(themes: list[ThemeScore]) -> list[Values]:
    return [{"name": theme_name(t.theme), "share": share(t.score) + ("" if t.calibrated else " likeness")} for t in themes]


def parts(text: str, quantities: list[Quantity]) -> tuple[list[tuple[str, str]], list[str]]:
    """Text cut at its quantities: pieces with what each was read as (empty for plain text), and quantities not found in it.

    >>> parts("In six of 21 cases.", [Quantity(text="six of 21 cases", value=6, unit="cases", of=21)])[0]
    [('In ', ''), ('six of 21 cases', '6 cases of 21'), ('.', '')]
    """
    out: list[tuple[str, str]] = []
    lost: list[str] = []
    at = 0
    for q in quantities:
        found = text.find(q.text, at) if q.text else -1
        if found < 0:
            lost.append(quantity(q))
            continue
        end = found + len(q.text)
        out += [(text[at:found], ""), (text[found:end], f"{q.value:g} {q.unit}" + (f" of {q.of:g}" if q.of is not None else ""))]
        at = end
    return [piece for piece in [*out, (text[at:], "")] if piece[0]], lost


def _finding(finding: Finding, reasons: list[tuple[Recommendation, float]], unanswered: bool) -> Values:
    pieces, lost = parts(finding.text, finding.quantities)
    return {
        "id": finding.id,
        "parts": pieces,
        "quantities": lost,
        "chips": _chips(finding.themes),
        "pages": _pages(finding.locations),
        "reasons": [{"id": rec.id, "share": share(score)} for rec, score in reasons],
        "unanswered": unanswered,
    }


def _sections(report: Report) -> list[Values]:
    reasons = reasons_for(report)
    rated = {r.standard: RATINGS[r.rating] for r in report.ratings if r.standard}
    out = []
    for title, findings in by_section(report.findings).items():
        sides = {
            kind: [_finding(f, reasons.get(f.id, []), f.id in report.unanswered_findings) for f in findings if f.polarity == kind]
            for kind in ("strength", "area_for_improvement")
        }
        look = next((rated[f.standard] for f in findings if f.standard in rated), None)
        out.append({"title": title, "look": look, "sides": sides})
    return out


def _groups(report: Report, findings: dict[str, Finding]) -> list[Values]:
    """Recommendations under whom they address, in the report's order."""
    out: dict[str, list[Values]] = {}
    for rec in report.recommendations:
        evidence = [
            {
                "id": link.finding,
                "share": share(link.score),
                "because": [theme_name(b) for b in link.because],
                "text": short(findings[link.finding].text, 110),
                "kind": findings[link.finding].polarity,
                "pages": _pages(findings[link.finding].locations),
            }
            for link in rec.evidence
            if link.finding in findings
        ]
        item = {"row": rec, "chips": _chips(rec.themes), "pages": _pages(rec.locations), "evidence": evidence}
        out.setdefault(rec.addressee or "", []).append(item)
    return [{"addressee": addressee, "items": items} for addressee, items in out.items()]


def _matrix(report: Report, findings: dict[str, Finding]) -> list[Values]:
    """One row for each finding with a link, in the report's order; one cell for each recommendation."""
    scores = {(link.finding, rec.id): link.score for rec in report.recommendations for link in rec.evidence}
    linked = [f for f in findings.values() if any(name == f.id for name, _ in scores)]
    return [
        {
            "id": f.id,
            "kind": f.polarity,
            "text": short(f.text, 90),
            "cells": [_cell(rec.id, scores.get((f.id, rec.id))) for rec in report.recommendations],
        }
        for f in linked
    ]


def _cell(rec: str, score: float | None) -> Values:
    """`level` 1 to 4 is the quarter that the score falls in."""
    return {"rec": rec, "share": share(score) if score is not None else "", "level": min(4, int((score or 0) * 4) + 1)}


def _brief(item: Finding | Recommendation) -> Values:
    return {"id": item.id, "text": item.text, "pages": _pages(item.locations)}


def _notice(notice: Notice) -> Values:
    return {"code": notice.code, "message": notice.message, "pages": _pages(notice.locations)}
