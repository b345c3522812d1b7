"""The charts of the pages. Each stands in or beside a table that holds the same numbers as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from findings_nlp.families.rating_rules import POINTS, RATINGS
from findings_nlp.show.styles import RATINGS as RATING_STYLES
from findings_nlp.site import svg
from findings_nlp.site.figures import Share, Spread, Start
from findings_nlp.site.items import AREA, STRENGTH

COLUMN = 26.0
BAR = 22.0
TREND = 190.0


def column(count: int, most: int) -> Markup:
    """One upright bar of a row of them; zero is drawn as its base line alone."""
    height = COLUMN * count / most if most else 0.0
    return svg.picture(
        COLUMN + 1, [svg.bar(20, COLUMN - height, 60, height, "plain"), svg.line(0, COLUMN + 0.5, 100, COLUMN + 0.5, "axis")]
    )


def rating_bar(counts: Mapping[str, int]) -> Markup:
    """The ratings of a group as parts of one bar, best on the left, each with its number where it fits."""
    total, x, parts = sum(counts.values()), 0.0, []
    for rating, count in counts.items():
        width = 100 * count / total if total else 0.0
        if count:
            css = RATING_STYLES[rating].css
            parts.append(svg.bar(x, 0, width, BAR + 6, f"{css} part"))
            if width >= 9:
                parts.append(svg.text(x + width / 2, BAR - 3, f"{count:,}", f"{css} on-bar{' tight' if width < 22 else ''}"))
        x += width
    return svg.picture(BAR + 6, parts, css="ratings")


def side_bar(share: Share, polarity: str, leftward: bool) -> Markup:
    """A bar for a share of reports, from the middle to the left or to the right, on a scale of 0 to 100 per cent."""
    width = 100 * share.value
    start = 100 - width if leftward else 0.0
    edge = 100.0 if leftward else 0.0
    return svg.picture(BAR, [svg.bar(start, 3, width, BAR - 6, polarity.replace("_", "-")), svg.line(edge, 0, edge, BAR, "axis")])


def spread(found: Spread) -> Markup:
    """Lowest to highest as a line, the median as a dot, on a scale of 0 to 100 per cent."""
    grid = [svg.line(at, 2, at, BAR - 2, "grid") for at in (0, 50, 100)]
    span = svg.line(found.low, BAR / 2, found.high, BAR / 2, "span")
    return svg.picture(BAR, [*grid, span, svg.dot(found.middle, BAR / 2, 4.5, "plain")], css="spread")


def _height(share: float) -> float:
    return 26 + (TREND - 56) * (1 - share)


def trend(
    series: Mapping[str, Mapping[str, Mapping[str, Share]]], years: Sequence[str], starts: Sequence[Start], label: str
) -> Markup:
    """Shares of reports by year. Lines never join two families; a broken upright line marks where a family begins.

    Args:
        series: by family, polarity and year.
        years: the years of the axis, in order.
        starts: where families begin; each is marked by its letter.
        label: what a screen reader says.
    """
    left, width = 9.0, 90.0
    at = {year: left + width * (number + 0.5) / len(years) for number, year in enumerate(years)}
    parts: list[Markup] = []
    for level in (0, 0.25, 0.5, 0.75, 1):
        parts.append(svg.line(left, _height(level), left + width, _height(level), "axis" if level == 0 else "grid"))
        parts.append(svg.text(left - 1.5, _height(level) + 4, f"{level:.0%}", "label", "end"))
    half = width / len(years) / 2
    for number, start in enumerate(start for start in starts if start.year in at):
        x = at[start.year] - half
        if number:
            parts.append(svg.line(x, 4, x, _height(0), "change"))
        parts.append(svg.text(x + 0.6, 14, start.letter, "letter", "start"))
    parts += [
        svg.text(at[year], TREND - 10, year if len(years) < 7 else f"’{year[2:4]}" if year.isdecimal() else "?", "label")
        for year in years
    ]
    for by_polarity in series.values():
        for polarity in (STRENGTH, AREA):
            parts += _line(by_polarity.get(polarity, {}), at, polarity.replace("_", "-"))
    return svg.picture(TREND, parts, label, "trend")


def _line(shares: Mapping[str, Share], at: Mapping[str, float], css: str) -> list[Markup]:
    points = [(at[year], _height(share.value), share) for year, share in shares.items() if year in at]
    parts = [svg.line(x1, y1, x2, y2, f"{css} stroke") for (x1, y1, _), (x2, y2, _) in pairwise(points)]
    for x, y, share in points:
        kind = f"{css} mark{' few' if share.few else ''}"
        parts.append(svg.dot(x, y, 4.5, kind) if css == "strength" else _square(x, y, kind))
    return parts


def _square(x: float, y: float, css: str) -> Markup:
    # a point of a line drawn with square ends: a rectangle's width in pixels cannot be centred on a place in per cent
    return Markup('<line class="{} square" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        css, svg.percent(x), svg.number(y - 4), svg.percent(x), svg.number(y + 4)
    )


def rating_history(reports: Sequence[tuple[str, str, str]], label: str) -> Markup:
    """Overall ratings over time: date, rating, family. The line between two families is dashed; no line crosses a gap."""
    step, left, width = 30.0, 26.0, 72.0
    y = {rating: 18 + step * (3 - POINTS[rating]) for rating in RATINGS}
    parts: list[Markup] = []
    for rating in RATINGS:
        parts.append(svg.line(left, y[rating], left + width, y[rating], "grid"))
        parts.append(
            svg.text(left - 1.5, y[rating] + 4, {"Requires improvement": "Requires impr."}.get(rating, rating), "label", "end")
        )
    at = [left + width * (number + 0.5) / len(reports) for number in range(len(reports))]
    points = [(x, y[rating], family) for x, (_, rating, family) in zip(at, reports, strict=True) if rating in y]
    for (x1, y1, one), (x2, y2, other) in pairwise(points):
        parts.append(svg.line(x1, y1, x2, y2, "plain stroke" if one == other else "plain stroke dashed"))
    for x, (date, rating, _) in zip(at, reports, strict=True):
        if rating in y:
            parts.append(svg.dot(x, y[rating], 7, f"{RATING_STYLES[rating].css} mark"))
        parts.append(svg.text(x, 18 + 3 * step + 30, date or "undated", "label"))
    return svg.picture(18 + 3 * step + 40, parts, label, "history")
