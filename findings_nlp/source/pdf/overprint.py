"""Text that is drawn but not seen, and text that is drawn more than once.

OCR programs lay invisible text (text rendering mode 3, ISO 32000-1, 9.3.6) over a page; templates hide white text on white
paper; bold print and shadows are made by drawing the same letters twice, a little apart. The usual pass tells which pages
have any of it: those are read again character by character, without what is not printed and with each letter once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from findings_nlp.source.pdf.space import Box

T = TypeVar("T")
_FILLED_OR_STROKED = 16 | 32  # of a span's `char_flags`
_WHITE = 0xFFFFFF
_PALE = 150  # of 255: the darkest of a pale colour's red, green and blue is lighter
DARK = (_PALE + 1) << 16  # colours below it are not pale: their red is too dark
_STAMP = 0.2  # of the invisible text's letters: with fewer printed, the page is a scan with a stamp on it
_OUTLINES = 100  # filled shapes: text that was made into outlines
_APART = 0.18  # of the type size: how far a letter drawn again stands from the first; the narrowest letters are wider
_HEIGHT, _BANDS = 12.0, 500.0  # points, and how many such bands of heights are told apart
_SHADOW = 0.4  # of the type size: how far a whole line drawn again stands from the first


def _band(y: float) -> int:
    """The band of heights that a height lies in; a damaged file's endless ones lie in the first or the last."""
    return int(max(-1.0, min(_BANDS, y / _HEIGHT)))


class _ByHeight(Generic[T]):
    """Things on a page by the heights that they take up, so that not all need to be looked at."""

    def __init__(self, things: Iterable[tuple[float, float, T]]) -> None:
        self._bands: defaultdict[int, list[T]] = defaultdict(list)
        for upper, lower, thing in things:
            for k in range(_band(upper), _band(lower) + 1):
                self._bands[k].append(thing)

    def meeting(self, upper: float, lower: float) -> Iterator[T]:
        """All that reach into the heights from `upper` to `lower`, some of them more than once, and perhaps others."""
        for k in range(_band(upper), _band(lower) + 1):
            yield from self._bands.get(k, ())


