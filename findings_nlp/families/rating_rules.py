"""Rating rules of the inspectorate (docs/reports.md, 2). They check what is printed; they never replace it."""

from __future__ import annotations

RATINGS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
POINTS = {rating: points for points, rating in enumerate(RATINGS)}


def overall_for(score: int, maximum: int) -> str:
    """The overall rating of a score: the mean of the standards' points rounded, halves down.

    Fits every band known (docs/reports.md, 2.5): 0 to 6, 7 to 18, 19 to 30 and 31 to 36 of 36, and so on.

    Raises:
        ValueError: unless 0 <= score <= maximum and the maximum is a positive multiple of 3.
    """
    if maximum <= 0 or maximum % 3 or not 0 <= score <= maximum:
        raise ValueError(f"not a score: {score}/{maximum}")
    mean = score / (maximum // 3)
    return RATINGS[sum(mean > limit for limit in (0.5, 1.5, 2.5))]


def casework_rating(lowest_share: int) -> str:
    """The rating that the lowest key question's percentage of a casework standard leads to (docs/reports.md, 2.2)."""
    return RATINGS[sum(lowest_share >= limit for limit in (50, 65, 80))]
