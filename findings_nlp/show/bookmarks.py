"""The bookmarks of a marked PDF: strengths, areas for improvement and recommendations by standard."""

from __future__ import annotations

from collections.abc import Iterator

from findings_nlp.record.schema import Finding, Location, Recommendation, Report
from findings_nlp.show.styles import KINDS
from findings_nlp.show.words import by_section, section_of, short, visible
from findings_nlp.source.pdf.marks import Bookmark, Target


def target_of(locations: list[Location]) -> Target | None:
    """The upper left corner of where something begins."""
    place = locations[0].place if locations else None
    return Target(place[0], place[1][0], place[1][1]) if place else None


def bookmarks(report: Report) -> list[Bookmark]:
    """Three trees, outermost first. A recommendation stands under whom it addresses, and again under each standard that
    its reasons come from, because a report prints no standard beside it.
    """
    out: list[Bookmark] = []
    for polarity in ("strength", "area_for_improvement", "mixed"):
        found = [f for f in report.findings if f.polarity == polarity]
        if polarity == "mixed" and not found:
            continue
        out += _tree(1, KINDS[polarity].plural, by_section(found))
    groups: dict[str, list[Recommendation]] = {}
    for rec in report.recommendations:
        groups.setdefault(f"For {rec.addressee or 'nobody named'}", []).append(rec)
    out += _tree(1, KINDS["recommendation"].plural, groups)
    if by_standard := _by_standard(report):
        out += _tree(2, "By standard of their evidence", by_standard)
    return out


def _by_standard(report: Report) -> dict[str, list[Recommendation]]:
    sections = {f.id: section_of(f) for f in report.findings}
    order = list(dict.fromkeys(sections.values()))
    groups: dict[str, list[Recommendation]] = {}
    for rec in report.recommendations:
        for section in dict.fromkeys(sections[link.finding] for link in rec.reasons if link.finding in sections):
            groups.setdefault(section, []).append(rec)
    return {section: groups[section] for section in order if section in groups}


def _tree(level: int, title: str, groups: dict[str, list[Finding]] | dict[str, list[Recommendation]]) -> Iterator[Bookmark]:
    placed = {head: [(item, target) for item in items if (target := target_of(item.locations))] for head, items in groups.items()}
    placed = {head: items for head, items in placed.items() if items}
    if not placed:
        return
    count = len({item.id for items in placed.values() for item, _ in items})
    yield Bookmark(level, f"{title} ({count})", next(iter(placed.values()))[0][1])
    for head, items in placed.items():
        yield Bookmark(level + 1, f"{visible(short(head))} ({len(items)})", items[0][1])
        for item, target in items:
            yield Bookmark(level + 2, visible(f"{item.id} {short(item.text)}"), target)
