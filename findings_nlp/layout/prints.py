"""What a browser's print of a web page has that a report has not: the licence page in front, and the links that jump to the top."""

from __future__ import annotations

import re

from findings_nlp.layout.headings import STANDARD_NUMBER
from findings_nlp.layout.model import Block
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page, TextLayer

_JUMP = re.compile(r"[(\[]?(?:back|return)to(?:the)?(?:top|contents)[)\]]?", re.I)
_JUMP_END = re.compile(r"(?<!\s)\s*[(\[]\s*(?:back|return)\s+to\s+(?:the\s+)?(?:top|contents)\s*[)\]]\s*$", re.I)
_LOWEST = 75  # rank: below that of a tagged H6 and above none
_PIECES = 6  # lines: brackets and words of one link may be pieces of their own, and the link may wrap
_LICENCE = re.compile(r"all content is available under the open government licence|to view this licence, visit", re.I)


def mark_prints(layer: TextLayer) -> None:
    """Set `kind = "furniture"` on the lines of jump links, and on those of a licence page in front of the title."""
    for page in layer.pages:
        _mark_jumps(page)
        _lift_strays(page)
    if layer.pages and _is_licence_page(layer.pages[0]):
        for line in layer.pages[0].lines:
            line.kind = "furniture"


def settle_headings(layer: TextLayer, blocks: list[Block]) -> None:
    """Rank the headings of a print as those of its page.

    The title behind the licence page is one as on a cover: no heading that all chapters stand under. For the rest see
    `sink_untagged`.
    """
    if not layer.pages or not _is_licence_page(layer.pages[0]):
        return
    headings = [block for block in blocks if block.kind == "heading"]
    highest = [block for block in headings if block.level == min(h.level for h in headings)]
    if len(highest) == 1 and highest[0].page <= 5:
        highest[0].kind, highest[0].level = "paragraph", 0
    sink_untagged(blocks)


def sink_untagged(blocks: list[Block]) -> None:
    """Bold lines that a web page has for headings stand below all that it tags as such, but for numbered standards."""
    headings = [block for block in blocks if block.kind == "heading"]
    tagged = [block.level for block in headings if _tagged(block)]
    if not tagged or all(level % 10 for level in tagged):
        return
    for block in headings:
        if not _tagged(block) and not STANDARD_NUMBER.match(block.text):
            block.level = max(block.level, _LOWEST)


def _tagged(block: Block) -> bool:
    roles = block.lines[0].roles
    return bool(roles) and bool(re.fullmatch(r"H[1-6]", roles[-1]))


def _is_licence_page(page: Page) -> bool:
    """Whether a page tells the licence and nothing in larger print."""
    text = " ".join(line.text for line in page.lines)
    if len(_LICENCE.findall(text)) < 2:
        return False
    sizes = sorted(line.size for line in page.lines)
    return sizes[-1] < SETTINGS.much_larger_size_ratio * sizes[len(sizes) // 2]


def _lift_strays(page: Page) -> None:
    """Untagged lines above all tagged ones go first: MuPDF hangs what a page's end has cut off into the next table."""
    tops = [line.y0 for line in page.lines if line.tag and line.kind != "furniture"]
    if not tops or 2 * len(tops) < len(page.lines):
        return
    first = min(tops) - 1
    strays = [line for line in page.lines if not line.tag and line.kind != "furniture" and line.y0 < first]
    if strays and page.lines[: len(strays)] != strays:
        lifted = {id(line) for line in strays}
        page.lines = strays + [line for line in page.lines if id(line) not in lifted]


def _mark_jumps(page: Page) -> None:
    lines = page.lines
    k = 0
    while k < len(lines):
        text = lines[k].text
        # most lines are told by a look at their letters
        if not _may_open(text) and "top" not in text and "ontents" not in text:
            k += 1
            continue
        count = _jump_at(lines, k)
        for line in lines[k : k + count]:
            line.kind = "furniture"
        if count and k and lines[k - 1].text.rstrip().endswith("("):
            lines[k - 1].text = lines[k - 1].text.rstrip()[:-1].rstrip()
        if not count and (found := _JUMP_END.search(text)) and found.start():
            lines[k].text = text[: found.start()]
        k += max(1, count)


def _may_open(text: str) -> bool:
    bare = text.strip()
    return len(bare) < 24 and bare[:1] in ("(", "[", "B", "b", "R", "r")


def _jump_at(lines: list[Line], k: int) -> int:
    """How many lines from `k` on make up a jump link, 0 for none."""
    text, best = "", 0
    for count, line in enumerate(lines[k : k + _PIECES], 1):
        text += "".join(line.text.split())
        if len(text) > 24:
            break
        if _JUMP.fullmatch(text):
            best = count
    return best
