"""Dates as reports print them: month and year, with or without the day, and spans of months."""

from __future__ import annotations

import re

MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = (
    {m.casefold(): k for k, m in enumerate(MONTH_NAMES, 1)}
    | {m[:3].casefold(): k for k, m in enumerate(MONTH_NAMES, 1)}
    | {"sept": 9}
)
MONTHS = "|".join(MONTH_NAMES) + "|" + "|".join(m[:3] for m in MONTH_NAMES) + "|Sept"
_DATE = re.compile(rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m>{MONTHS})\.?,?\s+(?P<y>(?:19|20)\d\d)\b", re.I)
_RANGE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})\s+)?(?P<m>{MONTHS})\s+(?:and|to|until|[–-])\s+(?:\d{{1,2}}\s+)?(?P<m2>{MONTHS})\s+(?P<y>20\d\d)\b",
    re.I,
)
# "8 and 19 May 2023"
_DAYS = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:and|to|until|[–-])\s*\d{{1,2}}(?:st|nd|rd|th)?\s+(?P<m>{MONTHS})\s+(?P<y>20\d\d)\b",
    re.I,
)


# "2023-05-03" and, day first as in Britain, "03/05/2023"
_FIGURES = re.compile(
    r"(?<![\d/.-])(?:(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"
    r"|(?P<d2>0?[1-9]|[12]\d|3[01])(?P<s>[/.])(?P<m2>0?[1-9]|1[0-2])(?P=s)(?P<y2>20\d\d))(?![\d/-]|\.\d)"
)


_PUBLISHED = re.compile(r"\bpublish(?:ed)?\b|\bpublication\b|\bcyhoedd\w*", re.I)
_NEAR = 40  # letters between a label and its date
_CLAUSE = re.compile(r"[.;|]\s|, ")
_INSPECTED = re.compile(
    r"\bfieldwork\b|\binspected\b|\bvisit(?:ed|s)?\b|\binspection (?:dates?|took|began|started|ran|was|week)\b"
    r"|\bdates? of (?:the )?(?:inspection|visit|fieldwork)\b|\b(?:carried out|conducted|took place|week beginning|week of)\b",
    re.I,
)


def iso(text: str) -> str | None:
    """The first date in a text as `YYYY-MM-DD` or `YYYY-MM`."""
    if "20" not in text and "19" not in text:
        return None
    found, figures = _DATE.search(text), _FIGURES.search(text)
    if figures and (found is None or figures.start() < found.start()):
        return (
            f"{figures['y'] or figures['y2']}-{int(figures['m'] or figures['m2']):02d}-{int(figures['d'] or figures['d2']):02d}"
        )
    if not found:
        return None
    month = f"{found['y']}-{_MONTH[found['m'].casefold()]:02d}"
    return f"{month}-{int(found['d']):02d}" if found["d"] and 1 <= int(found["d"]) <= 31 else month


def starts(text: str) -> list[tuple[int, str]]:
    """The dates in a text with their positions; of a span ("March to July 2023") the first."""
    if "20" not in text and "19" not in text:
        return []
    out = [(m.start(), iso(m[0]) or "") for pattern in (_DATE, _FIGURES) for m in pattern.finditer(text)]
    if not out:
        return []  # the spans below end in a month and its year, too
    for m in _DAYS.finditer(text):
        out = [x for x in out if not m.start() <= x[0] < m.end()]
        out.append((m.start(), iso(f"{m['d']} {m['m']} {m['y']}") or ""))
    for m in _RANGE.finditer(text):
        first, last = _MONTH[m["m"].casefold()], _MONTH[m["m2"].casefold()]
        month = f"{int(m['y']) - (first > last)}-{first:02d}"
        out = [x for x in out if not m.start() <= x[0] < m.end()]
        out.append((m.start(), f"{month}-{int(m['d']):02d}" if m["d"] else month))
    return sorted(out)


def published_in(text: str) -> str | None:
    """The date of publication that a line gives: one that it labels so, else its first date that is none of an inspection.

    >>> published_in("Inspected 6 - 10 March 2023. Published on 3 May 2023"), published_in("Fieldwork: 6 March 2023")
    ('2023-05-03', None)
    """
    dates = starts(text)
    for label in _PUBLISHED.finditer(text):
        if behind := next((date for at, date in dates if label.end() <= at <= label.end() + _NEAR), None):
            return behind
    spans = [m.span() for pattern in (_DAYS, _RANGE) for m in pattern.finditer(text)]
    for at, date in dates:
        clause = _CLAUSE.split(text[:at])[-1]
        if not _INSPECTED.search(clause) and not any(start <= at < end for start, end in spans):
            return date
    return None
