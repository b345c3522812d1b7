"""The notes that open on the highlights of a marked PDF."""

from __future__ import annotations

from collections.abc import Sequence

from findings_nlp.record.schema import Evidence, Finding, Recommendation, Report, ThemeScore
from findings_nlp.show.styles import KINDS
from findings_nlp.show.words import heading_of, page_of, quantity, section_of, share, short, theme_name, visible, was_labelled

_LONGEST = 80  # letters of a quote
Links = Sequence[tuple[Recommendation, float]]


def _themes(themes: list[ThemeScore], labelled: bool) -> str:
    if not labelled:
        return "Themes: not looked for"
    named = [f"{theme_name(t.theme)} {share(t.score)}" + ("" if t.calibrated else " (likeness)") for t in themes]
    return "Themes: " + (", ".join(named) or "none")


def _carriers(themes: list[ThemeScore]) -> list[str]:
    """A line for each theme whose words or heading are known."""
    out = []
    for theme in themes:
        if heading := heading_of(theme.because):
            out.append(f"{theme_name(theme.theme)}: no words, but the heading “{short(heading, _LONGEST)}”")
        elif theme.because:
            quotes = (short(" ".join(words.split()), _LONGEST) for words in theme.because)
            out.append(f"{theme_name(theme.theme)}: " + ", ".join(f"“{quote}”" for quote in quotes))
    return out


def finding_note(report: Report, finding: Finding, reasons: Links, possible: Links = ()) -> str:
    """The note of a finding: id and kind, standard, themes, quantities, its recommendations, the words of each theme.

    Args:
        report: the record.
        finding: one of its findings.
        reasons: the recommendations that it is a reason for, with the links' scores.
        possible: those for which it is listed as possible only.
    """
    labelled = was_labelled(report)
    lines = [
        f"{finding.id}: {KINDS[finding.polarity].name}",
        f"Standard: {section_of(finding)}",
        _themes(finding.themes, labelled),
    ]
    if finding.basis == "model":
        lines.append(
            f"Read in prose by the model: {share(finding.basis_score or 0.0)}" + (", in a summary" if finding.in_summary else "")
        )
    if finding.quantities:
        lines.append("Quantities: " + "; ".join(quantity(q) for q in finding.quantities))
    if reasons:
        lines.append("A reason for: " + _recommendations(reasons))
    elif finding.id in report.unanswered_findings:
        lines.append("No recommendation answers it")
    if possible:
        lines.append("Possibly for (below the threshold): " + _recommendations(possible))
    # some viewers cut long notes: the words come last
    return visible("\n".join([*lines, *_carriers(finding.themes)]))


def _recommendations(links: Links) -> str:
    return ", ".join(_cited(rec.id, page_of(rec.locations), score) for rec, score in links)


def _cited(name: str, page: int | None, score: float) -> str:
    return f"{name} {share(score)}" + (f" (p. {page})" if page else "")


def recommendation_note(report: Report, rec: Recommendation, pages: dict[str, int | None]) -> str:
    """The note of a recommendation: id, number, addressee, themes, evidence by band with scores, the words of each.

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
    possible = [link for link in rec.evidence if link.band == "possible"]

    def cited(links: list[Evidence]) -> str:
        return ", ".join(_cited(link.finding, pages.get(link.finding), link.score) for link in links)

    if rec.reasons:
        lines.append("Evidence: " + cited(rec.reasons))
    else:
        lines.append("Evidence: none found" if labelled else "Evidence: not looked for")
    if possible:
        lines.append("Possible (below the threshold): " + cited(possible))
    # some viewers cut long notes: the links first, what ties them after
    ties = [f"{e.finding} because of {', '.join(theme_name(b) for b in e.because)}" for e in rec.reasons if e.because]
    return visible("\n".join([*lines, *ties, *_carriers(rec.themes)]))
