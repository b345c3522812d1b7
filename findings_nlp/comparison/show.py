"""A comparison as text for a terminal, as a table and as a page."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator

from findings_nlp.comparison.inspections import Item
from findings_nlp.comparison.matters import ROW, Comparison, Matter, Row, Status
from findings_nlp.record.cite import date_in_words
from findings_nlp.show.styles import KINDS, RATINGS
from findings_nlp.show.templating import render
from findings_nlp.tables.csv_files import plain_cell

HEADS: dict[Status, str] = {
    "new": "New in the last inspection",
    "back": "Come back",
    "still": "Still there",
    "gone": "Not found in the last inspection",
}
_MARK = {"strength": "+", "area_for_improvement": "-"}


def sentence(rows: tuple[Row, ...], what: str) -> str:
    """How many of the comparable rows rose and fell, in one sentence with its denominator."""
    known = [row.change for row in rows if row.change is not None]
    if not known:
        return f"No {what} can be compared."
    up, down = sum(change > 0 for change in known), sum(change < 0 for change in known)
    return f"Of {len(known)} {what} that can be compared, {up} rose, {down} fell and {len(known) - up - down} stayed."


def caution(comparison: Comparison) -> str | None:
    """A sentence where the inspections are not known to be of one service."""
    services = {i.service for i in comparison.inspections}
    return "These reports are not on one service." if len(services) > 1 or None in services else None


def text(comparison: Comparison, width: int = 100) -> str:
    """The comparison as text, both texts of each pair with the probability that they are on one matter.

    Args:
        comparison: what `fn.compare` gives.
        width: wrap to this many columns.
    """
    return "\n".join(_lines(comparison, width)) + "\n"


def _clean(value: str) -> str:
    return "".join(c for c in value if c.isprintable())


def _wrap(value: str, first: str, width: int) -> str:
    return textwrap.fill(_clean(value), width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)


def _signed(change: int | None, unit: str) -> str:
    return "" if change is None else f"  ({change:+d}{unit})" if change else "  (=)"


def _lines(comparison: Comparison, width: int) -> Iterator[str]:
    for number, i in enumerate(comparison.inspections, 1):
        told = [date_in_words(i.published) or "undated", i.body, i.overall or "no overall rating", i.score or ""]
        yield _wrap(", ".join(part for part in told if part), f"{number}. ", width)
    if said := caution(comparison):
        yield said
    for head, rows, unit in (("RATINGS", comparison.ratings, ""), ("KEY QUESTIONS", comparison.questions, " points")):
        yield f"\n{head}: {sentence(rows, 'standards' if head == 'RATINGS' else 'questions')}"
        for row in rows:
            values = " > ".join("not there" if v is None else f"{v}%" if isinstance(v, int) else str(v) for v in row.values)
            yield _wrap(f"{row.name}: {values}{_signed(row.change, unit)}", "  ", width)
    for head, matters in (("FINDINGS", comparison.findings), ("RECOMMENDATIONS", comparison.recommendations)):
        yield f"\n{head}: " + ", ".join(f"{n} {status}" for status, n in counts(matters).items())
        for status, group in grouped(matters):
            yield f"\n  {HEADS[status]}"
            for matter in group:
                yield from _matter(matter, width)


def counts(matters: tuple[Matter, ...]) -> dict[Status, int]:
    """How many matters have each status."""
    return {status: sum(m.status == status for m in matters) for status in HEADS}


def grouped(matters: tuple[Matter, ...]) -> list[tuple[Status, list[Matter]]]:
    """The matters by status, in the order of `HEADS`; no status without a matter."""
    groups = ((status, [m for m in matters if m.status == status]) for status in HEADS)
    return [(status, group) for status, group in groups if group]


def _matter(matter: Matter, width: int) -> Iterator[str]:
    for place, item in matter.each():
        probability = matter.chances.get((place, item.id))
        chance = "" if probability is None else f" [same with {probability:.0%}]"
        page = f" (p. {item.page})" if item.page else ""
        turned = " TURNED" if matter.turned and place == max(matter.items) else ""
        yield _wrap(f"{item.text}{page}{chance}{turned}", f"    {place + 1} {_MARK.get(item.side or '', '>')} {item.id} ", width)


def table(comparison: Comparison) -> str:
    """The findings and recommendations as CSV, one row for each item of a matter."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("kind", *ROW))
    for kind, matters in (("finding", comparison.findings), ("recommendation", comparison.recommendations)):
        for row in comparison.rows(matters):
            writer.writerow([kind, *("" if v is None else plain_cell(v) for v in row)])
    return out.getvalue()


def page(comparison: Comparison) -> str:
    """The comparison as one page for a browser, with nothing in it that asks the network."""

    def address(item: Item) -> str | None:
        return item.url if item.url and item.url.startswith(("https://", "http://")) else None

    return render(
        "compare.html",
        styles=("compare.css",),
        comparison=comparison,
        heads=HEADS,
        kinds=KINDS,
        looks=RATINGS,
        date=date_in_words,
        sentence=sentence,
        caution=caution(comparison),
        counts=counts,
        grouped=grouped,
        address=address,
    )
