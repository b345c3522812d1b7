"""The page that sets two services side by side, and the data it does so with."""

from __future__ import annotations

from collections import Counter
from typing import Any

from findings_nlp.keys.standards import standards
from findings_nlp.site.archive import Place
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.pages import Pages

SCRIPTS = ("assets/data.js", "assets/terms.js", "assets/compare.js")


def compare_page(pages: Pages) -> str:
    """The page `compare.html`: two empty choices that its script fills."""
    return pages.render("compare", "services", scripts=SCRIPTS)


def compare_data(pages: Pages) -> dict[str, Any]:
    """Names of standards and themes, and for each service its ratings and the counts of its findings by theme."""
    known = standards()
    return {
        "standards": [[name, known[name].name] for name in known],
        "themes": [[theme.id, theme.name] for theme in pages.archive.themes],
        "places": [_place(place) for place in pages.archive.places],
    }


def _place(place: Place) -> list[Any]:
    """Slug, name, number of reports, date of the latest, its overall rating, its ratings by standard; findings of all reports by side; those by theme."""
    latest = place.reports[-1]
    findings = [finding for report in place.reports for finding in report.findings]
    counts = {side: Counter(t for f in findings if f.polarity == side for t in set(f.themes)) for side in (AREA, STRENGTH)}
    totals = [sum(f.polarity == side for f in findings) for side in (AREA, STRENGTH)]
    themes = {theme: [counts[AREA][theme], counts[STRENGTH][theme]] for theme in sorted({*counts[AREA], *counts[STRENGTH]})}
    return [place.slug, place.name, len(place.reports), latest.published, latest.overall, latest.rated, totals, themes]
