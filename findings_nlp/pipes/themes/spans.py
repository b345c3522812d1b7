"""Where a theme stands in a text: the runs of words that carry its label, or the heading where no words do.

Each word has a share in a theme's log-odds (`WordShares`). Within each clause the run of words with the largest sum is
looked for; runs that carry much less than the best are left out, and terms of the glossary are kept whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.lang.en.stop_words import STOP_WORDS

from findings_nlp.pipes.themes.glossary import TermHit
from findings_nlp.pipes.themes.parts import clauses

Floats = NDArray[np.float32]
_WORD = re.compile(r"\w+")
_NEXT_WORD = re.compile(r" [^\W_]+(?:[-’'][^\W_]+)*")
_HYPHENATED_BEHIND = re.compile(r"(?:-[^\W_]+)+")
LEAST_SHARE = 0.1  # of log-odds: what carries less is no reason
BESIDE_BEST = 0.4  # a further run carries this part of what the best carries, or more
TERM_BESIDE_BEST = 0.15  # likewise for a run around a term of the glossary
HEADING_BESIDE = 4.0  # the heading is told instead where it carries so many times what the best run does
WORD_COST = 0.02  # of all that speaks for the theme, for each word of a run: keeps runs short
NAMED = 0.5  # of a run's sum: where its terms carry so much, they alone are told
FURTHER = 2  # words by which a run is carried on to the end of its phrase
# whom reports speak of: such a word alone is told as the carrier only where nothing else carries the theme
PEOPLE = frozenset(
    [
        "adults",
        "child",
        "children",
        "individual",
        "individuals",
        "manager",
        "managers",
        "men",
        "people",
        "person",
        "practitioner",
        "practitioners",
        "service",
        "staff",
        "user",
        "users",
        "young",
        "youth",
    ]
)


@dataclass(slots=True)
class WordShares:
    """What the words of one text add to its theme logits.

    `spans` are their places (start, end) in the text, `words` what they add (words, themes), `context` what the heading
    and polarity before the text add, `marks` what the marks around both add (themes,). With a constant for each theme they
    add up to the logits.
    """

    spans: list[tuple[int, int]]
    words: Floats
    context: Floats
    marks: Floats


@dataclass(frozen=True, slots=True)
class Carrier:
    """What carries a theme: characters of the text, and those words, or `heading: ...`."""

    spans: list[tuple[int, int]]
    because: list[str]


def words_by_clause(text: str, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Which words stand in each clause of a text.

    Args:
        text: the text.
        spans: places of its words, in order.
    """
    starts = [start for start, _ in spans]
    return [
        [k for k in range(bisect_left(starts, first), bisect_left(starts, last)) if spans[k][1] > spans[k][0]]
        for first, last in clauses(text)
    ]


def carrier(
    text: str, section: str | None, shares: WordShares, theme: int, hits: Sequence[TermHit], cut: list[list[int]]
) -> Carrier:
    """The words of a text that carry a theme.

    Args:
        text: a finding or recommendation.
        section: its heading, or None.
        shares: what its words and its heading add to the themes' log-odds.
        theme: the theme's column in `shares`.
        hits: the glossary's terms of this theme in the text.
        cut: its words by clause (`words_by_clause`).
    """
    weights = shares.words[:, theme]
    runs = _runs(text, shares.spans, weights.tolist(), cut)
    best = max((value for value, _, _ in runs), default=0.0)
    heading = float(shares.context[theme]) if section else 0.0
    if not runs and hits:
        # a user's own name for the theme, which the model does not know
        spans = _merged([(h.start, h.end) for h in hits])
        return Carrier(spans, list(dict.fromkeys(text[a:b] for a, b in spans)))
    if not runs or (section and heading > LEAST_SHARE and (best < LEAST_SHARE or heading > HEADING_BESIDE * best)):
        return Carrier([], [f"heading: {section}"] if section else [])
    terms = [(h.start, h.end) for h in hits]
    telling = [run for run in runs if not _only_people(text[run[1] : run[2]], run[1:], terms)]
    if any(value >= LEAST_SHARE for value, _, _ in telling):
        runs, best = telling, max(value for value, _, _ in telling)
    chosen = []
    for value, start, end in runs:
        touched = [(a, b) for a, b in terms if a < end and start < b]
        if value >= best * (TERM_BESIDE_BEST if touched else BESIDE_BEST) and (value >= LEAST_SHARE or value == best):
            if touched and _inside(shares.spans, weights, touched) >= NAMED * value:
                chosen += touched
            else:
                chosen.append((min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])))
    spans = _merged([_whole_phrase(text, start, end) for start, end in chosen])
    return Carrier(spans, list(dict.fromkeys(text[a:b] for a, b in spans)))


