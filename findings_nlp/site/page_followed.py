"""The page that follows recommendations: made again, overdue, open, each with both quotes and their pages."""

from __future__ import annotations

from findings_nlp.site.followed import Followed, Followings
from findings_nlp.site.items import anchor
from findings_nlp.site.pages import Pages
from findings_nlp.tables.joining import REASONS

MOST = 200  # recommendations of a section that are shown; the tables to download have all
STATUS = {"agreed": "Agreed", "partly_agreed": "Partly agreed", "not_agreed": "Not agreed", "": "Answer"}
SIDES = {"strength": "Strength", "area_for_improvement": "Area for improvement", "mixed": "Strength and area for improvement"}


def followed_page(pages: Pages, found: Followings) -> str:
    """The page `followed.html`.

    Args:
        pages: the archive's pages.
        found: the threads.
    """
    reports = {report.name: report for report in pages.archive.reports}
    shown = [thread for thread in found.threads if thread.report in reports]
    sections = _sections(shown)
    return pages.render(
        "followed",
        "followed",
        total=len(shown),
        answered=sum(any(step.kind == "response" for step in thread.steps) for thread in shown),
        opened=sum(thread.open for thread in shown),
        silent=sum(thread.open and not thread.steps for thread in shown),
        sections=[(name, title, lead, len(threads), threads[:MOST]) for name, title, lead, threads in sections],
        reports=reports,
        as_of=found.as_of,
        unjoined=[(REASONS[reason], count) for reason, count in sorted(found.unjoined.items())],
        heads={step: _head(step.kind, step.side, step.national) for thread in shown for step in thread.steps},
        anchor=anchor,
    )


def _sections(threads: list[Followed]) -> list[tuple[str, str, str, list[Followed]]]:
    """Each recommendation in the first section that it belongs to, those with steps alone."""
    again = [t for t in threads if t.repeated]
    late = [t for t in threads if t.overdue and not t.repeated]
    rest = [t for t in threads if t.open and t.steps and not t.repeated and not t.overdue]
    settled = [t for t in threads if not t.open and t.steps and not t.repeated and not t.overdue]
    return [
        ("repeated", "Made again", "A later inspection of the service makes the recommendation again.", again),
        ("overdue", "Overdue", "The date that was given has passed, and nothing in the archive says that it was done.", late),
        ("open", "Open", "Answered or looked at again, and nothing in the archive says that it was settled.", rest),
        (
            "settled",
            "Settled",
            "The answers say that it is complete, or the last inspection that speaks of it tells of a strength.",
            settled,
        ),
    ]


def _head(kind: str, side: str, national: bool) -> str:
    name = (
        STATUS.get(side, "Answer")
        if kind == "response"
        else "Made again"
        if kind == "recommendation"
        else SIDES.get(side, "Finding")
    )
    return f"{name}, in a report on no one service" if national else name
