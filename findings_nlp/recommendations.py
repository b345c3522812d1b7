"""Recommendations: addressee lines and the items under them, numbered or not, with their sub-points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from findings_nlp.document import View
from findings_nlp.families import Headings
from findings_nlp.layout.numbering import PARAGRAPH_NUMBER
from findings_nlp.places import Place
from findings_nlp.text_of import NUMBERED, TITLED, recommendation_text

_NUMBER = re.compile(r"\(?(\d{1,2})[.)]?")
_RESPONSIBLE = re.compile(
    r"(?:who(?: should act| is responsible)?|(?:organisation|body|agency|person) responsible|responsib\w+(?: \w+){0,2}|owner|addressee|"
    r"addressed to|action (?:by|for|owner)|for|to|for whom|to whom|by whom|lead(?: agency| organisation)?)",
    re.I,
)
_BODY = re.compile(
    r"(?i)\b(?:managers?|boards?|services?|police|constabular(?:y|ies)|councils?|pdu|region|regions|crc|nps|hmpps|ministry|"
    r"department|trusts?|partnerships?|forces?|commission(?:ers?)?|directors?|chairs?|authorit(?:y|ies)|agenc(?:y|ies)|home office|secretary|"
    r"yo[ts]|yj[bs]|constables?|bodies|government|division|owner|leaders)\b"
)
_SELF_ADDRESSED = re.compile(
    r"(?:(?:we recommend|it is recommended) that )?((?!(?:any|no|th(?:is|ese|ose|ere|ey)|it|we|who|which|what|people|"
    r"children|staff|victims|cases)\b)[^.,;:]{3,110}?),? (?:should|must|needs? to|ought to) ",
    re.I,
)
_NO_ADDRESSEE = re.compile(r"\b(?:we|they|it|that|which|this|these|those|inspectors|there)$", re.I)


@dataclass(slots=True)
class RawRecommendation:
    """A recommendation by the positions of its blocks; `number` as printed."""

    blocks: list[int]
    addressee: str | None
    addressee_block: int | None
    number: int | None


@dataclass(slots=True)
class _Table:
    """What the head of a table of recommendations says: the column of the addressees, and the last addressee seen."""

    column: int | None = None
    width: int = 0
    who: str | None = None


def addressee_of(text: str, wordings: Headings) -> str | None:
    """Who should act, from a line such as "North West region should:"; raw, without "should"."""
    bare = text.strip().rstrip(":").strip()
    if len(bare) > 220 or bare.endswith((".", ";")):
        return None
    patterns = [*wordings.addressee, wordings.announcing] if text.rstrip().endswith(":") else wordings.addressee
    for pattern in patterns:
        if found := pattern.fullmatch(bare + ":"):
            who = " ".join(found[1].split()).rstrip(",:")
            who = re.sub(r"^(?:in order )?to [^,]{5,100}, ", "", who, flags=re.I)
            who = re.sub(r"^(?:we recommend that|recommendations? (?:for|to))\s+", "", who, flags=re.I)
            if who and not _NO_ADDRESSEE.search(who) and len(who.split()) <= 22:
                return who
    return None


def _names_body(text: str) -> bool:
    return bool(_BODY.search(text)) and len(text.split()) <= 12


def find_recommendations(blocks: list[View], places: list[Place], wordings: Headings) -> list[RawRecommendation]:
    """All recommendations in reading order; those of earlier inspections are left out."""
    chapter = [k for k, place in enumerate(places) if place.part == "recommendations"]
    found = _walk(blocks, places, chapter, wordings, need_addressee=False)
    if found:
        return found
    elsewhere = [k for k, place in enumerate(places) if place.part not in ("contents", "previous", "annex", "background")]
    return _walk(blocks, places, elsewhere, wordings, need_addressee=True)


def _walk(
    blocks: list[View], places: list[Place], indices: list[int], wordings: Headings, need_addressee: bool
) -> list[RawRecommendation]:
    out: list[RawRecommendation] = []
    who: str | None = None
    who_block: int | None = None
    current: RawRecommendation | None = None
    table = _Table()
    titled: int | None = None
    for k in indices:
        block, place = blocks[k], places[k]
        if place.role in ("aside", "box", "quote", "polarity"):
            if place.role == "polarity":
                who = current = None
            continue
        if PARAGRAPH_NUMBER.fullmatch(block.label) and (who is None or addressee_of(block.text, wordings)):
            # a numbered paragraph is a recommendation only under a body that should act
            who, current = addressee_of(block.text, wordings), None
            who_block = k if who else None
        elif block.kind == "bullet" and (block.depth == 0 or current is None):
            if need_addressee and who is None:
                continue
            number = _NUMBER.fullmatch(block.label)
            current, titled = RawRecommendation([k], who, who_block, int(number[1]) if number else titled), None
            out.append(current)
        elif current and (block.kind == "bullet" or block.owned):
            current.blocks.append(k)
        elif (title := TITLED.match(block.text)) and not need_addressee and block.kind in ("heading", "paragraph"):
            # "Recommendation 4", with the text behind it or below
            current, titled = None, int(title[1])
            if len(block.text[title.end() :].split()) > 3:
                current, titled = RawRecommendation([k], who, who_block, titled), None
                out.append(current)
        elif block.kind == "row":
            titled = None
            _from_row(block, k, out, table, who, who_block)
        elif (named := addressee_of(block.text, wordings)) is not None:
            who, who_block, current = named, k, None
        elif titled is not None and block.kind == "paragraph":
            current, titled = RawRecommendation([k], who, who_block, titled), None
            out.append(current)
        elif block.kind == "heading":
            who = who_block = current = titled = None
            if not need_addressee and _names_body(block.text):
                who, who_block = block.text.strip(" :"), k
        elif not need_addressee and block.text.rstrip().endswith(":") and _names_body(block.text):
            who, who_block, current = block.text.strip(" :"), k, None
        else:
            current = None
    for raw in out:
        if raw.addressee is None and (named := _named_in(recommendation_text(blocks, {"blocks": raw.blocks}))):
            raw.addressee, raw.addressee_block = named, raw.blocks[0]
    return _unlabelled(blocks, places, indices, wordings, out)


def _named_in(text: str) -> str | None:
    """The body that a recommendation itself names first: "The management board should review ..."."""
    found = _SELF_ADDRESSED.match(text)
    return found[1] if found and _BODY.search(found[1]) and len(found[1].split()) <= 14 else None


def _from_row(block: View, k: int, out: list[RawRecommendation], table: _Table, who: str | None, who_block: int | None) -> None:
    """A recommendation set in a table: its text in the longest cell, its number and addressee in cells of their own."""
    cells = [text.strip() for text in block.cell_texts()]
    heads = [c for c, text in enumerate(cells) if _RESPONSIBLE.fullmatch(text)]
    if len(heads) == 1 and max(len(text.split()) for text in cells) <= 6:
        table.column, table.width, table.who = heads[0], len(cells), None
        return
    text = max(cells, key=len)
    number = next((found for cell in cells if (found := _NUMBER.fullmatch(cell))), None) or NUMBERED.match(text)
    named = table.column is not None and len(cells) == table.width
    if named and cells[table.column or 0] != text:
        table.who = cells[table.column or 0].rstrip(" :") or table.who
    if len(text.split()) > 3 and (named or table.who or (number and len(cells) == 2)):
        out.append(RawRecommendation([k], table.who or who, k if table.who else who_block, int(number[1]) if number else None))


def _unlabelled(
    blocks: list[View], places: list[Place], indices: list[int], wordings: Headings, found: list[RawRecommendation]
) -> list[RawRecommendation]:
    """Items that lost their labels: paragraphs that begin in lower case under an addressee without any bullets."""
    taken = {r.addressee_block for r in found if r.addressee_block is not None}
    used = {k for r in found for k in r.blocks}
    extra: list[RawRecommendation] = []
    who: tuple[str, int] | None = None
    for k in indices:
        block, place = blocks[k], places[k]
        if place.role in ("aside", "box", "quote") or k in used:
            continue
        if (named := addressee_of(block.text, wordings)) is not None:
            who = (named, k)
        elif block.kind == "heading":
            who = None
        elif (
            who and who[1] not in taken and block.kind == "paragraph" and block.text[:1].islower() and len(block.text.split()) > 3
        ):
            extra.append(RawRecommendation([k], who[0], who[1], None))
    return sorted(found + extra, key=lambda r: r.blocks[0])
