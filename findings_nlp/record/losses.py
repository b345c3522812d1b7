"""What may have been lost in reading: lists that belong to nothing, a chapter that yields nothing, one side that is missing,
text that is no text, ratings that contradict one another. Each is told with its pages; nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView, Location, block_locations, report_data
from findings_nlp.families.wordings import wordings_of
from findings_nlp.layout.numbering import PARAGRAPH_NUMBER
from findings_nlp.pipes.sections.learnt_headings import leads_in

Warned = tuple[str, str, list[Location]]

_JUDGED = r"\b(?:{prose})\W*$"
_SIGN = re.compile(r"[\ufffd\x00-\x08\x0e-\x1f\ue000-\uf8ff]")
# letters with a sign between or beside them that is no character, or such a sign by itself
_NO_TEXT = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_]+)?[\ufffd\x00-\x08\x0e-\x1f]+[^\W\d_]*|(?<![^\W\d_])[^\W\d_]+[\ue000-\uf8ff]+[^\W\d_]*|[\ue000-\uf8ff]+[a-z]+"
)
_Sides = defaultdict[tuple[str | None, str | None], set[str]]
_CHAPTERS = 4  # chapters of both sides for each of one, from which that one is told
_SHORTEST = 40  # letters of a text that may be a finding
_SIDES = {"strength": "strengths", "area_for_improvement": "areas for improvement"}


def losses(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Warnings of what may have been lost in a document that has been through the pipeline."""
    data = report_data(doc)
    out = _signs(doc, data)
    out += _lists(doc, data, blocks, places)
    out += _recommendations(doc, data, blocks, places)
    out += _sides(doc, data, blocks, places)
    out += _contradictions(doc, data)
    return out


def _on_pages(data: dict[str, Any], numbers: set[int]) -> str:
    """The pages in brackets; nothing in a web page, whose pages are only counted."""
    if not data["source"]["pages"]:
        return ""
    listed = ", ".join(str(n) for n in sorted(numbers)[:12]) + (" ..." if len(numbers) > 12 else "")
    return f" (page{'s' if len(numbers) > 1 else ''} {listed})"


def _signs(doc: Doc, data: dict[str, Any]) -> list[Warned]:
    """Words with characters that have no Unicode value: U+FFFD, control characters, private use."""
    found: Counter[int] = Counter()
    holders = []
    for k, record in enumerate(data["blocks"]):
        if record["kind"] in ("toc", "furniture") or not _SIGN.search(record["text"]):
            continue
        for match in _NO_TEXT.finditer(record["text"]):
            at = record["start"] + match.start()
            page = next((line[2] for line in record["lines"] if line[0] <= at < line[1]), None)
            found[page or record["lines"][0][2]] += 1
            holders.append(k)
    if holders and not data["source"]["pages"]:
        words = f"{len(holders)} word{'s hold' if len(holders) > 1 else ' holds'} characters that cannot be read"
        return [("unreadable_text", words, block_locations(doc, sorted(set(holders))))]
    return [
        (
            "unreadable_text",
            f"page {page} holds {n} word{'s' if n > 1 else ''} with characters that cannot be read",
            [(page, (0.0, 0.0, 0.0, 0.0))],
        )
        for page, n in sorted(found.items())
    ]


def _runs(blocks: list[BlockView], places: list[BlockContext]) -> Iterator[tuple[BlockView | None, list[int]]]:
    """Lists as positions of their items, each with the block before it."""
    run: list[int] = []
    before: BlockView | None = None
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place.role == "aside":
            continue
        if block.kind == "bullet" and not PARAGRAPH_NUMBER.fullmatch(block.label):
            run.append(k)
            continue
        if run and not block.owned:
            yield before, run
            run = []
        if not run:
            before = block
    if run:
        yield before, run


