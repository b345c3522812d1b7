"""A review as a workbook: what to check on two sheets, with lists to choose from, and how to do it on the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.review.quality import Figures, lines
from findings_nlp.review.sample import Review
from findings_nlp.tables.book import HEAD, Book, Head, Link, cell_text
from findings_nlp.tables.xlsx import theme_names

GUIDE, FINDINGS, LINKS, THEMES = "Read me", "Findings", "Links", "Themes"
ID_LABEL, WHO_LABEL = "Review", "Your name"
YES, REASON, NO_REASON = "Yes", "Reason", "No reason"
POLARITY, VERDICT, CHECKED, COMMENT, THEME = "Polarity", "Is it a reason?", "Checked", "Comment", "Theme "
_ROOM = 2  # empty theme columns beside those of the finding that has most
_LEAST = 6


def review_workbook(review: Review) -> bytes:
    """The workbook of a review.

    Raises:
        TablesError: where the library is missing.
    """
    book = Book("Review of findings")
    book.page(GUIDE, _guide(review), widths=(24, 100))
    width = theme_columns(review)
    range_of_themes = f"='{THEMES}'!$A${HEAD + 2}:$A${HEAD + 1 + len(review.themes)}"
    heads = [
        Head("Report"),
        Head("Finding"),
        Head("Service"),
        Head("Published"),
        Head("Context", width=40),
        Head("Text", width=70),
    ]
    heads += [Head("Page"), Head(POLARITY, edit=True, choices=tuple(review.polarities.values()), width=20)]
    heads += [Head(f"{THEME}{k}", edit=True, choices=range_of_themes, width=24) for k in range(1, width + 1)]
    ends = [Head(CHECKED, edit=True, choices=(YES,), width=12), Head(COMMENT, edit=True, width=40)]
    rows = [_finding(item, review, width) for item in review.findings]
    book.table(
        FINDINGS,
        "Findings to check",
        "Change what is wrong in the yellow cells; put Yes under Checked.",
        [*heads, *ends],
        rows,
        GUIDE,
    )
    heads = [Head("Report"), Head("Recommendation"), Head("Finding"), Head("Service"), Head("Recommendation text", width=60)]
    heads += [Head("Finding text", width=60), Head("Page"), Head(VERDICT, edit=True, choices=(REASON, NO_REASON), width=16)]
    rows = [_link(item) for item in review.links]
    about = "Would a careful reader cite the finding as a reason for the recommendation?"
    book.table(LINKS, "Links to check", about, [*heads, *ends], rows, GUIDE)
    definitions = {theme.id: theme.definition for theme in shipped_themes()}
    listed = [(name, definitions.get(theme, "")) for theme, name in review.themes.items()]
    book.table(
        THEMES, "Themes to choose from", "One row for each theme.", [Head("Theme"), Head("What it is", width=110)], listed, GUIDE
    )
    return book.data()


def quality_sheet(told: Figures | None) -> Callable[[Book], None] | None:
    """What writes the sheet of error rates into an archive's workbook; None where nothing was checked.

    Args:
        told: what `findings_nlp.review.quality.quality` gave.
    """
    if told is None:
        return None
    rows = lines(told, theme_names() | {"strength": "Strength", "area_for_improvement": "Area for improvement"})
    heads = [Head("What"), Head("Precision", width=36), Head("Recall", width=36), Head("Checked at random")]
    about = "Of what the archive says, how much is right (precision); of what is right, how much it says (recall); 95% intervals."
    return lambda book: book.table("Quality", "Error rates of this archive", about, heads, rows, "Cover")


def theme_columns(review: Review) -> int:
    """How many columns for themes the sheet of findings has."""
    return max([_LEAST, *(len(item["themes"]) + _ROOM for item in review.findings)])


def shown(value: Any) -> str | None:
    """A value as a cell holds it."""
    return None if value is None else cell_text(str(value))


def _finding(item: dict[str, Any], review: Review, width: int) -> Sequence[Any]:
    themes = [review.themes[name] for name in item["themes"]]
    page = Link(item["page"], item["source"]) if item["page"] and item["source"] else item["page"] or item["source"]
    head = (item["report"], item["finding"], item["service"], item["published"], item["context"], item["text"], page)
    side = review.polarities.get(item["polarity"], item["polarity"])
    return [*head, side, *themes, *[None] * (width - len(themes)), None, None]


def _link(item: dict[str, Any]) -> Sequence[Any]:
    page = Link(item["page"], item["source"]) if item["page"] and item["source"] else item["page"]
    head = (item["report"], item["recommendation"], item["finding"], item["service"])
    verdict = REASON if item["band"] == "reason" else NO_REASON
    return [*head, item["recommendation_text"], item["finding_text"], page, verdict, None, None]


def _guide(review: Review) -> list[tuple[str, Sequence[Any]]]:
    return [
        ("title", ["Check what the model said"]),
        ("fact", [ID_LABEL, review.id]),
        ("edit", [WHO_LABEL, None]),
        ("subtitle", ["How to"]),
        ("fact", ["1. Say who you are", "Write your name in the yellow cell above: each correction is stored with it."]),
        ("fact", ["2. Findings", f"Read the text (the page leads to the source where it has a web address). Change the polarity and the themes where they are wrong: choose from the lists, empty a cell to take a theme away, use an empty cell to add one. Then put {YES} under {CHECKED}, also where nothing was wrong."]),
        ("fact", ["3. Links", f"Say whether the finding is a reason for the recommendation, and put {YES} under {CHECKED}."]),
        ("fact", ["4. Send it back", "findings-nlp corrections review.xlsx --archive OUT checks the file and stores what you changed. A mistake is told by its row, and nothing is stored until there is none."]),
        ("subtitle", ["What counts"]),
        ("fact", ["Checked", f"Only rows with {YES} under {CHECKED}, or with something changed, count as checked. You may stop at any row."]),
        ("fact", ["Why these rows", "Some were taken at random, so that error rates of the whole archive can be told; in others the model is least certain. Which is which is not shown, so that all are read alike."]),
        ("fact", ["Please leave alone", "Report, Finding, Recommendation and the texts: they tell which row is which. Rows may be sorted and filtered."]),
        ("subtitle", ["Sheets"]),
        *(("fact", [Link(name, f"internal:'{name}'!A1"), told]) for name, told in ((FINDINGS, f"{len(review.findings):,} findings"), (LINKS, f"{len(review.links):,} links"), (THEMES, "What each theme is"))),
    ]  # fmt: skip
