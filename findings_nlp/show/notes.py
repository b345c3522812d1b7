"""The notes that open on the highlights of a marked PDF."""

from __future__ import annotations

from findings_nlp.records import Finding, Recommendation, Report, ThemeScore
from findings_nlp.show.look import KINDS
from findings_nlp.show.words import page_of, quantity, section_of, share, theme_name, visible, was_labelled


def _themes(themes: list[ThemeScore], labelled: bool) -> str:
    if not labelled:
        return "Themes: not looked for"
    named = [f"{theme_name(t.theme)} {share(t.score)}" + ("" if t.calibrated else " (likeness)") for t in themes]
    return "Themes: " + (", ".join(named) or "none")


def finding_note(report: Report, finding: Finding, reasons: list[tuple[Recommendation, float]]) -> str:
    """The note of a finding: id and kind, standard, themes, quantities, recommendations that it is a reason for."""
    labelled = was_labelled(report)
    lines = [
        f"{finding.id}: {KINDS[finding.polarity].name}",
        f"Standard: {section_of(finding)}",
        _themes(finding.themes, labelled),
    ]
    if finding.quantities:
        lines.append("Quantities: " + "; ".join(quantity(q) for q in finding.quantities))
    if reasons:
        lines.append("A reason for: " + ", ".join(_cited(rec.id, page_of(rec.locations), score) for rec, score in reasons))
    elif finding.id in report.unanswered_findings:
        lines.append("No recommendation answers it")
    return visible("\n".join(lines))


def _cited(name: str, page: int | None, score: float) -> str:
    return f"{name} {share(score)}" + (f" (p. {page})" if page else "")


def recommendation_note(report: Report, rec: Recommendation, pages: dict[str, int | None]) -> str:
    """The note of a recommendation: id, number, addressee, themes, and its evidence with scores and reasons.

    Args:
        report: the record.
        rec: one of its recommendations.
        pages: finding id -> the page where the finding begins.
    """
    labelled = was_labelled(report)
    number = f" {rec.number}" if rec.number is not None else ""
    lines = [
        f"{rec.id}: recommendation{number}",
        f"For: {rec.addressee or 'nobody named'}",
        _themes(rec.themes, labelled),
    ]
    if rec.evidence:
        # some viewers cut long notes: the links first, their reasons after
        lines.append("Evidence: " + ", ".join(_cited(e.finding, pages.get(e.finding), e.score) for e in rec.evidence))
        lines += [f"{e.finding} because of {', '.join(theme_name(b) for b in e.because)}" for e in rec.evidence if e.because]
    else:
        lines.append("Evidence: none found" if labelled else "Evidence: not looked for")
    return visible("\n".join(lines))
