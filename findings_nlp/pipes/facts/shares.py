"""Quantities made comparable: the share in per cent, how near the words are to it, and which side the sentence counts.

"six of 21 cases", "a third" and "29 per cent" are shares; "12 vacancies", "by 20 per cent" and "12 per cent more" are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

Bound = Literal["about", "over", "under", "at_least", "at_most"]
Direction = Literal["sufficient", "insufficient"]
_TIME = frozenset({"hours", "minutes", "days", "weeks", "months", "years", "times", "full_time_equivalent"})

# right before the number
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"\b(?:at least|no fewer than|no less than|a minimum of)\s+$", re.I)),
    ("at_most", re.compile(r"\b(?:at most|up to|no more than|a maximum of)\s+$", re.I)),
    ("under", re.compile(r"\b(?:just|slightly|a little|well)? ?(?:under|below|less than|fewer than|short of|nearly|almost|not quite)\s+$", re.I)),
    ("over", re.compile(r"\b(?:just|slightly|a little|well)? ?(?:over|above|more than|in excess of)\s+$", re.I)),
    ("about", re.compile(r"\b(?:about|around|approximately|roughly|some|close to|or so)\s+$", re.I)),
)  # fmt: skip
_CLOSING = (
    "least", "than", "of", "most", "to", "under", "below", "nearly", "almost", "quite", "over", "above", "about", "around",
    "approximately", "roughly", "some", "so",
)  # fmt: skip
# "under three managers" are the managers one works for
_BENEATH = re.compile(r"\b(?:under|below)\s+$", re.I)
# a change, or a distance from something else, is no share
_CHANGED = re.compile(
    r"\b(?:by|increased?|rise|rose|risen|fall|fell|fallen|drop|reduction|growth)(?: (?:by|of))?(?: (?:about|around|over|nearly|almost|just|under))*\s+$",
    re.I,
)
_APART = re.compile(
    r"^\s*(?:more|fewer|less|higher|lower|above|below|increase|reduction|rise|fall|drop|over|under|short|vacan\w+ more)\b", re.I
)

_GOOD = (
    r"sufficient(?:ly)?|satisfactor(?:y|ily)|adequate(?:ly)?|effective(?:ly)?|(?!not\b)\w+ enough|"
    r"appropriate(?:ly)?|enough (?:was|had been|is|attention|focus|work|analysis)|(?:was|were|had been) done well|good quality|"
    r"met (?:the|our) (?:required )?standards?|did enough|gave enough|(?:was|were) rated (?:as )?good"
)
_BAD = (
    r"insufficient(?:ly)?|unsatisfactor(?:y|ily)|inadequate(?:ly)?|ineffective(?:ly)?|inappropriate(?:ly)?|too little|"
    r"(?:was|were) (?:missing|lacking|absent|overlooked|poor)|fell short|failed to|falls? short|below the (?:required )?standard"
)
_NEGATION = re.compile(
    r"(?:\bnot\b|n[’']t\b|\bno\b|\bnever\b|\bwithout\b|\bnor\b|\bneither\b|\black(?:ed|ing|s)?\b)(?:\s+[\w’'-]+){0,4}\s*$", re.I
)
_JUDGED = re.compile(rf"\b(?:(?P<bad>{_BAD})|(?P<good>{_GOOD}))\b", re.I)
# a sentence's end, or where its other side begins
_END = re.compile(r"[.;:?!](?=\s|$)|\b(?:but|while|whilst|whereas|although|though|yet|however)\b")


class _Read(Protocol):
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def of(self) -> float | None: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Share:
    """A quantity as a share: `value` in per cent, rounded to two places."""

    value: float | None
    bound: Bound | None
    direction: Direction | None


def share_of(text: str, quantity: _Read, before: int = 0, after: int | None = None) -> Share:
    """What a quantity says as a share.

    Args:
        text: the whole text.
        quantity: one of its quantities.
        before: where the quantity before it ends.
        after: where the next quantity begins; None where there is none.

    >>> from findings_nlp.pipes.facts.quantities import quantities
    >>> text = "Planning was sufficient in just under half of the cases."
    >>> share_of(text, quantities(text)[0])
    Share(value=50.0, bound='under', direction='sufficient')
    """
    head = text[max(0, quantity.start - 40) : quantity.start]
    # most quantities have no such word before them
    closing = head.rstrip().casefold()
    bound = next((name for name, words in _BOUNDS if words.search(head)), None) if closing.endswith(_CLOSING) else None
    value = _value(quantity)
    if bound == "under" and value is None and quantity.unit not in _TIME and _BENEATH.search(head):
        bound = None
    if quantity.unit == "percent" and (_CHANGED.search(head) or _APART.search(text[quantity.end : quantity.end + 20])):
        value = None
    return Share(
        value, bound, None if value is None else _direction(text, quantity, before, len(text) if after is None else after)
    )


def _value(quantity: _Read) -> float | None:
    if quantity.unit == "percent":
        return round(quantity.value, 2)
    if quantity.unit == "share":
        return round(100 * quantity.value, 2)
    if quantity.of and quantity.unit not in _TIME:
        return round(100 * quantity.value / quantity.of, 2)
    return None


def _direction(text: str, quantity: _Read, before: int, after: int) -> Direction | None:
    """The judgement nearest in the quantity's own sentence: behind it, else before it, not across another quantity."""
    stop = next((m.start() for m in _END.finditer(text, quantity.end)), len(text))
    start = max((m.end() for m in _END.finditer(text, 0, quantity.start)), default=0)
    if found := _JUDGED.search(text, quantity.end, min(stop, after)):
        return _side(text, found, quantity.end)
    first = max(start, before)
    earlier = list(_JUDGED.finditer(text, first, quantity.start))
    return _side(text, earlier[-1], first) if earlier else None


def _side(text: str, found: re.Match[str], start: int) -> Direction:
    good = found["good"] is not None
    if _NEGATION.search(text[start : found.start()]):
        good = not good
    return "sufficient" if good else "insufficient"
