"""Which part, standard, heading and polarity each block stands under.

Polarity comes from the heading alone, never from the tone of the text: areas for improvement often open with praise.

Component `findings_segments` writes `doc.spans["segments"]` (one span for each run of blocks under one heading, its
label `strength`, `area_for_improvement` or the part) and a place for each block in the document's data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from findings_nlp.document.contexts import BlockContext, standard_of
from findings_nlp.document.doc import BlockView, is_report, report_data, views
from findings_nlp.document.texts import TITLED
from findings_nlp.families import NONE_STATED, Headings, bare
from findings_nlp.families.own import own_families
from findings_nlp.families.wordings import Wordings, wordings_of
from findings_nlp.pipes.sections.learnt_headings import leads_in, learnt_polarity, regular_strengths
from findings_nlp.pipes.sections.manner import manner_of
from findings_nlp.pipes.sections.panels import is_quote, panels_of

_CHAPTER = re.compile(r"(?:chapter\s+)?\d{1,2}[.:]?\s+\D|domain (?:one|two|three|four)", re.I)
_RATING = r"(?:overall |rating:? )*(?:{prose})\.?"
_JUDGED = r"\w\s*[:–—-]\s*(?:{prose})\.?$"
_NAMES_SIDE = re.compile(r"\b(?:improvement|strengths?)\b", re.I)
_RATING_LABEL = re.compile(r"(?:our |the )?rating\s*:?", re.I)
_ITEM_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]?", re.I)
_NO_LISTS = ("contents", "annex", "previous")


def place_blocks(blocks: list[BlockView], wordings: Wordings | Headings) -> list[BlockContext]:
    """A place for each block, in one walk."""
    return _Walk(blocks, Wordings(wordings) if isinstance(wordings, Headings) else wordings).run()


class _Walk:
    def __init__(self, blocks: list[BlockView], own: Wordings) -> None:
        self.blocks, self.own, self.w = blocks, own, own.headings
        self.rating, self.judged = own.scale.pattern(_RATING), own.scale.pattern(_JUDGED)
        self.stack: list[tuple[int, str]] = []
        self.standard: str | None = None
        self.part, self.part_level = "front", 0
        self.polarity: str | None = None
        self.polarity_level = 99
        self.side_at = 0
        self.over_standards = False
        self.named_box = False
        self.list_row: int | None = None
        self.regular = regular_strengths(blocks, self.w)
        self.learnt = learnt_polarity(blocks, self.w)
        self.panels: dict[int, str] = panels_of(blocks, self.w)

    def run(self) -> list[BlockContext]:
        return [self._place(k, block) for k, block in enumerate(self.blocks)]

    def _place(self, k: int, block: BlockView) -> BlockContext:
        place = self._here()
        if block.kind in ("furniture", "footnote", "toc"):
            place.role, place.polarity = "aside", None
            return place
        panel = self.panels.get(block.box) if block.box >= 0 else None
        if panel == "box":
            place.role = "box"
            return place
        if panel == "quote" or block.kind == "quote" or (block.kind != "row" and block.depth == 0 and is_quote(block.text)):
            place.role = "quote"
            return place
        if block.kind == "heading" or (block.kind == "paragraph" and self.learnt and bare(block.text) in self.learnt):
            return self._heading(k, block)
        if block.kind == "row" and (of_row := self._row(k, block)):
            return of_row
        if self.named_box and self._in_named_box(k, block):
            place.role = "box"
            return place
        if none := self._without(block.text):
            return none
        if block.kind == "paragraph" and not block.owned and self.w.is_box(block.text):
            self.named_box = True
            place.role = "box"
            return place
        announces = block.kind == "paragraph" and not block.owned and self._list_follows(k) and self.part not in _NO_LISTS
        if announces and (side := self.w.run_in(block.text)):
            return self._side(k, block, side)
        if block.kind == "bullet" or block.owned:
            place.role = "finding" if self.polarity else "text"
        return place

    def _here(self) -> BlockContext:
        chain = [text for _, text in self.stack]
        return BlockContext(self.part, self.polarity, chain[-1] if chain else None, self.standard, chain)

    def _without(self, text: str) -> BlockContext | None:
        """The place of a line that says of a side that there is none, under its heading or by itself."""
        side = self.w.none_stated(text, self.polarity) if self.polarity else None
        if side is None and self.part == "body" and len(text) <= NONE_STATED and _NAMES_SIDE.search(text):
            side = self.w.none_stated(text)
        if named := self.w.side_without(text):
            side, self.polarity, self.list_row = named, None, None
        if side in (None, "recommendation") or self.part in _NO_LISTS:
            return None
        place = self._here()
        place.role, place.polarity = "none", side
        return place

    def _row(self, k: int, block: BlockView) -> BlockContext | None:
        """A table may hold a list: its head names the side, each row below is one item."""
        texts = [text for text in block.cell_texts() if text.strip()]
        sides = [self.w.polarity_of(text) for text in texts]
        if none := self._without(": ".join(texts)):
            return none
        if len(texts) == 1 and sides[0] in ("strength", "area_for_improvement") and self.part not in _NO_LISTS:
            self.polarity, self.polarity_level, self.list_row, self.named_box = sides[0], 999, k, False
            place = self._here()
            place.role = "polarity"
            return place
        place = self._here()
        words = max((len(text.split()) for text in texts), default=0)
        if self.polarity and self.list_row is not None and words > 3 and len(texts) <= 2:
            place.role = "finding"
            return place
        if len(block.cells) <= 1 and self.polarity:
            # word processors draw a box as a table of one cell
            place.role = "box"
            return place
        return None

    def _heading(self, k: int, block: BlockView) -> BlockContext:
        text = block.text
        if none := self._without(text):
            return none
        polarity = None if _is_numbered_chapter(block) else self.w.polarity_of(text) or self.learnt.get(bare(text))
        if polarity and self.part in _NO_LISTS:
            polarity = None
        if polarity and self.w.is_box(text) and not self._list_follows(k) and bare(text) not in self.regular:
            polarity = None
        if polarity:
            return self._side(k, block, polarity)
        if self.w.is_box(text):
            self.named_box = True
            place = self._here()
            place.role = "box"
            return place
        if self.part == "recommendations" and (leads_in(text) or TITLED.match(text)) and not standard_of(text):
            place = self._here()
            place.role = "heading"
            return place
        if self.named_box and block.level >= 30 and not block.large and not standard_of(text) and self.w.part_of(text) is None:
            place = self._here()
            place.role = "box"
            if self._list_follows(k, 8) or not self.polarity:
                self.named_box = False
            else:
                return place
        if self.rating.fullmatch(text.strip()) or (self.standard and _RATING_LABEL.fullmatch(text.strip())):
            return self._here()
        return self._section(k, block)

    def _side(self, k: int, block: BlockView, polarity: str) -> BlockContext:
        self.named_box = False
        below = [b for b in self.blocks[k + 1 : k + 4] if b.kind not in ("furniture", "footnote")][:2]
        items = [_is_item(b) for b in below]
        self.list_row = k if items and ((all(items) and len(items) == 2) or (items[0] and len(below[0].cells) == 2)) else None
        # all strengths of a report, standard by standard, then all areas for improvement
        self.over_standards = bool(below) and below[0].kind == "heading" and below[0].level > block.level > 0
        self.polarity = None if polarity == "neutral" else polarity
        # any heading ends a list under a plain line
        self.polarity_level, self.side_at = block.level or 99, k
        place = self._here()
        place.role = "polarity"
        return place

    def _section(self, k: int, block: BlockView) -> BlockContext:
        text = block.text
        self.named_box = False
        while self.stack and self.stack[-1][0] >= block.level:
            self.stack.pop()
        self.stack.append((block.level, text))
        self.standard = next((s for _, h in reversed(self.stack) if (s := standard_of(h) or self.own.standard(h))), None)
        part = self.w.part_of(text)
        standard = (standard_of(text) or self.own.standard(text)) and not self.over_standards
        if part in ("annex", "recommendations", "contents") or standard or self._ends_list(k, block):
            self.polarity, self.polarity_level, self.list_row = None, 99, None
        if part is not None:
            if not (part in ("background", "ratings", "summary") and block.level > self.part_level and self.part == "body"):
                self.part, self.part_level = part, block.level
        elif standard_of(text) or _is_numbered_chapter(block):
            if self.part != "ratings" or block.large or standard_of(text) is None:
                self.part, self.part_level = "body", block.level
        elif block.level <= self.part_level and self.part != "front":
            self.part, self.part_level = "body", block.level
        place = self._here()
        place.role = "heading"
        return place

    def _ends_list(self, k: int, block: BlockView) -> bool:
        """Whether a heading ends the list of a side: one below the list's heading that its items go on under does not."""
        head = self.blocks[self.side_at]
        if block.level <= self.polarity_level:
            return True
        if self.polarity is None or self.over_standards:
            return False
        kinds = {_numbered(b) for b in self.blocks[self.side_at : k] if b.kind == "bullet" and b.depth == 0}
        first = next((b for b in self.blocks[k + 1 :] if b.kind in ("bullet", "heading")), None)
        other = bool(kinds) and first is not None and first.kind == "bullet" and _numbered(first) not in kinds
        return block.size > head.size + 0.6 or bool(self.judged.search(block.text)) or other

    def _list_follows(self, k: int, within: int = 1) -> bool:
        following = [b for b in self.blocks[k + 1 : k + 12] if b.kind not in ("furniture", "footnote")][:within]
        return any(b.kind == "bullet" for b in following[:within])

    def _in_named_box(self, k: int, block: BlockView) -> bool:
        """A box without a frame ends where a list resumes that its own text did not announce."""
        if block.kind != "bullet":
            return True
        before = [b for b in self.blocks[max(0, k - 12) : k] if b.kind not in ("furniture", "footnote")]
        announced = False
        for b in reversed(before):
            if b.kind == "bullet":
                continue
            announced = b.text.rstrip().endswith(":") or b.kind == "heading"
            break
        # findings are sentences, the points of an example mostly jottings, and its text may go on behind them
        after = next((b for b in self.blocks[k + 1 : k + 12] if b.kind not in ("bullet", "furniture", "footnote")), None)
        goes_on = after is not None and after.kind == "paragraph" and not after.owned and not is_quote(after.text)
        if not announced and self.polarity and len(block.text.split()) >= 12 and not goes_on:
            self.named_box = False
            return False
        return True


