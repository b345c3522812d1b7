"""Tags of the sentences of a paragraph as a chain: which may follow which, the likeliest, and how probable each is.

`O` judges nothing; `B` begins a finding and `I` goes on with it, on one of the two sides or, `~`, on both at once. What is read of a
sentence tells whether it judges and whether it begins a finding (`READ`), its words to which side it leans: together they score the
tags. The side of a whole finding is told once more by all of its text (`findings_nlp.pipes.prose.sides`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
READ = ("O", "B", "I", "B~", "I~")
TAGS = ("O", "B+", "I+", "B-", "I-", "B~", "I~")
READ_OF = tuple(READ.index(tag.rstrip("+-")) for tag in TAGS)
SIDES = {"+": "strength", "-": "area_for_improvement", "~": "mixed"}
BEGINS = (1, 3, 5)
SIGNS: Floats = np.array([{"+": 1.0, "-": -1.0}.get(tag[1:], 0.0) for tag in TAGS])
_NEVER = -1e4
# a finding goes on only as what it began as
FOLLOWS: Floats = np.array(
    [[0.0 if to in (0, *BEGINS) or start in (to, to - 1) else _NEVER for to in range(len(TAGS))] for start in range(len(TAGS))]
)
# a finding right behind one of the other side
TURNS: Floats = np.array(
    [[float(to in BEGINS and SIGNS[start] * SIGNS[to] < 0) for to in range(len(TAGS))] for start in range(len(TAGS))]
)
STARTS: Floats = np.array([0.0 if tag in (0, *BEGINS) else _NEVER for tag in range(len(TAGS))])


class Run(NamedTuple):
    """One judgement: its first and last sentence, from 0, and its side: `+`, `-` or `~`."""

    first: int
    last: int
    side: str


def likeliest(scores: Floats, follows: Floats, starts: Floats) -> list[int]:
    """The tags of a paragraph that together score highest (Viterbi).

    Args:
        scores: of each sentence and tag, shape (sentences, tags).
        follows: of each tag behind each, shape (tags, tags).
        starts: of each tag at a paragraph's beginning.
    """
    best = scores[0] + starts
    back: list[NDArray[np.int64]] = []
    for row in scores[1:]:
        paths = best[:, None] + follows
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    tags = [int(best.argmax())]
    for pointers in reversed(back):
        tags.append(int(pointers[tags[-1]]))
    return tags[::-1]


def sided_scores(scores: Floats, odds: Floats, weights: Floats) -> Floats:
    """Scores of `TAGS` from those of `READ` and the side that each sentence leans to, shape (sentences, tags).

    Args:
        scores: shape (sentences, `READ`).
        odds: log-odds that each sentence speaks of a strength.
        weights: what these weigh where a finding begins, and where it goes on.
    """
    out = scores[:, list(READ_OF)]
    for tag, sign in enumerate(SIGNS):
        if sign:
            out[:, tag] -= weights[int(tag not in BEGINS)] * np.logaddexp(0, -sign * odds)
    return out


def sided_follows(follows: Floats, turn: float) -> Floats:
    """Scores of `TAGS` behind `TAGS` from those of `READ` behind `READ`; `turn` is what a change of side adds."""
    read = list(READ_OF)
    return np.asarray(follows[read][:, read] + turn * TURNS + FOLLOWS)


def tilted(scores: Floats, judging: float, beginning: float) -> Floats:
    """Scores of sentences' tags with `O` worth `judging` less and the tags that begin a finding worth `beginning` more."""
    out = scores.copy()
    out[:, 0] -= judging
    out[:, list(BEGINS)] += beginning
    return out


def probabilities(scores: Floats, follows: Floats, starts: Floats) -> Floats:
    """How probable each tag of each sentence is, shape (sentences, tags); arguments as for `likeliest`."""
    forward = [scores[0] + starts]
    for row in scores[1:]:
        forward.append(_log_sum(forward[-1][:, None] + follows) + row)
    backward = [np.zeros(scores.shape[1])]
    for row in scores[:0:-1]:
        backward.append(_log_sum((follows + (row + backward[-1])[None]).T))
    both = np.array(forward) + np.array(backward[::-1])
    both = np.exp(both - both.max(1, keepdims=True))
    return np.asarray(both / both.sum(1, keepdims=True))


def _log_sum(values: Floats) -> Floats:
    most = values.max(0)
    return np.asarray(most + np.log(np.exp(values - most).sum(0)))


def runs(tags: Sequence[int]) -> list[Run]:
    """The findings that tags tell."""
    out: list[Run] = []
    for k, tag in enumerate(tags):
        if tag in BEGINS:
            out.append(Run(k, k, TAGS[tag][1:]))
        elif tag:
            out[-1] = out[-1]._replace(last=k)
    return out


def tags_of(found: Sequence[Run], count: int) -> list[int]:
    """The tags of a paragraph of `count` sentences that tell some findings."""
    tags = [0] * count
    for run in found:
        begin = TAGS.index(f"B{run.side}")
        tags[run.first] = begin
        for k in range(run.first + 1, run.last + 1):
            tags[k] = begin + 1
    return tags
