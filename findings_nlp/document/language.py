"""In which language a report is written."""

from __future__ import annotations

import re

_WELSH = re.compile(r"\b(?:yr|yn|wrth|gwasanaethau|arolygiad|ac|mae|oedd)\b", re.I)


def language_of(text: str) -> str:
    """`cy` for a Welsh edition, else `en`."""
    words = len(text.split())
    return "cy" if words > 50 and len(_WELSH.findall(text)) > 0.06 * words else "en"
