"""What a report says of its own parts against what was read: its list of contents, its rated standards, its page numbers.

A heading that the contents name and the text lacks, a rated standard without a section, a section that heads one side twice and
a page number that is passed over each tell that part of the report was lost, or counted under another heading.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext, standard_of
from findings_nlp.document.doc import BlockView, block_locations, report_data
from findings_nlp.record.losses import Warned

_ENTRY = re.compile(r"(?P<title>\S.{2,90}?)[\s|.…\u2060]+(?P<page>\d{1,3})$")
# what stands below the contents may be joined to their last line
_ENTRY_AND_MORE = re.compile(_ENTRY.pattern[:-1] + r"\s+[^\W\d].*")
_NUMBERING = re.compile(r"^(?:(?:chapter|domain|part|section|standard)\s+)?(?:[PRNVCA]\s?)?\d{1,2}(?:\.\d{1,2})*[.):]?\s+", re.I)
_NUMBER = re.compile(r"(?:\D{0,80}\s)?(?:page\s+)?(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?(?:\s\D{0,80})?", re.I)
_WHOLE = re.compile(r"(\d{1,2})[.:]?\s+\D")  # a chapter's whole number
_FOUND = 0.6  # share of the contents that must be found before those that are not are told
_FEWEST = 4  # entries of a list of contents, printed page numbers, sections


def structure(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Warnings of parts that the report names and the text lacks, of a document that has been through the pipeline."""
    data = report_data(doc)
    if not data["source"]["pages"]:
        return []  # a web page has neither page numbers nor, as a rule, a list of contents that is complete
    printed = printed_numbers(blocks)
    out = _contents(doc, blocks, places, printed)
    out += _rated(doc, data, blocks, places)
    out += _twice(doc, blocks, places)
    out += _pages(doc, blocks, printed, data["source"]["pages"])
    return out


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", _NUMBERING.sub("", text.strip())).casefold()


def printed_numbers(blocks: Sequence[BlockView]) -> dict[int, int]:
    """The number that each page prints, by its place in the file; only where it is told by its running header or footer."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for block in blocks:
        if block.kind == "furniture" and (number := _NUMBER.fullmatch(block.text.strip())):
            found[block.page].add(int(number[1]))
    single = {page: next(iter(numbers)) for page, numbers in found.items() if len(numbers) == 1}
    ahead = Counter(number - page for page, number in single.items())
    # years, sizes and parts of titles are no page numbers: those that run along with the pages are
    return {page: n for page, n in single.items() if ahead[n - page] >= 2 and abs(n - page) < 40}


def _contents(doc: Doc, blocks: list[BlockView], places: list[BlockContext], printed: dict[int, int]) -> list[Warned]:
    """Headings that the list of contents names and the text lacks."""
    last = max((b.page for b in blocks), default=1)
    listed = [
        entry
        for b, p in zip(blocks, places, strict=True)
        if (b.kind == "toc" or p.part == "contents") and b.kind not in ("furniture", "heading")
        if (entry := _entry(b))
    ]
    first = max((b.index for b, p in zip(blocks, places, strict=True) if b.kind == "toc" or p.part == "contents"), default=0)
    if len(listed) < _FEWEST:
        return []
    heads: list[tuple[str, int]] = []
    for b, p in zip(blocks[first + 1 :], places[first + 1 :], strict=True):
        if b.kind == "heading" or p.role in ("heading", "polarity", "box"):
            heads.append((_key(b.text), b.page))
    at = [next((page for key, page in heads if _same(_key(title), key)), None) for title, _ in listed]
    gone = [k for k, page in enumerate(at) if page is None]
    if not gone or len(listed) - len(gone) < _FOUND * len(listed):
        return []
    held = {b.page for b in blocks[first:]}
    out: list[Warned] = []
    for k in gone:
        title, number = listed[k]
        # between the headings before and behind it, as far as these stand in order; there on the page that the contents give
        low = next((page for page in reversed(at[:k]) if page is not None), blocks[first].page)
        high = next((page for page in at[k + 1 :] if page is not None and page >= low), last)
        named = {p for p, n in printed.items() if n == number and low <= p <= high}
        pages = sorted(named) or list(range(low, high + 1))
        near = [next(b.index for b in blocks[first:] if b.page == page) for page in pages if page in held]
        message = f"the contents name “{title.strip(' |')}”; no heading of that name was read{_told(pages)}"
        out.append(("heading_missing", message, block_locations(doc, near)))
    return out


def _entry(block: BlockView) -> tuple[str, int | None] | None:
    """Title and page number of a line of the contents; the number may be missing where the line is told by its kind."""
    text = block.text.strip().lstrip("•· ")
    found = _ENTRY.fullmatch(text) or (_ENTRY_AND_MORE.fullmatch(text) if block.kind == "toc" else None)
    if found:
        return found["title"], int(found["page"])
    return (text, None) if block.kind == "toc" and 3 < len(text) < 90 and not text[-1].isdigit() else None


def _same(title: str, heading: str) -> bool:
    if not title or not heading:
        return False
    shorter, longer = sorted((title, heading), key=len)
    return title == heading or (len(shorter) > 5 and (longer.startswith(shorter) or longer.endswith(shorter)))


def _rated(doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Rated standards without a section of their own, where the others have one."""
    standards = [r["standard"] for r in data["ratings"] if r["standard"]]
    listed: defaultdict[str | None, list[int]] = defaultdict(list)
    for finding in data["findings"]:
        listed[finding["standard"]].append(finding["blocks"][0])
    headed = {p.standard for p in places if p.part == "body"} | {standard_of(b.text) for b in blocks if b.kind == "heading"}
    headed = {"".join(s.split()).casefold() for s in headed if s}
    out = _unrated(doc, standards, blocks, places)
    without = [s for s in standards if s not in listed and "".join(s.split()).casefold() not in headed]
    if not without or len(standards) - len(without) < max(2, _FOUND * len(standards)):
        return out
    for standard in without:
        at = standards.index(standard)
        before = next((listed[s] for s in reversed(standards[:at]) if s in listed), [])
        after = next((listed[s] for s in standards[at + 1 :] if s in listed), [])
        # what stands between the last section before and the first behind may be its findings
        first, last = min(before, default=0), min(after, default=len(blocks))
        near = [k for keys in listed.values() for k in keys if first <= k < last] or before or after
        pages = sorted({blocks[k].page for k in near})
        message = f"{standard} is rated and no section of it was read; its findings may be counted elsewhere{_told(pages)}"
        out.append(("heading_missing", message, block_locations(doc, sorted(near))))
    return out


