"""Two headed lists set beside each other: "Strengths" on the left, "Areas for improvement" on the right.

Seen as a table they are cells that share rows; read as rows they mix the two sides. So where two headings that start
sections share one baseline, what stands below them is two columns, over page breaks too: the left one is read first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from findings_nlp.layout.clean import tidy
from findings_nlp.layout.model import PAIRED
from findings_nlp.layout.order import sorted_rows
from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line

_PAIRS = 60  # of headings on one page
_TABLE = {"Table", "TR", "TD", "TH", "TBody", "THead", "TFoot"}


@dataclass(slots=True)
class Pair:
    """Two columns under a pair of headings: `sides` holds the lines in reading order, left and right."""

    gutter: float
    size: float
    top: Line
    band: int
    sides: tuple[list[Line], list[Line]] = field(default_factory=lambda: ([], []))

    def lines(self) -> list[Line]:
        """All lines, the left column first."""
        return self.sides[0] + self.sides[1]


class PairFinder:
    """Finds the pairs page by page; one that reaches the foot of a page may go on at the top of the next."""

    def __init__(self, starts_section: Callable[[str], bool]) -> None:
        self.starts_section = starts_section
        self.open: Pair | None = None
        self.count = 0

    def take(self, lines: list[Line]) -> tuple[list[Line], list[Pair]]:
        """The page's lines that stand in no pair, and the pairs that begin on it."""
        ordered = sorted(lines, key=lambda o: o.y0)
        taken: set[int] = set()
        if self.open is not None:
            pair, self.open = self.open, None
            first = ordered[0] if ordered else None
            if first and (any(o.x0 >= pair.gutter for o in ordered[:12]) or first.label or first.text.lstrip()[:1].islower()):
                taken |= self._fill(pair, ordered)
        begun = []
        for heads in self._heads(ordered)[:_PAIRS]:
            if id(heads[0]) in taken:
                continue
            below = [line for line in ordered if line.y0 > heads[0].y0 - 2 and id(line) not in taken]
            under = [line for line in below if line.y0 > heads[0].y1 - 2]
            gutter = next((x for n in (10, 6, 3) if (x := _gutter(*heads, under[:n])) is not None), None)
            if gutter is None or _in_columns(ordered, heads[0], gutter) or self._many(heads, under, gutter):
                continue
            self.count += 1
            pair = Pair(gutter, heads[0].size, heads[0], PAIRED + self.count)
            taken |= self._fill(pair, below)
            begun.append(pair)
        return [line for line in lines if id(line) not in taken], begun

    def _heads(self, ordered: list[Line]) -> list[tuple[Line, Line]]:
        found = []
        for k, a in enumerate(ordered):
            for b in ordered[k + 1 : k + 4]:
                left, right = (a, b) if a.x0 <= b.x0 else (b, a)
                beside = abs(a.y0 - b.y0) < SETTINGS.level_sizes * a.size and left.x1 < right.x0 and not a.label and not b.label
                if beside and self._starts(left) and self._starts(right) and tidy(a.text) != tidy(b.text):
                    found.append((left, right))
        return found

    def _many(self, heads: tuple[Line, Line], under: list[Line], gutter: float) -> bool:
        """Whether more headed lists follow in either column: then the page is set in columns and runs on in them."""
        for line in under:
            if line.x0 < gutter - 2 and line.x1 > gutter + 2:
                return False
            if line not in heads and line.bold == heads[0].bold and not line.label and self._starts(line):
                level = [o for o in under if o is not line and abs(o.y0 - line.y0) < SETTINGS.level_sizes * line.size]
                return not any(self._starts(o) for o in level)
        return False

    def _starts(self, line: Line) -> bool:
        return len(line.text) < 90 and self.starts_section(tidy(line.text))

    def _fill(self, pair: Pair, below: list[Line]) -> set[int]:
        """Take the lines of both columns down to the first that stands over the gutter or heads what follows."""
        chosen: list[Line] = []
        ended = False
        for line in below:
            left = min(line.x0, line.label_x) if line.label else line.x0
            heads = line.bold and not line.label and line.size >= pair.size - SETTINGS.pair_size_points and not self._starts(line)
            larger = line.size > SETTINGS.larger_size_ratio * pair.size
            again = line.page != pair.top.page and self._starts(line)
            if (left < pair.gutter - 2 and line.x1 > pair.gutter + 2) or (heads and left < pair.gutter) or larger or again:
                ended = True
                break
            chosen.append(line)
        self.open = None if ended else pair
        for side in (0, 1):
            own = [line for line in chosen if (line.x0 >= pair.gutter - 1) == bool(side)]
            for line in own:
                line.side, line.band = side, pair.band
                line.roles = tuple(role for role in line.roles if role not in _TABLE)
            pair.sides[side].extend(sorted_rows(own))
        return {id(line) for line in chosen}


def _in_columns(ordered: list[Line], head: Line, gutter: float) -> bool:
    """Whether the page runs in two columns anyway, so that the two headings only chance to stand level."""
    right = [line for line in ordered if line.x0 >= gutter - 1]
    width = max((line.x1 for line in right), default=gutter) - gutter
    filled = [line for line in right if line.x1 - line.x0 > SETTINGS.pair_full_share * width]
    return sum(0 < head.y0 - line.y0 < SETTINGS.pair_above_sizes * head.size for line in filled) > 1


def _gutter(left: Line, right: Line, below: list[Line]) -> float | None:
    """Where the right column begins: the first place that no line below the headings crosses."""
    starts = sorted({min(o.x0, o.label_x) if o.label else o.x0 for o in (*below, right)})
    for x in starts:
        if (
            left.x0 + SETTINGS.pair_gutter_points < x <= right.x0 + 2
            and left.x1 < x
            and not any(o.x0 < x - 4 and o.x1 > x for o in below)
        ):
            return x - 1
    return None


def set_in(lines: list[Line], pairs: list[Pair]) -> list[Line]:
    """The lines of a page in reading order with its pairs put in where they stand."""
    out = list(lines)
    for pair in pairs:
        at = next((k for k, line in enumerate(out) if line.y0 > pair.top.y0 and line.band < PAIRED), len(out))
        out[at:at] = pair.lines()
    return out
