"""What a report says, item by item, as the pages show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STRENGTH, AREA = "strength", "area_for_improvement"
# by theme: where it stands in the text, and what carries it
Carriers = dict[str, tuple[list[tuple[int, int]], list[str]]]


def anchor(name: str) -> str:
    """An id as the target of a link within a page; `static/search.js` does the same."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


@dataclass(slots=True)
class Finding:
    """A finding of a report; `in_summary` where an executive summary repeats what stands elsewhere, which is counted nowhere."""

    id: str
    polarity: str
    standard: str
    section: str
    text: str
    page: int | None
    standard_id: str = ""
    url: str = ""
    in_summary: bool = False
    themes: list[str] = field(default_factory=list)
    carriers: Carriers = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Its place in the report's page."""
        return anchor(self.id)


@dataclass(slots=True)
class Recommendation:
    """A recommendation; `reasons` and `possible` are the links of each band, finding id and probability, best first."""

    id: str
    number: int | None
    addressee: str
    text: str
    page: int | None
    themes: list[str]
    url: str = ""
    carriers: Carriers = field(default_factory=dict)
    bodies: list[tuple[str, str, str]] = field(default_factory=list)  # id or nothing, kind, name
    reasons: list[tuple[str, float]] = field(default_factory=list)
    possible: list[tuple[str, float]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place in the report's page."""
        return anchor(self.id)


@dataclass(slots=True)
class Quote:
    """Words of people on probation, children, parents or staff."""

    id: str
    section: str
    text: str
    page: int | None
