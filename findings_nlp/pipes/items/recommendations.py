"""Recommendations: addressee lines and the items under them, numbered or not, with their sub-points."""

from __future__ import annotations

import re
from dataclasses import dataclass

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView
from findings_nlp.document.texts import NUMBERED, TITLED, recommendation_text
from findings_nlp.families import Headings
from findings_nlp.layout.numbering import PARAGRAPH_NUMBER
from findings_nlp.pipes.items.recommendation_forms import (
    addressee_of,
    asked_of,
    is_body,
    is_order,
    is_title,
    named_in,
    names_body,
    unnumbered,
)

_NUMBER = re.compile(r"\(?(\d{1,2})[.)]?")
_RESPONSIBLE = re.compile(
    r"(?:who(?: should act| is responsible)?|(?:organisation|body|agency|person) responsible|responsib\w+(?: \w+){0,2}|owner|addressee|"
    r"addressed to|action (?:by|for|owner)|for|to|for whom|to whom|by whom|lead(?: agency| organisation)?)",
    re.I,
)
_NUMBERED_HEAD = re.compile(r"(\d{1,2})[.)]?\s+(\S.*)")


@dataclass(slots=True)
class RawRecommendation:
    """A recommendation by the positions of its blocks; `number` as printed, `title` of a titled one."""

    blocks: list[int]
    addressee: str | None
    addressee_block: int | None
    number: int | None
    title: str | None = None
    title_block: int | None = None


@dataclass(slots=True)
class _Table:
    """What the head of a table of recommendations says: the column of the addressees, and the last addressee seen."""

    column: int | None = None
    width: int = 0
    who: str | None = None


def find_recommendations(blocks: list[BlockView], places: list[BlockContext], wordings: Headings) -> list[RawRecommendation]:
    """All recommendations in reading order; those of earlier inspections are left out."""
    chapter = [k for k, place in enumerate(places) if place.part == "recommendations"]
    walk = _Walk(blocks, places, wordings)
    sentences = not walk.has_titles(chapter) and _asks_in_paragraphs(blocks, places, chapter, wordings)
    found = [] if sentences else walk.read(chapter)
    if found := found or _in_paragraphs(blocks, places, chapter, wordings):
        return found
    elsewhere = [k for k, place in enumerate(places) if place.part not in ("contents", "previous", "annex", "background")]
    return _Walk(blocks, places, wordings, need_addressee=True).read(elsewhere)


