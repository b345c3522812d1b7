"""Names as plain words for comparison: case, marks, ampersands and spaces folded."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 80


def plain(name: str) -> str:
    """Lower case, `&` as `and`, without marks; commas stay because they part names.

    >>> plain("St. Helens & Knowsley Youth-Offending Team")
    'st helens and knowsley youth offending team'
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w,]+|_", " ", re.sub(r"[.'’ʼ`]", "", text)).replace(",", " , ").split())


def slug(text: str) -> str:
    """Letters, digits and hyphens; what ASCII cannot say is told by part of a hash, so that two names never share one.

    >>> slug("Kingston upon Hull, City of"), slug("北部")
    ('kingston-upon-hull-city-of', 'x-10aaace7')
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = folded.encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    lost = len(re.findall(r"[^\W\d_]", re.sub(r"[\u0300-\u036f]", "", folded))) != len(re.findall(r"[a-z]", ascii_only))
    if not short or lost or len(short) > _LONGEST:
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{short[:_LONGEST].strip('-') or 'x'}-{mark}"
    return short