def _numbered(block: BlockView) -> bool:
    return any(c.isdigit() for c in block.label)


def _is_item(block: BlockView) -> bool:
    """A row of one cell, or of one behind its number."""
    cells = block.cell_texts()
    return block.kind == "row" and (len(cells) == 1 or (len(cells) == 2 and bool(_ITEM_NUMBER.fullmatch(cells[0].strip()))))


def _is_numbered_chapter(block: BlockView) -> bool:
    return block.large and bool(_CHAPTER.match(block.text))


@Language.factory("findings_segments", assigns=["doc.spans"], default_config={"families": []})
def make_segments(nlp: Language, name: str, families: list[str]) -> Segments:
    """Factory of the component `findings_segments`; `families` are files of families of one's own."""
    return Segments(families)


class Segments:
    """spaCy component `findings_segments`: see the module's docstring.

    >>> nlp.add_pipe("findings_segments")  # doctest: +SKIP
    """

    def __init__(self, families: Sequence[str] = ()) -> None:
        self.families = own_families(tuple(families))

    def __call__(self, doc: Doc) -> Doc:
        """Tell language and family, place every block and write the segments on the `Doc`."""
        if not is_report(doc):
            return doc  # a plain text has no sections
        blocks = views(doc)
        report_data(doc).update(manner_of(blocks, self.families))
        places = place_blocks(blocks, wordings_of(report_data(doc)["wordings"]))
        report_data(doc)["places"] = [place.plain() for place in places]
        spans = []
        start: int | None = None
        for k, place in enumerate(places):
            if start is None:
                start = k
            last = k + 1 == len(places)
            if last or _key(places[k + 1]) != _key(place):
                span = doc.char_span(
                    blocks[start].start, blocks[k].end, label=place.polarity or place.part, alignment_mode="expand"
                )
                if span is not None:
                    spans.append(span)
                start = None
        doc.spans["segments"] = SpanGroup(doc, name="segments", spans=spans)
        return doc


def _key(place: BlockContext) -> tuple[Any, ...]:
    return place.part, place.polarity, place.section
