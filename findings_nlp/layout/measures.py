"""A document's usual sizes: body text, distance of lines, margins and right edges of its columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from findings_nlp.layout.settings import SETTINGS
from findings_nlp.source.pdf import Line, TextLayer


@dataclass(slots=True)
class Measures:
    """A document's usual sizes, in points: body text size, distance of its lines, left margin of each column side."""

    size: float
    bold: bool
    lead: float
    margins: dict[int, float]
    rights: dict[int, float]

    def reach(self, line: Line) -> float:
        """How far across its column a line ends: 0 at the left margin, 1 at the usual right edge."""
        left, right = self.margins.get(line.side, 0.0), self.rights.get(line.side, line.x1)
        return (line.x1 - left) / max(right - left, 1e-6)


def body_style(layer: TextLayer) -> tuple[float, bool]:
    """Size and weight of most of the text."""
    exact: defaultdict[tuple[float, bool], int] = defaultdict(int)
    for page in layer.pages:
        for line in page.lines:
            if line.kind != "furniture":
                exact[line.size, line.bold] += len(line.text)
    weights: Counter[tuple[float, bool]] = Counter()
    for (size, bold), letters in exact.items():
        weights[round(size, 1), bold] += letters
    return weights.most_common(1)[0][0] if weights else (SETTINGS.default_size_points, False)


def _lead(lines: list[Line], size: float, rights: dict[int, float]) -> float:
    steps = [
        (
            b.y0 - a.y0,
            not b.label and a.text.rstrip()[-1:] not in ".:?!”",
            a.x1 - a.x0 > SETTINGS.lead_full_share * (rights[a.side] - a.x0),
        )
        for a, b in pairwise(lines)
        if a.page == b.page
        and abs(a.x0 - b.x0) < 1
        and abs(a.size - size) < SETTINGS.lead_size_points
        and SETTINGS.lead_least_sizes * size < b.y0 - a.y0 < SETTINGS.lead_most_sizes * size
    ]
    # within paragraphs, where enough of them run on, best of all from full lines: short items stand further apart
    wrapped = [step for step, runs_on, full in steps if runs_on and full]
    inner = [step for step, runs_on, _ in steps if runs_on]
    chosen = next((found for found in (wrapped, inner) if len(found) >= SETTINGS.lead_steps), [step for step, *_ in steps])
    return median_low(chosen) if chosen else SETTINGS.lead_default_sizes * size


def _margins(lines: list[Line]) -> dict[int, float]:
    out = {}
    for side in (0, 1):
        counts = Counter(round(line.x0) for line in lines if line.side == side)
        common = [x for x, n in counts.items() if n >= max(3, SETTINGS.margin_lines_share * sum(counts.values()))]
        out[side] = float(min(common)) if common else 0.0
    return out


def _rights(lines: list[Line]) -> dict[int, float]:
    out = {}
    for side in (0, 1):
        ends = sorted(line.x1 for line in lines if line.side == side)
        out[side] = ends[int(SETTINGS.right_edge_share * (len(ends) - 1))] if ends else 0.0
    return out


def measure(lines: list[Line], size: float, bold: bool) -> Measures:
    """The measures of a document from its body lines in reading order and its body style."""
    rights = _rights(lines)
    return Measures(size, bold, _lead(lines, size, rights), _margins(lines), rights)
