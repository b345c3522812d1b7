"""The page of a service: its ratings over time, and what comes back."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from findings_nlp.site import charts
from findings_nlp.site.archive import Place
from findings_nlp.site.changes import changes, link
from findings_nlp.site.pages import Pages
from findings_nlp.site.recurring import NEAR, recurring_areas, repeated_recommendations
from findings_nlp.site.services import KINDS


def related_places(places: list[Place]) -> dict[str, list[Place]]:
    """Places of the same name and another kind, by slug."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.service.place, []).append(place)
    return {p.slug: [other for other in group if other is not p] for group in groups.values() for p in group if len(group) > 1}


def service_page(pages: Pages, place: Place, related: list[Place]) -> str:
    """The page of one service."""
    changed = changes(place, pages.model)
    return pages.render(
        "service",
        "services",
        depth=1,
        place=place,
        kind=KINDS[place.service.kind],
        aliases=sorted({report.body for report in place.reports} - {place.name}),
        related=[(other, KINDS[other.service.kind]) for other in related],
        chart=_chart(place),
        standards=_standards(place),
        recurring=recurring_areas(place),
        repeated=repeated_recommendations(place) if changed is None else [],
        changed=changed,
        link=link(place),
        raised=pages.raised[place.reports[-1].sector],
        near=int(100 * NEAR),
    )


def _chart(place: Place) -> Markup | None:
    rated = [(r.published, r.overall, r.family) for r in place.reports if r.overall]
    if len(rated) < 2:
        return None
    told = ", ".join(f"{date or 'undated'} {rating}" for date, rating, _ in rated)
    return charts.rating_history(rated, f"Overall ratings: {told}")


def _standards(place: Place) -> list[dict[str, Any]]:
    """By name, because numbers change with the framework; two standards of one name in one report share a cell."""
    names = dict.fromkeys(name for report in reversed(place.reports) for _, name, _ in report.ratings)
    return [
        {"name": name, "cells": [[(s, rating) for s, other, rating in r.ratings if other == name] for r in place.reports]}
        for name in names
    ]
