"""The overview page."""

from __future__ import annotations

from typing import Any

from findings_nlp.show.styles import RATINGS
from findings_nlp.site import charts
from findings_nlp.site.figures import (
    FEW,
    SECTORS,
    Share,
    Spread,
    heat_map,
    key_question_trends,
    polarity_by_theme,
    ratings_by_family,
    reports_by_family,
    sectors,
    starts_of,
    years_of,
)
from findings_nlp.site.groups import Group, good, ratings_by_year
from findings_nlp.site.headlines import of_archive
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.pages import Pages


def overview(pages: Pages, by_standard: list[Group]) -> str:
    """The page `index.html`.

    `by_standard` are the groups of the standards.
    """
    years = years_of(pages.archive.reports)
    return pages.render(
        "overview",
        "index",
        scripts=("assets/lists.js",),
        years=years,
        year_totals=[sum(r.year == year for r in pages.archive.reports) for year in years],
        by_family=_by_family(pages, years),
        rated=_rated(pages),
        ratings=RATINGS,
        headlines=of_archive(pages.archive, lambda theme: str(pages.names[theme]["name"])),
        rating_years=[
            (y, c, sum(c.values()), charts.rating_bar(c))
            for y, c in ratings_by_year((r, r.overall) for r in pages.archive.reports)
        ],
        standard_years=_standard_years(by_standard),
        sectors=_sectors(pages),
        questions=_questions(pages),
        checked=pages.checked,
    )


def _standard_years(groups: list[Group]) -> dict[str, Any] | None:
    """For each rated standard the share of Good or Outstanding over all years and by year, newest first."""
    rated = [group for group in groups if group.ratings]
    years = sorted({report.year for group in rated for report, _ in group.ratings}, reverse=True)
    rows = []
    for group in rated:
        found = [good([one for one in group.ratings if one[0].year == year]) for year in years]
        shares = [Share(share.count, share.total, share.total < FEW) for share in found]
        whole = good(group.ratings)
        rows.append((group, Share(whole.count, whole.total, whole.total < FEW), shares))
    return {"years": years, "rows": rows} if rows else None


def _by_family(pages: Pages, years: list[str]) -> list[dict[str, Any]]:
    rows = reports_by_family(pages.archive)
    most = max((count for _, counts in rows for count in counts.values()), default=0)
    return [
        {
            "name": pages.short(family),
            "total": sum(counts.values()),
            "cells": [{"count": counts.get(year, 0), "bar": charts.column(counts.get(year, 0), most)} for year in years],
        }
        for family, counts in rows
    ]


def _rated(pages: Pages) -> list[dict[str, Any]]:
    rows = ratings_by_family(pages.archive)
    whole = {rating: sum(counts[rating] for _, counts, _ in rows) for rating in RATINGS}
    named = [(pages.short(family), counts, without) for family, counts, without in rows]
    if len(named) > 1:
        named.insert(0, ("All families", whole, sum(without for _, _, without in rows)))
    return [
        {"name": name, "total": sum(counts.values()), "without": without, "bar": charts.rating_bar(counts), "counts": list(counts.values())}
        for name, counts, without in named
    ]  # fmt: skip


def _sectors(pages: Pages) -> list[dict[str, Any]]:
    out = []
    for sector, reports in sectors(pages.archive).items():
        wanted = [(polarity, unit) for unit in ("findings", "reports") for polarity in (AREA, STRENGTH)]
        maps = [heat_map(pages.archive, sector, polarity, unit) for polarity, unit in wanted]
        sides = [
            {
                "theme": theme,
                "strength": strength,
                "area": area,
                "left": charts.side_bar(strength, STRENGTH, True),
                "right": charts.side_bar(area, AREA, False),
            }
            for theme, strength, area in polarity_by_theme(reports)
        ]
        total = sum(1 for report in reports if report.findings)
        out.append(
            {
                "key": sector,
                "name": SECTORS[sector],
                "maps": maps,
                "starts": starts_of(reports),
                "sides": sides,
                "total": total,
                "open": sector != "other",
            }
        )
    return out


def _cell(found: Spread | None) -> dict[str, Any] | None:
    if found is None:
        return None
    middle = f"{found.middle:g}"
    return {"bar": charts.spread(found), "middle": middle, "low": found.low, "high": found.high, "reports": found.reports}


def _questions(pages: Pages) -> list[dict[str, Any]]:
    out = []
    for family, rows in reversed(key_question_trends(pages.archive).items()):
        years = sorted({year for _, _, by_year in rows for year in by_year})
        cells = [{"standard": s, "question": q, "cells": [_cell(by_year.get(year)) for year in years]} for s, q, by_year in rows]
        out.append({"name": pages.archive.families[family], "years": years, "rows": cells})
    return out
