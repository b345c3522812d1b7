"""Where a piece of running text stands: boxes that begin and end within a line."""

from __future__ import annotations

from spacy.tokens import Doc

from findings_nlp.document.doc import Element, Location, report_data
from findings_nlp.geometry import Box
from findings_nlp.layout.model import runs
from findings_nlp.source.editions import text_fragment
from findings_nlp.source.pdf import Line

# how wide characters are in print, in parts of the commonest
_NARROW, _WIDE = frozenset("ijltfrI.,;:'’‘|!()[] -"), frozenset("mwMWOQG@%—")

_STRIP = 0.25  # of the type size


def _width(text: str) -> float:
    return sum(0.55 if c in _NARROW else 1.5 if c in _WIDE else 1.25 if c.isupper() else 1.0 for c in text)


def piece_locations(doc: Doc, indices: list[int], start: int, end: int) -> list[Location]:
    """The boxes of characters `start` to `end` of the document, or of a web page the elements that hold them.

    A line that the piece begins or ends in gets a box of its own, cut where the widths of its letters put the place.

    Args:
        doc: of the report.
        indices: the blocks that hold the piece.
        start: its first character in the document's text.
        end: behind its last.
    """
    records = report_data(doc)["blocks"]
    whole: list[tuple[Line, bool]] = []
    sizes = 0.0
    elements: list[Location] = []
    for index in indices:
        record, named = records[index], records[index].get("elements")
        own, at = record["text"], record["start"]
        for k, (a, b, page, side, x0, y0, x1, y1, size) in enumerate(record["lines"]):
            first, last = max(a, start), min(b, end)
            if first >= last or not own[first - at : last - at].strip():
                continue
            if named:
                path, breaks = named[k]
                inside = [a + n - first for n in breaks if first < a + n < last]
                elements.append(Element(path, text_fragment(own[first - at : last - at].strip(), inside, doc.text[:first])))
                continue
            sizes = max(sizes, size)
            scale = (x1 - x0) / max(_width(own[a - at : b - at]), 1e-9)
            left, right = x0 + scale * _width(own[a - at : first - at]), x1 - scale * _width(own[last - at : b - at])
            whole.append((Line(page, left, y0, right, y1, "", size, False, False, "", side=side), (first, last) == (a, b)))
    out: list[tuple[int, Box]] = []
    run: list[Line] = []
    for line, complete in whole:
        if complete:
            run.append(line)
            continue
        out += [*runs(run), *runs([line])]
        run = []
    return [*elements, *(_inset(*place, sizes) for place in [*out, *runs(run)])]


def _inset(page: int, box: Box, size: float) -> Location:
    """A box without the strip at its top and bottom that neighbouring lines' letters reach into."""
    x0, y0, x1, y1 = box
    strip = min(_STRIP * size, (y1 - y0) / 4)
    return page, (x0, round(y0 + strip, 2), x1, round(y1 - strip, 2))
