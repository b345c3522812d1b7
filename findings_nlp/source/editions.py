"""What a web page has instead of a cover and of pages: facts in its head, and text fragments.

A text fragment is the end of an address that makes a browser scroll to a text and mark it. Its syntax is that of the URL Fragment Text Directives draft of the W3C community group: `#:~:text=start,end`, each part
percent-encoded. A browser takes the first place where `start` stands, and the next `end` behind it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head of a page says; None where it does not. `published` is `YYYY-MM-DD`, `address` the page's own."""

    title: str | None = None
    published: str | None = None
    address: str | None = None


_WHOLE = 10  # words: a text no longer than this is quoted whole
_STEPS = (6, 10, 16, 30)  # words at the start, more where fewer stand elsewhere before
_END = 5  # words
_PREFIX = 4  # words


def text_fragment(text: str, breaks: Sequence[int] = (), before: str = "") -> str:
    """The text fragment that leads to a text of a page.

    Args:
        text: as the record has it.
        breaks: positions in `text` where the page has something that the record leaves out, such as a footnote's mark.
        before: the page's text up to it; the start is made long enough not to stand there, or else the words right before it
            are given with it.

    >>> text_fragment("Leaders meet all staff - monthly.")
    '#:~:text=Leaders%20meet%20all%20staff%20%2D%20monthly.'
    """
    cuts = sorted({0, len(text), *(b for b in breaks if 0 < b < len(text))})
    runs = [words for a, b in itertools.pairwise(cuts) if (words := text[a:b].split())]
    if not runs:
        return ""
    whole = len(runs) == 1 and len(runs[0]) <= _WHOLE
    start = next((s for n in _STEPS if " ".join(s := runs[0][:n]) not in before), runs[0][: _STEPS[-1]])
    start = runs[0] if whole else start
    rest = [] if whole else runs[0][len(start) :] if len(runs) == 1 else runs[-1]
    parts = [_quoted(start)] + ([_quoted(rest[-_END:])] if rest else [])
    if " ".join(start) in before and (near := re.findall(r"[^\s|]+", before[-200:])[-_PREFIX:]):
        parts.insert(0, _quoted(near) + "-")
    return "#:~:text=" + ",".join(parts)


def _quoted(words: list[str]) -> str:
    # a hyphen, a comma and an ampersand have a meaning of their own in the directive
    return quote(" ".join(words), safe="").replace("-", "%2D")
