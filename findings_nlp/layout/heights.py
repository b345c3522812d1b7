"""The lines of a page by height, so that a line need not be compared to all others to find its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from findings_nlp.source.pdf import Line

_BAND = 12.0  # points
_TALL = 8  # bands: a line that is higher is kept apart
_WIDE = 2000  # bands: who asks for more gets all lines


class Heights:
    """Lines in the order given, found by the heights that they take up."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._bands: defaultdict[int, list[int]] = defaultdict(list)
        self._tall: list[int] = []
        self._all = list(lines)
        self._placed = 0  # lines are put into bands when one is asked for: on many pages none is

    def add(self, line: Line) -> None:
        """Put a line behind those that are there."""
        self._all.append(line)

    def _place(self) -> None:
        bands = self._bands
        for at in range(self._placed, len(self._all)):
            line = self._all[at]
            first, last = int(line.y0 // _BAND), int(line.y1 // _BAND)
            if last == first:
                bands[first].append(at)
            elif last - first > _TALL:
                self._tall.append(at)
            else:
                for k in range(first, last + 1):
                    bands[k].append(at)
        self._placed = len(self._all)

    def meeting(self, upper: float, lower: float) -> list[Line]:
        """All lines that reach into the heights from `upper` to `lower`, and perhaps some near them, in order."""
        first, last = int(upper // _BAND), int(lower // _BAND)
        if last - first > _WIDE:
            return self._all
        if self._placed < len(self._all):
            self._place()
        found = set(self._tall)
        for k in range(first, last + 1):
            found.update(self._bands.get(k, ()))
        return [self._all[k] for k in sorted(found)]