class _Walk:
    """Goes through blocks once: lines name who should act, items and titles begin recommendations."""

    def __init__(
        self, blocks: list[BlockView], places: list[BlockContext], wordings: Headings, need_addressee: bool = False
    ) -> None:
        self.blocks, self.places, self.w = blocks, places, wordings
        self.need_addressee = need_addressee
        self.out: list[RawRecommendation] = []
        self.who: str | None = None
        self.who_block: int | None = None
        self.current: RawRecommendation | None = None
        self.titled: RawRecommendation | None = None
        self.table = _Table()

    def has_titles(self, indices: list[int]) -> bool:
        """Whether any of the blocks is the title of a recommendation."""
        return any(self._title(k, self.blocks[k]) for k in indices)

    def read(self, indices: list[int]) -> list[RawRecommendation]:
        for k in indices:
            self._block(k, self.blocks[k], self.places[k].role)
        self._close_title()
        for raw in self.out:
            named = named_in(recommendation_text(self.blocks, {"blocks": raw.blocks}))
            if named and (raw.addressee is None or raw.title):
                raw.addressee, raw.addressee_block = named, raw.blocks[0]
        return _unlabelled(self.blocks, self.places, indices, self.w, self.out)

    def _block(self, k: int, block: BlockView, role: str) -> None:
        if role in ("aside", "box", "quote", "polarity", "none"):
            if role == "polarity":
                self._close_title()
                self.who = self.current = None
            return
        if self.titled and self._belongs(k, block, self.titled):
            return
        title = self._title(k, block)
        named = addressee_of(block.text, self.w)
        numbered = bool(PARAGRAPH_NUMBER.fullmatch(block.label))
        if title or self.titled:
            self._close_title()
            self.current = None
        if title:
            self._open(k, *title)
        elif not self.need_addressee and self._asks(block, numbered):
            self._begin(k, None)
        elif numbered and (self.who is None or named):
            # a numbered paragraph is a recommendation only under a body that should act
            self.who, self.who_block, self.current = named, k if named else None, None
        elif block.kind == "bullet" and (block.depth == 0 or self.current is None) and not self._is_point(block):
            if self.who is not None or not self.need_addressee:
                number = _NUMBER.fullmatch(block.label)
                self._begin(k, int(number[1]) if number else None)
        elif self.current and (block.kind == "bullet" or block.owned):
            self.current.blocks.append(k)
        elif block.kind == "row":
            self._row(k, block, named)
        elif named is not None:
            self.who, self.who_block, self.current = named, k, None
        else:
            self._line(k, block)

    def _begin(self, k: int, number: int | None) -> None:
        self.current = RawRecommendation([k], self.who, self.who_block, number)
        self.out.append(self.current)

    def _line(self, k: int, block: BlockView) -> None:
        """A heading, or a line of text: it may name the body that is to act, and ends the item before."""
        self.current = None
        if block.kind == "heading":
            self.who = self.who_block = None
        names = block.kind == "heading" or block.text.rstrip().endswith(":")
        if names and not self.need_addressee and names_body(block.text):
            self.who, self.who_block = block.text.strip(" :"), k

    def _asks(self, block: BlockView, numbered: bool) -> bool:
        """Whether a numbered paragraph ("4.1 The region should fill its posts") is a recommendation by itself."""
        text = unnumbered(block.text)
        numbered = numbered or (block.kind == "paragraph" and text != block.text)
        return numbered and block.kind in ("paragraph", "bullet") and asked_of(text) is not None

    def _is_point(self, block: BlockView) -> bool:
        """Whether a bullet is a point of the numbered paragraph before it."""
        if self.current is None or _NUMBER.fullmatch(block.label) or PARAGRAPH_NUMBER.fullmatch(block.label):
            return False
        first = self.blocks[self.current.blocks[0]]
        return first.kind == "paragraph" or bool(PARAGRAPH_NUMBER.fullmatch(first.label))

    def _title(self, k: int, block: BlockView) -> tuple[int, str] | None:
        """Number and title of a recommendation: "Recommendation 4", with a title behind it or not; or "4. Title"."""
        if self.need_addressee or block.kind not in ("heading", "paragraph", "bullet"):
            return None
        if (found := TITLED.match(block.text)) and block.kind != "bullet":
            return int(found[1]), block.text[found.end() :].strip()
        head = _NUMBERED_HEAD.fullmatch(block.text) if block.kind == "heading" else None
        label = _NUMBER.fullmatch(block.label) if block.kind == "bullet" else None
        number, text = (head[1], head[2]) if head else (label[1], block.text) if label else ("", "")
        below = next((b for b in self.blocks[k + 1 : k + 6] if b.kind not in ("furniture", "footnote")), None)
        asks = below is not None and below.kind == "paragraph" and asked_of(below.text) is not None
        return (int(number), text) if number and asks and is_title(text) and text[:1].isupper() else None

    def _open(self, k: int, number: int, text: str) -> None:
        raw = RawRecommendation([], self.who, self.who_block, number)
        if text and not is_title(text):
            raw.blocks = [k]
            self.current = raw
        else:
            raw.title, raw.title_block = text or None, k
            self.titled = raw
        self.out.append(raw)

    def _belongs(self, k: int, block: BlockView, raw: RawRecommendation) -> bool:
        """Whether a block goes on with the titled recommendation: who should act, its paragraphs, then its points."""
        label = _NUMBER.fullmatch(block.label)
        counted = raw.title_block is not None and not TITLED.match(self.blocks[raw.title_block].text)
        if self._title(k, block) or (counted and label and raw.number is not None and int(label[1]) == raw.number + 1):
            return False
        points = any(self.blocks[i].kind == "bullet" for i in raw.blocks)
        named = addressee_of(block.text, self.w) if block.kind in ("heading", "paragraph") else None
        if named is not None and not raw.blocks:
            self.who, self.who_block = raw.addressee, raw.addressee_block = named, k
            return True
        if block.kind == "bullet" or block.owned or (block.kind == "paragraph" and named is None and not points):
            raw.blocks.append(k)
            return True
        return False

    def _close_title(self) -> None:
        """End a titled recommendation; where nothing stands below its title, the title is what it says."""
        raw, self.titled = self.titled, None
        if raw is None or raw.blocks:
            return
        if raw.title and len(raw.title.split()) > 3 and raw.title_block is not None:
            raw.blocks, raw.title = [raw.title_block], None
        else:
            self.out.remove(raw)

    def _row(self, k: int, block: BlockView, named: str | None) -> None:
        """A row: a recommendation with its number or addressee in cells of their own, or in a table of one column."""
        cells = [text.strip() for text in block.cell_texts() if text.strip()]
        if len(cells) != 1 or self.need_addressee:
            _from_row(block, k, self.out, self.table, self.who, self.who_block)
        elif named is not None or is_body(cells[0]):
            self.who, self.who_block = named or cells[0].strip(" :"), k
        elif len(cells[0].split()) > 3 and (self.who or NUMBERED.match(cells[0]) or asked_of(cells[0])):
            number = NUMBERED.match(cells[0])
            self._begin(k, int(number[1]) if number else None)
        self.current = None


