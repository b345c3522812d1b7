"""What comes back in a service's successive reports: themes of areas for improvement, and recommendations.

Two recommendations are called repeated where their words are nearly the same (half or more of their different words are
shared), or, failing that, where they carry exactly the same themes. Both are hints for a reader, and the page says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from findings_nlp.retrieval.words import words
from findings_nlp.site.archive import Place, Report
from findings_nlp.site.items import AREA, Finding, Recommendation

# share of all different words of the two texts: a judgement, see the module's docstring
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Recurring:
    """A theme with its areas for improvement in each report of the place; `run` is the longest row of successive reports."""

    theme: str
    findings: tuple[tuple[Finding, ...], ...]
    run: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A recommendation and the earlier one it repeats; `share` of words in common; `same_words` or else the same themes."""

    earlier: Report
    first: Recommendation
    later: Report
    second: Recommendation
    share: float
    same_words: bool


def _run(found: list[tuple[Finding, ...]]) -> int:
    best = now = 0
    for findings in found:
        now = now + 1 if findings else 0
        best = max(best, now)
    return best


def recurring_areas(place: Place) -> list[Recurring]:
    """Themes that are areas for improvement in two or more successive reports; longest runs first."""
    by_theme: dict[str, list[list[Finding]]] = {}
    for number, report in enumerate(place.reports):
        for finding in report.findings:
            if finding.polarity == AREA:
                for theme in finding.themes:
                    by_theme.setdefault(theme, [[] for _ in place.reports])[number].append(finding)
    out = []
    for theme, lists in by_theme.items():
        found = [tuple(findings) for findings in lists]
        if (run := _run(found)) > 1:
            out.append(Recurring(theme, tuple(found), run))
    return sorted(out, key=lambda r: (-r.run, -sum(map(len, r.findings)), r.theme))


def repeated_recommendations(place: Place) -> list[Repeated]:
    """For each recommendation the one of the report before that it repeats most nearly, if any; newest first."""
    out = []
    for earlier, later in pairwise(place.reports):
        before = [(item, set(words(item.text))) for item in earlier.recommendations]
        for second in later.recommendations:
            own = set(words(second.text))
            best: tuple[float, bool, Recommendation] | None = None
            for first, others in before:
                share = len(own & others) / len(own | others) if own | others else 0.0
                near, alike = share >= NEAR, bool(second.themes) and set(second.themes) == set(first.themes)
                if (near or alike) and (best is None or (near, share) > (best[1], best[0])):
                    best = (share, near, first)
            if best:
                out.append(Repeated(earlier, best[2], later, second, best[0], best[1]))
    return sorted(out, key=lambda r: (r.later.published, r.same_words, r.share), reverse=True)
