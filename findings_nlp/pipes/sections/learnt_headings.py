"""What one report's own headings tell: those that no pattern knows, and those used again and again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from findings_nlp.document.contexts import standard_of
from findings_nlp.document.doc import BlockView
from findings_nlp.families import Headings, bare


def leads_in(text: str) -> bool:
    """Whether a line announces what follows: a colon, or somebody who should act."""
    return bool(re.search(r"\b(?:should|must|needs? to)\b.{0,40}:?\s*$|:\s*$", text, re.I))


def learnt_polarity(blocks: list[BlockView], wordings: Headings) -> dict[str, str]:
    """Headings of this report that no pattern knows but that introduce lists at least three times, with their side.

    The side is told by the heading's words or, failing those, by standing as often opposite one whose side is told.
    """
    following = [b for b in blocks if b.kind not in ("furniture", "footnote")]
    times: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for a, b in pairwise(following):
        if b.kind != "bullet" or a.kind not in ("heading", "paragraph") or len(a.text.split()) > 9 or standard_of(a.text):
            continue
        polarity = wordings.polarity_of(a.text)
        if polarity in ("strength", "area_for_improvement"):
            known[polarity] += 1
        elif polarity is None and wordings.part_of(a.text) is None and not wordings.is_box(a.text) and not leads_in(a.text):
            times[bare(a.text)] += 1
    often = {text: count for text, count in times.items() if count >= 3}
    leaning = {text: side for text in often if (side := wordings.lean(text))}
    told = known or Counter({side: sum(often[t] for t in leaning if leaning[t] == side) for side in leaning.values()})
    # a wording's own lean is weaker than standing opposite headings that are known
    opposite = [text for text, count in often.items() if 2 * count >= told.total() and (known or text not in leaning)]
    if len(told) == 1 and (known or len(opposite) == 1):
        leaning |= dict.fromkeys(opposite, "area_for_improvement" if "strength" in told else "strength")
    return leaning


def regular_strengths(blocks: list[BlockView], wordings: Headings) -> set[str]:
    """The one heading of strengths that a report uses again and again opposite its areas for improvement."""
    sides: dict[str, Counter[str]] = {"strength": Counter(), "area_for_improvement": Counter()}
    for b in blocks:
        if b.kind == "heading" and (side := wordings.polarity_of(b.text)) in sides:
            sides[side][bare(b.text)] += 1
    strengths, areas = sides["strength"], sides["area_for_improvement"]
    return {text for text, n in strengths.items() if n >= 3 and len(strengths) == 1 and 2 * n >= sum(areas.values()) >= 3}
