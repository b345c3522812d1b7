"""Quantities in findings: value, unit and denominator, with the words that say them.

A number is worth little without its predicate (70 per cent may be praise or blame), so the text is kept beside the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: k for k, word in enumerate(_ONES)} | {word: 10 * k for k, word in enumerate(_TENS, 2)}
_SHARES = {
    "half": 1 / 2, "a half": 1 / 2, "one half": 1 / 2, "one-half": 1 / 2,
    "a third": 1 / 3, "one third": 1 / 3, "one-third": 1 / 3, "two thirds": 2 / 3, "two-thirds": 2 / 3,
    "a quarter": 1 / 4, "one quarter": 1 / 4, "one-quarter": 1 / 4, "three quarters": 3 / 4, "three-quarters": 3 / 4,
    "a fifth": 1 / 5, "one fifth": 1 / 5, "one-fifth": 1 / 5, "two fifths": 2 / 5, "two-fifths": 2 / 5,
    "three fifths": 3 / 5, "three-fifths": 3 / 5, "four fifths": 4 / 5, "four-fifths": 4 / 5,
    "none": 0.0, "a tenth": 1 / 10, "one tenth": 1 / 10, "one-tenth": 1 / 10, "nine tenths": 9 / 10, "nine-tenths": 9 / 10,
}  # fmt: skip

_TENS_AND_ONES = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?"
_WORD = rf"(?:{_TENS_AND_ONES}|{'|'.join(sorted(_ONES, key=len, reverse=True))}|a hundred|one hundred)"
_INITIALS = "".join(sorted({word[0] for word in _WORDS}))
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_FIGURE}|{_WORD})"
_UNITS = {
    "case": "cases", "person": "people", "people": "people", "child": "children", "children": "children", "file": "files",
    "report": "reports", "assessment": "assessments", "plan": "plans", "visit": "visits", "referral": "referrals",
    "enquiry": "enquiries", "enquirie": "enquiries", "request": "requests", "vacancy": "vacancies", "vacancie": "vacancies",
    "post": "posts", "order": "orders", "hour": "hours", "minute": "minutes", "day": "days", "working day": "days",
    "week": "weeks", "month": "months", "year": "years", "practitioner": "practitioners", "officer": "officers",
    "manager": "managers", "staff": "staff", "member": "members", "man": "people", "men": "people", "woman": "people",
    "women": "people", "girl": "children", "boy": "children", "victim": "victims", "parent": "parents", "place": "places",
    "family": "families", "familie": "families", "respondent": "respondents", "award": "awards", "offence": "offences",
    "release": "releases", "bed": "beds", "meeting": "meetings", "office": "offices", "appointment": "appointments",
    "service user": "people", "prisoner": "people", "household": "households", "audit": "audits", "agreement": "agreements",
    "recommendation": "recommendations", "volunteer": "volunteers", "inspection": "inspections", "incident": "incidents",
}  # fmt: skip
_TIME = {"hours", "minutes", "days", "weeks", "months", "years"}
_NOUN = r"(?:(?!(?:and|or|to|of|in|that|who|were|was|had|did|for)\b)[a-z][\w’'-]*\s+){0,3}?"
_UNIT = "|".join(sorted((re.escape(u) for u in _UNITS), key=len, reverse=True))

# one pass finds the numbers; what follows each is then matched at its end, which is many times faster than searching
# in small letters, which is faster than to pass over case
_START = re.compile(rf"(?=[\da{_INITIALS}])(?:\b{_NUMBER}(?![\w])|(?<![\w.,-])(?:{_FIGURE})(?=%))")
_SHARE_AT = re.compile(
    rf"\b(?:{'|'.join(sorted(_SHARES, key=len, reverse=True))})\b(?=\s+(?:of|the|were|was|had|that)\b|[,.;)]|$)"
)
_PARTS = ("half", "third", "quarter", "fifth", "tenth", "none")  # one of which is in each of the shares
# "none" alone is no number: a gap, a heading
_NONE_OF = re.compile(r"\s+of\s+(?:the|these|those|them|its|their|our)\b", re.I)
_PERCENT = re.compile(r"\s?(?:%|per cent\b|percent\b)", re.I)
_FTE = re.compile(r"\s(?:full[- ]time[- ]equivalents?|FTEs?)\b", re.I)
_OF = re.compile(
    rf"(?: out)? (?:of|in) (?:the |all |these |those |every |its |our |their |a total of |a possible )?(?P<of>{_NUMBER})\b"
    rf"(?:\s+{_NOUN}(?P<unit>{_UNIT})s?\b)?",
    re.I,
)
# "Of the 40 people we met, 12 were ..."
_OF_BEFORE = re.compile(
    rf"\b(?:of|out of) (?:the |all |these |those |its )?(?P<of>{_FIGURE}) {_NOUN}(?P<unit>{_UNIT})s?\b[^.;:%\d]{{0,70}}?,?\s"
    rf"(?P<n>{_NUMBER})\b(?! (?:per cent|percent)\b)(?!%)",
    re.I,
)
_COUNT = re.compile(rf"[- ]{_NOUN}(?P<unit>{_UNIT})s?\b", re.I)
_TIMES = re.compile(r" (?:times|occasions)\b", re.I)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text` as printed, `value`, `unit` (`percent`, `cases`, `weeks`, `full_time_equivalent`, `share` ...), `of` or None."""

    text: str
    value: float
    unit: str
    of: float | None
    start: int
    end: int


