"""How records are put in words, the same way in marked PDFs and on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from findings_nlp.document.dates import MONTH_NAMES
from findings_nlp.pipes.themes.taxonomy import shipped_themes

if TYPE_CHECKING:
    from findings_nlp.record.schema import Fact, Finding, Location, Quantity, Recommendation, Report


_HEADING = "heading: "
# characters that hide, turn the direction of what follows or break lines are shown by their code
_HIDING = (*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x061C, 0xFEFF)
_CONTROL = (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000))
_VISIBLE = {c: f"[U+{c:04X}]" for c in (*_HIDING, *_CONTROL)}


def visible(value: object) -> str:
    r"""Text whose control and direction characters are seen by their code and do nothing.

    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    return str(value).translate(_VISIBLE)


def visible_line(value: object) -> str:
    r"""Text in one line, its control and direction characters as their code.

    >>> visible_line("a\u202e\n  b")
    'a[U+202E] b'
    """
    return " ".join(visible(value).split())


def day(published: str | None) -> str:
    """A date as people write it, as precise as it is known.

    >>> day("2023-06-14"), day("2023-06"), day("2023"), day(""), day("June")
    ('14 June 2023', 'June 2023', '2023', 'undated', 'June')
    """
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-(\d{2}))?", published or "")
    if not found:
        return visible(published) if published else "undated"
    year, month, number = found.groups()
    return " ".join(
        filter(None, (str(int(number)) if number and month else "", MONTH_NAMES[int(month) - 1] if month else "", year))
    )


@lru_cache(maxsize=1)
def _theme_names() -> dict[str, str]:
    return {theme.id: theme.name for theme in shipped_themes()}


def theme_name(theme: str) -> str:
    """The name of a theme; an id of the user's own with spaces for underscores."""
    return _theme_names().get(theme, theme.replace("_", " "))


def share(score: float) -> str:
    """A probability in whole per cent, never rounded up to certainty.

    >>> share(0.934), share(0.9999), share(0.001)
    ('93%', '>99%', '<1%')
    """
    if 0.995 <= score < 1:
        return ">99%"
    return "<1%" if 0 < score < 0.005 else f"{score:.0%}"


def short(text: str, length: int = 70) -> str:
    """Text cut at a word.

    >>> short("Leaders meet all staff each month", 20)
    'Leaders meet all ...'
    """
    return text if len(text) <= length else text[: length - 3].rsplit(" ", 1)[0] + " ..."


def page_of(locations: list[Location]) -> int | None:
    """The page on which something begins."""
    return locations[0].page if locations else None


def quantity(q: Quantity) -> str:
    """A quantity as printed and as read."""
    value = f"{q.value:g} {q.unit}" + (f" of {q.of:g}" if q.of is not None else "")
    return q.text if value.casefold() == q.text.casefold() else f"{q.text} ({value})"


def was_labelled(report: Report) -> bool:
    """Whether themes and evidence were looked for at all (`--model none` looks for neither)."""
    return report.model.name != "findings_nlp_rules"


def section_of(item: Finding) -> str:
    """The section that a finding stands in, headed by its standard where the heading does not print it."""
    section = item.section or ""
    if item.standard and not section.startswith(item.standard):
        return f"{item.standard} {section}".strip()
    return section or "(no section)"


def linked_to(report: Report, band: Literal["reason", "possible"]) -> dict[str, list[tuple[Recommendation, float]]]:
    """Finding id -> the recommendations that cite it in this band, with the link's score, in the report's order."""
    out: dict[str, list[tuple[Recommendation, float]]] = {}
    for rec in report.recommendations:
        for link in rec.evidence:
            if link.band == band:
                out.setdefault(link.finding, []).append((rec, link.score))
    return out


def heading_of(because: Sequence[str]) -> str:
    """The heading that carries a theme, from its `because`; nothing where words do.

    >>> heading_of(["heading: 1.2 Staff"]), heading_of(["heading: Staff is a word of the text", "too"])
    ('1.2 Staff', '')
    """
    return because[0].removeprefix(_HEADING) if len(because) == 1 and because[0].startswith(_HEADING) else ""


def by_section(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings under the sections that they stand in, in reading order."""
    out: dict[str, list[Finding]] = {}
    for finding in findings:
        out.setdefault(section_of(finding), []).append(finding)
    return out


# the record's facts as people name them
FACTS = {
    "title": "Title",
    "inspected_body": "Inspected body",
    "region": "Region",
    "published": "Published",
    "fieldwork_started": "Fieldwork started",
    "isbn": "ISBN",
    "lead_inspector": "Lead inspector",
    "cases_inspected": "Cases inspected",
    "overall_rating": "Overall rating",
    "score": "Score",
}


def facts_told(report: Report) -> list[tuple[str, str, Fact]]:
    """Name, field and fact of all that was read, addressees once for each place where they are named."""
    out = [(name, field, read) for field, name in FACTS.items() if (read := getattr(report.facts, field)) is not None]
    seen: set[tuple[str, str]] = set()
    for rec, read in report.facts.addressees.items():
        key = (str(read.value), str(read.locations))
        # what a recommendation says itself is marked as the recommendation
        if key not in seen and read.source not in ("own_words", "table"):
            seen.add(key)
            out.append(("Addressee", f"addressee-{rec}", read))
    return out
