"""The page of a theme."""

from __future__ import annotations

from typing import Any

from findings_nlp.pipes.themes.taxonomy import Theme
from findings_nlp.site import charts
from findings_nlp.site.archive import Place, Report
from findings_nlp.site.figures import SECTORS, sectors, starts_of, theme_trend, themes_in, years_of
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.pages import Pages
from findings_nlp.site.typical import Typical

MOST_SERVICES = 40


def theme_page(pages: Pages, theme: Theme, typical: Typical) -> str:
    """The page of one theme: definition, trend, typical findings, services."""
    items = [(r, f) for r in pages.archive.reports for f in r.findings if theme.id in f.themes]
    services = _services(pages, theme)
    areas = sum(f.polarity == AREA for _, f in items)
    totals = {"findings": len(items), "strengths": len(items) - areas, "areas": areas, "reports": len({r.name for r, _ in items})}
    return pages.render(
        "theme",
        "themes",
        depth=1,
        theme=theme,
        totals={name: f"{number:,}" for name, number in totals.items()},
        sectors=[_sector(name, found, theme) for name, found in sectors(pages.archive).items()],
        typical=[(polarity, typical.of(item for item in items if item[1].polarity == polarity)) for polarity in (STRENGTH, AREA)],
        services=services[:MOST_SERVICES],
        more=len(services) if len(services) > MOST_SERVICES else 0,
    )


def _sector(sector: str, reports: list[Report], theme: Theme) -> dict[str, Any]:
    series, years, starts = theme_trend(reports, theme.id), years_of(reports), starts_of(reports)
    rows = [
        {"family": family, "year": year, "strength": shares[STRENGTH][year], "area": area}
        for family, shares in sorted(series.items(), key=lambda item: (min(item[1][AREA]), item[0]))
        for year, area in shares[AREA].items()
    ]
    label = f"{theme.name}: share of reports by year, {SECTORS[sector]}. The numbers are in the table below."
    chart = charts.trend(series, years, starts, label)
    return {"name": SECTORS[sector], "chart": chart, "starts": starts, "rows": rows}


def _services(pages: Pages, theme: Theme) -> list[dict[str, Any]]:
    def count(place: Place, polarity: str) -> int:
        return sum(theme.id in themes_in(report, polarity) for report in place.reports)

    rows = []
    for place in pages.archive.places:
        area = count(place, AREA)
        if area:
            values = {"area": f"{area} of {len(place.reports)}", "strength": f"{count(place, STRENGTH)} of {len(place.reports)}"}
            rows.append((-area, -area / len(place.reports), place, values))
    rows.sort(key=lambda row: (row[0], row[1], row[2].name.casefold(), row[2].slug))
    return [{"place": place, "latest": place.reports[-1].published, **values} for _, _, place, values in rows]
