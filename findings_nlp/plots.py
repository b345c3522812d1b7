"""Charts of an archive or a report as Altair objects, to show, change, combine or save.

Why Altair and not Matplotlib: installed with all it needs it is 18 MB against 95 MB (du of both with the versions of
constraints.txt); a chart is JSON that can be read, tested and published, and its readers get tooltips with the counts
behind each share. Its price: a browser or notebook draws the chart and may fetch Vega for that from the network
(`alt.renderers.enable("mimetype")` or `chart.to_html(inline=True)` with vl-convert-python avoid it). Nothing here does.

Shares are of reports, never of one family with another where a line could suggest a trend: see `docs/site.md`.
Needs Altair: pip install altair.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from findings_nlp.errors import ReportError
from findings_nlp.families.rating_rules import RATINGS
from findings_nlp.show.styles import KINDS
from findings_nlp.show.styles import RATINGS as LOOKS
from findings_nlp.site.archive import Archive, archive_of
from findings_nlp.site.figures import FINDINGS_SCALE, SECTORS, HeatMap, heat_map
from findings_nlp.site.figures import polarity_by_theme as shares_by_theme
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.shades import RAMPS

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from findings_nlp.record.schema import Report

Tables = Mapping[str, "pd.DataFrame"]
Sector = Literal["adult", "youth", "other"]


def _altair() -> Any:
    try:
        return import_module("altair")
    except ModuleNotFoundError:
        raise ReportError("findings-nlp", "plots need altair: pip install altair", "export") from None


def _names(archive: Archive) -> dict[str, str]:
    return {theme.id: theme.name for theme in archive.themes}


def _check(name: str, value: str, allowed: Mapping[str, object]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} is one of {', '.join(allowed)}, not {value!r}")


def theme_heatmap(
    tables: Tables,
    *,
    polarity: Literal["strength", "area_for_improvement"] = "area_for_improvement",
    sector: Sector = "adult",
    unit: Literal["reports", "findings"] = "reports",
) -> alt.LayerChart:
    """Theme by year as shares of reports, with the number of reports under each year and a rule where a new family begins.

    Args:
        tables: as `load_archive` or `Report.to_frames` give them.
        polarity: of the findings that count.
        sector: frameworks follow one another within a sector.
        unit: `reports`: share with at least one such finding on the theme; `findings`: share of such findings on the theme.

    Raises:
        ReportError: where Altair is missing or the tables do not fit.
        ValueError: for an unknown polarity, sector or unit.
    """
    for name, value, allowed in (
        ("polarity", polarity, RAMPS),
        ("sector", sector, SECTORS),
        ("unit", unit, {"reports": 1, "findings": 1}),
    ):
        _check(name, value, allowed)
    archive = archive_of(tables)
    title = f"{KINDS[polarity].plural} by theme, {SECTORS[sector].lower()}; rules: first year of a new family"
    return _heat_layers(_altair(), archive, heat_map(archive, sector, polarity, unit)).properties(title=title)


def _heat_layers(alt: Any, archive: Archive, found: HeatMap) -> Any:
    names = _names(archive)
    axis = {year: f"{year}|n = {total:,}" for year, total in zip(found.years, found.totals, strict=True)}
    rows = [
        {"theme": names[theme], "year": axis[year], "share": round(share.value, 4), "count": share.count, "of": share.total}
        for theme, _, shares in found.rows
        for year, share in zip(found.years, shares, strict=True)
        if share.total
    ]
    order, years = [names[theme] for theme, _, _ in found.rows], list(axis.values())
    labels = alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')")
    x = alt.X("year:N", sort=years, title=f"Year (n = {found.unit})", axis=labels)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=alt.Y("theme:N", sort=order, title=None))
    top = 1 if found.unit == "reports" else FINDINGS_SCALE
    colours = alt.Scale(domain=[0, top], range=list(RAMPS[found.polarity]), clamp=True)
    cells = base.mark_rect().encode(
        color=alt.Color("share:Q", scale=colours, title=f"Share of {found.unit}", legend=alt.Legend(format=".0%")),
        tooltip=["theme:N", "year:N", alt.Tooltip("share:Q", format=".0%"), "count:Q", "of:Q"],
    )
    begun = [
        {"year": axis[s.year], "family": "; ".join(archive.families[f] for f in s.families)}
        for s in found.starts[1:]
        if s.year in axis
    ]
    rules = alt.Chart(alt.Data(values=begun)).mark_rule(strokeWidth=2.5, color="black")
    marks = rules.encode(x=alt.X("year:N", sort=years, bandPosition=0), tooltip=["family:N"])
    return alt.layer(cells, marks).properties(width=alt.Step(60))


def rating_history(tables: Tables, service: str) -> alt.LayerChart:
    """Overall ratings of one service over its reports, under whichever name; a line joins reports of one family only.

    Args:
        tables: as `load_archive` gives them.
        service: any of the names under which it was inspected.

    Raises:
        ReportError: where Altair is missing or the tables do not fit.
        ValueError: for a service without reports; names the nearest ones.
    """
    alt, archive = _altair(), archive_of(tables)
    place = next((p for p in archive.places if service in {p.name, *(r.body for r in p.reports)}), None)
    if place is None:
        near = get_close_matches(service, [r.body for p in archive.places for r in p.reports], n=3)
        raise ValueError(f"no report of a service named {service!r}" + (f"; the nearest: {', '.join(near)}" if near else ""))
    rows = [
        {"published": r.published or "undated", "rating": r.overall, "family": archive.families[r.family], "body": r.body, "report": r.name}
        for r in place.reports if r.overall
    ]  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("published:O", title="Published", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("rating:N", sort=list(reversed(RATINGS)), scale=alt.Scale(domain=list(reversed(RATINGS))), title=None),
    )
    looks = [LOOKS[rating] for rating in reversed(RATINGS)]
    colour = alt.Color("rating:N", scale=alt.Scale(domain=[k.name for k in looks], range=[k.fill for k in looks]), legend=None)
    families = list(dict.fromkeys(row["family"] for row in rows))
    line = base.mark_line(color="#4b5d73").encode(detail="family:N")
    points = base.mark_point(filled=True, size=140, stroke="black", strokeWidth=1, opacity=1).encode(
        color=colour,
        shape=alt.Shape("family:N", sort=families, title="Family"),
        tooltip=["body:N", "published:O", "rating:N", "family:N", "report:N"],
    )
    return alt.layer(line, points).properties(title=f"Overall ratings: {place.name}", width=alt.Step(90), height=140)


def polarity_by_theme(tables: Tables, *, sector: Sector = "adult") -> alt.LayerChart:
    """Strengths to the left and areas for improvement to the right of zero, as shares of the sector's reports.

    Raises:
        ReportError: where Altair is missing or the tables do not fit.
        ValueError: for an unknown sector.
    """
    _check("sector", sector, SECTORS)
    alt, archive = _altair(), archive_of(tables)
    names, reports = _names(archive), [r for r in archive.reports if r.sector == sector]
    found = shares_by_theme(reports)
    rows = [
        {
            "theme": names[theme],
            "kind": KINDS[polarity].plural,
            "share": round(sign * share.value, 4),
            "count": share.count,
            "of": share.total,
        }
        for theme, strength, area in found
        for polarity, sign, share in ((STRENGTH, -1, strength), (AREA, 1, area))
    ]
    total = found[0][1].total if found else 0
    kinds, colours = [KINDS[p].plural for p in (STRENGTH, AREA)], [RAMPS[p][5] for p in (STRENGTH, AREA)]
    axis = alt.Axis(labelExpr="format(abs(datum.value), '.0%')")
    bars = alt.Chart(alt.Data(values=rows)).mark_bar().encode(
        x=alt.X("share:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis, title=f"Share of {total} reports"),
        y=alt.Y("theme:N", sort=[names[theme] for theme, _, _ in found], title=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), title=None),
        tooltip=["theme:N", "kind:N", "count:Q", "of:Q"],
    )  # fmt: skip
    middle = alt.Chart(alt.Data(values=[{"share": 0}])).mark_rule(color="black").encode(x="share:Q")
    return alt.layer(bars, middle).properties(title=f"Strengths against areas for improvement, {SECTORS[sector].lower()}")


def evidence_matrix(report: Report) -> alt.Chart:
    """Recommendations by findings: the probability of each reason; recommendations without one have an empty row.

    Links that are listed as possible only are left out.

    Raises:
        ReportError: where Altair is missing.
    """
    alt = _altair()
    order = [f.id for f in report.findings]
    linked = {link.finding for r in report.recommendations for link in r.reasons}
    texts = {f.id: f.text for f in report.findings}
    rows = [
        {"recommendation": r.id, "finding": link.finding, "probability": link.score, "asks": r.text, "finds": texts[link.finding]}
        for r in report.recommendations
        for link in r.reasons
    ]
    scale = alt.Scale(domain=[0, 1], range=["#f2ecfa", "#55249a"])
    return alt.Chart(alt.Data(values=rows)).mark_rect().encode(
        x=alt.X("finding:N", sort=order, scale=alt.Scale(domain=[f for f in order if f in linked]), title="Finding"),
        y=alt.Y("recommendation:N", scale=alt.Scale(domain=[r.id for r in report.recommendations]), title="Recommendation"),
        color=alt.Color("probability:Q", scale=scale, title="Probability"),
        tooltip=["recommendation:N", "asks:N", "finding:N", "finds:N", "probability:Q"],
    ).properties(title=f"Evidence of recommendations: {report.inspected_body or report.source.name}")  # fmt: skip
