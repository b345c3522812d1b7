"""A web page as a text layer and blocks, for the same stages that read a PDF's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from findings_nlp.errors import DamagedError, NoTextError, OpenError, ReportError
from findings_nlp.layout.headings import is_heading, set_levels
from findings_nlp.layout.model import Block
from findings_nlp.layout.prints import sink_untagged
from findings_nlp.source.editions import Facts
from findings_nlp.source.html.facts import read_facts
from findings_nlp.source.html.guard import MOST_BYTES, MOST_TEXT, check_markup
from findings_nlp.source.html.pieces import Piece, Text, without_start
from findings_nlp.source.html.source import decode
from findings_nlp.source.html.walk import Walk
from findings_nlp.source.pdf import Line, TextLayer

_SIZE = 11.0  # points: body text, as on a printed report; headings by level below
_SIZES = (26.0, 20.0, 15.0, 12.5, 11.0, 11.0)
_PAGE = 2500  # characters of a printed page
_GLYPH = re.compile(r"(?P<glyph>[•·▪●○■◦‣\uf0b7\uf0a7§]|o(?=\s))\s*(?=\S)")
_DASH = re.compile(r"(?P<glyph>[–—*-])\s+(?=\S)")
_NUMBER = re.compile(r"(?P<glyph>\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")


def read_edition(
    data: bytes, name: str, path: str, starts_section: Callable[[str], bool]
) -> tuple[TextLayer, list[Block], Facts]:
    """Read a page.

    Args:
        data: the page's bytes.
        name: the file's name without folder, for the record.
        path: the file's name as the caller gave it, for errors.
        starts_section: tells whether a line of text by itself is a heading that introduces findings or recommendations.

    Returns:
        A text layer without pages, all blocks in reading order, and what the page's head says.

    Raises:
        ReportError: where the page is too large, nested too deep or holds no text.
    """
    if len(data) > MOST_BYTES:
        raise OpenError(path, f"is larger than {MOST_BYTES >> 20} MB: no page of a report")
    text = decode(data)
    check_markup(text, path)

    def starts(line: str) -> bool:
        return not line[:1].islower() and starts_section(line)

    try:
        tree = LexborHTMLParser(text)
        if tree.css_matches('meta[name="generator"][content="findings_nlp"]'):
            raise OpenError(path, "is a page that findings_nlp wrote, no report")
        pieces = Walk(tree, starts, path).run()
        facts = read_facts(tree, text)
    except ReportError:
        raise
    except RecursionError:
        raise OpenError(path, "has elements nested too deep") from None
    except Exception as error:  # the parser raises of its own where memory fails
        raise DamagedError(path, f"is damaged ({' '.join(str(error).split())[:120] or type(error).__name__})") from None
    letters = sum(len(piece.content.text) for piece in pieces)
    if letters > MOST_TEXT:
        raise OpenError(path, f"holds more than {MOST_TEXT:,} characters of text: no page of a report")
    if letters < 20:
        raise NoTextError(path, "is a web page without text (what a script fills in must be saved from a browser)")
    name = name.encode("utf-8", "backslashreplace").decode("utf-8")
    layer = TextLayer(name, hashlib.sha256(data).hexdigest(), [], [])
    return layer, _blocks(_listed(pieces), starts), facts


def _listed(pieces: list[Piece]) -> list[Piece]:
    """Paragraphs with a bullet or number of their own become items; the rest of a broken item goes on with it."""
    plain = [p.kind == "paragraph" and not p.owned and not p.content.bold for p in pieces]
    depth = 0  # of the last item of a list in the markup
    for k, piece in enumerate(pieces):
        if not plain[k]:
            if (piece.kind == "bullet" or piece.owned) and (found := _GLYPH.match(piece.content.text)):
                piece.content = without_start(piece.content, found.end())
                if piece.owned:  # pasted items within an item
                    piece.kind, piece.label, piece.depth, piece.owned = "bullet", "•", depth + 1, False
                    continue
            depth = piece.depth if piece.kind == "bullet" else depth
            continue
        found = _GLYPH.match(piece.content.text)
        if found is None and (piece.listed or _in_run(pieces, plain, k, _DASH)):
            found = _DASH.match(piece.content.text)
        if found is None and (piece.listed or _counts(pieces, plain, k)):
            found = _NUMBER.match(piece.content.text)
        if found:
            piece.kind, piece.depth = "bullet", int(piece.listed and found["glyph"] == "o")
            piece.label = found["glyph"] if _NUMBER.match(piece.content.text) else "•"
            piece.content = without_start(piece.content, found.end())
    return _mended(pieces)


def _in_run(pieces: list[Piece], plain: list[bool], k: int, pattern: re.Pattern[str]) -> bool:
    """Whether a paragraph and a neighbour open alike: a dash by itself may open a sentence."""
    near = [n for n in (k - 1, k + 1) if 0 <= n < len(pieces) and (plain[n] or pieces[n].kind == "bullet")]
    return bool(pattern.match(pieces[k].content.text)) and any(
        pattern.match(pieces[n].content.text) or (pieces[n].kind == "bullet" and n < k and plain[n]) for n in near
    )


def _counts(pieces: list[Piece], plain: list[bool], k: int) -> bool:
    """Whether a paragraph's number is followed, or preceded, by its neighbour's."""
    numbers = []
    for n in (k - 1, k, k + 1):
        found = _NUMBER.match(pieces[n].content.text) if 0 <= n < len(pieces) and plain[n] else None
        digits = re.sub(r"\D", "", found["glyph"]) if found else pieces[n].label.strip("().") if 0 <= n < len(pieces) else ""
        numbers.append(int(digits) if digits.isdigit() else None)
    return any(a is not None and b == a + 1 for a, b in pairwise(numbers) if b is not None)


def _mended(pieces: list[Piece]) -> list[Piece]:
    """Pieces that stray tags cut from an item are given back to it."""
    last: Piece | None = None
    for piece in pieces:
        if piece.kind == "paragraph" and not piece.owned and last is not None and last.box == piece.box:
            text = piece.content.text
            cut = text[:1].islower() and last.content.text.rstrip()[-1:] not in ".!?:;"
            piece.owned = cut or piece.listed
        if piece.kind == "bullet" or (piece.kind == "paragraph" and piece.owned):
            last = piece
        elif piece.kind not in ("footnote", "quote"):
            last = None
    return pieces


def _blocks(pieces: list[Piece], starts: Callable[[str], bool]) -> list[Block]:
    title = next((k for k, p in enumerate(pieces) if p.kind == "heading" and p.level == 1), -1)
    page, met = 1, 0
    blocks = []
    for k, piece in enumerate(pieces):
        if piece.kind == "heading" and k > title:
            # printed reports turn pages, and some facts stand on the first ones: pages by length, turned at headings
            page = 2 + met // _PAGE
        if k > title:
            met += len(piece.content.text)
        block = _block(piece, page, starts, k == title)
        if block.text:
            blocks.append(block)
    set_levels(blocks, [], _SIZE)
    sink_untagged(blocks)
    return blocks


def _block(piece: Piece, page: int, starts: Callable[[str], bool], title: bool) -> Block:
    if piece.kind == "row":
        return _row(piece, page)
    line = _line(piece.content, piece.path, page, piece.level)
    kind = piece.kind
    if kind == "heading":
        kind = "paragraph" if title or not is_heading([line], _SIZE, False, "") else "heading"
    elif kind == "paragraph" and not piece.owned and (is_heading([line], _SIZE, False, "") or starts(line.text)):
        kind = "heading"
    block = Block(kind, [line], line.text, [(0, len(line.text), 0)], depth=piece.depth, label=piece.label, evidence="tagged")
    block.box, block.owned = piece.box, piece.owned
    return block


def _row(piece: Piece, page: int) -> Block:
    block = Block("row", [], evidence="tagged", box=piece.box)
    for content, path in piece.cells:
        start = len(block.text) + 3 * bool(block.text)
        block.text += (" | " if block.text else "") + content.text
        block.cells.append((start, len(block.text)))
        block.offsets.append((start, len(block.text), len(block.lines)))
        block.lines.append(_line(content, path, page, 0))
    return block


def _line(content: Text, path: str, page: int, level: int) -> Line:
    size = _SIZES[level - 1] if level else _SIZE
    bold = content.bold or level > 0
    roles = (f"H{level}",) if level else ()
    line = Line(page, 0, 0, 0, 0, content.text, size, bold, content.italic, "", roles, (), (), bold, bold)
    line.path, line.breaks = path, content.breaks
    return line
