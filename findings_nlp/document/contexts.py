"""Where a block stands in its report: what `findings_segments` writes and the later stages read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.doc import report_data

STANDARD = re.compile(r"(?:[Ss]tandard\s+(?=\S*\d\.\d))?((?:[PRNCA]\s?)?\d\.\d{1,2}|V\s?\d(?:\.\d)?)(?![\d%])[.:]?\s*(?=\D|$)")


@dataclass(slots=True)
class BlockContext:
    """Where a block stands. `role`: text, finding, recommendation, addressee, quote, box, heading, polarity, none, aside."""

    part: str = "front"
    polarity: str | None = None
    section: str | None = None
    standard: str | None = None
    headings: list[str] = field(default_factory=list)
    role: str = "text"

    def plain(self) -> dict[str, Any]:
        """The place as strings and lists, for the document's data."""
        return {name: getattr(self, name) for name in self.__slots__}


def standard_of(text: str) -> str | None:
    """The standard's number that a heading opens with, as printed: `1.1`, `P 2.3`, `V1.1`."""
    found = STANDARD.match(text)
    return re.sub(r"\s+", " ", found[1]) if found else None


def contexts_of(doc: Doc) -> list[BlockContext]:
    """The places that `findings_segments` wrote.

    Raises:
        ValueError: where the component has not run.
    """
    found = report_data(doc).get("places")
    if found is None:
        raise ValueError("the pipeline lacks 'findings_segments' before this component")
    return [BlockContext(**place) for place in found]
