"""Where an item stands in its source, as web addresses and citations.

>>> from findings_nlp.record.schema import Location, Source
>>> source = Source(name="a.pdf", sha256="0" * 64, pages=9, url="https://example.org/a.pdf")
>>> page_url(source, [Location(page=8, bbox=(0, 0, 1, 1))])
'https://example.org/a.pdf#page=8'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findings_nlp.record.schema import Location, Report, Source

PUBLISHER = "HM Inspectorate of Probation"
_WEB = re.compile(r"https?://[^\s<>\"]+", re.I)


def report_id(sha256: str) -> str:
    """A report's id by its content: the same whatever its file is called and wherever it lies.

    >>> report_id("0123456789abcdef" * 4)
    '0123456789abcdef'
    """
    return sha256[:16]


def source_url(source: Source) -> str | None:
    """The web address of the file; None where there is none, or what stands there is none."""
    found = next((url for url in (source.url, source.address) if url and _WEB.fullmatch(url)), None)
    return found.partition("#")[0] if found else None


def page_url(source: Source, locations: Sequence[Location]) -> str | None:
    """The web address that leads to an item: its page of a PDF, its words in a web page.

    Args:
        source: the file.
        locations: of the item; the first counts.
    """
    base = source_url(source)
    if base is None or not locations:
        return base
    first = locations[0]
    if first.page is not None:
        return f"{base}#page={first.page}"
    return base + first.fragment if first.fragment and first.fragment.startswith("#") else base


def date_in_words(published: str | None) -> str | None:
    """A date as people write it.

    >>> date_in_words("2023-06"), date_in_words("2023-06-09"), date_in_words("soon")
    ('June 2023', '9 June 2023', 'soon')
    """
    parts = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", published or "")
    try:
        found = date(int(parts[1]), int(parts[2]), int(parts[3] or 1)) if parts else None
    except ValueError:
        found = None
    if parts is None or found is None:
        return published
    month = _MONTHS[found.month - 1]
    return f"{found.day} {month} {found.year}" if parts[3] else f"{month} {found.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def citation(report: Report, item: str | None = None, locations: Sequence[Location] = ()) -> str:
    """How to cite a report, or an item of it: publisher, title, date, page, id, address.

    Args:
        report: the record.
        item: id of a finding or recommendation; None for the report.
        locations: of the item.
    """
    where = locations[0].page if locations else None
    name = report_id(report.source.sha256)
    parts = [
        PUBLISHER,
        report.title or report.inspected_body or report.source.name,
        date_in_words(report.published),
        f"page {where}" if where else None,
        f"{name}/{item}" if item else name,
        page_url(report.source, locations),
    ]
    return ", ".join(part for part in parts if part)
