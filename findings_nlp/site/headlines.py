"""What an archive, a region, a standard or a body's recommendations come to, in sentences that each say what they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from findings_nlp.site.archive import Archive, Report
from findings_nlp.site.figures import FEW, SECTORS, Share, sectors
from findings_nlp.site.groups import Group, asked_about, good, inspected_again, ratings_by_year, themes_of
from findings_nlp.site.items import AREA

Name = Callable[[str], str]


def told(share: Share, of: str) -> str:
    """A share with what it is of; few are told as counts alone.

    >>> told(Share(3, 4), "rated reports"), told(Share(30, 40), "rated reports")
    ('3 of 4 rated reports', '75% of rated reports (30 of 40)')
    """
    return f"{share} {of}" if share.total < FEW else f"{share.percent}% of {of} ({share.count:,} of {share.total:,})"


def many(count: int, what: str) -> str:
    """A number with its noun.

    >>> many(1, "report"), many(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def of_archive(archive: Archive, name: Name) -> list[str]:
    """The headlines of the overview.

    Args:
        archive: the archive.
        name: from a theme's id to its name.
    """
    out = _rated([(report, report.overall) for report in archive.reports], "rated reports")
    for sector, reports in sectors(archive).items():
        found = themes_of((report, finding) for report in reports for finding in report.findings)
        areas = max(found, key=lambda row: row[1].count, default=None)
        strengths = max(found, key=lambda row: row[2].count, default=None)
        if sector != "other" and areas and strengths and areas[1].count and strengths[2].count:
            out.append(
                f"{SECTORS[sector]}: the commonest theme of areas for improvement is {name(areas[0]).lower()}, "
                f"{told(areas[1], 'areas for improvement')}; of strengths {name(strengths[0]).lower()}, {told(strengths[2], 'strengths')}."
            )
    steps = [step for _, step in inspected_again(archive.places)]
    if steps:
        better, worse = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
        out.append(
            f"Of {len(steps):,} services with two overall ratings or more, {better:,} were rated higher at the last than at the one "
            f"before, {worse:,} lower, {len(steps) - better - worse:,} the same."
        )
    items = [item for report in archive.reports for item in report.recommendations]
    linked = Share(sum(bool(item.reasons) for item in items), len(items))
    if linked.count:
        out.append(f"A finding that is a reason was found for {told(linked, 'recommendations')}.")
    return out


def _rated(ratings: list[tuple[Report, str]], of: str) -> list[str]:
    share = good(ratings)
    if not share.total:
        return []
    out = [f"{told(share, of)} are Good or Outstanding"]
    years = ratings_by_year(ratings)
    if len(years) > 1:
        year, counts = years[0]
        last = Share(counts["Good"] + counts["Outstanding"], sum(counts.values()))
        out.append(f"in {year}, the latest year, {told(last, of)}")
    return ["; ".join(out) + "."]


def of_group(group: Group, name: Name) -> list[str]:
    """The headlines of a region, standard or body.

    Args:
        group: with its reports, findings and recommendations.
        name: from a theme's id to its name.
    """
    out = _rated(group.ratings, "rated reports" if group.kind == "regions" else "ratings of this standard")
    if group.findings:
        areas = Share(sum(f.polarity == AREA for _, f in group.findings), len(group.findings))
        out.append(f"{told(areas, 'findings')} are areas for improvement, in {many(len(group.reports), 'report')}.")
        themes = [(theme, area) for theme, area, _ in themes_of(group.findings) if area.count][:2]
        if themes:
            out.append("Most are on " + " and on ".join(f"{name(t).lower()}, {told(area, 'them')}" for t, area in themes) + ".")
    if group.kind == "addressees":
        years = Counter(report.year for report, _ in group.recommendations)
        out.append(
            f"{len(group.recommendations):,} recommendations in {len(group.reports):,} reports, {min(years)} to {max(years)}."
        )
        for theme, share in asked_about(group.recommendations)[:1]:
            out.append(f"Most are on {name(theme).lower()}, {told(share, 'them')}.")
    return out
