"""The pages of regions, standards and bodies addressed, and the list of each kind."""

from __future__ import annotations

from typing import Any

from findings_nlp.site import charts
from findings_nlp.site.groups import Group, asked_about, good, ratings_by_year, themes_of
from findings_nlp.site.headlines import of_group
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.pages import Pages

SCRIPTS = ("assets/lists.js",)
LATEST = 30
TITLES = {"regions": "Regions", "standards": "Standards", "addressees": "Bodies addressed"}
FILTER = {"regions": "region", "standards": "standard", "addressees": "addressee"}
LEADS = {
    "regions": "As the title page prints it, or that of a youth service’s authorities. Reports without one are in none.",
    "standards": "One standard over all frameworks, whatever its number and wording there. A change between two years may be a change of words.",
    "addressees": "Whom recommendations are addressed to, however the reports write it. Addressees that are not known are in none.",
}


def group_page(pages: Pages, group: Group) -> str:
    """The page of one group."""
    return pages.render(
        "group",
        group.kind,
        depth=1,
        scripts=SCRIPTS,
        group=group,
        kind_title=TITLES[group.kind],
        lead=LEADS[group.kind],
        filter=FILTER[group.kind],
        headlines=of_group(group, lambda theme: str(pages.names[theme]["name"])),
        years=[
            (year, counts, sum(counts.values()), charts.rating_bar(counts)) for year, counts in ratings_by_year(group.ratings)
        ],
        themes=themes_of(group.findings),
        asked=asked_about(group.recommendations) if group.kind == "addressees" else [],
        services=_services(pages, group),
        latest=group.recommendations[:LATEST] if group.kind == "addressees" else [],
    )


def _services(pages: Pages, group: Group) -> list[dict[str, Any]]:
    """A row for each service: its reports here, findings of both sides, and the latest rating."""
    if group.kind == "addressees":
        return []
    rows: dict[str, dict[str, Any]] = {}
    sides: dict[str, dict[str, int]] = {}
    for report, finding in group.findings:
        found = sides.setdefault(report.name, {STRENGTH: 0, AREA: 0})
        found[finding.polarity] = found.get(finding.polarity, 0) + 1
    rating = {report.name: value for report, value in group.ratings}
    for report in group.reports:
        place = pages.place_of[report.name]
        empty = {
            "place": place,
            "reports": 0,
            "areas": 0,
            "strengths": 0,
            "rating": rating.get(report.name, ""),
            "latest": report,
        }
        row = rows.setdefault(place.slug, empty)
        row["reports"] += 1
        row["areas"] += sides.get(report.name, {}).get(AREA, 0)
        row["strengths"] += sides.get(report.name, {}).get(STRENGTH, 0)
    return sorted(rows.values(), key=lambda row: (row["place"].name.casefold(), row["place"].slug))


def groups_page(pages: Pages, kind: str, groups: list[Group]) -> str:
    """The list of one kind."""
    rows: list[dict[str, Any]] = []
    for group in groups:
        themes = asked_about(group.recommendations) if kind == "addressees" else [row[:2] for row in themes_of(group.findings)]
        rows.append({"group": group, "good": good(group.ratings), "theme": themes[0] if themes and themes[0][1].count else None})
    rows.sort(key=lambda row: (-len(row["group"].reports), row["group"].name.casefold(), row["group"].id))
    return pages.render(
        "groups",
        kind,
        scripts=SCRIPTS,
        title=TITLES[kind],
        lead=LEADS[kind],
        kind=kind,
        rows=rows,
        rated=any(r["good"].total for r in rows),
    )