def _unrated(doc: Doc, standards: list[str], blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Numbered chapters with sides of their own whose number has no rating, where those of the others have one: 1, 2, 4."""
    if len(standards) < _FEWEST - 1 or not all(standard.isdigit() for standard in standards):
        return []
    heads: dict[str, int] = {}
    sided: set[str] = set()
    for k, place in enumerate(places):
        found = _WHOLE.match(place.headings[0]) if place.part == "body" and place.headings else None
        if found:
            heads.setdefault(found[1], k)
            if place.role == "polarity":
                sided.add(found[1])
    if not set(standards) <= sided:
        return []
    out: list[Warned] = []
    for number in sorted(sided - set(standards)):
        k = heads[number]
        message = f"no rating was read of {places[k].headings[0]}, where other chapters have one{_told([blocks[k].page])}"
        out.append(("no_ratings", message, block_locations(doc, [k])))
    return out


def _told(pages: Sequence[int]) -> str:
    listed = ", ".join(str(page) for page in pages[:12]) + (" ..." if len(pages) > 12 else "")
    return f" (page{'s' if len(pages) > 1 else ''} {listed})" if pages else ""


def _twice(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Sections in which a side is headed again behind the other side, where other sections head each side once."""
    heads: defaultdict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for k, place in enumerate(places):
        if place.role == "polarity" and place.polarity and place.part == "body":
            heads[(place.standard, *place.headings)].append(k)
    turns = {key: _turns([places[k].polarity for k in found]) for key, found in heads.items()}
    again = [key for key, n in turns.items() if n > 1]
    once = [key for key, n in turns.items() if n == 1]
    if not again or len(once) < 2 * len(again) or len(once) < _FEWEST - 1:
        return []
    out: list[Warned] = []
    for key in again:
        found = heads[key]
        pages = sorted({blocks[k].page for k in found})
        name = key[-1] if len(key) > 1 else key[0]
        message = (
            f"strengths or areas for improvement are headed more than once under {name}: a heading may be lost{_told(pages)}"
        )
        out.append(("heading_missing", message, block_locations(doc, found)))
    return out


def _turns(sides: list[str | None]) -> int:
    """How often the second side in a list of headings follows upon the first."""
    if not sides:
        return 0
    first = sides[0]
    return sum(a == first and b != first for a, b in itertools.pairwise(sides))


def _pages(doc: Doc, blocks: list[BlockView], printed: dict[int, int], pages: int) -> list[Warned]:
    """Page numbers that are passed over, and pages without anything among pages with text."""
    out: list[Warned] = []
    held = {b.page for b in blocks}
    ordered = sorted(printed)
    for a, b in itertools.pairwise(ordered):
        missing = (printed[b] - printed[a]) - (b - a)
        if 0 < missing < 10:
            word = "numbers are" if missing > 1 else "number is"
            message = f"{missing} page {word} passed over between page {a} and page {b}: pages may be missing"
            near = [x.index for x in blocks if x.page in (a, b) and x.kind != "furniture"]
            out.append(("page_missing", message, block_locations(doc, near[-1:])))
    for page in range(2, pages):
        if page not in held and held and min(held) < page < max(held):
            out.append(("page_without_text", f"page {page} holds nothing", [(page, (0.0, 0.0, 0.0, 0.0))]))
    return out
