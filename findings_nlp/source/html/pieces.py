"""The pieces that the walk through a page yields, in reading order, before they become blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from findings_nlp.layout.clean import tidy

# "(Back to top)" behind a heading or in a paragraph of its own, in both languages of the site
_JUMP = re.compile(
    r"(?<!\s)(?:\s*[(\[])?(?:\s*[↑^▲⇧])?\s*(?:(?:back|return|go back|jump)\s+to\s+(?:the\s+)?(?:top|(?:table\s+of\s+)?contents)(?:\s+of\s+(?:the\s+)?page)?"
    r"|yn ôl i['’]?r? (?:brig|dop)(?: y dudalen)?)(?:\s*[)\]])?\s*$",
    re.I,
)
_INLINE_MARK = re.compile(r"\[\^[\w-]{1,20}\](?!:)|(?<=[\w.,;:’”'\)])\[\d{1,2}\]")


def without_jump(text: str) -> str:
    """A text without the jump link that ends it.

    >>> without_jump("2. Findings (Back to top)"), without_jump("Back to contents")
    ('2. Findings', '')
    """
    return _JUMP.sub("", text)


@dataclass(slots=True)
class Text:
    """A run of text as the record has it, and what the page has that it lacks.

    `breaks` are the positions where something was left out or is written otherwise on the page; `bold` and `italic` say
    whether all of it is set so.
    """

    text: str
    bold: bool = False
    italic: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(slots=True)
class Piece:
    """One piece: `kind` is heading, bullet, paragraph, quote, footnote, toc or row.

    `level` is a heading's by its tag (1 to 6), `depth` a bullet's (0 is the outermost), `label` its number or "•". `path` is
    the element's; a row has its cells, each with a path. `box` numbers the panel that it stands in (-1: none). `owned`: it goes on
    with the bullet before it. `listed`: pasted from Word as an item of a list.
    """

    kind: str
    content: Text
    path: str
    level: int = 0
    depth: int = 0
    label: str = ""
    box: int = -1
    owned: bool = False
    listed: bool = False
    cells: list[tuple[Text, str]] = field(default_factory=list)


@dataclass(slots=True)
class Buffer:
    r"""Text as the walk meets it, until the element that holds it ends; `\\n` is a line break of the page's."""

    parts: list[tuple[str, bool, bool]] = field(default_factory=list)

    def add(self, text: str, bold: bool, italic: bool) -> None:
        """A run of one style; a mark that is left out is added as NUL."""
        self.parts.append((text, bold, italic))

    def take(self) -> list[Text]:
        """The lines collected, and begin anew."""
        lines: list[list[tuple[str, bool, bool]]] = [[]]
        for text, bold, italic in self.parts:
            first, *more = text.split("\n")
            lines[-1].append((first, bold, italic))
            lines += [[(piece, bold, italic)] for piece in more]
        self.parts = []
        found = [_settled(line) for line in lines]
        return [line for line in found if line.text]


def _settled(parts: list[tuple[str, bool, bool]]) -> Text:
    raw = "".join(text for text, _, _ in parts)
    if not raw or raw.isspace():
        return Text("")
    if "[" in raw:
        raw = _INLINE_MARK.sub("\0", raw)
    text, breaks = _cleaned(raw)
    shown = [(bold, italic) for piece, bold, italic in parts if any(c.isalnum() for c in piece)]
    return Text(text, bool(shown) and all(b for b, _ in shown), bool(shown) and all(i for _, i in shown), breaks)


def _cleaned(raw: str) -> tuple[str, tuple[int, ...]]:
    """The text and where it departs from the page: marks left out, soft hyphens, hyphens of other kinds, ligatures."""
    if raw.isascii() and "\0" not in raw:
        return tidy(raw), ()
    text, breaks = "", []
    for part in re.split(r"([\0\u00ad\u200b\u2010\u2011\ufb00-\ufb06\ufeff])", raw.replace("\u00a0", " ")):
        if part in ("\0", "\u00ad", "\u200b", "\ufeff"):
            breaks.append(len(text.lstrip()))
            # a mark may stand between a word and a space, or alone between two spaces
            continue
        if len(part) == 1 and "\u2010" <= part <= "\ufb06" and tidy(part) != part:
            breaks.append(len(text.lstrip()))
            text += tidy(part)
            continue
        squeezed = re.sub(r"\s+", " ", part)
        text += squeezed[1:] if text.endswith(" ") and squeezed.startswith(" ") else squeezed
    text = tidy(text)
    return text, tuple(b for b in breaks if 0 < b < len(text))


def joined(lines: list[Text]) -> Text:
    """Several lines as one, with spaces between."""
    if len(lines) == 1:
        return lines[0]
    text, breaks = "", []
    for line in lines:
        text += " " if text else ""
        breaks += [b + len(text) for b in line.breaks]
        text += line.text
    return Text(text, all(x.bold for x in lines), all(x.italic for x in lines), tuple(breaks))


def without_start(content: Text, length: int) -> Text:
    """A text without its first characters."""
    rest = content.text[length:].lstrip()
    cut = len(content.text) - len(rest)
    return Text(rest, content.bold, content.italic, tuple(b - cut for b in content.breaks if b > cut))


def parted(lines: list[Text], starts: Callable[[str], bool]) -> Iterator[Text]:
    """Lines that an editor parted by line breaks: one paragraph, unless some are headings or items by themselves."""
    alone = [line.bold or starts(line.text) or line.text[:1] in "•·▪●○■–-" for line in lines]
    if len(lines) == 1 or not any(alone) or all(line.bold for line in lines):
        yield joined(lines)
        return
    run: list[Text] = []
    for line, apart in zip(lines, alone, strict=True):
        if apart and run:
            yield joined(run)
            run = []
        run.append(line)
        if apart and (line.bold or starts(line.text)):
            yield joined(run)
            run = []
    if run:
        yield joined(run)
