"""The page about the data: what is covered, what is missing, whose words these are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from findings_nlp.site.archive import Archive
from findings_nlp.site.figures import SECTORS, Share, sectors, years_of
from findings_nlp.site.pages import Pages


def about_page(pages: Pages, downloads: Iterable[tuple[str, int]]) -> str:
    """The page `about.html`.

    Args:
        pages: the archive's pages.
        downloads: file names and numbers of rows.
    """
    archive = pages.archive
    years = years_of(archive.reports)
    dated = sorted(report.published for report in archive.reports if report.published)
    return pages.render(
        "about",
        "about",
        first=dated[0] if dated else "",
        last=dated[-1] if dated else "",
        years=years,
        by_sector=_by_sector(archive, years),
        missing=_missing(archive),
        downloads=list(downloads),
        again=Counter(min(len(place.reports), 4) for place in archive.places),
    )


def _by_sector(archive: Archive, years: list[str]) -> list[dict[str, Any]]:
    rows = []
    for sector, reports in sectors(archive).items():
        counts = Counter(report.year for report in reports)
        rows.append({"name": SECTORS[sector], "total": len(reports), "cells": [counts[year] for year in years]})
    return rows


def _missing(archive: Archive) -> list[tuple[str, Share]]:
    """What reports lack, with how many."""
    total = len(archive.reports)
    lacking = {
        "no date": sum(not r.published for r in archive.reports),
        "no region": sum(not r.region for r in archive.reports),
        "no overall rating": sum(not r.overall for r in archive.reports),
        "no findings": sum(not r.findings for r in archive.reports),
        "no recommendations": sum(not r.recommendations for r in archive.reports),
        "no known web address": sum(not r.url for r in archive.reports),
        "warnings: something does not add up": sum(bool(r.warnings) for r in archive.reports),
    }
    return [(name, Share(count, total)) for name, count in lacking.items()]
