"""Which field a column is by what its cells hold, where its heading names none; numbers of recommendations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

from findings_nlp.plans.due import due
from findings_nlp.plans.grid import GridRow
from findings_nlp.plans.wording import agreement_of

_NUMBER = re.compile(
    r"^\W{0,4}(?:(?:rec(?:ommendation)?|ref|no|number|r|action)\W{0,4}){0,4}(\d{1,2}(?:\.\d{1,2})?\s?\(?[a-z]?(?:[ivx]{1,3})?\)?)\W{0,4}$",
    re.I,
)
_NUMBERED = re.compile(
    r"^\s{0,3}(?:(?:rec(?:ommendation)?s?|ref|no|number|action)\.?\s{0,3}(?:no\.?|number)?\s{0,3}#?\s{0,3}(\d{1,2}(?:[.]?\d{1,2})?[a-z]?)\b\s{0,3}[:.)–—-]*\s{0,3}"
    r"|(\d{1,2}[a-z]?)\s{0,3}[.):]\s{1,3}(?=\S))", re.I,
)  # fmt: skip
_MOST = 0.6  # share of a column's cells that must be of a kind
_DATE, _STATE = 60, 60  # characters of a cell that is nothing but a date, or a word of agreement
_SENTENCE = 5  # words of a cell that is more than a name


def number_of(text: str) -> str | None:
    """The number in a cell of numbers; None where it holds no number.

    >>> number_of("Rec 3."), number_of("1a"), number_of("2 (b)"), number_of("Leadership")
    ('3', '1a', '2b', None)
    """
    found = _NUMBER.match(text)
    return re.sub(r"[\s()]", "", found[1]).lower() if found else None


def number_and_text(text: str) -> tuple[str | None, str | None]:
    """The number that a recommendation begins with, and the rest.

    >>> number_and_text("Recommendation 3: improve planning"), number_and_text("4. Improve"), number_and_text("12 weeks")
    (('3', 'improve planning'), ('4', 'Improve'), (None, '12 weeks'))
    """
    found = _NUMBERED.match(text)
    if found is None:
        return None, text.strip() or None
    return (found[1] or found[2]).strip(), text[found.end() :].strip() or None


def is_numbered(text: str) -> bool:
    """Whether a text begins with the number of a recommendation."""
    return _NUMBERED.match(text) is not None


def by_content(rows: Sequence[GridRow], count: int, named: dict[int, str]) -> dict[int, str]:
    """The fields of columns: those that headings name, and of the others what the cells tell beyond doubt.

    Dates, words of agreement and numbers tell their columns where no heading names such a one. Where no heading names what is
    done, the columns that hold sentences are it.

    Args:
        rows: below the headings.
        count: of columns.
        named: the fields that headings name, by column.
    """
    out = dict(named)
    cells = {k: [row.cells[k].text for row in rows if k < len(row.cells) and row.cells[k].text] for k in range(count)}
    asked = [k for k, name in named.items() if name == "recommendation"]
    if len(asked) > 1 and "number" not in named.values():
        for k in asked[:-1]:
            if _share(cells[k], lambda text: number_of(text) is not None) > _MOST:
                out[k] = "number"
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("date", lambda text: len(text) < _DATE and due(text) is not None),
        ("status", lambda text: len(text) < _STATE and agreement_of(text) is not None),
        ("number", lambda text: number_of(text) is not None),
    )
    for name, fits in kinds:
        found = [k for k in range(count) if k not in out and _share(cells[k], fits) > _MOST]
        if name not in out.values() and len(found) == 1:
            out[found[0]] = name
    if "response" not in out.values():
        for k in range(count):
            if k not in out and cells[k] and median(len(text.split()) for text in cells[k]) >= _SENTENCE:
                out[k] = "response"
    return out


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if len(cells) > 1 else 0.0
