"""Limits on what is handed to the HTML parser, which has none of its own.

Lexbor's time grows with the square of the depth (20,000 elements deep: 0.8 s; 100,000: 20 s), and elements of text style that
are left open are opened again in every paragraph, as the HTML standard (13.2.4.3) asks. A report has some 10,000 tags,
30 deep. The counts below are estimates from the tags alone: wrong markup makes them too high, never far too low.
"""

from __future__ import annotations

import re
from collections import Counter

from findings_nlp.errors import ReportError

MOST_BYTES = 64 * 1024 * 1024
MOST_TAGS = 300_000
MOST_TEXT = 2_000_000  # characters: a report has some 150,000
DEEPEST = 2_000
MOST_REOPENED = 2_000_000

_TAG = re.compile(r"<!--(?:.*?-->|.*\Z)|<(script|style)\b(?:.*?</\1\s*>|.*\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)", re.I | re.S)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])  # fmt: skip
# what the parser closes by itself where the next begins
_IMPLIED = frozenset(
    ["p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "colgroup", "caption", "option", "optgroup", "rp",
     "rt", "html", "head", "body"]
)  # fmt: skip
_STYLED = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])  # fmt: skip


def check_markup(text: str, path: str) -> None:
    """See to it that a page can be parsed in reasonable time and memory.

    Raises:
        ReportError: stage `open`, where it has too many tags, is nested too deep, or leaves too many elements open.
    """
    if text.count("<") > MOST_TAGS:
        raise ReportError(path, f"has more than {MOST_TAGS:,} tags", "open")
    opened: Counter[str] = Counter()
    depth = styled = reopened = 0
    for _, closing, name in _TAG.findall(text):
        tag = name.lower()
        if not tag or tag in _VOID:
            continue
        if tag in _IMPLIED:
            reopened += 0 if closing else styled
        elif not closing:
            opened[tag] += 1
            depth += 1
            styled += tag in _STYLED
        elif opened[tag]:
            opened[tag] -= 1
            depth -= 1
            styled -= tag in _STYLED
        if depth > DEEPEST:
            raise ReportError(path, f"has elements nested more than {DEEPEST:,} deep", "open")
        if reopened > MOST_REOPENED:
            raise ReportError(path, "leaves so many elements open that they cannot be told apart", "open")
