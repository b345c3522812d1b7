"""Findings and quotes: one finding for each bullet under a heading of strengths or areas for improvement.

Sub-bullets, second paragraphs and continuations belong to their bullet. Where a headed list has no bullets at all, its
paragraphs are the findings: some text layers lose the glyphs.

Component `findings_extract` writes `doc.spans["findings"]`, `doc.spans["recommendations"]` and `doc.spans["quotes"]`,
and for each the blocks it is made of in the document's data.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from findings_nlp.document.contexts import BlockContext, contexts_of
from findings_nlp.document.doc import BlockView, char_span, is_report, numbered, report_data, views
from findings_nlp.families.wordings import wordings_of
from findings_nlp.pipes.items.recommendations import find_recommendations


@dataclass(slots=True)
class RawFinding:
    """A finding by the positions of its blocks."""

    polarity: str
    blocks: list[int]
    section: str | None
    standard: str | None
    headings: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """The finding as strings and lists, for the document's data."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"blocks": [*self.blocks], "headings": [*self.headings]}


def find_findings(blocks: list[BlockView], places: list[BlockContext]) -> list[RawFinding]:
    """All findings in reading order."""
    out: list[RawFinding] = []
    current: RawFinding | None = None
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place.role == "aside":
            continue
        if current and place.polarity and _goes_on(blocks, current, block, place):
            current.blocks.append(k)
        elif (
            place.role == "finding" and place.polarity and (block.kind == "row" or (block.kind == "bullet" and block.depth == 0))
        ):
            current = _start(place, k)
            out.append(current)
        elif place.role == "finding" and current and (block.owned or block.kind == "bullet"):
            current.blocks.append(k)
        elif place.role in ("quote", "box"):
            continue
        elif place.role == "finding" and place.polarity and block.kind == "bullet":
            current = _start(place, k)
            out.append(current)
        else:
            current = None
    return _with_unbulleted(blocks, places, out)


def _goes_on(blocks: list[BlockView], current: RawFinding, block: BlockView, place: BlockContext) -> bool:
    """Whether a row goes on with a cell that a page's end cut; a cell alone on its page may be no row."""
    last = blocks[current.blocks[-1]]
    if (block.kind, place.role) not in (("row", "finding"), ("paragraph", "text")):
        return False
    return last.kind == "row" and last.page < block.page and last.text[-1:] not in ".!?:;”’" and not block.text[:1].isupper()


def _start(place: BlockContext, k: int) -> RawFinding:
    return RawFinding(place.polarity or "", [k], place.section, place.standard, list(place.headings))


def _with_unbulleted(blocks: list[BlockView], places: list[BlockContext], found: list[RawFinding]) -> list[RawFinding]:
    """Add the paragraphs of headed lists in which no bullet was seen."""
    seen = {k for finding in found for k in finding.blocks}
    extra: list[RawFinding] = []
    k = 0
    while k < len(blocks):
        if places[k].role != "polarity" or not places[k].polarity:
            k += 1
            continue
        members = []
        j = k + 1
        while j < len(blocks) and places[j].role not in ("polarity", "heading"):
            if places[j].role in ("text", "finding"):
                members.append(j)
            j += 1
        if members and not any(m in seen or blocks[m].kind == "bullet" for m in members):
            extra += [
                _start(places[m], m)
                for m in members
                if blocks[m].kind == "paragraph" and len(blocks[m].text.split()) >= 6 and not blocks[m].text.endswith(":")
            ]
        k = j
    return sorted(found + extra, key=lambda f: f.blocks[0])


def find_none_stated(places: list[BlockContext]) -> list[RawFinding]:
    """Where the report says of a side that there is none, one for each standard or section and side."""
    out: dict[tuple[str, str | None, str | None], RawFinding] = {}
    for k, place in enumerate(places):
        if place.role == "none":
            out.setdefault((place.polarity or "", place.standard, place.section), _start(place, k))
    return list(out.values())


def find_quotes(blocks: list[BlockView], places: list[BlockContext]) -> list[tuple[list[int], str | None]]:
    """The quotes: positions of their blocks and the section they stand in."""
    out: list[tuple[list[int], str | None]] = []
    for k, place in enumerate(places):
        if place.role != "quote" or place.part in ("front", "contents", "annex"):
            continue
        text = blocks[k].text
        attribution = not text.startswith(("“", '"', "‘")) and out and out[-1][0][-1] == k - 1
        if attribution:
            out[-1][0].append(k)
        else:
            out.append(([k], place.section))
    return out


@Language.factory(
    "findings_extract",
    assigns=["doc.spans", "doc._.findings", "doc._.recommendations"],
    requires=["doc.spans"],
    default_config={},
)
def make_extract(nlp: Language, name: str) -> Extract:
    """Factory of the component `findings_extract`."""
    return Extract()


class Extract:
    """spaCy component `findings_extract`: see the module's docstring. Needs `findings_segments` before it."""

    def __call__(self, doc: Doc) -> Doc:
        """Find findings, recommendations and quotes, and write them on the `Doc`."""
        if not is_report(doc):
            return doc  # a plain text has no sections
        blocks, places = views(doc), contexts_of(doc)
        found = find_findings(blocks, places)
        data = report_data(doc)
        recommendations = find_recommendations(blocks, places, wordings_of(data.get("wordings", "")).headings)
        quotes = find_quotes(blocks, places)
        data["findings"] = [f.plain() for f in found]
        data["none_stated"] = [asdict(f) for f in find_none_stated(places)]
        data["recommendations"] = [asdict(r) for r in recommendations]
        data["quotes"] = [{"blocks": b, "section": s} for b, s in quotes]
        self._spans(doc, "findings", blocks, [(f.blocks, f.polarity) for f in found], "f", 3)
        self._spans(doc, "recommendations", blocks, [(r.blocks, "recommendation") for r in recommendations], "r", 2)
        self._spans(doc, "quotes", blocks, [(b, "quote") for b, _ in quotes], "q", 2)
        return doc

    @staticmethod
    def _spans(doc: Doc, key: str, blocks: list[BlockView], items: list[tuple[list[int], str]], prefix: str, width: int) -> None:
        spans = [
            # the record's id, so that a span's data is found by `span.id_`
            char_span(doc, blocks[indices[0]].start, blocks[indices[-1]].end, label, name)
            for name, (indices, label) in zip(numbered(items, prefix, width), items, strict=True)
        ]
        doc.spans[key] = SpanGroup(doc, name=key, spans=[span for span in spans if span is not None])
