"""Figures of the corpus for its card: python scripts/corpus_stats.py

Positives of each theme, how many lack the theme's obvious keyword (`keywords.toml`), agreement of the two labellers by
theme, and how much of their word 5-grams the most alike pairs of texts share.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

from baselines import keyword_rules
from corpus_data import CORPUS, Item, read_items

from findings_nlp.taxonomy import shipped_themes

Pair = tuple[set[str], set[str]]


def labellings() -> list[Pair]:
    """What the first and the second labeller gave each text."""
    files = [path for folder in ("findings", "sets", "agreement") for path in sorted((CORPUS / folder).glob("*.jsonl"))]
    rows: list[dict[str, Any]] = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [(set(row["first"]["themes"]), set(row["second"]["themes"])) for row in rows if row.get("second")]


def shared_grams(items: list[Item], size: int = 5) -> list[tuple[float, str, str]]:
    """Share of the shorter text's word n-grams that a pair has in common, highest first; pairs with none are left out."""
    grams = []
    for x in items:
        words = re.findall(r"\w+", x.text.lower())
        grams.append({tuple(words[k : k + size]) for k in range(len(words) - size + 1)})
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, found in enumerate(grams):
        for gram in found:
            holders[gram].append(k)
    common = Counter(pair for rows in holders.values() for pair in combinations(rows, 2))
    return sorted(
        ((n / min(len(grams[a]), len(grams[b])), items[a].id, items[b].id) for (a, b), n in common.items()), reverse=True
    )


def main() -> None:
    """Print the figures."""
    items, themes = read_items(), [t.id for t in shipped_themes()]
    named = keyword_rules([x.text for x in items], themes)
    pairs = labellings()
    both, first, second = (Counter(t for pair in pairs for t in part(pair)) for part in (_both, _first, _second))
    print(f"{len(items)} texts, {len(pairs)} labelled twice")
    print("| theme | positives | without the obvious keyword | agreement F1 |\n|---|---|---|---|")
    for k, theme in enumerate(themes):
        rows = [n for n, x in enumerate(items) if theme in x.themes]
        bare = sum(named[n, k] == 0 for n in rows) / len(rows)
        print(f"| {theme} | {len(rows)} | {bare:.0%} | {2 * both[theme] / (first[theme] + second[theme]):.2f} |")
    total = 2 * sum(both.values()) / (sum(first.values()) + sum(second.values()))
    print(f"agreement over all themes: F1 {total:.3f}")
    shares = shared_grams(items)
    print(
        "pairs that share more than 10, 20, 30, 60% of their 5-grams:",
        [sum(s > t for s, *_ in shares) for t in (0.1, 0.2, 0.3, 0.6)],
    )
    for share, a, b in shares[:3]:
        print(f"  {share:.0%} {a} {b}")


def _both(pair: Pair) -> set[str]:
    return pair[0] & pair[1]


def _first(pair: Pair) -> set[str]:
    return pair[0]


def _second(pair: Pair) -> set[str]:
    return pair[1]


if __name__ == "__main__":
    main()
