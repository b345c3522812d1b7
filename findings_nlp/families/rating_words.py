"""The rating words of a series of reports, and the items that ratings and key questions are read into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_WHOLE = r"[‘“'\"(\s]*(?:(?:overall )?rat(?:ing|ed)(?:\s*as)?(?:\s*[:–-])?\s*)?[‘“'\"]?(?P<r>{rating})[’'”\").\s]*"
_WELSH = {"rhagorol": "Outstanding", "da": "Good", "annigonol": "Inadequate"}


class Scale:
    """The words of a series of reports for its ratings, worst first, and how they are found in a text.

    Args:
        words: as a record holds them.
        phrase: a regular expression for all of them as they are printed; by default the words themselves.
        in_prose: likewise for those that count in a sentence without quotation marks.
        scored: whether the inspectorate's points and bands hold for them.
    """

    def __init__(
        self, words: Sequence[str], phrase: str | None = None, in_prose: str | None = None, scored: bool = False
    ) -> None:
        self.words = tuple(words)
        self.phrase = phrase or "|".join(r"\s+".join(map(re.escape, w.split())) for w in sorted(words, key=len, reverse=True))
        self.scored = scored
        self._in_prose = in_prose or self.phrase
        self._spelt = {" ".join(word.casefold().split()): word for word in words}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def pattern(self, template: str) -> re.Pattern[str]:
        """A pattern with the rating words in the place of `{rating}`, and those that count in prose for `{prose}`."""
        if template not in self._compiled:
            filled = template.replace("{rating}", self.phrase).replace("{prose}", self._in_prose)
            self._compiled[template] = re.compile(filled, re.I)
        return self._compiled[template]

    def spelt(self, phrase: str) -> str:
        """A rating phrase in its spelling in a record; Welsh in English."""
        bare = " ".join(phrase.casefold().split())
        if bare in self._spelt:
            return self._spelt[bare]
        return _WELSH.get(bare) or ("Requires improvement" if bare.startswith(("requires", "angen")) else bare.capitalize())

    def whole(self, text: str) -> str | None:
        """One of the ratings where the text is nothing else."""
        found = self.pattern(_WHOLE).fullmatch(text.strip())
        return self.spelt(found["r"]) if found else None


# "Angen gwella" and "angen ei gwella" are printed in Welsh editions, "Angen gwelliant" in the press
PHRASE = (
    r"outstanding|good|requires\s+improve-?\s?ment|inadequate|"
    r"rhagorol|da|angen\s+(?:ei\s+)?(?:gwella|wella|gwelliant)|annigonol"
)
INSPECTORATE = Scale(
    ("Inadequate", "Requires improvement", "Good", "Outstanding"),
    PHRASE,
    "outstanding|requires improvement|inadequate|good",
    True,
)


@dataclass(slots=True)
class RatedItem:
    """A rating or key question with the characters it was read from; `year` of an earlier inspection's rating."""

    standard: str | None
    name: str
    value: str | int
    blocks: list[int] = field(default_factory=list)
    start: int = 0
    end: int = 0
    year: int | None = None


def rating_in(text: str, scale: Scale = INSPECTORATE) -> str | None:
    """One of the ratings where the text is nothing else, as records spell it."""
    return scale.whole(text)


def spelt(phrase: str, scale: Scale = INSPECTORATE) -> str:
    """A rating phrase in its spelling in a record; Welsh in English."""
    return scale.spelt(phrase)
