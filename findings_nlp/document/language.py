"""The language of a report: English or Welsh."""

from __future__ import annotations

import re

_WELSH = re.compile(r"\b(?:yr|yn|wrth|gwasanaethau|arolygiad|ac|mae|oedd)\b", re.I)


def language_of(text: str) -> str:
    """`cy` for a Welsh edition, else `en`."""
    words = text.split()
    if len(words) <= 50 or not _WELSH.search("\n".join(set(words))):
        return "en"
    return "cy" if len(_WELSH.findall(text)) > 0.06 * len(words) else "en"
