"""Parts of good reports removed, covered, tagged, sized or headed otherwise, in seeded ways, and what a damaged report should give.

A damage of the text layer changes a copy of it; a damage of the file gives the bytes of another PDF. Both tell on which pages
something changed and which words are gone: a record without these words is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import faults
import pymupdf

from findings_nlp.document.contexts import standard_of
from findings_nlp.families import headings
from findings_nlp.geometry import Shapes
from findings_nlp.record.schema import Finding, Location, Recommendation, Report
from findings_nlp.source.pdf import Line, TextLayer

_LABEL = re.compile(r"""^\s*(?:[^\w\s“‘"'(\[]\s*|\(?\d{1,2}[.)]\s+)(?=\w)""")


@dataclass
class Damage:
    """What was done: the pages that changed (none: all of them), the words that are gone."""

    pages: set[int] = field(default_factory=set)
    gone: Counter[str] = field(default_factory=Counter)


Fault = Callable[[TextLayer, Report, Random], Damage | None]
FileFault = Callable[[bytes, Report, Random], tuple[bytes, Damage] | None]


def counted(text: str) -> Counter[str]:
    """The words of a text, in lower case, without signs."""
    return Counter(re.findall(r"\w+", text.casefold()))


def lines_of(layer: TextLayer) -> list[Line]:
    """All lines of a document."""
    return [line for page in layer.pages for line in page.lines]


def _inside(line: Line, place: Location) -> bool:
    assert place.bbox is not None
    x0, y0, x1, y1 = place.bbox
    middle = (line.y0 + line.y1) / 2
    return line.page == place.page and y0 - 1 < middle < y1 + 1 and line.x1 > x0 - 30 and line.x0 < x1


def _item_lines(layer: TextLayer, item: Finding | Recommendation) -> list[Line]:
    """The lines of an item, its label among them."""
    return [line for line in lines_of(layer) if any(_inside(line, place) for place in item.locations)]


def _body(layer: TextLayer) -> list[Line]:
    """Lines of running text behind the first pages, away from the edges."""
    heights = {page.number: page.height for page in layer.pages}
    sizes = Counter(line.size for line in lines_of(layer) for _ in line.text)
    size = sizes.most_common(1)[0][0]
    return [
        line
        for line in lines_of(layer)
        if line.page > 2 and abs(line.size - size) < 0.3 and 0.12 < line.y0 / heights[line.page] < 0.86 and len(line.text) > 30
    ]


def _side_heads(layer: TextLayer) -> list[Line]:
    found = [line for line in lines_of(layer) if line.page > 2 and (line.bold or line.roles[-1:] != ("P",))]
    # the end of a wrapped line may read like a heading
    found = [line for line in found if not line.text.strip()[:1].islower()]
    return [o for o in found if headings().polarity_of(o.text.strip()) in ("strength", "area_for_improvement")]


def _standard_heads(layer: TextLayer) -> list[Line]:
    largest = max((o.size for o in _body(layer)), default=11.0)
    return [o for o in lines_of(layer) if o.page > 2 and o.size > 1.1 * largest and standard_of(o.text.strip())]


def _chapter_heads(layer: TextLayer) -> list[Line]:
    largest = max((o.size for o in _body(layer)), default=11.0)
    return [o for o in lines_of(layer) if o.page > 2 and o.size > 1.3 * largest and headings().part_of(o.text.strip())]


def _one(found: list[Any], random: Random) -> Any | None:
    return random.choice(found) if found else None


def _drop(layer: TextLayer, gone: list[Line]) -> Damage:
    names = {id(line) for line in gone}
    for page in layer.pages:
        page.lines = [line for line in page.lines if id(line) not in names]
    return Damage({line.page for line in gone}, counted(" ".join(line.text for line in gone)))


# removed -------------------------------------------------------------------------------------------------------------------


def line_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """One line of running text is gone."""
    return _drop(layer, [line]) if (line := _one(_body(layer), random)) else None


def item_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A finding or a recommendation is gone."""
    item = _one([*report.findings, *report.recommendations], random)
    return _drop(layer, _item_lines(layer, item)) if item else None


def labels_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The items of a page lose their bullets and numbers."""
    item = _one([*report.findings, *report.recommendations], random)
    if item is None:
        return None
    number = item.locations[0].page
    page = next(page for page in layer.pages if page.number == number)
    page.shapes.drawn_bullets = []
    kept = []
    for line in page.lines:
        text = line.text.strip()
        if re.fullmatch(r"\W|o|\(?\d{1,2}[.)]", text):
            continue
        line.text = re.sub(_LABEL, "", line.text)
        kept.append(line)
    page.lines = kept
    return Damage({number})


def one_label_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """One item loses its bullet or number."""
    item = _one([*report.findings, *report.recommendations], random)
    if item is None:
        return None
    place = item.locations[0]
    first = [line for line in _item_lines(layer, item) if line.page == place.page and line.y0 < place.bbox[1] + 10]
    page = next(page for page in layer.pages if page.number == place.page)
    page.shapes.drawn_bullets = [
        d for d in page.shapes.drawn_bullets if not place.bbox[1] - 2 < (d[1] + d[3]) / 2 < place.bbox[1] + 16
    ]
    labels = {id(line) for line in first if re.fullmatch(r"\W|o|\(?\d{1,2}[.)]", line.text.strip())}
    page.lines = [line for line in page.lines if id(line) not in labels]
    for line in first:
        line.text = re.sub(_LABEL, "", line.text)
    return Damage({place.page})


def side_heading_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of one side is gone."""
    return _drop(layer, [line]) if (line := _one(_side_heads(layer), random)) else None


def standard_heading_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a standard is gone."""
    return _drop(layer, [line]) if (line := _one(_standard_heads(layer), random)) else None


def chapter_heading_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a chapter is gone."""
    return _drop(layer, [line]) if (line := _one(_chapter_heads(layer), random)) else None


def rating_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The row of one rating is gone."""
    row = _one(report.ratings, random)
    if row is None:
        return None
    return _drop(layer, [line for line in lines_of(layer) if any(_inside(line, place) for place in row.locations)])


def page_emptied(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A page has nothing on it."""
    page = random.choice(layer.pages[2:-1])
    damage = _drop(layer, list(page.lines))
    page.shapes, page.images = Shapes(), False
    return damage


# tagged otherwise ----------------------------------------------------------------------------------------------------------


def _tagged(layer: TextLayer) -> bool:
    return any(line.roles for line in lines_of(layer))


def heading_tags_shuffled(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """Headings lose their tags or get those of other ranks."""
    changed = set()
    for line in lines_of(layer):
        if line.roles and re.fullmatch(r"H[1-6]", line.roles[-1]) and random.random() < 0.15:
            line.roles = (*line.roles[:-1], random.choice(["P", "H2", "H3", "H4"]))
            changed.add(line.page)
    return Damage(changed) if changed else None


def tags_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """No line has a tag."""
    if not _tagged(layer):
        return None
    for line in lines_of(layer):
        line.roles, line.tag, line.item = tuple(r for r in line.roles if r == "Artifact"), (), ()
    return Damage()


def page_tags_gone(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The lines of one page have no tag."""
    if not _tagged(layer):
        return None
    page = random.choice(layer.pages[2:])
    for line in page.lines:
        line.roles, line.tag, line.item = tuple(r for r in line.roles if r == "Artifact"), (), ()
    return Damage({page.number})


def _same_tag(layer: TextLayer, line: Line) -> list[Line]:
    return [o for o in lines_of(layer) if o.tag and o.tag == line.tag and o.page == line.page] or [line]


def _retag(layer: TextLayer, random: Random, role: str, heads: bool) -> Damage | None:
    if not _tagged(layer):
        return None
    line = _one(_side_heads(layer) + _standard_heads(layer) if heads else _body(layer), random)
    if line is None:
        return None
    for other in _same_tag(layer, line):
        other.roles = (*other.roles[:-1], role)
    return Damage({line.page})


def heading_tagged_as_text(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A heading is tagged as a paragraph."""
    return _retag(layer, random, "P", True)


def text_tagged_as_heading(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A paragraph or an item is tagged as a heading."""
    return _retag(layer, random, random.choice(["H2", "H3", "H4"]), False)


def text_tagged_as_note(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A paragraph or an item is tagged as a note, a caption or a cell."""
    return _retag(layer, random, random.choice(["Note", "Caption", "TD"]), False)


def text_tagged_as_artifact(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A paragraph or an item is tagged as an artifact, as running headers are."""
    return _retag(layer, random, "Artifact", False)


def items_tagged_as_text(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The lists of a page are tagged as paragraphs."""
    pages = {line.page for line in lines_of(layer) if "LI" in line.roles}
    if not pages:
        return None
    number = random.choice(sorted(pages))
    for line in lines_of(layer):
        if line.page == number and "LI" in line.roles:
            line.roles, line.item = ("P",), ()
    return Damage({number})


# sized otherwise -----------------------------------------------------------------------------------------------------------


def _resize(lines: list[Line], factor: float) -> Damage:
    for line in lines:
        line.size = round(line.size * factor, 2)
        line.x1 = line.x0 + (line.x1 - line.x0) * factor
        line.y0 = line.y1 - (line.y1 - line.y0) * factor
    return Damage({line.page for line in lines})


def heading_in_text_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A heading is set in the size of the text."""
    line = _one(_side_heads(layer) + _standard_heads(layer), random)
    body = _one(_body(layer), random)
    return _resize([line], body.size / line.size) if line and body else None


def heading_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A heading is set larger or smaller."""
    line = _one(_side_heads(layer) + _standard_heads(layer), random)
    return _resize([line], random.choice([0.8, 0.9, 1.15, 1.3, 1.6])) if line else None


def item_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """An item is set larger or smaller."""
    item = _one([*report.findings, *report.recommendations], random)
    return _resize(_item_lines(layer, item), random.choice([0.85, 0.92, 1.08, 1.15])) if item else None


def page_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A page is set in smaller print."""
    page = random.choice(layer.pages[2:])
    return _resize(page.lines, random.choice([0.8, 0.88, 0.94])) if page.lines else None


def report_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The whole report is printed smaller or larger."""
    factor = random.choice([0.5, 0.7, 0.85, 1.2, 1.41])
    for page in layer.pages:
        page.width, page.height = page.width * factor, page.height * factor
        for line in page.lines:
            line.x0, line.y0, line.x1, line.y1 = (factor * v for v in line.bbox)
            line.size = round(line.size * factor, 2)
        for name in ("drawn_bullets", "panels", "cells", "horizontal_rules", "vertical_rules"):
            boxes = getattr(page.shapes, name)
            # the boxes' own class knows them sorted
            setattr(page.shapes, name, type(boxes)([tuple(factor * v for v in box) for box in boxes]))
    return Damage()


def recommendations_size(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The recommendations are set in smaller print."""
    lines = [line for item in report.recommendations for line in _item_lines(layer, item)]
    return _resize(lines, random.choice([0.85, 0.9])) if lines else None


# headed otherwise ----------------------------------------------------------------------------------------------------------


def side_heading_unknown(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a side has a wording that nobody knows."""
    line = _one(_side_heads(layer), random)
    if line is None:
        return None
    line.text = random.choice(["Harvest notes", "Further remarks", "On the other hand", "Our view", "In practice:"])
    return Damage({line.page})


def all_headings_of_a_side_unknown(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """All headings of one side have a wording that nobody knows."""
    side = random.choice(["strength", "area_for_improvement"])
    found = [line for line in _side_heads(layer) if headings().polarity_of(line.text.strip()) == side]
    for line in found:
        line.text = "Harvest notes"
    return Damage() if found else None


def heading_not_bold(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """A heading is set in the weight of the text."""
    line = _one([line for line in _side_heads(layer) + _standard_heads(layer) if line.bold], random)
    if line is None:
        return None
    line.bold = line.head_bold = line.tail_bold = False
    return Damage({line.page})


def heading_worded_longer(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a side has a number, a sign or words more."""
    line = _one(_side_heads(layer), random)
    if line is None:
        return None
    text = line.text.strip()
    line.text = random.choice([f"a) {text}", f"{text} (continued)", text.upper(), f"3.2 {text}", f"{text}:", f"{text} –"])
    return Damage({line.page})


def heading_worded_otherwise(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a standard or chapter has other words."""
    line = _one(_standard_heads(layer) + _chapter_heads(layer), random)
    if line is None:
        return None
    line.text = random.choice(["The harvest of the year", "What people told us", "Context", "Next steps"])
    return Damage({line.page})


def heading_repeated(layer: TextLayer, report: Report, random: Random) -> Damage | None:
    """The heading of a side stands again at the next page's top."""
    from dataclasses import replace

    line = _one(_side_heads(layer), random)
    after = next((page for page in layer.pages if line and page.number == line.page + 1 and page.lines), None)
    if line is None or after is None:
        return None
    here = [f for f in report.findings if any(w.page == line.page for w in f.locations)]
    later = [f for f in report.findings if f.locations and f.locations[0].page == after.number]
    side = headings().polarity_of(line.text.strip())
    if not here or not later or here[-1].polarity != side or later[0].polarity != side or here[-1].section != later[0].section:
        return None
    if any(w.page == after.number for f in here for w in f.locations):
        return None
    y = min(o.y0 for o in after.lines if any(_inside(o, w) for w in later[0].locations)) - 18
    after.lines.insert(0, replace(line, page=after.number, y0=y, y1=y + line.y1 - line.y0, text=f"{line.text} (continued)"))
    return Damage({after.number})


LAYER: dict[str, Fault] = {
    f.__name__: f
    for f in (
        line_gone, item_gone, labels_gone, one_label_gone, side_heading_gone, standard_heading_gone, chapter_heading_gone,
        rating_gone, page_emptied, heading_tags_shuffled, tags_gone, page_tags_gone, heading_tagged_as_text,
        text_tagged_as_heading, text_tagged_as_note, text_tagged_as_artifact, items_tagged_as_text, heading_in_text_size,
        heading_size, item_size, page_size, report_size, recommendations_size, side_heading_unknown,
        all_headings_of_a_side_unknown, heading_not_bold, heading_worded_longer, heading_worded_otherwise, heading_repeated,
    )
}  # fmt: skip


# the file ------------------------------------------------------------------------------------------------------------------


def page_gone(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """One page is missing."""
    with pymupdf.open(stream=data) as document:
        number = random.randrange(2, len(document) - 1)
        gone = counted(document[number].get_text())
        near = {number, number + 1}
        document.delete_page(number)
        return document.tobytes(), Damage(near, gone)


def page_pictured(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """One page is a picture of itself."""
    out = faults.pictured_page(data, random)
    with pymupdf.open(stream=data) as before, pymupdf.open(stream=out) as after:
        changed = {k + 1 for k in range(len(before)) if before[k].get_text() != after[k].get_text()}
    return out, Damage(changed)


def part_pictured(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """Some items of a page are a picture of themselves."""
    item = _one([*report.findings, *report.recommendations], random)
    if item is None:
        return None
    place = item.locations[0]
    with pymupdf.open(stream=data) as document:
        page = document[place.page - 1]
        top = place.bbox[1] - 2
        area = pymupdf.Rect(40, top, page.rect.width - 40, min(top + random.choice([60, 150, 300]), page.rect.height - 70))
        picture = page.get_pixmap(clip=area, dpi=60)
        page.add_redact_annot(area, fill=False)
        page.apply_redactions(images=0, graphics=0)
        page.insert_image(area, pixmap=picture)
        return document.tobytes(), Damage({place.page})


def part_covered(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """A box lies over part of a page, its text still below."""
    place = _one([w for f in report.findings for w in f.locations], random)
    if place is None:
        return None
    with pymupdf.open(stream=data) as document:
        colour = random.choice([(0, 0, 0), (1, 1, 1), (0.9, 0.9, 0.6)])
        document[place.page - 1].draw_rect(pymupdf.Rect(place.bbox), color=None, fill=colour)
        return document.tobytes(), Damage({place.page})


def page_turned(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """One page's content is set sideways."""
    with pymupdf.open(stream=data) as document, pymupdf.open(stream=data) as source:
        number = random.randrange(2, len(document))
        page = document[number]
        width, height = page.rect.width, page.rect.height
        page.set_mediabox(pymupdf.Rect(0, 0, height, width))
        faults._contents(document, page, lambda c: b"")
        page.show_pdf_page(page.rect, source, number, rotate=random.choice([90, 270]))
        return document.tobytes(), Damage({number + 1})


def two_on_a_sheet(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """Two pages are printed on each sheet, in their size or smaller."""
    factor = random.choice([1.0, 0.707])
    with pymupdf.open(stream=data) as source, pymupdf.open() as document:
        width, height = (v * factor for v in (source[0].rect.width, source[0].rect.height))
        for number in range(0, len(source), 2):
            page = document.new_page(width=2 * width, height=height)
            for k in range(min(2, len(source) - number)):
                page.show_pdf_page(pymupdf.Rect(k * width, 0, (k + 1) * width, height), source, number + k)
        return document.tobytes(), Damage()


def line_numbers(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """Lines are numbered in the margin: each, or every fifth; from 1 on each page, or running on."""
    step, running, near = random.choice([1, 5]), bool(random.getrandbits(1)), random.choice([10, 22])
    count = 0
    with pymupdf.open(stream=data) as document:
        for page in document:
            page.wrap_contents()
            count = count if running else 0
            lines = [line for b in page.get_text("dict")["blocks"] for line in b.get("lines", ()) if line["dir"] == (1.0, 0.0)]
            left = min((line["bbox"][0] for line in lines), default=72)
            for base in sorted({round(line["spans"][0]["origin"][1]) for line in lines}):
                count += 1
                if count % step == 0:
                    shown = str(count)
                    page.insert_text((left - near - pymupdf.get_text_length(shown, fontsize=8), base), shown, fontsize=8)
        return document.tobytes(), Damage()


def _raised(page: pymupdf.Page, line: dict[str, Any], mark: str) -> None:
    span = line["spans"][-1]
    writer = pymupdf.TextWriter(page.rect)
    at = (span["bbox"][2] + 0.2, span["origin"][1] - 0.35 * span["size"])
    writer.append(at, mark, font=pymupdf.Font("helv"), fontsize=0.6 * span["size"])
    writer.write_text(page)


def raised_marks(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
    """Some lines end with a raised mark of a note: "3,4", "2–4", "a", "ii", with or without the notes below."""
    marks = random.choice([["3,4", "5, 6"], ["2–4", "7-9"], ["a", "b", "c"], ["ii", "iv"], ["*", "**"], ["1", "12"]])
    items = [w for f in (*report.findings, *report.recommendations) for w in f.locations]
    with pymupdf.open(stream=data) as document:
        for page in document:
            page.wrap_contents()
            boxes = [pymupdf.Rect(w.bbox) for w in items if w.page == page.number + 1]
            lines = [line for b in page.get_text("dict")["blocks"] for line in b.get("lines", ())]
            for line in lines:
                ends = line["spans"][-1]["text"].rstrip()[-1:] in ".,;"
                middle = pymupdf.Point(line["bbox"][0] + 1, (line["bbox"][1] + line["bbox"][3]) / 2)
                if ends and line["dir"] == (1.0, 0.0) and any(middle in box for box in boxes) and random.random() < 0.5:
                    _raised(page, line, random.choice(marks))
        return document.tobytes(), Damage()


def _as_before(fault: faults.Fault) -> FileFault:
    def put(data: bytes, report: Report, random: Random) -> tuple[bytes, Damage] | None:
        return fault(data, random), Damage()

    return put


FILE: dict[str, FileFault] = {
    f.__name__: f
    for f in (page_gone, page_pictured, part_pictured, part_covered, page_turned, two_on_a_sheet, line_numbers, raised_marks)
}
FILE |= {f.__name__: _as_before(f) for f in (faults.drawn_twice, faults.ocr_layer, faults.watermark)}


# what became of it ---------------------------------------------------------------------------------------------------------


def _items(report: Report) -> list[tuple[tuple[Any, ...], str, set[int]]]:
    """What a record says: key, text and pages of each item."""
    out: list[tuple[tuple[Any, ...], str, set[int]]] = []

    def add(key: tuple[Any, ...], text: str, locations: list[Location]) -> None:
        out.append((key, " ".join(text.split()), {w.page for w in locations if w.page}))

    for f in report.findings:
        add(("finding", f.polarity, f.standard), f.text, f.locations)
    for r in report.recommendations:
        add(("recommendation", r.addressee), r.text, r.locations)
    for rating in report.ratings:
        add(("rating", rating.standard, rating.rating), "", rating.locations)
    for q in report.key_questions:
        add(("question", q.standard, q.percent_yes), "", q.locations)
    score = report.score and (report.score.value, report.score.maximum)
    for name in ("title", "inspected_body", "region", "published", "isbn", "overall_rating"):
        add(("fact", name, getattr(report, name)), "", [])
    add(("fact", "score", score), "", [])
    return out


def named_pages(report: Report, codes: tuple[str, ...]) -> set[int]:
    """The pages that warnings of these codes and the account name."""
    out = {w.page for u in report.account.unread for w in u.locations if w.page}
    for warning in report.warnings:
        if warning.code in codes:
            out |= {w.page for w in warning.locations if w.page}
            for listed in re.findall(r"\bpages? ([\d, ]+)", warning.message):
                out |= {int(n) for n in re.findall(r"\d+", listed)}
    return out


def _shown(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def verdict(before: Report, after: Report, damage: Damage, codes: tuple[str, ...]) -> tuple[str, str]:
    """`right`, `told` with the page, `told elsewhere` (partial, but no page of the damage named) or `silent`; and what differs."""
    a, b = _items(before), _items(after)
    lost = Counter((key, text) for key, text, _ in a)
    new = Counter((key, text) for key, text, _ in b)
    lost, new = lost - new, new - lost
    words_lost, words_new = (counted(" ".join(text for _, text in side.elements())) for side in (lost, new))
    # a fact whose words are gone is none
    unsaid = {key[1] for key, _ in new if key[0] == "fact" and key[2] is None}
    gone_facts = {key[1] for key, _ in lost if key[0] == "fact" and key[1] in unsaid and counted(_shown(key[2])) <= damage.gone}
    facts = [key for key, _ in (*lost, *new) if key[0] == "fact" and key[1] not in gone_facts]
    said = Counter({item: n for item, n in new.items() if item[0][0] != "fact"})
    sides = Counter(key[:2] for key, _ in said.elements()) - Counter(key[:2] for key, _ in lost.elements())
    keys = {key for key, text in said if text} - {key for key, text in lost if text}
    gone_only = not facts and not sides and not keys and not words_new - words_lost
    rated = [key for key, _ in lost.elements() if key[0] in ("rating", "question")]
    told_gone = all(counted(f"{key[1] or ''} {key[2]}") <= damage.gone for key in rated)
    if gone_only and told_gone and not (words_lost - words_new) - damage.gone:
        return "right", ""
    differs = [f"- {key} {text[:60]}" for key, text in lost] + [f"+ {key} {text[:60]}" for key, text in new]
    pages = damage.pages | {p for key, text, at in (*a, *b) if (key, text) in lost or (key, text) in new for p in at}
    partial = any(w.code in codes for w in after.warnings)
    if not partial:
        return "silent", " ".join(differs[:4])
    return ("told" if named_pages(after, codes) & pages else "told elsewhere"), " ".join(differs[:4])
