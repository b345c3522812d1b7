"""When an action is due: dates as action plans print them, as ISO dates where they say one."""

from __future__ import annotations

import re

from findings_nlp.document.dates import MONTHS, iso

_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{2})(?:-(\d{2}))?(?=$|[\sT,;.)])")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-]((?:20)?\d{2})(?![\d/-])")
_MONTH_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})/(20\d{2})(?![\d/])")
# "Mar-24", "31 March '24": two figures behind a month are a year only where a sign or a day says so
_SHORT = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?({MONTHS})\.?(\s?[-–/'’]\s?|\s+)(\d{{2}})\b(?![\d:/.-])", re.I
)
_LONG = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?(?:{MONTHS})\.?[\s,–/-]*(?:19|20)\d\d\b", re.I)
_WHOLE = 10  # characters of a date with its day
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def due(text: str) -> str | None:
    """The date in a cell as `YYYY-MM-DD` or `YYYY-MM`; of several the latest; None where it says none.

    A day comes before its month, as in the United Kingdom.

    >>> due("End of March 2024"), due("31/03/24"), due("April 2023 to Sept 2023"), due("Mar-24"), due("Spring 2024"), due("Mar 24")
    ('2024-03', '2024-03-31', '2023-09', '2024-03', None, None)
    """
    found = [_made(m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    found += [_made(_year(m[3]), m[2], m[1]) for m in _FIGURES.finditer(text)]
    found += [_made(m[2], m[1]) for m in _MONTH_FIGURES.finditer(text)]
    for m in _LONG.finditer(text):
        told = iso(re.sub(r"\bof\s+", "", re.sub(r"(?<=\w)\s*[-–/]\s*(?=\w)", " ", m[0]), flags=re.I))
        found.append(_made(told[:4], told[5:7], told[8:]) if told and len(told) == _WHOLE else told)
    for m in _SHORT.finditer(text):
        if m[1] or m[3].strip():
            told = iso(f"{m[2]} 20{m[4]}")
            found.append(_made(told[:4], told[5:7], m[1]) if told and m[1] else told)
    return max((date for date in found if date), key=lambda date: (date[:7], date), default=None)


def _year(figures: str) -> str:
    return figures if len(figures) == 4 else f"20{figures}"


def _made(year: str, month: str, day: str | None = None) -> str | None:
    m = int(month)
    if not 1 <= m <= 12 or (day and not 1 <= int(day) <= _DAYS[m - 1]):
        return None
    return f"{year}-{m:02d}-{int(day):02d}" if day else f"{year}-{m:02d}"
