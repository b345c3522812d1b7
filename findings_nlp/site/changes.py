"""What changed between the inspections of a service, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from findings_nlp.comparison.inspections import Inspection, Item
from findings_nlp.comparison.matters import Comparison, Matter, Row, Status, compare_inspections
from findings_nlp.comparison.show import grouped, sentence
from findings_nlp.site.archive import Place, Report
from findings_nlp.site.items import AREA, STRENGTH, anchor

if TYPE_CHECKING:
    from findings_nlp.pipes.themes.models import ThemeModel

Comparing = Literal["full", "lite", "none"]

HEADS: dict[Status, str] = {
    "back": "Come back: there now and earlier, but not in the report before",
    "still": "On a matter of the report before",
    "new": "New",
    "gone": "Not found in the latest report",
}
ASKED: dict[Status, str] = {
    "back": "Made before, not in the report before, and made again",
    "still": "Repeated: on a matter of the report before",
    "new": "New",
    "gone": "Not repeated in the latest report",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """What the page of a service tells of its inspections.

    Attributes:
        comparison: of all its reports, oldest first.
        sentences: what changed, each with what it is of.
        moved: standards whose rating is another than before.
        questions: key questions that two of its reports ask.
        parts: for findings and recommendations a head, and by status a head and the matters.
    """

    comparison: Comparison
    sentences: list[str]
    moved: list[Row]
    questions: list[Row]
    parts: list[tuple[str, list[tuple[Status, str, list[Matter]]]]]


def inspection_of(report: Report) -> Inspection:
    """A report of the archive as what is compared; what an executive summary repeats is left out."""
    return Inspection(
        report=report.name,
        report_id=report.slug,
        body=report.body,
        published=report.published,
        family=report.family,
        service=report.service.id,
        overall=report.overall or None,
        score=f"{report.score[0]}/{report.score[1]}" if report.score else None,
        ratings=[(standard, standard, rating) for standard, rating in report.rated.items()],
        questions=list(report.asked),
        findings=[
            Item(f.id, f.text, f.polarity, f.standard_id or None, f.section, f.page, f.url or None) for f in report.findings
        ],
        recommendations=[
            Item(r.id, r.text, None, r.bodies[0][1] if r.bodies else None, r.addressee, r.page, r.url or None)
            for r in report.recommendations
        ],
    )


def changes(place: Place, model: ThemeModel | None) -> Changes | None:
    """What changed between the reports of a service; None for a single report, or where nothing is to be compared.

    Args:
        place: the service.
        model: the theme model, or None to compare nothing.
    """
    if model is None or len(place.reports) < 2:
        return None
    found = compare_inspections([inspection_of(report) for report in place.reports], model)
    parts = [
        ("Findings", [(status, HEADS[status], group) for status, group in _ordered(found.findings)]),
        ("Recommendations", [(status, ASKED[status], group) for status, group in _ordered(found.recommendations)]),
    ]
    sentences = [sentence(found.ratings, "standards"), sentence(found.questions, "key questions")]
    sentences += [_told(found, found.findings, "findings"), _told(found, found.recommendations, "recommendations")]
    moved, questions = [r for r in found.ratings if r.change], [r for r in found.questions if r.change is not None]
    return Changes(found, sentences, moved, questions, parts)


def _ordered(matters: tuple[Matter, ...]) -> list[tuple[Status, list[Matter]]]:
    order = list(HEADS)
    return sorted(grouped(matters), key=lambda group: order.index(group[0]))


def _told(comparison: Comparison, matters: Sequence[Matter], what: str) -> str:
    """How many items of the latest report are on a matter of an earlier one, and how many of the report before are not found."""
    end = len(comparison.inspections) - 1
    count = {s: sum(len(m.items.get(end, ())) for m in matters if m.status == s) for s in ("still", "back", "new")}
    total = sum(count.values())
    shares = [f"{_are(count['still'])} on a matter of the report before"]
    if end > 1:
        shares.append(f"{_are(count['back'])} on a matter of an earlier report only")
    out = f"Of {total} {what} of the latest report, {', '.join(shares)} and {_are(count['new'])} new. "
    if what == "findings":
        turned = [item.side for m in matters if m.turned for item in m.items[end]]
        better, worse = turned.count(STRENGTH), turned.count(AREA)
        out += f"{better} tell a strength where there was an area for improvement, {worse} the reverse. " if turned else ""
    before = sum(len(m.items.get(end - 1, ())) for m in matters)
    gone = sum(len(m.items.get(end - 1, ())) for m in matters if m.status == "gone")
    return f"{out}Of {before} {what} of the report before, {_are(gone)} not found in the latest."


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def link(place: Place) -> Any:
    """A function from an inspection's number and an item to its address in the site, seen from the page of a service."""
    return lambda number, item: f"../reports/{place.reports[number].slug}.html#{anchor(item.id)}"
