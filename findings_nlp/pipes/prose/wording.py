"""Shares put in words: "in 38 per cent of cases" and "in 17 of the 44" as "in few of cases", which says more of the side than a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from findings_nlp.pipes.facts.quantities import Quantity, quantities
from findings_nlp.pipes.facts.shares import share_of
from findings_nlp.pipes.prose.features import Passage

# the share in per cent below which a word holds
_WORDS = (
    (0.01, "none"),
    (20.0, "very few"),
    (40.0, "few"),
    (50.0, "fewer than half"),
    (60.0, "about half"),
    (80.0, "most"),
    (100.0, "nearly all"),
)
_WHOLE_BEHIND = re.compile(r"[^\s-]+(?:[ -][^\s-]+)?(?: out)? (?:of|in) ", re.I)
_LAST_WORD = re.compile(r"\S+$")


def word_of(share: float) -> str:
    """The words for a share in per cent."""
    return next((word for least, word in _WORDS if share < least), "all")


def shares_in_words(text: str) -> str:
    """A sentence with its shares in words; other figures stay.

    >>> shares_in_words("Plans were shared in 38 per cent of cases.")
    'Plans were shared in few of cases.'
    """
    found = quantities(text)
    out, at = "", 0
    for quantity in found:
        share = share_of(text, quantity).value
        if share is None:
            continue
        start, told = _told(quantity, word_of(share))
        out += text[at:start] + told
        at = quantity.end
    out += text[at:]
    return out[:1].upper() + out[1:] if text[:1].isupper() or text[:1].isdigit() else out


def _told(quantity: Quantity, word: str) -> tuple[int, str]:
    """Where the words for a share begin, and the words."""
    if quantity.of is None or quantity.unit == "percent":
        return quantity.start, word
    last = _LAST_WORD.search(quantity.text)
    if last and not _WHOLE_BEHIND.match(quantity.text):  # "29 people whom we met, eight"
        return quantity.start + last.start(), word
    return quantity.start, f"{word} of the {int(quantity.of) if quantity.unit == 'count' else quantity.unit}"


def worded(passages: Sequence[Passage]) -> list[Passage]:
    """Passages with the shares of their sentences in words."""
    return [
        Passage(passage.headings, passage.kind, [shares_in_words(" ".join(text.split())) for text in passage.sentences])
        for passage in passages
    ]
