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


def iso(text: str) -> str | None:
    """The first date in a text as `YYYY-MM-DD` or `YYYY-MM`."""
    found = _DATE.search(text) if "20" in text or "19" in text else None
    if not found:
        return None
    month = f"{found['y']}-{_MONTH[found['m'].casefold()]:02d}"
    return f"{month}-{int(found['d']):02d}" if found["d"] and 1 <= int(found["d"]) <= 31 else month


def starts(text: str) -> list[tuple[int, str]]:
    """The dates in a text with their positions; of a span ("March to July 2023") the first."""
    if "20" not in text and "19" not in text:
        return []
    out = [(m.start(), iso(m[0]) or "") for m in _DATE.finditer(text)]
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