def number_of(text: str) -> float:
    """The value of a number in figures or words.

    Raises:
        ValueError: for words that are no number.
    """
    bare = text.casefold().replace(",", "").strip()
    if bare[:1].isdigit():
        return float(bare)
    if bare in ("a hundred", "one hundred"):
        return 100.0
    total = 0
    for word in re.split(r"[- ]", bare):
        if word not in _WORDS:
            raise ValueError(f"not a number: {text!r}")
        total += _WORDS[word]
    return float(total)


def quantities(text: str) -> list[Quantity]:
    """All quantities in a text, in order, none overlapping."""
    found: list[Quantity] = []
    free = 0
    small = _small(text)
    of_before = " of " in f" {small}" and _DIGIT.search(text)
    whole = {m.start("of"): m for m in _OF_BEFORE.finditer(text)} if of_before else {}
    for m in _START.finditer(small):
        if m.start() < free:
            continue
        if (before := whole.get(m.start())) and number_of(before["n"]) <= number_of(before["of"]) and not _is_year(before["n"]):
            start, end, unit = before.start("of"), before.end("n"), _unit(before["unit"]) or "count"
            found.append(Quantity(text[start:end], number_of(before["n"]), unit, number_of(before["of"]), start, end))
            free = end
            continue
        quantity = _read_at(text, m)
        if quantity is not None:
            found.append(quantity)
            free = quantity.end
    taken = [(q.start, q.end) for q in found]
    for m in _SHARE_AT.finditer(small) if any(part in small for part in _PARTS) else ():
        if m[0] == "none" and not _NONE_OF.match(text, m.end()):
            continue
        if all(m.end() <= start or m.start() >= end for start, end in taken):
            found.append(Quantity(text[m.start() : m.end()], round(_SHARES[m[0]], 4), "share", None, m.start(), m.end()))
    # hundreds of digits are no number of anything: they overflow, and JSON has no infinity
    finite = [q for q in found if isfinite(q.value) and isfinite(q.of or 0)]
    return sorted(finite, key=lambda q: q.start)


def _small(text: str) -> str:
    """A text in small letters, each at its place: of a letter that becomes two nothing is changed."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _read_at(text: str, m: re.Match[str]) -> Quantity | None:
    value, start, at = number_of(m[0]), m.start(), m.end()

    def made(end: int, unit: str, of: float | None = None) -> Quantity:
        return Quantity(text[start:end], value, unit, of, start, end)

    if after := _PERCENT.match(text, at):
        return made(after.end(), "percent")
    if after := _FTE.match(text, at):
        return made(after.end(), "full_time_equivalent")
    if (after := _OF.match(text, at)) and not _is_year(after["of"]) and value <= number_of(after["of"]):
        return made(after.end(), _unit(after["unit"]) or "count", number_of(after["of"]))
    if after := _COUNT.match(text, at):
        unit = _unit(after["unit"]) or "count"
        if not _is_year(m[0]) and not (m[0].casefold() == "one" and unit not in _TIME):
            return made(after.end(), unit)
    if after := _TIMES.match(text, at):
        return made(after.end(), "times")
    return None


def _unit(text: str | None) -> str | None:
    return _UNITS.get(text.casefold()) if text else None


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))
