"""The sentences and clauses of a finding: what is compared with a recommendation one by one, and where a theme is looked for."""

from __future__ import annotations

import re

# a full stop before a capital or figure; a semicolon; a comma or dash before a word that opens a clause
_SENTENCE_END = re.compile(r"(?:(?<=[a-z0-9)’'\"%][.!?])|(?<=[A-Z]{2}[.!?]))\s+(?=[A-Z0-9‘“'\"])")
_CLAUSE_END = re.compile(
    r"(?<=;)\s+|(?<=,)\s+(?=(?:and|but|or|so|yet|which|with|although|though|while|whilst|whereas|because|however|where|when)\b)"
    r"|(?<!\s)\s+[–—]\s+|(?<=:)\s+"
)
LEAST_WORDS = 4  # a shorter piece belongs to the clause before it


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text."""
    return _cut(_SENTENCE_END, text, 0, len(text))


def clauses(text: str) -> list[tuple[int, int]]:
    """Start and end of each clause of a text; every sentence ends one. A text without words has none."""
    out: list[tuple[int, int]] = []
    for first, last in sentences(text):
        joined: list[tuple[int, int]] = []
        for start, end in _cut(_CLAUSE_END, text, first, last):
            if (joined and len(text[start:end].split()) < LEAST_WORDS) or (
                joined and len(text[slice(*joined[-1])].split()) < LEAST_WORDS
            ):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        out += joined
    return out


def _cut(pattern: re.Pattern[str], text: str, first: int, last: int) -> list[tuple[int, int]]:
    """The pieces of `text[first:last]` between matches of a pattern, without those that are empty."""
    out, at = [], first
    for match in pattern.finditer(text, first, last):
        out.append((at, match.start()))
        at = match.end()
    out.append((at, last))
    return [(a, b) for a, b in out if text[a:b].strip()]
