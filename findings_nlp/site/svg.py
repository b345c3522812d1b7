"""Small SVG pieces. Widths are per cent and heights pixels, so that a chart fits any screen and its text keeps its size.

Colours come from classes: the pages' policy refuses inline styles. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from findings_nlp.show.words import visible


def number(value: float) -> str:
    """A number with at most two decimals, so that bytes do not depend on the machine.

    >>> number(12.0), number(33.3333)
    ('12', '33.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """Of the chart's width."""
    return number(value) + "%"


def picture(height: float, parts: Iterable[Markup], label: str = "", css: str = "") -> Markup:
    """A whole picture; with a label it is an image for screen readers, without one it is hidden from them."""
    told = Markup('role="img" aria-label="{}"').format(visible(label)) if label else Markup('aria-hidden="true"')
    body = Markup("").join(parts)
    return Markup('<svg class="chart {}" width="100%" height="{}" {} focusable="false">{}</svg>').format(
        css, number(height), told, body
    )


def bar(x: float, y: float, width: float, height: float, css: str) -> Markup:
    """A rectangle: x and width in per cent, y and height in pixels."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        css, percent(x), number(y), percent(width), number(height)
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        css, percent(x1), number(y1), percent(x2), number(y2)
    )


def dot(x: float, y: float, radius: float, css: str) -> Markup:
    """A circle, its radius in pixels."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(css, percent(x), number(y), number(radius))


def text(x: float, y: float, content: str, css: str = "", anchor: str = "middle") -> Markup:
    """Text with its baseline at y."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        css, percent(x), number(y), anchor, escape(visible(content))
    )