def _in_paragraphs(
    blocks: list[BlockView], places: list[BlockContext], indices: list[int], wordings: Headings
) -> list[RawRecommendation]:
    """Recommendations of a chapter without a list of them: sentences that say who should act, with their points, and orders."""
    out: list[RawRecommendation] = []
    who: tuple[str, int] | None = None
    announced = False
    for k in indices:
        block, role = blocks[k], places[k].role
        if role in ("aside", "box", "quote", "polarity", "none"):
            continue
        text = unnumbered(block.text)
        if block.kind == "bullet" or block.owned:
            if out and out[-1].blocks[-1] >= k - 2:
                out[-1].blocks.append(k)
        elif (named := addressee_of(block.text, wordings)) is not None:
            who, announced = (named, k), True
        elif block.kind == "heading":
            who, announced = ((block.text.strip(" :"), k) if names_body(block.text) else None), False
        elif block.kind == "paragraph" and (asked := asked_of(text)) is not None:
            out.append(RawRecommendation([k], asked, k, None))
        elif block.kind == "paragraph" and (who or text != block.text) and is_order(text, announced):
            out.append(RawRecommendation([k], who and who[0], who and who[1], None))
    return out


def _asks_in_paragraphs(blocks: list[BlockView], places: list[BlockContext], indices: list[int], wordings: Headings) -> bool:
    """Whether a chapter's bullets are points of paragraphs that ask something: at least two of these, and no other addressees."""
    text = [blocks[k] for k in indices if places[k].role == "text" and blocks[k].kind in ("paragraph", "bullet")]
    asking = [b for b in text if b.kind == "paragraph" and asked_of(unnumbered(b.text)) and b.text.rstrip()[-1:] in ".;"]
    points = [b for b in text if b.kind == "bullet"]
    led_in = any(addressee_of(blocks[k].text, wordings) for k in indices)
    return len(asking) > 1 and not led_in and not any(_NUMBER.fullmatch(b.label) for b in points)


def _from_row(
    block: BlockView, k: int, out: list[RawRecommendation], table: _Table, who: str | None, who_block: int | None
) -> None:
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
    blocks: list[BlockView], places: list[BlockContext], indices: list[int], wordings: Headings, found: list[RawRecommendation]
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
