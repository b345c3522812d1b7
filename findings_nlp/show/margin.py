"""Where small marks find room beside the text: pure geometry on boxes of the page as displayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
_EDGE = 5.0  # points that stay free along the page's edge
_GAP = 7.0  # points between text and a mark
_STEP = 3.0

Size = tuple[float, float]


@dataclass(slots=True)
class PageSpace:
    """What is taken on one page: `text` may never be covered, `other` (pictures, shapes) only where nothing else is left;
    `taken` are the marks placed so far.
    """

    width: float
    height: float
    text: list[Box]
    other: list[Box]
    taken: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Backgrounds are no obstacle: shapes that cover half the page, and anything of the page's whole height."""
        area = self.width * self.height
        self.other = [b for b in self.other if (b[2] - b[0]) * (b[3] - b[1]) < 0.5 * area and b[3] - b[1] < 0.9 * self.height]

    def free(self, box: Box, strict: bool = True) -> bool:
        """Whether a box lies on the page and covers no text (nor, if `strict`, anything else)."""
        if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
            return False
        return not any(overlap(box, other) for other in self._obstacles(strict))

    def _obstacles(self, strict: bool) -> list[Box]:
        return [*self.text, *self.taken, *(self.other if strict else ())]

    def beside(self, y: float, sizes: Sequence[Size], sides: Sequence[str]) -> tuple[int, Box] | None:
        """A place in a margin for a block that belongs to height `y`, as near as can be; taken from then on.

        Args:
            y: top of what the block belongs to.
            sizes: widths and heights that the block can have, the best first.
            sides: `left`, `right`, the better first.

        Returns:
            Which of the sizes, and the place; None where there is none.
        """
        for strict in (True, False):
            found = min(self._candidates(y, sizes, sides, strict), key=lambda candidate: candidate[0], default=None)
            if found:
                self.taken.append(found[2])
                return found[1], found[2]
        return None

    def _candidates(
        self, y: float, sizes: Sequence[Size], sides: Sequence[str], strict: bool
    ) -> Iterator[tuple[float, int, Box]]:
        """Free places with their cost: at height `y`, and right above and below everything that is in the way."""
        left, right = self.body()
        obstacles = self._obstacles(strict)
        for rank, (width, height) in enumerate(sizes):
            for choice, side in enumerate(sides):
                near, far = (left - _GAP - width, _EDGE) if side == "left" else (right + _GAP, self.width - _EDGE - width)
                for x in (near, far):
                    if not _EDGE <= x <= self.width - _EDGE - width:
                        continue
                    inside = [(b[1], b[3]) for b in obstacles if x < b[2] and b[0] < x + width]
                    tops = [y, *(low - height - 1 for low, _ in inside), *(high + 1 for _, high in inside)]
                    for top in tops:
                        if not _EDGE <= top <= self.height - _EDGE - height:
                            continue
                        if any(top < high and low < top + height for low, high in inside):
                            continue
                        # a block above its text misleads more than one below it
                        away = (top - y) if top >= y else 1.5 * (y - top)
                        yield away + 40 * choice + 25 * rank + (x == far), rank, (x, top, x + width, top + height)

    def body(self) -> tuple[float, float]:
        """Left and right edge of the page's running text: of lines a fifth of the page wide, or of any."""
        wide = [b for b in self.text if b[2] - b[0] > 0.2 * self.width] or self.text
        return min((b[0] for b in wide), default=self.width / 8), max((b[2] for b in wide), default=self.width * 7 / 8)

    def strip(self, width: float, height: float) -> Box | None:
        """A place for a block anywhere on the page: from the foot up, then in pictures' and shapes' place."""
        for strict in (True, False):
            for k in range(int(self.height / _STEP)):
                top = self.height - 18 - height - k * _STEP
                for x in ((self.width - width) / 2, 36.0, self.width - 36 - width):
                    box = (x, top, x + width, top + height)
                    if x >= _EDGE and top >= _EDGE and self.free(box, strict):
                        return box
        return None


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
