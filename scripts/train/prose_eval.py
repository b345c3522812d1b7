"""How good findings read in prose are: over sentences, over findings, sides, calibration."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from scripts.corpus.prose import Run, groups, overlap

HELD_OUT = ("thematic-2024-women", "dynamic-2026-penmarric", "crc-2019-holmeshire")  # never learnt from
CUES = re.compile(
    r"\b(?:sufficient\w*|insufficient\w*|not always|inconsistent\w*|limited|lack(?:ed|ing)?|poor\w*|effective\w*|ineffective\w*|"
    r"disappoint\w*|concern\w*|positive\w*|strong\w*|strength\w*|weak\w*|good|well|better|too (?:few|often|many|little|much)|"
    r"needed to|missed|fail\w*|impress\w*|robust\w*|visible|motivated|evident|clear\w*|inadequate\w*|excellent|adequate\w*|"
    r"appropriate\w*|unfortunately|however|rarely|seldom|absence|gaps?|delay\w*|improved?)\b",
    re.I,
)


def sentence_counts(runs: Sequence[Run], row: dict[str, Any]) -> Counter[str]:
    """Sentences found; those that one reader alone marked count neither way."""
    first, second = ({k for a, b, _ in row[who] for k in range(a, b + 1)} for who in ("first", "second"))
    found = {k for a, b, _ in runs for k in range(a, b + 1)} - (first ^ second)
    return Counter(right=len(found & first & second), found=len(found), wanted=len(first & second))


def _matched(found: list[Run], wanted: Sequence[Run], words: list[int], least: float) -> list[tuple[Run, Run]]:
    free = list(wanted)
    pairs = []
    for run in found:
        near = max(free, key=lambda other: overlap(run, other, words), default=None)
        if near is not None and overlap(run, near, words) >= least:
            free.remove(near)
            pairs.append((run, near))
    return pairs


def finding_counts(runs: Sequence[Run], row: dict[str, Any], least: float) -> Counter[str]:
    """Findings found in a paragraph at an overlap of words.

    What one reader alone marked counts neither way. Where the two cut a stretch otherwise, the one nearer to `runs` counts.
    """
    words = [len(text.split()) for text in row["sentences"]]
    count: Counter[str] = Counter()
    free = list(runs)
    for first, second in groups(row):
        here = [run for run in free if any(run.first <= other.last and other.first <= run.last for other in (*first, *second))]
        free = [run for run in free if run not in here]
        if not first or not second:
            continue
        choices = [(_matched(here, wanted, words, least), wanted) for wanted in (first, second)]
        pairs, wanted = max(choices, key=lambda choice: 2 * len(choice[0]) - len(choice[1]))
        count += Counter(right=len(pairs), found=len(here), wanted=len(wanted))
        sides = {run[2] for run in (*first, *second)} if len(first) == len(second) == 1 else set()
        count["sided"] += sum(a.side == b.side or a.side in sides for a, b in pairs)
    count["found"] += len(free)
    return count


def f1(count: Counter[str]) -> float:
    """F1 of right ones among those found and wanted."""
    return 2 * count["right"] / max(1, count["found"] + count["wanted"])


def measures(found: Sequence[Sequence[Run]], rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """F1 over sentences and over findings, and the share of right sides among those found at 0.6.

    Args:
        found: the runs of each paragraph.
        rows: the paragraphs, as in corpus/prose.
    """
    sentences: Counter[str] = sum((sentence_counts(r, row) for r, row in zip(found, rows, strict=True)), Counter())
    loose, strict = (
        sum((finding_counts(r, row, least) for r, row in zip(found, rows, strict=True)), Counter()) for least in (0.6, 0.9)
    )
    return {
        "sentences_f1": f1(sentences),
        "sentences_precision": sentences["right"] / max(1, sentences["found"]),
        "sentences_recall": sentences["right"] / max(1, sentences["wanted"]),
        "findings_f1_0.6": f1(loose),
        "findings_f1_0.9": f1(strict),
        "side": loose["sided"] / max(1, loose["right"]),
    }


def is_right(run: Run, row: dict[str, Any]) -> bool | None:
    """Whether a reader marked a finding of that side there (overlap of 0.6); None where only one of the two did."""
    words = [len(text.split()) for text in row["sentences"]]
    each = [
        any(Run(*other).side == run.side and overlap(run, Run(*other), words) >= 0.6 for other in row[who])
        for who in ("first", "second")
    ]
    return each[0] if each[0] == each[1] else None


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: the mean gap between probability and share of right ones, by tenths."""
    p, y = np.array(probabilities), np.array(right, float)
    bucket = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum((bucket == b).mean() * abs(p[bucket == b].mean() - y[bucket == b].mean()) for b in set(bucket.tolist())))


def cue_words(row: dict[str, Any]) -> list[Run]:
    """The baseline: every sentence with a cue word is a finding of its own, a failing where a negative word stands in it."""
    return [Run(k, k, "-") for k, text in enumerate(row["sentences"]) if row["kind"] != "quote" and CUES.search(text)]
