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
        self._bands: dict[int, list[tuple[int, Line]]] = defaultdict(list)
        self._tall: list[tuple[int, Line]] = []
        self._all: list[Line] = []
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Put a line behind those that are there."""
        entry = (len(self._all), line)
        self._all.append(line)
        first, last = int(line.y0 // _BAND), int(line.y1 // _BAND)
        if last - first > _TALL:
            self._tall.append(entry)
        else:
            for k in range(first, last + 1):
                self._bands[k].append(entry)

    def meeting(self, upper: float, lower: float) -> list[Line]:
        """All lines that reach into the heights from `upper` to `lower`, and perhaps some near them, in order."""
        first, last = int(upper // _BAND), int(lower // _BAND)
        if last - first > _WIDE:
            return self._all
        found = dict(self._tall)
        for k in range(first, last + 1):
            found.update(self._bands.get(k, ()))
        return [found[k] for k in sorted(found)]
