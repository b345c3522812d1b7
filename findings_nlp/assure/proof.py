"""Proof that every reported text stands in its file: each word of a finding, recommendation or quote is looked for in the
file's own text, at the place that the record tells.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from findings_nlp.archive.names import unescape
from findings_nlp.source.html.source import decode, is_html

if TYPE_CHECKING:
    from findings_nlp.record.schema import Finding, Quote, Recommendation, Report

_WORD = re.compile(r"[^\W_]{3,}")
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.S | re.I)
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "ti", "tt", "th")


@dataclass(frozen=True, slots=True)
class Missing:
    """A text of which words were not found at its place."""

    report: str
    item: str
    page: int | None
    words: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Proof:
    """What was looked for and found.

    Attributes:
        texts: how many texts were looked for.
        verbatim: those whose letters stand at their place in one piece.
        joined: those of which every word stands there, parted by a line's, column's or page's end, a mark or a footnote.
        missing: those of which a word was not found.
        unread: files that could not be compared, and why.
    """

    texts: int = 0
    verbatim: int = 0
    joined: int = 0
    missing: list[Missing] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)


def letters(text: str) -> str:
    """Letters and digits alone, in lower case, ligatures written out."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def prove(records: Iterable[tuple[str, str, Report]]) -> Proof:
    """Compare the texts of records with their files.

    Args:
        records: of each report its id, the path as the run was given it (escaped), and its record.
    """
    proof = Proof()
    for name, path, report in records:
        try:
            data = Path(unescape(path)).read_bytes()
        except (OSError, ValueError) as error:
            proof.unread.append((name, f"cannot be read ({getattr(error, 'strerror', None) or error})"))
            continue
        if hashlib.sha256(data).hexdigest() != report.source.sha256:
            proof.unread.append((name, "is not the file that was read: its bytes differ"))
            continue
        try:
            for item, text, page, found in _compared(report, data):
                _count(proof, name, item, text, page, found)
        except ValueError as error:
            proof.unread.append((name, str(error)))
    return proof


def _count(proof: Proof, name: str, item: str, text: str, page: int | None, found: str) -> None:
    proof.texts += 1
    there = letters(found)
    if letters(text) in there:
        proof.verbatim += 1
    elif lost := tuple(word for word in dict.fromkeys(_WORD.findall(text)) if not _stands(letters(word), there)):
        proof.missing.append(Missing(name, item, page, lost, text))
    else:
        proof.joined += 1


def _stands(word: str, there: str) -> bool:
    """Whether a word stands in a run of letters, as it is or without a ligature that was put back."""
    places = [(k, k + len(one)) for one in LIGATURES for k in range(len(word)) if word.startswith(one, k)]
    return word in there or any(word[:start] + word[end:] in there for start, end in places)


def _items(report: Report) -> Iterator[tuple[str, Finding | Recommendation | Quote]]:
    yield from ((finding.id, finding) for finding in report.findings)
    yield from ((asked.id, asked) for asked in report.recommendations)
    yield from ((f"quote {number}", quote) for number, quote in enumerate(report.quotes, 1))


def _compared(report: Report, data: bytes) -> Iterator[tuple[str, str, int | None, str]]:
    """Each text with its page and what the file holds at its place; of a web page the whole text."""
    if is_html(data):
        whole = html.unescape(_TAG.sub("", decode(data)))
        yield from ((name, item.text, None, whole) for name, item in _items(report))
        return
    from findings_nlp.source.pdf.letters import Letters

    with Letters(data) as pdf:
        for name, item in _items(report):
            places = [place for where in item.locations if (place := where.place) is not None]
            yield name, item.text, places[0][0] if places else None, pdf.within(places)
