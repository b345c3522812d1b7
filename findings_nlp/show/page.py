"""One report as one page for a browser: `report_page`. The page holds no script and asks the network for nothing."""

from __future__ import annotations

from typing import Any

from findings_nlp import __version__
from findings_nlp.record.schema import Evidence, Finding, Location, Notice, Recommendation, Report
from findings_nlp.show.carriers import Shown, carrier_css, shown, slots_of
from findings_nlp.show.styles import KINDS, RATINGS
from findings_nlp.show.templating import render
from findings_nlp.show.words import FACTS, by_section, facts_told, linked_to, page_of, share, short, theme_name, was_labelled

# warnings that tell of text which is in no part of the record
UNREAD = (
    "unassigned_text",
    "unassigned_list",
    "file_cut_short",
    "text_cut",
    "page_without_text",
    "text_in_picture",
    "unreadable_text",
    "unprinted_text",
    "no_findings",
    "no_recommendations",
    "one_sided",
    "heading_missing",
    "page_missing",
    "unmatched_percentage",
    "broken_text",
)
_SOURCES = {"sentence": "read in a sentence", "score_band": "the band of the score: no rating is printed as text"}

Values = dict[str, Any]


def report_page(report: Report) -> str:
    """A report as a self-contained HTML page: ratings, findings by section, recommendations with evidence, warnings.

    The words of a theme are underlined while its chip is pointed at, reached by keyboard or ticked. All text of the report is
    escaped; a Content-Security-Policy forbids scripts and everything from outside.

    Raises:
        TypeError: for anything but a `Report`.
    """
    if not isinstance(report, Report):
        raise TypeError(f"report is a findings_nlp.Report, not {type(report).__name__}: read_report gives one")
    labelled = was_labelled(report)
    findings = {f.id: f for f in report.findings}
    themes = [f.themes for f in report.findings] + [r.themes for r in report.recommendations]
    return render(
        "report.html",
        styles=["report.css"],
        rules=carrier_css(slots_of(themes)),
        report=report,
        labelled=labelled,
        version=__version__,
        kinds=KINDS,
        facts=_facts(report),
        # a record of an earlier version tells no facts
        pages_of=dict.fromkeys(("overall_rating", "score"), "")
        | {f: _pages(read.locations) for _, f, read in facts_told(report)},
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
        account=[(role, share(part)) for role, part in sorted(report.account.shares.items(), key=lambda pair: -pair[1])],
        passages=[{"row": u, "pages": _pages(u.locations)} for u in report.account.unread],
        quotes=[{"row": q, "pages": _pages(q.locations)} for q in report.quotes],
    )


def _facts(report: Report) -> list[tuple[str, object, str]]:
    """Name, value and page of each fact, but for those that the page shows elsewhere."""
    at = {field: _pages(read.locations) for _, field, read in facts_told(report)}
    fields = ("region", "published", "fieldwork_started", "lead_inspector", "cases_inspected", "isbn")
    found = [(FACTS[field], getattr(report, field), at.get(field, "")) for field in fields]
    return [fact for fact in found if fact[1] is not None]


def _pages(locations: list[Location]) -> str:
    pages = list(dict.fromkeys(location.page for location in locations if location.page is not None))
    if not pages:
        return ""
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {', '.join(map(str, pages))}"


def _shown(item: Finding | Recommendation) -> Shown:
    quantities = item.quantities if isinstance(item, Finding) else []
    return shown(item.text, [(t.spans, t.because) for t in item.themes], quantities)


def _chips(item: Finding | Recommendation, parts: Shown) -> list[Values]:
    return [
        {"name": theme_name(t.theme), "share": share(t.score) + ("" if t.calibrated else " likeness"), "carried": carried}
        for t, carried in zip(item.themes, parts.carried, strict=True)
    ]


def _cited(links: list[tuple[Recommendation, float]]) -> list[Values]:
    return [{"id": rec.id, "share": share(score)} for rec, score in links]


def _sections(report: Report) -> list[Values]:
    reasons, possible = linked_to(report, "reason"), linked_to(report, "possible")
    rated = {r.standard: RATINGS[r.rating] for r in report.ratings if r.standard}

    def finding(f: Finding) -> Values:
        parts = _shown(f)
        return {
            "id": f.id,
            "pieces": parts.pieces,
            "quantities": parts.lost,
            "chips": _chips(f, parts),
            "pages": _pages(f.locations),
            "reasons": _cited(reasons.get(f.id, [])),
            "possible": _cited(possible.get(f.id, [])),
            "unanswered": f.id in report.unanswered_findings,
            "sure": share(f.basis_score or 0.0) if f.basis == "model" else "",
            "in_summary": f.in_summary,
            "question": f.question,
        }

    out = []
    for title, findings in by_section(report.findings).items():
        sides = {k: [finding(f) for f in findings if f.polarity == k] for k in ("strength", "area_for_improvement")}
        if mixed := [finding(f) for f in findings if f.polarity == "mixed"]:
            sides["mixed"] = mixed
        look = next((rated[f.standard] for f in findings if f.standard in rated), None)
        out.append({"title": title, "look": look, "sides": sides})
    return out


def _groups(report: Report, findings: dict[str, Finding]) -> list[Values]:
    """Recommendations under whom they address, in the report's order."""
    out: dict[str, list[Values]] = {}
    for rec in report.recommendations:
        parts = _shown(rec)
        item = {"row": rec, "pieces": parts.pieces, "chips": _chips(rec, parts), "pages": _pages(rec.locations)}
        for band in ("reason", "possible"):
            links = [link for link in rec.evidence if link.band == band and link.finding in findings]
            item[band] = [_link(link, findings[link.finding]) for link in links]
        out.setdefault(rec.addressee or "", []).append(item)
    named = {rec.addressee or "": report.facts.addressees.get(rec.id) for rec in reversed(report.recommendations)}
    return [
        {"addressee": addressee, "items": items, "pages": _pages(read.locations) if (read := named[addressee]) else ""}
        for addressee, items in out.items()
    ]


def _link(link: Evidence, finding: Finding) -> Values:
    return {
        "id": link.finding,
        "share": share(link.score),
        "because": [theme_name(b) for b in link.because],
        "text": short(finding.text, 110),
        "kind": finding.polarity,
        "pages": _pages(finding.locations),
    }


def _matrix(report: Report, findings: dict[str, Finding]) -> list[Values]:
    """One row for each finding with a link, in the report's order; one cell for each recommendation."""
    links = {(link.finding, rec.id): link for rec in report.recommendations for link in rec.evidence}
    linked = {name for name, _ in links}
    reasons = {name for (name, _), link in links.items() if link.band == "reason"}
    return [
        {
            "id": f.id,
            "kind": f.polarity,
            "text": short(f.text, 90),
            "reason": f.id in reasons,
            "cells": [_cell(links.get((f.id, rec.id))) for rec in report.recommendations],
        }
        for f in findings.values()
        if f.id in linked
    ]


def _cell(link: Evidence | None) -> Values:
    """What a cell shows; the class of a reason tells the quarter that its score falls in, 1 to 4."""
    if link is None:
        return {"share": "", "css": ""}
    if link.band == "possible":
        return {"share": f"({share(link.score)})", "css": "possible"}
    return {"share": share(link.score), "css": f"level-{min(4, int(link.score * 4) + 1)}"}


def _brief(item: Finding | Recommendation) -> Values:
    return {"id": item.id, "text": item.text, "pages": _pages(item.locations)}


def _notice(notice: Notice) -> Values:
    return {"code": notice.code, "message": notice.message, "pages": _pages(notice.locations)}
