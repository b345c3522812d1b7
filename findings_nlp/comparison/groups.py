"""From the probabilities of all pairs to groups on one matter: a finding may have been split in two, or two drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Group:
    """Texts of two inspections on one matter: places in the two lists, each in order."""

    firsts: tuple[int, ...]
    seconds: tuple[int, ...]

    def links(self, chances: Floats, least: float) -> list[tuple[int, int]]:
        """The pairs of the group that are themselves probable enough."""
        return [(i, j) for i in self.firsts for j in self.seconds if chances[i, j] >= least]


def grouped(chances: Floats, least: float, together: float, known: Sequence[int] | None = None) -> list[Group]:
    """Groups of texts, from the most probable pair down; each text is in one group at most.

    A pair of two texts that stand alone is joined from `least`. A group only grows where all its pairs have `together` on average,
    so that a chain of likenesses does not draw different matters together.

    Args:
        chances: probabilities, shape (firsts, seconds).
        least: the probability from which two texts are joined.
        together: the mean probability that a larger group needs.
        known: for each of the firsts the number of a group that it is in already.

    Returns:
        The groups that hold texts of both sides, in the order of their first texts.
    """
    rows = list(known) if known is not None else list(range(chances.shape[0]))
    columns: list[int | None] = [None] * chances.shape[1]
    firsts: dict[int, list[int]] = {}
    for row, group in enumerate(rows):
        firsts.setdefault(group, []).append(row)
    seconds: dict[int, list[int]] = {group: [] for group in firsts}
    for place in np.argsort(-chances, axis=None, kind="stable"):
        i, j = divmod(int(place), chances.shape[1])
        if chances[i, j] < least:
            break
        one, other = rows[i], columns[j]
        if one == other:
            continue
        wide = sorted(firsts[one] + ([] if other is None else firsts[other]))
        deep = sorted(seconds[one] + ([j] if other is None else seconds[other]))
        # two texts that stand alone, or the first counterpart of a known group, need no more than their own probability
        if (seconds[one] or other is not None) and float(chances[np.ix_(wide, deep)].mean()) < together:
            continue
        if other is not None:
            del firsts[other], seconds[other]
            rows = [one if group == other else group for group in rows]
        firsts[one], seconds[one] = wide, deep
        columns = [one if column in deep else group for column, group in enumerate(columns)]
    found = [Group(tuple(firsts[group]), tuple(deep)) for group, deep in seconds.items() if deep]
    return sorted(found, key=lambda group: group.firsts)
