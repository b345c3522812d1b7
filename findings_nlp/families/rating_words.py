"""The four ratings as words, and the items that ratings and key questions are read into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PHRASE = r"outstanding|good|requires\s+improve-?\s?ment|inadequate|rhagorol|da|angen\s+(?:ei\s+)?gwella|annigonol"
_WHOLE = re.compile(
    rf"[‘'“\"(\s]*(?:(?:overall )?rat(?:ing|ed)(?:\s*as)?(?:\s*[:–-])?\s*)?[‘'“\"]?(?P<r>{PHRASE})[’'”\").\s]*", re.I
)
_WELSH = {"rhagorol": "Outstanding", "da": "Good", "annigonol": "Inadequate"}


@dataclass(slots=True)
class Item:
    """A rating or key question with the characters it was read from; `year` of an earlier inspection's rating."""

    standard: str | None
    name: str
    value: str | int
    blocks: list[int] = field(default_factory=list)
    start: int = 0
    end: int = 0
    year: int | None = None


def rating_in(text: str) -> str | None:
    """One of the four ratings where the text is nothing else, as the inspectorate spells it."""
    found = _WHOLE.fullmatch(text.strip())
    return spelt(found["r"]) if found else None


def spelt(phrase: str) -> str:
    """A rating phrase in its printed spelling; Welsh in English."""
    bare = " ".join(phrase.casefold().split())
    return _WELSH.get(bare) or ("Requires improvement" if bare.startswith(("requires", "angen")) else bare.capitalize())
