"""Running headers, footers and page numbers: recognised by repetition over the whole document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from findings_nlp.layout.heights import Heights
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import SIDEWAYS, Line, Page, TextLayer

_TEXT = 25  # letters of a line of running text
_NUMBER = re.compile(
    r"(?:page\s{0,20})?[-–]?\s{0,20}(?:\d{1,3}|[ivxl]{1,6})\s{0,20}[-–]?(?:\s{0,20}(?:of|/)\s{0,20}\d{1,3})?", re.I
)

_LABEL = re.compile(r"\W{0,2}|\(?(?:\d{1,2}|[a-z])[.)]|o|\d{1,2}\.\d{1,3}\.?")


def _key(line: Line) -> str:
    return _squeezed(line.text)


@lru_cache(maxsize=1024)
def _squeezed(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split())).casefold()


def _slot(line: Line) -> tuple[int, float]:
    return round(line.y0 / 3), round(line.size)


def mark_furniture(layer: TextLayer, starts_section: Callable[[str], bool]) -> None:
    """Set `kind = "furniture"` on the lines of running headers, footers and page numbers.

    A line is furniture where its text (digits apart) stands at the same height on at least two pages in five, or where
    its place at the edge is filled on most pages and set off from the text by a gap: chapter titles change, places do not.
    What `starts_section` knows as the heading of a list is none, however often it stands there.
    """
    pages = [page for page in layer.pages if page.lines and not page.crowded]
    edges = {page.number: _edge_lines(page) for page in pages}
    texts: Counter[tuple[str, int]] = Counter()
    slots: defaultdict[tuple[int, float], set[int]] = defaultdict(set)
    distinct: defaultdict[tuple[int, float], set[str]] = defaultdict(set)
    for page in pages:
        for text, y in {(_key(line), round(line.y0 / 6)) for line in edges[page.number]}:
            texts[text, y] += 1
        for line in edges[page.number]:
            slots[_slot(line)].add(page.number)
            distinct[_slot(line)].add(_key(line))
    # the first pages of a report often carry none
    enough = max(2 if len(pages) <= 5 else 3, SETTINGS.furniture_pages_share * (len(pages) - 2))
    printed = _Printed(pages)
    for page in pages:
        column = _Column(page)
        # numbers last: those before text of the body are labels
        for line in sorted(edges[page.number], key=lambda o: bool(_NUMBER.fullmatch(o.text.strip()))):
            y = round(line.y0 / 6)
            repeated = sum(texts[_key(line), y + d] for d in (-1, 0, 1)) >= enough
            slot = _slot(line)
            placed = (
                len(slots[slot]) >= max(4, SETTINGS.furniture_place_share * len(pages))
                and len(distinct[slot]) <= max(2, len(slots[slot]) / 3)
                and column.sets_off(line)
            )
            number = bool(_NUMBER.fullmatch(line.text.strip()))
            if number:
                found = (repeated or placed or (column.sets_off(line) and column.outermost(line))) and not column.labels(line)
            else:
                found = (repeated or placed) and not starts_section(line.text.strip())
            if found:
                line.kind = "furniture"
        mistaken = printed.tags_of(page, edges[page.number])
        for line in page.lines:
            artifact = line.roles[-1:] == ("Artifact",) and (line.tag or id(line)) not in mistaken
            if artifact or line.roles[-1:] == (SIDEWAYS,) or column.goes_on(line):
                line.kind = "furniture"
            elif line.roles[-1:] == ("Artifact",):
                line.roles, line.tag, line.item = (), (), ()


def _edge_lines(page: Page) -> list[Line]:
    top, bottom = SETTINGS.furniture_zone_share * page.height, (1 - SETTINGS.furniture_zone_share) * page.height
    # list labels stand at the same heights on many pages too
    return [line for line in page.lines if (line.y1 < top or line.y0 > bottom) and not _LABEL.fullmatch(line.text.strip())]


class _Printed:
    """What tells running text that is tagged as an artifact by mistake from true artifacts."""

    def __init__(self, pages: list[Page]) -> None:
        self.texts: Counter[str] = Counter()
        self.size = 0.0
        if any(line.roles[-1:] == ("Artifact",) for page in pages for line in page.lines):
            self._count(pages)

    def _count(self, pages: list[Page]) -> None:
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                sizes[line.size] += len(line.text)
                if line.roles[-1:] == ("Artifact",):
                    self.texts[_key(line)] += 1
        self.size = max(sizes, key=lambda size: sizes[size], default=0.0)

    def tags_of(self, page: Page, edge: list[Line]) -> set[tuple[int, ...] | int]:
        """The tags on a page (of untagged lines the `id`) under which running text stands: of the text's size, away from the
        edges, and printed once.
        """
        outer = {id(line) for line in edge}
        return {
            line.tag or id(line)
            for line in page.lines
            if line.roles[-1:] == ("Artifact",) and len(line.text) >= _TEXT and line.seen == "printed"
            if abs(line.size - self.size) < SETTINGS.same_size_share * self.size
            and id(line) not in outer
            and self.texts[_key(line)] == 1
        }


class _Column:
    """The lines of one page by height."""

    def __init__(self, page: Page) -> None:
        self.middle = page.height / 2
        self.heights = Heights(page.lines)
        ordered = sorted(page.lines, key=lambda o: o.y0)
        self.tops = [o.y0 for o in ordered]
        self.feet = list(accumulate((o.y1 for o in ordered), max))  # the lowest foot of those so far

    def sets_off(self, line: Line) -> bool:
        """Whether a clear gap separates the line from the text on its inner side."""
        if line.y0 < self.middle:
            after = bisect_right(self.tops, line.y0 + 4)
            gap = self.tops[after] - line.y1 if after < len(self.tops) else 99.0
        else:
            before = bisect_left(self.tops, line.y0 - 4)
            gap = line.y0 - self.feet[before - 1] if before else 99.0
        return gap > SETTINGS.furniture_gap_sizes * line.size

    def labels(self, line: Line) -> bool:
        """Whether a number stands before text of the page's body."""
        level = self.heights.meeting(line.y0 - 2, line.y0 + 2)
        return any(
            o.kind != "furniture" and abs(o.y0 - line.y0) < 2 and 0 < o.x0 - line.x1 < 40 and len(o.text) > 40 for o in level
        )

    def goes_on(self, line: Line) -> bool:
        """Whether a sign stands right behind a piece of a running header: its line may come in runs."""
        return len(line.text.strip()) == 1 and any(
            o.kind == "furniture" and abs(o.y0 - line.y0) < 1 and -1 < line.x0 - o.x1 < SETTINGS.furniture_sign_sizes * line.size
            for o in self.heights.meeting(line.y0 - 1, line.y0 + 1)
        )

    def outermost(self, line: Line) -> bool:
        """Whether no line stands further out."""
        return self.tops[0] > line.y0 - 4 if line.y0 < self.middle else self.tops[-1] < line.y0 + 4
