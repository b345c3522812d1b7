"""The roles that a block of a report may have in the account of its text; every block has exactly one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What became of a block: what it is in the record, or which kind of passage it is."""

    finding = "finding"
    recommendation = "recommendation"
    addressee = "addressee"  # names who should act on recommendations
    rating = "rating"
    key_question = "key_question"
    quote = "quote"
    none_stated = "none_stated"
    example_box = "example_box"  # practice examples and other boxes beside the text
    heading = "heading"
    foreword = "foreword"
    summary = "summary"
    background = "background"
    previous_inspection = "previous_inspection"
    narrative = "narrative"  # running text of the chapters
    table = "table"
    unread = "unread"
    metadata = "metadata"  # cover and imprint, and what facts were read from
    contents = "contents"
    footnote = "footnote"
    furniture = "furniture"  # running headers, footers, page numbers
    annexe = "annexe"


# not of the report's body: their words count in no share
OUTSIDE = frozenset({Role.metadata, Role.contents, Role.footnote, Role.furniture, Role.annexe})


def shares_told(shares: Mapping[str, float]) -> str:
    """Shares of words by role in one line, the largest first; those under a thousandth are left out.

    >>> shares_told({"key_question": 0.0312, "finding": 0.6021})
    'finding 60.2%, key question 3.1%'
    """
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{role.replace('_', ' ')} {share:.1%}" for role, share in ordered if share >= 0.001)