def lost_items(data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[int]:
    """Items of lists in a body chapter under a heading that tells no side, and of recommendations that are in none."""
    used = {k for r in data["recommendations"] for k in r["blocks"]} | {k for f in data["findings"] for k in f["blocks"]}
    endings = wordings_of(data.get("wordings", "")).scale.pattern(_JUDGED)
    used |= set(data.get("prose_read", ()))
    lost: list[int] = []
    for before, run in _runs(blocks, places):
        announced = before is not None and before.kind != "heading" and (leads_in(before.text) or before.text[-1:] not in ".!?”")
        for k in run:
            place = places[k]
            free = k not in used and place.role == "text" and place.polarity is None
            judged = bool(endings.search(place.section or ""))
            if free and ((place.part == "body" and not announced and not judged) or place.part == "recommendations"):
                lost.append(k)
    return lost


def _lists(doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Lists that belong to nothing, told."""
    lost = lost_items(data, blocks, places)
    if not lost:
        return []
    where = _on_pages(data, {blocks[k].page for k in lost})
    items = f"{len(lost)} item{'s' if len(lost) > 1 else ''} of lists"
    message = f"{items} stand under headings that tell no side, or belong to no recommendation{where}"
    return [("unassigned_list", message, block_locations(doc, lost))]


def lost_text(blocks: list[BlockView], places: list[BlockContext]) -> list[int]:
    """Paragraphs and rows of the chapters that stand under a side and are no finding and no recognised kind of passage."""
    return [
        k
        for k, (block, place) in enumerate(zip(blocks, places, strict=True))
        if place.part == "body" and place.role == "text" and place.polarity
        if block.kind in ("paragraph", "row") and len(block.text) > _SHORTEST
    ]


def lost_recommendations(data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[int]:
    """What stands in a chapter of recommendations from which none was read, and which does not say that there are none."""
    chapter = [k for k, p in enumerate(places) if p.part == "recommendations" and p.role != "aside"]
    if data["recommendations"] or not chapter:
        return []
    text = [blocks[k] for k in chapter if blocks[k].kind != "heading"]
    if any(wordings_of(data.get("wordings", "")).headings.none_stated(b.text, "recommendation") for b in text) or (
        len(text) < 2 and len(chapter) < 2
    ):
        return []
    return chapter


def _recommendations(doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """A chapter of recommendations that yields none, told."""
    chapter = lost_recommendations(data, blocks, places)
    if not chapter:
        return []
    where = _on_pages(data, {blocks[k].page for k in chapter})
    message = f"the chapter of recommendations yields none{where}"
    return [("no_recommendations", message, block_locations(doc, chapter[:1]))]


def _sides(doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """A side that was never found, in the whole report or in a section where others have both."""
    found: _Sides = defaultdict(set)
    head: dict[tuple[str | None, str | None], int] = {}
    for k, place in enumerate(places):
        if place.role in ("polarity", "none") and place.polarity:
            found[place.standard, place.section].add(place.polarity)
            head[place.standard, place.section] = k
    every = set().union(*found.values()) if found else set()
    if len(every) == 1 and len(data["findings"]) > 3:
        (side,) = every
        other = next(s for s in _SIDES if s != side)
        return [("one_sided", f"{len(data['findings'])} {_SIDES[side]} were read and no {_SIDES[other]}", [])]
    single = [key for key, sides in found.items() if len(sides) == 1]
    both = [key for key, sides in found.items() if len(sides) > 1]
    # reports without numbered standards have sections of one side by design, but chapters of both
    if sum(key[0] is not None for key in both) < 2:
        found, head = _by_chapter(places)
        single, both = ([key for key, sides in found.items() if (len(sides) > 1) is many] for many in (False, True))
        if len(both) < _CHAPTERS * max(len(single), 1):
            return []
    elif len(both) < len(single):
        return []
    out = []
    for key in single:
        other = next(side for side in _SIDES if side not in found[key])
        name = key[1] or key[0]
        held = [
            k for k, p in enumerate(places) if p.role != "aside" and key in ((p.standard, p.section), (None, *p.headings[:1]))
        ]
        pages = sorted({blocks[k].page for k in held})
        where = _on_pages(data, set(pages))
        message = f"no {_SIDES[other]} were read under {name}, where other sections have both sides{where}"
        out.append(("one_sided", message, block_locations(doc, [head[key]])))
    return out


def _by_chapter(places: list[BlockContext]) -> tuple[_Sides, dict[tuple[str | None, str | None], int]]:
    """The sides that are headed in each chapter, by its heading, and the last of these headings."""
    found: _Sides = defaultdict(set)
    head: dict[tuple[str | None, str | None], int] = {}
    for k, place in enumerate(places):
        if place.role in ("polarity", "none") and place.polarity and place.headings:
            found[None, place.headings[0]].add(place.polarity)
            head[None, place.headings[0]] = k
    return found, head


def _contradictions(doc: Doc, data: dict[str, Any]) -> list[Warned]:
    """Ratings of the ratings table that differ from those in the standards' own sections."""
    own = {item["standard"]: item for item in data.get("ratings_in_sections", [])}
    out = []
    for item in data["ratings"]:
        there = own.get(item["standard"]) if item["standard"] else None
        if there and there["value"] != item["value"]:
            message = (
                f"{item['standard']} is rated {item['value']} in the table of ratings and {there['value']} in its own section"
            )
            out.append(("ratings_contradict", message, block_locations(doc, item["blocks"] + there["blocks"])))
    return out
