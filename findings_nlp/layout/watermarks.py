"""Watermarks that lie level behind the text; those at an angle are told by their direction when the page is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from findings_nlp.layout.clean import tidy
from findings_nlp.layout.heights import Heights
from findings_nlp.layout.measures import body_style
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, Page, TextLayer

_Key = tuple[str, int]


def mark_watermarks(layer: TextLayer, starts_section: Callable[[str], bool]) -> None:
    """Set `kind = "furniture"` on level watermarks.

    A watermark stands at one height of at least two pages in five and is pale or lies over lines of text; or, on one page
    only, it is pale, large and lies over text. What `starts_section` knows as the heading of a list is none.
    """
    looked = [page for page in layer.pages if not page.crowded]
    found = [(page, key, lines) for page in looked for key, lines in _rows(page).items()]
    heights: Counter[_Key] = Counter(key for _, key, _ in found)
    pages = sum(bool(page.lines) for page in layer.pages)
    enough = max(2 if pages <= 5 else 3, SETTINGS.watermark_pages_share * pages)
    times = Counter(text for _, (text, _), _ in found)
    often = {key for key in heights if times[key[0]] >= enough and sum(heights[key[0], key[1] + d] for d in (-1, 0, 1)) >= enough}
    found = [(page, key, lines) for page, key, lines in found if key in often or all(line.seen == "faint" for line in lines)]
    if not found:
        return
    size = body_style(layer)[0]
    near = {page.number: Heights(page.lines) for page, _, _ in found}
    over = {id(lines) for page, _, lines in found if any(_lies_over(line, near[page.number]) for line in lines)}
    across = {key for _, key, lines in found if id(lines) in over}
    for _, key, lines in found:
        faint = all(line.seen == "faint" for line in lines)
        large = min(line.size for line in lines) > SETTINGS.watermark_size_ratio * size and id(lines) in over
        heads = starts_section(tidy(" ".join(line.text for line in lines)))
        if ((key in often and (faint or key in across)) or (faint and large)) and not heads:
            for line in lines:
                line.kind = "furniture"


def _rows(page: Page) -> dict[_Key, list[Line]]:
    """Lines of one baseline and size by their text and height on the page: watermarks may come in pieces."""
    rows: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in page.lines:
        if not line.kind:
            rows[round(line.y0), round(line.size)].append(line)
    out = {}
    for (y, _), lines in rows.items():
        if len(lines) > 1:
            lines.sort(key=lambda o: o.x0)
        text = "".join("".join([o.text for o in lines]).split()).casefold()
        if len(text) > 8 or sum(c.isalpha() for c in text) > 2:
            out[text, round(y / 6)] = lines
    return out


def _lies_over(line: Line, lines: Heights) -> bool:
    """Whether other lines of the page run across the line's letters."""
    inner = SETTINGS.watermark_inner_share * (line.y1 - line.y0)
    return any(
        o is not line
        and line.y0 + inner < (o.y0 + o.y1) / 2 < line.y1 - inner
        and min(o.x1, line.x1) - max(o.x0, line.x0) > 2 * min(o.size, line.size)
        for o in lines.meeting(line.y0, line.y1)
    )