def _inside(spans: Sequence[tuple[int, int]], weights: Floats, places: Sequence[tuple[int, int]]) -> float:
    """What the words within some places add up to."""
    return float(sum(w for w, (a, b) in zip(weights, spans, strict=True) if any(x <= a and b <= y for x, y in places)))


def _runs(
    text: str, spans: Sequence[tuple[int, int]], weights: Sequence[float], cut: list[list[int]]
) -> list[tuple[float, int, int]]:
    """For each clause its heaviest run of words: sum, start and end."""
    cost = WORD_COST * sum(w for w in weights if w > 0)
    out = []
    for words in cut:
        best, a, b = _heaviest([weights[k] - cost for k in words])
        run = words[a:b]
        while run and _empty(text[slice(*spans[run[0]])]):
            run = run[1:]
        while run and _empty(text[slice(*spans[run[-1]])]):
            run = run[:-1]
        if run and best > 0:
            out.append((sum(weights[k] for k in run), spans[run[0]][0], spans[run[-1]][1]))
    return out


def _only_people(words: str, place: tuple[int, int], terms: Sequence[tuple[int, int]]) -> bool:
    """Whether a run names nothing but the people a report speaks of, and no term of the theme."""
    return set(_WORD.findall(words.casefold())) <= PEOPLE and not any(a < place[1] and place[0] < b for a, b in terms)


def _whole_phrase(text: str, start: int, end: int) -> tuple[int, int]:
    """A run carried on to the ends of its hyphenated words, of its phrase and of a bracket that it opens or closes."""
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start -= 1
        while start > 0 and text[start - 1].isalnum():
            start -= 1
    for _ in range(FURTHER):
        following = _NEXT_WORD.match(text, end)
        if following is None or _empty(following[0].strip()):
            break
        end = following.end()
    if joined := _HYPHENATED_BEHIND.match(text, end):
        end = joined.end()
    inside = text[start:end]
    if inside.count("(") > inside.count(")") and text[end : end + 1] == ")":
        end += 1
    elif inside.count(")") > inside.count("("):
        start += inside.index(")") + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, end


def _empty(word: str) -> bool:
    return word.casefold() in STOP_WORDS or not any(c.isalnum() for c in word)


def _heaviest(values: Sequence[float]) -> tuple[float, int, int]:
    """The run of neighbouring values with the largest sum (Kadane 1984): sum, first index, index behind the last."""
    best, first, last = 0.0, 0, 0
    total, start = 0.0, 0
    for k, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, k
        total += value
        if total > best:
            best, first, last = total, start, k + 1
    return best, first, last


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def add_shares(shares: WordShares, spans: Sequence[tuple[int, int]], words: Floats) -> WordShares:
    """Shares with those of other words added, where the words begin at the same place.

    Args:
        shares: of the encoder, say.
        spans: of the other words.
        words: what they add, shape (words, themes).
    """
    place = {start: k for k, (start, _) in enumerate(shares.spans)}
    known = [k for k, (start, _) in enumerate(spans) if start in place]
    total = shares.words.copy()
    np.add.at(total, [place[spans[k][0]] for k in known], words[known])
    return WordShares(shares.spans, total, shares.context, shares.marks)
