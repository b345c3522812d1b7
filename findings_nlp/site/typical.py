"""The most typical findings of a theme: those whose weighted words lie nearest to the middle of all findings of the theme.

Plain TF-IDF over the archive's own words, cosine to the sum; no model. At most one finding of a report is shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from findings_nlp.retrieval.words import words
from findings_nlp.site.archive import Archive, Report
from findings_nlp.site.items import Finding

Item = tuple[Report, Finding]
# share of words in common from which two findings say the same: only one of them is shown
TOO_LIKE = 0.4


class Typical:
    """The words of all findings, weighted once for an archive."""

    def __init__(self, archive: Archive) -> None:
        self._words = {id(f): set(words(f.text)) for r in archive.reports for f in r.findings}
        seen = Counter(word for found in self._words.values() for word in found)
        total = max(1, len(self._words))
        self._weight = {word: 1.0 + math.log(total / count) for word, count in seen.items()}

    def _likeness(self, one: Finding, other: Finding) -> float:
        a, b = self._words[id(one)], self._words[id(other)]
        return len(a & b) / len(a | b) if a | b else 1.0

    def of(self, items: Iterable[Item], wanted: int = 5) -> list[Item]:
        """The most typical items, most typical first, at most one of each report."""
        chosen = list(items)
        middle: Counter[str] = Counter()
        for _, finding in chosen:
            middle.update(self._words[id(finding)])
        centre = {word: count * self._weight[word] for word, count in middle.items()}
        scored = []
        for number, (_, finding) in enumerate(chosen):
            found = sorted(self._words[id(finding)])
            length = math.sqrt(sum(self._weight[w] ** 2 for w in found))
            likeness = sum(centre[w] * self._weight[w] for w in found) / length if length else 0.0
            scored.append((-round(likeness, 9), number))
        out: list[Item] = []
        for _, number in sorted(scored):
            report, finding = chosen[number]
            if all(report is not other and self._likeness(finding, same) < TOO_LIKE for other, same in out):
                out.append((report, finding))
            if len(out) == wanted:
                break
        return out
