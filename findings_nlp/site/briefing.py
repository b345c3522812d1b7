"""The briefing at the head of a report's page: what a reader who has one minute needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from findings_nlp.families.rating_rules import POINTS
from findings_nlp.site.archive import Report
from findings_nlp.site.items import AREA, STRENGTH, Recommendation

MOST_THEMES = 4
MOST_RECOMMENDATIONS = 4


@dataclass(frozen=True, slots=True)
class Briefing:
    """What stands on the first screen.

    Attributes:
        ratings: standards from the lowest rating up: number and name, rating.
        recommendations: the first of them, with the number of findings that are reasons.
        more: how many further recommendations there are.
        themes: the commonest of the areas for improvement with their number there and among the strengths.
        gaps: sentences on what does not add up, each only where there is something to tell.
    """

    ratings: list[tuple[str, str]]
    recommendations: list[tuple[Recommendation, int]]
    more: int
    themes: list[tuple[str, int, int]]
    gaps: list[str]


def briefing(report: Report) -> Briefing:
    """The briefing of a report."""
    ratings = [(f"{standard} {name}".strip(), rating) for standard, name, rating in report.ratings]
    ratings.sort(key=lambda one: POINTS.get(one[1], 9))
    asked = [(item, len(item.reasons)) for item in report.recommendations[:MOST_RECOMMENDATIONS]]
    counts = {side: Counter(t for f in report.findings if f.polarity == side for t in set(f.themes)) for side in (AREA, STRENGTH)}
    common = sorted(counts[AREA], key=lambda theme: (-counts[AREA][theme], theme))[:MOST_THEMES]
    themes = [(theme, counts[AREA][theme], counts[STRENGTH][theme]) for theme in common]
    return Briefing(ratings, asked, len(report.recommendations) - len(asked), themes, _gaps(report))


def _gaps(report: Report) -> list[str]:
    linked = {finding for item in report.recommendations for finding, _ in item.reasons}
    # a report that no evidence was looked for in has no gaps of evidence
    looked = any(item.reasons or item.possible for item in report.recommendations)
    without = sum(not item.reasons for item in report.recommendations) if looked else 0
    areas = [f for f in report.findings if f.polarity == AREA]
    unanswered = sum(f.id not in linked for f in areas) if looked else 0
    out = []
    if without:
        out.append(
            f"{without} of {len(report.recommendations)} recommendations rest on no finding that was recognised as a reason."
        )
    if unanswered:
        out.append(f"{unanswered} of {len(areas)} areas for improvement are a reason for no recommendation.")
    if report.warnings:
        out.append(
            f"{len(report.warnings)} thing{'s do' if len(report.warnings) > 1 else ' does'} not add up; see the end of the page."
        )
    return out
