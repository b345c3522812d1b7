"""Reports, findings and recommendations of one region, one standard or one body addressed, each with a page of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from findings_nlp.families.rating_rules import RATINGS
from findings_nlp.keys.standards import standards
from findings_nlp.site.archive import Archive, Place, Report
from findings_nlp.site.figures import Share, years_of
from findings_nlp.site.items import AREA, STRENGTH, Finding, Recommendation
from findings_nlp.site.slugs import slugs

GOOD = ("Good", "Outstanding")


@dataclass(slots=True)
class Group:
    """What stands on one page.

    Attributes:
        kind: `regions`, `standards` or `addressees`, the folder of its page.
        id: the value of the search's filter.
        name: for readers.
        slug: the page's name.
        reports: newest first.
        findings: with their reports, newest first.
        recommendations: with their reports, newest first.
        ratings: of each report that has one here: the overall rating, or that of the standard.
        sector: of a body that is a service, else nothing.
    """

    kind: str
    id: str
    name: str
    slug: str = ""
    reports: list[Report] = field(default_factory=list)
    findings: list[tuple[Report, Finding]] = field(default_factory=list)
    recommendations: list[tuple[Report, Recommendation]] = field(default_factory=list)
    ratings: list[tuple[Report, str]] = field(default_factory=list)


def groups_of(archive: Archive) -> dict[str, list[Group]]:
    """The groups of each kind, by name."""
    found = {"regions": _regions(archive), "standards": _standards(archive), "addressees": _addressees(archive)}
    for groups in found.values():
        short = slugs(group.id for group in groups)
        for group in groups:
            group.slug = short[group.id]
        groups.sort(key=lambda group: (group.name.casefold(), group.id))
    return found


def _regions(archive: Archive) -> list[Group]:
    out: dict[str, Group] = {}
    for report in archive.reports:
        if report.region:
            group = out.setdefault(report.region, Group("regions", report.region, report.region))
            group.reports.append(report)
            group.findings += [(report, finding) for finding in report.findings]
            group.recommendations += [(report, item) for item in report.recommendations]
            group.ratings += [(report, report.overall)] if report.overall else []
    return list(out.values())


def _standards(archive: Archive) -> list[Group]:
    known = standards()
    out: dict[str, Group] = {}
    for report in archive.reports:
        for name in dict.fromkeys([*report.rated, *(f.standard_id for f in report.findings if f.standard_id)]):
            group = out.setdefault(name, Group("standards", name, known[name].name if name in known else name))
            group.reports.append(report)
            group.findings += [(report, finding) for finding in report.findings if finding.standard_id == name]
            group.ratings += [(report, report.rated[name])] if name in report.rated else []
    return list(out.values())


def _addressees(archive: Archive) -> list[Group]:
    out: dict[str, Group] = {}
    for report in archive.reports:
        for item in report.recommendations:
            for name, written in {name: written for name, _, written in item.bodies if name}.items():
                group = out.setdefault(name, Group("addressees", name, written))
                group.name = min(group.name, written, key=lambda text: (len(text), text))
                group.recommendations.append((report, item))
                if not group.reports or group.reports[-1] is not report:
                    group.reports.append(report)
    return list(out.values())


def ratings_by_year(ratings: Iterable[tuple[Report, str]]) -> list[tuple[str, dict[str, int]]]:
    """The number of each rating by year, newest year first, best rating first; years without a rating are left out."""
    found = [(report, rating) for report, rating in ratings if rating in RATINGS]
    counts = Counter((report.year, rating) for report, rating in found)
    years = [year for year in years_of(report for report, _ in found) if any(counts[year, rating] for rating in RATINGS)]
    return [(year, {rating: counts[year, rating] for rating in reversed(RATINGS)}) for year in reversed(years)]


def good(ratings: Iterable[tuple[Report, str]]) -> Share:
    """Those that are Good or Outstanding."""
    found = [rating for _, rating in ratings if rating in RATINGS]
    return Share(sum(rating in GOOD for rating in found), len(found))


def themes_of(findings: Iterable[tuple[Report, Finding]]) -> list[tuple[str, Share, Share]]:
    """Theme, share of the areas for improvement and of the strengths that are on it; commonest area first."""
    counts = {side: Counter[str]() for side in (AREA, STRENGTH)}
    totals: Counter[str] = Counter()
    for _, finding in findings:
        totals[finding.polarity] += 1
        if finding.polarity in counts:
            counts[finding.polarity].update(set(finding.themes))
    names = sorted(set(counts[AREA]) | set(counts[STRENGTH]), key=lambda t: (-counts[AREA][t], -counts[STRENGTH][t], t))
    return [(t, Share(counts[AREA][t], totals[AREA]), Share(counts[STRENGTH][t], totals[STRENGTH])) for t in names]


def asked_about(recommendations: Iterable[tuple[Report, Recommendation]]) -> list[tuple[str, Share]]:
    """Theme and share of the recommendations on it, commonest first."""
    found = list(recommendations)
    counts = Counter(theme for _, item in found for theme in set(item.themes))
    return [(theme, Share(count, len(found))) for theme, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def inspected_again(places: Iterable[Place]) -> Iterator[tuple[Place, int]]:
    """Services with two overall ratings or more, each with the step from the last but one to the last: above 0 is better."""
    for place in places:
        rated = [RATINGS.index(report.overall) for report in place.reports if report.overall in RATINGS]
        if len(rated) > 1:
            yield place, rated[-1] - rated[-2]
