"""The numbers of the pages. Every share comes with what it is a share of; a share of few reports is marked as such."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from findings_nlp.families.rating_rules import RATINGS
from findings_nlp.site.archive import Archive, Report
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.shades import step

LETTERS = string.ascii_uppercase
SECTORS = {"adult": "Adult probation", "youth": "Youth justice", "other": "Other reports"}
# fewer reports than this: counts are printed instead of a share, on no darker a shade than PALE
FEW = 5
PALE = 2
# the share of findings from which the shade is darkest: few of thirty themes are on more than a quarter
FINDINGS_SCALE = 0.25


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total` reports or findings; `few` where too few reports stand behind it; `scale` is the share of the darkest shade."""

    count: int
    total: int
    few: bool = False
    scale: float = 1.0

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def percent(self) -> int:
        """Rounded to a whole number, halves up."""
        return int(self.value * 100 + 0.5)

    @property
    def step(self) -> int:
        """The step of the heat map's ramp; pale where there are few reports, whatever the share."""
        found = step(min(1.0, self.value / self.scale))
        return min(found, PALE) if self.few else found

    def __str__(self) -> str:
        return f"{self.count} of {self.total}"


@dataclass(frozen=True, slots=True)
class Start:
    """A year in which families have their first report; `letter` is its mark in charts."""

    letter: str
    year: str
    families: tuple[str, ...]


@dataclass(slots=True)
class HeatMap:
    """Theme by year: `rows` hold the theme's id, its share over all years, and one share for each year.

    `unit` is what the shares are of: `reports` or `findings`.
    """

    unit: str
    polarity: str
    years: list[str]
    totals: list[int]
    starts: list[Start]
    rows: list[tuple[str, Share, list[Share]]] = field(default_factory=list)


def years_of(reports: Iterable[Report]) -> list[str]:
    """All years from the first to the last, then `undated` where a report has no date."""
    found = {report.year for report in reports}
    dated = sorted(int(year) for year in found if year.isdecimal())
    out = [str(year) for year in range(dated[0], dated[-1] + 1)] if dated else []
    return out + (["undated"] if "undated" in found else [])


def starts_of(reports: Iterable[Report]) -> list[Start]:
    """The years of the first report of each family in the archive: where wording and standards change."""
    first: dict[str, str] = {}
    for report in reports:
        first[report.family] = min(first.get(report.family, report.year), report.year)
    years: dict[str, list[str]] = {}
    for family, year in sorted(first.items()):
        years.setdefault(year, []).append(family)
    return [Start(LETTERS[n % len(LETTERS)], year, tuple(families)) for n, (year, families) in enumerate(sorted(years.items()))]


def themes_in(report: Report, polarity: str) -> set[str]:
    """The themes of a report's findings of one polarity."""
    return {theme for f in report.findings if f.polarity == polarity for theme in f.themes}


def sectors(archive: Archive) -> dict[str, list[Report]]:
    """The reports by sector; sectors without reports are left out."""
    out = {sector: [r for r in archive.reports if r.sector == sector] for sector in SECTORS}
    return {sector: reports for sector, reports in out.items() if reports}


def heat_map(archive: Archive, sector: str, polarity: str, unit: str = "reports") -> HeatMap:
    """How often each theme is found, by year; commonest theme first.

    Args:
        archive: the archive.
        sector: the sector, because frameworks follow one another within it.
        polarity: of the findings that count.
        unit: `reports`: the share of reports with at least one such finding on the theme; `findings`: the share of such
            findings that are on the theme, which still tells themes apart where nearly every report has one.
    """
    reports = [r for r in archive.reports if r.sector == sector and r.findings]
    years = years_of(reports)
    behind = Counter(report.year for report in reports)
    totals, counts = Counter(behind), Counter[tuple[str, str]]()
    if unit == "findings":
        totals = Counter(r.year for r in reports for f in r.findings if f.polarity == polarity)
    for report in reports:
        found = themes_in(report, polarity) if unit == "reports" else _all_themes(report, polarity)
        counts.update((theme, report.year) for theme in found)
    scale = FINDINGS_SCALE if unit == "findings" else 1.0
    out = HeatMap(unit, polarity, years, [totals[year] for year in years], starts_of(reports))
    for theme in archive.themes:
        shares = [Share(counts[theme.id, year], totals[year], behind[year] < FEW, scale) for year in years]
        whole = Share(sum(share.count for share in shares), sum(out.totals))
        if whole.count:
            out.rows.append((theme.id, whole, shares))
    out.rows.sort(key=lambda row: (-row[1].count, row[0]))
    return out


def _all_themes(report: Report, polarity: str) -> list[str]:
    return [theme for f in report.findings if f.polarity == polarity for theme in dict.fromkeys(f.themes)]


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


def raised(reports: Iterable[Report]) -> dict[str, Share]:
    """By theme: the share of reports that have it among their areas for improvement, to set a single service against."""
    chosen = [report for report in reports if report.findings]
    counts = Counter(theme for report in chosen for theme in themes_in(report, AREA))
    return {theme: Share(count, len(chosen)) for theme, count in counts.items()}


def theme_trend(reports: list[Report], theme: str) -> dict[str, dict[str, dict[str, Share]]]:
    """By family, polarity and year: the share of reports with a finding on the theme. Never joined over families."""
    out: dict[str, dict[str, dict[str, Share]]] = {}
    totals = Counter((r.family, r.year) for r in reports if r.findings)
    for polarity in (STRENGTH, AREA):
        counts = Counter((r.family, r.year) for r in reports if theme in themes_in(r, polarity))
        for (family, year), total in sorted(totals.items()):
            out.setdefault(family, {}).setdefault(polarity, {})[year] = Share(counts[family, year], total, total < FEW)
    return out