class Piece(Protocol):
    """A line of the text layer, as far as it matters here."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str


_Kept = defaultdict[tuple[str, int], list[tuple[float, float]]]  # where letters stand, by letter and band
_Whole = defaultdict[tuple[str, int], list[Box]]  # boxes of lines, by text and band


def is_invisible(span: dict[str, Any]) -> bool:
    """Whether a span is neither filled nor stroked, or fully transparent."""
    return span.get("alpha", 255) <= 2 or not span.get("char_flags", _FILLED_OR_STROKED) & _FILLED_OR_STROKED


def is_white(span: dict[str, Any]) -> bool:
    """Whether a span is drawn in white."""
    return int(span.get("color", 0)) == _WHITE


def is_faint(span: dict[str, Any]) -> bool:
    """Whether a span is drawn in a pale colour, or half transparent: watermarks are."""
    colour = int(span.get("color", 0))
    return min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) > _PALE or span.get("alpha", 255) < 150


def on_paper(page: Any, boxes: Sequence[Box]) -> list[bool]:
    """For boxes of white text, whether nothing coloured is drawn under them: white text on white paper is not seen."""
    grounds = [tuple(d["rect"]) for d in page.get_drawings() if d.get("fill") and min(d["fill"]) < 0.95]
    grounds += [box for kind, box in page.get_bboxlog() if kind in ("fill-image", "fill-imgmask", "fill-shade")]
    by_height = _ByHeight((box[1], box[3], box) for box in grounds)
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in boxes]
    return [not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in by_height.meeting(y, y)) for x, y in middles]


def is_picture(page: Any, has_text: bool) -> bool:
    """Whether a page holds pictures, or letters drawn as shapes; of a page with some text, over most of it."""
    log = page.get_bboxlog()
    whole = page.rect.width * page.rect.height
    images = sum((x1 - x0) * (y1 - y0) for kind, (x0, y0, x1, y1) in log if kind in ("fill-image", "fill-imgmask"))
    shapes = sum(kind == "fill-path" for kind, _ in log)
    if not has_text:
        return images > 0 or shapes > _OUTLINES
    return images > 0.4 * whole or shapes > 4 * _OUTLINES


def unprinted(unseen: Sequence[Piece], printed: Sequence[Piece]) -> tuple[set[int], int]:
    """Which of a page's unseen lines are no text of the page, by `id`, and how many of their letters have no printed text over them.

    Where a page has only unseen text that is its text: a scan behind which OCR put it, with or without a printed stamp.
    """
    by_height = _ByHeight((line.y0, line.y1, line) for line in printed)
    over = {
        id(line): any(_covers(o, line) for o in by_height.meeting(line.y0 - line.size, line.y1 + line.size)) for line in unseen
    }
    letters = sum(len(line.text) for line in unseen)
    if sum(len(line.text) for line in printed) < _STAMP * letters:
        return {key for key, covered in over.items() if covered}, 0
    return set(over), sum(len(line.text) for line in unseen if not over[id(line)])


def _covers(line: Piece, other: Piece) -> bool:
    middle, margin = (other.y0 + other.y1) / 2, 0.5 * other.size
    return line.y0 - margin <= middle <= line.y1 + margin and line.x0 - margin < other.x1 and other.x0 < line.x1 + margin


def doubled(lines: Sequence[Piece]) -> float | None:
    """How far to the right a second drawing of text stands from the first, or None where a page has nothing drawn twice.

    Text is drawn twice where lines lie over one another with the same words, or hold their letters in twos.
    """
    rows = sorted(lines, key=lambda o: o.y0)
    for k, a in enumerate(rows):
        if _in_twos(a.text):
            return 0.0
        for b in islice(rows, k + 1, None):
            if b.y0 - a.y0 > _SHADOW * a.size:
                break
            shared = min(a.x1, b.x1) - max(a.x0, b.x0)
            if shared > 0.4 * a.size and abs(a.size - b.size) < 0.1 * a.size and set(a.text.split()) & set(b.text.split()):
                right = b.x0 - a.x0 if a.text.split()[0] == b.text.split()[0] else 0.0
                return right if abs(right) < _SHADOW * a.size else 0.0
    return None


def _in_twos(text: str) -> bool:
    if text[:1] != text[1:2] and text[1:2] != text[2:3]:
        return False
    letters = [c for c in text if c.isalpha()]
    same = sum(a == b for a, b in zip(letters[::2], letters[1::2], strict=False))
    return len(letters) >= 8 and same > 0.8 * (len(letters) // 2)


def printed_once(content: dict[str, Any], unseen: set[Box], apart: float | None) -> None:
    """Change a page's `rawdict` to one like MuPDF's `dict`: no unseen line with a box in `unseen`, and each letter once.

    `apart` is how far to the right a second drawing stands from the first, None where nothing is drawn twice.
    """
    kept: _Kept = defaultdict(list)
    whole: _Whole = defaultdict(list)
    for block in _text_blocks(content["blocks"]):
        lines: list[dict[str, Any]] = []
        for line in block["lines"]:
            hidden = tuple(line["bbox"]) in unseen and _is_unseen(line)
            read = None if hidden or (apart is not None and _is_shadow(line, whole)) else _once(line, kept, apart)
            if read is None:
                continue
            if lines and _goes_on(lines[-1], read):
                lines[-1] = _joined(lines[-1], read)
            else:
                lines.append(read)
        block["lines"] = lines


def _text_blocks(blocks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if "lines" in block:
            yield block
        yield from _text_blocks(block.get("blocks") or ())


def _is_unseen(line: dict[str, Any]) -> bool:
    return any(is_invisible(span) or is_white(span) for span in line["spans"])


def _is_shadow(line: dict[str, Any], whole: _Whole) -> bool:
    """Whether the whole line is drawn again a little apart from where it stands already."""
    text = "".join(char["c"] for span in line["spans"] for char in span["chars"]).strip()
    x0, y0, x1, _ = box = tuple(line["bbox"])
    reach = _SHADOW * line["spans"][0]["size"]
    near = (box for k in range(_band(y0 - reach), _band(y0 + reach) + 1) for box in whole.get((text, k), ()))
    if len(text) > 1 and any(abs(x0 - a) < reach and abs(y0 - b) < reach and abs(x1 - c) < reach for a, b, c, _ in near):
        return True
    whole[text, _band(y0)].append(box)
    return False


def _once(line: dict[str, Any], kept: _Kept, apart: float | None) -> dict[str, Any] | None:
    """A line with those letters that are not drawn already; none where nothing is left."""
    spans, boxes = [], []
    for span in line["spans"]:
        chars = []
        for char in span["chars"]:
            x, y = char["origin"]
            if apart is not None and _is_kept(char, kept, span["size"], apart):
                continue
            kept[char["c"], _band(y)].append((x, y))
            chars.append(char)
        text = "".join(char["c"] for char in chars)
        if text:
            boxes += [char["bbox"] for char in chars if not char["c"].isspace()]
            spans.append(
                {key: value for key, value in span.items() if key != "chars"} | {"text": text, "origin": chars[0]["origin"]}
            )
    return {"spans": spans, "bbox": _around(boxes), "dir": line["dir"]} if boxes else None


def _is_kept(char: dict[str, Any], kept: _Kept, size: float, apart: float) -> bool:
    """Whether a letter is drawn already where it stands or a little beside it; nearer than the next like letter of a word."""
    x, y = char["origin"]
    reach = min(_APART * size, 0.6 * (char["bbox"][2] - char["bbox"][0]))
    level = _SHADOW * size
    bands = range(_band(y - level), _band(y + level) + 1)
    near = [a for k in bands for a, b in kept.get((char["c"], k), ()) if abs(y - b) <= level]
    return any(abs(x - a) <= reach or (abs(x - a) <= _SHADOW * size and abs(abs(x - a) - abs(apart)) < 0.3) for a in near)


def _goes_on(line: dict[str, Any], other: dict[str, Any]) -> bool:
    size = line["spans"][-1]["size"]
    gap = other["bbox"][0] - line["bbox"][2]
    level = abs(line["bbox"][1] - other["bbox"][1]) < 0.3 * size and abs(size - other["spans"][0]["size"]) < 0.1 * size
    return level and line["dir"] == other["dir"] and -0.2 * size < gap < 0.5 * size


def _joined(line: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    gap = other["bbox"][0] - line["bbox"][2]
    spans = [dict(span) for span in other["spans"]]
    last = line["spans"][-1]
    if gap > 0.12 * last["size"] and not last["text"][-1:].isspace() and not spans[0]["text"][:1].isspace():
        spans[0]["text"] = " " + spans[0]["text"]
    if all(last[key] == spans[0][key] for key in ("font", "flags", "size")):
        spans[0]["text"] = last["text"] + spans[0]["text"]
        spans = [*line["spans"][:-1], *spans]
    else:
        spans = [*line["spans"], *spans]
    return {"spans": spans, "bbox": _around([line["bbox"], other["bbox"]]), "dir": line["dir"]}


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
