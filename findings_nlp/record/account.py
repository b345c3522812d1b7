"""The account of a report's text: the one role of every block with the reason for it, and what was not read.

What the record holds has its role by that; other blocks have theirs by the part of the report that they stand in. `unread` is
what should be in the record by its place and is not, and what a page holds that no block was made of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView, Location, block_locations, report_data
from findings_nlp.record.losses import lost_items, lost_recommendations, lost_text
from findings_nlp.record.percentages import lost_percentages
from findings_nlp.record.pictures import lost_pictures
from findings_nlp.record.roles import OUTSIDE, Role

_FRONT_PAGES = 3  # cover, imprint and contents; what stands behind them before the first known heading is text
_ENTRY_WORDS = 14  # of a line of the contents
_NO_LINES = {
    "blank_pages": "the page holds a picture and no text",
    "sideways_pages": "text of the page runs sideways",
    "unprinted_pages": "the page holds invisible text beside the printed text",
}
_PICTURE = "a picture shows lines of text"
_ASIDE = {"furniture": Role.furniture, "footnote": Role.footnote, "toc": Role.contents}
_PARTS = {
    "contents": (Role.contents, "in the list of contents"),
    "annex": (Role.annexe, "in an annexe"),
    "previous": (Role.previous_inspection, "about an earlier inspection"),
    "foreword": (Role.foreword, "in the foreword"),
    "summary": (Role.summary, "in the summary"),
    "background": (Role.background, "in a chapter of background"),
    "ratings": (Role.rating, "text on the page of ratings"),
    "recommendations": (Role.narrative, "text of the chapter of recommendations"),
}
_KINDS = {"furniture": "runs through the pages", "footnote": "a note below the text", "toc": "a line of the contents"}


class Entry(NamedTuple):
    """What became of one block."""

    role: Role
    reason: str


class Unread(NamedTuple):
    """Something that was not read, and why; the text is empty where a page holds no readable one."""

    reason: str
    text: str
    locations: list[Location]


@dataclass(slots=True)
class Account:
    """All blocks of a report in reading order, counted by role.

    `words` are those of the body, `shares` the parts of them by role (their sum is 1 where there are any), `outside` the words
    of covers, contents, notes, running heads and annexes, `reasons` the number of blocks by role and reason.
    """

    entries: list[Entry]
    words: int = 0
    shares: dict[str, float] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)


def account_of(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> Account:
    """The account of a document that has been through the pipeline.

    Args:
        doc: the document.
        blocks: its blocks in reading order.
        places: the place of each block.
    """
    data = report_data(doc)
    recorded = _recorded(data)
    lost = _lost(data, blocks, places)
    entries = [
        recorded.get(k) or (Entry(Role.unread, lost[k]) if k in lost else _by_place(block, place))
        for k, (block, place) in enumerate(zip(blocks, places, strict=True))
    ]
    out = Account(entries)
    words: Counter[Role] = Counter()
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry, block in zip(entries, blocks, strict=True):
        words[entry.role] += len(block.text.split())
        counted[entry.role][entry.reason] += 1
        if entry.role is Role.unread:
            out.unread.append(Unread(entry.reason, block.text, block_locations(doc, [block.index])))
    out.words = sum(n for role, n in words.items() if role not in OUTSIDE)
    out.shares = {role: words[role] / out.words for role in Role if role not in OUTSIDE and words[role] and out.words}
    out.outside = {role: words[role] for role in Role if role in OUTSIDE and words[role]}
    out.reasons = {role: dict(counted[role]) for role in Role if counted[role]}
    out.unread += _pages_without_lines(data["notes"])
    out.unread += [Unread(_PICTURE, "", [place]) for place in lost_pictures(data["notes"], blocks, places)]
    return out


def _recorded(data: dict[str, Any]) -> dict[int, Entry]:
    """The blocks that the record holds, by position; of two uses the first named here counts."""
    out: dict[int, Entry] = {}

    def use(indices: list[int], role: Role, reason: str) -> None:
        for k in indices:
            out.setdefault(k, Entry(role, reason))

    for finding in data["findings"]:
        from_model = finding.get("basis") == "model"
        use(
            finding["blocks"],
            Role.finding,
            "read in running text" if from_model else "an item under a heading that tells its side",
        )
    for item in data["recommendations"]:
        use(item["blocks"], Role.recommendation, "an item of the recommendations")
        if (title := item.get("title_block")) is not None:
            use([title], Role.recommendation, "the title of a recommendation")
        if (block := item.get("addressee_block")) is not None:
            use([block], Role.addressee, "names who should act")
    for name, role, reason in (
        ("quotes", Role.quote, "the words of people"),
        ("none_stated", Role.none_stated, "says that there is none"),
        ("ratings", Role.rating, "the rating of a standard"),
        ("previous_ratings", Role.rating, "the rating of an earlier inspection"),
        ("ratings_in_sections", Role.rating, "the rating of a standard"),
        ("key_questions", Role.key_question, "a percentage of a key question"),
    ):
        for item in data.get(name, ()):
            use(item["blocks"], role, reason)
    if (block := data["overall"].get("block")) is not None:
        use([block], Role.rating, "the overall rating")
    return out


def _lost(data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> dict[int, str]:
    """Blocks that the record should hold by their place and does not, with the reason."""
    out = dict.fromkeys(lost_text(blocks, places), "stands under strengths or areas for improvement but in no finding")
    items = lost_items(data, blocks, places)
    out |= dict.fromkeys(items, "an item of a list under a heading that tells no side, or in no recommendation")
    unmatched = lost_percentages(data, blocks, places)
    out |= dict.fromkeys(unmatched, "a percentage or a key question without the other")
    out |= dict.fromkeys(lost_recommendations(data, blocks, places), "in a chapter of recommendations that yields none")
    return out


def _by_place(block: BlockView, place: BlockContext) -> Entry:
    """The role of a block that the record does not hold."""
    if block.kind in _ASIDE:
        return Entry(_ASIDE[block.kind], _KINDS[block.kind])
    if place.part == "annex":
        return Entry(*_PARTS["annex"])
    if place.role == "quote":
        return Entry(Role.quote, "the words of people, in a part whose quotes are not listed")
    if place.role == "box":
        return Entry(Role.example_box, "in a frame, a panel or under the heading of an example")
    if place.role == "none":
        return Entry(Role.none_stated, "says that there is none")
    if place.part == "contents":
        imprint = block.kind == "paragraph" and len(block.text.split()) > _ENTRY_WORDS
        return Entry(Role.metadata, "in the imprint") if imprint else Entry(*_PARTS["contents"])
    if place.part == "front" and block.page <= _FRONT_PAGES:
        return Entry(Role.metadata, "on the cover or before the first chapter")
    if place.role in ("heading", "polarity") or block.kind == "heading":
        return Entry(Role.heading, "introduces a list of one side" if place.role == "polarity" else "a heading")
    if place.part in _PARTS:
        return Entry(*_PARTS[place.part])
    if block.kind == "row":
        return Entry(Role.table, "a row of a table of another kind")
    if place.part == "front":
        return Entry(Role.narrative, "before the first known heading")
    return Entry(Role.narrative, "text of a chapter under no side")


def _pages_without_lines(notes: dict[str, Any]) -> list[Unread]:
    """Pages whose text could not be read, each as a whole."""
    sizes = notes.get("sizes", {})
    return [
        Unread(reason, "", [(page, (0.0, 0.0, *sizes[str(page)]))])
        for key, reason in _NO_LINES.items()
        for page in notes.get(key, ())
        if str(page) in sizes
    ]
