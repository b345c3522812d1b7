"""Standards by number and by name: which of them a heading or a finding belongs to."""

from __future__ import annotations

import re

from findings_nlp.families.rating_words import RatedItem


def chapter_of(text: str) -> str | None:
    """The number of a chapter that a text opens with: "2. Staffing", "Standard 3"."""
    found = re.match(r"(?:standard\s+)?(\d)[.:]?(?:\s+|$)", text, re.I)
    return found[1] if found else None


def squeezed(label: str | None) -> str:
    """A standard's number for comparison, without white space."""
    return "".join((label or "").split()).rstrip(".").casefold()


def unique_names(ratings: list[RatedItem]) -> dict[str, str]:
    """The numbers of rated standards by their names, where no two share one."""
    names: dict[str, list[str]] = {}
    for item in ratings:
        if item.standard and item.name:
            names.setdefault(item.name.casefold(), []).append(item.standard)
    return {name: found[0] for name, found in names.items() if len(found) == 1}


def resolved(standard: str | None, chain: list[str], printed: dict[str, str], by_name: dict[str, str]) -> str | None:
    """A finding's standard in the spelling of the ratings page; single-number standards by their chapter's heading."""
    if standard:
        return printed.get(squeezed(standard), standard)
    for heading in reversed(chain):
        bare = re.sub(r"^(?:standard\s+)?\d[.:]?\s+", "", heading, flags=re.I).casefold().strip(" :")
        chapter = chapter_of(heading)
        if chapter and chapter in printed:
            return printed[chapter]
        if bare in by_name:
            return by_name[bare]
    return None
