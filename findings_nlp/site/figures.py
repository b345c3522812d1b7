"""The numbers of the pages. Every share comes with what it is a share of; a share of few reports is marked as such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from findings_nlp.bands import RATINGS
from findings_nlp.site.archive import AREA, STRENGTH, Archive, Report
from findings_nlp.site.shades import step

SECTORS = {"adult": "Adult probation", "youth": "Youth justice", "other": "Other reports"}
# fewer reports than this: the share is printed pale and in brackets
FEW = 5


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total` reports."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """Rounded to a whole number, halves up."""
        return int(self.value * 100 + 0.5)

    @property
    def few(self) -> bool:
        """Whether there are too few reports for the share to say much."""
        return self.total < FEW

    @property
    def step(self) -> int:
        """The step of the heat map's ramp."""
        return step(self.value)

    def __str__(self) -> str:
        return f"{self.count} of {self.total}"


@dataclass(slots=True)
class HeatMap:
    """Theme by year: `rows` hold the theme's id, its share over all years, and one share for each year."""

    sector: str
    polarity: str
    years: list[str]
    totals: list[int]
    starts: dict[str, list[str]]
    rows: list[tuple[str, Share, list[Share]]] = field(default_factory=list)


def years_of(reports: Iterable[Report]) -> list[str]:
    """All years from the first to the last, then `undated` where a report has no date."""
    found = {report.year for report in reports}
    dated = sorted(int(year) for year in found if year.isdecimal())
    out = [str(year) for year in range(dated[0], dated[-1] + 1)] if dated else []
    return out + (["undated"] if "undated" in found else [])


def starts_of(reports: Iterable[Report]) -> dict[str, list[str]]:
    """The families whose first report in the archive is of a year, by year: where wording and standards change."""
    first: dict[str, str] = {}
    for report in reports:
        first[report.family] = min(first.get(report.family, report.year), report.year)
    out: dict[str, list[str]] = {}
    for family, year in sorted(first.items()):
        out.setdefault(year, []).append(family)
    return out


def themes_in(report: Report, polarity: str) -> set[str]:
    """The themes of a report's findings of one polarity."""
    return {theme for f in report.findings if f.polarity == polarity for theme in f.themes}


def sectors(archive: Archive) -> dict[str, list[Report]]:
    """The reports by sector; sectors without reports are left out."""
    out = {sector: [r for r in archive.reports if r.sector == sector] for sector in SECTORS}
    return {sector: reports for sector, reports in out.items() if reports}


def heat_map(archive: Archive, sector: str, polarity: str) -> HeatMap:
    """The share of a sector's reports that have a finding of this polarity on each theme, by year; commonest theme first."""
    reports = [r for r in archive.reports if r.sector == sector and r.findings]
    years = years_of(reports)
    totals = Counter(report.year for report in reports)
    counts: Counter[tuple[str, str]] = Counter()
    for report in reports:
        counts.update((theme, report.year) for theme in themes_in(report, polarity))
    out = HeatMap(sector, polarity, years, [totals[year] for year in years], starts_of(reports))
    for theme in archive.themes:
        shares = [Share(counts[theme.id, year], totals[year]) for year in years]
        whole = Share(sum(share.count for share in shares), len(reports))
        if whole.count:
            out.rows.append((theme.id, whole, shares))
    out.rows.sort(key=lambda row: (-row[1].count, row[0]))
    return out


def reports_by_family(archive: Archive) -> list[tuple[str, dict[str, int]]]:
    """Each family, in the order of its first report, with its number of reports by year."""
    return [(family, dict(Counter(r.year for r in archive.reports if r.family == family))) for family in archive.families]


def ratings_by_family(archive: Archive) -> list[tuple[str, dict[str, int], int]]:
    """Each family with its overall ratings, best first, and its number of reports without one; families without ratings are left out."""
    out = []
    for family in archive.families:
        found = Counter(r.overall for r in archive.reports if r.family == family)
        rated = {rating: found[rating] for rating in reversed(RATINGS)}
        if sum(rated.values()):
            out.append((family, rated, sum(found.values()) - sum(rated.values())))
    return out


def polarity_by_theme(reports: list[Report]) -> list[tuple[str, Share, Share]]:
    """Each theme with the shares of reports that name it a strength and an area for improvement; the latter's order."""
    counts = {polarity: Counter(t for r in reports for t in themes_in(r, polarity)) for polarity in (STRENGTH, AREA)}
    total = sum(1 for report in reports if report.findings)
    themes = sorted(set(counts[STRENGTH]) | set(counts[AREA]), key=lambda t: (-counts[AREA][t], -counts[STRENGTH][t], t))
    return [(theme, Share(counts[STRENGTH][theme], total), Share(counts[AREA][theme], total)) for theme in themes]


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentages of one question in one year: median, lowest and highest, over `reports` reports."""

    middle: float
    low: int
    high: int
    reports: int


def key_question_trends(archive: Archive) -> dict[str, list[tuple[str, str, dict[str, Spread]]]]:
    """By family, because the questions differ: standard, question, and the spread of its percentages by year."""
    found: dict[str, dict[tuple[str, str], dict[str, list[int]]]] = {}
    for report in archive.reports:
        for standard, question, percent in report.key_questions:
            by_year = found.setdefault(report.family, {}).setdefault((standard, question), {})
            by_year.setdefault(report.year, []).append(percent)
    return {
        family: [
            (standard, question, {y: Spread(median(p), min(p), max(p), len(p)) for y, p in sorted(by_year.items())})
            for (standard, question), by_year in sorted(found[family].items())
        ]
        for family in archive.families
        if family in found
    }


def theme_trend(reports: list[Report], theme: str) -> dict[str, dict[str, dict[str, Share]]]:
    """By family, polarity and year: the share of reports with a finding on the theme. Never joined over families."""
    out: dict[str, dict[str, dict[str, Share]]] = {}
    totals = Counter((r.family, r.year) for r in reports if r.findings)
    for polarity in (STRENGTH, AREA):
        counts = Counter((r.family, r.year) for r in reports if theme in themes_in(r, polarity))
        for (family, year), total in sorted(totals.items()):
            out.setdefault(family, {}).setdefault(polarity, {})[year] = Share(counts[family, year], total)
    return out
